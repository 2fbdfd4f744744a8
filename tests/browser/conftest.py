"""The pages that tests get: one runs modules of static/js by themselves, the others are the explorer."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.explorer import Explorer
from tests.browser.modules import Modules
from tests.browser.scripts import EMPTY
from tests.browser.tower_explorer import Tower
from tests.conftest import LiveServer, OpenPage, Trouble


@pytest.fixture(scope="module")
def modules(browser: Browser, live_server: LiveServer) -> Iterator[Modules]:
    """One page for a file of tests; trouble in it fails the file."""
    trouble = Trouble(urlsplit(live_server.url).netloc)
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    page = context.new_page()
    trouble.watch(page)
    page.route("**/empty", lambda route: route.fulfill(content_type="text/html", body=EMPTY))
    page.goto("/empty")
    yield Modules(page)
    context.close()
    assert trouble.found == []


@pytest.fixture
def explorer(page: Page) -> Explorer:
    """The explorer in a window of 1280 by 800 pixels; nothing is loaded yet."""
    return Explorer(page)


@pytest.fixture
def tower(open_page: OpenPage) -> Tower:
    """The explorer whose network is in 3D and does not glide, as gliding takes software seconds."""
    return Tower(open_page(reduced_motion="reduce"))
