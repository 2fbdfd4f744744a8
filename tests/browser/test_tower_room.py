"""Room in the 3D view: for names and digits, for one floor at a time, for the tour's words."""

from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.tower_explorer import Tower, camera_in, hash_of
from tests.conftest import OpenPage

pytestmark = pytest.mark.layout

LABELS = """
    () => [...document.querySelectorAll(".tower-labels > li:not(.is-hidden)")].map((item) => {
        const {left, right, top, bottom} = item.getBoundingClientRect();
        return {name: item.dataset.layer ?? item.dataset.digit, left, right, top, bottom};
    })
"""
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.mark.parametrize(("window", "least"), [(DESKTOP, 23), (PHONE, 22)], ids=["desktop", "phone"])
def test_names_and_digits_are_read_from_home(open_page: OpenPage, window: dict[str, Any], least: int) -> None:
    """From home every digit and (on a phone all but one of) the names are there, on the stage, and none covers another."""
    tower = Tower(open_page(**window, reduced_motion="reduce")).rise()
    box = tower.part("network").bounding_box()
    labels = tower.page.evaluate(LABELS)
    assert box
    assert len(labels) >= least
    assert {str(digit) for digit in range(10)} <= {label["name"] for label in labels}
    for label in labels:
        assert box["x"] <= label["left"] < label["right"] <= box["x"] + box["width"]
        assert box["y"] <= label["top"] < label["bottom"] <= box["y"] + box["height"]
    for one, other in combinations(labels, 2):
        apart_across = one["right"] <= other["left"] or other["right"] <= one["left"]
        apart_down = one["bottom"] <= other["top"] or other["bottom"] <= one["top"]
        assert apart_across or apart_down, (one, other)


def test_from_above_floors_are_seen_one_by_one(open_page: OpenPage) -> None:
    """From straight above only one floor is there and named; walking up shows the next one, from above too; home shows all."""
    tower = Tower(open_page(reduced_motion="reduce")).rise()
    names = tower.page.locator(".tower-label:not(.is-hidden) button")
    for tool, name in [("top", "conv1"), ("walk", "input"), ("walk", "conv1"), ("walk", "relu1")]:
        tower.part(f"tower-{tool}").click()
        expect(names).to_have_text([name])
        tower.page.wait_for_function("() => location.hash.includes('camera=')")
        assert float(camera_in(hash_of(tower.page)).split(",")[1]) > 80
    tower.key("h")
    expect(names.nth(9)).to_be_visible()


def test_tour_has_the_sheets_place_on_a_phone(open_page: OpenPage) -> None:
    """On a phone the tour's words stand under a tower that keeps its size, and the inspector's sheet does not cover them."""
    tower = Tower(open_page(**PHONE, reduced_motion="reduce")).rise()
    height = tower.page.evaluate("document.querySelector('.tower-stage').clientHeight")
    tower.part("tower-tour").click()
    tower.part("tour-forward").click()
    expect(tower.part("tour-words")).to_have_attribute("data-step", "1")
    expect(tower.part("tour")).to_be_visible()
    expect(tower.part("inspector")).to_be_hidden()
    assert tower.page.evaluate("document.querySelector('.tower-stage').clientHeight") == height
    tower.page.get_by_role("button", name="Close").click()
    expect(tower.part("tour")).to_be_hidden()


# What is seen of a part: its edges, and the window's between the bar and the bottom.
SEEN = """
    const box = document.querySelector(argument).getBoundingClientRect();
    const bar = document.querySelector(".bar").getBoundingClientRect();
    return {above: bar.bottom - box.top, below: box.bottom - innerHeight, height: box.height};
"""


def test_tour_has_tower_and_words_in_sight_on_a_phone(open_page: OpenPage) -> None:
    """The stage is no taller than what is seen of it; wherever the page was scrolled to, the tour brings tower and words into sight."""
    tower = Tower(open_page(**PHONE, reduced_motion="reduce")).rise("&sample=61")
    assert tower.run(SEEN, ".tower-canvas")["height"] <= 0.7 * 844 + 1
    tower.part("tower-tour").scroll_into_view_if_needed()
    tower.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    tower.part("tower-tour").focus()
    tower.page.keyboard.press("Enter")
    for _ in range(3):
        tower.part("tour-forward").click()
        for part in (".tower-stage", ".tower-guide"):
            seen = tower.run(SEEN, part)
            assert seen["above"] <= 1, part
            assert seen["below"] <= 1, part


def test_a_links_tower_is_in_sight_above_the_sheet(open_page: OpenPage) -> None:
    """On a phone a link to a pinned unit in 3D shows the whole stage between the bar and the sheet."""
    tower = Tower(open_page(**PHONE, reduced_motion="reduce")).rise("&sample=61&unit=pool2/3/2/2")
    expect(tower.part("inspector")).to_be_visible()
    sheet = "document.querySelector('.inspector').getBoundingClientRect().top"
    tower.page.wait_for_function(
        f"() => document.querySelector('.tower-stage').getBoundingClientRect().bottom <= {sheet} + 1"
    )
    assert tower.run(SEEN, ".tower-stage")["above"] <= 1
