"""Answers that never change are made once, whoever asks for them and however often."""

import threading
from collections.abc import Iterator

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.web import caching
from app.web.caching import Kept
from tests.asgi import client_of

WEIGHTS = "/api/v1/models/lenet/weights"
ALWAYS_THE_SAME = ["/", "/docs", "/docs/ten-minutes", "/openapi.json", "/api/v1/samples", WEIGHTS]
FORMATS = [f"{WEIGHTS}?format=npz", f"{WEIGHTS}?format=safetensors"]


class Press:
    """What makes a text, and counts how often."""

    def __init__(self) -> None:
        self.times = 0
        self.threads: set[int] = set()

    def __call__(self) -> bytes:
        """Make it, and note the thread."""
        self.times += 1
        self.threads.add(threading.get_ident())
        return b"text " * 1000


@pytest.fixture
def press() -> Press:
    """One that has made nothing yet."""
    return Press()


@pytest.fixture
def site(press: Press) -> Iterator[httpx.Client]:
    """A site with one page, which notes on which thread it runs."""

    async def home(request: Request) -> Response:
        press.threads.discard(threading.get_ident())
        return await page.respond(request)

    async def crowd(request: Request) -> Response:
        async with anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(page.respond, request)
        return await page.respond(request)

    page = Kept(press, "text/plain")
    with client_of(Starlette(routes=[Route("/", home), Route("/crowd", crowd)])) as client:
        yield client


def test_it_is_made_once(site: httpx.Client, press: Press) -> None:
    """Plain, compressed, asked for again and again: it is made at the first request, and not in the thread that serves all."""
    assert press.times == 0
    for headers in ({"Accept-Encoding": "gzip"}, {"Accept-Encoding": "identity"}, {"If-None-Match": "*"}) * 2:
        answer = site.get("/", headers=headers)
        assert (answer.status_code, answer.text) in {(200, "text " * 1000), (304, "")}
    assert press.times == 1
    assert len(press.threads) == 1


def test_who_comes_at_the_same_time_waits_for_the_first(site: httpx.Client, press: Press) -> None:
    """Twenty who ask before it is made are answered with the same one."""
    assert site.get("/crowd").text == "text " * 1000
    assert press.times == 1


@pytest.mark.parametrize("path", [*ALWAYS_THE_SAME, *FORMATS])
def test_what_never_changes_is_not_made_again(
    client: httpx.Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the first answer nothing is rendered, compressed or hashed for documents, samples and weights."""
    first = client.get(path)
    for name in ("etag_of", "gzip"):
        monkeypatch.delattr(caching, name)
    again = client.get(path)
    assert (again.status_code, again.content, again.headers["etag"]) == (
        200,
        first.content,
        first.headers["etag"],
    )
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert client.head(path).status_code == 200
