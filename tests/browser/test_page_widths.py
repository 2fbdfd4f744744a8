"""Nothing is cut: what stands in the panel and in the kernels has room at every width, with three digits and with all."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.conftest import OpenPage

pytestmark = pytest.mark.layout

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
WIDE = {"viewport": {"width": 1280, "height": 800}}
UNITS = "input/0/12/12 conv1/2/9/9 relu1/2/9/9 pool1/2/5/5 conv2/2/5/2 relu2/2/5/2 pool2/2/2/2 fc1/17 relu3/17 fc2/17 relu4/17 fc3/4 softmax/4"

# Pins each unit with its parts open, and tells what is wider than the panel.
TOO_WIDE = """
    const panel = document.querySelector("[data-testid=inspector]");
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const found = [];
    for (const digits of ["three", "all"]) for (const unit of argument.split(" ")) {
        location.hash = `sample=61&unit=${unit}&digits=${digits}`;
        while (panel.dataset.unit !== unit) await frame();
        await frame();
        for (const part of panel.querySelectorAll("details")) part.open = true;
        await frame();
        const edge = panel.getBoundingClientRect().right;
        const wide = [...panel.querySelectorAll(".number, canvas")].filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > edge);
        if (panel.scrollWidth > panel.clientWidth || wide.length) found.push([unit, digits, panel.scrollWidth, panel.clientWidth, wide.length]);
    }
    return found;
"""


@pytest.mark.parametrize("window", [PHONE, TABLET, WIDE], ids=["phone", "tablet", "wide"])
def test_no_explanation_is_wider_than_the_panel(open_page: OpenPage, window: dict[str, Any]) -> None:
    """Of every kind of layer, with all parts open, every number and picture lies inside the panel, which never scrolls sideways."""
    explorer = Explorer(open_page(**window))
    explorer.page.goto("/#sample=61&unit=conv2/2/5/2")
    expect(explorer.settle().part("inspector")).to_have_attribute("data-unit", "conv2/2/5/2")
    assert explorer.run(TOO_WIDE, UNITS) == []


# The numbers of the kernels that are wider than their own cells, or lie over their right neighbour.
CUT = """
    const cells = [...document.querySelectorAll("[data-testid=kernels-panel] .kernel-grid .number")];
    const widths = cells.map((cell) => [cell.scrollWidth, cell.clientWidth]);
    const dialog = document.querySelector("dialog[open]").getBoundingClientRect();
    return {count: cells.length, cut: widths.filter(([text, cell]) => text > cell).length,
        outside: cells.filter((cell) => cell.getBoundingClientRect().right > dialog.right).length};
"""


@pytest.mark.parametrize("window", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("digits", ["three", "all"])
def test_no_number_of_the_kernels_is_cut(open_page: OpenPage, window: dict[str, Any], digits: str) -> None:
    """Every weight fits its cell; with all digits the one that is pointed at, or tapped, stands whole in the dialog's head."""
    explorer = Explorer(open_page(**window))
    explorer.page.goto(f"/#sample=61&unit=conv2/2/5/2&digits={digits}")
    explorer.settle().part("kernels").click()
    expect(explorer.part("kernels-panel").locator("[data-kernel]")).to_have_count(96)
    assert explorer.run(CUT) == {"count": 2400, "cut": 0, "outside": 0}
    cell = explorer.part("kernels-panel").locator('[data-kernel="2/0"] .number').first
    cell.click()
    whole = (cell.get_attribute("data-value") or "").replace("-", "\u2212")
    expect(explorer.part("kernels-whole")).to_have_text(whole if digits == "all" else "")
