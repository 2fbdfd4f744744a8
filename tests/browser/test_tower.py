"""The network in 3D, in the page: one more view of the same drawing, unit and link, its tour and its file."""

import io
import re

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.explorer import SEVEN
from tests.browser.tower_explorer import CAMERA, Tower
from tests.browser.towers import difference, pixels_of
from tests.conftest import OpenPage

UNITS = (
    "input/0/16/16 conv1/0/3/4 relu1/5/20/11 pool1/3/5/7 conv2/9/4/5 pool2/15/2/2 fc1/77 fc2/3 fc3/4 "
    "softmax/8"
)
HOME = "^(?!.*camera=)"
"""A link without a camera."""


def test_switch_keeps_everything(page: Page) -> None:
    """To 3D, to German and back: drawing, answer, pinned unit and range stay; 3D is fetched when chosen."""
    tower = Tower(page)
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


def test_camera_stays_within_its_limits(tower: Tower) -> None:
    """However often a key pushes it, the camera stays over the floor and near the tower."""
    tower.rise()
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


def test_a_floors_name_folds_it_and_opens_it(tower: Tower) -> None:
    """Click, Enter and Space fold and open a name's floor, in link and flat view too, and pin nothing."""
    tower.rise("&sample=5")
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


def test_the_tour_is_in_step_with_the_picture(tower: Tower) -> None:
    """Each step lights a unit of the layer it tells of, in the drawing's own numbers, to "Done"."""
    words = tower.rise().click("tower-tour").part("tour-words")
    place = tower.page.get_by_label("Place in the tour")
    expect(words).to_contain_text(re.compile("input.*1,024 numbers", re.DOTALL))
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


def test_tour_puts_back_what_was_seen_before(tower: Tower) -> None:
    """Closing the tour restores the pinned unit, its explanation and the camera, each time."""
    tower.rise(f"&camera={CAMERA}&unit=pool1/3/5/7")
    for _ in range(2):
        tower.click("tower-tour").shows("inspector", unit=re.compile("^input/"))
        tower.page.wait_for_url(lambda url: "unit=" not in url)
        tower.press("Escape").shows("inspector", unit="pool1/3/5/7")
        tower.linked(rf"(?=.*unit=pool1/3/5/7)(?=.*camera={re.escape(CAMERA)}(&|$))")


SCALE = 2
INK = 120
"""Darker than that is a letter of the light theme's words."""


def test_what_is_seen_in_3d_is_taken_along(open_page: OpenPage) -> None:
    """The PNG is the stage at twice its resolution, with the answer and the pinned number below."""
    tower = Tower(open_page(reduced_motion="reduce", device_scale_factor=SCALE, color_scheme="light"))
    expect(tower.open().click("export").part("take-png")).to_be_visible()
    expect(tower.part("take-tower-png")).to_be_hidden()
    tower.click("export-close").page.goto("about:blank")
    tower.rise(f"&sample=61&unit=conv2/2/5/2&camera={CAMERA}&theme=light")
    stage, foot = tower.box(".tower-stage"), tower.box(".tower-foot")
    height = stage["height"] - foot["height"]
    clip = {"x": stage["x"], "y": stage["y"], "width": stage["width"], "height": height}
    before = tower.page.screenshot(clip=clip)  # type: ignore[arg-type]  # a TypedDict
    name, png = tower.click("export").downloaded("take-tower-png")
    tower.click("export-close")
    assert (name, Image.open(io.BytesIO(png)).format) == ("lenet-3d.png", "PNG")
    picture, seen = pixels_of(png), pixels_of(before)
    assert picture.shape[1] == SCALE * stage["width"]
    assert picture.shape[0] > SCALE * (height + 24)
    assert np.ptp(seen) > INK
    assert difference(picture[: seen.shape[0]], seen) < 0.01
    below = picture[int(SCALE * height) + SCALE :]
    assert (below.max(axis=2) < INK).sum() > 500
    after = pixels_of(tower.page.screenshot(clip=clip))  # type: ignore[arg-type]  # a TypedDict
    assert difference(after, seen) == 0
