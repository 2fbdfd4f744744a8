"""Training on the page: the timeline of checkpoints, one step of learning, and live runs."""

import re
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import DESKTOP, PHONE, SEVEN, Explorer
from tests.browser.test_page_access import faults
from tests.conftest import OpenPage, Trouble

LINK = "/#train=1&sample=61"
UNIT = "conv1/2/10/14"


def training(page: Page, link: str = LINK) -> Explorer:
    """The page with training open."""
    explorer = Explorer(page)
    page.goto(link)
    expect(explorer.part("timeline")).to_be_visible()
    return explorer.settle()


def step_card(page: Page, link: str = f"{LINK}&model=lenet@0") -> Explorer:
    """The page with the card of one step, at a model that knows nothing."""
    explorer = training(page, link)
    explorer.part("training-step").click()
    expect(explorer.part("loss")).to_be_visible()
    return explorer


def loss_of(explorer: Explorer) -> np.float32:
    """The loss as the page has it."""
    return np.float32(explorer.part("loss").get_attribute("data-value") or "nan")


def sample(client: httpx.Client) -> dict[str, Any]:
    """The body of a request with the digit of the link."""
    return {"pixels": client.get("/api/v1/samples/61").json()["pixels"]}


def test_arrow_keys_go_through_the_checkpoints(page: Page, client: httpx.Client) -> None:
    """Home is before training; every arrow is the next checkpoint, in the link too; its accuracy, and the numbers of the drawing under its weights, are the API's."""
    explorer = training(page)
    timeline = explorer.part("timeline")
    expect(timeline).to_have_attribute("aria-valuenow", "40")
    timeline.press("Home")
    expect(explorer.answer).to_have_attribute("data-model", "lenet@0")
    expect(timeline).to_have_attribute("aria-valuetext", "Before training")
    for index in (1, 2, 3):
        timeline.press("ArrowRight")
        expect(explorer.answer).to_have_attribute("data-model", f"lenet@{index}")
        expect(timeline).to_have_attribute("aria-valuenow", str(index))
    page.wait_for_url(re.compile(r"model=lenet@3"))
    checkpoints = client.get("/api/v1/models/lenet/checkpoints").json()["checkpoints"]
    accuracy = explorer.part("validation-accuracy").get_attribute("data-value")
    assert float(accuracy or "nan") == checkpoints[3]["validation_accuracy"]
    explorer.settle()
    explorer.run("location.hash += argument;", f"&unit={UNIT}")
    output = next(number.value for number in explorer.explained(UNIT) if number.role == "output")
    answer = client.post("/api/v1/models/lenet@3/activations", json=sample(client)).json()
    maps = next(
        np.array(layer["activations"], np.float32) for layer in answer["layers"] if layer["name"] == "conv1"
    )
    assert output == maps[2, 10, 14]


def test_the_slider_is_dragged(page: Page) -> None:
    """Dragging shows the nearest checkpoint on the way; half of the track is the first epoch."""
    explorer = training(page)
    box = explorer.part("timeline").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 1, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], middle, steps=8)
    expect(explorer.answer).to_have_attribute("data-model", "lenet@5")
    page.mouse.move(box["x"], middle, steps=8)
    page.mouse.up()
    expect(explorer.answer).to_have_attribute("data-model", "lenet@0")
    expect(explorer.part("loss-curve").locator("canvas")).to_be_visible()


def test_the_training_plays(page: Page) -> None:
    """Play goes on from checkpoint to checkpoint until it is paused."""
    explorer = training(page, f"{LINK}&model=lenet@0")
    explorer.part("timeline-play").click()
    expect(explorer.answer).to_have_attribute("data-model", re.compile(r"^lenet@[1-9]"))
    explorer.part("timeline-play").click()
    expect(explorer.part("timeline-play")).to_have_attribute("aria-label", "Play the training")


