"""Room in the 3D view: for names and digits, for one floor at a time, for the tour's words."""

from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import DESKTOP
from tests.browser.tower_explorer import Tower
from tests.conftest import OpenPage

pytestmark = pytest.mark.layout

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
LABELS = """
    return [...document.querySelectorAll(".tower-labels > li:not(.is-hidden)")].map((item) => {
        const {left, right, top, bottom} = item.getBoundingClientRect();
        return {name: item.dataset.layer ?? item.dataset.digit, left, right, top, bottom};
    });
"""


@pytest.mark.parametrize(("window", "least"), [(DESKTOP, 23), (PHONE, 22)], ids=["desktop", "phone"])
def test_names_and_digits_are_read_from_home(open_page: OpenPage, window: dict[str, Any], least: int) -> None:
    """From home every digit and name is on the stage and none overlap; a phone may drop one name."""
    tower = Tower(open_page(**window, reduced_motion="reduce")).rise(
        "&sample=61&unit=conv1/2/12/14&heights=1"
    )
    expect(tower.page.locator(".tower-digit:not(.is-hidden)")).to_have_count(10)
    box, labels = tower.box(tower.part("network")), tower.run(LABELS)
    assert len(labels) >= least
    assert {str(digit) for digit in range(10)} <= {label["name"] for label in labels}
    for label in labels:
        assert box["x"] <= label["left"] < label["right"] <= box["x"] + box["width"]
        assert box["y"] <= label["top"] < label["bottom"] <= box["y"] + box["height"]
    for one, other in combinations(labels, 2):
        apart_across = one["right"] <= other["left"] or other["right"] <= one["left"]
        apart_down = one["bottom"] <= other["top"] or other["bottom"] <= one["top"]
        assert apart_across or apart_down, (one, other)
    tower.key("5").linked("camera=")
    expect(tower.page.locator(".tower-digit:not(.is-hidden)")).to_have_count(0)


def test_from_above_floors_are_seen_one_by_one(tower: Tower) -> None:
    """From above one floor is there and named, walking up shows the next, and home shows all."""
    tower.rise()
    names = tower.page.locator(".tower-label:not(.is-hidden) button")
    for tool, name in [("top", "conv1"), ("walk", "input"), ("walk", "conv1"), ("walk", "relu1")]:
        tower.click(f"tower-{tool}")
        expect(names).to_have_text([name])
        assert tower.linked("camera=").camera()[1] > 80
    tower.key("h")
    expect(names.nth(9)).to_be_visible()


# What is seen of a part: how far its edges are hidden by the bar and the bottom, and its height.
SEEN = """
    const {top, bottom, height} = document.querySelector(argument).getBoundingClientRect();
    const bar = document.querySelector(".bar").getBoundingClientRect().bottom;
    return {hidden: Math.max(bar - top, bottom - innerHeight), height};
"""


def test_tour_has_tower_and_words_in_sight_on_a_phone(open_page: OpenPage) -> None:
    """On a phone the tour scrolls the tower and its words into sight, not covered by a sheet."""
    tower = Tower(open_page(**PHONE, reduced_motion="reduce")).rise("&sample=61")
    height = tower.run(SEEN, ".tower-stage")["height"]
    assert tower.run(SEEN, ".tower-canvas")["height"] <= 0.7 * 844 + 1
    tower.part("tower-tour").scroll_into_view_if_needed()
    tower.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    tower.part("tower-tour").focus()
    tower.press("Enter")
    for step in range(1, 4):
        tower.click("tour-forward").shows("tour-words", step=step)
        stage = tower.run(SEEN, ".tower-stage")
        assert stage["height"] == height
        assert max(stage["hidden"], tower.run(SEEN, ".tower-guide")["hidden"]) <= 1
        expect(tower.part("inspector")).to_be_hidden()
    tower.page.get_by_role("button", name="Close").click()
    expect(tower.part("tour")).to_be_hidden()


def test_a_links_tower_is_in_sight_above_the_sheet(open_page: OpenPage) -> None:
    """On a phone a link to a pinned unit in 3D shows the whole stage between the bar and the sheet."""
    tower = Tower(open_page(**PHONE, reduced_motion="reduce")).rise("&sample=61&unit=pool2/3/2/2")
    tower.run("""
        const edgeOf = (part, edge) => document.querySelector(part).getBoundingClientRect()[edge];
        await until(() => edgeOf(".tower-stage", "bottom") <= edgeOf(".inspector", "top") + 1);
    """)
    assert tower.run(SEEN, ".tower-stage")["hidden"] <= 1
