"""Call an ASGI application from plain tests: an httpx transport that needs no socket and no `async`."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import httpx
from anyio import fail_after
from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.applications import Starlette

from app.main import create_app
from app.settings import Settings
from tests.serving import SECONDS


class InProcessTransport(httpx.BaseTransport):
    """Hand each request to the application in the portal's event loop; its errors are raised in the test."""

    def __init__(self, application: Starlette, portal: BlockingPortal, *, raise_errors: bool) -> None:
        self.portal = portal
        self.transport = httpx.ASGITransport(application, raise_app_exceptions=raise_errors)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and read the whole answer."""
        request.read()
        return self.portal.call(self._handle, request)

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        try:
            with fail_after(SECONDS):
                response = await self.transport.handle_async_request(request)
                assert isinstance(response.stream, httpx.AsyncByteStream)
                content = b"".join([chunk async for chunk in response.stream])
        except TimeoutError:
            raise TimeoutError(f"no response to {request.method} {request.url} in {SECONDS} s") from None
        return httpx.Response(
            response.status_code, headers=response.headers, stream=httpx.ByteStream(content), request=request
        )


@contextmanager
def client_of(application: Starlette, *, raise_errors: bool = True) -> Iterator[httpx.Client]:
    """An httpx client of an application that is started before and stopped after."""
    with ExitStack() as stack:
        portal = stack.enter_context(start_blocking_portal())
        stack.enter_context(
            portal.wrap_async_context_manager(application.router.lifespan_context(application))
        )
        transport = InProcessTransport(application, portal, raise_errors=raise_errors)
        yield stack.enter_context(httpx.Client(transport=transport, base_url="http://lens.test"))


def replaced(settings: Settings, **values: Any) -> Settings:
    """The settings with some values replaced."""
    return Settings(**{**settings.model_dump(), **values})


def served(settings: Settings, **values: Any) -> AbstractContextManager[httpx.Client]:
    """A client of an application with these settings, some values replaced."""
    return client_of(create_app(replaced(settings, **values)))
