"""Connections that take their time, by a clock that the test sets, and the same over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import orjson
import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send
from uvicorn.server import ServerState

from app.web.connections import MOST_BARREN_BYTES, MOST_PIPELINED, Connection, Patience, Phase, Watch
from tests.serving import Serving, everything, serving
from tests.web.pictures import ACTIVATIONS, PREDICTIONS

PATIENCE = Patience(header_seconds=10, body_seconds=20, answer_seconds=30, connections=3)
HEADERS = b"POST /x HTTP/1.1\r\nHost: lens\r\nContent-Length: 2\r\n\r\n"


class Wire(asyncio.Transport):
    """The other end of a connection: notes what is written and whether it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.unsent = 0
        self.ended = ""

    def write(self, data: Any) -> None:
        """Note it; where somebody hung up this is an error, as it is with uvloop."""
        assert not self.ended
        self.written += data

    def get_write_buffer_size(self) -> int:
        """How much was not taken yet."""
        return self.unsent

    def pause_reading(self) -> None:
        """Nothing is read here."""

    def resume_reading(self) -> None:
        """Nothing is read here."""

    def is_closing(self) -> bool:
        """Whether somebody hung up."""
        return bool(self.ended)

    def close(self) -> None:
        """Hang up when everything was taken."""
        self.ended = "closed"

    def abort(self) -> None:
        """Hang up."""
        self.ended = "aborted"


class Line:
    """A connection to an application that answers when the test says so."""

    def __init__(self) -> None:
        self.answer = asyncio.Event()
        self.wire = Wire()
        config = uvicorn.Config(self._application, interface="asgi3", access_log=False, log_config=None)
        self.connection = Connection(config, ServerState(), {}, asyncio.get_running_loop())
        self.connection.connection_made(self.wire)

    async def _application(self, _scope: Scope, receive: Receive, send: Send) -> None:
        more = True
        while more:
            message: Message = await receive()
            more = message.get("more_body", False)
        await self.answer.wait()
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    async def say(self, data: bytes) -> None:
        """Let some bytes come, and what is to be done about them be done."""
        self.connection.data_received(data)
        await self.settle()

    async def settle(self) -> None:
        """Let every task have its turns."""
        for _ in range(10):
            await asyncio.sleep(0)

    def hang_up(self) -> None:
        """End it, so that no task is left."""
        self.answer.set()
        self.connection.connection_lost(None)


def on_line(test: Callable[[Line], Coroutine[Any, Any, None]]) -> None:
    """Run a test with a connection."""

    async def main() -> None:
        line = Line()
        await test(line)
        line.hang_up()
        await line.settle()

    asyncio.run(main())


def test_a_connection_goes_through_its_phases() -> None:
    """Silent, headers, body, work, answer, rest, and headers again: each is told from the others."""

    async def phases(line: Line) -> None:
        phase = line.connection.phase
        assert phase() is Phase.NEW
        await line.say(HEADERS[:9])
        assert phase() is Phase.HEADERS
        await line.say(HEADERS[9:] + b"a")
        assert phase() is Phase.BODY
        await line.say(b"b")
        assert phase() is Phase.WORK
        line.answer.set()
        line.wire.unsent = 5
        await line.settle()
        assert phase() is Phase.ANSWER
        line.wire.unsent = 0
        assert phase() is Phase.IDLE
        await line.say(HEADERS[:9])
        assert phase() is Phase.HEADERS

    on_line(phases)


@pytest.mark.parametrize(
    ("sent", "seconds", "part"),
    [(HEADERS[:9], 10, "headers"), (HEADERS, 20, "body"), (HEADERS + b"a", 20, "body")],
)
def test_what_does_not_come_in_time_is_answered_408(sent: bytes, seconds: int, part: str) -> None:
    """At its last second a request is still waited for; after it, it is answered with a problem and hung up on."""

    async def wait(line: Line) -> None:
        watch = Watch(PATIENCE)
        await line.say(sent)
        watch.look([line.connection], 100.0)
        watch.look([line.connection], 100.0 + seconds)
        assert (line.wire.written, line.wire.ended) == (b"", "")
        watch.look([line.connection], 100.1 + seconds)
        head, _, body = line.wire.written.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 408 ")
        assert b"connection: close" in head
        assert orjson.loads(body)["detail"] == f"the {part} did not come within {seconds} s"
        assert line.wire.ended == "closed"

    on_line(wait)


