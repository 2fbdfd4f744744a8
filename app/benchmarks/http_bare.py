"""The least that a server can do: a Starlette route that answers every request with the same bytes.

`python -m app.benchmarks.http_bare BYTES` serves on HOST and PORT with the same uvicorn as the application.
"""

import os
import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.settings import settings_from
from app.web.server import address_of, listen, run


def bare(count: int) -> Starlette:
    """Answer everything at / with so many zeros."""
    body = bytes(count)

    async def answer(_request: Request) -> Response:
        return Response(body, media_type="application/octet-stream")

    return Starlette(routes=[Route("/", answer, methods=["GET", "POST"])])


if __name__ == "__main__":
    settings = settings_from(os.environ)
    with listen(settings.host, settings.port) as listener:
        print(address_of(listener), flush=True)
        run(bare(int(sys.argv[1])), listener)
