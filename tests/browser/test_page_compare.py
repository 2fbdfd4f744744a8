"""Two drawings, A and B: kept, flipped between, and the difference of every map."""

import httpx
from playwright.sync_api import expect

from tests.browser.explorer import ONE, SEVEN, Explorer, activations
from tests.conftest import OpenPage

# One unit of every kind of layer.
UNITS = ["input/0/12/16", "conv1/2/10/14", "relu1/2/10/14", "pool1/3/5/7", "fc1/17", "softmax/7"]


ENDS = (
    "return [...document.querySelectorAll('.legend-ends [data-value]')].map(({dataset}) => "
    "Number(dataset.value));"
)


def test_two_drawings_and_their_difference_are_the_apis(explorer: Explorer, client: httpx.Client) -> None:
    """A comes back, B keeps its steps; every layer kind shows A minus B exactly on a symmetric scale."""
    explorer.open().draw(SEVEN).click("hold", "clear").settle().draw(ONE).shows("answer", digit=1)
    explorer.click("compare-a").shows("answer", digit=7).settle()
    expect(explorer.part("compare-a")).to_have_attribute("aria-pressed", "true")
    expect(explorer.part("undo")).to_be_disabled()
    a = activations(client, explorer.sent[-1])
    explorer.click("compare-b").shows("answer", digit=1).click("undo").shows("answer", digit="")
    explorer.click("redo").shows("answer", digit=1).settle()
    b = activations(client, explorer.sent[-1])
    expect(explorer.click("compare-difference").answer).to_contain_text("7 | 1")
    for unit, place in zip(UNITS, explorer.places(UNITS), strict=True):
        layer, *index = unit.split("/")
        explorer.page.mouse.move(*place)
        expected = (a[layer] - b[layer])[tuple(map(int, index))]
        assert explorer.values(unit, "difference")[0] == expected
        low, high = explorer.run(ENDS)
        assert low == -high < 0
    expect(explorer.page.locator(".legend-subject")).to_contain_text("A \N{MINUS SIGN} B")
    assert explorer.number("probability-7") == a["softmax"][7] - b["softmax"][7]


def test_the_difference_follows_the_pen_and_the_way_of_preparing(explorer: Explorer) -> None:
    """Two equal drawings differ nowhere; a stroke on one of them, or centring turned off, is seen at once."""
    explorer.open().draw(SEVEN).click("hold", "compare-difference")
    expect(explorer.answer).to_contain_text("7 | 7")
    explorer.shows("probability-7", value=0).click("center").shows("probability-7", value=0)
    expect(explorer.click("clear").settle().draw(ONE).answer).to_contain_text("7 | 1")
    expect(explorer.click("release").part("hold")).to_be_focused()
    explorer.settle().shows("answer", digit=1)


def test_two_drawings_are_compared_with_the_keyboard_on_a_phone(open_page: OpenPage) -> None:
    """Tab and Enter alone keep A, show the difference and stop; nothing scrolls sideways."""
    explorer = Explorer(open_page(viewport={"width": 390, "height": 844})).open()
    explorer.part("hold").focus()
    expect(explorer.press("Enter").part("compare-b")).to_be_focused()
    expect(explorer.press("Tab", "Enter").answer).to_contain_text("8 | 8")
    assert explorer.run("return document.documentElement.scrollWidth <= innerWidth;")
    expect(explorer.press("Tab", "Enter").part("hold")).to_be_focused()
    expect(explorer.answer).to_have_text("8 more than 99.9 % sure")
