"""The scene: every unit has a place of its own, in each order, width, fold and merge."""

from dataclasses import asdict
from itertools import combinations
from math import prod
from typing import Any

import pytest

from app.lenet.architecture import LENET, Layer, layer_named
from tests.browser.modules import Modules

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

LAYERS = [asdict(layer) for layer in LENET]

# Each unit's rectangle, and what `unitAt` finds at its centre and in its corners.
ROUND_TRIP = """
    const {indexAt} = await load("lib/tensor.js");
    const {layoutScene} = await load("model/layout.js");
    const {formatUnit} = await load("model/layers.js");
    const {rectOf, unitAt} = await load("model/places.js");
    const [layers, options] = argument;
    const scene = layoutScene(layers, options);
    let [places, wrong] = [0, []];
    for (const {name, shape} of layers) {
        for (let offset = 0; offset < shape.reduce((a, b) => a * b); offset++) {
            const unit = {layer: name, index: indexAt(shape, offset)};
            const rect = rectOf(scene, unit);
            if (!rect) continue;
            places++;
            const shown = formatUnit({...unit, layer: scene.boxesOf.get(name)[0].layer});
            const e = 1e-6;
            const points = [[0.5, 0.5], [e, e], [1 - e, e], [e, 1 - e], [1 - e, 1 - e]];
            const found = points.map(([x, y]) => unitAt(scene, rect.x + x * rect.width, rect.y + y * rect.height));
            if (found.some((other) => !other || formatUnit(other) !== shown)) wrong.push([formatUnit(unit), rect, found]);
        }
    }
    return {places, wrong: wrong.slice(0, 5)};
"""


def scene_of(modules: Modules, options: Json, layers: list[Json] = LAYERS) -> Json:
    """A scene as JSON."""
    body = """
        const {layoutScene} = await load("model/layout.js");
        const scene = layoutScene(...argument);
        return {...scene, boxesOf: Object.fromEntries([...scene.boxesOf].map(([name, boxes]) => [name, boxes.map((box) => box.layer)]))};
    """
    scene: Json = modules.run(body, [layers, options])
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
def test_every_unit_is_found_where_it_is_painted(modules: Modules, name: str) -> None:
    """The point in the middle and the points in the corners of every unit's cell lead back to that unit, and folded layers have no cells."""
    options = SCENES[name]
    found = modules.run(ROUND_TRIP, [LAYERS, options])
    folded = set(options.get("folded", []))
    if options.get("mergeActivations"):
        folded -= {"fc2"}  # its row stays open, since relu4 is not folded
    assert found["wrong"] == []
    assert found["places"] == sum(prod(layer.shape) for layer in LENET if layer.name not in folded)


@pytest.mark.parametrize("name", SCENES)
def test_nothing_overlaps_or_leaves_the_scene(modules: Modules, name: str) -> None:
    """Maps, rows and labels stand apart from each other and inside the scene."""
    scene = scene_of(modules, SCENES[name])
    for pieces in (scene["boxes"], [*scene["rows"], *scene["labels"]]):
        clashes = [(one, other) for one, other in combinations(pieces, 2) if overlap(one, other)]
        assert clashes == []
        for piece in pieces:
            assert piece["x"] >= 0
            assert piece["y"] >= 0
            assert piece["x"] + piece["width"] <= scene["width"]
            assert piece["y"] + piece["height"] <= scene["height"]


