"""The scene: every unit has a place of its own, in each order, width, fold and merge."""

from dataclasses import asdict
from itertools import combinations
from math import prod
from typing import Any

import pytest

from app.lenet.architecture import LENET, Layer
from tests.browser.modules import Modules
from tests.browser.towers import LAYERS

Json = dict[str, Any]

SCENES: dict[str, Json] = {
    "wide": {},
    "wide merged": {"mergeActivations": True},
    "wide folded": {"folded": ["conv1", "pool2", "fc1", "relu3"]},
    "phone": {"direction": "down", "width": 358},
    "small phone": {"direction": "down", "width": 288},
    "broad floors": {"floors": "broad"},
    "slim floors": {"floors": "slim", "folded": ["conv2"]},
    "tablet": {"direction": "down", "width": 772, "mergeActivations": True, "folded": ["fc2"]},
}

# Each unit's rectangle, and what `unitAt` finds at its centre and in its corners.
ROUND_TRIP = """
    const {indexAt, layoutScene} = await load("lib/tensor.js", "model/layout.js");
    const {formatUnit, rectOf, unitAt} = await load("model/layers.js", "model/places.js");
    const [layers, options] = argument;
    const scene = layoutScene(layers, options);
    const [near, far] = [1e-6, 1 - 1e-6];
    let [places, wrong] = [0, []];
    for (const {name, shape} of layers) {
        for (let offset = 0; offset < shape.reduce((a, b) => a * b); offset++) {
            const unit = {layer: name, index: indexAt(shape, offset)};
            const rect = rectOf(scene, unit);
            if (!rect) continue;
            places++;
            const shown = formatUnit({...unit, layer: scene.boxesOf.get(name)[0].layer});
            const found = [[0.5, 0.5], [near, near], [far, near], [near, far], [far, far]].map(([x, y]) =>
                unitAt(scene, rect.x + x * rect.width, rect.y + y * rect.height));
            if (found.some((other) => !other || formatUnit(other) !== shown)) wrong.push([shown, rect,
                found]);
        }
    }
    return {places, wrong: wrong.slice(0, 5)};
"""


def scene_of(modules: Modules, **options: Any) -> Json:
    """A scene as JSON."""
    body = """
        const {layoutScene} = await load("model/layout.js");
        const scene = layoutScene(...argument);
        const boxesOf = [...scene.boxesOf].map(([name, boxes]) => [name, boxes.map((box) => box.layer)]);
        return {...scene, boxesOf: Object.fromEntries(boxesOf)};
    """
    scene: Json = modules.run(body, [LAYERS, options])
    return scene


