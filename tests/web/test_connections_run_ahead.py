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
        b"POST / HTTP/1.1\r\nHost: lens\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nA: "
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
        await line.settle()
        assert line.wire.written.startswith(b"HTTP/1.1 431 ")
        assert line.wire.ended == "closed"

    on_line(endless)


LONGEST = HEADERS.replace(b"\r\n\r\n", b"\r\nA: ").ljust(MOST_BARREN_BYTES - 4, b"a") + b"\r\n\r\nab"


@pytest.mark.parametrize("before", [b"", HEADERS + b"ab"], ids=["first", "second"])
@pytest.mark.parametrize(("more", "status"), [(b"", b"204"), (b"a", b"431")], ids=["at the bound", "beyond"])
def test_headers_are_counted_to_the_byte(before: bytes, more: bytes, status: bytes) -> None:
    """However they come, and whatever came before them: so many bytes are read, one more is refused."""

    async def at_once(line: Line) -> None:
        line.answer.set()
        whole = before + LONGEST.replace(b"A: ", b"A: " + more)
        await line.say(whole)
        await line.settle()
        assert line.wire.written.split(b"HTTP/1.1 ")[-1][:3] == status

    on_line(at_once)


def test_a_long_address_counts_among_the_headers() -> None:
    """An address beyond the bound is 431, and its path is not what is written down."""

    async def long(line: Line) -> None:
        await line.say(b"GET /?" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: lens\r\n\r\n")
        assert line.wire.written.startswith(b"HTTP/1.1 431 ")
        assert (line.scopes[-1]["method"], line.scopes[-1]["raw_path"]) == ("GET", b"/")

    on_line(long)


def test_headers_of_the_largest_size_are_read() -> None:
    """Headers just below the bound are answered, in whatever pieces they come."""

    async def long(line: Line) -> None:
        line.answer.set()
        for at in range(0, len(LONGEST), 1000):
            await line.say(LONGEST[at : at + 1000])
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


GET = b"GET / HTTP/1.1\r\n"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00 nonsense\r\n\r\n", 400),
        (GET + b"\r\n", 400),
        (GET + b"Host: a\r\nHost: a\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        (b"GET /\r\nHost: a\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 400),
        (b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"FOO / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        (b"get / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        (GET + b"Host: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        (HEADERS.replace(b"Content-Length: 2", b"Transfer-Encoding: chunked") + b"nonsense\r\n", 400),
    ],
    ids=[
        "nonsense",
        "no host",
        "two hosts",
        "two hosts in 1.0",
        "no version",
        "version 2",
        "CONNECT",
        "unknown method",
        "lower case",
        "unknown coding",
        "bad chunk",
    ],
)
def test_what_is_not_taken_is_a_problem(sent: bytes, status: int) -> None:
    """What is no request, or none that is taken here, is answered by the application, in JSON, and the connection ends."""

    async def mistake(line: Line) -> None:
        await line.say(sent)
        await line.say(GET + b"Host: a\r\n\r\n")
        head, _, body = line.wire.written.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 %d " % status)
        assert b"content-type: application/problem+json" in head
        slug = {400: "malformed-request", 501: "not-implemented"}[status]
        assert orjson.loads(body)["type"] == f"/docs#{slug}"
        assert (line.wire.ended, len(line.scopes)) == ("closed", 1)

    on_line(mistake)


def test_http_1_0_needs_no_host() -> None:
    """The older version has no such header."""

    async def old(line: Line) -> None:
        line.answer.set()
        await line.say(b"GET / HTTP/1.0\r\n\r\n")
        assert line.wire.written.startswith(b"HTTP/1.1 204 ")

    on_line(old)


def test_the_host_of_a_whole_address_counts() -> None:
    """A request for a whole address is for the host that stands there, whatever the header says."""

    async def whole(line: Line) -> None:
        line.answer.set()
        await line.say(b"GET http://evil.example:81/a?b HTTP/1.1\r\nHost: lens\r\nA: b\r\n\r\n")
        assert line.scopes[0]["headers"] == [(b"a", b"b"), (b"host", b"evil.example:81")]
        assert (line.scopes[0]["path"], line.scopes[0]["query_string"]) == ("/a", b"b")

    on_line(whole)


def test_a_mistake_waits_for_the_answers_before_it() -> None:
    """Nonsense after a request is told after that request was answered."""

    async def later(line: Line) -> None:
        await line.say(HEADERS + b"ab" + b"\x00 nonsense\r\n\r\n")
        assert line.wire.written == b""
        line.answer.set()
        await line.settle()
        assert [part[:3] for part in line.wire.written.split(b"HTTP/1.1 ")] == [b"", b"204", b"400"]
        assert line.wire.ended == "closed"

    on_line(later)
