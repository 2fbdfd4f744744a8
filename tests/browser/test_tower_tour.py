"""The tour through the tower: words and picture in step; it puts back what was seen before."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tower_explorer import CAMERA, Tower, hash_of


@pytest.fixture
def tower(page: Page) -> Tower:
    """The explorer, nothing loaded yet."""
    return Tower(page)


def test_the_tour_is_in_step_with_the_picture(tower: Tower) -> None:
    """Each step lights a unit of the layer it tells of, in the drawing's own numbers; the last one ends with "Done"."""
    tower.rise()
    tower.part("tower-tour").click()
    words = tower.part("tour-words")
    expect(words).to_contain_text("input")
    expect(words).to_contain_text("1024 numbers")
    expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^input/"))
    for layer, says in (("conv1", "6 kernels, 5 \u00d7 5 each"), ("relu1", "max(0, x)")):
        tower.part("tour-forward").click()
        expect(words).to_contain_text(says)
        expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile(f"^{layer}/"))
    tower.page.get_by_role("button", name="Back").click()
    expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^conv1/"))
    tower.page.get_by_label("Place in the tour").fill("4")
    expect(words).to_contain_text("16 kernels, 6 \u00d7 5 \u00d7 5 each")
    tower.page.get_by_label("Place in the tour").fill("12")
    expect(words).to_contain_text("that is the answer")
    expect(tower.part("inspector")).to_have_attribute("data-unit", f"softmax/{tower.digit}")
    expect(tower.part("tour-forward")).to_have_text("Done")
    tower.part("tour-forward").click()
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
        expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^input/"))
        tower.page.keyboard.press("Escape")
        expect(tower.part("inspector")).to_have_attribute("data-unit", "pool1/3/5/7")
        tower.page.wait_for_function("(before) => location.hash === before", arg=before)
