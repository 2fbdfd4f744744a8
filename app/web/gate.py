"""The gate before the work: a request is received whole, and then let in if there is room.

So a slow body takes no place from those that are there, and nobody queues without an end.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.bodies import too_long
from app.web.problems import Problem
from app.web.threads import too_busy

BODIES_HELD = 8
"""Largest bodies whose bytes may be waiting for their rest at the same time."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many requests may be worked on, or wait for a thread, and how large a body may be."""

    requests: int
    body_bytes: int


class Gate:
    """Counts what is being worked on, and the bytes of bodies that are still coming."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.working = 0
        self.held = 0
        self.rejected = 0

    def guard(self, app: ASGIApp) -> Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]]:
        """Let requests through to an application one by one."""

        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            if _announced(scope) > self.room.body_bytes:
                raise too_long(self.room.body_bytes)
            message = await receive()
            if message.get("more_body", False):
                message = await self._receive_rest(message, receive)
            if self.working >= self.room.requests:
                raise self._full(f"{self.working} requests are being worked on, the most at once")
            await self._work(app, scope, _given_back(message, receive), send)

        return guarded

    async def _work(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold a place until there is an answer; how long a client takes to read it is its own affair."""
        places = 1
        self.working += places

        async def leave_and_send(message: Message) -> None:
            nonlocal places
            self.working -= places
            places = 0
            await send(message)

        try:
            await app(scope, receive, leave_and_send)
        finally:
            self.working -= places

    async def _receive_rest(self, message: Message, receive: Receive) -> Message:
        """The whole body as one message."""
        chunks: list[bytes] = []
        size = 0
        try:
            while message["type"] == "http.request":
                chunk = message.get("body", b"")
                chunks.append(chunk)
                size += len(chunk)
                self.held += len(chunk)
                if size > self.room.body_bytes:
                    raise too_long(self.room.body_bytes)
                if self.held > self.room.body_bytes * BODIES_HELD:
                    raise self._full("too many large bodies are coming at once")
                if not message.get("more_body", False):
                    return {"type": "http.request", "body": b"".join(chunks), "more_body": False}
                message = await receive()
            return message
        finally:
            self.held -= size

    def _full(self, detail: str) -> Problem:
        self.rejected += 1
        return too_busy(detail)


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


def _given_back(message: Message, receive: Receive) -> Receive:
    """A `receive` that begins with a message which was received already."""
    waiting = [message]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again
