"""With forced colours, what is on, chosen or measured is still seen; rows are in named groups."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.browser.towers import pixels_of
from tests.conftest import OpenPage

CLEAR = 64
"""So far apart (of 255) two colours are that one tells from the other."""

CONTROLS = [
    ".switch",
    ".probabilities .bar-fill >> nth=0",
    "[data-testid=view-2d]",
    ".pad-tools [aria-pressed=true]",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_controls_are_seen_with_forced_colours(open_page: OpenPage, theme: str) -> None:
    """In forced colours switches have a knob, answers a bar, pressed buttons an outline."""
    page = open_page(forced_colors="active", color_scheme=theme, reduced_motion="reduce")
    explorer = Explorer(page).open("sample=3")
    screen = pixels_of(page.screenshot())
    for control in CONTROLS:
        box = explorer.box(page.locator(control).first)
        left, top = int(box["x"]) - 3, int(box["y"]) - 3
        seen = screen[top : top + int(box["height"]) + 6, left : left + int(box["width"]) + 6]
        assert np.mean(np.abs(seen - seen[0, 0]).max(axis=2) > CLEAR) > 0.05, control


GROUPS = {"Feature extraction": ("conv1", "pool2"), "Classifier": ("fc1", "softmax")}


def test_rows_are_grouped_and_named(explorer: Explorer) -> None:
    """Left of the names stands the group's name, as long as all of it is seen."""
    labels = explorer.open().page.locator(".group-label")
    expect(labels).to_have_text(list(GROUPS))
    for group, rows in zip(labels.all(), GROUPS.values(), strict=True):
        box = explorer.box(group)
        for row in rows:
            name = explorer.box(f".layer-label[data-layer={row}] button")
            assert box["x"] + box["width"] <= name["x"]
            assert box["y"] <= name["y"] + name["height"] <= box["y"] + box["height"]
    explorer.part("network").press("+")
    expect(labels.first).to_be_hidden()
