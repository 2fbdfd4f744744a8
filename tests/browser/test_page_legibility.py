"""The page can be read from the back of a room, with the fonts of a bare machine, and says what it does in words."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import LAUNCH_ARGUMENTS, find_chromium
from tests.browser.explorer import Explorer
from tests.browser.fonts import SETS, font_config
from tests.conftest import LiveServer, OpenPage

# The smallest type that is seen, with its words; and the type written on canvases.
SMALLEST = """
    const sizes = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        const isSeen = parent.checkVisibility({visibilityProperty: true}) && !parent.closest(".visually-hidden, .skip");
        if (isSeen && walker.currentNode.textContent.trim()) sizes.push(parseFloat(getComputedStyle(parent).fontSize));
    }
    return Math.min(...sizes, ...window.written);
"""
WRITTEN = """
    window.written = new Set();
    const {fillText} = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (words, ...place) {
        if (words) window.written.add(parseFloat(this.font.match(/([\\d.]+)px/)[1]));
        fillText.call(this, words, ...place); };
"""


@pytest.mark.parametrize(
    ("width", "height", "least"), [(1280, 800, 11), (1920, 1080, 15), (2560, 1440, 18)], ids=str
)
def test_type_grows_with_the_window(open_page: OpenPage, width: int, height: int, least: float) -> None:
    """No text of page or picture is smaller than what can be read at that width, and nothing has to be scrolled."""
    explorer = Explorer(open_page(viewport={"width": width, "height": height}))
    explorer.page.add_init_script(WRITTEN)
    for unit in ("conv1/2/9/9", "fc1/17", "softmax/4"):
        explorer.page.goto(f"/#sample=61&unit={unit}")
        explorer.settle().explained(unit)
        assert explorer.run(SMALLEST) >= least, unit
    assert explorer.run("return document.documentElement.scrollHeight;") <= height


def test_a_presentation_hides_the_rest(page: Page) -> None:
    """The switch leaves network, answer and explanation, in type half as large again; nothing leaves its card."""
    explorer = Explorer(page).open()
    size = "return parseFloat(getComputedStyle(document.documentElement).fontSize);"
    before = explorer.run(size)
    explorer.part("present").click()
    expect(explorer.part("pad")).to_be_hidden()
    expect(explorer.part("answer")).to_be_visible()
    assert explorer.run(size) == pytest.approx(1.5 * before)
    chances = (
        "const list = document.querySelector('.probabilities'); return list.scrollWidth - list.clientWidth;"
    )
    assert explorer.run(chances) <= 0
    page.wait_for_url("**/#*present=1*")
    explorer.part("present").click()
    expect(explorer.part("pad")).to_be_visible()


def test_a_presentation_fits_at_twice_the_zoom(open_page: OpenPage) -> None:
    """In a window of 1280 by 800 enlarged to 200 % nothing leaves the page, and the sum stands above the buttons."""
    explorer = Explorer(open_page(viewport={"width": 640, "height": 400}, locale="de"))
    explorer.page.goto("/#sample=61&present=1&unit=conv2/1/2/3")
    explorer.settle().explained("conv2/1/2/3")
    assert explorer.run("return document.documentElement.scrollWidth;") == 640
    views, figure, total, tools = (
        explorer.page.locator(part).bounding_box() or pytest.fail(f"{part} has no box")
        for part in (".view", ".answer-figure", ".sum", ".inspector-tools")
    )
    assert views["x"] + views["width"] <= figure["x"]
    assert total["y"] + total["height"] <= tools["y"]


def test_the_first_visit_is_shown_the_way(open_page: OpenPage) -> None:
    """A card says what to do, "tap" on a touch screen; its tour opens 3D; once closed it does not come back on this device."""
    explorer = Explorer(
        open_page(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    ).open()
    expect(explorer.part("welcome")).to_have_text("Draw · tap any pixel · open the tour")
    expect(explorer.part("tap-hint")).to_be_visible()
    explorer.part("welcome-close").tap()
    explorer.page.reload()
    expect(explorer.settle().part("welcome")).to_be_hidden()


# What is wider than its box or leaves the panel.
CUT = """
    const panel = document.querySelector("[data-testid=inspector]");
    const edge = panel.getBoundingClientRect().right;
    return [...panel.querySelectorAll(".number")].filter((one) => one.checkVisibility())
        .filter((one) => one.getBoundingClientRect().right > edge - 4 || one.getClientRects().length > 1)
        .concat([...document.querySelectorAll(".probability-value")].filter((one) => one.scrollWidth > one.clientWidth))
        .map((one) => one.textContent);
"""


@pytest.mark.parametrize("fonts", SETS)
def test_the_arithmetic_fits_with_the_fonts_of_a_bare_machine(
    browser: Browser, live_server: LiveServer, tmp_path: Path, fonts: str
) -> None:
    """At 1280 pixels no number of any explanation is cut off or broken, with three digits and in full precision."""
    kind = browser.browser_type
    own = kind.launch(
        executable_path=find_chromium(os.environ, Path(kind.executable_path)),
        args=LAUNCH_ARGUMENTS,
        env={**os.environ, "FONTCONFIG_FILE": str(font_config(fonts, tmp_path))},
    )
    page = own.new_page(base_url=live_server.url, viewport={"width": 1280, "height": 800})
    explorer = Explorer(page)
    found: dict[str, Any] = {}
    for digits in ("three", "all"):
        for unit in ("conv1/2/9/9", "conv2/2/5/2", "pool1/2/5/5", "fc1/17", "fc2/17", "softmax/4"):
            page.goto(f"/#sample=61&unit={unit}&digits={digits}")
            explorer.settle().explained(unit)
            found[f"{unit} {digits}"] = explorer.run(CUT)
    own.close()
    assert {name: cut for name, cut in found.items() if cut} == {}
