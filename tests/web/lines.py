"""A connection by itself, for tests: what is written to it, and an application that answers when the test says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from app.web.connections import Connection
from app.web.gate import Gate
from app.web.problems import Problem, problem_response
from app.web.refusals import require_accepted
from tests.event_loop import run

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
        self.gate = Gate(1000)
        self.scopes: list[Scope] = []
        self.wire = Wire()
        config = uvicorn.Config(self._application, interface="asgi3", access_log=False, log_config=None)
        self.connection = Connection(config, ServerState(), {}, asyncio.get_running_loop())
        self.connection.connection_made(self.wire)

    async def _application(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        try:
            require_accepted(scope)
            await self.gate.guard(self._answer)(scope, receive, send)
        except Problem as problem:
            await problem_response(problem)(scope, receive, send)

    async def _answer(self, _scope: Scope, _receive: Receive, send: Send) -> None:
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

    run(main)
