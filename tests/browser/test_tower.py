"""The network in 3D, in the page: one more view of the same drawing, unit and link."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import SEVEN
from tests.browser.tower_explorer import CAMERA, Tower, distance_in, hash_of
from tests.conftest import OpenPage


@pytest.fixture
def tower(page: Page) -> Tower:
    """The explorer, nothing loaded yet."""
    return Tower(page)


def test_switch_keeps_everything(tower: Tower) -> None:
    """From flat to 3D and back: the drawing, the answer, the pinned unit and the colours' range are the same; one element is the network."""
    requests: list[str] = []
    tower.page.on("request", lambda request: requests.append(request.url))
    tower.open().draw(SEVEN)
    digit = tower.digit
    [place] = tower.places(["pool1/3/5/7"])
    tower.page.mouse.click(*place)
    tower.page.get_by_label("Range of the colours").select_option("network")
    assert not [
        url
        for url in requests
        if "three" in url or ("/tower" in url and url.endswith(".js") and "state" not in url)
    ]
    tower.part("view-3d").click()
    tower.stand()
    assert [url for url in requests if url.endswith("/three.module.min.js")]
    for view in ("3d", "2d"):
        expect(tower.part("network")).to_have_count(1)
        expect(tower.part("network")).to_have_attribute("data-view", view)
        assert tower.digit == digit
        expect(tower.part("inspector")).to_have_attribute("data-unit", "pool1/3/5/7")
        expect(tower.page.get_by_label("Range of the colours")).to_have_value("network")
        tower.part("view-2d").click()


def test_pointer_finds_the_unit_that_it_is_on(tower: Tower) -> None:
    """Pointing at the place where a unit is seen explains that very unit; a click pins it, a click beside the tower lets go."""
    tower.rise(f"&camera={CAMERA}")
    units = [
        "input/0/16/16",
        "conv1/0/3/4",
        "relu1/5/20/11",
        "pool1/3/5/7",
        "conv2/9/4/5",
        "pool2/15/2/2",
        "fc1/77",
        "fc2/3",
        "fc3/4",
        "softmax/8",
    ]
    for unit, place in zip(units, tower.seen(*units), strict=True):
        tower.page.mouse.move(*place)
        expect(tower.part("inspector")).to_have_attribute("data-unit", unit)
    tower.page.mouse.click(*tower.seen("pool1/3/5/7")[0])
    tower.page.mouse.move(*tower.seen("fc1/77")[0])
    expect(tower.part("inspector")).to_have_attribute("data-unit", "pool1/3/5/7")


def test_keyboard_walks_and_the_camera_follows(tower: Tower) -> None:
    """Keys move from unit to unit as in the flat view; the camera stays while the unit is in sight and moves when it is not; H brings it home."""
    tower.rise()
    tower.key("ArrowRight", "PageUp")
    expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^conv1/"))
    assert "camera=" not in hash_of(tower.page)
    tower.key("2")
    tower.page.wait_for_function("() => location.hash.includes('camera=')")
    aside = hash_of(tower.page)
    tower.key(
        "5", "Home", "[", "[", "[", "[", "[", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp"
    )
    expect(tower.part("inspector")).to_have_attribute("data-unit", re.compile("^fc1/"))
    tower.page.wait_for_function("(aside) => location.hash !== aside", arg=aside)
    tower.key("h")
    tower.page.wait_for_function("() => !location.hash.includes('camera=')")


def test_link_brings_the_view_back(tower: Tower, open_page: OpenPage) -> None:
    """The address holds view, camera and heights, and opens the same picture again; nonsense in it is passed over."""
    tower.rise(f"&camera={CAMERA}&heights=1")
    tower.page.wait_for_timeout(500)
    assert f"camera={CAMERA}" in hash_of(tower.page)
    expect(tower.part("tower-heights")).to_have_attribute("aria-pressed", "true")
    other = Tower(open_page())
    other.rise("&camera=1,2,three")
    expect(other.part("network")).to_have_attribute("data-view", "3d")


def test_fingers_turn_shift_and_pin(open_page: OpenPage) -> None:
    """On a phone a tap pins, one finger turns, two fingers come closer; the page does not scroll meanwhile."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce")
    tower = Tower(page)
    tower.rise(f"&camera={CAMERA}")
    page.locator(".tower-stage").scroll_into_view_if_needed()
    scrolled = page.evaluate("scrollY")
    devtools = page.context.new_cdp_session(page)
    box = tower.part("network").bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.6)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        parameters = {
            "type": kind,
            "touchPoints": [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)],
        }
        devtools.send("Input.dispatchTouchEvent", parameters)

    touch("touchStart", middle)
    for step in range(1, 6):
        touch("touchMove", (middle[0] + 12 * step, middle[1]))
    touch("touchEnd")
    page.wait_for_function("(camera) => !location.hash.includes(camera)", arg=CAMERA)
    turned = hash_of(page)
    touch("touchStart", (middle[0] - 30, middle[1]), (middle[0] + 30, middle[1]))
    for step in range(1, 6):
        touch("touchMove", (middle[0] - 30 - 8 * step, middle[1]), (middle[0] + 30 + 8 * step, middle[1]))
    touch("touchEnd")
    # The link may still be told of the turn while the fingers already come closer.
    is_nearer = "(far) => Number(location.hash.match(/camera=([^&]*)/)?.[1].split(',')[2]) < far"
    page.wait_for_function(is_nearer, arg=distance_in(turned))
    assert page.evaluate("scrollY") == scrolled
    page.evaluate("(camera) => { location.hash = `#view=3d&camera=${camera}` }", CAMERA)
    page.wait_for_function("(camera) => location.hash.includes(camera)", arg=CAMERA)
    page.wait_for_timeout(500)
    page.touchscreen.tap(*tower.seen("conv2/9/4/5")[0])
    expect(tower.part("inspector")).to_have_attribute("data-unit", "conv2/9/4/5")


def test_words_change_while_the_tower_stands(tower: Tower) -> None:
    """German, chosen in 3D, changes every word in place, and the flat view is there afterwards."""
    tower.rise().part("language").select_option("de")
    expect(tower.part("clear")).to_have_attribute("aria-label", "Leeren")
    tower.stand().click("view-2d").shows("network", view="2d")
    expect(tower.page.locator(".layer-label")).to_have_count(13)
