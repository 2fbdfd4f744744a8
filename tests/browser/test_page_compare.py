"""Two drawings, A and B: kept, flipped between, and the difference of every map."""

import httpx
import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.explorer import ONE, SEVEN, Explorer, activations_of
from tests.conftest import OpenPage

# One unit of every kind of layer.
UNITS = ["input/0/12/16", "conv1/2/10/14", "relu1/2/10/14", "pool1/3/5/7", "fc1/17", "softmax/7"]


def compared(page: Page) -> Explorer:
    """A seven as A, a one as B on the pad."""
    explorer = Explorer(page).open().draw(SEVEN)
    explorer.part("hold").click()
    explorer.part("clear").click()
    return explorer.settle().draw(ONE)


def test_a_and_b_are_flipped_between(page: Page) -> None:
    """A comes back to the pad with its answer, goes on to be drawn, and B with its own steps to undo is as it was left."""
    explorer = compared(page)
    assert explorer.digit == "1"
    explorer.part("compare-a").click()
    assert explorer.settle().digit == "7"
    expect(explorer.part("compare-a")).to_have_attribute("aria-pressed", "true")
    expect(explorer.part("undo")).to_be_disabled()
    explorer.part("compare-b").click()
    assert explorer.settle().digit == "1"
    explorer.part("undo").click()
    assert explorer.settle().digit == ""


def test_the_difference_is_that_of_the_api_in_every_layer(page: Page, client: httpx.Client) -> None:
    """Every kind of layer shows A minus B exactly, on a scale that is symmetric about zero, and the answer shows both digits."""
    explorer = compared(page)
    explorer.part("compare-a").click()
    explorer.settle()
    explorer.part("compare-b").click()
    explorer.settle()
    one, seven = explorer.sent[-1], explorer.sent[-2]
    a, b = (
        activations_of(
            client.post(
                "/api/v1/models/lenet/activations", content=body, headers={"content-type": "image/png"}
            ).json()
        )
        for body in (seven, one)
    )
    explorer.part("compare-difference").click()
    expect(explorer.answer).to_contain_text("7 | 1")
    for unit, place in zip(UNITS, explorer.places(UNITS), strict=True):
        layer, *index = unit.split("/")
        difference = (a[layer] - b[layer])[tuple(map(int, index))]
        page.mouse.move(*place)
        expect(explorer.part("inspector")).to_have_attribute("data-unit", unit)
        told = explorer.part("inspector").locator("[data-role=difference]").get_attribute("data-value")
        assert np.float32(told or "nan") == difference
        low, high = (
            float(value) for value in explorer.run(
                "return [...document.querySelectorAll('.legend-ends [data-value]')].map((one) => one.dataset.value);"
            )
        )  # fmt: skip
        assert low == -high < 0
    expect(page.locator(".legend-subject")).to_contain_text("A \N{MINUS SIGN} B")
    shown = np.float32(explorer.part("probability-7").get_attribute("data-value") or "nan")
    assert shown == a["softmax"][7] - b["softmax"][7]


def test_the_difference_follows_the_pen_and_the_way_of_preparing(page: Page) -> None:
    """Two equal drawings differ nowhere; a stroke on one of them, or centring turned off, is seen at once."""
    explorer = Explorer(page).open().draw(SEVEN)
    explorer.part("hold").click()
    explorer.part("compare-difference").click()
    expect(explorer.answer).to_contain_text("7 | 7")
    assert explorer.part("probability-7").get_attribute("data-value") == "0"
    explorer.part("center").click()
    expect(explorer.part("probability-7")).to_have_attribute("data-value", "0")
    explorer.part("clear").click()
    explorer.settle().draw(ONE)
    expect(explorer.answer).to_contain_text("7 | 1")
    explorer.part("release").click()
    expect(explorer.part("hold")).to_be_focused()
    assert explorer.settle().digit == "1"


def test_two_drawings_are_compared_with_the_keyboard_on_a_phone(open_page: OpenPage) -> None:
    """Tab and Enter alone keep A, show the difference and stop; nothing scrolls sideways."""
    explorer = Explorer(open_page(viewport={"width": 390, "height": 844})).open()
    keyboard = explorer.page.keyboard
    explorer.part("hold").focus()
    keyboard.press("Enter")
    expect(explorer.part("compare-b")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(explorer.answer).to_contain_text("8 | 8")
    assert explorer.run("return document.documentElement.scrollWidth <= innerWidth;") is True
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(explorer.part("hold")).to_be_focused()
    expect(explorer.answer).to_have_text("8 more than 99.9 % sure")
