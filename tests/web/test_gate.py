"""The gate and the threads behind it: how much is worked on at once, and when work stops."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import anyio
import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive, Scope, Send

from app.web.gate import BODIES_HELD, Gate
from app.web.problems import Problem
from app.web.threads import in_thread, open_threads, while_wanted
from tests.event_loop import run

LIMIT = 100


def request_of(*pieces: bytes, end: bool = True) -> Callable[[], Receive]:
    """What makes a `receive` that tells a body in pieces; then, or if it does not end, it waits for ever."""

    def make() -> Receive:
        waiting = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        if end:
            waiting[-1]["more_body"] = False

        async def receive() -> Message:
            if not waiting:
                await anyio.sleep_forever()
            return waiting.pop(0)

        return receive

    return make


def scope_of(**headers: str) -> Scope:
    """A request's scope with these headers."""
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": "POST", "path": "/", "headers": raw}


async def send_nowhere(_message: Message) -> None:
    """Take an answer and forget it."""


class Place:
    """An application that notes what it was sent."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, _scope: Scope, receive: Receive, _send: Send) -> None:
        """Take a request."""
        message = await receive()
        assert not message["more_body"]
        self.bodies.append(message["body"])


def test_slow_bodies_reach_nobody() -> None:
    """Any number of bodies that do not end leaves the application to those that are there."""

    async def main() -> None:
        place, gate = Place(), Gate(LIMIT)
        enter = gate.guard(place)
        async with anyio.create_task_group() as group:
            for _ in range(50):
                group.start_soon(enter, scope_of(), request_of(b"a", end=False)(), send_nowhere)
            await anyio.wait_all_tasks_blocked()
            await enter(scope_of(), request_of(b"whole")(), send_nowhere)
            group.cancel_scope.cancel()
        assert (place.bodies, gate.held) == ([b"whole"], 0)

    run(main)


def test_bodies_in_pieces_are_put_together() -> None:
    """The application gets a body of many pieces as one; one of the largest size goes through, one byte more does not."""

    async def main() -> None:
        place, gate = Place(), Gate(LIMIT)
        enter = gate.guard(place)
        await enter(scope_of(), request_of(*[b"0123456789"] * 10)(), send_nowhere)
        assert place.bodies == [b"0123456789" * 10]
        with pytest.raises(Problem) as caught:
            await enter(scope_of(), request_of(*[b"0123456789"] * 10, b"x")(), send_nowhere)
        assert (caught.value.kind.status, caught.value.headers) == (413, {"Connection": "close"})
        assert gate.held == 0

    run(main)


def test_an_announced_body_that_is_too_long_is_not_waited_for() -> None:
    """A length beyond the limit is refused before anything is received; the largest that is allowed is not."""

    async def main() -> None:
        place, gate = Place(), Gate(LIMIT)
        enter = gate.guard(place)
        await enter(scope_of(content_length=str(LIMIT)), request_of(b"x")(), send_nowhere)
        with pytest.raises(Problem, match=str(LIMIT)):
            await enter(scope_of(content_length=str(LIMIT + 1)), request_of(b"", end=False)(), send_nowhere)

    run(main)


@pytest.mark.parametrize("pieces", [(b"x" * (LIMIT + 1),), (b"x" * LIMIT, b"x")])
def test_an_unannounced_body_that_is_too_long_reaches_nobody(pieces: Sequence[bytes]) -> None:
    """A body whose length nobody told is refused where it exceeds the limit, whether it comes at once or in pieces."""

    async def main() -> None:
        place, gate = Place(), Gate(LIMIT)
        with pytest.raises(Problem, match=str(LIMIT)):
            await gate.guard(place)(scope_of(), request_of(*pieces)(), send_nowhere)
        assert (place.bodies, gate.held) == ([], 0)

    run(main)


def test_the_bytes_of_unfinished_bodies_are_bounded() -> None:
    """When unfinished bodies hold as much as several of the largest, another one is answered 503, and a small one is not."""

    async def main() -> None:
        place, gate = Place(), Gate(LIMIT)
        enter = gate.guard(place)
        async with anyio.create_task_group() as group:
            for _ in range(BODIES_HELD):
                group.start_soon(enter, scope_of(), request_of(b"x" * LIMIT, end=False)(), send_nowhere)
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(Problem, match="large bodies") as caught:
                await enter(scope_of(), request_of(b"x", b"y")(), send_nowhere)
            assert caught.value.kind.slug == "too-busy"
            await enter(scope_of(), request_of(b"small")(), send_nowhere)
            group.cancel_scope.cancel()
        assert (place.bodies, gate.held) == ([b"small"], 0)

    run(main)


def test_a_client_that_leaves_in_its_body_reaches_nobody() -> None:
    """The application is told of the disconnection only."""
    told: list[str] = []

    async def application(_scope: Scope, receive: Receive, _send: Send) -> None:
        told.append((await receive())["type"])

    async def main() -> None:
        waiting: list[Message] = [
            {"type": "http.request", "body": b"a", "more_body": True},
            {"type": "http.disconnect"},
        ]

        async def receive() -> Message:
            return waiting.pop(0)

        await Gate(LIMIT).guard(application)(scope_of(), receive, send_nowhere)

    run(main)
    assert told == ["http.disconnect"]


def request(gone: anyio.Event | None = None) -> Request:
    """A request whose client leaves at an event, or never."""

    async def receive() -> Message:
        await (gone.wait() if gone else anyio.sleep_forever())
        return {"type": "http.disconnect"}

    return Request({"type": "http", "headers": []}, receive)


class Batch:
    """Work on many things, each of which takes a while."""

    def __init__(self, count: int) -> None:
        self.done = 0
        self.count = count
        self.began = threading.Event()

    def __call__(self) -> int:
        """Work on one after the other."""
        for _ in while_wanted(range(self.count)):
            self.began.set()
            time.sleep(0.01)
            self.done += 1
        return self.done


def test_work_in_a_thread_answers_and_fails_as_elsewhere() -> None:
    """What the work returns or raises comes back as it is."""

    def fail() -> None:
        raise Problem("not-found", "nothing")

    async def main() -> None:
        assert await in_thread(request(), Batch(3)) == 3
        with pytest.raises(Problem, match="nothing"):
            await in_thread(request(), fail)

    run(main)


def test_work_stops_when_the_client_is_gone() -> None:
    """A batch that nobody waits for any more ends between two of its things."""
    batch = Batch(100_000)

    async def main() -> None:
        gone = anyio.Event()
        async with anyio.create_task_group() as group:

            async def leave() -> None:
                await anyio.to_thread.run_sync(batch.began.wait)
                gone.set()

            group.start_soon(leave)
            with pytest.raises(ClientDisconnect):
                await in_thread(request(gone), batch)

    run(main)
    assert 0 < batch.done < batch.count


def test_work_stops_when_its_time_is_over() -> None:
    """A batch that takes longer than answers may take ends between two of its things, and is answered 503."""
    batch = Batch(100_000)

    async def main() -> None:
        open_threads(1, 9, 0.5)
        with pytest.raises(Problem, match=r"0\.5 s") as caught:
            await in_thread(request(), batch)
        assert caught.value.kind.slug == "too-busy"

    run(main)
    assert 0 < batch.done < batch.count


def test_as_many_as_there_is_room_for_are_worked_on() -> None:
    """Up to the bound requests work or wait; one more is answered 503 with Retry-After, and a place left is free again."""
    free = threading.Event()

    async def main() -> None:
        open_threads(1, 3, 60)
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(in_thread, request(), free.wait)
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(Problem, match="3 requests") as caught:
                await in_thread(request(), free.wait)
            assert (caught.value.kind.status, caught.value.headers["Retry-After"]) == (503, "1")
            free.set()
        assert await in_thread(request(), free.wait)

    run(main)


def test_waiting_for_a_thread_counts() -> None:
    """A request that does not get one of the threads in time is answered 503 without having begun."""
    batch, free = Batch(1), threading.Event()

    async def main() -> None:
        open_threads(1, 9, 0.05)
        async with anyio.create_task_group() as group:

            async def keep_the_thread() -> None:
                await in_thread(request(), free.wait)

            group.start_soon(keep_the_thread)
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(Problem):
                await in_thread(request(), batch)
            free.set()

    run(main)
    assert batch.done == 0


@pytest.mark.parametrize("items", [[], [1], [1, 2, 3]])
def test_outside_of_threads_everything_is_wanted(items: Sequence[Any]) -> None:
    """In the event loop's thread, and in none, every item comes once."""

    async def main() -> list[Any]:
        return list(while_wanted(items))

    assert list(while_wanted(items)) == items
    assert run(main) == items
