"""The page for everyone: keys, fingers, an answer that is told, a focus that is seen, forced colours."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.explorer import DESKTOP, ONE, PHONE, Explorer
from tests.browser.towers import pixels_of
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


MOST_TABS = 40


def test_the_keyboard_alone_reaches_and_reads_a_pooled_pixel(explorer: Explorer) -> None:
    """Keys alone lead to a pooled pixel whose numbers are said; Enter pins it, Escape lets go."""
    explorer.open()
    is_there = "return document.activeElement?.dataset.testid === 'network';"
    assert any(explorer.press("Tab").run(is_there) for _ in range(MOST_TABS))
    explorer.shows("inspector", unit="input/0/16/16")
    explorer.press("PageUp", "PageUp", "PageUp", "]", "ArrowRight", "ArrowUp", "ArrowUp")
    numbers = explorer.explained("pool1/1/5/8")
    assert [number.role for number in numbers[1:5]].count("winner") == 1
    said = explorer.page.locator("#inspector [role=status]")
    expect(said).to_contain_text("pool1 · map 1 · row 5, column 8")
    expect(said).to_contain_text(numbers[0].text)
    explorer.press("Enter", "ArrowLeft").shows("inspector", unit="pool1/1/5/7")
    explorer.point("conv2/3/4/5").shows("inspector", unit="pool1/1/5/7").press("Escape")
    explorer.page.mouse.move(0, 0)
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")


def test_a_links_pinned_unit_has_the_keys_at_once(explorer: Explorer) -> None:
    """Where nothing has the focus keys move the pinned unit; without one, or in a field, they do not."""
    explorer.open("unit=conv1/2/10/12")
    for key, unit in (("PageUp", "relu1/2/10/12"), ("ArrowRight", "relu1/2/10/13"), ("Home", "relu1/2/10/0")):
        explorer.press(key).shows("inspector", unit=unit)
    explorer.part("range").focus()
    expect(explorer.press("ArrowDown").click("export").part("export-dialog")).to_be_visible()
    expect(explorer.press("ArrowRight", "Escape").part("export-dialog")).to_be_hidden()
    explorer.shows("inspector", unit="relu1/2/10/0").run("document.activeElement.blur();")
    expect(explorer.press("Escape").part("inspector")).to_have_attribute("data-unit", "")
    scrolls = """
        const options = {key: "PageDown", bubbles: true, cancelable: true};
        return document.body.dispatchEvent(new KeyboardEvent("keydown", options));
    """
    assert explorer.run(scrolls)


def test_a_click_pins_and_a_second_one_lets_go(explorer: Explorer) -> None:
    """A clicked unit stays explained until it, or a place beside the maps, is clicked."""
    unit, other = "pool2/3/2/2", "relu1/0/9/9"
    explorer.open().pin(unit).point(other).explained(unit)
    explorer.pin(unit).point(other).explained(other)
    explorer.pin(unit).point(other).explained(unit)
    [corner] = explorer.rects(["input/0/31/31"])
    explorer.page.mouse.click(corner["x"] + 80, corner["y"])
    expect(explorer.page.locator("#inspector")).not_to_contain_class("is-pinned")


def test_a_tap_opens_a_sheet_that_hides_nothing_it_explains(open_page: OpenPage) -> None:
    """On a phone a tapped pixel is explained in a sheet; the pixel and its window stay in sight above it."""
    explorer = Explorer(open_page(**PHONE, reduced_motion="reduce")).open()
    explorer.page.mouse.wheel(0, 900)
    explorer.page.wait_for_function("() => scrollY === 900")
    explorer.page.touchscreen.tap(*explorer.places(["pool2/3/2/2"])[0])
    explorer.explained("pool2/3/2/2")
    (_, unit), (_, source) = explorer.places(["pool2/3/2/2", "relu2/3/4/4"])
    assert 48 < source < unit < explorer.box("#inspector")["y"]
    explorer.page.get_by_role("button", name="Unpin").tap()
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")


CLEAR = 64
"""So far apart (of 255) two colours are that one tells from the other."""

CONTROLS = [
    ".switch",
    ".probabilities .bar-fill >> nth=0",
    "[data-testid=view-2d]",
    ".pad-tools [aria-pressed=true]",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_controls_are_seen_with_forced_colours(open_page: OpenPage, theme: str) -> None:
    """In forced colours switches have a knob, answers a bar, pressed buttons an outline."""
    page = open_page(forced_colors="active", color_scheme=theme, reduced_motion="reduce")
    explorer = Explorer(page).open("sample=3")
    screen = pixels_of(page.screenshot())
    for control in CONTROLS:
        box = explorer.box(page.locator(control).first)
        left, top = int(box["x"]) - 3, int(box["y"]) - 3
        seen = screen[top : top + int(box["height"]) + 6, left : left + int(box["width"]) + 6]
        assert np.mean(np.abs(seen - seen[0, 0]).max(axis=2) > CLEAR) > 0.05, control


GROUPS = {"Feature extraction": ("conv1", "pool2"), "Classifier": ("fc1", "softmax")}


def test_rows_are_grouped_and_named(explorer: Explorer) -> None:
    """Left of the names stands the group's name, as long as all of it is seen."""
    labels = explorer.open().page.locator(".group-label")
    expect(labels).to_have_text(list(GROUPS))
    for group, rows in zip(labels.all(), GROUPS.values(), strict=True):
        box = explorer.box(group)
        for row in rows:
            name = explorer.box(f".layer-label[data-layer={row}] button")
            assert box["x"] + box["width"] <= name["x"]
            assert box["y"] <= name["y"] + name["height"] <= box["y"] + box["height"]
    explorer.part("network").press("+")
    expect(labels.first).to_be_hidden()
