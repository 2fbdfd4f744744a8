"""Connections: what comes over one is counted and checked before it becomes a request; what is wrong is told as a problem.

uvicorn reads HTTP; what it takes and should not, and what it answers in a way of its own, is looked at here.
"""

import asyncio
import re
import socket
import struct
import sys
from enum import Enum, auto
from typing import cast

import httptools
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.web.problems import Problem
from app.web.refusals import REFUSED
from app.web.unsent import CUT

if sys.platform == "linux":
    from fcntl import ioctl
    from termios import TIOCOUTQ

MOST_BARREN_BYTES = 65_536
"""Bytes that end neither the headers nor bring any of the body; browsers and proxies stay below a quarter of it."""

MOST_PIPELINED = 8
"""Requests that may be waiting on a connection for the answer to one before them; hardly any client lets any wait."""

_REQUEST_LINE = re.compile(rb"\s*[!#$%&'*+.^_`|~\w-]+ [^\s]+ HTTP/1\.[01]\r\n")
"""What begins as HTTP does, whatever the method."""


class HeadError(Exception):
    """A request that is not taken; ends the parsing, and never leaves this file."""


class Phase(Enum):
    """What a connection is waited for."""

    NEW = auto()
    """It has not said anything."""
    IDLE = auto()
    """It was answered and may ask again."""
    HEADERS = auto()
    BODY = auto()
    WORK = auto()
    """It has asked and waits for us."""
    ANSWER = auto()
    """It has not taken its answer yet."""


RUNNING = frozenset({Phase.BODY, Phase.WORK, Phase.ANSWER})
"""In which a request has begun, and is not over."""


