"""Other models on the page: their layers, numbers and explanations, and links to them."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer
from tests.conftest import OpenPage, Trouble

# The value of a unit of the sample as the API gives it.
VALUE = """
    const {createClient} = await load("api/client.js");
    const {encodePng} = await load("ink/png.js");
    const {pictureFrom} = await load("ink/base.js");
    const {valueOf} = await load("model/explain.js");
    const {parseUnit} = await load("model/layers.js");
    const client = createClient();
    const {model, unit, index} = argument;
    const {pixels} = await client.sample(index);
    const [trace, {layers}] = await Promise.all([client.activations(encodePng(pictureFrom(pixels)), {model}), client.model({model})]);
    return valueOf(layers, trace, parseUnit(layers, unit));
"""


def labels(page: Page) -> list[str]:
    """The layers that have a name in the flat picture."""
    names: list[str] = page.locator(".layer-label .layer-name").all_text_contents()
    return names


@pytest.mark.parametrize("view", ["2d", "3d"])
@pytest.mark.parametrize(("model", "unit"), [("lenet-1998", "pool2/3/2/1"), ("mlp", "fc1/17")])
def test_other_models_are_shown_and_explained(page: Page, model: str, unit: str, view: str) -> None:
    """A link to a model shows its layers, and the panel's result is the number that the API gives for it."""
    explorer = Explorer(page)
    page.goto(f"/#sample=61&model={model}&unit={unit}&view={view}")
    expect(explorer.answer).to_have_attribute("data-model", model)
    explorer.settle()
    expected = explorer.run(VALUE, {"model": model, "unit": unit, "index": 61})
    shown = [one for one in explorer.explained(unit) if one.role == "output"]
    assert {float(one.value) for one in shown} == {expected}
    names = page.evaluate("model => fetch(`/api/v1/models/${model}`).then((answer) => answer.json())", model)
    where = ".layer-label" if view == "2d" else ".tower-label"
    expect(page.locator(where)).to_have_count(len(names["layers"]))


def test_another_model_is_picked_and_left(page: Page) -> None:
    """Picking a model changes layers, answer and link; a pinned unit that it does not have is let go; the first one comes back."""
    explorer = Explorer(page)
    page.goto("/#sample=61&unit=pool1/3/5/7")
    before = explorer.settle().explained("pool1/3/5/7")
    picker = explorer.part("model")
    picker.select_option("mlp")
    expect(explorer.answer).to_have_attribute("data-model", "mlp")
    explorer.settle()
    assert set(labels(page)) == {"softmax", "fc3", "relu2", "fc2", "relu1", "fc1", "input"}
    expect(explorer.part("unpin")).to_have_count(0)
    page.wait_for_url("**/#*model=mlp*")
    picker.select_option("lenet")
    expect(explorer.answer).to_have_attribute("data-model", "lenet")
    page.evaluate("location.hash = 'sample=61&unit=pool1/3/5/7'")
    assert explorer.settle().explained("pool1/3/5/7") == before


def test_a_pinned_unit_stays_among_checkpoints(page: Page) -> None:
    """Models of one architecture share their units: the pinned one stays, with the numbers of the new weights, and they add up."""
    explorer = Explorer(page)
    page.goto("/#sample=61&unit=conv1/2/9/9")
    trained = explorer.settle().explained("conv1/2/9/9")
    page.evaluate("location.hash = 'sample=61&unit=conv1/2/9/9&model=lenet@0'")
    expect(explorer.answer).to_have_attribute("data-model", "lenet@0")
    explorer.settle()
    first = explorer.explained("conv1/2/9/9")

    def values(shown: list[Any], role: str) -> list[float]:
        return [float(one.value) for one in shown if one.role == role]

    assert values(first, "source") == values(trained, "source")
    assert values(first, "weight") != values(trained, "weight")
    total = sum(a * b for a, b in zip(values(first, "source"), values(first, "weight"), strict=True))
    assert values(first, "output")[0] == pytest.approx(total + values(first, "bias")[0], abs=1e-5)
    expect(explorer.part("model")).to_have_value("lenet@0")


def test_a_model_that_is_gone_is_told(page: Page, trouble: Trouble) -> None:
    """A link to a created model that is no longer in memory says so and shows LeNet, with the rest of the link."""
    explorer = Explorer(page)
    page.goto("/#sample=61&model=m-0123456789ab&unit=pool1/3/5/7")
    expect(explorer.part("status")).to_contain_text("m-0123456789ab")
    expect(explorer.answer).to_have_attribute("data-model", "lenet")
    explorer.settle().explained("pool1/3/5/7")
    assert all("404" in line for line in trouble.take())


def test_the_difference_is_of_one_model(open_page: OpenPage) -> None:
    """Two compared drawings are both seen by the model that is picked, and their difference comes back with it."""
    explorer = Explorer(open_page()).open()
    explorer.part("hold").click()
    explorer.page.evaluate("location.hash += '&sample=8'")
    explorer.settle()
    explorer.part("compare-difference").click()
    expect(explorer.page.locator(".answer-digit.is-both")).to_be_visible()
    explorer.part("model").select_option("mlp")
    expect(explorer.answer).to_have_attribute("data-model", "mlp")
    explorer.settle()
    expect(explorer.page.locator(".answer-digit.is-both")).to_be_visible()
