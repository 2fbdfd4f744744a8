"""What is found wrong before an application is asked, or while it reads: it answers that, too, with everything that its answers carry.

So the problem of a connection has the same headers as any other, and is written down and counted like any other.
"""

from collections.abc import Awaitable

from starlette.types import ASGIApp, Receive, Scope, Send

REFUSED = "lenet.refused"
"""Under which the scope of a request has the Problem to be answered with."""


def require_accepted(scope: Scope) -> None:
    """Raise what was found wrong with a request, if anything was."""
    if REFUSED in scope:
        raise scope[REFUSED]


class Refusals:
    """ASGI middleware around the routes: where something is wrong with a request, no route is looked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass everything else through, at the cost of a look."""
        if REFUSED in scope:
            raise scope[REFUSED]
        return self.app(scope, receive, send)
