"""Training on the page: the timeline of checkpoints, one step of learning, and live runs."""

import re
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import Route, expect

from tests.browser.explorer import DESKTOP, PHONE, SEVEN, Explorer, activations_of, refuse, sample
from tests.conftest import OpenPage, Trouble

UNIT = "conv1/2/10/14"
CREATED = re.compile("^m-")


def training(explorer: Explorer, more: str = "") -> Explorer:
    """The page with training open."""
    explorer.open(f"train=1&sample=61{more}")
    expect(explorer.part("timeline")).to_be_visible()
    return explorer.settle()


def step_card(explorer: Explorer, more: str = "&model=lenet@0") -> Explorer:
    """The page with the card of one step, at a model that knows nothing."""
    training(explorer, more).click("training-step")
    expect(explorer.part("loss")).to_be_visible()
    return explorer


def other_loss(explorer: Explorer, before: str) -> str:
    """The loss as the page has it, once it is another one than before."""
    expect(explorer.part("loss")).not_to_have_attribute("data-value", before)
    return explorer.settle().data("loss")


def gradients(client: httpx.Client, model: str, label: int, layer: str) -> dict[str, Any]:
    """The API's gradients of the same digit."""
    address = f"/api/v1/models/{model}/gradients?label={label}&layers={layer}"
    answer: dict[str, Any] = client.post(address, json=sample(client)).json()
    return answer


def test_arrow_keys_go_through_the_checkpoints(explorer: Explorer, client: httpx.Client) -> None:
    """Keys go through the checkpoints, in the link too, with the API's accuracy and numbers."""
    timeline = training(explorer).part("timeline")
    expect(timeline).to_have_attribute("aria-valuenow", "40")
    timeline.press("Home")
    explorer.shows("answer", model="lenet@0")
    expect(timeline).to_have_attribute("aria-valuetext", "Before training")
    for index in (1, 2, 3):
        timeline.press("ArrowRight")
        explorer.shows("answer", model=f"lenet@{index}")
        expect(timeline).to_have_attribute("aria-valuenow", str(index))
    explorer.linked(r"model=lenet@3")
    checkpoints = client.get("/api/v1/models/lenet/checkpoints").json()["checkpoints"]
    assert float(explorer.data("validation-accuracy")) == checkpoints[3]["validation_accuracy"]
    explorer.settle().run("location.hash += argument;", f"&unit={UNIT}")
    answer = client.post("/api/v1/models/lenet@3/activations", json=sample(client)).json()
    assert explorer.values(UNIT)[0] == activations_of(answer)["conv1"][2, 10, 14]


def test_the_training_is_dragged_and_played(explorer: Explorer) -> None:
    """Dragging shows the nearest checkpoint, the first epoch on half of the track; Play is paused."""
    box = training(explorer).box(explorer.part("timeline"))
    middle = box["y"] + box["height"] / 2
    mouse = explorer.page.mouse
    mouse.move(box["x"] + box["width"] - 1, middle)
    mouse.down()
    mouse.move(box["x"] + 0.5 * box["width"], middle, steps=8)
    explorer.shows("answer", model="lenet@5")
    mouse.move(box["x"], middle, steps=8)
    mouse.up()
    explorer.shows("answer", model="lenet@0")
    expect(explorer.part("loss-curve").locator("canvas")).to_be_visible()
    explorer.click("timeline-play").shows("answer", model=re.compile(r"^lenet@[1-9]")).click("timeline-play")
    expect(explorer.part("timeline-play")).to_have_attribute("aria-label", "Play the training")


def test_repeated_steps_learn_the_digit(explorer: Explorer, client: httpx.Client) -> None:
    """Steps on one digit drive its loss from the API's first one to 0, and Undo goes back a step."""
    step_card(explorer).click("label-8")
    losses = [explorer.data("loss")]
    assert np.float32(losses[0]) == np.float32(gradients(client, "lenet@0", 8, "softmax")["loss"])
    for count in (1, 11, 21):
        explorer.click("step-forward", "step-error", "step-gradients", "step-update")
        explorer.shows("step-count", count=count).click("step-times-10", "step-again")
        losses.append(other_loss(explorer, losses[-1]))
    numbers = list(map(float, losses))
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 1
    assert numbers[-1] < 0.1
    explorer.shows("answer", digit=8, model=CREATED).click(*["step-undo"] * 3).shows(
        "answer", model="lenet@0"
    )


@pytest.mark.parametrize(
    ("model", "unit", "kernels"),
    [("lenet@1", "relu1/2/9/14", 4), ("mlp", "relu1/17", 0), ("lenet-1998", "pool1/2/3/4", 4)],
)
def test_every_network_learns_by_the_same_tables(
    explorer: Explorer, client: httpx.Client, model: str, unit: str, kernels: int
) -> None:
    """The API's gradients are painted and explained, and a step makes a model of a smaller loss."""
    step_card(explorer, f"&model={model}&unit={unit}").click("label-3")
    legend = explorer.page.locator(".legend-subject")
    expect(legend).not_to_contain_text("Gradient")
    explorer.click("step-gradients")
    expect(legend).to_contain_text("Gradient")
    layer, *index = unit.split("/")
    gradient = np.array(gradients(client, model, 3, layer)["layers"][0]["gradient"], np.float32)
    explorer.page.wait_for_function(
        "(value) => Math.fround(document.querySelector('[data-testid=gradient]').dataset.value) === value",
        arg=float(gradient[tuple(map(int, index))]),
    )
    before = explorer.shows("gradient", unit=unit).data("loss")
    explorer.click("step-forward")
    expect(legend).not_to_contain_text("Gradient")
    explorer.click("step-update").shows("answer", model=CREATED)
    assert float(other_loss(explorer, before)) < float(before)
    explorer.click("training-checkpoints")
    expect(explorer.part("timeline")).to_have_class(re.compile("is-idle"))
    expect(explorer.page.locator(".kernels-sheet canvas")).to_have_count(kernels)


