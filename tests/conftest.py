"""What many tests share: the application, clients of it, a real server, and a watched browser page."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Playwright, sync_playwright

from app.main import create_app
from app.settings import Settings
from tests.asgi import client_of
from tests.browser.chromium import launch_options
from tests.browser.pool import PagePool
from tests.serving import Serving, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The settings of an installation that sets nothing."""
    return Settings()


@pytest.fixture(scope="session")
def application(settings: Settings) -> FastAPI:
    """The whole application, as it is served."""
    return create_app(settings)


@pytest.fixture(scope="session")
def client(application: FastAPI) -> Iterator[httpx.Client]:
    """An httpx client that calls the application without a socket; a bug in it is raised here."""
    with client_of(application) as client:
        yield client


@dataclass(frozen=True)
class LiveServer:
    """The server that tests share: its address, and the file that its output goes to."""

    url: str
    output: Path


class SharedServer:
    """One server for all processes of a run that is spread over several; the first of them has it started."""

    def __init__(self) -> None:
        self._exits = ExitStack()
        self._server: Serving | None = None

    def pytest_configure_node(self, node: Any) -> None:
        """Tell a process that will run tests where the server is."""
        if self._server is None:
            self._server = self._exits.enter_context(serving())
        node.workerinput["live_server"] = (self._server.url, str(self._server.output))

    def pytest_unconfigure(self) -> None:
        """Stop the server when the run is over."""
        self._exits.close()


def pytest_configure(config: pytest.Config) -> None:
    """Let Hypothesis take the same examples in every run, and several processes share one server."""
    hypothesis_settings.register_profile(
        "repeatable",
        derandomize=True,
        deadline=None,
        max_examples=60,
        suppress_health_check=[HealthCheck.too_slow],
    )
    hypothesis_settings.load_profile("repeatable")
    if config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput"):
        config.pluginmanager.register(SharedServer())


@pytest.fixture(scope="session")
def live_server(request: pytest.FixtureRequest) -> Iterator[LiveServer]:
    """One server for the whole run."""
    if shared := getattr(request.config, "workerinput", {}).get("live_server"):
        url, output = shared
        yield LiveServer(url, Path(output))
        return
    with serving() as server:
        yield LiveServer(server.url, server.output)


@pytest.fixture(scope="session")
def training_server() -> Iterator[str]:
    """The address of a server of this process's own, as a server has one training run at a time."""
    with serving() as server:
        yield server.url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one driver of browsers; its synchronous API cannot be started twice in a thread."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for the whole run; with `FONTS=dejavu`, `liberation` or `noto` it has these fonts only."""
    options = launch_options(playwright, os.environ, tmp_path_factory.mktemp("fonts"))
    browser = playwright.chromium.launch(**options)
    yield browser
    browser.close()


READING_BACK = "GL Driver Message (OpenGL, Performance, GL_CLOSE_PATH_NV, High): GPU stall due to ReadPixels"
"""What Chromium says of itself where it puts WebGL pictures on the screen without a graphics card.

The page reads no pixels.
"""


@dataclass
class Trouble:
    """What went wrong in the pages of one test: any of it fails the test, unless the test took it out."""

    host: str
    found: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Note every console error or warning, page error, failed request and request to another host."""
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.found.append(f"page error: {error}"))
        page.on("requestfailed", self._note_failure)
        page.on("request", self._note_foreign)

    def take(self) -> list[str]:
        """Hand over what was found so far, and forget it: for tests that provoke trouble."""
        taken, self.found[:] = list(self.found), []
        return taken

    def _note_console(self, message: ConsoleMessage) -> None:
        if READING_BACK in message.text:
            return
        if message.type in {"error", "warning", "assert"}:
            self.found.append(f"console {message.type}: {message.text}")

    def _note_failure(self, request: Request) -> None:
        # A request that the page itself cancelled because a newer one replaced it is no trouble.
        if request.failure != "net::ERR_ABORTED":
            self.found.append(f"failed: {request.method} {request.url}: {request.failure}")

    def _note_foreign(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != self.host:
            self.found.append(f"request to another host: {request.url}")


@pytest.fixture
def trouble(live_server: LiveServer) -> Iterator[Trouble]:
    """Everything that must not happen in a page; looked at when the test is over."""
    trouble = Trouble(urlsplit(live_server.url).netloc)
    yield trouble
    server_log = live_server.output.read_text()
    assert trouble.found == [], f"the page had trouble; the server said:\n{server_log}"


class OpenPage(Protocol):
    """Open a watched page."""

    def __call__(self, *, fresh: bool = False, **context_options: Any) -> Page:
        """Options are those of Playwright's `new_context`, e.g. `viewport`, `has_touch`, `color_scheme`."""


@pytest.fixture(scope="session")
def page_pool(browser: Browser, live_server: LiveServer) -> PagePool:
    """The pages that tests take turns in."""
    return PagePool(browser, live_server.url)


@pytest.fixture
def open_page(page_pool: PagePool, trouble: Trouble) -> Iterator[OpenPage]:
    """Open as many watched pages as a test needs, each with an empty storage; relative addresses work."""
    with ExitStack() as lent:

        def open_page(*, fresh: bool = False, **context_options: Any) -> Page:
            page = lent.enter_context(page_pool.lend(context_options, fresh=fresh))
            trouble.watch(page)
            return page

        yield open_page


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One watched page of 1280 by 800 pixels; nothing is loaded yet."""
    return open_page()