def test_the_wide_scene_is_the_designs(modules: Modules) -> None:
    """On wide screens the input is at the bottom and the answer on top, all within 688x699, cells as large as the design says."""
    scene = scene_of(modules, {})
    assert (scene["width"], round(scene["height"], 1)) == (688, 699)
    tops = [row["y"] for row in scene["rows"]]
    assert [row["layer"] for row in scene["rows"]] == [layer.name for layer in LENET]
    assert tops == sorted(tops, reverse=True)
    assert tops[-1] == 0
    cells = {box["layer"]: box["cell"]["width"] for box in scene["boxes"]}
    assert [
        cells[name] for name in ("input", "conv1", "pool1", "conv2", "pool2", "fc1", "fc2", "softmax")
    ] == [
        3,
        3,
        4,
        3,
        5,
        9,
        9,
        57,
    ]
    lines = {box["layer"]: (box["rows"], box["columns"]) for box in scene["boxes"] if box["dense"]}
    assert (lines["fc1"], lines["fc2"], lines["fc3"]) == ((2, 60), (2, 50), (1, 10))


def test_the_narrow_scene_is_turned_round(modules: Modules) -> None:
    """On phones the input is on top, names stand above the rows, and six maps of 28 pixels fill the width with whole pixels."""
    scene = scene_of(modules, SCENES["phone"])
    tops = [row["y"] for row in scene["rows"]]
    assert scene["width"] == 358
    assert tops == sorted(tops)
    for row, label in zip(scene["rows"], scene["labels"], strict=True):
        assert label["align"] == "left"
        assert label["y"] + label["height"] == row["y"]
    first = [box for box in scene["boxes"] if box["layer"] == "conv1"]
    assert {box["cell"]["width"] for box in first} == {2}
    assert {box["y"] for box in first} == {first[0]["y"]}


def test_labels_stand_beside_their_rows(modules: Modules) -> None:
    """On wide screens name, shape and sentence stand in the gutter, right-aligned in the middle of their row; a folded one keeps its name."""
    scene = scene_of(modules, {})
    for row, label in zip(scene["rows"], scene["labels"], strict=True):
        assert (label["layer"], label["align"]) == (row["layer"], "right")
        assert label["y"] + label["height"] / 2 == row["y"] + row["height"] / 2
        assert label["lines"] == (3 if len(layer_named(row["layer"]).shape) == 3 else 2)
        assert label["x"] + label["width"] < row["x"]
    folded = scene_of(modules, {"folded": ["conv2"]})["labels"]
    assert [label["lines"] for label in folded if label["layer"] == "conv2"] == [1]


def test_merged_stages_share_their_places(modules: Modules) -> None:
    """With ReLU merged, conv1 and relu1 have one row that shows relu1's numbers, and a unit of conv1 is found there."""
    scene = scene_of(modules, {"mergeActivations": True})
    rows = {row["layer"]: row["stages"] for row in scene["rows"]}
    assert rows["relu1"] == ["conv1", "relu1"]
    assert rows["relu4"] == ["fc2", "relu4"]
    assert "conv1" not in rows
    assert len(rows) == 9
    assert set(scene["boxesOf"]["conv1"]) == {"relu1"}


def test_a_folded_layer_is_a_line(modules: Modules) -> None:
    """Folding takes a layer's maps away and leaves a low row; all others keep their size and distance."""
    open_scene, folded = scene_of(modules, {}), scene_of(modules, {"folded": ["relu1"]})
    row = next(row for row in folded["rows"] if row["layer"] == "relu1")
    assert row["folded"]
    assert folded["boxesOf"]["relu1"] == []
    assert folded["height"] == open_scene["height"] - 84 + row["height"]
    assert row["height"] <= 12


