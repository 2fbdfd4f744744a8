"""The digits over the answers of the tower: they stand where their blocks are seen, and nowhere else."""

from playwright.sync_api import expect

from tests.browser.tower_explorer import Tower
from tests.conftest import OpenPage


def test_no_digit_floats_where_its_block_is_not_seen(open_page: OpenPage) -> None:
    """Close to a unit of the first maps, with the answers far above the view, no digit is shown; from home all ten are."""
    tower = Tower(open_page(reduced_motion="reduce")).rise("&sample=61&unit=conv1/2/12/14&heights=1")
    digits = tower.page.locator(".tower-digit:not(.is-hidden)")
    expect(digits).to_have_count(10)
    tower.part("tower-focus").click()
    tower.page.wait_for_function("() => location.hash.includes('camera=')")
    expect(digits).to_have_count(0)
    tower.key("h")
    expect(digits).to_have_count(10)