def test_bytes_that_trickle_gain_no_time() -> None:
    """A body that comes a byte at a time has the same seconds as one that comes at once."""

    async def trickle(line: Line) -> None:
        watch = Watch(PATIENCE)
        await line.say(HEADERS.replace(b"2", b"99"))
        for second in range(21):
            watch.look([line.connection], float(second))
            await line.say(b"a")
        assert line.wire.ended == ""
        watch.look([line.connection], 20.1)
        assert line.wire.ended == "closed"

    on_line(trickle)


def test_work_is_not_hurried_and_the_next_request_has_its_own_time() -> None:
    """While the server works no clock runs, and each request on a connection begins anew."""

    async def twice(line: Line) -> None:
        watch = Watch(PATIENCE)
        await line.say(HEADERS)
        watch.look([line.connection], 0.0)
        await line.say(b"ab")
        for now in (15.0, 1000.0):
            watch.look([line.connection], now)
        line.answer.set()
        await line.settle()
        watch.look([line.connection], 2000.0)
        await line.say(HEADERS)
        watch.look([line.connection], 2100.0)
        watch.look([line.connection], 2120.0)
        assert line.wire.ended == ""
        assert line.connection.phase() is Phase.BODY

    on_line(twice)


def test_an_answer_that_is_not_taken_is_given_up() -> None:
    """As long as some of it is taken the rest is kept; when nothing is taken for its time, the connection is cut."""

    async def stall(line: Line) -> None:
        watch = Watch(PATIENCE)
        line.answer.set()
        await line.say(HEADERS + b"ab")
        for now, unsent in ((0.0, 9), (30.0, 9), (31.0, 8), (60.0, 8), (61.0, 8)):
            line.wire.unsent = unsent
            if now < 31 or now > 31:
                assert line.wire.ended == ""
            watch.look([line.connection], now if now != 31.0 else 30.0)
        assert line.wire.ended == "aborted"

    on_line(stall)


def test_who_says_nothing_is_hung_up_on() -> None:
    """A connection without a request ends without a word, after the time for headers."""

    async def silence(line: Line) -> None:
        watch = Watch(PATIENCE)
        for now, ended in ((0.0, ""), (10.0, ""), (10.1, "closed")):
            watch.look([line.connection], now)
            assert (line.wire.ended, line.wire.written) == (ended, b"")

    on_line(silence)


def test_too_many_connections_make_room() -> None:
    """Beyond the bound those that asked nothing whole are cut first, then those at rest; never one that is worked for."""

    async def main() -> None:
        lines = [Line() for _ in range(4)]
        working, resting = lines[:2]
        watch = Watch(PATIENCE)
        resting.answer.set()
        await resting.say(HEADERS + b"ab")
        await working.say(HEADERS + b"ab")
        watch.look([line.connection for line in lines[:3]], 0.0)
        assert [line.wire.ended for line in lines] == ["", "", "", ""]
        watch.look([line.connection for line in lines], 1.0)
        assert [line.wire.ended for line in lines] == ["", "", "aborted", ""]
        for now, ended in ((2.0, "  xx "), (3.0, " xxx  ")):
            lines.append(Line())
            await lines[-1].say(HEADERS + b"ab")
            watch.look([line.connection for line in lines], now)
            assert [bool(line.wire.ended) for line in lines] == [mark == "x" for mark in ended]
        for line in lines:
            line.hang_up()
            await line.settle()

    asyncio.run(main())


