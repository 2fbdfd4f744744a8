"""Looking closer at the flat picture, and folding what one does not need."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer
from tests.browser.modules import LOAD

# The colour of the canvas's own pixels around a point of the window: how many differ from the one before.
SHARPNESS = """
    const canvas = document.querySelector("[data-testid=network] canvas");
    const {left, top} = canvas.getBoundingClientRect();
    const [x, y] = argument;
    const line = canvas.getContext("2d").getImageData(x - left, y - top, 40, 1).data;
    return new Set(Array.from({length: 40}, (_, i) => line.slice(4 * i, 4 * i + 3).join())).size;
"""


def unit_at(explorer: Explorer, x: float, y: float) -> str:
    """The unit that the panel explains when the pointer is at a point of the window."""
    explorer.page.mouse.move(0, 0)
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")
    explorer.page.mouse.move(x, y)
    expect(explorer.part("inspector")).not_to_have_attribute("data-unit", "")
    return explorer.part("inspector").get_attribute("data-unit") or ""


def test_the_wheel_looks_closer_at_what_is_under_the_pointer(page: Page) -> None:
    """Turning the wheel enlarges the picture and leaves the pointed unit under the pointer; a double click shows all again."""
    explorer = Explorer(page).open()
    x, y = explorer.places(["pool1/3/5/7"])[0]
    assert unit_at(explorer, x, y) == "pool1/3/5/7"
    for _ in range(8):
        page.mouse.wheel(0, -100)
    expect(explorer.part("network")).to_have_class("network-stage is-zoomed")
    assert unit_at(explorer, x, y) == "pool1/3/5/7"
    assert unit_at(explorer, x + 9, y) == "pool1/3/5/7", "a cell is wider than it was"
    page.mouse.dblclick(x, y)
    expect(explorer.part("network")).to_have_class("network-stage")
    assert unit_at(explorer, x + 9, y) != "pool1/3/5/7"


def test_numbers_are_written_into_cells_that_can_hold_them(page: Page) -> None:
    """A cell of one colour shows its number once it is large enough, and not before."""
    explorer = Explorer(page).open()
    x, y = explorer.places(["pool1/0/0/0"])[0]
    for _ in range(12):
        page.mouse.move(x, y)
        page.mouse.wheel(0, -100)
    expect(explorer.part("network")).to_have_class("network-stage is-zoomed")
    page.wait_for_function(
        f"(async (argument) => {{ {SHARPNESS.replace('return', 'return 3 <')} }})([{x - 20}, {y}])",
        timeout=20_000,
    )
    page.keyboard.press("Escape")
    page.get_by_test_id("tools-fit").click()
    expect(explorer.part("network")).to_have_class("network-stage")


# A map's part of the view beside the names, and whether all of it is seen.
FILLED = """
    const {layoutScene} = await load("model/layout.js");
    const {fit, cssRect} = await load("views/network/viewport.js");
    const {zoomed} = await load("views/network/zoom.js");
    const {layers} = await (await fetch("/api/v1/models/lenet")).json();
    const stage = document.querySelector("[data-testid=network]").getBoundingClientRect();
    const [factor, sceneX, sceneY] = new URLSearchParams(location.hash.slice(1)).get("zoom").split(",").map(Number);
    const room = {width: Math.floor(stage.width), height: Math.floor(stage.height)};
    const scene = layoutScene(layers);
    const viewport = zoomed(fit(scene, room, devicePixelRatio), {factor, sceneX, sceneY}, room);
    const {x, y, width, height} = cssRect(viewport, scene.boxesOf.get("pool1")[3]);
    const left = document.querySelector(".label-gutter").offsetWidth;
    return {filled: Math.max(width / (room.width - left), height / room.height), inside: x >= left && y >= 0 && x + width <= room.width && y + height <= room.height};
