"""Looking closer at the flat picture, and folding what one does not need."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.browser.scripts import NOTED


def unit_at(explorer: Explorer, x: float, y: float) -> str:
    """The unit that the panel explains when the pointer is at a point of the window."""
    explorer.page.mouse.move(0, 0)
    explorer.shows("inspector", unit="").page.mouse.move(x, y)
    return explorer.shows("inspector", unit=re.compile(".")).data("inspector", "unit")


def look_closer(explorer: Explorer, x: float, y: float) -> Explorer:
    """Turn the wheel over a point of the window."""
    explorer.page.mouse.move(x, y)
    for _ in range(8):
        explorer.page.mouse.wheel(0, -100)
    return expect_zoomed(explorer)


def expect_zoomed(explorer: Explorer, *, zoomed: bool = True) -> Explorer:
    """Wait until the picture is looked at closely, or is shown whole."""
    expected = expect(explorer.part("network"))
    (expected.to_contain_class if zoomed else expected.not_to_contain_class)("is-zoomed")
    return explorer


def test_the_wheel_looks_closer_at_what_is_under_the_pointer(explorer: Explorer) -> None:
    """The wheel enlarges around the pointed unit, until cells have numbers; a double click ends it."""
    explorer.page.add_init_script(NOTED)
    [(x, y)] = explorer.open().places(["pool1/3/5/7"])
    assert unit_at(explorer, x, y) == "pool1/3/5/7"
    noted = "noted.map(([words]) => words).filter((words) => /^\\D?\\d+\\.\\d+$/.test(words))"
    before = explorer.run(f"return {noted};")
    look_closer(explorer, x, y)
    assert unit_at(explorer, x, y) == "pool1/3/5/7"
    assert unit_at(explorer, x + 9, y) == "pool1/3/5/7", "a cell is wider than it was"
    look_closer(explorer, x, y)
    explorer.page.wait_for_function(f"(before) => {noted}.some((one) => !before.includes(one))", arg=before)
    explorer.page.mouse.dblclick(x, y)
    assert unit_at(expect_zoomed(explorer, zoomed=False), x + 9, y) != "pool1/3/5/7"


# A rectangle's part of the view beside the names, and whether all of it is seen.
FILLED = """
    const {scene, room, inScene, inStage} = await sceneNow();
    const {x, y, width, height} = inStage(argument.map ? scene.boxesOf.get("pool1")[3] : inScene(
        argument.unit));
    const left = document.querySelector(".label-gutter").offsetWidth;
    return {filled: Math.max(width / (room.width - left), height / room.height),
        inside: x >= left && y >= 0 && x + width <= room.width && y + height <= room.height};
"""


@pytest.mark.parametrize("how", ["double click", "Z"])
def test_a_map_fills_the_view_and_escape_goes_back(explorer: Explorer, how: str) -> None:
    """A double click on a map, or Z, fills the view with it; Escape shows all and keeps the pinned unit."""
    place = explorer.open().places(["pool1/3/5/7"])[0]
    explorer.page.mouse.click(*place)
    network = explorer.shows("inspector", unit="pool1/3/5/7").part("network")
    if how == "Z":
        network.press("z")
    else:
        explorer.page.mouse.dblclick(*place)
    expect_zoomed(explorer).page.wait_for_url("**/*zoom=*")
    seen = explorer.run(FILLED, {"map": True})
    assert seen["inside"]
    assert seen["filled"] > 0.9
    network.press("Escape")
    expect_zoomed(explorer, zoomed=False).shows("inspector", unit="pool1/3/5/7")


def test_keys_and_buttons_look_closer_and_show_all(explorer: Explorer) -> None:
    """Plus enlarges; zero, or the button, shows the whole network."""
    network = explorer.open().part("network")
    network.press("+")
    network.press("+")
    expect_zoomed(explorer)
    network.press("0")
    expect_zoomed(explorer, zoomed=False)
    network.press("+")
    expect_zoomed(explorer).click("tools-fit")
    expect_zoomed(explorer, zoomed=False)


def test_dragging_moves_the_enlarged_picture_and_pins_nothing(explorer: Explorer) -> None:
    """A drag moves what is looked at: another unit lies under the same point, and none is pinned."""
    [(x, y)] = explorer.open().places(["conv1/2/14/14"])
    before = unit_at(look_closer(explorer, x, y), x, y)
    explorer.drag((x, y), (x + 90, y + 40), steps=4)
    assert unit_at(explorer, x, y) != before
    explorer.page.mouse.move(0, 0)
    explorer.shows("inspector", unit="")


def test_rows_are_folded_or_merged(explorer: Explorer) -> None:
    """A click on a name folds or opens its row, in the link too; merged, 13 names become 9."""
    page = explorer.open().page
    name, names = page.locator("[data-layer=fc1] button"), page.locator(".layer-label")
    for expanded in ("false", "true"):
        name.click()
        expect(name).to_have_attribute("aria-expanded", expanded)
        page.wait_for_url(re.compile("folded=fc1" if expanded == "false" else r"^(?!.*folded)"))
    expect(names).to_have_count(13)
    explorer.click("tools-merge")
    expect(names).to_have_count(9)
    expect(page.locator("[data-layer=relu1]")).to_have_count(1)
    expect(page.locator("[data-layer=conv1]")).to_have_count(0)


# Whether every name and shape lies in the network's own part of the window; and the colour beside folded
# rows.
FOLDED = """
    const {scene, stage, inStage} = await sceneNow();
    const marked = ["conv2", "relu1"].map((name) => {
        const {x, y, height} = inStage(scene.rows.find(({layer}) => layer === name));
        return pixelsOf(overlay, Math.round(x) - 3, Math.round(y + height / 2), 4, 1).some((value) =>
            value > 0);
    });
    const clipped = [...document.querySelectorAll(".layer-label *")].filter((one) => {
        const {left, right} = one.getBoundingClientRect();
        return left < stage.left - 8 || right > stage.right + 8;
    }).map((one) => one.textContent);
    return {marked, clipped};
"""


def test_a_folded_row_is_named_whole_and_marked_for_its_pinned_unit(explorer: Explorer) -> None:
    """Names of folded rows are not cut, and only the row of the pinned unit is framed."""
    explorer.open("folded=conv2,relu1&unit=conv2/3/4/5")
    assert explorer.run(FOLDED) == {"marked": [True, False], "clipped": []}


def test_the_view_goes_along_with_keys_and_terms(explorer: Explorer) -> None:
    """The unit that a key or a term leads to comes into view; a link's own view is left as it is."""
    explorer.open("sample=5&zoom=9,420,448&unit=pool1/1/5/5")
    assert not explorer.run(FILLED, {"unit": "pool1/1/5/5"})["inside"]
    explorer.part("network").focus()
    for key in ("ArrowRight", "]", "PageUp", "PageUp", "End", "term"):
        before = explorer.data("inspector", "unit")
        if key == "term":
            explorer.part("inspector").locator(".is-term:visible").first.click()
        else:
            explorer.press(key)
        unit = explorer.shows("inspector", unit=re.compile(f"^(?!{before}$)")).data("inspector", "unit")
        until = f"const now = async () => {{ {FILLED} }}; await until(async () => (await now()).inside);"
        explorer.run(until, {"unit": unit})
