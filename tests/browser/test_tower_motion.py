"""The tower in time: blocks and cameras on their way, slow pictures, the steps of the tour."""

from tests.browser.conftest import Modules


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
    found = modules.run(body)
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
    assert modules.run(body) == [[5], [], [], []]


def test_the_tour_goes_step_by_step(modules: Modules) -> None:
    """Forward, back and seek change the step; the last step ends playing; playing at the end begins anew."""
    body = """
        const {BEGINNING, MOVES, soughtTo} = await load("views/tower/tour.js");
        const states = [BEGINNING];
        for (const move of ["forward", "back", "toggle", "forward", "forward", "toggle"]) states.push(MOVES[move](states.at(-1), 2));
        return {states: states.map(({step, isPlaying}) => `${step}${isPlaying ? " playing" : ""}`), sought: soughtTo(states[1], 2)};
    """
    found = modules.run(body)
    assert found["states"] == ["0", "1", "0", "0 playing", "1 playing", "2", "0 playing"]
    assert found["sought"] == {"step": 2, "isPlaying": False}
