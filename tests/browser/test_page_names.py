"""The layers' names stay in sight while their rows do, however closely the picture is looked at."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.conftest import OpenPage

# Two frames: what was asked for is painted.
FRAMES = "for (let i = 0; i < 2; i++) await new Promise((done) => requestAnimationFrame(done));"

# The names that can be seen, with their shapes; and the rows of which something is seen, both from the top.
SEEN = """
    const {layoutScene} = await load("model/layout.js");
    const {fit, cssRect} = await load("views/network/viewport.js");
    const {zoomed} = await load("views/network/zoom.js");
    const {layers} = await (await fetch("/api/v1/models/lenet")).json();
    const stage = document.querySelector("[data-testid=network]").getBoundingClientRect();
    const narrow = document.documentElement.clientWidth < 1180;
    const room = {width: Math.floor(stage.width), height: Math.floor(stage.height)};
    const scene = layoutScene(layers, narrow ? {direction: "down", width: room.width} : {});
    const zoom = argument && {factor: argument[0], sceneX: argument[1], sceneY: argument[2]};
    const viewport = zoomed(fit(scene, room, devicePixelRatio), zoom, room);
    const header = document.querySelector(".bar").getBoundingClientRect().bottom;
    const rows = scene.rows.map((row) => [row.layer, cssRect(viewport, row)])
        .map(([layer, {y, height}]) => ({layer, top: stage.top + y, bottom: stage.top + y + height}))
        .filter(({top, bottom}) => bottom > Math.max(stage.top, header) + 24 && top < Math.min(stage.bottom, innerHeight) - 24);
    const isIn = ({left, top, bottom}) => left >= stage.left && top >= Math.max(stage.top, header) - 2 && bottom <= Math.min(stage.bottom, innerHeight) + 1;
    const named = [...document.querySelectorAll(".layer-label")].filter((item) => item.checkVisibility() && isIn(item.querySelector("button").getBoundingClientRect()));
    const shapeOf = (item) => item.textContent.includes(layers.find(({name}) => name === item.dataset.layer).shape.join(" \u00d7 "));
    const apart = named.map((item) => (item.querySelector(".label-above") ?? item).getBoundingClientRect()).sort((a, b) => a.top - b.top);
    return {rows: rows.map(({layer}) => layer).sort(), named: named.filter(shapeOf).map((item) => item.dataset.layer).sort(),
        overlaps: apart.filter((box, i) => i && box.top < apart[i - 1].bottom - 1).length};
"""


CLOSE = [(1.5, 348, 300), (2.2, 300, 300), (6, 600, 420), (14, 680, 600), (40, 300, 250), (40, 0, 640)]


@pytest.mark.layout
def test_what_is_seen_closely_is_named(open_page: OpenPage) -> None:
    """However large a row is, and wherever the view is moved to, its name and shape stand at the left edge of the view; none lies on another."""
    explorer = Explorer(open_page())
    for zoom in CLOSE:
        explorer.page.goto(f"/#sample=5&zoom={','.join(map(str, zoom))}")
        expect(explorer.settle().part("network")).to_have_class("network-stage is-zoomed")
        explorer.run(FRAMES)
        seen: dict[str, Any] = explorer.run(SEEN, zoom)
        assert seen["rows"]
        assert set(seen["rows"]) <= set(seen["named"]), zoom
        assert seen["overlaps"] == 0, zoom


def test_names_go_along_when_the_picture_is_dragged(open_page: OpenPage) -> None:
    """Dragged down, the picture shows other rows: they are named, and those that have left the view are not."""
    explorer = Explorer(open_page())
    explorer.page.goto("/#sample=5&zoom=6,300,420")
    expect(explorer.settle().part("network")).to_have_class("network-stage is-zoomed")
    names = explorer.page.locator(".layer-label:visible")
    expect(names).to_have_count(2)
    for _ in range(4):
        explorer.page.mouse.move(600, 120)
        explorer.page.mouse.down()
        explorer.page.mouse.move(600, 700, steps=4)
        explorer.page.mouse.up()
    expect(explorer.page.locator("[data-layer=relu1]")).to_be_hidden()
    expect(explorer.page.locator("[data-layer=softmax]")).to_be_visible()


@pytest.mark.layout
@pytest.mark.parametrize("zoom", [None, (2.2, 179, 500), (9, 179, 700)])
def test_a_phones_rows_are_named_under_the_header(
    open_page: OpenPage, zoom: tuple[float, float, float] | None
) -> None:
    """Wherever a phone's page is scrolled to, every row of which something is seen has its name in sight, closely looked at or not."""
    explorer = Explorer(
        open_page(
            viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce"
        )
    )
    explorer.page.goto(f"/#sample=5{'&zoom=' + ','.join(map(str, zoom)) if zoom else ''}")
    explorer.settle()
    for place in (700, 1000, 1337):
        explorer.page.evaluate(f"window.scrollTo(0, {place})")
        explorer.run(FRAMES)
        seen: dict[str, Any] = explorer.run(SEEN, zoom)
        assert seen["rows"]
        assert set(seen["rows"]) <= set(seen["named"]), place
        assert seen["overlaps"] == 0


