"""The tower as a file: what is seen in 3D, with its words, as large as the flat picture's file."""

import io
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from tests.browser.tower_explorer import CAMERA, Tower
from tests.browser.towers import difference, pixels_of
from tests.conftest import OpenPage

SCALE = 2
INK = 120
"""Darker than that is a letter of the light theme's words."""


def taken(tower: Tower) -> bytes:
    """The file that the dialog's button for the tower gives."""
    tower.part("export").click()
    with tower.page.expect_download() as download:
        tower.part("take-tower-png").click()
    assert download.value.suggested_filename == "lenet-3d.png"
    tower.part("export-close").click()
    return Path(download.value.path()).read_bytes()


def test_what_is_seen_in_3d_is_taken_along(open_page: OpenPage) -> None:
    """The PNG is the stage down to its buttons, twice as fine, blocks, lines and words alike, with the answer and the pinned number below."""
    tower = Tower(open_page(reduced_motion="reduce", device_scale_factor=SCALE, color_scheme="light"))
    tower.rise(f"&sample=61&unit=conv2/2/5/2&camera={CAMERA}&theme=light").explained("conv2/2/5/2")
    picture = pixels_of(taken(tower))
    stage, foot = (tower.page.locator(part).bounding_box() for part in (".tower-stage", ".tower-foot"))
    assert stage
    assert foot
    height = stage["height"] - foot["height"]
    assert picture.shape[1] == SCALE * stage["width"]
    assert picture.shape[0] > SCALE * (height + 24)
    seen = pixels_of(
        tower.page.screenshot(
            clip={"x": stage["x"], "y": stage["y"], "width": stage["width"], "height": height}
        )
    )
    assert np.ptp(seen) > INK
    assert difference(picture[: seen.shape[0]], seen) < 0.01
    below = picture[int(SCALE * height) + SCALE :]
    assert (below.max(axis=2) < INK).sum() > 500


def test_the_button_is_there_while_a_tower_is(open_page: OpenPage) -> None:
    """Flat, there is nothing of 3D to take; in 3D both pictures are there, and taking one leaves the screen as it was."""
    tower = Tower(open_page(reduced_motion="reduce"))
    tower.open().part("export").click()
    expect(tower.part("take-png")).to_be_visible()
    expect(tower.part("take-tower-png")).to_be_hidden()
    tower.part("export-close").click()
    tower.rise("&sample=3")
    stage = tower.part("network")
    before = stage.screenshot()
    with Image.open(io.BytesIO(taken(tower))) as picture:
        assert picture.format == "PNG"
    assert difference(pixels_of(stage.screenshot()), pixels_of(before)) == 0
