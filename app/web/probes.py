"""Questions of an orchestrator: is the process up, and is it ready to answer?"""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from app.web.formats import json_response
from app.web.problems import Problem


def stopping() -> Problem:
    """The problem of a server that is about to stop."""
    detail = "the server finishes what is running; send new requests elsewhere"
    return Problem("stopping", detail)


class Readiness:
    """Whether requests should be sent here: yes, until somebody wants the process to stop."""

    def __init__(self) -> None:
        self.stopping = False

    def stop(self) -> None:
        """From now on, no."""
        self.stopping = True

    def require(self) -> None:
        """Problem if no more requests should come."""
        if self.stopping:
            raise stopping()


class Probes:
    """`/healthz` says that the process answers at all, `/readyz` that requests should be sent here."""

    def __init__(self, models: Sequence[str], readiness: Readiness) -> None:
        self.models = models
        self.readiness = readiness

    async def alive(self, _request: Request) -> Response:
        """The process is up."""
        return json_response({"status": "ok"})

    async def ready(self, _request: Request) -> Response:
        """The weights are loaded (there is no application without them), and the server is not about to stop."""
        self.readiness.require()
        return json_response({"status": "ready", "models": list(self.models)})