def overlap(one: Json, other: Json) -> bool:
    """Do two rectangles share more than an edge?"""
    return bool(
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


@pytest.mark.parametrize("name", SCENES)
def test_every_unit_has_a_place_of_its_own(modules: Modules, name: str) -> None:
    """Cells lead back to their units, folded layers have none, and maps, rows and names stand apart."""
    options = SCENES[name]
    found = modules.run(ROUND_TRIP, [LAYERS, options])
    folded = set(options.get("folded", []))
    if options.get("mergeActivations"):
        folded -= {"fc2"}  # its row stays open, since relu4 is not folded
    assert found["wrong"] == []
    assert found["places"] == sum(prod(layer.shape) for layer in LENET if layer.name not in folded)
    scene = scene_of(modules, **options)
    for pieces in (scene["boxes"], [*scene["rows"], *scene["labels"]]):
        assert [(one, other) for one, other in combinations(pieces, 2) if overlap(one, other)] == []
        for piece in pieces:
            assert min(piece["x"], piece["y"]) >= 0
            assert piece["x"] + piece["width"] <= scene["width"]
            assert piece["y"] + piece["height"] <= scene["height"]


def test_the_wide_scene_is_the_designs(modules: Modules) -> None:
    """On wide screens the answer is on top, all within 688x699, names beside their rows."""
    scene = scene_of(modules)
    assert (scene["width"], round(scene["height"], 1)) == (688, 699)
    tops = [row["y"] for row in scene["rows"]]
    assert [row["layer"] for row in scene["rows"]] == [layer.name for layer in LENET]
    assert tops == sorted(tops, reverse=True)
    assert tops[-1] == 0
    cells = {box["layer"]: box["cell"]["width"] for box in scene["boxes"]}
    designed = {"input": 3, "conv1": 3, "pool1": 4, "conv2": 3, "pool2": 5, "fc1": 9, "fc2": 9, "softmax": 57}
    assert {name: cells[name] for name in designed} == designed
    lines = {box["layer"]: (box["rows"], box["columns"]) for box in scene["boxes"] if box["dense"]}
    assert (lines["fc1"], lines["fc2"], lines["fc3"]) == ((2, 60), (2, 50), (1, 10))
    for row, label, layer in zip(scene["rows"], scene["labels"], LENET, strict=True):
        assert (label["layer"], label["align"]) == (row["layer"], "right")
        assert label["y"] + label["height"] / 2 == row["y"] + row["height"] / 2
        assert label["lines"] == (3 if len(layer.shape) == 3 else 2)
        assert label["x"] + label["width"] < row["x"]


def test_the_narrow_scene_is_turned_round(modules: Modules) -> None:
    """On phones the input is on top, names stand above the rows, and six maps of 28 pixels fill the width."""
    scene = scene_of(modules, **SCENES["phone"])
    tops = [row["y"] for row in scene["rows"]]
    assert scene["width"] == 358
    assert tops == sorted(tops)
    for row, label in zip(scene["rows"], scene["labels"], strict=True):
        assert (label["align"], label["y"] + label["height"]) == ("left", row["y"])
    first = [box for box in scene["boxes"] if box["layer"] == "conv1"]
    assert {(box["cell"]["width"], box["y"]) for box in first} == {(2, first[0]["y"])}


def test_stages_are_merged_or_folded(modules: Modules) -> None:
    """Merged, conv1 and relu1 share a row of relu1's numbers; folded, a layer is a low row."""
    merged = scene_of(modules, mergeActivations=True)
    rows = {row["layer"]: row["stages"] for row in merged["rows"]}
    assert (rows["relu1"], rows["relu4"]) == (["conv1", "relu1"], ["fc2", "relu4"])
    assert (len(rows), "conv1" in rows) == (9, False)
    assert set(merged["boxesOf"]["conv1"]) == {"relu1"}
    folded = scene_of(modules, folded=["relu1"])
    [row] = [row for row in folded["rows"] if row["folded"]]
    [label] = [label for label in folded["labels"] if label["layer"] == "relu1"]
    assert (row["layer"], label["lines"], folded["boxesOf"]["relu1"]) == ("relu1", 1, [])
    assert row["height"] <= 12
    assert folded["height"] == scene_of(modules)["height"] - 84 + row["height"]


def test_rectangles_of_windows(modules: Modules) -> None:
    """A window is one rectangle in each of its maps, a whole dense layer is one, a folded one has none."""
    body = """
        const {layoutScene, rectOf, rectsOf} = await load("model/layout.js", "model/places.js");
        const scene = layoutScene(argument, {folded: ["relu4"]});
        const patch = rectsOf(scene, {layer: "pool1", maps: [1, 4], top: 2, left: 3, height: 5, width: 5});
        const corner = rectOf(scene, {layer: "pool1", index: [4, 2, 3]});
        const row = (left, width, layer = "fc1") => rectsOf(scene, {layer, maps: [0], top: 0, left, height: 1,
            width})
            .map(({width, height}) => [Math.round(10 * width) / 10, height]);
        const none = rectOf(scene, {layer: "relu4", index: [3]});
        return {patch, corner, rows: [row(70, 1), row(58, 4), row(0, 120), row(0, 100, "relu4")], none};
    """
    found = modules.run(body, LAYERS)
    assert [(rect["width"], rect["height"]) for rect in found["patch"]] == [(20, 20)] * 2
    assert (found["patch"][1]["x"], found["patch"][1]["y"]) == (found["corner"]["x"], found["corner"]["y"])
    assert found["rows"] == [[[8, 8]], [[17, 8], [17, 8]], [[540, 18]], []]
    assert found["none"] is None


def test_between_the_maps_there_is_nothing(modules: Modules) -> None:
    """Points outside all maps, or beyond a dense layer's last unit, lead to no unit."""
    body = """
        const {layoutScene, unitAt} = await load("model/layout.js", "model/places.js");
        const [layers, short] = argument.map((one) => layoutScene(one));
        const {x, y, width, height} = layers.boxesOf.get("conv1")[0];
        const points = [[-1, -1], [10, 300], [layers.width, layers.height], [x + width, y], [x - 0.01, y], [x,
            y + height]];
        const [box] = short.boxesOf.get("fc");
        return [...points.map((point) => unitAt(layers, ...point)),
            unitAt(short, box.x + box.width - 1, box.y + box.height - 1)];
    """
    short = [asdict(Layer("input", "input", (1, 6, 6))), asdict(Layer("fc", "dense", (67,), ("input",)))]
    assert modules.run(ROUND_TRIP, [short, {}]) == {"places": 36 + 67, "wrong": []}
    assert modules.run(body, [LAYERS, short]) == [None] * 7


def test_units_are_written_as_in_links(modules: Modules) -> None:
    """Units are read and written as "pool1/3/5/7" or "fc1/17"; what is no unit of the network is null."""
    body = """
        const {formatUnit, parseUnit} = await load("model/layers.js");
        const [layers, texts] = argument;
        return texts.map((text) => parseUnit(layers, text)).map((unit) => unit && formatUnit(unit));
    """
    right = ["pool1/3/5/7", "fc1/17", "input/0/31/31", "softmax/9"]
    wrong = ["", "pool1", "pool1/3/5", "pool1/6/0/0", "fc1/120", "fc1/-1", "fc1/1.5", "fc1/1e1", "nowhere/1"]
    wrong += ["fc1/1/", "fc1/ 1"]
    assert modules.run(body, [LAYERS, right + wrong]) == right + [None] * len(wrong)
