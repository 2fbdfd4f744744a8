"""What is written down: a line for each request where that is wanted, and every bug; never anything of what was sent.

Of an address only the path is told. Of a bug the places in the code are told and the kind of exception, not its message, which may
quote the request.
"""

import asyncio
import re
import secrets
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.outcome import Outcome

_SANE = re.compile(r"[\w.:+/=-]{1,128}", re.ASCII)
_KEY = "lenet.request"
BUG = 500
"""The status of answers that have the id already, whether requests are logged or not."""


def identify(scope: Scope) -> str:
    """The id of a request: the caller's, if it is plain and short, else a new one."""
    if _KEY not in scope:
        given = Headers(scope=scope).get("x-request-id", "")
        scope[_KEY] = given if _SANE.fullmatch(given) else secrets.token_hex(8)
    return str(scope[_KEY])


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told of one request."""

    time: str
    request: str
    method: str
    path: str
    status: int
    milliseconds: float
    bytes: int


def as_json(entry: Entry) -> str:
    """One JSON object."""
    return orjson.dumps(entry).decode() + "\n"


def as_text(entry: Entry) -> str:
    """One line to read."""
    return (
        f"{entry.time} {entry.request} {entry.method} {entry.path} {entry.status} "
        f"{entry.milliseconds:.1f} ms {entry.bytes} bytes\n"
    )


STYLES: dict[str, Callable[[Entry], str]] = {"json": as_json, "text": as_text}


class AccessLog:
    """ASGI middleware: write a line when a request is answered, and send its id back in `X-Request-ID`."""

    def __init__(self, app: ASGIApp, style: str, write: Callable[[str], object] | None = None) -> None:
        self.app = app
        self.as_line = STYLES[style]
        self.write = write or _write_out

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through and note what came of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name, outcome = identify(scope), Outcome()

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] != BUG:
                message["headers"] = [*message["headers"], (b"x-request-id", name.encode())]
            await send(message)

        try:
            await outcome.of(self.app, scope, receive, send_with_id)
        finally:
            self.write(self.as_line(_entry(name, scope, outcome)))


class Contained:
    """ASGI middleware around everything: a bug was answered already; write down where it is, and end it there."""

    def __init__(self, app: ASGIApp, write: Callable[[str], object] | None = None) -> None:
        self.app = app
        self.write = write or _write_error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through."""
        try:
            await self.app(scope, receive, send)
        except asyncio.CancelledError:
            return  # the server stops, and this took longer than it waits; raised, it would be written down as a bug
        except Exception as error:  # noqa: BLE001 -- whatever it is, the server goes on
            self.write(told(scope, error))


def told(scope: Scope, error: Exception) -> str:
    """A bug as one JSON object in a line, under the id that the client was told."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    bug = {
        "time": _now(),
        "request": identify(scope),
        "path": _path(scope),
        "bug": type(error).__name__,
        "places": places,
    }
    return orjson.dumps(bug).decode() + "\n"


def _entry(name: str, scope: Scope, outcome: Outcome) -> Entry:
    milliseconds = round(outcome.seconds() * 1e3, 3)
    return Entry(_now(), name, scope["method"], _path(scope), outcome.status, milliseconds, outcome.bytes)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _path(scope: Scope) -> str:
    """The path as it was sent, which has no control characters."""
    return str(scope.get("raw_path", b"").decode("ascii", "backslashreplace"))[:200]


def _write_out(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()


def _write_error(line: str) -> None:
    sys.stderr.write(line)
    sys.stderr.flush()
