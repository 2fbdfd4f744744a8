"""The layers' names stay in sight while their rows do, however closely the picture is looked at."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import PHONE, Explorer
from tests.browser.scripts import NOTED
from tests.conftest import OpenPage

SMALL: dict[str, Any] = {**PHONE, "device_scale_factor": 1, "reduced_motion": "reduce"}

# The rows of which something is seen; those that have no name in sight with their shape; and names that lie
# on another.
SEEN = """
    await frames();
    const {layers, scene, stage, inStage} = await sceneNow();
    const shapes = Object.fromEntries(layers.map(({name, shape}) => [name, shape.join(" \u00d7 ")]));
    const [head, foot] = [document.querySelector(".bar").getBoundingClientRect().bottom, Math.min(
        stage.bottom, innerHeight)];
    const rows = scene.rows.filter((row) => {
        const {y, height} = inStage(row);
        return stage.top + y + height > Math.max(stage.top, head) + 24 && stage.top + y < foot - 24;
    }).map(({layer}) => layer);
    const isIn = ({left, top, bottom}) => left >= stage.left && top >= Math.max(stage.top, head) - 2 &&
        bottom <= foot + 1;
    const named = [...document.querySelectorAll(".layer-label")].filter((label) =>
        label.checkVisibility() && isIn(label.querySelector("button").getBoundingClientRect()));
    const whole = named.filter((label) => label.textContent.includes(shapes[label.dataset.layer]))
        .map((label) => label.dataset.layer);
    const boxes = named.map((label) => (label.querySelector(".label-above") ?? label).getBoundingClientRect())
        .sort((a, b) => a.top - b.top);
    return {rows: rows.length, unnamed: rows.filter((layer) => !whole.includes(layer)),
        overlaps: boxes.filter((box, i) => i && box.top < boxes[i - 1].bottom - 1).length};
"""


def faults(explorer: Explorer) -> list[object]:
    """What is wrong with the names: a part of the view without rows, rows without names, names on others."""
    seen = explorer.run(SEEN)
    return [seen["rows"] == 0, *seen["unnamed"], seen["overlaps"]]


@pytest.mark.layout
def test_what_is_seen_closely_is_named(explorer: Explorer) -> None:
    """However large a row is, its name and shape stand at the left edge, and none lies on another."""
    explorer.open()
    for zoom in ("1.5,348,300", "2.2,300,300", "6,600,420", "14,680,600", "40,300,250", "40,0,640"):
        explorer.go(f"sample=5&zoom={zoom}").settle()
        expect(explorer.part("network")).to_contain_class("is-zoomed")
        assert faults(explorer) == [False, 0], zoom


@pytest.mark.layout
@pytest.mark.parametrize("zoom", ["", "&zoom=2.2,179,500", "&zoom=9,179,700"])
def test_a_phones_rows_are_named_under_the_header(open_page: OpenPage, zoom: str) -> None:
    """Wherever a phone's page is scrolled to, every row of which something is seen has its name in sight."""
    explorer = Explorer(open_page(**SMALL)).open(f"sample=5{zoom}")
    for place in (700, 1000, 1337):
        explorer.page.evaluate(f"window.scrollTo(0, {place})")
        assert faults(explorer) == [False, 0], place


def test_names_go_along_when_the_picture_is_dragged(explorer: Explorer) -> None:
    """Of a dragged picture those rows are named that are in the view."""
    explorer.open("sample=5&zoom=6,300,420")
    expect(explorer.page.locator(".layer-label:visible")).to_have_count(2)
    for _ in range(4):
        explorer.drag((600, 120), (600, 700), steps=4)
    expect(explorer.page.locator("[data-layer=relu1]")).to_be_hidden()
    expect(explorer.page.locator("[data-layer=softmax]")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 1920])
def test_maps_are_numbered_closely(open_page: OpenPage, width: int) -> None:
    """Looked at closely maps have their numbers, beside the names, and none while all is seen."""
    explorer = Explorer(open_page(viewport={"width": width, "height": width * 10 // 16}))
    explorer.page.add_init_script(NOTED)
    numbers = "return noted.filter(([words]) => words.startsWith('map '));"
    assert explorer.open("sample=5").run(numbers) == []
    explorer.go("sample=5&zoom=6,300,420").page.wait_for_function(
        "() => noted.some(([words]) => words === 'map 2')"
    )
    stage = explorer.box(explorer.part("network"))
    seen = {
        words: x
        for words, x, y, _ in explorer.run(numbers)
        if 0 <= y < stage["height"] and x < stage["width"]
    }
    assert {"map 1", "map 2"} <= set(seen)
    assert min(seen.values()) >= explorer.box(".label-gutter")["width"]


# What is cut off on the right: words that end beyond the window without an ellipsis; and the frame under the
# last row.
CUT = """
    const words = [...document.querySelectorAll(".label-above .caption")];
    const last = pixelsOf(overlay, 0, overlay.height - 2 * devicePixelRatio - 1, overlay.width, 1);
    return {beyond: words.filter((one) => one.getBoundingClientRect().right > innerWidth).length,
        framed: last.filter((value, i) => i % 4 === 3 && value > 0).length > 20};
"""


@pytest.mark.layout
def test_on_a_small_phone_nothing_is_cut_off(open_page: OpenPage) -> None:
    """Long words end in an ellipsis, and the frame of a unit in the last row is whole."""
    page = open_page(**{**SMALL, "viewport": {"width": 360, "height": 640}}, locale="de")
    assert Explorer(page).open("sample=61&unit=softmax/8").run(CUT) == {"beyond": 0, "framed": True}