def test_the_loss_follows_the_drawing_and_the_label(explorer: Explorer) -> None:
    """Another drawing, label or measure gives another loss, and no ink none."""
    step_card(explorer).click("clear")
    expect(explorer.part("loss")).to_have_count(0)
    explorer.draw(SEVEN)
    expect(explorer.part("label-7")).to_have_attribute("aria-pressed", "true")
    before = explorer.data("loss")
    before = other_loss(explorer.click("label-3"), before)
    explorer.part("loss-kind").select_option("squared-error")
    other_loss(explorer, before)
    explorer.click("step-error")
    expect(explorer.page.locator(".formulas")).to_contain_text("½ Σ (t \N{MINUS SIGN} o)²")


def test_the_label_is_the_prediction_of_the_whole_drawing(explorer: Explorer) -> None:
    """A prediction for the first stroke that arrives after the second one is not taken for the label."""
    step_card(explorer).click("clear")
    requests: list[Route] = []
    address = "**/models/lenet/predictions*"
    explorer.page.route(address, lambda route: requests.append(route))  # noqa: PLW0108 -- Playwright marks handlers
    with explorer.page.expect_request(address):
        explorer.draw([[(0.62, 0.25), (0.58, 0.5), (0.5, 0.82)]])
    explorer.draw([[(0.3, 0.25), (0.62, 0.25)]])
    for route in requests:  # and those that are sent meanwhile
        route.continue_()
    explorer.page.unroute(address)
    expect(explorer.part("label-7")).to_have_attribute("aria-pressed", "true")


def test_the_page_names_one_true_label(explorer: Explorer) -> None:
    """A label chosen for a step is that of pad and answer, until another digit comes with its own."""
    step_card(explorer).click("label-3")
    for link, label in ((None, "3"), ("sample=0", "7"), ("undo", "3")):
        if link == "undo":
            explorer.click("undo")
        elif link:
            explorer.go(f"train=1&model=lenet@0&{link}")
        expect(explorer.part("label")).to_have_text(f"True label {label}")
        expect(explorer.part(f"label-{label}")).to_have_attribute("aria-pressed", "true")
        expect(explorer.page.locator(".label-button[aria-pressed=true]")).to_have_count(1)
    expect(explorer.settle().page.locator(".answer-note")).to_contain_text("true label 3")
    explorer.click("view-train")
    expect(explorer.part("label")).to_have_text("True label 8")


def test_a_run_grows_stops_and_goes_on(explorer: Explorer) -> None:
    """A live run shows its model on the drawing, stays beside LeNet when stopped, and continues."""
    training(explorer).click("training-live")
    explorer.part("train-length").select_option(label="20 epochs")
    explorer.click("train-start")
    expect(explorer.part("progress")).not_to_have_attribute("data-batch", "0")
    explorer.shows("answer", model=CREATED).click("train-stop").shows("progress", state="stopped")
    batch = int(explorer.data("progress", "batch"))
    explorer.click("train-lenet").shows("answer", model="lenet")
    explorer.click("train-mine").shows("answer", model=CREATED).click("train-continue")
    explorer.page.wait_for_function(
        "(batch) => Number(document.querySelector('[data-testid=progress]').dataset.batch) > batch", arg=batch
    )
    explorer.part("language").select_option("de")
    expect(explorer.part("train-stop")).to_have_text("Anhalten")
    explorer.click("train-stop").shows("progress", state="stopped")


def test_equal_kernels_stay_equal(explorer: Explorer) -> None:
    """A run that starts with equal kernels ends with equal kernels, up to rounding in matrix products."""
    training(explorer).click("training-live").part("train-equal").check()
    explorer.part("train-length").select_option("300")
    explorer.click("train-start")
    expect(explorer.part("progress")).not_to_have_attribute("data-batch", "0")
    explorer.click("train-stop")
    expect(explorer.part("train-start")).to_be_visible()
    address = f"/api/v1/models/{explorer.data('answer', 'model')}/weights"
    parameters = explorer.page.request.get(address).json()["parameters"]
    kernels = np.array(next(one["values"] for one in parameters if one["name"] == "conv1.weight"))
    assert np.ptp(kernels, axis=0).max() < 1e-4 < np.ptp(kernels)


def test_training_that_is_off_says_so(explorer: Explorer, trouble: Trouble) -> None:
    """Where the server does not train, its reason is told, and nothing else changes."""
    refuse(explorer.page, "**/training-runs", 403, "live training is off")
    training(explorer).click("training-live", "train-start")
    expect(explorer.page.get_by_role("alert")).to_contain_text("live training is off")
    expect(explorer.part("train-start")).to_be_visible()
    assert all("403" in line for line in trouble.take())


@pytest.mark.parametrize("layout", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_training_covers_nothing(open_page: OpenPage, layout: dict[str, Any]) -> None:
    """The strip lies beside the network, and nothing scrolls sideways, nor a wide window at all."""
    explorer = training(Explorer(open_page(**layout, locale="de")))
    network, strip = explorer.box("#network"), explorer.box(".training-strip")
    assert strip["y"] >= network["y"] + network["height"] or strip["y"] + strip["height"] <= network["y"]
    width, height = explorer.run(
        "const {scrollWidth, scrollHeight} = document.documentElement; return [scrollWidth, scrollHeight];"
    )
    assert width <= layout["viewport"]["width"]
    assert (height <= 800) == (layout is DESKTOP)
