"""The network in 3D, in the page: one more view of the same drawing, unit and link."""

import re

from playwright.sync_api import expect

from tests.browser.explorer import SEVEN
from tests.browser.tower_explorer import CAMERA, Tower
from tests.conftest import OpenPage

UNITS = (
    "input/0/16/16 conv1/0/3/4 relu1/5/20/11 pool1/3/5/7 conv2/9/4/5 pool2/15/2/2 fc1/77 fc2/3 fc3/4 "
    "softmax/8"
)
HOME = "^(?!.*camera=)"
"""A link without a camera."""


def test_switch_keeps_everything(tower: Tower) -> None:
    """To 3D, to German and back: drawing, answer, pinned unit and range stay; 3D is fetched when chosen."""
    requests: list[str] = []
    tower.page.on("request", lambda request: requests.append(request.url))
    tower.open().draw(SEVEN).pin("pool1/3/5/7").part("range").select_option("network")
    later = re.compile(r"three|/views/tower.*\.js$")
    assert not any(map(later.search, requests))
    tower.click("view-3d").stand().part("language").select_option("de")
    assert any(url.endswith("/three.module.min.js") for url in requests)
    expect(tower.part("clear")).to_have_attribute("aria-label", "Leeren")
    for view in ("3d", "2d"):
        expect(tower.part("network")).to_have_count(1)
        tower.shows("network", view=view).settle().shows("answer", digit=7).shows(
            "inspector", unit="pool1/3/5/7"
        )
        expect(tower.part("range")).to_have_value("network")
        tower.click("view-2d")
    expect(tower.page.locator(".layer-label")).to_have_count(13)


def test_pointer_finds_the_unit_that_it_is_on(tower: Tower) -> None:
    """Pointing at the place where a unit is seen explains that very unit; a click pins it."""
    units = UNITS.split()
    places = dict(zip(units, tower.rise(f"&camera={CAMERA}").seen(*units), strict=True))
    for unit, place in places.items():
        tower.page.mouse.move(*place)
        tower.shows("inspector", unit=unit)
    tower.page.mouse.click(*places["pool1/3/5/7"])
    tower.page.mouse.move(*places["fc1/77"])
    tower.shows("inspector", unit="pool1/3/5/7")


def test_keyboard_walks_and_the_camera_follows(tower: Tower) -> None:
    """Keys move from unit to unit, the camera only to keep it in sight, and H brings it home."""
    tower.rise().key("ArrowRight", "PageUp").shows("inspector", unit=re.compile("^conv1/"))
    assert "camera=" not in tower.page.url
    tower.key("2").linked("camera=")
    aside = tower.camera()
    tower.key("5", "Home", *"[[[[[", *["PageUp"] * 6).shows("inspector", unit=re.compile("^fc1/"))
    assert tower.camera() != aside
    tower.key("h").linked(HOME)


def test_camera_stays_within_its_limits(open_page: OpenPage) -> None:
    """However often a key pushes it, the camera stays over the floor and near the tower."""
    tower = Tower(open_page(reduced_motion="reduce")).rise()
    for key in ("Shift+ArrowUp", "Shift+ArrowDown", "+", "-"):
        azimuth, elevation, distance, *_ = tower.key(*[key] * 40).linked("camera=").camera()
        assert abs(azimuth) <= 180
        assert 0 < elevation < 90
        assert 90 <= distance < 6000


def test_link_brings_the_view_back(tower: Tower) -> None:
    """The address holds view, camera and heights, and opens them again; nonsense in it is passed over."""
    tower.rise(f"&camera={CAMERA}&heights=1")
    expect(tower.part("tower-heights")).to_have_attribute("aria-pressed", "true")
    tower.click("tower-heights").linked(rf"^(?!.*heights).*camera={re.escape(CAMERA)}(&|$)")
    tower.page.goto("about:blank")
    tower.rise("&camera=1,2,three")


def test_fingers_turn_shift_and_pin(open_page: OpenPage) -> None:
    """On a phone a tap pins, one finger turns, two come closer, and the page does not scroll."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce")
    tower = Tower(page).rise(f"&camera={CAMERA}")
    page.locator(".tower-stage").scroll_into_view_if_needed()
    scrolled = page.evaluate("scrollY")
    box = tower.box(tower.part("network"))
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.6
    tower.fingers([(x + 12 * step, y) for step in range(6)])
    turned = tower.camera()
    assert turned[0] != -12
    tower.fingers(*([(x + side * (30 + 8 * step), y) for step in range(6)] for side in (-1, 1)))
    assert tower.camera()[2] < turned[2]
    assert page.evaluate("scrollY") == scrolled
    tower.go(f"view=3d&camera={CAMERA}").camera()
    page.touchscreen.tap(*tower.seen("conv2/9/4/5")[0])
    tower.shows("inspector", unit="conv2/9/4/5")
