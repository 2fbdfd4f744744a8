"""The page for everyone: axe-core finds nothing, a digit is drawn with keys alone, and the answer is told when it settles."""

from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from app.settings import ROOT
from tests.browser.explorer import DESKTOP, ONE, PHONE, Explorer
from tests.conftest import OpenPage

AXE = (ROOT / "requirements/node_modules/axe-core/axe.min.js").read_text()

RULES: dict[Literal["light", "dark"], dict[str, Any]] = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""In the dark the page is the same but for its colours."""

# Sizes and names of what is scrolled under the header or the sheet are judged when it is in sight.
CHECK = """
    const {violations} = await axe.run(document, {runOnly: argument, resultTypes: ["violations"]});
    const inSight = (place) => {
        const {left, right, top, bottom} = place.getBoundingClientRect();
        const corners = [[left + 1, top + 1], [right - 1, bottom - 1]].map(([x, y]) => document.elementFromPoint(x, y));
        return corners.every((found) => found && (place.contains(found) || found.contains(place)));
    };
    const waits = (id, target) => ["target-size", "label-content-name-mismatch"].includes(id) && !inSight(document.querySelector(target));
    return violations.flatMap(({id, help, nodes}) => nodes.filter(({target}) => !waits(id, target[0])).map(({target, failureSummary}) => `${id}: ${help}: ${target} ${failureSummary}`));
"""

# What is said of the answer, every time that it changes.
HEARD = """
    window.heard = [];
    const said = document.querySelector("#answer [role=status]");
    new MutationObserver(() => heard.push(said.textContent)).observe(said, {childList: true, characterData: true, subtree: true});
"""


def faults(explorer: Explorer) -> list[str]:
    """What axe-core has to say against the page as it is: all of it in the light, its colours in the dark."""
    if not explorer.run("return 'axe' in window;"):
        explorer.page.evaluate(AXE)
    found: list[str] = []
    for scheme, rules in RULES.items():
        explorer.page.emulate_media(color_scheme=scheme)
        found += explorer.run(CHECK, rules)
    return found


@pytest.mark.parametrize("layout", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(open_page: OpenPage, layout: dict[str, Any]) -> None:
    """WCAG 2.2 AA holds in both themes and layouts: at first, with a unit of each kind pinned, all digits, a sliding window, folded rows, and with the dialogs open."""
    explorer = Explorer(open_page(**layout, reduced_motion="reduce")).open()
    assert faults(explorer) == []
    for unit in ("input/0/12/14", "pool1/3/5/7", "conv2/3/4/5", "relu2/3/4/5", "fc1/17", "softmax/8"):
        explorer.run("location.hash = argument;", f"#unit={unit}")
        explorer.explained(unit)
        assert faults(explorer) == []
    explorer.part("digits").check()
    assert faults(explorer) == []
    explorer.run("location.hash = argument;", "#unit=conv1/3/10/11&folded=fc2,pool2&merged=0")
    explorer.explained("conv1/3/10/11")
    explorer.part("step").click()
    assert faults(explorer) == []
    explorer.part("kernels").click()
    expect(explorer.part("kernels-panel")).to_be_visible()
    assert faults(explorer) == []
    explorer.page.keyboard.press("Escape")
    if explorer.part("more").is_visible():
        explorer.part("more").click()
        assert faults(explorer) == []
    explorer.part("export").click()
    expect(explorer.part("export-dialog")).to_be_visible()
    assert faults(explorer) == []


@pytest.mark.parametrize("layout", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_other_states(open_page: OpenPage, layout: dict[str, Any]) -> None:
    """Nor in German, with two drawings compared, the Move tool chosen, nothing drawn, a link that is refused, and in 3D."""
    explorer = Explorer(open_page(**layout, locale="de", reduced_motion="reduce")).open()
    explorer.part("hold").click()
    explorer.part("move").click()
    explorer.part("compare-difference").click()
    explorer.run("location.hash = argument;", "#unit=fc3/8")
    explorer.explained("fc3/8")
    assert faults(explorer) == []
    explorer.run("location.hash = argument;", "#sample=247&unit=nowhere/1")
    expect(explorer.part("status")).to_contain_text("unit")
    assert faults(explorer) == []
    explorer.part("clear").click()
    expect(explorer.answer).to_have_attribute("data-digit", "")
    assert faults(explorer) == []
    explorer.part("view-3d").click()
    expect(explorer.part("network")).to_have_attribute("data-view", "3d")
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


FOCUS = """
    const place = document.activeElement;
    if (!place || place === document.body) return null;
    const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(place);
    const {top, bottom, left, right} = place.getBoundingClientRect();
    const name = place.dataset.testid || place.getAttribute("aria-label") || place.textContent.trim();
    return {name, ring: [outlineStyle, outlineWidth, outlineColor], seen: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth};
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_always_seen(open_page: OpenPage, scheme: str) -> None:
    """Tab alone passes everything that can be done, a pinned unit's terms and tools too; each place has a ring of the accent and is in the window."""
    explorer = Explorer(open_page(**DESKTOP, color_scheme=scheme, reduced_motion="reduce")).open()
    explorer.run("location.hash = argument;", "#unit=conv1/3/10/11")
    explorer.explained("conv1/3/10/11")
    accent = "rgb(217, 72, 15)" if scheme == "light" else "rgb(255, 169, 77)"
    passed: list[str] = []
    for _ in range(80):
        explorer.page.keyboard.press("Tab")
        place = explorer.run(FOCUS)
        if place is None:
            break
        passed.append(place["name"])
        assert place == {**place, "ring": ["solid", "2px", accent], "seen": True}
    expected = [
        "share",
        "export",
        "language",
        "theme",
        "view-3d",
        "pad",
        "pen",
        "move",
        "clear",
        "hold",
        "center",
        "sample-3",
        "surprise",
        "open",
    ]
    expected += [
        "network",
        "conv1",
        "softmax",
        "tools-closer",
        "tools-merge",
        "step",
        "digits",
        "kernels",
        "range",
    ]
    assert [name for name in expected if name not in passed] == []
