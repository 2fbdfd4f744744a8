"""Large answers that nobody takes: they hold so much memory, and make room for those that are taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio
import pytest
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from app.web.gate import Gate
from app.web.problems import Problem
from app.web.unsent import CUT, PIECE, SECONDS_OF_GRACE, Unsent
from tests.event_loop import run
from tests.serving import everything, serving

LARGE = 4 * PIECE
ROOM = 2 * LARGE


class Client:
    """Takes an answer piece by piece, when the test says so; the server may cut it off."""

    def __init__(self) -> None:
        self.got: list[Message] = []
        self.cut_off = False
        self.may_take = anyio.Semaphore(2)  # the start, and a piece that the system keeps for it

    async def send(self, message: Message) -> None:
        """What the server calls."""
        await self.may_take.acquire()
        if not self.cut_off:
            self.got.append(message)

    def take(self, pieces: int) -> None:
        """Take so many more."""
        for _ in range(pieces):
            self.may_take.release()

    def cut(self) -> None:
        """The server hangs up: it goes on as if everything were taken, and nothing arrives."""
        self.cut_off = True
        self.take(1000)

    @property
    def body(self) -> bytes:
        """All that arrived."""
        return b"".join(message.get("body", b"") for message in self.got)


class Clock:
    """The time, as the test says."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


Answering = Callable[[Client, int], Any]


def answering(unsent: Unsent, cuttable: bool = True) -> Answering:
    """What answers a client with so many bytes, behind a gate."""
    gate = Gate(100)
    gate.unsent = unsent

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def answer(client: Client, size: int) -> None:
        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            await Response(b"a" * size)(scope, receive, send)

        state = {CUT: client.cut} if cuttable else {}
        await gate.guard(application)(
            {"type": "http", "method": "GET", "path": "/", "headers": [], "state": state},
            receive,
            client.send,
        )

    return answer


async def _given_up(answer: Answering) -> None:
    with pytest.raises(Problem, match="wait to be taken") as caught:
        await answer(Client(), LARGE)
    assert (caught.value.kind.status, caught.value.headers["Retry-After"]) == (503, "1")


def test_answers_that_are_not_taken_leave_no_room_for_large_ones() -> None:
    """Beyond the bound a large answer is refused before it begins; small ones go out, and what is taken gives room again."""
    unsent = Unsent(ROOM)
    answer = answering(unsent)

    async def main() -> None:
        clients = [Client(), Client()]
        async with anyio.create_task_group() as group:
            for client in clients:
                group.start_soon(answer, client, LARGE)
            await anyio.wait_all_tasks_blocked()
            assert unsent.bytes == ROOM
            await _given_up(answer)
            small = Client()
            small.take(1)
            await answer(small, PIECE)
            assert len(small.body) == PIECE
            for client in clients:
                client.take(4)
        assert (unsent.bytes, unsent.sendings) == (0, [])
        assert [client.body for client in clients] == [b"a" * LARGE] * 2

    run(main)


def test_an_answer_as_large_as_the_room_is_sent_alone() -> None:
    """Whatever the bound, one large answer may wait; a second one next to it may not."""

    async def main() -> None:
        unsent = Unsent(1)
        answer = answering(unsent)
        client = Client()
        async with anyio.create_task_group() as group:
            group.start_soon(answer, client, LARGE)
            await anyio.wait_all_tasks_blocked()
            await _given_up(answer)
            client.take(4)
        assert len(client.body) == LARGE

    run(main)


def test_who_takes_slowly_makes_room() -> None:
    """Where room is wanted, the one that was slowest is cut off, unless it has just begun; the others stay."""
    clock = Clock()
    unsent = Unsent(ROOM, clock)
    answer = answering(unsent)

    async def main() -> None:
        slow, quick, new = Client(), Client(), Client()
        async with anyio.create_task_group() as group:
            group.start_soon(answer, slow, LARGE)
            group.start_soon(answer, quick, LARGE)
            await anyio.wait_all_tasks_blocked()
            quick.take(2)
            await anyio.wait_all_tasks_blocked()
            clock.now = SECONDS_OF_GRACE - 0.1
            await _given_up(answer)
            clock.now = SECONDS_OF_GRACE
            group.start_soon(answer, new, LARGE)
            await anyio.wait_all_tasks_blocked()
            assert [client.cut_off for client in (slow, quick, new)] == [True, False, False]
            assert unsent.bytes == ROOM
            for client in (quick, new):
                client.take(4)
        assert [len(client.body) for client in (slow, quick, new)] == [PIECE, LARGE, LARGE]
        assert unsent.bytes == 0

    run(main)


def test_where_nobody_can_be_cut_off_the_new_one_is_refused() -> None:
    """Behind a server that lends no way to hang up, slow answers stay, and the bound holds all the same."""
    clock = Clock()
    unsent = Unsent(ROOM, clock)
    answer = answering(unsent, cuttable=False)

    async def main() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(2):
                group.start_soon(answer, Client(), LARGE)
            await anyio.wait_all_tasks_blocked()
            clock.now = 1000.0
            await _given_up(answer)
            group.cancel_scope.cancel()
        assert unsent.bytes == 0

    run(main)


def test_pieces_are_the_answer() -> None:
    """A real server sends a large answer as one of its length, and the next one on the same connection."""
    with serving() as server, server.connect() as connection:
        request = (
            "GET /api/v1/models/lenet/weights HTTP/1.1\r\nHost: lens\r\n\r\n"
            "GET /api/v1/models/lenet/weights HTTP/1.1\r\nHost: lens\r\nConnection: close\r\n\r\n"
        )
        connection.sendall(request.encode())
        got = everything(connection)
    first, second = got.split(b"HTTP/1.1 200 OK\r\n")[1:]
    assert len(first.partition(b"\r\n\r\n")[2]) > PIECE
    assert first.partition(b"\r\n\r\n")[2] == second.partition(b"\r\n\r\n")[2]


def test_clients_that_take_their_answers_are_never_refused() -> None:
    """Sixty-four at once with answers of a MiB each have room."""
    unsent = Unsent()
    answer = answering(unsent)

    async def main() -> None:
        clients = [Client() for _ in range(64)]
        async with anyio.create_task_group() as group:
            for client in clients:
                group.start_soon(answer, client, 1024 * 1024)
            await anyio.wait_all_tasks_blocked()
            for client in clients:
                client.take(4)
        assert all(len(client.body) == 1024 * 1024 for client in clients)

    run(main)