def test_repeated_steps_learn_the_digit(page: Page, client: httpx.Client) -> None:
    """From before training, steps on one digit drive its loss towards 0; every loss is the API's; undo goes back a step."""
    explorer = step_card(page)
    explorer.part("label-8").click()
    first = client.post("/api/v1/models/lenet@0/gradients?label=8&layers=softmax", json=sample(client)).json()
    assert loss_of(explorer) == np.float32(first["loss"])
    losses = [float(loss_of(explorer))]
    for count in (1, 11, 21):
        for phase in ("forward", "error", "gradients", "update"):
            explorer.part(f"step-{phase}").click()
        expect(explorer.part("step-count")).to_have_attribute("data-count", str(count))
        explorer.part("step-times-10").click()
        explorer.part("step-again").click()
        expect(explorer.part("loss")).not_to_have_attribute("data-value", str(losses[-1]))
        explorer.settle()
        losses.append(float(loss_of(explorer)))
    assert losses == sorted(losses, reverse=True)
    assert losses[0] > 1
    assert losses[-1] < 0.1
    assert explorer.digit == "8"
    assert (explorer.answer.get_attribute("data-model") or "").startswith("m-")
    for _ in range(3):
        explorer.part("step-undo").click()
    expect(explorer.answer).to_have_attribute("data-model", "lenet@0")


def test_gradients_are_painted_and_explained(page: Page, client: httpx.Client) -> None:
    """In the phases of gradients every layer shows ∂loss/∂activation with a legend of its own; the pointed unit's is the API's, and its terms are listed."""
    explorer = step_card(page, f"{LINK}&model=lenet@1&unit=relu1/2/9/14")
    expect(page.locator(".legend-subject")).not_to_contain_text("Gradient")
    explorer.part("step-gradients").click()
    expect(page.locator(".legend-subject")).to_contain_text("Gradient")
    answer = client.post("/api/v1/models/lenet@1/gradients?label=8&layers=relu1", json=sample(client)).json()
    expected = np.float32(answer["layers"][0]["gradient"][2][9][14])
    expect(explorer.part("gradient")).to_have_attribute("data-unit", "relu1/2/9/14")
    assert np.float32(explorer.part("gradient").get_attribute("data-value") or "nan") == expected
    explorer.part("step-forward").click()
    expect(page.locator(".legend-subject")).not_to_contain_text("Gradient")


@pytest.mark.parametrize("model", ["mlp", "lenet-1998"])
def test_other_networks_learn_by_the_same_tables(page: Page, client: httpx.Client, model: str) -> None:
    """A step on the other networks paints and explains their gradients, and makes a model of the same architecture with a smaller loss."""
    explorer = step_card(
        page,
        f"{LINK}&model={model}&unit=relu1/17" if model == "mlp" else f"{LINK}&model={model}&unit=pool1/2/3/4",
    )
    explorer.part("label-3").click()
    explorer.part("step-gradients").click()
    unit = explorer.part("gradient").get_attribute("data-unit") or ""
    layer, *index = unit.split("/")
    address = f"/api/v1/models/{model}/gradients?label=3&layers={layer}"
    gradient = np.array(client.post(address, json=sample(client)).json()["layers"][0]["gradient"], np.float32)
    expected = str(gradient[tuple(map(int, index))])
    page.wait_for_function(
        "(value) => Math.fround(document.querySelector('[data-testid=gradient]').dataset.value) === Math.fround(value)",
        arg=expected,
    )
    before = loss_of(explorer)
    explorer.part("step-update").click()
    expect(explorer.answer).to_have_attribute("data-model", re.compile("^m-"))
    expect(explorer.part("loss")).not_to_have_attribute("data-value", str(before))
    assert loss_of(explorer) < before
    explorer.part("training-checkpoints").click()
    expect(explorer.part("timeline")).to_have_class(re.compile("is-idle"))
    expect(page.locator(".kernels-sheet canvas")).to_have_count(
        {"mlp": 0, "lenet-1998": 4}[model]
    )  # now, and the change since the first step


def test_the_loss_follows_the_drawing_and_the_label(page: Page) -> None:
    """A drawn seven is taken for a seven, as LeNet reads it; another label or another measure gives another loss; without ink there is none."""
    explorer = step_card(page)
    explorer.part("clear").click()
    expect(explorer.part("loss")).to_have_count(0)
    explorer.draw(SEVEN)
    expect(explorer.part("label-7")).to_have_attribute("aria-pressed", "true")
    before = loss_of(explorer)
    explorer.part("label-3").click()
    expect(explorer.part("loss")).not_to_have_attribute("data-value", str(before))
    cross_entropy = explorer.part("loss").get_attribute("data-value") or ""
    explorer.part("loss-kind").select_option("squared-error")
    expect(explorer.part("loss")).not_to_have_attribute("data-value", cross_entropy)
    explorer.part("step-error").click()
    expect(page.locator(".formulas")).to_contain_text("½ Σ (t \N{MINUS SIGN} o)²")