"""


@pytest.mark.parametrize("how", ["double click", "Z"])
def test_a_map_fills_the_view_and_escape_goes_back(page: Page, how: str) -> None:
    """A double click on a map, or Z, fills the view beside the names with it; Escape shows all again and leaves the pinned unit."""
    explorer = Explorer(page).open()
    place = explorer.places(["pool1/3/5/7"])[0]
    page.mouse.click(*place)
    if how == "Z":
        explorer.part("network").focus()
        page.keyboard.press("z")
    else:
        page.mouse.dblclick(*place)
    expect(explorer.part("network")).to_have_class(re.compile("is-zoomed"))
    page.wait_for_url("**/*zoom=*")
    seen = explorer.run(FILLED)
    assert seen["inside"]
    assert seen["filled"] > 0.9
    explorer.part("network").focus()
    page.keyboard.press("Escape")
    expect(explorer.part("network")).not_to_have_class(re.compile("is-zoomed"))
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "pool1/3/5/7")


@pytest.mark.parametrize(("key", "zoomed"), [("+", True), ("0", False)])
def test_keys_look_closer_and_show_all(page: Page, key: str, zoomed: bool) -> None:
    """Plus enlarges, and zero shows the whole network."""
    explorer = Explorer(page).open()
    explorer.part("network").focus()
    page.keyboard.press("+")
    page.keyboard.press(key)
    expect(explorer.part("network")).to_have_class("network-stage is-zoomed" if zoomed else "network-stage")


def test_dragging_moves_the_enlarged_picture_and_pins_nothing(page: Page) -> None:
    """A drag moves what is looked at: another unit lies under the same point, and none is pinned."""
    explorer = Explorer(page).open()
    x, y = explorer.places(["conv1/2/14/14"])[0]
    page.mouse.move(x, y)
    for _ in range(8):
        page.mouse.wheel(0, -100)
    before = unit_at(explorer, x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y + 40, steps=4)
    page.mouse.up()
    assert unit_at(explorer, x, y) != before
    page.mouse.move(0, 0)
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")


def test_a_layers_name_folds_and_opens_it(page: Page) -> None:
    """A click on a name folds the row to a line, the link says so, and a second click opens it again."""
    Explorer(page).open()
    name = page.locator("[data-layer=fc1] button")
    expect(name).to_have_attribute("aria-expanded", "true")
    name.click()
    expect(name).to_have_attribute("aria-expanded", "false")
    page.wait_for_url("**/*folded=fc1*")
    name.click()
    expect(name).to_have_attribute("aria-expanded", "true")


# Whether every name and shape lies in the network's own part of the window, as wide as it is written; and the colour beside folded rows.
FOLDED = """
    const {layoutScene} = await load("model/layout.js");
    const {fit, cssRect} = await load("views/network/viewport.js");
    const {layers} = await (await fetch("/api/v1/models/lenet")).json();
    const stage = document.querySelector("[data-testid=network]").getBoundingClientRect();
    const scene = layoutScene(layers, {folded: ["conv2", "relu1"]});
    const viewport = fit(scene, {width: Math.floor(stage.width), height: Math.floor(stage.height)}, devicePixelRatio);
    const overlay = document.querySelectorAll("[data-testid=network] canvas")[1];
    const marked = ["conv2", "relu1"].map((name) => {
        const {x, y, width, height} = cssRect(viewport, scene.rows.find(({layer}) => layer === name));
        const copy = new OffscreenCanvas(4, 1).getContext("2d", {willReadFrequently: true});
        copy.drawImage(overlay, 3 - Math.round(x), -Math.round(y + height / 2));
        return copy.getImageData(0, 0, 4, 1).data.some((value) => value > 0);
    });
    const clipped = [...document.querySelectorAll(".layer-label *")].filter((one) => {
        const {left, right} = one.getBoundingClientRect();
        return left < stage.left - 8 || right > stage.right + 8;
    }).map((one) => one.textContent);
    return {marked, clipped};
"""


def test_a_folded_row_is_named_whole_and_marked_for_its_pinned_unit(page: Page) -> None:
    """The names of folded rows are not cut, and the row that the pinned unit lies in is framed, the other is not."""
    explorer = Explorer(page)
    page.goto("/#folded=conv2,relu1&unit=conv2/3/4/5")
    explorer.settle().explained("conv2/3/4/5")
    assert explorer.run(FOLDED) == {"marked": [True, False], "clipped": []}


def test_relu_stages_can_share_the_row_of_what_they_follow(page: Page) -> None:
    """Merged, thirteen names become nine, and the row of conv1 shows relu1."""
    Explorer(page).open()
    names = page.locator(".layer-label")
    expect(names).to_have_count(13)
    page.get_by_test_id("tools-merge").click()
    expect(names).to_have_count(9)
    expect(page.locator("[data-layer=relu1]")).to_have_count(1)
    expect(page.locator("[data-layer=conv1]")).to_have_count(0)


# Whether the unit that is explained lies in the view, beside the names.
IN_VIEW = """
    const {layoutScene} = await load("model/layout.js");
    const {rectOf} = await load("model/places.js");
    const {parseUnit} = await load("model/layers.js");
    const {fit, cssRect} = await load("views/network/viewport.js");
    const {zoomed} = await load("views/network/zoom.js");
    const {layers} = await (await fetch("/api/v1/models/lenet")).json();
    const stage = document.querySelector("[data-testid=network]").getBoundingClientRect();
    const [factor, sceneX, sceneY] = new URLSearchParams(location.hash.slice(1)).get("zoom").split(",").map(Number);
    const room = {width: Math.floor(stage.width), height: Math.floor(stage.height)};
    const scene = layoutScene(layers);
    const viewport = zoomed(fit(scene, room, devicePixelRatio), {factor, sceneX, sceneY}, room);
    const {x, y, width, height} = cssRect(viewport, rectOf(scene, parseUnit(layers, argument)));
    return x >= document.querySelector(".label-gutter").offsetWidth && y >= 0 && x + width <= room.width && y + height <= room.height;
"""


def test_the_view_goes_along_with_keys_and_terms(page: Page) -> None:
    """Looked at closely, the unit that a key, or a term of the explanation, leads to comes into view; a link's own view is left as it is."""
    explorer = Explorer(page)
    page.goto("/#sample=5&zoom=9,420,448&unit=pool1/1/5/5")
    explorer.settle().explained("pool1/1/5/5")
    assert not explorer.run(IN_VIEW, "pool1/1/5/5")
    explorer.part("network").focus()
    panel = explorer.part("inspector")
    for key in ("ArrowRight", "]", "PageUp", "PageUp", "End", "term"):
        before = panel.get_attribute("data-unit") or ""
        if key == "term":
            panel.locator(".is-term:visible").first.click()
        else:
            page.keyboard.press(key)
        expect(panel).not_to_have_attribute("data-unit", before)
        unit = panel.get_attribute("data-unit")
        page.wait_for_function(f"(async (argument) => {{ {LOAD} {IN_VIEW} }})('{unit}')")
