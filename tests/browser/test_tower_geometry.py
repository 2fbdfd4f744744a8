"""The tower as numbers: what a camera sees and picks, its link, values on their way, the tour's steps."""

import math
from typing import Any

import numpy as np
import pytest

from tests.browser.modules import Modules
from tests.browser.towers import PICKING, TRACE, run_by_tower


def test_projection_is_the_one_that_is_drawn(modules: Modules) -> None:
    """Labels see a point where three.js, which draws, sees it."""
    body = """
        const {PerspectiveCamera, Vector3} = await load("../vendor/three.module.min.js");
        const sight = sightOf({azimuth: -0.5, elevation: 0.6, distance: 1500, target: [5, 250, 9]}, size);
        const camera = new PerspectiveCamera(18, size.width / size.height, 1, 5000);
        camera.position.copy(sight.eye.position);
        camera.lookAt(5, 250, 9);
        camera.updateMatrixWorld();
        const drawn = new Vector3(120, 90, -60).project(camera);
        const {x, y} = project(sight, [120, 90, -60]);
        return {seen: [x, y], drawn: [(drawn.x + 1) / 2 * size.width, (1 - drawn.y) / 2 * size.height]};
    """
    found = run_by_tower(modules, body)
    assert found["seen"] == pytest.approx(found["drawn"], abs=1e-3)


@pytest.mark.parametrize("side", ["home", "front", "side"])
def test_presets_show_the_whole_tower(modules: Modules, side: str) -> None:
    """At a preset every corner of every plane is inside the free room and fills it one way."""
    body = """
        const sight = sightOf(presets.viewTower(argument.side, site), size);
        return tower.floors.flatMap((floor) => planeOf(tower, floor)).map((point) => project(sight, point));
    """
    points = run_by_tower(modules, body, side=side)
    across, down = [point["x"] for point in points], [point["y"] for point in points]
    assert min(across) >= 99
    assert max(across) <= 673
    assert min(down) >= 51
    assert max(down) <= 669
    assert max(across) - min(across) > 560 or max(down) - min(down) > 600


def test_camera_goes_through_a_link(modules: Modules) -> None:
    """A camera written into a link comes back; what is no camera is refused."""
    body = """
        const {formatCamera, parseCamera} = await load("model/camera-text.js");
        return {back: parseCamera(formatCamera(argument.camera)), bad: argument.bad.map(parseCamera)};
    """
    camera = {"azimuth": -0.36, "elevation": 0.5, "distance": 2400.25, "target": [1.5, 200, -8]}
    bad = ["", "1,2,3", "1,2,3,4,5,x", "0,95,100,0,0,0", "0,45,0,0,0,0", "1e9,4,5,6,7,8", "400,45,100,0,0,0"]
    found = run_by_tower(modules, body, camera=camera, bad=bad)
    assert found["back"]["target"] == camera["target"]
    assert found["back"]["azimuth"] == pytest.approx(camera["azimuth"], abs=1e-3)
    assert found["bad"] == [None] * len(bad)


def test_motion_arrives(modules: Modules) -> None:
    """A value reaches its goal after its duration, follows a new goal, or jumps without motion."""
    body = """
        const {createTween, between} = await load("views/tower/tween.js", "views/tower/camera.js");
        const start = {azimuth: 3, elevation: 0.5, distance: 1000, target: [0, 0, 0]};
        const goal = {azimuth: -3, elevation: 0.2, distance: 300, target: [9, 90, 0]};
        const fly = (still) => {
            const tween = createTween(start, {between, duration: 500});
            tween.fly(goal);
            const seen = [];
            let time = 1000;
            for (; time < 9000 && tween.step(time, still); time += 16) seen.push(tween.value().azimuth);
            return {took: time - 1000, there: tween.value() === goal, seen};
        };
        return {gliding: fly(false), still: fly(true)};
    """
    found = modules.run(body)
    assert 450 <= found["gliding"]["took"] <= 520
    assert found["gliding"]["there"]
    assert min(found["gliding"]["seen"]) >= 3, "the shorter way round"
    assert found["still"] == {"took": 0, "there": True, "seen": []}


def test_the_tour_plays_to_its_end(modules: Modules) -> None:
    """The tour plays to its last step, where playing begins anew, and ends past it."""
    body = """
        const {createTour} = await load("views/tower/tour.js");
        const timers = [];
        const own = window.setTimeout;
        window.setTimeout = (act) => timers.push(act);
        const floors = layers.slice(0, 3).map(({name}) => ({row: {layer: name}}));
        const picture = {site: {tower: {floors}}, move() {}};
        const activations = new Map(layers.map(({name}) => [name, {data: new Float32Array(9)}]));
        const props = {layers, activations, pinned: null, highlight: null};
        const ends = [];
        const tour = createTour({picture, props: () => props, focus() {}, text: (key) => key, onIntent() {},
            onChange() {},
            moveFocus: (isOn) => isOn || ends.push(true)});
        const told = () => { const now = tour.chapter(); return now &&
            `${now.step}${now.isPlaying ? " playing" : ""}`; };
        const states = [];
        const acts = [tour.begin, tour.play, () => timers.at(-1)(), () => timers.at(-1)(), tour.play,
            tour.play, () => tour.go(3)];
        for (const act of acts) { act(); states.push(told()); }
        window.setTimeout = own;
        return {states, ends: ends.length};
    """
    found = run_by_tower(modules, body)
    assert found["states"] == ["0", "0 playing", "1 playing", "2", "0 playing", "0", None]
    assert found["ends"] == 1


@pytest.mark.parametrize("form", ["broad", "slim"])
def test_units_are_picked_at_their_own_centres(modules: Modules, form: str) -> None:
    """From three presets sampled units of all layers are found where their centres are seen."""
    body = f"""
        {PICKING}
        const [home, front] = ["home", "front"].map((side) => presets.viewTower(side, site));
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
    cameras = np.random.default_rng(4).uniform(least[:, None], most[:, None], (6, 80)).T
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
        assert len(compared) > 15
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
        const camera = presets.viewFloor(floor, "top", site);
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
