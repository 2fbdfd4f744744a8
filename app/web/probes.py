"""Questions of an orchestrator: is the process up, and is it ready to answer?"""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from app.web.formats import json_response


class Probes:
    """`/healthz` says that the process answers at all, `/readyz` that it has its weights."""

    def __init__(self, models: Sequence[str]) -> None:
        self.models = models

    async def alive(self, _request: Request) -> Response:
        """The process is up."""
        return json_response({"status": "ok"})

    async def ready(self, _request: Request) -> Response:
        """The weights are loaded; there is no application without them."""
        return json_response({"status": "ready", "models": list(self.models)})
