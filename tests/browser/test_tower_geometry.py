"""The tower as numbers: where units lie, what a camera sees, which unit is under a point, which labels have room."""

import json
import math
from typing import Any

import numpy as np
import pytest

from tests.browser.conftest import Modules
from tests.browser.towers import LAYERS, SITE, TRACE

KNOWN = f"const layers = {json.dumps(LAYERS)};"
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


def run(modules: Modules, body: str, **argument: Any) -> Any:
    """Run JavaScript that knows the layers, the tower, a stage and the presets."""
    return modules.run(KNOWN + SITE + body, argument)


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
    found = run(modules, body, form=form)
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
        seen = run(modules, body, rays=rays.tolist(), standing=standing)
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


def test_rays_and_projection_are_inverse(modules: Modules) -> None:
    """A ray through the place where a point is seen passes through the point."""
    body = """
        const camera = {azimuth: 0.7, elevation: 0.4, distance: 900, target: [10, 200, -30]};
        const sight = sightOf(camera, size);
        const point = [80, 150, 40];
        const {x, y, depth} = project(sight, point);
        const {origin, direction} = rayThrough(sight, x, y);
        return {point, there: origin.map((from, axis) => from + direction[axis] * depth)};
    """
    found = run(modules, body)
    assert found["there"] == pytest.approx(found["point"], abs=1e-6)


def test_projection_is_the_one_that_is_drawn(modules: Modules) -> None:
    """Picking and labels see a point where three.js, which draws, sees it."""
    body = """
        const {PerspectiveCamera, Vector3} = await import("/static/vendor/three.module.min.js");
        const {FIELD} = await load("views/tower/camera.js");
        const sight = sightOf({azimuth: -0.5, elevation: 0.6, distance: 1500, target: [5, 250, 9]}, size);
        const camera = new PerspectiveCamera((FIELD * 180) / Math.PI, size.width / size.height, 1, 5000);
        camera.position.set(...sight.eye);
        camera.lookAt(5, 250, 9);
        camera.updateMatrixWorld();
        const drawn = new Vector3(120, 90, -60).project(camera);
        const {x, y} = project(sight, [120, 90, -60]);
        return {seen: [x, y], drawn: [(drawn.x + 1) / 2 * size.width, (1 - drawn.y) / 2 * size.height]};
    """
    found = run(modules, body)
    assert found["seen"] == pytest.approx(found["drawn"], abs=1e-3)


def test_camera_stays_within_its_limits(modules: Modules) -> None:
    """However far it is pushed, the camera stays over the floor, near the tower, and looks at it."""
    body = """
        const {kept} = await load("views/tower/camera.js");
        const {insideTower} = await load("views/tower/floors.js");
        const limits = {inside: (point) => insideTower(tower, point), nearest: 90, farthest: 5000};
        return argument.cameras.map((camera) => kept(camera, limits)).map((camera) => ({...camera, eye: sightOf(camera, size).eye, height: tower.height}));
    """
    pushed = [
        {"azimuth": 9, "elevation": elevation, "distance": distance, "target": target}
        for elevation in (-3, 0.5, 3)
        for distance in (0.01, 1e9)
        for target in ([1e6, -1e6, 1e6], [-1e6, 1e6, 0])
    ]
    for camera in run(modules, body, cameras=pushed):
        assert camera["eye"][1] > 0
        assert 90 <= camera["distance"] <= 5000
        assert 0 < camera["elevation"] < math.pi / 2
        assert 0 <= camera["target"][1] <= camera["height"]


@pytest.mark.parametrize("side", ["home", "front", "side"])
def test_presets_show_the_whole_tower(modules: Modules, side: str) -> None:
    """From a preset every corner of every floor is seen within the room that labels and buttons leave, and fills it one way."""
    body = """
        const {outlineOf} = await load("views/tower/floors.js");
        const sight = sightOf(presets.seenFrom(argument.side, site), size);
        return outlineOf(tower).map((point) => project(sight, point));
    """
    points = run(modules, body, side=side)
    across, down = [point["x"] for point in points], [point["y"] for point in points]
    assert min(across) >= 99
    assert max(across) <= 673
    assert min(down) >= 51
    assert max(down) <= 669
    assert max(across) - min(across) > 560 or max(down) - min(down) > 600


def test_scene_and_world_agree(modules: Modules) -> None:
    """Floors rise in the network's order, and a rectangle of the scene keeps its size on its floor."""
    body = """
        const {placed, floorNamed} = await load("views/tower/floors.js");
        const {rectOf} = await load("model/places.js");
        const unit = {layer: "pool1", index: [3, 5, 7]};
        const rect = rectOf(tower.scene, unit);
        return {levels: tower.floors.map((floor) => floor.level), names: tower.floors.map((floor) => floor.row.layer), rect,
            place: placed(tower, floorNamed(tower, "pool1"), rect)};
    """
    found = run(modules, body)
    assert found["levels"] == sorted(found["levels"])
    assert found["names"] == [layer["name"] for layer in LAYERS]
    assert (found["place"]["width"], found["place"]["depth"]) == (
        found["rect"]["width"],
        found["rect"]["height"],
    )


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
    found = run(modules, body)
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
    found = run(modules, body, eyes=list(eyes.values()))
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


