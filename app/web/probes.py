"""Questions of an orchestrator: is the process up, and is it ready to answer?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def probe_routes() -> list[Route]:
    """`/healthz` says that the process answers at all."""

    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return [Route("/healthz", alive)]
