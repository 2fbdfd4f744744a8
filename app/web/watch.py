"""Ends connections that overstay: each part of a request has to come within its seconds, and there is room for so many.

All connections are looked at twice a second, so that a request that comes as it should pays nothing for it.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from app.web.connections import Connection, Phase
from app.web.problems import Problem


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that clients have, and how many of them are there at once."""

    header_seconds: float = 10.0
    body_seconds: float = 30.0
    answer_seconds: float = 30.0
    keep_alive_seconds: int = 65
    connections: int = 512


@dataclass(frozen=True, slots=True)
class Watched:
    """What a connection was seen at, and since when."""

    phase: Phase
    request: object
    """The record of the request that uvicorn keeps: another request has another one."""
    refills: int
    """Which part of the answer it is."""
    since: float


class Watch:
    """What has been seen of every connection."""

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self.seen: dict[Connection, Watched] = {}
        self.limits = {
            Phase.NEW: patience.header_seconds,
            Phase.IDLE: patience.keep_alive_seconds,
            Phase.HEADERS: patience.header_seconds,
            Phase.BODY: patience.body_seconds,
            Phase.ANSWER: patience.answer_seconds,
        }

    def look(self, connections: Iterable[Connection], now: float | None = None) -> None:
        """Note what every connection is at, and end those that have been at it for too long."""
        now = time.monotonic() if now is None else now
        self.seen = {one: self._see(one, now) for one in connections if not one.is_ended()}
        for one, watched in self.seen.items():
            limit = self.limits.get(watched.phase)
            if limit is not None and now - watched.since > limit:
                _end(one, watched.phase, limit)
        self._make_room()

    def _see(self, one: Connection, now: float) -> Watched:
        new = Watched(one.phase(), one.scope, one.refills, now)
        before = self.seen.get(one)
        if before and (before.phase, before.refills) == (new.phase, new.refills):
            return before if before.request is new.request else new
        return new

    def _make_room(self) -> None:
        """Where there are too many, end those that never asked anything whole, then those that rest, the oldest first."""
        waiting = [(one, seen) for one, seen in self.seen.items() if seen.phase in self.limits]
        waiting.sort(key=lambda pair: (pair[1].phase is Phase.IDLE, pair[1].since))
        for one, _ in waiting[: max(0, len(self.seen) - self.patience.connections)]:
            one.cut()


def _end(one: Connection, phase: Phase, limit: float) -> None:
    if phase is Phase.ANSWER:
        one.cut()
    elif phase in {Phase.NEW, Phase.IDLE}:
        one.transport.close()
    else:
        part = "headers" if phase is Phase.HEADERS else "body"
        one.refuse(Problem("too-slow", f"the {part} did not come within {limit:g} s"))
