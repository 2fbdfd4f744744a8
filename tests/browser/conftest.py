"""A page that runs the modules of static/js by themselves, as they are served."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import LiveServer, Trouble

LOAD = """
    const load = (path) => import(new URL(path, document.querySelector("script[type=module]")?.src
        ?? `${location.origin}/static/js/main.js`));
"""
"""How a test loads modules of static/js: those that the page itself has."""

EMPTY = "<!doctype html><title>Nothing</title><link rel='icon' href='data:,'>"


class Modules:
    """The page's modules in a real browser, called from Python."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def run(self, body: str, argument: object = None) -> Any:
        """Run the body of an async function and return its value.

        Both ways go as JSON, which is many times faster than Playwright's own format and keeps every number.

        Args:
            body: JavaScript; `await load("lib/math.js")` is a module, `argument` is what was passed.
            argument: anything that JSON can say.
        """
        run = f"const run = async () => {{ {body} }}; return JSON.stringify((await run()) ?? null);"
        script = f"async (json) => {{ {LOAD} const argument = JSON.parse(json); {run} }}"
        return json.loads(self._page.evaluate(script, json.dumps(argument)))

    def error(self, body: str, argument: object = None) -> str:
        """Run a body that must throw, and return the error's name and message."""
        caught = "(error) => `${error.name}: ${error.message}`"
        return str(
            self.run(f"return (async () => {{ {body} }})().then(() => 'no error', {caught});", argument)
        )


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
