"""The gate before the work: a request goes in when it is there as a whole.

So nobody waits, or holds a thread, for a body that is still on its way; and all of them hold only so much memory. So do the
answers, until they are taken.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.bodies import too_long
from app.web.refusals import require_accepted
from app.web.threads import too_busy
from app.web.unsent import Unsent

BODIES_HELD = 8
"""Bodies of the largest size whose bytes may be here at the same time, waiting for their rest or for an answer."""


class Gate:
    """Receives requests, and counts the bytes of those that do not come at once, and of answers that are not taken at once."""

    def __init__(self, body_bytes: int) -> None:
        self.body_bytes = body_bytes
        self.held = 0
        self.unsent = Unsent()

    def guard(self, app: ASGIApp) -> Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]]:
        """Let whole requests through to an application."""

        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            if _announced(scope) > self.body_bytes:
                raise too_long(self.body_bytes)
            message = await receive()
            send = self.unsent.counted(scope, send)
            if not message.get("more_body", False):
                if len(message.get("body", b"")) > self.body_bytes:
                    raise too_long(self.body_bytes)
                await app(scope, _given_back(message, receive), send)
                return
            held = [message.get("body", b"")]
            self.held += len(held[0])
            try:
                message = await self._receive_rest(held, scope, receive)
                await app(scope, _given_back(message, receive), send)
            finally:
                self.held -= sum(map(len, held))

        return guarded

    async def _receive_rest(self, held: list[bytes], scope: Scope, receive: Receive) -> Message:
        """The whole body as one message, of which the beginning is held already; or that the client has left."""
        size = len(held[0])
        more = True
        while more:
            require_accepted(scope)
            message = await receive()
            if message["type"] != "http.request":
                return message
            held.append(message.get("body", b""))
            size += len(held[-1])
            self.held += len(held[-1])
            if size > self.body_bytes:
                raise too_long(self.body_bytes)
            if self.held > self.body_bytes * BODIES_HELD:
                raise too_busy("too many large bodies are here at once")
            more = message.get("more_body", False)
        held[:] = [b"".join(held)]
        return {"type": "http.request", "body": held[0], "more_body": False}


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
