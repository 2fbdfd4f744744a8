"""The inspector in use: terms and the picture, the keyboard, who uses a unit, what it sees, and the window that slides."""

import re

from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer
from tests.conftest import OpenPage

# The picture's overlay, as the pixels of one rectangle of the window.
LIT = """
    const canvas = document.querySelectorAll("[data-testid=network] canvas")[1];
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    const {x, y, width, height} = argument;
    const part = [(x - box.left - 3) * scale, (y - box.top - 3) * scale, (width + 6) * scale, (height + 6) * scale];
    const copy = new OffscreenCanvas(part[2], part[3]).getContext("2d");
    copy.drawImage(canvas, ...part, 0, 0, part[2], part[3]);
    const pixels = copy.getImageData(0, 0, part[2], part[3]).data;
    return [...pixels];
"""


def test_a_term_lights_up_in_the_picture_and_the_other_way_round(page: Page) -> None:
    """The 7th product under the pointer outlines its pixel of the drawing; that pixel under the pointer marks the 7th product."""
    explorer = Explorer(page)
    page.goto("/#unit=conv1/2/10/12")
    explorer.settle()
    term = page.locator(".product-cell").nth(6)
    expect(term).to_have_attribute("data-unit", "input/0/11/13")
    [rect] = explorer.rects(["input/0/11/13"])
    before = explorer.run(LIT, rect)
    term.hover()
    expect(term).to_have_class(re.compile("is-marked"))
    assert explorer.run(LIT, rect) != before
    page.mouse.move(5, 5)
    expect(term).not_to_have_class(re.compile("is-marked"))
    page.mouse.move(*explorer.places(["input/0/11/13"])[0])
    expect(page.locator(".is-marked")).to_have_attribute("data-unit", "input/0/11/13")


def test_terms_are_walked_with_the_keyboard_and_lead_down_the_network(page: Page) -> None:
    """Arrow keys go from term to term, Enter explains the source, Escape lets go; what is pinned is said with its arithmetic."""
    explorer = Explorer(page)
    page.goto("/#unit=pool1/3/5/7")
    explorer.settle()
    said = page.locator("#inspector [role=status]")
    expect(said).to_contain_text("pool1 · map 3 · row 5, column 7")
    expect(said).to_contain_text("The maximum of")
    page.locator(".is-term[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".is-term.is-marked").first).to_have_attribute("data-unit", "relu1/3/11/14")
    page.keyboard.press("Enter")
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "relu1/3/11/14")
    expect(said).to_contain_text("relu1 · map 3 · row 11, column 14")
    page.keyboard.press("Escape")
    expect(page.locator("#inspector")).not_to_have_class(re.compile("is-pinned"))


def test_it_says_who_uses_a_unit_and_what_it_sees(page: Page) -> None:
    """Every explanation ends with the part of the input that the unit sees and the units that read it."""
    explorer = Explorer(page)
    page.goto("/")
    explorer.settle()
    for unit, sees, users in (
        ("conv1/2/10/12", "rows 10\u201314, columns 12\u201316", "pool1"),
        (
            "pool1/3/5/7",
            "rows 10\u201315, columns 14\u201319",
            "Used by all 16 maps of conv2: rows 1\u20135, columns 3\u20137",
        ),
        ("pool2/0/1/1", "columns", "Used by all 120 units of fc1"),
        ("fc1/17", "the whole input", "Used by relu3, unit 17"),
    ):
        explorer.run("location.hash = `unit=${argument}`;", unit)
        panel = explorer.part("inspector")
        expect(panel).to_have_attribute("data-unit", unit)
        expect(panel).to_contain_text(sees)
        if not users.startswith("pool1"):
            expect(panel).to_contain_text(users)


def test_an_input_pixel_shows_its_part_of_the_drawing(page: Page) -> None:
    """An untouched sample taken as it is lies in the input two pixels further in: the framed part of it says so."""
    explorer = Explorer(page)
    page.goto("/#sample=61&preprocess=none&unit=input/0/14/15")
    explorer.settle()
    expect(explorer.part("inspector")).to_contain_text("row 12, column 13 of 28 \u00d7 28")
    expect(page.locator(".origin-frame")).to_be_visible()
    explorer.run("location.hash = 'sample=61&preprocess=none&unit=input/0/0/9';")
    expect(explorer.part("inspector")).to_contain_text("No part of your drawing falls on this pixel.")


def test_without_motion_the_window_only_steps(open_page: OpenPage) -> None:
    """Who asks for less motion is offered steps and the scrubber, and nothing that moves by itself."""
    page = open_page(reduced_motion="reduce")
    explorer = Explorer(page)
    page.goto("/#unit=pool1/3/5/7")
    explorer.settle()
    expect(explorer.part("play")).to_be_hidden()
    expect(explorer.part("play-still")).to_be_visible()
    explorer.part("step").click()
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "pool1/3/5/8")
    explorer.part("scrubber").fill("195")
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "pool1/3/13/13")


def test_play_slides_the_window_from_where_one_points_to_the_end(page: Page) -> None:
    """It begins at the pinned pixel, hides what is not computed yet, waits when told to, and stops at the last pixel of the map."""
    explorer = Explorer(page)
    page.goto("/#unit=conv1/2/27/24")
    explorer.settle()
    explorer.part("step-back").click()
    panel = explorer.part("inspector")
    expect(panel).to_have_attribute("data-unit", "conv1/2/27/23")
    [last] = explorer.rects(["conv1/2/27/27"])
    assert any(explorer.run(LIT, last))
    explorer.part("speed").select_option("30")
    explorer.part("play").click()
    expect(panel).to_have_attribute("data-unit", "conv1/2/27/27")
    expect(explorer.part("play")).to_have_attribute("aria-label", "Play")
    expect(explorer.part("scrubber")).to_have_value("783")
    explorer.part("scrubber").fill("0")
    expect(panel).to_have_attribute("data-unit", "conv1/2/0/0")
    explorer.part("play").click()
    explorer.part("play").click()
    expect(explorer.part("play")).to_have_attribute("aria-label", "Play")


def test_what_is_pointed_at_can_be_read_to_its_end(page: Page) -> None:
    """The pointer that goes from a unit to the panel finds it still there, and may scroll it; elsewhere it is let go."""
    explorer = Explorer(page).open()
    [place] = explorer.places(["conv2/15/4/5"])
    page.mouse.move(*place)
    explorer.explained("conv2/15/4/5")
    panel = explorer.part("inspector").bounding_box()
    assert panel
    page.mouse.move(panel["x"] + 40, place[1])
    page.wait_for_timeout(1500)
    page.mouse.wheel(0, 2000)
    expect(explorer.part("inspector").locator("[data-role=bias]")).to_be_in_viewport()
    explorer.explained("conv2/15/4/5")
    page.mouse.move(600, 10)
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")
