"""Of many requests the newest wins: the order of answers, what is cancelled, and whose failure is told."""

import pytest

from tests.browser.modules import Modules

# Requests that are answered by hand, step by step: "1" submits it, "+1" answers it, "-1" lets it fail, "x"
# cancels all.
NEWEST = """
    const {createNewest} = await load("api/newest.js");
    const log = [];
    const open = new Map();
    const newest = createNewest({
        run: (value, signal) => new Promise((resolve, reject) => {
            log.push(`run ${value}`);
            open.set(value, {resolve, reject});
            signal.addEventListener("abort", () => { log.push(`abort ${value}`); reject(signal.reason); });
        }),
        onResult: (result, value) => log.push(`result ${value}`),
        onError: (error, value) => log.push(`error ${value}: ${error}`),
    });
    for (const step of argument.split(" ")) {
        const [kind, value] = [step[0], step.slice(1)];
        if (kind === "+") open.get(value).resolve(value);
        else if (kind === "-") open.get(value).reject("broken");
        else if (kind === "x") newest.cancel();
        else newest.submit(step);
        if ("+-x".includes(kind)) await pause();
    }
    return log.join(", ");
"""


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("1 +1", "run 1, result 1"),
        ("1 2 +1 +2", "run 1, run 2, result 1, result 2"),
        ("1 2 +2 +1", "run 1, run 2, abort 1, result 2"),
        ("1 2 3 4 5 +1 +5", "run 1, run 2, run 5, result 1, abort 2, result 5"),
        ("1 -1", "run 1, error 1: broken"),
        ("1 2 -1 +2", "run 1, run 2, result 2"),
        ("1 2 3 -2 +3", "run 1, run 2, run 3, abort 1, result 3"),
        ("1 2 -2 +1", "run 1, run 2, error 2: broken, result 1"),
        ("1 2 3 x 4 +4", "run 1, run 2, abort 1, abort 2, run 4, result 4"),
    ],
)
def test_the_newest_request_wins(modules: Modules, steps: str, expected: str) -> None:
    """Answers come in order and cancel older requests; only the newest waits and reports failure."""
    assert modules.run(NEWEST, steps) == expected


def test_work_that_throws_at_once_is_a_failure(modules: Modules) -> None:
    """An error before a request is even sent is told like any other, and the next value is tried."""
    body = """
        const {createNewest} = await load("api/newest.js");
        const log = [];
        const newest = createNewest({
            run: (value) => { if (value === 1) throw new RangeError("odd"); return Promise.resolve(value); },
            onResult: (result) => log.push(result),
            onError: (error, value) => log.push(`${value}: ${error.message}`),
        });
        for (const value of [1, 2]) {
            newest.submit(value);
            await pause();
        }
        return [log, newest.idle()];
    """
    assert modules.run(body) == [["1: odd", 2], True]


def test_a_failed_value_is_tried_again_later_and_later(modules: Modules) -> None:
    """The wait doubles up to 8 s, restarts after a result, and ends with a new value or a cancel."""
    body = """
        const waits = [];
        const own = [window.setTimeout, window.clearTimeout];
        const timer = {run: null};
        window.setTimeout = (run, wait, value) => { timer.run = () => run(value); return waits.push(wait); };
        window.clearTimeout = () => { timer.run = null; };
        const {createNewest} = await load("api/newest.js");
        const log = [];
        const newest = createNewest({
            run: async (value) => { if (value < 7 || value === 9) throw value; },
            onResult: (result, value) => log.push(value),
            onError: (error, value) => newest.retry(value === 6 && waits.length > 5 ? 7 : value),
        });
        const submit = (value) => { newest.submit(value); return pause(); };
        await submit(6);
        while (timer.run) { timer.run(); await pause(); }
        await submit(9);
        await submit(8);
        log.push(timer.run === null);
        await submit(9);
        newest.cancel();
        log.push(timer.run === null);
        [window.setTimeout, window.clearTimeout] = own;
        return [waits, log];
    """
    waits, log = modules.run(body)
    assert waits == [500, 1000, 2000, 4000, 8000, 8000, 8000, 500, 500]
    assert log == [7, 8, True, True]
