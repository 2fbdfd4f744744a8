"""The tower as numbers: what a camera sees, its link, values on their way, the steps of the tour."""

import pytest

from tests.browser.modules import Modules
from tests.browser.towers import run_by_tower


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
        const {createTween} = await load("views/tower/tween.js");
        const {between} = await load("views/tower/camera.js");
        const start = {azimuth: 3, elevation: 0.5, distance: 1000, target: [0, 0, 0]};
        const goal = {azimuth: -3, elevation: 0.2, distance: 300, target: [9, 90, 0]};
        const fly = (still) => {
            const tween = createTween(start, {between, duration: 500});
            tween.fly(goal);
            let time = 1000;
            const seen = [];
            while (tween.step(time, still)) {
                seen.push(tween.value().azimuth);
                time += 16;
            }
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
        return {states, ends: ends.length};
    """
    found = run_by_tower(modules, body)
    assert found["states"] == ["0", "0 playing", "1 playing", "2", "0 playing", "0", None]
    assert found["ends"] == 1
