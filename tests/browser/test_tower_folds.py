"""Folding floors of the tower: the names do in 3D what they do in the flat view."""

from playwright.sync_api import expect

from tests.browser.tower_explorer import Tower
from tests.conftest import OpenPage


def test_a_floors_name_folds_it_and_opens_it(open_page: OpenPage) -> None:
    """A click on a name in 3D folds its floor, the link and the flat view know of it, and a second click opens it again."""
    tower = Tower(open_page(reduced_motion="reduce")).rise("&sample=5")
    before = tower.page.locator("canvas.tower-canvas").screenshot()
    name = tower.page.locator(".tower-label[data-layer=conv1] button")
    expect(name).to_have_attribute("aria-expanded", "true")
    name.click()
    expect(name).to_have_attribute("aria-expanded", "false")
    tower.page.wait_for_url("**/*folded=conv1*")
    assert tower.page.locator("canvas.tower-canvas").screenshot() != before
    tower.part("view-2d").click()
    expect(tower.page.locator(".layer-label[data-layer=conv1] button")).to_have_attribute(
        "aria-expanded", "false"
    )
    tower.part("view-3d").click()
    tower.stand()
    name.click()
    expect(name).to_have_attribute("aria-expanded", "true")


def test_the_keyboard_folds_floors_and_pins_nothing(open_page: OpenPage) -> None:
    """Names can be reached with Tab; Enter and Space fold and open, keep the focus where it was, and pin no unit."""
    tower = Tower(open_page(reduced_motion="reduce")).rise("&sample=5")
    tower.part("network").focus()
    tower.page.keyboard.press("Tab")
    focused = "return document.activeElement.closest('[data-layer]')?.dataset.layer;"
    layer = tower.run(focused)
    name = tower.page.locator(f".tower-label[data-layer={layer}] button")
    for key, expanded in [("Enter", "false"), ("Space", "true"), ("Enter", "false")]:
        tower.page.keyboard.press(key)
        expect(name).to_have_attribute("aria-expanded", expanded)
        assert tower.run(focused) == layer
    assert "unit=" not in tower.page.url
