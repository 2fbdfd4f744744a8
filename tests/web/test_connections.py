"""Connections that take their time, by a clock that the test sets, and the same over real sockets."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import orjson
import pytest

from app.web.connections import Phase
from app.web.watch import Patience, Watch
from tests.event_loop import run
from tests.serving import Serving, everything, serving
from tests.web.lines import HEADERS, Line, on_line
from tests.web.pictures import ACTIVATIONS, PREDICTIONS

PATIENCE = Patience(
    header_seconds=10, body_seconds=20, answer_seconds=30, keep_alive_seconds=40, connections=3
)


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
        watch.look([line.connection], 200.0 + seconds)
        await line.settle()
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
        await line.settle()
        assert line.wire.ended == "closed"

    on_line(trickle)


def test_an_answer_is_the_last_word() -> None:
    """Who is answered before the body has come, and never sends it, is hung up on without another word."""

    async def answered_early(line: Line) -> None:
        watch = Watch(PATIENCE)
        await line.say(HEADERS.replace(b"2", b"2000"))
        assert line.wire.written.count(b"HTTP/1.1 ") == line.wire.written.count(b"HTTP/1.1 413 ") == 1
        line.wire.ended = ""  # as if the answer had not hung up
        before = line.wire.written
        for now in (0.0, 20.1):
            watch.look([line.connection], now)
            await line.settle()
        assert (line.wire.written, line.wire.ended) == (before, "closed")

    on_line(answered_early)


def test_line_ends_between_requests_gain_no_time() -> None:
    """A connection at rest ends after its seconds, whatever comes that is no request."""

    async def rest(line: Line) -> None:
        watch = Watch(PATIENCE)
        line.answer.set()
        await line.say(HEADERS + b"ab")
        for now in range(41):
            watch.look([line.connection], float(now))
            await line.say(b"\r\n")
        assert line.wire.ended == ""
        watch.look([line.connection], 40.1)
        assert line.wire.ended == "closed"

    on_line(rest)


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
    """Each part of an answer has its time: who takes it all has time for the next one, who only nibbles is cut off."""

    async def stall(line: Line) -> None:
        watch = Watch(PATIENCE)
        line.answer.set()
        await line.say(HEADERS + b"ab")
        for now, unsent in ((0.0, 9000), (20.0, 8000), (30.0, 7000)):
            line.wire.unsent = unsent
            watch.look([line.connection], now)
        line.connection.resume_writing()
        for now, unsent in ((30.1, 9000), (50.0, 4000), (60.1, 1)):
            line.wire.unsent = unsent
            watch.look([line.connection], now)
            assert line.wire.ended == ""
        watch.look([line.connection], 60.2)
        assert line.wire.ended == "aborted"

    on_line(stall)


def test_who_closes_and_takes_nothing_is_given_up() -> None:
    """An answer after which the connection closes is waited for as any other."""

    async def stall(line: Line) -> None:
        watch = Watch(PATIENCE)
        line.answer.set()
        await line.say(HEADERS.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\nab"))
        assert line.wire.ended == "closed"
        line.wire.unsent = 9
        for now in (0.0, 30.0):
            watch.look([line.connection], now)
            assert line.wire.ended == "closed"
        watch.look([line.connection], 30.1)
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

    run(main)


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


def nibbled(connection: socket.socket) -> bool:
    """Whether the other side sends all that it has, to somebody who takes little of it at a time."""
    try:
        while connection.recv(2048):
            time.sleep(0.1)
    except ConnectionError:
        return False
    return True


def test_answers_that_are_taken_too_slowly_are_given_up(hasty: Serving) -> None:
    """A client that nibbles at a large answer is cut off before it has it, also of what the system keeps for it."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with connection:
        address = urlsplit(hasty.url)
        connection.connect((address.hostname, address.port))
        connection.sendall(b"GET /api/v1/models/lenet/weights HTTP/1.1\r\nHost: lens\r\n\r\n")
        assert not nibbled(connection)
