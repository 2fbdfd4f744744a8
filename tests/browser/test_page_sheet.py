"""On a phone the explanation is a sheet, above which stays in sight what it explains."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.explorer import PHONE, Explorer
from tests.conftest import OpenPage


def phone(width: int = 390, height: int = 844) -> dict[str, Any]:
    """A window of a phone, where nothing glides."""
    size = {"width": width, "height": height}
    return {**PHONE, "device_scale_factor": 1, "viewport": size, "reduced_motion": "reduce"}


# The least room that the unit's square has below the header and above the sheet, once nothing moves, in CSS
# pixels.
ROOM = """
    await frames(3);
    const {stage, inScene, inStage} = await sceneNow();
    const {y, height} = inStage(inScene(argument));
    const [header, sheet] = [".bar", ".inspector"].map((one) => document.querySelector(
        one).getBoundingClientRect());
    return Math.min(stage.top + y - header.bottom, sheet.top - stage.top - y - height);
"""


def late_digits(explorer: Explorer) -> Callable[[], None]:
    """Keep the sample digits back; what is returned lets them come, which pushes the layers down."""
    late: list[Route] = []

    def keep(route: Route) -> None:
        late.append(route)

    def let() -> None:
        late[0].continue_()
        expect(explorer.part("sample-9")).to_be_visible()
        explorer.settle().page.unroute("**/api/v1/samples")

    explorer.page.route("**/api/v1/samples", keep)
    return let


@pytest.mark.parametrize(
    ("width", "height", "units"),
    [
        (390, 844, "conv1/5/27/27 relu2/15/9/9 softmax/9"),
        pytest.param(360, 640, "fc1/119 softmax/9", marks=pytest.mark.layout),
        (844, 390, "pool1/3/5/7 fc3/4"),
    ],
    ids=["phone", "small", "landscape"],
)
def test_a_links_unit_is_above_the_sheet(open_page: OpenPage, width: int, height: int, units: str) -> None:
    """A linked unit of any layer opens below the header and above the sheet."""
    explorer = Explorer(open_page(**phone(width, height)))
    for unit in units.split():
        explorer.page.goto("about:blank")
        let_digits_come = late_digits(explorer)
        explorer.page.goto(f"/#sample=5&unit={unit}")
        explorer.shows("inspector", unit=unit)
        let_digits_come()
        assert explorer.run(ROOM, unit) >= 0, unit


def test_a_finger_that_scrolls_is_not_fought(open_page: OpenPage) -> None:
    """Once a hand has moved the page, what comes later moves it no more."""
    explorer = Explorer(open_page(**phone()))
    let_digits_come = late_digits(explorer)
    explorer.page.goto("/#sample=5&unit=pool2/15/4/4")
    explorer.shows("inspector", unit="pool2/15/4/4").page.mouse.move(200, 200)
    explorer.page.mouse.wheel(0, -3000)
    explorer.page.wait_for_function("() => scrollY === 0")
    let_digits_come()
    assert explorer.run("return scrollY;") == 0


@pytest.mark.layout
def test_a_tap_low_on_the_screen_and_a_turn_keep_the_unit_in_sight(open_page: OpenPage) -> None:
    """A unit tapped where the sheet opens moves above it, also after turning the phone."""
    explorer = Explorer(open_page(**phone())).open()
    explorer.page.mouse.wheel(0, 500)
    explorer.page.wait_for_function("() => scrollY === 500")
    units = ["conv1/5/27/27", "pool1/3/5/7", "relu2/15/9/9", "fc1/119", "fc3/4"]
    places = dict(zip(units, explorer.places(units), strict=True))
    low = next(unit for unit, (_, y) in places.items() if 560 < y < 840)
    explorer.page.touchscreen.tap(*places[low])
    assert explorer.shows("inspector", unit=low).run(ROOM, low) >= 0
    for width, height in [(844, 390), (390, 844)]:
        explorer.page.set_viewport_size({"width": width, "height": height})
        assert explorer.run(ROOM, low) >= 0


def in_sight(page: Page, selector: str) -> None:
    """Wait until a part begins in the upper two thirds of the window, below the header."""
    begins = """(selector) => {
        const [header, part] = [".bar", selector].map((one) =>
            document.querySelector(one)?.getBoundingClientRect());
        return part?.height > 0 && part.top >= header.bottom - 1 && part.top < 0.67 * innerHeight;
    }"""
    page.wait_for_function(begins, arg=selector)


@pytest.mark.parametrize(
    ("link", "selector"),
    [
        ("why=gradient", "#why"),
        ("unit=conv1/0/5/5&looks=1", "#features"),
        ("train=1", ".training-strip"),
        ("view=lab", "#lab"),
        ("lesson=edges", "#lab"),
    ],
)
def test_a_link_scrolls_to_what_it_is_about(open_page: OpenPage, link: str, selector: str) -> None:
    """On a phone the part that a link opens is in sight."""
    page = open_page(**phone())
    page.goto(f"/#sample=61&{link}")
    in_sight(page, selector)


def test_an_opened_part_is_scrolled_into_sight(open_page: OpenPage) -> None:
    """On a phone "Why?" and "Train" are in sight once they are tapped."""
    explorer = Explorer(open_page(**phone())).open("sample=61")
    explorer.part("inspector-why").tap()
    in_sight(explorer.page, "#why")
    explorer.part("view-train").tap()
    in_sight(explorer.page, ".training-strip")
