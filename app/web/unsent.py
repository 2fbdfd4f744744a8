"""Large answers on their way: sent piece by piece as they are taken, and bounded by the bytes of all of them together.

A server that is given an answer whole keeps it whole until the client has taken it, and a client need not. Here the next piece
goes out when the one before it was taken, so that the bytes which wait are known.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.types import Message, Scope, Send

from app.web.threads import too_busy

PIECE = 256 * 1024
"""Bytes; an answer that has no more is sent at once, and nobody counts it: a connection has but one of them."""

MOST_UNSENT = 128 * 1024 * 1024
"""Bytes of larger answers that may be here at the same time."""

CUT = "lenet.cut"
"""Under which the state of a request has what ends its connection, where the server can do that."""

SECONDS_OF_GRACE = 1.0
PACE = 1024 * 1024
"""Bytes a second: who takes an answer more slowly than this ends where its room is wanted."""


@dataclass(slots=True, eq=False)
class Sending:
    """A large answer that is being taken."""

    size: int
    began: float
    cut: Callable[[], None] | None
    taken: int = 0

    def pace(self, now: float) -> float:
        """Bytes a second so far; at first it is taken for fast."""
        seconds = now - self.began
        return self.taken / seconds if seconds >= SECONDS_OF_GRACE else PACE


class Unsent:
    """The large answers of a process."""

    def __init__(self, most: int = MOST_UNSENT, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.clock = clock
        self.bytes = 0
        self.sendings: list[Sending] = []

    def counted(self, scope: Scope, send: Send) -> Callable[[Message], Awaitable[None]]:
        """A `send` that lets large answers wait here; a Problem before it begins if there is no room for one."""

        def send_counted(message: Message) -> Awaitable[None]:
            if self.bytes and message["type"] == "http.response.start":
                self._require_room(_length(message))
            if len(message.get("body", b"")) <= PIECE:
                return send(message)
            return self._send_in_pieces(message, scope, send)

        return send_counted

    async def _send_in_pieces(self, message: Message, scope: Scope, send: Send) -> None:
        body: bytes = message["body"]
        sending = Sending(len(body), self.clock(), scope.get("state", {}).get(CUT))
        self.bytes += sending.size
        self.sendings.append(sending)
        try:
            for at in range(0, len(body), PIECE):
                if sending not in self.sendings:
                    return
                end = at + PIECE
                more = end < len(body) or message.get("more_body", False)
                await send({"type": message["type"], "body": body[at:end], "more_body": more})
                sending.taken = at
        finally:
            self._forget(sending)

    def _require_room(self, size: int) -> None:
        """Room for an answer of this size: where there is none, those that take theirs slowly end, the slowest first."""
        if size <= PIECE:
            return
        now = self.clock()
        while self.bytes and self.bytes + size > self.most:
            slowest = min(self.sendings, key=lambda sending: sending.pace(now))
            if slowest.cut is None or slowest.pace(now) >= PACE:
                raise too_busy(f"{self.bytes} bytes of answers wait to be taken")
            slowest.cut()
            self._forget(slowest)

    def _forget(self, sending: Sending) -> None:
        if sending in self.sendings:
            self.sendings.remove(sending)
            self.bytes -= sending.size


def _length(start: Message) -> int:
    """The bytes that an answer says it has; none if it comes piece by piece anyway."""
    for name, value in start["headers"]:
        if name == b"content-length":
            return int(value)
    return 0
