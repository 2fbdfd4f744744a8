"""The page for everyone: axe-core finds nothing, a digit is drawn with keys alone, and the answer is told when it settles."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.settings import ROOT
from tests.browser.explorer import ONE, Explorer
from tests.browser.test_page_drawing import PHONE
from tests.conftest import OpenPage

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

CHECK = """
    const {violations} = await axe.run(document, {runOnly: argument});
    return violations.flatMap(({id, help, nodes}) => nodes.map(({target, failureSummary}) => `${id}: ${help}: ${target} ${failureSummary}`));
"""

# What is said of the answer, every time that it changes.
HEARD = """
    window.heard = [];
    const said = document.querySelector("#answer [role=status]");
    new MutationObserver(() => heard.push(said.textContent)).observe(said, {childList: true, characterData: true, subtree: true});
"""

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}


def faults(explorer: Explorer) -> list[str]:
    """What axe-core has to say against the page as it is."""
    explorer.page.evaluate(AXE)
    found: list[str] = explorer.run(CHECK, TAGS)
    return found


@pytest.mark.parametrize("layout", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, layout: dict[str, Any], scheme: str) -> None:
    """WCAG 2.2 AA holds in both themes and layouts: at first, with a unit of each kind pinned, and with the dialog open."""
    explorer = Explorer(open_page(**layout, color_scheme=scheme, reduced_motion="reduce")).open()
    assert faults(explorer) == []
    for unit in ("pool1/3/5/7", "conv2/3/4/5", "fc1/17", "softmax/8"):
        explorer.run("location.hash = argument;", f"#unit={unit}")
        explorer.explained(unit)
        assert faults(explorer) == []
    if explorer.part("more").is_visible():
        explorer.part("more").click()
        assert faults(explorer) == []
    explorer.part("export").click()
    expect(explorer.part("export-dialog")).to_be_visible()
    assert faults(explorer) == []


def test_a_digit_is_drawn_with_the_keyboard_alone(page: Page) -> None:
    """On the focused pad, arrow keys move a pen, Space puts it down and lifts it: a one is drawn and read."""
    explorer = Explorer(page).open()
    explorer.part("clear").focus()
    page.keyboard.press("Enter")
    expect(explorer.answer).to_have_attribute("data-digit", "")
    explorer.part("pad").focus()
    expect(page.locator(".pad-cursor")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Space")
    expect(page.locator("#pad [role=status]")).to_have_text("Pen down")
    for _ in range(6):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("#pad [role=status]")).to_have_text("Pen up")
    explorer.settle()
    expect(explorer.answer).to_have_attribute("data-digit", "1")
    page.keyboard.press("Control+z")
    expect(explorer.answer).to_have_attribute("data-digit", "")


def test_the_answer_is_told_when_it_settles(page: Page) -> None:
    """A screen reader hears of a stroke's answer once, when the pen is lifted."""
    explorer = Explorer(page).open()
    explorer.run(HEARD)
    explorer.draw([[point for point in ONE[0] for _ in range(3)]])
    expect(page.locator("#answer [role=status]")).to_contain_text("reads: 1")
    heard = explorer.run("return heard;")
    assert len(heard) == 1