def test_rectangles_of_windows(modules: Modules) -> None:
    """A window is one rectangle in each of its maps, a whole dense layer is one, a folded one has none."""
    body = """
        const {layoutScene} = await load("model/layout.js");
        const {rectOf, rectsOf} = await load("model/places.js");
        const scene = layoutScene(argument, {folded: ["relu4"]});
        const patch = rectsOf(scene, {layer: "pool1", maps: [1, 4], top: 2, left: 3, height: 5, width: 5});
        const corner = rectOf(scene, {layer: "pool1", index: [4, 2, 3]});
        const row = (left, width) => rectsOf(scene, {layer: "fc1", maps: [0], top: 0, left, height: 1, width});
        const folded = rectsOf(scene, {layer: "relu4", maps: [0], top: 0, left: 0, height: 1, width: 100});
        return {patch, corner, one: row(70, 1), two: row(58, 4), all: row(0, 120), folded,
                none: rectOf(scene, {layer: "relu4", index: [3]})};
    """
    found = modules.run(body, LAYERS)
    assert [(rect["width"], rect["height"]) for rect in found["patch"]] == [(20, 20)] * 2
    assert (found["patch"][1]["x"], found["patch"][1]["y"]) == (found["corner"]["x"], found["corner"]["y"])
    assert [rect["width"] for rect in found["one"]] == [8]
    assert [round(rect["width"], 1) for rect in found["two"]] == [17, 17]
    assert [(rect["width"], rect["height"]) for rect in found["all"]] == [(540, 18)]
    assert (found["folded"], found["none"]) == ([], None)


def test_between_the_maps_there_is_nothing(modules: Modules) -> None:
    """Points outside all maps, on the gutter and beyond the scene lead to no unit, and so does a map's first pixel to the right."""
    body = """
        const {layoutScene} = await load("model/layout.js");
        const {unitAt} = await load("model/places.js");
        const scene = layoutScene(argument);
        const box = scene.boxesOf.get("conv1")[0];
        const points = [[-1, -1], [10, 300], [scene.width, scene.height], [box.x + box.width, box.y], [box.x - 0.01, box.y], [box.x, box.y + box.height]];
        return points.map(([x, y]) => unitAt(scene, x, y));
    """
    assert modules.run(body, LAYERS) == [None] * 6


def test_a_short_last_row_has_no_units_past_its_end(modules: Modules) -> None:
    """A dense layer whose units do not fill their last row leaves the rest of it empty."""
    layers = [asdict(Layer("input", "input", (1, 6, 6))), asdict(Layer("fc", "dense", (67,), ("input",)))]
    found = modules.run(ROUND_TRIP, [layers, {}])
    assert (found["places"], found["wrong"]) == (36 + 67, [])
    body = """
        const {layoutScene} = await load("model/layout.js");
        const {unitAt} = await load("model/places.js");
        const scene = layoutScene(argument);
        const [box] = scene.boxesOf.get("fc");
        return [box.rows, box.columns, unitAt(scene, box.x + box.width - 1, box.y + box.height - 1)];
    """
    assert modules.run(body, layers) == [2, 60, None]


def test_a_scene_without_room_is_refused(modules: Modules) -> None:
    """A width that is no room throws with the width."""
    body = 'const {layoutScene} = await load("model/layout.js"); return layoutScene(argument, {width: 0});'
    assert modules.error(body, LAYERS) == "RangeError: Unexpected width 0: a scene needs room."


def test_units_are_written_as_in_links(modules: Modules) -> None:
    """Units are read from and written as "pool1/3/5/7" and "fc1/17"; anything that is no unit of this network is null."""
    body = """
        const {formatUnit, parseUnit, sameUnit} = await load("model/layers.js");
        const [layers, right, wrong] = argument;
        const units = right.map((text) => parseUnit(layers, text));
        return [units.map(formatUnit), wrong.map((text) => parseUnit(layers, text)), sameUnit(units[0], {...units[0]}), sameUnit(units[0], units[1]), sameUnit(null, null), sameUnit(units[0], null)];
    """
    right = ["pool1/3/5/7", "fc1/17", "input/0/31/31", "softmax/9"]
    wrong = [
        "",
        "pool1",
        "pool1/3/5",
        "pool1/6/0/0",
        "fc1/120",
        "fc1/-1",
        "fc1/1.5",
        "fc1/1e1",
        "nowhere/1",
        "fc1/1/",
        "fc1/ 1",
    ]
    written, nothing, *same = modules.run(body, [LAYERS, right, wrong])
    assert written == right
    assert nothing == [None] * len(wrong)
    assert same == [True, False, True, False]
