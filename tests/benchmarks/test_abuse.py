"""The abuse: every kind of bad client does what it says, and the tables tell what came of it; nothing here is timed."""

from __future__ import annotations

from functools import partial

import httpx

from app.benchmarks.abuse import Phase, ask, outcomes, row
from app.benchmarks.abuse_clients import MODEL, bomb, do_their_worst, empty_picture, kinds
from app.benchmarks.http_server import Server
from tests.api.test_problems import assert_problem
from tests.conftest import LiveServer
from tests.event_loop import run
from tests.serving import serving

# What each kind may be answered with; any of them may also be hung up on, or wait when the time is over.
ANSWERS: dict[str, set[str]] = {
    "headers a byte at a time": {"408"},
    "bodies a byte at a time": {"408"},
    "bodies without an end": {"408", "413", "503"},
    "nothing at all": set(),
    "answers not taken": set(),
    "37 MB not taken": set(),
    "10,000 million pixels": {"413", "503"},
    "the largest picture allowed": {"200", "503"},
    "broken pictures": {"400", "503"},
    "JSON 500,000 deep": {"400", "503"},
    "batches of 256, abandoned": {"left"},
}


def test_bad_clients_are_answered_or_hung_up_on() -> None:
    """One client of each kind gets nothing but refusals, answers to what is allowed, and the end of its connection."""
    with serving(LENET_HEADER_SECONDS="1", LENET_BODY_SECONDS="1", LENET_ANSWER_SECONDS="1") as server:
        assert httpx.get(f"{server.url}/readyz", timeout=60).is_success
        told = run(partial(do_their_worst, server.url, 3.0, len(kinds())))
        assert httpx.get(f"{server.url}/readyz", timeout=60).is_success
    assert list(told) == list(kinds()) == list(ANSWERS)
    for name, counts in told.items():
        assert counts.total()
        assert set(counts) <= ANSWERS[name] | {"closed", "still open"}, name
    assert told["batches of 256, abandoned"]["left"]


def test_the_bomb_is_one(client: httpx.Client) -> None:
    """The picture of ten thousand million pixels is a whole PNG that is refused for its size, not for being broken."""
    answer = client.post(f"{MODEL}/predictions", content=bomb(), headers={"Content-Type": "image/png"})
    assert_problem(answer, 413, "too-large")


def test_the_good_client_asks_for_what_there_is(live_server: LiveServer) -> None:
    """Its pictures are answered, and each wait is noted."""
    phase = Phase("now")
    ask(Server(live_server.url, 1, 0.0), phase, 0.2)
    assert len(phase.waits) >= 1
    assert phase.refused == 0
    assert empty_picture(28).startswith(b"\x89PNG")


def test_a_phase_is_a_row() -> None:
    """Counts, percentiles in milliseconds, and memory."""
    waits = [0.001] * 98 + [0.002, 0.003]
    assert row(Phase("before", waits, 2, 80.4)) == ["before", "100", "2", "1.0", "2.0", "3.0", "80"]


def test_outcomes_are_a_table() -> None:
    """Every end that any kind met is a column, and every kind a row."""
    header, rows = outcomes({"a": {"413": 2}, "b": {"closed": 1, "413": 3}})
    assert header == ["sent", "413", "closed"]
    assert rows == [["a", "2", "0"], ["b", "3", "1"]]
