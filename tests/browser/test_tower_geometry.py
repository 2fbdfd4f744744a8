"""The tower as numbers: what a camera sees, where it may be, and what a link says of it."""

import pytest
from playwright.sync_api import Page

from tests.browser.modules import Modules
from tests.browser.tower_explorer import Tower, camera_in, hash_of
from tests.browser.towers import LAYERS, run_by_tower


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


def test_camera_stays_within_its_limits(page: Page) -> None:
    """However often a key pushes it, the camera stays over the floor and near the tower."""
    tower = Tower(page)
    page.emulate_media(reduced_motion="reduce")
    tower.rise()
    for key, number in (("Shift+ArrowUp", 1), ("Shift+ArrowDown", 1), ("+", 2), ("-", 2)):
        tower.key(*[key] * 40)
        page.wait_for_function("() => location.hash.includes('camera=')")
        page.wait_for_timeout(300)
        azimuth, elevation, distance, *_ = map(float, camera_in(hash_of(page)).split(","))
        assert abs(azimuth) <= 180
        assert (0 < elevation < 90, 90 <= distance < 6000)[number - 1]


@pytest.mark.parametrize("side", ["home", "front", "side"])
def test_presets_show_the_whole_tower(modules: Modules, side: str) -> None:
    """From a preset every corner of every plane is seen within the room that labels and buttons leave, and fills it one way."""
    body = """
        const sight = sightOf(presets.seenFrom(argument.side, site), size);
        return tower.floors.flatMap((floor) => planeOf(tower, floor)).map((point) => project(sight, point));
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
