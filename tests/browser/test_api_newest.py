"""Of many requests the newest wins: the order of answers, what is cancelled, and whose failure is told."""

import pytest

from tests.browser.modules import Modules

# Requests that are answered by hand: `answer(value)` and `fail(value)`; `log` is what happened.
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
    const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
    const answer = async (value) => { open.get(value).resolve(value); await settle(); };
    const fail = async (value) => { open.get(value).reject("broken"); await settle(); };
"""


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("newest.submit(1); await answer(1);", ["run 1", "result 1"]),
        (
            "newest.submit(1); newest.submit(2); await answer(1); await answer(2);",
            ["run 1", "run 2", "result 1", "result 2"],
        ),
        (
            "newest.submit(1); newest.submit(2); await answer(2); await answer(1);",
            ["run 1", "run 2", "abort 1", "result 2"],
        ),
        (
            "for (const value of [1, 2, 3, 4, 5]) newest.submit(value); await answer(1); await answer(5);",
            ["run 1", "run 2", "run 5", "result 1", "abort 2", "result 5"],
        ),
        ("newest.submit(1); await fail(1);", ["run 1", "error 1: broken"]),
        (
            "newest.submit(1); newest.submit(2); await fail(1); await answer(2);",
            ["run 1", "run 2", "result 2"],
        ),
        (
            "newest.submit(1); newest.submit(2); newest.submit(3); await fail(2); await answer(3);",
            ["run 1", "run 2", "run 3", "abort 1", "result 3"],
        ),
        (
            "newest.submit(1); newest.submit(2); await fail(2); await answer(1);",
            ["run 1", "run 2", "error 2: broken", "result 1"],
        ),
        (
            "newest.submit(1); newest.submit(2); newest.submit(3); newest.cancel(); await settle(); newest.submit(4); await answer(4);",
            ["run 1", "run 2", "abort 1", "abort 2", "run 4", "result 4"],
        ),
    ],
)
def test_the_newest_request_wins(modules: Modules, steps: str, expected: list[str]) -> None:
    """Answers come in order, older requests are cancelled once a newer one is answered, only the newest waits, and only its failure is told."""
    assert modules.run(f"{NEWEST} {steps} return log;") == expected


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
        newest.submit(1);
        await new Promise((resolve) => setTimeout(resolve, 0));
        newest.submit(2);
        await new Promise((resolve) => setTimeout(resolve, 0));
        return [log, newest.idle()];
    """
    assert modules.run(body) == [["1: odd", 2], True]


def test_a_failed_value_is_tried_again_later_and_later(modules: Modules) -> None:
    """The wait doubles up to 8 s, begins anew after a result, and ends when another value is submitted or all are cancelled."""
    body = """
        const waits = [];
        const own = [window.setTimeout, window.clearTimeout];
        const timer = {run: null};
        window.setTimeout = (run, wait, value) => { waits.push(wait); timer.run = () => run(value); return waits.length; };
        window.clearTimeout = () => { timer.run = null; };
        const {createNewest} = await load("api/newest.js");
        const settle = () => new Promise((resolve) => own[0].call(window, resolve, 0));
        const log = [];
        const newest = createNewest({
            run: async (value) => { if (value < 7 || value === 9) throw value; },
            onResult: (result, value) => log.push(value),
            onError: (error, value) => newest.retry(value === 6 && waits.length > 5 ? 7 : value),
        });
        newest.submit(6);
        await settle();
        while (timer.run) { timer.run(); await settle(); }
        newest.submit(9);
        await settle();
        newest.submit(8);
        await settle();
        log.push(timer.run === null);
        newest.submit(9);
        await settle();
        newest.cancel();
        log.push(timer.run === null);
        [window.setTimeout, window.clearTimeout] = own;
        return [waits, log];
    """
    waits, log = modules.run(body)
    assert waits == [500, 1000, 2000, 4000, 8000, 8000, 8000, 500, 500]
    assert log == [7, 8, True, True]


def test_a_slow_server_still_answers_a_fast_pen(modules: Modules) -> None:
    """A pen that moves five times while one answer comes still sees an answer to every request that was sent, and at last the newest."""
    body = """
        const {createNewest} = await load("api/newest.js");
        const shown = [];
        let sent = 0;
        const newest = createNewest({
            run: (value) => { sent++; return new Promise((resolve) => setTimeout(() => resolve(value), 25)); },
            onResult: (value) => shown.push(value),
            onError: (error) => shown.push(String(error)),
        });
        for (let move = 1; move <= 60; move++) {
            newest.submit(move);
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
        while (!newest.idle()) await new Promise((resolve) => setTimeout(resolve, 5));
        return [sent, shown];
    """
    sent, shown = modules.run(body)
    assert shown == sorted(shown)
    assert shown[-1] == 60
    assert len(shown) > 3
    assert len(shown) == sent
