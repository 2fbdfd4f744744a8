"""The tower's blocks: which of them is under a point."""

import math
from typing import Any

import numpy as np
import pytest

from tests.browser.modules import Modules
from tests.browser.towers import PICKING, TRACE, run_by_tower


@pytest.mark.parametrize("form", ["broad", "slim"])
def test_units_are_picked_at_their_own_centres(modules: Modules, form: str) -> None:
    """From three presets sampled units of all layers are found where their centres are seen."""
    body = f"""
        {PICKING}
        const [home, front] = ["home", "front"].map((side) => presets.seenFrom(side, site));
        const wrong = [];
        let count = 0;
        for (const camera of [home, front, {{...home, azimuth: 0.36}}]) for (const layer of layers) {{
            const units = layer.shape.reduce((a, b) => a * b);
            for (let i = 0; i < units; i += Math.max(1, Math.floor(units / 40))) {{
                const unit = unitAtOffset(layer, i);
                const {{x, z, width, depth, level}} = placeOf(tower, unit);
                const found = pick(camera, project(sightOf(camera, size), [x + width / 2, level,
                    z + depth / 2]));
                count++;
                if (!found || formatUnit(found) !== formatUnit(unit)) wrong.push([camera, unit, found]);
            }}
        }}
        return {{wrong, count}};
    """
    found = run_by_tower(modules, body, form=form)
    assert found["count"] > 1200
    assert found["wrong"] == []


def test_picking_agrees_with_looking_at_every_block(modules: Modules) -> None:
    """For blocks of any height and any ray the nearest block's unit is found."""
    body = (
        PICKING
        + TRACE.replace('const {isSigned, rangesOf, scaleOf} = await load("model/ranges.js");', "")
        + """
        const trace = traceOf(2);
        blocks.paint({activations: trace.layers, ranges: rangesOf(layers, trace, "layer"), theme: "light",
            scales: new Map(layers.map(({name}) => [name, scaleOf(layers, name)])),
            tables: {diverging: scaleTable("diverging", "light"), sequential: scaleTable("sequential",
                "light")}});
        const names = [];
        const numbers = [];
        for (const layer of layers) {
            const {rise, boxes} = tower.floorOf.get(layer.name);
            const shares = boxes.flatMap((box) => Array.from({length: box.count}, (_, cell) => blocks.shareOf(
                box, cell)));
            shares.forEach((share, i) => {
                const unit = unitAtOffset(layer, i);
                const {x, z, width, depth, level} = placeOf(tower, unit);
                names.push(formatUnit(unit));
                numbers.push([x, z, width, depth, level, rise * share * argument.heights]);
            });
        }
        const found = argument.cameras.map(([azimuth, elevation, distance, y, cssX, cssY]) => {
            const camera = {azimuth, elevation, distance, target: [0, y, 0]};
            const unit = pick(camera, {x: cssX, y: cssY}, argument.heights);
            const {origin, direction} = raycaster.ray;
            return {unit: unit && formatUnit(unit), origin: origin.toArray(), direction: direction.toArray()};
        });
        return {found, names, numbers};
    """
    )
    # Azimuth, elevation, distance, height, and the place on the stage.
    least, most = np.array([[-math.pi, 0.05, 300, 0, 200, 200], [math.pi, 0.95, 3000, 500, 500, 520]])
    cameras = np.random.default_rng(4).uniform(least[:, None], most[:, None], (6, 200)).T
    for heights in (0.0, 1.0):
        seen = run_by_tower(modules, body, cameras=cameras.tolist(), heights=heights)
        names: list[str] = seen["names"]
        numbers = np.array(seen["numbers"])
        nearest = [nearest_block(ray, numbers, 3 * (1 - heights)) for ray in seen["found"]]
        # Between dense blocks there is a gap that belongs to the cell; only rays that hit a block itself are
        # compared.
        compared = [
            (ray["unit"], names[i]) for ray, i in zip(seen["found"], nearest, strict=True) if i is not None
        ]
        assert len(compared) > 40
        wrong = [pair for pair in compared if pair[0] != pair[1]]
        assert len(wrong) <= len(compared) // 20, wrong


def nearest_block(ray: dict[str, list[float]], numbers: np.ndarray[Any, Any], thickness: float) -> int | None:
    """The slow oracle: where a ray enters each block, and which comes first."""
    x, z, width, depth, level, height = numbers.T
    low = np.stack([x, level + np.minimum(height, 0) - thickness, z], axis=1)
    high = np.stack([x + width, level + np.maximum(height, 0), z + depth], axis=1)
    origin, direction = np.array(ray["origin"]), np.array(ray["direction"])
    one, other = (low - origin) / direction, (high - origin) / direction
    enter = np.minimum(one, other).max(axis=1)
    leave = np.maximum(one, other).min(axis=1)
    hit = (enter <= leave) & (enter > 0)
    return int(np.argmin(np.where(hit, enter, np.inf))) if hit.any() else None


def test_from_above_one_floor_is_there(modules: Modules) -> None:
    """From above only the floor that is looked at is shown and picked, from aside all are."""
    body = f"""
        {PICKING}
        const floor = tower.floors[4];
        const camera = presets.atFloor(floor, "top", site);
        const place = placeOf(tower, {{layer: "conv2", index: [2, 5, 5]}});
        const at = project(sightOf(camera, size), [place.x + place.width / 2, place.level,
            place.z + place.depth / 2]);
        const seen = (elevation) => [...floorsSeen(tower, {{...camera, elevation}})].map(({{row}}) =>
            row.layer);
        return {{found: pick(camera, at), overhead: seen(1.5), low: seen(0.5)}};
    """
    found = run_by_tower(modules, body)
    assert found["found"] == {"layer": "conv2", "index": [2, 5, 5]}
    assert found["overhead"] == ["conv2"]
    assert len(found["low"]) == 13
