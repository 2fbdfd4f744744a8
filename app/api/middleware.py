"""Pure ASGI middleware: what all responses have in common, request bodies, and trusted hosts."""

import http
import logging
import re
import secrets
import traceback
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Problem, problem_response, quoted

logger = logging.getLogger("lenet_lens")

_REQUEST_ID = re.compile(r"[\w.:+/=-]{1,128}", re.ASCII)
_UNUSED_FEATURES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
_NOT_DOCUMENTS = (
    "text/javascript",
    "text/css",
    "application/octet-stream",
    "application/vnd.safetensors",
    "application/x-npz",
)
"""Media types that browsers do not open as a page, so that they need no Content-Security-Policy."""


class CommonResponses:
    """Add an id and security headers to every response; answer HEAD, and unexpected exceptions.

    Security headers say what a page may load, and who may embed it. Static files have no id: a page loads
    more than a hundred, and nothing is logged about them. The log gets place and type of an exception, but
    not its message, which may quote a client. HEAD is GET without the body (RFC 9110, 9.3.2).
    """

    def __init__(self, app: ASGIApp, frame_ancestors: str) -> None:
        self.app = app
        policy = (
            "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; "
            f"form-action 'self'; frame-ancestors {frame_ancestors}"
        )
        self.security_headers = {
            "Content-Security-Policy": policy,
            "Referrer-Policy": "no-referrer",
            "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED_FEATURES),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        is_head = scope["method"] == "HEAD"
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add_headers(message, scope["path"], request_id)
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        try:
            await self.app({**scope, "method": "GET"} if is_head else scope, receive, send_with_headers)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the client gets an answer
            frames = traceback.extract_tb(error.__traceback__)
            places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
            name = type(error).__name__
            logger.error("request %s: %s at %s", request_id, name, places)  # noqa: TRY400 -- a trace may quote what clients sent
            if not started:
                detail = f"the server failed; its log has the details under {request_id}"
                await problem_response(Problem("internal-error", detail))(scope, receive, send_with_headers)

    def _add_headers(self, start: Message, path: str, request_id: str) -> None:
        headers, is_static = MutableHeaders(scope=start), path.startswith("/static/")
        headers["X-Content-Type-Options"] = "nosniff"
        if not headers.get("content-type", "").startswith(_NOT_DOCUMENTS):
            for name, value in self.security_headers.items():
                headers.setdefault(name, value)
        if is_static:
            headers.setdefault("Cache-Control", "no-cache")
        if not is_static or start["status"] >= http.HTTPStatus.BAD_REQUEST:
            headers["X-Request-ID"] = request_id


class RequestBodies:
    """Refuse a body that is larger than the limit, or compressed, when a route reads it.

    Starlette's own limit answers with plain text, where this API promises a problem document.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on. A GET has no body to read: streams only wait there for the client to leave."""
        if scope["type"] != "http" or scope["method"] == "GET":
            await self.app(scope, receive, send)
            return
        headers, received = Headers(scope=scope), 0
        coding = headers.get("content-encoding", "identity").strip().lower()
        length = headers.get("content-length", "")
        announced = int(length) if length.isdecimal() else 0

        async def receive_checked() -> Message:
            nonlocal received
            if coding not in {"", "identity"}:
                detail = f"Content-Encoding {quoted(coding)} is not supported; send the body uncompressed"
                raise HTTPException(415, detail, headers={"Accept-Encoding": "identity"})
            message = await receive() if announced <= self.limit else {}
            received += len(message.get("body", b""))
            if max(announced, received) > self.limit:
                detail = f"the body is too large; the maximum is {self.limit} bytes"
                raise HTTPException(413, detail, headers={"Connection": "close"})
            return message

        await self.app(scope, receive_checked, send)


class TrustedHosts:
    """Refuse requests for other hosts, except probes, which orchestrators send to a container's address."""

    def __init__(self, app: ASGIApp, allowed_hosts: Sequence[str]) -> None:
        self.app = app
        self.checked = TrustedHostMiddleware(app, allowed_hosts, www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        app = self.app if path in {"/healthz", "/readyz"} else self.checked
        await app(scope, receive, send)
