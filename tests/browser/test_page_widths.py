"""Panel and kernels have room for their contents at every width, in either precision."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.chromium import launch_options
from tests.browser.explorer import DESKTOP, PHONE, Explorer
from tests.conftest import LiveServer, OpenPage

pytestmark = pytest.mark.layout

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


@pytest.mark.parametrize("window", WINDOWS)
def test_no_explanation_is_wider_than_the_panel(open_page: OpenPage, window: str) -> None:
    """For every layer kind each number and picture lies inside the panel, without scrolling sideways."""
    explorer = Explorer(open_page(**WINDOWS[window])).open("sample=61&unit=conv2/2/5/2")
    assert explorer.run(TOO_WIDE, UNITS) == []


@pytest.mark.parametrize("fonts", ["liberation", "noto"])
def test_explanations_fit_with_other_fonts(
    playwright: Playwright, live_server: LiveServer, tmp_path: Path, fonts: str
) -> None:
    """No explanation is wider than the panel with the fonts of other machines, either."""
    options = launch_options(playwright, {**os.environ, "FONTS": fonts}, tmp_path)
    browser = playwright.chromium.launch(**options)
    explorer = Explorer(browser.new_page(base_url=live_server.url, **DESKTOP))
    found = explorer.open("sample=61&unit=conv2/2/5/2").run(TOO_WIDE, UNITS)
    browser.close()
    assert found == []


# The numbers of the kernels that are wider than their own cells, or lie outside the dialog.
CUT = """
    const cells = [...document.querySelectorAll("[data-testid=kernels-panel] .kernel-grid .number")];
    const {right} = document.querySelector("dialog[open]").getBoundingClientRect();
    return {count: cells.length, cut: cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length,
        outside: cells.filter((cell) => cell.getBoundingClientRect().right > right).length};
"""


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
