"""The tower as a file: what is seen in 3D, with its words, as large as the flat picture's file."""

import io

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from tests.browser.tower_explorer import CAMERA, Tower
from tests.browser.towers import difference, pixels_of
from tests.conftest import OpenPage

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
