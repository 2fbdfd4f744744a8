"""The 3D view for tests: by itself on a literal trace, and the pure modules' reckoning of what is seen."""

import json
from dataclasses import asdict
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

from app.lenet.architecture import LENET
from tests.browser.modules import Modules

Pixels = NDArray[np.float64]

LAYERS: list[dict[str, Any]] = [asdict(layer) for layer in LENET]

# Numbers that need no weights: waves over every map, negative only where a layer can be.
TRACE = """
    const {isSigned, rangesOf, scaleOf} = await load("model/ranges.js");
    const values = ({name, shape}, seed) => {
        const count = shape.reduce((a, b) => a * b);
        const size = shape.length === 3 ? shape[1] : 10;
        const wave = (i) => Math.sin(seed + 0.7 * Math.floor(i / size)) * Math.cos(0.9 * (
            i % size) + seed + Math.floor(i / size ** 2));
        const low = isSigned(layers, name) ? -1 : 0;
        return {shape, data: Float32Array.from({length: count}, (_, i) => Math.max(low, wave(i)))};
    };
    const traceOf = (seed) => ({layers: new Map(layers.map((layer, i) => [layer.name, values(layer,
        seed + i)])), winners: new Map(
        layers.filter(({kind}) => kind === "max_pool").map(({name, shape}) => [name, {shape,
            data: new Uint8Array(shape.reduce((a, b) => a * b))}]))});
"""

SITE = """
    const {layoutScene} = await load("model/layout.js");
    const presets = await load("views/tower/camera.js");
    const {applyCamera, projectPoint} = presets;
    const {floorsSeen, placeOf, planeOf, towerOf} = await load("views/tower/floors.js");
    const sightOf = (camera, stage) => ({eye: applyCamera(camera, stage), stage});
    const project = ({eye, stage}, point) => projectPoint(eye, stage, point);
    const tower = towerOf(layoutScene(layers, {floors: argument.form ?? "broad"}));
    const size = {width: 696, height: 720, gutter: 0, left: 100, right: 24, top: 52, bottom: 52,
        ...argument.size};
    const site = {tower, stage: size};
"""

# What is picked where, without a picture: `pick` finds the unit seen by a camera at a place of the stage.
PICKING = """
    const {Raycaster, Vector2} = await load("../vendor/three.module.min.js");
    const {Blocks, scaleTable, unitAtOffset, formatUnit, isSigned, rangesOf, scaleOf} =
        await load("views/tower/blocks.js", "lib/colour.js", "model/layers.js", "model/ranges.js");
    const blocks = new Blocks(tower, null);
    const raycaster = new Raycaster();
    const pick = (camera, {x, y}, heights = 0) => {
        blocks.uniforms.heights.value = heights;
        raycaster.setFromCamera(new Vector2((2 * x) / size.width - 1, 1 - (2 * y) / size.height), applyCamera(
            camera, size));
        return blocks.unitOn(floorsSeen(tower, camera), raycaster);
    };
"""

ALONE = """<!doctype html><html lang="en" data-theme="{theme}"><title>Tower</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/css/tokens.css"><link rel="stylesheet" href="/static/css/base.css">
<link rel="stylesheet" href="/static/css/tower.css"><section id="network" class="{theme}"></section></html>"""

OPEN = """
    const {createTower} = await load("views/tower.js");
    const {highlightOf, parseUnit} = await load("state/highlight.js", "model/layers.js");
    const {scaleTable, createText, en} = await load("lib/colour.js", "text/text.js", "text/en.js");
    const root = document.querySelector("#network");
    Object.assign(root.style, {position: "absolute", left: "0", top: "0", width: "640px", height: "640px"});
    const intents = [];
    const {camera = null, heights = false, unit = null, theme = "light", view = "3d"} = argument;
    const trace = traceOf(1);
    const lit = unit && parseUnit(layers, unit);
    const props = {
        scene: layoutScene(layers, {floors: "broad"}), flat: layoutScene(layers), layers,
            activations: trace.layers,
        ranges: rangesOf(layers, trace, "layer"), scales: new Map(layers.map(({name}) => [name, scaleOf(
            layers, name)])),
        tables: {diverging: scaleTable("diverging", theme), sequential: scaleTable("sequential", theme)},
            theme, heights, camera,
        highlight: lit && highlightOf(layers, trace, lit), edges: [], hovered: null, pinned: null,
            visited: null, start: null,
        stage: {width: 640, height: 640}, ratio: 1, textScale: 1, blank: false, view, narrow: false,
            stale: false, zoom: null, reducedMotion: true,
    };
    const view3d = createTower(root, {onIntent: (intent) => void intents.push(intent), text: createText(en)});
    view3d.render(props);
    await frames(3);
    const render = (changes) => view3d.render((alone.props = {...alone.props, ...changes}));
    window.alone = {tower: view3d, props, intents, traceOf, render};
"""


def open_alone(page: Page, **options: object) -> Modules:
    """Open the 3D view in an empty page, on a made-up trace; `window.alone` is what tests change it with."""
    theme = str(options.get("theme", "light"))
    body = ALONE.format(theme=theme)
    page.route("**/alone", lambda route: route.fulfill(content_type="text/html", body=body))
    page.goto("/alone")
    modules = Modules(page)
    modules.run(f"const layers = {json.dumps(LAYERS)}; {TRACE} {SITE} {OPEN}", options)
    return modules


def run_by_tower(modules: Modules, body: str, **argument: Any) -> Any:
    """Run JavaScript in a page, which knows the layers, the tower, a stage and the presets."""
    return modules.run(f"const layers = {json.dumps(LAYERS)}; {SITE} {body}", argument)


def pixels_of(png: bytes) -> Pixels:
    """A picture as rows of columns of red, green and blue, 0 to 255."""
    return np.asarray(Image.open(BytesIO(png)).convert("RGB"), np.float64)


def difference(one: Pixels, other: Pixels) -> float:
    """The share of pixels that differ clearly: antialiasing moves an edge by less."""
    return float(np.mean(np.abs(one - other).max(axis=2) > 48))