class Connection(HttpToolsProtocol):
    """uvicorn's, which also counts the bytes of headers and has the application tell mistakes of the protocol."""

    barren = 0
    """Bytes since something of a request was complete."""
    fed = 0
    """The bytes in which the headers came: at least theirs."""
    came = 0
    """The bytes that just came."""
    data = b""
    """What just came, as long as it may be the beginning of a request."""
    found: Problem | None = None
    """What is wrong with the request that just came."""
    refused = False
    """Something was wrong; nothing is read any more."""
    refills = 0
    """How often an answer was taken so far that more of it could be sent."""
    running: RequestResponseCycle | None = None
    """The request that is being answered; uvicorn's own `cycle` is the last one that was read."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Somebody is there; what answers may hang up."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, CUT: self.cut}

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        if self.refused:
            return
        self.came, self.data = len(data), data
        self.fed += len(data)
        self.barren += len(data)
        super().data_received(data)
        self.data = b""
        if self.barren > MOST_BARREN_BYTES:
            self.refuse(_large_headers())

    def on_message_begin(self) -> None:
        """A request begins, somewhere in what came."""
        self.fed = self.came
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The headers are there; what counts from now on is the body."""
        self.barren, self.data = 0, b""
        if len(self.pipeline) < MOST_PIPELINED:
            self.found = self._what_is_wrong()
            if self.found is None:
                super().on_headers_complete()
                return
        raise HeadError

    def on_body(self, body: bytes) -> None:
        """Some of the body is there."""
        self.barren = 0
        super().on_body(body)

    def _what_is_wrong(self) -> Problem | None:
        """Why the headers that came are not taken (RFC 9112, 2.3, 3.2 and 6.1)."""
        self.scope["method"] = self.parser.get_method().decode("ascii")
        self.scope["raw_path"] = self.url.partition(b"?")[0]
        if self.fed > MOST_BARREN_BYTES and self._size_of_head() > MOST_BARREN_BYTES:
            return _large_headers()
        version = self.parser.get_http_version()
        if version not in {"1.1", "1.0"}:
            return _not_http()
        names = [name for name, _ in self.headers]
        hosts = names.count(b"host")
        if hosts > 1 or (not hosts and version == "1.1"):
            return Problem("malformed-request", f"a request has one header Host; here are {hosts or 'none'}")
        if b"transfer-encoding" in names and self._codings() != [b"chunked"]:
            return Problem("not-implemented", "the only Transfer-Encoding that is read here is chunked")
        if not self.url.startswith(b"/"):
            self._take_authority(names)
        return None

    def _size_of_head(self) -> int:
        first = len(self.scope["method"]) + len(self.url) + len(b"  HTTP/1.1\r\n\r\n")
        return first + sum(len(name) + len(value) + len(b": \r\n") for name, value in self.headers)

    def _codings(self) -> list[bytes]:
        return [value.strip().lower() for name, value in self.headers if name == b"transfer-encoding"]

    def _take_authority(self, names: list[bytes]) -> None:
        """A whole address names the host, whatever the header Host says (RFC 9112, 3.2.2)."""
        url = httptools.parse_url(self.url)
        if url.host:
            port = b":%d" % url.port if url.port else b""
            self.headers[:] = [
                pair for pair, name in zip(self.headers, names, strict=True) if name != b"host"
            ]
            self.headers.append((b"host", url.host + port))

    def send_400_response(self, msg: str) -> None:
        """What came is not HTTP, or too much of it, or a request that is not taken."""
        del msg
        if len(self.pipeline) == MOST_PIPELINED:
            self.cut()
            return
        unknown = isinstance(sys.exception(), httptools.HttpParserInvalidMethodError)
        if unknown and _REQUEST_LINE.match(self.data):
            self.found = Problem("not-implemented", "no address here knows this method")
        self.barren = 0
        self.refuse(self.found or _not_http())

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self.running = cycle
        super()._start_asgi_task(cycle, app)

    def resume_writing(self) -> None:
        """Nearly all that was sent so far is taken."""
        self.refills += 1
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """The other side is gone."""
        self._tell_running()
        super().connection_lost(exc)

    def cut(self) -> None:
        """Hang up at once, whatever was not sent yet, and have the system forget what it keeps for the other side."""
        its_socket = self.transport.get_extra_info("socket")
        if its_socket is not None and its_socket.fileno() >= 0:
            its_socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()
        self._tell_running()

    def _tell_running(self) -> None:
        """Have what is running know that nobody waits for it."""
        if self.running is not None and not self.running.response_complete:
            self.running.disconnected = True
            self.running.message_event.set()

    def refuse(self, problem: Problem) -> None:
        """Read no more, have the application say what is wrong when it is its turn, and hang up; after an answer only that."""
        if self.refused or self.transport.is_closing():
            return
        self.refused = True
        problem.headers["Connection"] = "close"
        if self.cycle is None or not self.cycle.more_body:
            self._ask_for(problem)
        elif self.cycle.response_started:
            self.transport.close()
            self._tell_running()
        else:
            cast("dict[str, object]", self.cycle.scope)[REFUSED] = problem
            self.cycle.message_event.set()

    def _ask_for(self, problem: Problem) -> None:
        """Put a request of which there is nothing but this problem in its place among those that came."""
        if self.scope is None or (self.cycle is not None and self.cycle.scope is self.scope):
            self.on_message_begin()
        known = {"method": "-", "path": "", "raw_path": b"-", "query_string": b""}
        self.scope = {**known, **self.scope, REFUSED: problem}  # type: ignore[typeddict-item]  # scopes are open to such
        before, self.cycle = (
            self.cycle,
            RequestResponseCycle(
                scope=self.scope,
                transport=self.transport,
                flow=self.flow,
                logger=self.logger,
                access_logger=self.access_logger,
                access_log=self.access_log,
                default_headers=self.server_state.default_headers,
                message_event=asyncio.Event(),
                expect_100_continue=False,
                keep_alive=False,
                on_response=self.on_response_complete,
            ),
        )
        self.cycle.more_body = False
        if before is None or before.response_complete:
            self._start_asgi_task(self.cycle, self.app)
        else:
            self.pipeline.appendleft((self.cycle, self.app))

    def is_ended(self) -> bool:
        """Whether it is closed, and there is nothing that it could still be waited for."""
        return self.transport.is_closing() and not self.transport.get_write_buffer_size()

    def is_taken(self) -> bool:
        """Whether all that was answered has arrived at the other side."""
        return not self.transport.get_write_buffer_size() and not _kept_by_system(self.transport)

    def phase(self) -> Phase:
        """What it is waited for."""
        cycle = self.cycle
        if not self.is_taken():
            return Phase.ANSWER
        if cycle is not None and cycle.more_body:
            return Phase.BODY
        if cycle is not None and not cycle.response_complete:
            return Phase.WORK
        if self.scope is not None and (cycle is None or cycle.scope is not self.scope):
            return Phase.HEADERS
        return Phase.NEW if cycle is None else Phase.IDLE


def _kept_by_system(transport: asyncio.BaseTransport) -> int:
    """Bytes that were handed over and have not arrived; Linux tells."""
    its_socket = transport.get_extra_info("socket")
    if sys.platform != "linux" or its_socket is None or its_socket.fileno() < 0:
        return 0
    return int(struct.unpack("i", ioctl(its_socket.fileno(), TIOCOUTQ, bytes(4)))[0])


def _large_headers() -> Problem:
    return Problem("large-headers", f"the headers have more than {MOST_BARREN_BYTES} bytes")


def _not_http() -> Problem:
    return Problem("malformed-request", "this is not HTTP/1.1")
