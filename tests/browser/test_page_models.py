"""Other models on the page: their layers, numbers and explanations, and links to them."""

import numpy as np
import pytest
from playwright.sync_api import Route, expect

from tests.browser.explorer import Explorer
from tests.conftest import Trouble

# The value of a unit of the sample as the API gives it.
VALUE = """
    const {createClient, encodePng, pictureFrom} = await load("api/client.js", "ink/png.js", "ink/base.js");
    const {valueOf, parseUnit} = await load("model/explain.js", "model/layers.js");
    const client = createClient();
    const {model, unit} = argument;
    const png = encodePng(pictureFrom((await client.sample(61)).pixels));
    const [trace, {layers}] = await Promise.all([client.activations(png, {model}), client.model({model})]);
    return [valueOf(layers, trace, parseUnit(layers, unit)), layers.length];
"""


def value_of(explorer: Explorer, model: str, unit: str) -> np.float32:
    """The API's number for a unit of the digit 61."""
    return np.float32(explorer.run(VALUE, {"model": model, "unit": unit})[0])


@pytest.mark.parametrize(
    ("model", "unit", "label"),
    [("lenet-1998", "pool2/3/2/1", ".layer-label"), ("mlp", "fc1/17", ".tower-label")],
)
def test_other_models_are_shown_and_explained(explorer: Explorer, model: str, unit: str, label: str) -> None:
    """A link to a model shows its layers in 2D and 3D, and the API's number of a unit."""
    view = "3d" if "tower" in label else "2d"
    explorer.open(f"sample=61&model={model}&unit={unit}&view={view}").shows("answer", model=model).settle()
    expected, count = explorer.run(VALUE, {"model": model, "unit": unit})
    assert set(explorer.values(unit)) == {np.float32(expected)}
    expect(explorer.page.locator(label)).to_have_count(count)


def test_another_model_is_picked_and_left(explorer: Explorer) -> None:
    """Picking a model changes layers, answer and link and lets the unit go; the first one comes back."""
    link = "sample=61&unit=pool1/3/5/7"
    before = explorer.open(link).explained("pool1/3/5/7")
    explorer.part("model").select_option("mlp")
    explorer.shows("answer", model="mlp").settle()
    names = explorer.page.locator(".layer-label .layer-name")
    expect(names).to_have_count(7)
    assert set(names.all_text_contents()) == {"softmax", "fc3", "relu2", "fc2", "relu1", "fc1", "input"}
    expect(explorer.part("unpin")).to_have_count(0)
    explorer.page.wait_for_url("**/#*model=mlp*")
    explorer.part("model").select_option("lenet")
    assert explorer.shows("answer", model="lenet").go(link).settle().explained("pool1/3/5/7") == before


def test_a_model_has_one_name(explorer: Explorer) -> None:
    """Training, the kernels and the list of models call a network the same."""
    explorer.open("sample=61&model=lenet-1998&train=1&unit=conv1/0/5/5")
    expect(explorer.part("model").locator("option:checked")).to_have_text("LeNet 1998")
    expect(explorer.page.locator("#training")).to_contain_text("LeNet 1998 is shown")
    explorer.click("kernels")
    expect(explorer.part("kernels-answer")).to_contain_text("LeNet 1998 reads 8")


def test_a_pinned_unit_stays_among_checkpoints(explorer: Explorer) -> None:
    """Between models of one architecture the pinned unit stays, with new weights that add up."""
    unit = "conv1/2/9/9"
    explorer.open(f"sample=61&unit={unit}")
    inputs, trained = explorer.values(unit, "source"), explorer.values(unit, "weight")
    explorer.go(f"sample=61&unit={unit}&model=lenet@0").shows("answer", model="lenet@0").settle()
    weights = explorer.values(unit, "weight")
    assert explorer.values(unit, "source") == inputs
    assert weights != trained
    total = np.dot(inputs, weights) + explorer.values(unit, "bias")[0]
    assert explorer.values(unit)[0] == pytest.approx(total, abs=1e-5)
    expect(explorer.part("model")).to_have_value("lenet@0")


def test_a_model_that_is_gone_is_told(explorer: Explorer, trouble: Trouble) -> None:
    """A link to a created model that is gone says so and shows LeNet with the other settings."""
    explorer.page.goto("/#sample=61&model=m-0123456789ab&unit=pool1/3/5/7")
    expect(explorer.part("status")).to_contain_text("m-0123456789ab")
    explorer.shows("answer", model="lenet").settle().explained("pool1/3/5/7")
    assert all("404" in line for line in trouble.take())


def test_a_model_that_is_gone_stays_told(explorer: Explorer, trouble: Trouble) -> None:
    """The message stays if the second response about the model comes between the first one and LeNet's."""
    late: list[Route] = []
    gone, lenet = "**/api/v1/models/m-0123456789ab", "**/api/v1/models/lenet/activations*"
    for address in (gone, lenet):
        explorer.page.route(address, lambda route: late.append(route))  # noqa: PLW0108 -- Playwright marks handlers
    with explorer.page.expect_request(lenet):
        explorer.page.goto("/#sample=61&model=m-0123456789ab")
    with explorer.page.expect_response(gone):
        late[0].continue_()
    explorer.run("await frames(4);")
    late[1].continue_()
    explorer.shows("answer", model="lenet")
    expect(explorer.part("status")).to_contain_text("m-0123456789ab")
    assert all("404" in line for line in trouble.take())


def test_the_difference_is_of_one_model(explorer: Explorer) -> None:
    """Both compared drawings go through the picked model, and their difference returns with it."""
    explorer.open().click("hold").run("location.hash += '&sample=8'")
    explorer.settle().click("compare-difference")
    both = explorer.page.locator(".answer-digit.is-both")
    expect(both).to_be_visible()
    explorer.part("model").select_option("mlp")
    explorer.shows("answer", model="mlp").settle()
    expect(both).to_be_visible()
