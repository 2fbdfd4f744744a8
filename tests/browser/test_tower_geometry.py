"""The tower as numbers: what a camera sees, where it may be, which labels have room, and what a link says of it."""

import math

import numpy as np
import pytest

from tests.browser.conftest import Modules
from tests.browser.towers import LAYERS, run_by_tower


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
    found = run_by_tower(modules, body)
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
    found = run_by_tower(modules, body)
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
    for camera in run_by_tower(modules, body, cameras=pushed):
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
    points = run_by_tower(modules, body, side=side)
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
    found = run_by_tower(modules, body)
    assert found["levels"] == sorted(found["levels"])
    assert found["names"] == [layer["name"] for layer in LAYERS]
    assert (found["place"]["width"], found["place"]["depth"]) == (
        found["rect"]["width"],
        found["rect"]["height"],
    )


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
    for placed in run_by_tower(modules, body, wishes=wishes):
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
    found = run_by_tower(modules, body, camera=camera, bad=bad)
    assert found["back"]["target"] == camera["target"]
    assert found["back"]["azimuth"] == pytest.approx(camera["azimuth"], abs=1e-3)
    assert found["bad"] == [None] * len(bad)
