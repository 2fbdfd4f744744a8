"""What colours mean: lines and shades of a unit's sources, blue raises and red lowers; the legend's ends."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.browser.modules import Modules

# Units' edges and shades on the page's first drawing, by the modules; products as the explanation has them.
EDGES = """
    const {createClient} = await load("api/client.js");
    const {pictureFrom, encodePng, edgesOf, shadesOf, explainUnit, formatUnit, parseUnit} =
        await load("ink/base.js", "ink/png.js", "model/edges.js", "model/explain.js", "model/layers.js");
    const client = createClient();
    const [{layers}, weights, {featured}] = await Promise.all([client.model(), client.weights(),
        client.samples()]);
    const trace = await client.activations(encodePng(pictureFrom(featured[8].pixels)),
        {preprocess: "center"});
    const named = ({from, unit, ...rest}) => ({...rest, source: formatUnit(from ?? unit)});
    return argument.map((text) => {
        const unit = parseUnit(layers, text);
        const explained = explainUnit(layers, trace, weights, unit);
        const edges = edgesOf(layers, trace, weights, unit).map(named);
        return {terms: explained.terms.map(named), shades: shadesOf(explained).map(named),
            own: edges.filter(({first}) => first), layers: [...new Set(edges.map(({source}) => source.split(
                "/")[0]))]};
    });
"""

# Two edges and two shades, painted on a scene of literals: the colours of a place on each.
PAINTED = """
    const {scaleTable, layoutScene} = await load("lib/colour.js", "model/layout.js");
    const {rectOf, paintOverlay} = await load("model/places.js", "views/network/overlay.js");
    const layers = [
        {name: "input", kind: "input", shape: [1, 8, 8], inputs: [], kernel: null},
        {name: "fc", kind: "dense", shape: [40], inputs: ["input"], kernel: null},
    ];
    const scene = layoutScene(layers, {width: 400});
    const brush = new OffscreenCanvas(scene.width, scene.height).getContext("2d", {willReadFrequently: true});
    const pixel = (row, column) => ({layer: "input", index: [0, row, column]});
    const to = {layer: "fc", index: [20]};
    const lines = [];
    const stroke = brush.stroke.bind(brush);
    brush.stroke = () => { lines.push([brush.strokeStyle, brush.lineWidth]); stroke(); };
    paintOverlay(brush, {
        scene, viewport: {scale: 1, x: 0, y: 0, ratio: 1}, theme: "light", hovered: null, veil: null,
        tables: {diverging: scaleTable("diverging", "light"), sequential: scaleTable("sequential", "light")},
        highlight: {unit: to, field: [], users: [], trail: [to], patch: []},
        edges: [[pixel(0, 0), 1], [pixel(0, 7), -0.5], [pixel(7, 7), 0]]
            .map(([from, strength]) => ({from, to, strength, first: true})),
        shades: [{unit: pixel(7, 0), strength: 1}, {unit: pixel(7, 3), strength: -1}],
    });
    const colours = [pixel(7, 0), pixel(7, 3)].map((unit) => {
        const {x, y} = rectOf(scene, unit);
        return [...brush.getImageData(x + 1, y + 1, 1, 1).data];
    });
    return {lines, colours};
"""

SUMS = ["conv1/3/10/11", "conv2/3/4/5", "fc1/17", "fc2/20", "fc3/8"]


def test_lines_tell_sign_and_size_of_each_term(modules: Modules) -> None:
    """Lines and shades of sums are shares of the largest product, a pool's its winner, softmax's signed."""
    found: list[dict[str, Any]] = modules.run(EDGES, [*SUMS, "pool1/3/5/7", "softmax/3"])
    for unit, one in zip(SUMS, found, strict=False):
        products = {term["source"]: term["product"] for term in one["terms"]}
        most = max(map(abs, products.values()))
        shares = {source: product / most for source, product in products.items()}
        strengths = [edge["strength"] for edge in one["own"]]
        assert strengths == [shares[edge["source"]] for edge in one["own"]]
        assert strengths == sorted(strengths, key=abs, reverse=True)
        assert len(strengths) == (len(products) if unit.startswith("conv") else 64)
        assert {shade["source"]: shade["strength"] for shade in one["shades"]} == shares
    pool, softmax = found[-2:]
    winners = [term["source"] for term in pool["terms"] if term["winner"]]
    assert [edge["source"] for edge in pool["own"] if edge["strength"]] == winners
    assert set(pool["layers"]) == {"relu1", "conv1", "input"}
    signs = {edge["source"]: edge["strength"] > 0 for edge in softmax["own"]}
    assert signs == {f"fc3/{digit}": digit == 3 for digit in range(10)}


def test_lines_and_shades_are_painted_in_the_colours_of_their_signs(modules: Modules) -> None:
    """What raises is painted blue, what lowers red and thinner, and a source without effect has no line."""
    painted = modules.run(PAINTED)
    (lowers, thin), (raises, thick) = painted["lines"]
    assert (lowers, raises) == ("#b03a2e", "#2150a0")
    assert thick > thin
    assert painted["colours"] == [[33, 80, 160, 255], [176, 58, 46, 255]]


# How many cells of relu3 are red.
REDS = """
    const {stage, inScene, inStage} = await sceneNow();
    const units = Array.from({length: 120}, (_, i) => inStage(inScene(`relu3/${i}`)));
    return units.filter(({x, y, width, height}) => {
        const middle = [x + width / 2, y + height / 2].map((place) => Math.round(place * devicePixelRatio));
        const [red, , blue, alpha] = pixelsOf(overlay, ...middle, 1, 1);
        return alpha === 255 && red > blue + 20;
    }).length;
"""


def test_pinning_a_dense_unit_shades_all_of_its_sources(explorer: Explorer) -> None:
    """With fc2's unit pinned some cells of relu3 are red, as contributions are and relu3's numbers never."""
    assert explorer.open("sample=8&unit=fc2/20").run(REDS) > 5
    explorer.press("Escape")
    expect(explorer.part("inspector")).to_have_attribute("data-unit", "")


# The ends of the scale as they are read, and as automation reads them.
ENDS = """
    const ends = [...document.querySelectorAll(".legend-ends span")];
    return {subject: document.querySelector(".legend-subject").textContent, texts: ends.map((end) =>
        end.textContent),
        values: [Number(ends[0].dataset.value), Number(ends[2].dataset.value)],
        marker: document.querySelector(".legend-marker")?.style.left ?? null};
"""


def test_the_legend_says_what_is_painted(explorer: Explorer) -> None:
    """Its ends tell the narrowest and widest range in use, or the pinned unit's own, with its mark."""
    per_map = explorer.open().run(ENDS)
    subject = explorer.page.locator(".legend-subject")
    assert (per_map["subject"], per_map["marker"]) == ("every map", None)
    assert per_map["texts"][0].count("…") == per_map["texts"][2].count("…") == 1
    explorer.part("range").select_option("layer")
    expect(subject).to_have_text("every layer")
    assert explorer.run(ENDS)["values"] == per_map["values"]
    explorer.part("range").select_option("network")
    expect(subject).to_have_text("all layers")
    texts = explorer.run(ENDS)["texts"]
    assert (texts[1], "…" in "".join(texts)) == ("0", False)
    output = float(explorer.go("unit=conv1/3/10/11").values("conv1/3/10/11")[0])
    expect(subject).to_have_text("conv1, map 3")
    shown = explorer.run(ENDS)
    low, high = shown["values"]
    assert (low, "…" in "".join(shown["texts"])) == (-high, False)
    assert float(shown["marker"].rstrip("%")) == pytest.approx(100 * (output - low) / (high - low), abs=0.01)