def test_a_run_grows_stops_and_goes_on(page: Page) -> None:
    """A live run draws its curves and shows its model on the drawing; stopped, its model stays beside LeNet, and the run continues from it."""
    explorer = training(page)
    explorer.part("training-live").click()
    explorer.part("train-length").select_option(label="20 epochs")
    explorer.part("train-start").click()
    progress = explorer.part("progress")
    expect(progress).not_to_have_attribute("data-batch", "0")
    expect(explorer.answer).to_have_attribute("data-model", re.compile("^m-"))
    explorer.part("train-stop").click()
    expect(progress).to_have_attribute("data-state", "stopped")
    batch = int(progress.get_attribute("data-batch") or 0)
    explorer.part("train-lenet").click()
    expect(explorer.answer).to_have_attribute("data-model", "lenet")
    explorer.part("train-mine").click()
    expect(explorer.answer).to_have_attribute("data-model", re.compile("^m-"))
    explorer.part("train-continue").click()
    page.wait_for_function(
        "(batch) => Number(document.querySelector('[data-testid=progress]').dataset.batch) > batch", arg=batch
    )
    explorer.part("language").select_option("de")
    expect(explorer.part("train-stop")).to_have_text("Anhalten")
    explorer.part("train-stop").click()
    expect(progress).to_have_attribute("data-state", "stopped")


def test_equal_kernels_stay_equal(page: Page) -> None:
    """A run that starts with equal kernels ends with equal kernels, so all maps of conv1 are the same."""
    explorer = training(page)
    explorer.part("training-live").click()
    explorer.part("train-equal").check()
    explorer.part("train-length").select_option("300")
    explorer.part("train-start").click()
    expect(explorer.part("progress")).not_to_have_attribute("data-batch", "0")
    explorer.part("train-stop").click()
    expect(explorer.part("train-start")).to_be_visible()
    model = explorer.answer.get_attribute("data-model")
    weights = page.request.get(f"/api/v1/models/{model}/weights").json()["parameters"]
    kernels = np.array(next(one["values"] for one in weights if one["name"] == "conv1.weight"))
    assert np.ptp(kernels, axis=0).max() == 0


def test_training_that_is_off_says_so(page: Page, trouble: Trouble) -> None:
    """Where the server does not train, its reason is told, and nothing else changes."""
    explorer = training(page)
    problem = {
        "type": "/problems/training-off",
        "title": "Training is off",
        "status": 403,
        "detail": "live training is off",
    }
    page.route(
        "**/training-runs",
        lambda route: route.fulfill(status=403, json=problem, content_type="application/problem+json"),
    )
    explorer.part("training-live").click()
    explorer.part("train-start").click()
    expect(page.get_by_role("alert")).to_contain_text("live training is off")
    expect(explorer.part("train-start")).to_be_visible()
    assert all("403" in line for line in trouble.take())


@pytest.mark.parametrize("layout", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_training(open_page: OpenPage, layout: dict[str, Any]) -> None:
    """WCAG 2.2 AA holds for the checkpoints, every phase of a step, and live training."""
    explorer = step_card(open_page(**layout, reduced_motion="reduce"))
    for phase in ("forward", "error", "gradients", "update", "again"):
        explorer.part(f"step-{phase}").click()
        assert faults(explorer) == []
    for tab in ("checkpoints", "live"):
        explorer.part(f"training-{tab}").click()
        assert faults(explorer) == []


@pytest.mark.parametrize("layout", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_training_covers_nothing(open_page: OpenPage, layout: dict[str, Any]) -> None:
    """The strip lies beside the network, not over it; nothing scrolls sideways, and a wide window not at all, in the longer German words."""
    explorer = training(open_page(**layout, locale="de"))
    network, strip = (explorer.page.locator(part).bounding_box() for part in ("#network", ".training-strip"))
    assert network
    assert strip
    assert strip["y"] >= network["y"] + network["height"] or strip["y"] + strip["height"] <= network["y"]
    size = explorer.run(
        "const {scrollWidth, scrollHeight} = document.documentElement; return [scrollWidth <= argument, scrollHeight <= innerHeight];",
        layout["viewport"]["width"],
    )
    assert size == [True, "has_touch" not in layout]