NOTED = """
    window.noted = [];
    const {fillText} = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (words, ...place) { window.noted.push([words, ...place]); fillText.call(this, words, ...place); };
"""


@pytest.mark.parametrize("width", [1280, 1920])
def test_maps_are_numbered_closely(open_page: OpenPage, width: int) -> None:
    """Looked at closely the maps in view have their numbers, beside the names and not under them; while all is seen none has."""
    explorer = Explorer(open_page(viewport={"width": width, "height": width * 10 // 16}))
    explorer.page.add_init_script(NOTED)
    explorer.page.goto("/#sample=5")
    explorer.settle()
    numbers = "return noted.filter(([words]) => words.startsWith('map '));"
    assert explorer.run(numbers) == []
    explorer.run("location.hash = '#sample=5&zoom=6,300,420';")
    expect(explorer.part("network")).to_have_class("network-stage is-zoomed")
    explorer.page.wait_for_function("() => noted.some(([words]) => words === 'map 2')")
    gutter = explorer.page.locator(".label-gutter").bounding_box()
    stage = explorer.part("network").bounding_box()
    assert gutter
    assert stage
    seen = [
        (words, x) for words, x, y in explorer.run(numbers) if 0 <= y < stage["height"] and x < stage["width"]
    ]
    assert {"map 1", "map 2"} <= {words for words, _ in seen}
    assert min(x for _, x in seen) >= gutter["width"]


# What is cut off on the right: words that end beyond the window and say so by no ellipsis; and the frame under the last row.
CUT = """
    const beyond = [...document.querySelectorAll(".label-above .caption")].filter((one) => one.getBoundingClientRect().right > innerWidth);
    const overlay = document.querySelectorAll("[data-testid=network] canvas")[1];
    const copy = new OffscreenCanvas(overlay.width, 1).getContext("2d", {willReadFrequently: true});
    copy.drawImage(overlay, 0, 1 - overlay.height + 2 * devicePixelRatio);
    const painted = copy.getImageData(0, 0, overlay.width, 1).data.filter((value, i) => i % 4 === 3 && value > 0);
    return {beyond: beyond.length, framed: painted.length > 20};
"""


@pytest.mark.layout
def test_on_a_small_phone_nothing_is_cut_off(open_page: OpenPage) -> None:
    """Words that are too long end in the window, with an ellipsis, and the frame of a unit in the last row is whole."""
    small: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
    explorer = Explorer(open_page(**small, reduced_motion="reduce", locale="de"))
    explorer.page.goto("/#sample=61&unit=softmax/8")
    explorer.settle().explained("softmax/8")
    assert explorer.run(CUT) == {"beyond": 0, "framed": True}
