"""The tower's blocks: which of them is under a point, and which of their faces are drawn."""

import math
from typing import Any

import numpy as np
import pytest

from tests.browser.conftest import Modules
from tests.browser.towers import TRACE, run_by_tower

CAMERAS = {
    "home": "presets.seenFrom('home', site)",
    "the other side": "fitted({azimuth: 0.36, elevation: 0.5}, outlineOf(tower), size, site.insets)",
    "the front, low": "fitted({azimuth: 0, elevation: 0.3}, outlineOf(tower), size, site.insets)",
}
PICKING = """
    const {unitUnder} = await load("views/tower/pick.js");
    const {fitted} = await load("views/tower/camera.js");
    const {outlineOf} = await load("views/tower/floors.js");
    const {placeOf} = await load("views/tower/lines.js");
    const {unitAtOffset, formatUnit} = await load("model/layers.js");
"""


@pytest.mark.parametrize("form", ["broad", "slim"])
@pytest.mark.parametrize("camera", CAMERAS)
def test_units_are_picked_at_their_own_centres(modules: Modules, camera: str, form: str) -> None:
    """From three cameras, sampled units of all layers are the ones found where their centres are seen."""
    body = (
        PICKING
        + f"""
        const sight = sightOf({CAMERAS[camera]}, size);
        const wrong = [];
        let count = 0;
        for (const layer of layers) {{
            const units = layer.shape.reduce((a, b) => a * b);
            for (let i = 0; i < units; i += Math.max(1, Math.floor(units / 97))) {{
                const unit = unitAtOffset(layer, i);
                const place = placeOf(tower, unit);
                const at = project(sight, [place.x + place.width / 2, place.level, place.z + place.depth / 2]);
                const found = unitUnder(tower, rayThrough(sight, at.x, at.y));
                count++;
                if (!found || formatUnit(found) !== formatUnit(unit)) wrong.push([formatUnit(unit), found && formatUnit(found)]);
            }}
        }}
        return {{wrong, count}};
    """
    )
    found = run_by_tower(modules, body, form=form)
    assert found["count"] > 900
    assert found["wrong"] == []


def test_picking_agrees_with_looking_at_every_block(modules: Modules) -> None:
    """For blocks of any height and rays from anywhere, the unit found is that of the nearest block of all 15,524."""
    body = (
        PICKING
        + TRACE
        + """
        const {cellsOf, colourCells} = await load("views/tower/cells.js");
        const {unitSlabs} = await load("views/tower/slabs.js");
        const {scaleTable} = await load("lib/colour.js");
        const trace = traceOf(2);
        const cells = cellsOf(tower);
        colourCells(cells, {activations: trace.layers, ranges: rangesOf(layers, trace, "layer"),
            scales: new Map(layers.map(({name}) => [name, scaleOf(layers, name)])),
            tables: {diverging: scaleTable("diverging", "light"), sequential: scaleTable("sequential", "light")}});
        const slabs = unitSlabs(tower, cells, null);
        const names = [...cells.starts].flatMap(([box]) => Array.from({length: box.count}, (_, cell) => box.dense ? `${box.layer}/${cell}`
            : `${box.layer}/${box.map}/${Math.floor(cell / box.columns)}/${cell % box.columns}`));
        const share = (box, cell) => cells.shares[cells.starts.get(box) + cell];
        const rays = argument.rays.map(([azimuth, elevation, distance, y, cssX, cssY]) =>
            rayThrough(sightOf({azimuth, elevation, distance, target: [0, y, 0]}, size), cssX, cssY));
        const found = rays.map((ray) => unitUnder(tower, ray, {standing: argument.standing, share})).map((unit) => unit && formatUnit(unit));
        return {found, rays, names, numbers: [...slabs.numbers], shares: [...cells.shares], boxes: [...cells.starts].map(([box, start]) => [start, box.count, box.gap.x])};
    """
    )
    generator = np.random.default_rng(4)
    rays = np.stack(
        [
            generator.uniform(-math.pi, math.pi, 300),
            generator.uniform(0.05, 1.5, 300),
            generator.uniform(300, 3000, 300),
            generator.uniform(0, 500, 300),
            generator.uniform(200, 500, 300),
            generator.uniform(200, 520, 300),
        ],
        axis=1,
    )
    for standing in (0.0, 1.0):
        seen = run_by_tower(modules, body, rays=rays.tolist(), standing=standing)
        names: list[str] = seen["names"]
        slabs = np.array(seen["numbers"]).reshape(-1, 16)[: len(names)]
        nearest = [
            nearest_block(ray, slabs, np.array(seen["shares"])[: len(names)], standing)
            for ray in seen["rays"]
        ]
        # Between dense blocks there is a gap that belongs to the cell; only rays that hit a block itself are compared.
        compared = [
            (found, names[i]) for found, i in zip(seen["found"], nearest, strict=True) if i is not None
        ]
        assert len(compared) > 60
        gaps = sum(found != expected for found, expected in compared)
        assert gaps <= len(compared) // 20, [pair for pair in compared if pair[0] != pair[1]]