@pytest.mark.parametrize(
    "start",
    [
        b"GET /" + b"a" * MOST_BARREN_BYTES,
        b"GET / HTTP/1.1\r\nA: " + b"a" * MOST_BARREN_BYTES,
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * (MOST_BARREN_BYTES // 6),
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nA: "
        + b"a" * (MOST_BARREN_BYTES + 2000),
    ],
    ids=["address", "header", "headers", "trailer"],
)
def test_headers_have_an_end(start: bytes) -> None:
    """An address, a header, many of them, or what follows a body: none may go on for ever."""

    async def endless(line: Line) -> None:
        for at in range(0, len(start), 1000):
            await line.say(start[at : at + 1000])
            if line.wire.ended:
                break
        assert at > MOST_BARREN_BYTES - 1000
        assert line.wire.written.startswith(b"HTTP/1.1 431 ")
        assert line.wire.ended == "closed"

    on_line(endless)


def test_headers_of_the_largest_size_are_read() -> None:
    """Headers just below the bound are answered, in whatever pieces they come."""

    async def long(line: Line) -> None:
        start = HEADERS.replace(b"\r\n\r\n", b"\r\nA: ")
        line.answer.set()
        whole = start.ljust(MOST_BARREN_BYTES - 4, b"a") + b"\r\n\r\nab"
        for at in range(0, len(whole), 1000):
            await line.say(whole[at : at + 1000])
        assert line.wire.written.startswith(b"HTTP/1.1 204 ")

    on_line(long)


def test_requests_that_run_ahead_are_cut_off() -> None:
    """As many requests as may wait for the one before them do; one more ends the connection, without being parsed on."""

    async def run_ahead(line: Line) -> None:
        await line.say((HEADERS + b"ab") * (1 + MOST_PIPELINED))
        assert (len(line.connection.pipeline), line.wire.ended) == (MOST_PIPELINED, "")
        await line.say((HEADERS + b"ab") * 1000)
        assert (len(line.connection.pipeline), line.wire.ended) == (MOST_PIPELINED, "aborted")
        line.answer.set()
        await line.settle()
        assert line.wire.written == b"", "nothing is sent to somebody who was cut off"

    on_line(run_ahead)


def test_requests_that_wait_are_answered_in_turn() -> None:
    """Requests that were sent together are answered one after the other."""

    async def together(line: Line) -> None:
        line.answer.set()
        await line.say((HEADERS + b"ab") * 3)
        await line.settle()
        assert line.wire.written.count(b"HTTP/1.1 204 ") == 3
        assert line.connection.phase() is Phase.IDLE

    on_line(together)


def test_what_is_not_http_is_a_problem() -> None:
    """Nonsense is answered as every mistake is, in JSON, and the connection ends."""

    async def nonsense(line: Line) -> None:
        await line.say(b"\x16\x03\x01\x02\x00 nonsense\r\n\r\n")
        head, _, body = line.wire.written.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 ")
        assert b"content-type: application/problem+json" in head
        assert orjson.loads(body)["type"] == "/docs#malformed-request"
        assert line.wire.ended == "closed"

    on_line(nonsense)


@pytest.fixture(scope="module")
def hasty() -> Iterator[Serving]:
    """A server that waits a second for anything."""
    names = ("LENET_HEADER_SECONDS", "LENET_BODY_SECONDS", "LENET_ANSWER_SECONDS", "LENET_KEEP_ALIVE_SECONDS")
    with serving(**dict.fromkeys(names, "1")) as server:
        yield server


PART = f"POST {PREDICTIONS} HTTP/1.1\r\nHost: lens\r\nContent-Type: image/png\r\n".encode()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", b""),
        (PART, b"408"),
        (PART + b"Content-Length: 99\r\n\r\n", b"408"),
        (PART + b"Content-Length: 99\r\n\r\nsome", b"408"),
        (PART + b"Expect: 100-continue\r\nContent-Length: 99\r\n\r\n", b"100"),
        (b"GET /healthz HTTP/1.1\r\nHost: lens\r\n\r\n", b"200"),
        (b"\x00\r\n\r\n", b"400"),
    ],
    ids=["nothing", "headers", "no body", "half a body", "no body after 100", "rest", "nonsense"],
)
def test_a_real_server_hangs_up(hasty: Serving, sent: bytes, status: bytes) -> None:
    """Whatever a client leaves open, the server says what is missing, ends the connection, and answers the others."""
    with hasty.connect() as connection:
        connection.sendall(sent)
        answer = everything(connection)
    assert answer[9:12] == status
    assert (b"problem+json" in answer) == (status not in {b"", b"200"})
    with hasty.connect() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: lens\r\nConnection: close\r\n\r\n")
        assert everything(connection).startswith(b"HTTP/1.1 200 ")


def test_answers_that_nobody_takes_are_given_up(hasty: Serving) -> None:
    """A client that asks again and again and reads nothing is cut off, and asking ends there."""
    request = f"POST {ACTIVATIONS} HTTP/1.1\r\nHost: lens\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n"
    many = (request.encode() + b'{"pixels":[[9]]}') * 1_000_000
    with hasty.connect() as connection, pytest.raises(ConnectionError):
        connection.sendall(many)
