"""Who may call from elsewhere: pages of other origins, and names that the service answers for; and who until the end."""

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.open_inference_request import HEADER_LENGTH
from app.web.probes import stopping
from app.web.problems import Problem, problem_response, quoted
from app.web.refusals import REFUSED

SECONDS_OF_PREFLIGHT = 600
PROBES = frozenset({"/healthz", "/readyz", "/v2/health/live", "/v2/health/ready"})
"""Orchestrators ask by address, not by name, and until the server is gone."""


class OtherOrigins(CORSMiddleware):
    """Starlette's, which tells what it refuses as a problem."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """What a browser is told that asks whether a page may call."""
        response = super().preflight_response(request_headers)
        if response.status_code == 200:
            return response
        headers = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
        detail = f"a page may not call this: {bytes(response.body).decode()}"
        return problem_response(Problem("malformed-request", detail, headers=headers))


def cors(origins: Sequence[str]) -> Middleware:
    """What lets pages of these origins call the API and read every header that it answers with."""
    return Middleware(
        OtherOrigins,
        allow_origins=origins,
        allow_methods=("GET", "HEAD", "POST"),
        allow_headers=("Content-Type", "If-None-Match", HEADER_LENGTH, "X-Request-ID"),
        expose_headers=("ETag", HEADER_LENGTH, "Retry-After", "X-Request-ID"),
        max_age=SECONDS_OF_PREFLIGHT,
    )


class TrustedHosts:
    """ASGI middleware: answer only for the names given; `*.school.example` stands for every name that ends so."""

    def __init__(self, app: ASGIApp, names: Sequence[str]) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in names if not name.startswith("*."))
        self.endings = tuple(name[1:].lower() for name in names if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is for this server."""
        if scope["type"] == "http" and scope["path"] not in PROBES and REFUSED not in scope:
            host = Headers(scope=scope).get("host", "")
            name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
            if name.lower() not in self.names and not name.lower().endswith(self.endings or ("\0",)):
                problem = Problem("wrong-host", f"this server does not answer for {quoted(host)}")
                await problem_response(problem)(scope, receive, send)
                return
        await self.app(scope, receive, send)


class Leaving:
    """ASGI middleware of a server that finishes what is running: who asks for more is sent elsewhere, health checks apart."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the application refuse it."""
        if scope["path"] not in PROBES:
            scope.setdefault(REFUSED, stopping())
        await self.app(scope, receive, send)
