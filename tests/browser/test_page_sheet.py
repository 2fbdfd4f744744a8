"""On a phone the explanation is a sheet over the lower part of the window: what it explains stays in sight above it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.explorer import Explorer
from tests.conftest import OpenPage


def phone(width: int, height: int) -> dict[str, Any]:
    """A window of a phone, where nothing glides."""
    return {
        "viewport": {"width": width, "height": height},
        "has_touch": True,
        "is_mobile": True,
        "reduced_motion": "reduce",
    }


UNITS = ["conv1/5/27/27", "pool1/3/5/7", "relu2/15/9/9", "fc1/119", "fc3/4", "softmax/9"]

# How far the unit's square lies below the header and above the sheet, in CSS pixels.
ROOM = """
    const [{y, height}] = argument;
    return {above: y - document.querySelector(".bar").getBoundingClientRect().bottom,
        below: document.querySelector(".inspector").getBoundingClientRect().top - y - height};
"""


def late_digits(explorer: Explorer) -> Callable[[], None]:
    """Keep the sample digits back; what is returned lets them come, which pushes the layers down."""
    late: list[Route] = []

    def keep(route: Route) -> None:
        late.append(route)

    def let() -> None:
        late[0].continue_()
        expect(explorer.part("sample-9")).to_be_visible()
        explorer.settle()

    explorer.page.route("**/api/v1/samples", keep)
    return let


def rooms(explorer: Explorer, unit: str) -> tuple[float, float]:
    """The room above a pinned unit and below it, once nothing moves any more."""
    expect(explorer.part("inspector")).to_have_attribute("data-unit", unit)
    explorer.run("for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(done));")
    room = explorer.run(ROOM, explorer.rects([unit]))
    return room["above"], room["below"]


@pytest.mark.parametrize(
    ("width", "height", "units"),
    [
        (390, 844, UNITS),
        pytest.param(360, 640, UNITS[::2], marks=pytest.mark.layout),
        (844, 390, UNITS[1::2]),
    ],
    ids=["phone", "small", "landscape"],
)
def test_a_links_unit_is_above_the_sheet(
    open_page: OpenPage, width: int, height: int, units: list[str]
) -> None:
    """A link to a unit of any layer opens with it below the header and above the sheet, though the digits above it come later."""
    hidden = []
    explorer = Explorer(open_page(**phone(width, height)))
    for unit in units:
        explorer.page.goto("about:blank")
        let_digits_come = late_digits(explorer)
        explorer.page.goto(f"/#sample=5&unit={unit}")
        expect(explorer.part("inspector")).to_have_attribute("data-unit", unit)
        let_digits_come()
        if min(rooms(explorer, unit)) < 0:
            hidden.append(unit)
        explorer.page.unroute("**/api/v1/samples")
    assert hidden == []


def test_a_finger_that_scrolls_is_not_fought(open_page: OpenPage) -> None:
    """Once a hand has moved the page, what comes later moves it no more."""
    explorer = Explorer(open_page(**phone(390, 844)))
    let_digits_come = late_digits(explorer)
    explorer.page.goto("/#sample=5&unit=pool2/15/4/4")
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "pool2/15/4/4")
    explorer.page.mouse.move(200, 200)
    explorer.page.mouse.wheel(0, -3000)
    explorer.page.wait_for_function("() => scrollY === 0")
    let_digits_come()
    assert explorer.run("return scrollY;") == 0


@pytest.mark.layout
def test_a_tap_low_on_the_screen_and_a_turn_keep_the_unit_in_sight(open_page: OpenPage) -> None:
    """A unit that is tapped where the sheet will be comes above it, and stays there when the phone is turned and turned back."""
    explorer = Explorer(open_page(**phone(390, 844))).open()
    explorer.page.mouse.wheel(0, 500)
    explorer.page.wait_for_function("() => scrollY === 500")
    low = [unit for unit, (_, y) in zip(UNITS, explorer.places(UNITS), strict=True) if 560 < y < 840]
    assert low
    explorer.page.touchscreen.tap(*explorer.places([low[0]])[0])
    assert min(rooms(explorer, low[0])) >= 0
    for width, height in [(844, 390), (390, 844)]:
        explorer.page.set_viewport_size({"width": width, "height": height})
        assert min(rooms(explorer, low[0])) >= 0
