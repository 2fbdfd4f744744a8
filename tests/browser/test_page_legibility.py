"""Type can be read from the back of a room, and has room at every width, in either precision."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.chromium import launch_options
from tests.browser.explorer import DESKTOP, PHONE, SEVEN, Explorer
from tests.browser.fonts import SETS
from tests.browser.scripts import NOTED
from tests.conftest import LiveServer, OpenPage

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


WINDOWS: dict[str, dict[str, Any]] = {
    "phone": PHONE,
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True},
    "wide": DESKTOP,
}
UNITS = (
    "input/0/12/12 conv1/2/9/9 relu1/2/9/9 pool1/2/5/5 conv2/2/5/2 relu2/2/5/2 pool2/2/2/2 fc1/17 relu3/17 "
    "fc2/17 "
    "relu4/17 fc3/4 softmax/4"
)

# Pins each unit with its parts open, and tells what is wider than the panel or its box, or broken.
TOO_WIDE = """
    const panel = part("inspector");
    const found = [];
    for (const digits of ["three", "all"]) for (const unit of argument.split(" ")) {
        location.hash = `sample=61&unit=${unit}&digits=${digits}`;
        await until(() => panel.dataset.unit === unit);
        await frames(1);
        for (const details of panel.querySelectorAll("details")) details.open = true;
        await frames(1);
        const edge = panel.getBoundingClientRect().right;
        const wide = [...panel.querySelectorAll(".number, canvas")].filter((one) => one.checkVisibility())
            .filter((one) => one.getBoundingClientRect().right > edge || one.getClientRects().length > 1);
        const cut = [...document.querySelectorAll(".probability-value")].filter((one) =>
            one.scrollWidth > one.clientWidth);
        if (panel.scrollWidth > panel.clientWidth || wide.length + cut.length)
            found.push([unit, digits, panel.scrollWidth, panel.clientWidth, ...[...wide, ...cut].map((one) =>
                one.textContent)]);
    }
    return found;
"""


@pytest.mark.layout
@pytest.mark.parametrize("window", WINDOWS)
def test_no_explanation_is_wider_than_the_panel(open_page: OpenPage, window: str) -> None:
    """For every layer kind each number and picture lies inside the panel, without scrolling sideways."""
    explorer = Explorer(open_page(**WINDOWS[window])).open("sample=61&unit=conv2/2/5/2")
    assert explorer.run(TOO_WIDE, UNITS) == []


WIDTHS = """
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    return argument.map((family) => {
        context.font = `100px ${family === "sans-serif" ? family : `"${family}"`}`;
        return context.measureText("wide mill").width;
    });
"""


@pytest.mark.layout
@pytest.mark.parametrize("fonts", ["liberation", "noto"])
def test_explanations_fit_with_other_fonts(
    playwright: Playwright, live_server: LiveServer, tmp_path: Path, fonts: str
) -> None:
    """No explanation is wider than the panel with the fonts of other machines, which alone Chromium has."""
    options = launch_options(playwright, {**os.environ, "FONTS": fonts}, tmp_path)
    browser = playwright.chromium.launch(**options)
    explorer = Explorer(browser.new_page(base_url=live_server.url, **DESKTOP))
    found = explorer.open("sample=61&unit=conv2/2/5/2").run(TOO_WIDE, UNITS)
    others = [SETS[name].sans for name in SETS if name != fonts]
    missing, *widths = explorer.run(WIDTHS, ["No Such Font", *others, "sans-serif", SETS[fonts].sans])
    browser.close()
    assert found == []
    assert widths[:2] == [missing] * 2
    assert widths[2] == widths[3]


# The numbers of the kernels that are wider than their own cells, or lie outside the dialog.
CUT = """
    const cells = [...document.querySelectorAll("[data-testid=kernels-panel] .kernel-grid .number")];
    const {right} = document.querySelector("dialog[open]").getBoundingClientRect();
    return {count: cells.length, cut: cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length,
        outside: cells.filter((cell) => cell.getBoundingClientRect().right > right).length};
"""


@pytest.mark.layout
@pytest.mark.parametrize(("window", "digits"), [("phone", "all"), ("wide", "three"), ("wide", "all")])
def test_no_number_of_the_kernels_is_cut(open_page: OpenPage, window: str, digits: str) -> None:
    """Every weight fits its cell; with all digits the pointed one stands whole in the dialog's head."""
    explorer = Explorer(open_page(**WINDOWS[window])).open(f"sample=61&unit=conv2/2/5/2&digits={digits}")
    panel = explorer.click("kernels").part("kernels-panel")
    expect(panel.locator("[data-kernel]")).to_have_count(96)
    assert explorer.run(CUT) == {"count": 2400, "cut": 0, "outside": 0}
    cell = panel.locator('[data-kernel="2/0"] .number').first
    cell.click()
    whole = (cell.get_attribute("data-value") or "").replace("-", "\u2212")
    expect(explorer.part("kernels-whole")).to_have_text(whole if digits == "all" else "")