def test_labels_never_overlap(modules: Modules) -> None:
    """Of a crowd of labels those that are placed leave each other room, lie on the stage, and the most important is among them."""
    body = """
        const {placeLabels} = await load("views/tower/placing.js");
        return argument.wishes.map((wishes) => placeLabels(wishes, {width: 400, height: 400}));
    """
    generator = np.random.default_rng(7)
    wishes = [
        [
            {
                "key": str(i),
                "x": generator.uniform(0, 300),
                "y": generator.uniform(10, 360),
                "full": {"width": 60, "height": 28},
                "brief": {"width": 30, "height": 14},
                "priority": i,
                "movable": bool(i % 2),
            }
            for i in range(30)
        ]
        for _ in range(40)
    ]
    for placed in run(modules, body, wishes=wishes):
        assert "29" in {label["key"] for label in placed}
        assert len(placed) > 8
        for i, one in enumerate(placed):
            assert one["x"] >= 0
            assert one["y"] + one["height"] <= 400
            for other in placed[:i]:
                apart_across = (
                    one["x"] >= other["x"] + other["width"] or other["x"] >= one["x"] + one["width"]
                )
                apart_down = (
                    one["y"] >= other["y"] + other["height"] or other["y"] >= one["y"] + one["height"]
                )
                assert apart_across or apart_down


def test_camera_goes_through_a_link(modules: Modules) -> None:
    """A camera written into a link comes back; what is no camera is refused."""
    body = """
        const {formatCamera, parseCamera} = await load("model/camera-text.js");
        return {back: parseCamera(formatCamera(argument.camera)), bad: argument.bad.map(parseCamera)};
    """
    camera = {"azimuth": -0.36, "elevation": 0.5, "distance": 2400.25, "target": [1.5, 200, -8]}
    bad = ["", "1,2,3", "1,2,3,4,5,x", "0,95,100,0,0,0", "0,45,0,0,0,0", "1e9,4,5,6,7,8", "400,45,100,0,0,0"]
    found = run(modules, body, camera=camera, bad=bad)
    assert found["back"]["target"] == camera["target"]
    assert found["back"]["azimuth"] == pytest.approx(camera["azimuth"], abs=1e-3)
    assert found["bad"] == [None] * len(bad)


def test_motion_arrives(modules: Modules) -> None:
    """Blocks take 300 to 600 ms from flat to tower, a camera comes to rest at its goal, and without motion both are there at once."""
    body = """
        const {createMotion} = await load("views/tower/motion.js");
        const start = {azimuth: 0, elevation: 0.5, distance: 1000, target: [0, 0, 0]};
        const goal = {azimuth: 3, elevation: 0.2, distance: 300, target: [9, 90, 0]};
        const fly = (still) => {
            const motion = createMotion(start, {standing: 0, heights: 0});
            motion.turn("standing", 1);
            motion.fly(goal);
            let landed = null;
            let time = 1000;
            for (; motion.step(time, still) && time < 9000; time += 16) if (motion.standing() === 1) landed ??= time - 1000;
            return {landed: landed ?? time - 1000, took: time - 1000, there: motion.camera() === motion.goal(), standing: motion.standing()};
        };
        return {gliding: fly(false), still: fly(true)};
    """
    found = run(modules, body)
    assert 300 <= found["gliding"]["landed"] <= 600
    assert found["gliding"]["took"] < 3000
    assert found["gliding"]["there"]
    assert found["still"] == {"landed": 0, "took": 0, "there": True, "standing": 1}


def test_slow_pictures_are_told_once(modules: Modules) -> None:
    """Only a row of slow steps counts as slow: neither a pause nor one slow step does; and it is said once."""
    body = """
        const {createPace} = await load("views/tower/pace.js");
        const told = (steps) => {
            const rates = [];
            const pace = createPace((rate) => rates.push(Math.round(rate)));
            let time = 0;
            for (const step of steps) pace.note(time += step, true);
            return rates;
        };
        const row = (count, step) => Array(count).fill(step);
        return [told(row(60, 200)), told(row(60, 60)), told([...row(20, 30), 900, ...row(20, 30)]), told(row(60, 5000))];
    """
    assert run(modules, body) == [[5], [], [], []]


def test_tour_goes_by_words_and_action(modules: Modules) -> None:
    """Forward shows the action of the words read, then the next words; back and seek return to words; the end stops playing."""
    body = """
        const {BEGINNING, MOVES, soughtTo} = await load("views/tower/tour.js");
        const states = [BEGINNING];
        for (const move of ["forward", "forward", "back", "toggle", "forward", "forward", "forward", "forward"]) states.push(MOVES[move](states.at(-1), 2));
        return {states: states.map(({step, phase, isPlaying}) => `${step} ${phase}${isPlaying ? " playing" : ""}`), sought: soughtTo(states[1], 2)};
    """
    found = run(modules, body)
    assert found["states"] == [
        "0 words",
        "0 action",
        "1 words",
        "0 words",
        "0 words playing",
        "0 action playing",
        "1 words playing",
        "1 action playing",
        "2 words playing",
    ]
    assert found["sought"] == {"step": 2, "phase": "words", "isPlaying": False}
