"""The inspector in use: terms and the picture, who uses a unit, what it sees, and the window that slides."""

import re

from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.conftest import OpenPage

# The picture's overlay, as the pixels of one unit and its surroundings.
LIT = """
    const {inScene, inStage} = await sceneNow();
    const {x, y, width, height} = inStage(inScene(argument));
    const part = [x - 3, y - 3, width + 6, height + 6].map((place) => Math.round(place * devicePixelRatio));
    return [...pixelsOf(overlay, ...part)];
"""


def test_a_term_lights_up_in_the_picture_and_the_other_way_round(explorer: Explorer) -> None:
    """The pointed product outlines its pixel of the drawing, and the pointed pixel marks its product."""
    source = "input/0/11/13"
    term = explorer.open("unit=conv1/2/10/12").page.locator(".product-cell").nth(6)
    expect(term).to_have_attribute("data-unit", source)
    before = explorer.run(LIT, source)
    term.hover()
    expect(term).to_contain_class("is-marked")
    assert explorer.run(LIT, source) != before
    explorer.page.mouse.move(5, 5)
    expect(term).not_to_contain_class("is-marked")
    expect(explorer.point(source).page.locator(".is-marked")).to_have_attribute("data-unit", source)


def test_terms_are_walked_with_the_keyboard_and_lead_down_the_network(explorer: Explorer) -> None:
    """Arrow keys go from term to term, Enter explains the source, Escape lets go; what is pinned is said."""
    said = explorer.open("unit=pool1/3/5/7").page.locator("#inspector [role=status]")
    expect(said).to_contain_text(re.compile("pool1 · map 3 · row 5, column 7.*The maximum of", re.DOTALL))
    explorer.page.locator(".is-term[tabindex='0']").focus()
    marked = explorer.press("ArrowRight", "ArrowRight").page.locator(".is-term.is-marked").first
    expect(marked).to_have_attribute("data-unit", "relu1/3/11/14")
    explorer.press("Enter").shows("inspector", unit="relu1/3/11/14")
    expect(said).to_contain_text("relu1 · map 3 · row 11, column 14")
    expect(explorer.press("Escape").page.locator("#inspector")).not_to_contain_class("is-pinned")


def test_it_says_who_uses_a_unit_and_what_it_sees(explorer: Explorer) -> None:
    """An explanation ends with what of the input the unit sees and who reads it; a pixel's, with its ink."""
    explorer.open()
    all_maps = "Used by all 16 maps of conv2: rows 1\u20135, columns 3\u20137"
    for unit, sees, users in (
        ("conv1/2/10/12", "rows 10\u201314, columns 12\u201316", "Used by relu1, map 2: row 10, column 12"),
        ("pool1/3/5/7", "rows 10\u201315, columns 14\u201319", all_maps),
        ("pool2/0/1/1", "columns", "Used by all 120 units of fc1"),
        ("fc1/17", "the whole input", "Used by relu3, unit 17"),
    ):
        panel = explorer.go(f"unit={unit}").part("inspector")
        expect(panel).to_contain_text(sees)
        expect(panel).to_contain_text(users)
    explorer.go("sample=61&preprocess=none&unit=input/0/14/15")
    expect(panel).to_contain_text("row 12, column 13 of 28 \u00d7 28")
    expect(explorer.page.locator(".origin-frame")).to_be_visible()
    explorer.go("sample=61&preprocess=none&unit=input/0/0/9")
    expect(panel).to_contain_text("No part of your drawing falls on this pixel.")


def test_without_motion_the_window_only_steps(open_page: OpenPage) -> None:
    """Who asks for less motion is offered steps and the scrubber, and nothing that moves by itself."""
    explorer = Explorer(open_page(reduced_motion="reduce")).open("unit=pool1/3/5/7")
    expect(explorer.part("play")).to_be_hidden()
    expect(explorer.part("play-still")).to_be_visible()
    explorer.click("step").shows("inspector", unit="pool1/3/5/8").part("scrubber").fill("195")
    explorer.shows("inspector", unit="pool1/3/13/13")


def test_play_slides_the_window_from_where_one_points_to_the_end(explorer: Explorer) -> None:
    """Play begins at the pinned pixel, hides what is not computed yet, and stops at the last pixel."""
    explorer.open("unit=conv1/2/27/24").click("step-back").shows("inspector", unit="conv1/2/27/23")
    assert any(explorer.run(LIT, "conv1/2/27/27"))
    explorer.part("speed").select_option("30")
    explorer.click("play").shows("inspector", unit="conv1/2/27/27")
    expect(explorer.part("play")).to_have_attribute("aria-label", "Play")
    expect(explorer.part("scrubber")).to_have_value("783")
    explorer.part("scrubber").fill("0")
    explorer.shows("inspector", unit="conv1/2/0/0").click("play", "play")
    expect(explorer.part("play")).to_have_attribute("aria-label", "Play")


def test_what_is_pointed_at_can_be_read_to_its_end(explorer: Explorer) -> None:
    """A unit stays explained while the pointer goes to the panel and scrolls it, and elsewhere is let go."""
    unit = "conv2/15/4/5"
    [(_, y)] = explorer.open().places([unit])
    explorer.point(unit).explained(unit)
    explorer.page.mouse.move(explorer.box(explorer.part("inspector"))["x"] + 40, y)
    # Longer than the page waits before it lets go of a unit that the pointer has left.
    explorer.run("await new Promise((done) => setTimeout(done, 1500));")
    explorer.page.mouse.wheel(0, 2000)
    expect(explorer.part("inspector").locator("[data-role=bias]")).to_be_in_viewport()
    explorer.explained(unit)
    explorer.page.mouse.move(600, 10)
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")


def test_a_contribution_is_a_line(explorer: Explorer) -> None:
    """The name of a unit with three digits does not wrap."""
    explorer.open("sample=61&unit=fc2/17")
    heights = "return [...document.querySelectorAll('.term')].map(({offsetHeight}) => offsetHeight);"
    lines = explorer.run(heights)
    assert len(lines) == 8
    assert len(set(lines)) == 1
