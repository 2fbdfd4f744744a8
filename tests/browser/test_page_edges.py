"""The lines from a unit to what it was made of: blue raises its number, red lowers it, thicker is more; dense layers are shaded."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer
from tests.browser.modules import Modules

# A unit's edges and shades on the page's first drawing, by the modules; products as the explanation has them.
EDGES = """
    const {createClient} = await load("api/client.js");
    const {pictureFrom} = await load("ink/base.js");
    const {encodePng} = await load("ink/png.js");
    const {edgesOf, shadesOf} = await load("model/edges.js");
    const {explainUnit} = await load("model/explain.js");
    const {formatUnit, parseUnit} = await load("model/layers.js");
    const client = createClient();
    const [{layers}, weights, {featured}] = await Promise.all([client.model(), client.weights(), client.samples()]);
    const trace = await client.activations(encodePng(pictureFrom(featured[8].pixels)), {preprocess: "center"});
    const unit = parseUnit(layers, argument);
    const explained = explainUnit(layers, trace, weights, unit);
    const named = (parts) => parts.map(({from, unit, strength, first}) => ({source: formatUnit(from ?? unit), strength, first}));
    return {
        terms: explained.terms.map(({unit, product, exponential, winner}) => ({source: formatUnit(unit), product, exponential, winner})),
        edges: named(edgesOf(layers, trace, weights, unit)), shades: named(shadesOf(explained)),
    };
"""

# Two edges and two shades, painted on a scene of literals: the colours of a place on each.
PAINTED = """
    const {scaleTable} = await load("lib/colour.js");
    const {layoutScene} = await load("model/layout.js");
    const {paintOverlay} = await load("views/network/overlay.js");
    const layers = [
        {name: "input", kind: "input", shape: [1, 8, 8], inputs: [], kernel: null},
        {name: "fc", kind: "dense", shape: [40], inputs: ["input"], kernel: null},
    ];
    const scene = layoutScene(layers, {width: 400});
    const canvas = new OffscreenCanvas(scene.width, scene.height);
    const brush = canvas.getContext("2d", {willReadFrequently: true});
    const unit = (layer, ...index) => ({layer, index});
    const to = unit("fc", 20);
    const thicknesses = [];
    const stroke = brush.stroke.bind(brush);
    brush.stroke = () => { thicknesses.push([brush.strokeStyle, brush.lineWidth]); stroke(); };
    paintOverlay(brush, {
        scene, viewport: {scale: 1, x: 0, y: 0, ratio: 1}, theme: "light", hovered: null, veil: null,
        tables: {diverging: scaleTable("diverging", "light"), sequential: scaleTable("sequential", "light")},
        highlight: {unit: to, field: [], users: [], trail: [to], patch: []},
        edges: [{from: unit("input", 0, 0, 0), to, strength: 1, first: true}, {from: unit("input", 0, 0, 7), to, strength: -0.5, first: true},
            {from: unit("input", 0, 7, 7), to, strength: 0, first: true}],
        shades: [{unit: unit("input", 0, 7, 0), strength: 1}, {unit: unit("input", 0, 7, 3), strength: -1}],
    });
    const {rectOf} = await load("model/places.js");
    const colours = [[7, 0], [7, 3]].map((cell) => {
        const {x, y} = rectOf(scene, unit("input", 0, ...cell));
        return [...brush.getImageData(x + 1, y + 1, 1, 1).data];
    });
    return {thicknesses, colours};
"""


@pytest.mark.parametrize("unit", ["conv1/3/10/11", "conv2/3/4/5", "fc1/17", "fc2/20", "fc3/8"])
def test_lines_tell_sign_and_size_of_each_product(modules: Modules, unit: str) -> None:
    """A weighted sum's lines and shades are its products as shares of the largest: the strongest first, the same sign."""
    found: dict[str, Any] = modules.run(EDGES, unit)
    products = {term["source"]: term["product"] for term in found["terms"]}
    most = max(abs(product) for product in products.values())
    own = [edge for edge in found["edges"] if edge["first"]]
    assert [edge["strength"] for edge in own] == [products[edge["source"]] / most for edge in own]
    sizes = [abs(edge["strength"]) for edge in own]
    assert sizes == sorted(sizes, reverse=True)
    assert len(own) == (len(products) if unit.startswith("conv") else 64)
    assert {shade["source"]: shade["strength"] for shade in found["shades"]} == {
        source: product / most for source, product in products.items()
    }


def test_a_pooled_units_line_is_its_winners(modules: Modules) -> None:
    """Of a pooling window only the winner has a line of any strength, and the lines go on from it down to the drawing."""
    found = modules.run(EDGES, "pool1/3/5/7")
    winner = next(term["source"] for term in found["terms"] if term["winner"])
    drawn = [edge["source"] for edge in found["edges"] if edge["first"] and edge["strength"]]
    assert drawn == [winner]
    assert {edge["source"].split("/")[0] for edge in found["edges"]} == {"relu1", "conv1", "input"}


def test_a_shares_line_from_its_own_number_raises_it(modules: Modules) -> None:
    """In softmax a digit's own exponential raises its share; every other one lowers it."""
    found = modules.run(EDGES, "softmax/3")
    signs = {edge["source"]: edge["strength"] > 0 for edge in found["edges"] if edge["first"]}
    assert signs == {f"fc3/{digit}": digit == 3 for digit in range(10)}


def test_lines_and_shades_are_painted_in_the_colours_of_their_signs(modules: Modules) -> None:
    """What raises is painted in the scale's blue, what lowers in its red and thinner; a source of no effect has no line."""
    painted = modules.run(PAINTED)
    (lowers, thin), (raises, thick) = painted["thicknesses"]
    assert (lowers, raises) == ("#b03a2e", "#2150a0")
    assert thick > thin
    assert painted["colours"] == [[33, 80, 160, 255], [176, 58, 46, 255]]


def test_pinning_a_dense_unit_shades_all_of_its_sources(page: Page) -> None:
    """On the page, with fc2's unit pinned, the cells of relu3 show contributions: some of them red, which relu3's numbers never are."""
    explorer = Explorer(page).open()
    explorer.run("location.hash = argument;", "#unit=fc2/20")
    explorer.explained("fc2/20")
    places = explorer.places([f"relu3/{unit}" for unit in range(120)])
    reds = """([places, canvas]) => {
        const overlay = document.querySelectorAll(canvas)[1];
        const {left, top} = overlay.getBoundingClientRect();
        const {data, width} = overlay.getContext("2d").getImageData(0, 0, overlay.width, overlay.height);
        return places.filter(([x, y]) => {
            const at = 4 * (Math.round(y - top) * width + Math.round(x - left));
            const [red, , blue, alpha] = data.slice(at, at + 4);
            return alpha === 255 && red > blue + 20;
        }).length;
    }"""
    assert page.evaluate(reds, [places, ".network-canvas"]) > 5
    page.keyboard.press("Escape")
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")
