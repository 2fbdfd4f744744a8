"""Connections that send more than anybody needs: headers without an end, requests before the answer, what is not HTTP."""

from __future__ import annotations

import orjson
import pytest

from app.web.connections import MOST_BARREN_BYTES, MOST_PIPELINED, Phase
from tests.web.lines import HEADERS, Line, on_line


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
