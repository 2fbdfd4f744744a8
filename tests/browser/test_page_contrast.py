"""Forced colours, as Windows' contrast themes have them: what is on, chosen or measured is still seen; and the rows' groups are named."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

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
    """The switch has a knob, the answer a bar, and what is pressed a line around it, in the system's colours."""
    explorer = Explorer(open_page(forced_colors="active", color_scheme=theme, reduced_motion="reduce"))
    explorer.page.goto("/#sample=3")
    explorer.settle()
    screen = pixels_of(explorer.page.screenshot())
    for control in CONTROLS:
        box = explorer.page.locator(control).first.bounding_box()
        assert box
        left, top = int(box["x"]) - 3, int(box["y"]) - 3
        seen = screen[top : top + int(box["height"]) + 6, left : left + int(box["width"]) + 6]
        assert np.mean(np.abs(seen - seen[0, 0]).max(axis=2) > CLEAR) > 0.05, control


def test_rows_are_grouped_and_named(page: Page) -> None:
    """Left of the names of conv1 to pool2 stands "Feature extraction", of fc1 to softmax "Classifier", as long as all is seen."""
    explorer = Explorer(page).open()
    groups = page.locator(".group-label")
    expect(groups).to_have_text(["Feature extraction", "Classifier"])
    features, classifier = (group.bounding_box() for group in groups.all())
    names = {
        name: page.locator(f".layer-label[data-layer={name}] button").bounding_box()
        for name in ("conv1", "pool2", "fc1", "softmax")
    }
    assert features
    assert classifier
    for group, rows in ((features, ("conv1", "pool2")), (classifier, ("fc1", "softmax"))):
        for row in rows:
            name = names[row]
            assert name
            assert group["x"] + group["width"] <= name["x"]
            assert group["y"] <= name["y"] + name["height"] <= group["y"] + group["height"]
    explorer.part("network").focus()
    page.keyboard.press("+")
    expect(groups.first).to_be_hidden()
