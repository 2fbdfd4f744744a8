"""The tower in time: blocks and cameras on their way, the steps of the tour."""

from tests.browser.modules import Modules
from tests.browser.towers import run_by_tower


def test_motion_arrives(modules: Modules) -> None:
    """A value comes to rest at its goal after its duration, goes on from where it is if the goal changes, and without motion is there at once."""
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
    """Played, the tour goes on by itself and stops at the last step, where playing begins anew; past it, it ends."""
    body = """
        const {createTour} = await load("views/tower/tour.js");
        const timers = [];
        window.setTimeout = (act) => timers.push(act);
        const floors = layers.slice(0, 3).map(({name}) => ({row: {layer: name}}));
        const picture = {site: {tower: {floors}}, isHome: true, home: null};
        const activations = new Map(layers.map(({name}) => [name, {data: new Float32Array(9)}]));
        const props = {layers, activations, pinned: null, highlight: null};
        const ends = [];
        const tour = createTour({picture, props: () => props, focus() {}, text: (key) => key, onIntent() {}, onChange() {},
            moveFocus: (isOn) => isOn || ends.push(true)});
        const told = () => { const now = tour.chapter(); return now && `${now.step}${now.isPlaying ? " playing" : ""}`; };
        const states = [];
        const acts = [tour.begin, tour.play, () => timers.at(-1)(), () => timers.at(-1)(), tour.play, tour.play, () => tour.go(3)];
        for (const act of acts) { act(); states.push(told()); }
        return {states, ends: ends.length};
    """
    found = run_by_tower(modules, body)
    assert found["states"] == ["0", "0 playing", "1 playing", "2", "0 playing", "0", None]
    assert found["ends"] == 1
