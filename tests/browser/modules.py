"""The modules of static/js in a real browser, called from Python."""

import json
from typing import Any

from playwright.sync_api import Page

from tests.browser.scripts import LOAD, WAITS

LONGEST_RUN = 120  # seconds: the tests that walk through all lessons take a quarter of it


class Modules:
    """The page's modules in a real browser, called from Python."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def run(self, body: str, argument: object = None) -> Any:
        """Run the body of an async function and return its value.

        Both ways go as JSON, which is many times faster than Playwright's own format and keeps every number.
        Playwright waits for a script without a limit, so the script has its own.

        Args:
            body: JavaScript; `await load("lib/math.js")` is a module, `argument` is what was passed.
            argument: anything that JSON can say.
        """
        ending = json.dumps(f"the end of \u2026{body[-300:]}")
        run = f"const run = async () => {{ {body} }}; const ran = within({LONGEST_RUN}, {ending}, run);"
        script = f"{LOAD} {WAITS} const argument = JSON.parse(json); {run}"
        script = f"async (json) => {{ {script} return JSON.stringify((await ran) ?? null); }}"
        return json.loads(self._page.evaluate(script, json.dumps(argument)))

    def error(self, body: str, argument: object = None) -> str:
        """Run a body that must throw, and return the error's name and message."""
        caught = "(error) => `${error.name}: ${error.message}`"
        return str(
            self.run(f"return (async () => {{ {body} }})().then(() => 'no error', {caught});", argument)
        )
