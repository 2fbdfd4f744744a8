"""The lab as a person uses it: open it, point at its output, read every number of it."""

import re
from typing import Any

import numpy as np
from playwright.sync_api import Page, expect

from app.lenet import operations
from tests.browser.explorer import Explorer

ARTICLE = np.array(
    [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]], np.float32
)
CROSS = "1,0,1,0,1,0,1,0,1"
EDGE = "-1,0,1,-2,0,2,-1,0,1"

Floats = np.ndarray[Any, np.dtype[np.float32]]


def lab(page: Page, setting: str = "", more: str = "") -> Explorer:
    """Open the lab with a setting of the link, and wait for its output."""
    explorer = Explorer(page)
    page.goto(f"/#view=lab{more}" + (f"&lab={setting}" if setting else ""))
    expect(explorer.part("lab-output")).to_have_attribute("data-value", re.compile("."))
    return explorer


def output(explorer: Explorer) -> Floats:
    """The shown map, read cell by cell with the arrow keys, as somebody does who sees nothing."""
    field = explorer.part("lab-output")
    side = int(field.get_attribute("data-side") or 0)
    field.focus()
    for _ in range(side):
        explorer.page.keyboard.press("ArrowUp")
        explorer.page.keyboard.press("ArrowLeft")
    values = np.zeros((side, side), np.float32)
    for row in range(side):
        explorer.page.keyboard.press("Home")
        for column in range(side):
            expect(field).to_have_attribute("data-row", str(row))
            expect(field).to_have_attribute("data-column", str(column))
            values[row, column] = np.float32(field.get_attribute("data-value"))
            explorer.page.keyboard.press("ArrowRight")
        explorer.page.keyboard.press("ArrowDown")
    return values


def point(explorer: Explorer, row: int, column: int) -> np.float32:
    """The value of a cell of the output that the mouse is on."""
    field = explorer.part("lab-output")
    side = int(field.get_attribute("data-side") or 1)
    box = field.bounding_box()
    assert box
    explorer.page.mouse.move(
        box["x"] + (column + 0.5) * box["width"] / side, box["y"] + (row + 0.5) * box["height"] / side
    )
    expect(field).to_have_attribute("data-row", str(row))
    expect(field).to_have_attribute("data-column", str(column))
    return np.float32(field.get_attribute("data-value"))


def convolved(maps: Floats, kernel: Floats, stride: int = 1, padding: int = 0, bias: float = 0.0) -> Floats:
    """What NumPy makes of maps (maps, rows, columns) and one kernel of the same number of maps."""
    result: Floats = np.asarray(
        operations.conv2d(maps[None], kernel[None], np.array([bias], np.float32), stride, padding)[0]
    )
    return result
