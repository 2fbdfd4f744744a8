"""The tour through the tower: it tells, then shows, and puts back what was seen before."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tower_explorer import CAMERA, Tower, hash_of


@pytest.fixture
def tower(page: Page) -> Tower:
    """The explorer, nothing loaded yet."""
    return Tower(page)


def test_tour_tells_then_shows(tower: Tower) -> None:
    """The tour says in the drawing's own numbers what a stage does, acts when asked, goes back, seeks, plays and ends."""
    tower.rise()
    tower.part("tower-tour").click()
    words = tower.part("tour-words")
    expect(words).to_contain_text("input")
    expect(words).to_contain_text("1024 numbers")
    tower.part("tour-forward").click()
    expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^input/"))
    tower.part("tour-forward").click()
    expect(words).to_contain_text("conv1")
    expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^input/"))
    tower.part("tour-forward").click()
    expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^conv1/"))
    tower.page.get_by_role("button", name="Back").click()
    expect(words).to_have_attribute("data-phase", "words")
    tower.page.get_by_label("Place in the tour").fill("12")
    expect(words).to_contain_text("that is the answer")
    tower.part("tour-play").click()
    expect(tower.part("inspector")).to_have_attribute("data-unit", f"softmax/{tower.digit}")
    tower.page.keyboard.press("Escape")
    expect(tower.part("tour")).to_be_hidden()
    expect(tower.part("tower-tools")).to_have_count(0)
    expect(tower.page.locator(".tower-tools")).to_be_visible()


def test_tour_puts_back_what_was_seen_before(tower: Tower) -> None:
    """Closed, the tour leaves the pinned unit, its explanation and the camera as it found them, the first time and the second."""
    tower.page.emulate_media(reduced_motion="reduce")
    tower.rise(f"&camera={CAMERA}&unit=pool1/3/5/7")
    expect(tower.part("inspector")).to_have_attribute("data-unit", "pool1/3/5/7")
    before = hash_of(tower.page)
    for _ in range(2):
        tower.part("tower-tour").click()
        tower.part("tour-forward").click()
        expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^input/"))
        tower.page.keyboard.press("Escape")
        expect(tower.part("inspector")).to_have_attribute("data-unit", "pool1/3/5/7")
        tower.page.wait_for_function("(before) => location.hash === before", arg=before)
