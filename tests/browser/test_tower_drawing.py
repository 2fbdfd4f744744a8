"""3D drawing: the flat view's colours, no frames at rest, and words without WebGL."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import SEVEN
from tests.browser.tower_explorer import Tower
from tests.browser.towers import Pixels, difference, open_alone, pixels_of, run_by_tower

# From above one floor: where the middles of its units are seen, and which colours the flat view's table gives
# them.
MIDDLES = """
    const {cssColour, unitAtOffset} = await load("lib/colour.js", "model/layers.js");
    const {props} = window.alone;
    const layer = layers.find(({name}) => name === argument.layer);
    const floor = tower.floors.find(({row}) => row.layer === layer.name);
    const camera = {azimuth: 0, elevation: 1.5, distance: 1500, target: [0, floor.level, 0]};
    const attribution = Float32Array.from({length: 1024}, (_, i) => ((7 * i) % 21) / 10 - 1);
    const {opacity = null} = argument;
    const over = opacity === null ? null : {map: {shape: [32, 32], data: attribution}, opacity};
    alone.render({camera, over});
    await frames(4);
    const sight = sightOf(camera, {...size, gutter: 150});
    return [...props.activations.get(layer.name).data].map((value, i) => {
        const place = placeOf(tower, unitAtOffset(layer, i));
        const {x, y} = project(sight, [place.x + place.width / 2, place.level, place.z + place.depth / 2]);
        const covering = cssColour(attribution[i] ?? 0, {low: -1, high: 1}, props.tables.diverging);
        return {x, y, covering, colour: cssColour(value, props.ranges.get(layer.name)[0],
            props.tables[props.scales.get(layer.name)])};
    });
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_those_of_the_flat_view_and_of_the_attribution(page: Page, theme: str) -> None:
    """Units have the flat view's colours, to the byte, the input its attribution's, as strong as asked."""
    alone = open_alone(page, theme=theme)
    stage = {"width": 640, "height": 640}
    seen = run_by_tower(alone, MIDDLES, layer="fc1", size=stage)
    picture = pixels_of(page.screenshot())
    assert len(seen) == 120
    for unit in seen:
        assert "#" + bytes(picture[int(unit["y"]), int(unit["x"])].astype(np.uint8)).hex() == unit["colour"]
    for opacity in (None, 1, 0.5, None):
        seen = run_by_tower(alone, MIDDLES, layer="input", size=stage, opacity=opacity)
        picture = pixels_of(page.screenshot())
        for unit in seen:
            own, covering = (np.array([*bytes.fromhex(unit[name][1:])]) for name in ("colour", "covering"))
            expected = own + (opacity or 0) * (covering - own)
            assert np.abs(picture[int(unit["y"]), int(unit["x"])] - expected).max() <= 1, (unit, opacity)


COUNTED = """
    window.calls = [];
    for (const name of ["drawElements", "drawArrays", "drawElementsInstanced", "drawArraysInstanced"]) {
        const real = WebGL2RenderingContext.prototype[name];
        WebGL2RenderingContext.prototype[name] = function (...rest) {
            window.calls.push(name);
            return real.apply(this, rest);
        };
    }
"""
QUIET = "return atRest(() => calls.length, argument);"


def test_nothing_is_drawn_while_nothing_moves(page: Page) -> None:
    """Once the tower stands no frame is drawn until something changes, and one takes four draw calls."""
    tower = Tower(page)
    tower.page.add_init_script(COUNTED)
    before = tower.rise("&heights=1&unit=conv2/3/4/5").run(QUIET, 60)
    tower.click("theme").page.wait_for_function("(before) => window.calls.length > before", arg=before)
    assert tower.run(QUIET, 20) - before <= 2 * 4


def settled_picture(tower: Tower) -> Pixels:
    """The stage, when two pictures of it are the same."""
    before = b""
    for _ in range(20):
        now = tower.part("network").screenshot()
        if now == before:
            return pixels_of(now)
        before = now
    pytest.fail("of 20 pictures of the stage no two that follow each other are the same")


def test_drawing_goes_on_in_3d_and_a_lost_picture_comes_back(tower: Tower) -> None:
    """A stroke changes the blocks; a lost WebGL context is told of and, restored, has the same picture."""
    tower.rise()
    before = settled_picture(tower)
    drawn = settled_picture(tower.draw(SEVEN))
    assert difference(before, drawn) > 0.01
    tower.run("""
        window.loser = document.querySelector(".tower-canvas").getContext("webgl2").getExtension(
            "WEBGL_lose_context");
        loser.loseContext();
    """)
    expect(tower.part("tower-note")).to_contain_text("dropped the picture")
    expect(tower.page.locator(".tower-label").first).to_be_hidden()
    expect(tower.part("tower-flat")).to_be_visible()
    tower.run("loser.restoreContext();")
    expect(tower.part("tower-note")).to_be_hidden()
    expect(tower.page.locator(".tower-canvas")).to_be_visible()
    assert difference(settled_picture(tower), drawn) < 0.01


def test_browser_without_webgl_is_told(tower: Tower) -> None:
    """Where there is no WebGL 2 the page says so and leads back to the flat view, which works."""
    tower.page.add_init_script("""
        for (const {prototype} of [HTMLCanvasElement, OffscreenCanvas]) {
            const real = prototype.getContext;
            prototype.getContext = function (kind, ...rest) { return kind === "webgl2" ? null : real.call(
                this, kind, ...rest); };
        }
    """)
    tower.page.goto("/#view=3d")
    expect(tower.part("tower-note")).to_contain_text("WebGL 2")
    expect(tower.part("tour")).to_be_hidden()
    tower.click("tower-flat").shows("network", view="2d").point("conv1/0/3/4").shows(
        "inspector", unit="conv1/0/3/4"
    )
