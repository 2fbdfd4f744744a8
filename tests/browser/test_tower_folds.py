"""Folding floors of the tower: the names do in 3D what they do in the flat view."""

from playwright.sync_api import expect

from tests.browser.tower_explorer import Tower
from tests.conftest import OpenPage


def test_a_floors_name_folds_it_and_opens_it(open_page: OpenPage) -> None:
    """Click, Enter and Space fold and open a name's floor, in link and flat view too, and pin nothing."""
    tower = Tower(open_page(reduced_motion="reduce")).rise("&sample=5")
    canvas = tower.page.locator("canvas.tower-canvas")
    before = canvas.screenshot()
    layer = tower.key("Tab").run("return document.activeElement.closest('[data-layer]')?.dataset.layer;")
    name = tower.page.locator(f".tower-label[data-layer={layer}] button")
    for key, expanded in [("Enter", "false"), ("Space", "true"), ("", "false")]:
        if key:
            tower.press(key)
        else:
            name.click()
        expect(name).to_have_attribute("aria-expanded", expanded)
        expect(name).to_be_focused()
    tower.linked(f"folded={layer}")
    assert canvas.screenshot() != before
    assert "unit=" not in tower.page.url
    flat = tower.click("view-2d").page.locator(f".layer-label[data-layer={layer}] button")
    expect(flat).to_have_attribute("aria-expanded", "false")
    tower.click("view-3d").stand()
    name.click()
    expect(name).to_have_attribute("aria-expanded", "true")
