"""The tour through the tower: words and picture in step; it puts back what was seen before."""

import re

from playwright.sync_api import expect

from tests.browser.tower_explorer import CAMERA, Tower
from tests.conftest import OpenPage


def test_the_tour_is_in_step_with_the_picture(tower: Tower) -> None:
    """Each step lights a unit of the layer it tells of, in the drawing's own numbers, to "Done"."""
    words = tower.rise().click("tower-tour").part("tour-words")
    place = tower.page.get_by_label("Place in the tour")
    expect(words).to_contain_text(re.compile("input.*1024 numbers", re.DOTALL))
    for layer, says in (("conv1", "6 kernels, 5 \u00d7 5 each"), ("relu1", "max(0, x)")):
        expect(tower.click("tour-forward").part("tour-words")).to_contain_text(says)
        tower.shows("inspector", unit=re.compile(f"^{layer}/"))
    tower.page.get_by_role("button", name="Back").click()
    tower.shows("inspector", unit=re.compile("^conv1/"))
    place.fill("4")
    expect(words).to_contain_text("16 kernels, 6 \u00d7 5 \u00d7 5 each")
    place.fill("12")
    expect(words).to_contain_text("that is the answer")
    tower.shows("inspector", unit=f"softmax/{tower.digit}")
    expect(tower.part("tour-forward")).to_have_text("Done")
    expect(tower.click("tour-forward").part("tour")).to_be_hidden()
    expect(tower.page.locator(".tower-tools")).to_be_visible()


def test_tour_puts_back_what_was_seen_before(open_page: OpenPage) -> None:
    """Closing the tour restores the pinned unit, its explanation and the camera, each time."""
    tower = Tower(open_page(reduced_motion="reduce")).rise(f"&camera={CAMERA}&unit=pool1/3/5/7")
    before = tower.page.url
    for _ in range(2):
        tower.click("tower-tour").shows("inspector", unit=re.compile("^input/")).press("Escape")
        tower.shows("inspector", unit="pool1/3/5/7").page.wait_for_url(before)
