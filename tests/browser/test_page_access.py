"""The page for everyone: drawing with keys alone, an answer that is told, a focus that is seen."""

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import DESKTOP, ONE, Explorer
from tests.conftest import OpenPage

# What is said of the answer, every time that it changes.
HEARD = """
    window.heard = [];
    const said = document.querySelector("#answer [role=status]");
    new MutationObserver(() => heard.push(said.textContent))
        .observe(said, {childList: true, characterData: true, subtree: true});
"""


def test_a_digit_is_drawn_with_the_keyboard_alone(explorer: Explorer) -> None:
    """On the focused pad, arrow keys move a pen, Space puts it down and lifts it: a one is drawn and read."""
    explorer.open().part("clear").focus()
    explorer.press("Enter").shows("answer", digit="")
    explorer.part("pad").focus()
    expect(explorer.page.locator(".pad-cursor")).to_be_visible()
    said = explorer.page.locator("#pad [role=status]")
    explorer.press(*["Shift+ArrowUp"] * 3, "Space")
    expect(said).to_have_text("Pen down")
    explorer.press(*["Shift+ArrowDown"] * 6, "ArrowDown", "Space")
    expect(said).to_have_text("Pen up")
    explorer.settle().shows("answer", digit="1").press("Control+z").shows("answer", digit="")


def test_the_answer_is_told_when_it_settles(explorer: Explorer) -> None:
    """A screen reader hears of a stroke's answer once, when the pen is lifted."""
    explorer.open().run(HEARD)
    explorer.draw([[point for point in ONE[0] for _ in range(3)]])
    expect(explorer.page.locator("#answer [role=status]")).to_contain_text("reads: 1")
    assert len(explorer.run("return heard;")) == 1


FOCUS = """
    const place = document.activeElement;
    if (!place || place === document.body) return null;
    const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(place);
    const {top, bottom, left, right} = place.getBoundingClientRect();
    const name = place.dataset.testid || place.getAttribute("aria-label") || place.textContent.trim();
    return {name, ring: `${outlineStyle} ${outlineWidth} ${outlineColor}`,
        seen: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth};
"""
PASSED = (
    "share export language theme view-3d pad pen move clear hold center sample-3 surprise open network conv1 "
    "softmax tools-closer tools-merge step digits kernels range"
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_always_seen(open_page: OpenPage, scheme: str) -> None:
    """Tab passes all that can be done, each place in sight and with a ring."""
    explorer = Explorer(open_page(**DESKTOP, color_scheme=scheme, reduced_motion="reduce"))
    explorer.open("unit=conv1/3/10/11")
    ring = f"solid 2px {'rgb(217, 72, 15)' if scheme == 'light' else 'rgb(255, 169, 77)'}"
    passed: list[str] = []
    while (place := explorer.press("Tab").run(FOCUS)) and len(passed) < 80:
        passed.append(place["name"])
        assert place == {**place, "ring": ring, "seen": True}
    assert set(PASSED.split()) <= set(passed)