def nearest_block(
    ray: dict[str, list[float]], slabs: np.ndarray[Any, Any], shares: np.ndarray[Any, Any], standing: float
) -> int | None:
    """The slow oracle: where a ray enters each block, and which comes first."""
    height = shares * slabs[:, 9] * standing
    low = np.stack(
        [slabs[:, 0], slabs[:, 8] + np.minimum(height, 0) - 3 * (1 - standing), slabs[:, 1]], axis=1
    )
    high = np.stack(
        [slabs[:, 0] + slabs[:, 2], slabs[:, 8] + np.maximum(height, 0), slabs[:, 1] + slabs[:, 3]], axis=1
    )
    origin, direction = np.array(ray["origin"]), np.array(ray["direction"])
    one, other = (low - origin) / direction, (high - origin) / direction
    enter = np.minimum(one, other).max(axis=1)
    leave = np.maximum(one, other).min(axis=1)
    hit = (enter <= leave) & (enter > 0)
    return int(np.argmin(np.where(hit, enter, np.inf))) if hit.any() else None


def test_floors_over_the_one_looked_at_step_aside(modules: Modules) -> None:
    """From straight above, the floor that is looked at can be picked, though others lie over it."""
    body = (
        PICKING
        + """
        const floor = tower.floors[4];
        const camera = presets.overFloor(floor, site);
        const sight = sightOf(camera, size);
        const place = placeOf(tower, {layer: "conv2", index: [2, 5, 5]});
        const at = project(sight, [place.x + place.width / 2, place.level, place.z + place.depth / 2]);
        const find = (storeys) => unitUnder(tower, rayThrough(sight, at.x, at.y), {storeys});
        const seen = (elevation) => tower.floors.filter(({level}) => isShown(storeysOf(tower, {...camera, elevation}), level)).map(({row}) => row.layer);
        return {with: find(storeysOf(tower, camera)), without: find(ALL_STOREYS), overhead: seen(1.5), steep: seen(1.2), low: seen(0.5)};
    """
    )
    found = run_by_tower(modules, body)
    assert found["with"] == {"layer": "conv2", "index": [2, 5, 5]}
    assert found["without"] != found["with"]
    assert found["overhead"] == ["conv2"]
    assert found["steep"] == ["input", "conv1", "relu1", "pool1", "conv2"]
    assert len(found["low"]) == 13


def test_only_faces_that_a_neighbour_hides_are_left_out(modules: Modules) -> None:
    """From every side a block has the end that leaves its map, if it is seen, and each side that the next block towards the eye does not cover."""
    body = (
        TRACE
        + """
        const {cellsOf} = await load("views/tower/cells.js");
        const {facesOf, mostIndices, sidesOf} = await load("views/tower/faces.js");
        const {FACES} = await load("views/tower/slabs.js");
        const cells = cellsOf(tower);
        cells.shares.forEach((_, i) => { cells.shares[i] = Math.round(2 * Math.sin(0.7 * i * i)) / 2; });
        const indices = new Uint32Array(mostIndices(cells));
        const names = new Map(Object.entries(FACES).map(([name, face]) => [face.join(), name]));
        const faces = (eye) => {
            const drawn = indices.slice(0, facesOf(cells, sidesOf(tower, cells, eye), indices));
            return Array.from({length: drawn.length / 6}, (_, i) => {
                const face = [...drawn.slice(6 * i, 6 * i + 6)];
                const unit = Math.floor(face[0] / 8);
                return [unit, names.get(face.map((vertex) => vertex - 8 * unit).join())];
            });
        };
        return {shares: [...cells.shares], boxes: [...cells.starts].map(([box, start]) => ({start, rows: box.rows, columns: box.columns, count: box.count, apart: box.gap.x > 0, level: tower.floorOf.get(box.layer).level})),
            drawn: argument.eyes.map(faces)};
    """
    )
    eyes = {(1, 1): [5000, 900, 5000], (-1, 1): [-5000, 200, 5000], (1, -1): [5000, 1, -5000]}
    found = run_by_tower(modules, body, eyes=list(eyes.values()))
    for (side, eye), drawn in zip(eyes.items(), found["drawn"], strict=True):
        expected = [
            [box["start"] + cell, face]
            for box in found["boxes"]
            for cell in range(box["count"])
            for face in faces_of(box, cell, found["shares"], (*side, eye[1] > box["level"]))
        ]
        assert sorted(drawn) == sorted(expected)
        assert 0 < len(drawn) < 3 * len(found["shares"])


def faces_of(box: dict[str, Any], cell: int, shares: list[float], side: tuple[int, int, bool]) -> list[str]:
    """The faces of a block that somebody on that side of the tower can see, one block beside another."""
    row, column = divmod(cell, box["columns"])
    share: float = shares[box["start"] + cell]

    def hidden(row: int, column: int) -> bool:
        if box["apart"] or not (0 <= row < box["rows"] and 0 <= column < box["columns"]):
            return False
        other: float = shares[box["start"] + row * box["columns"] + column]
        return abs(other) >= abs(share) and other * share > 0

    if share == 0:
        return []
    across, deep = hidden(row, column + side[0]), hidden(row + side[1], column)
    end = ["level"] if (share > 0) == side[2] else []
    return [*end, *([] if across else ["across"]), *([] if deep else ["deep"])]
