"""Connections that take their time: each part of a request has to come within its seconds, and there is room for so many.

uvicorn limits how long a kept connection may be silent between requests, and nothing else. The rest is looked at here twice a
second, all connections at once, so that a request that comes as it should pays nothing for it.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from app.web.problems import Problem, problem_response

MOST_BARREN_BYTES = 65_536
"""Bytes that end neither the headers nor bring any of the body; browsers and proxies stay below a quarter of it."""

MOST_PIPELINED = 8
"""Requests that may be waiting on a connection for the answer to one before them; hardly any client lets any wait."""

HANGING_UP = ((b"connection", b"close"), (b"x-content-type-options", b"nosniff"))


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that clients have, and how many of them are there at once."""

    header_seconds: float = 10.0
    body_seconds: float = 30.0
    answer_seconds: float = 30.0
    connections: int = 512


class PipelineError(Exception):
    """A client asks on and on before it is answered; ends the parsing, and never leaves this file."""


class Phase(Enum):
    """What a connection is waited for."""

    NEW = auto()
    """It has not said anything."""
    IDLE = auto()
    """It was answered and may ask again; uvicorn ends it when it is silent for too long."""
    HEADERS = auto()
    BODY = auto()
    WORK = auto()
    """It has asked and waits for us."""
    ANSWER = auto()
    """It has not taken its answer yet."""


class Connection(HttpToolsProtocol):
    """uvicorn's, which also counts the bytes of headers and tells mistakes of the protocol as problems."""

    barren = 0
    running: RequestResponseCycle | None = None
    """The request that is being answered; uvicorn's own `cycle` is the last one that was read."""

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        self.barren += len(data)
        super().data_received(data)
        if self.barren > MOST_BARREN_BYTES:
            self.refuse(Problem("large-headers", f"the headers have more than {MOST_BARREN_BYTES} bytes"))

    def on_headers_complete(self) -> None:
        """The headers are there; what counts from now on is the body."""
        self.barren = 0
        if len(self.pipeline) == MOST_PIPELINED:
            raise PipelineError
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Some of the body is there."""
        self.barren = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """What came is not HTTP, or too much of it."""
        del msg
        if len(self.pipeline) == MOST_PIPELINED:
            self.cut()
        else:
            self.refuse(Problem("malformed-request", "this is not HTTP/1.1"))

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self.running = cycle
        super()._start_asgi_task(cycle, app)

    def connection_lost(self, exc: Exception | None) -> None:
        """The other side is gone."""
        self._tell_running()
        super().connection_lost(exc)

    def cut(self) -> None:
        """Hang up at once, whatever was not sent yet."""
        self.transport.abort()
        self._tell_running()

    def _tell_running(self) -> None:
        """Have what is running know that nobody waits for it."""
        if self.running is not None and not self.running.response_complete:
            self.running.disconnected = True
            self.running.message_event.set()

    def refuse(self, problem: Problem) -> None:
        """Say what is wrong and hang up; after the beginning of an answer only the latter."""
        self.barren = 0
        if self.transport.is_closing():
            return
        if self.running is None or self.running.response_complete or not self.running.response_started:
            answer = problem_response(problem)
            headers = [*self.server_state.default_headers, *answer.raw_headers, *HANGING_UP]
            lines = [name + b": " + value + b"\r\n" for name, value in headers]
            self.transport.write(
                b"".join((STATUS_LINE[answer.status_code], *lines, b"\r\n", bytes(answer.body)))
            )
        self.transport.close()
        self._tell_running()

    def phase(self) -> Phase:
        """What it is waited for."""
        cycle = self.cycle
        if self.transport.get_write_buffer_size():
            return Phase.ANSWER
        if cycle is not None and cycle.more_body:
            return Phase.BODY
        if cycle is not None and not cycle.response_complete:
            return Phase.WORK
        if self.scope is not None and (cycle is None or cycle.scope is not self.scope):
            return Phase.HEADERS
        return Phase.NEW if cycle is None else Phase.IDLE


@dataclass(slots=True)
class Watched:
    """What a connection was seen at, and since when."""

    phase: Phase
    request: object
    """The record of the request that uvicorn keeps: another request has another one."""
    unsent: int
    since: float


class Watch:
    """Ends connections that overstay."""

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self.seen: dict[Connection, Watched] = {}
        self.limits = {
            Phase.NEW: patience.header_seconds,
            Phase.HEADERS: patience.header_seconds,
            Phase.BODY: patience.body_seconds,
            Phase.ANSWER: patience.answer_seconds,
        }

    def look(self, connections: Iterable[Connection], now: float | None = None) -> None:
        """Note what every connection is at, and end those that have been at it for too long."""
        now = time.monotonic() if now is None else now
        self.seen = {one: self._see(one, now) for one in connections if not one.transport.is_closing()}
        for one, watched in self.seen.items():
            limit = self.limits.get(watched.phase)
            if limit is not None and now - watched.since > limit:
                self._end(one, watched.phase, limit)
        self._make_room()

    def _see(self, one: Connection, now: float) -> Watched:
        before = self.seen.get(one)
        new = Watched(one.phase(), one.scope, one.transport.get_write_buffer_size(), now)
        if (
            before
            and (before.phase, before.unsent) == (new.phase, new.unsent)
            and before.request is new.request
        ):
            new.since = before.since
        return new

    def _end(self, one: Connection, phase: Phase, limit: float) -> None:
        if phase is Phase.ANSWER:
            one.cut()
        elif phase is Phase.NEW:
            one.transport.close()
        else:
            part = "headers" if phase is Phase.HEADERS else "body"
            one.refuse(Problem("too-slow", f"the {part} did not come within {limit:g} s"))

    def _make_room(self) -> None:
        """Where there are too many, end those that never asked anything whole, then those that rest, the oldest first."""
        waiting = [
            (one, seen)
            for one, seen in self.seen.items()
            if seen.phase in self.limits or seen.phase is Phase.IDLE
        ]
        waiting.sort(key=lambda pair: (pair[1].phase is Phase.IDLE, pair[1].since))
        for one, _ in waiting[: max(0, len(self.seen) - self.patience.connections)]:
            one.cut()
