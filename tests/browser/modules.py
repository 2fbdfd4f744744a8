"""The modules of static/js in a real browser, called from Python."""

import json
from typing import Any

from playwright.sync_api import Page

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
