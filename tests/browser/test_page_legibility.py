"""The page can be read from the back of a room, and shows the first visitor the way."""

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import PHONE, SEVEN, Explorer
from tests.browser.scripts import NOTED
from tests.conftest import OpenPage

# The smallest type that is seen, on the page and on canvases.
SMALLEST = """
    const sizes = noted.map((words) => parseFloat(words.at(-1).match(/([\\d.]+)px/)[1]));
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        const isSeen = parent.checkVisibility({visibilityProperty: true}) && !parent.closest(
            ".visually-hidden, .skip");
        if (isSeen && walker.currentNode.textContent.trim()) sizes.push(parseFloat(getComputedStyle(
            parent).fontSize));
    }
    return Math.min(...sizes);
"""


@pytest.mark.parametrize(
    ("width", "height", "least"), [(1280, 800, 11), (1920, 1080, 15), (2560, 1440, 18)], ids=str
)
def test_type_grows_with_the_window(open_page: OpenPage, width: int, height: int, least: float) -> None:
    """No text of page or picture is smaller than the limit for its width, and nothing scrolls."""
    explorer = Explorer(open_page(viewport={"width": width, "height": height}))
    explorer.page.add_init_script(NOTED)
    explorer.open()
    for unit in ("conv1/2/9/9", "fc1/17", "softmax/4"):
        assert explorer.go(f"sample=61&unit={unit}").settle().run(SMALLEST) >= least, unit
    assert explorer.run("return document.documentElement.scrollHeight;") <= height


def test_a_presentation_hides_the_rest(explorer: Explorer) -> None:
    """The switch leaves network, pad, answer and explanation, half as large again; one can draw."""
    size = "return parseFloat(getComputedStyle(document.documentElement).fontSize);"
    before = explorer.open().run(size)
    expect(explorer.click("present").part("sample-3")).to_be_hidden()
    expect(explorer.part("answer")).to_be_visible()
    assert explorer.run(size) == pytest.approx(1.5 * before)
    explorer.page.wait_for_url("**/#*present=1*")
    figure, pad = explorer.box(".answer-figure"), explorer.box(".pad-surface")
    assert figure["x"] + figure["width"] <= pad["x"]
    explorer.click("clear").draw(SEVEN).shows("answer", digit=7)
    expect(explorer.click("present").part("sample-3")).to_be_visible()


def test_a_presentation_fits_at_twice_the_zoom(open_page: OpenPage) -> None:
    """At 1280x800 and 200 % zoom nothing leaves the page, and the sum is above the buttons."""
    explorer = Explorer(open_page(viewport={"width": 640, "height": 400}, locale="de"))
    explorer.open("sample=61&present=1&unit=conv2/1/2/3")
    assert explorer.run("return document.documentElement.scrollWidth;") == 640
    views, figure, total, tools = map(explorer.box, (".view", ".answer-figure", ".sum", ".inspector-tools"))
    assert views["x"] + views["width"] <= figure["x"]
    assert total["y"] + total["height"] <= tools["y"]


def test_the_first_visit_is_shown_the_way(open_page: OpenPage) -> None:
    """A card says what to do, "tap" on a touch screen; once closed it does not come back on this device."""
    explorer = Explorer(open_page(**PHONE)).open()
    expect(explorer.part("welcome")).to_have_text("Draw · tap any pixel · open the tour")
    expect(explorer.part("tap-hint")).to_be_visible()
    explorer.part("welcome-close").tap()
    explorer.page.reload()
    expect(explorer.settle().part("welcome")).to_be_hidden()
