"""Pages that one test after another uses: one that has loaded the modules before does so at half the cost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

DEFAULT_TIMEOUT = 10_000  # milliseconds
MOST_IDLE = 5
"""How many pages are kept: each has a process of 100 MB."""

VIEWPORT = {"width": 1280, "height": 800}
MEDIA = {"color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none"}
"""Those options of a context that can be changed in an open page, with their defaults."""

QUIET = "/healthz"
"""An address of the service without scripts, where a page waits for the next test."""

Function = Callable[..., Any]


class Additions:
    """What a test adds to a page: its listeners are noted, and whether it did what cannot be undone."""

    def __init__(self, page: Page, patch: pytest.MonkeyPatch) -> None:
        self.lasting = False
        self._page = page
        self._listeners: list[tuple[Any, Function]] = []
        patch.setattr(page, "on", self._noting(page.on))
        patch.setattr(page, "add_init_script", self._marking(page.add_init_script))
        patch.setattr(page.context, "new_cdp_session", self._marking(page.context.new_cdp_session))

    def _noting(self, listen: Function) -> Function:
        def on(event: Any, listener: Function) -> None:
            self._listeners.append((event, listener))
            listen(event, listener)

        return on

    def _marking(self, function: Function) -> Function:
        def call(*arguments: Any, **named: Any) -> Any:
            self.lasting = True
            return function(*arguments, **named)

        return call

    def remove(self) -> None:
        """Take away listeners, routes, further windows and whatever was stored."""
        for event, listener in self._listeners:
            self._page.remove_listener(event, listener)
        self._page.unroute_all(behavior="ignoreErrors")
        for other in self._page.context.pages:
            if other != self._page:
                other.close()
        self._page.goto(QUIET)  # first: it has a time limit, and ends what the page is busy with
        self._page.mouse.move(0, 0)
        self._page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")


class PagePool:
    """The idle pages of a browser, each alone in a context, with the options of that context."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self._browser = browser
        self._base_url = base_url
        self._idle: list[tuple[dict[str, Any], Page]] = []

    @contextmanager
    def lend(self, options: dict[str, Any], *, fresh: bool) -> Iterator[Page]:
        """Lend a page that is as new, but for what its browser has in the cache.

        Args:
            options: Those of Playwright's `new_context`.
            fresh: Whether the cache must be empty, too.
        """
        fixed = {name: value for name, value in options.items() if name not in {"viewport", *MEDIA}}
        page = None if fresh else self._take(fixed)
        page = page or self._browser.new_context(base_url=self._base_url, **fixed).new_page()
        page.set_default_timeout(DEFAULT_TIMEOUT)
        page.set_viewport_size(options.get("viewport", VIEWPORT))
        page.emulate_media(**{name: options.get(name, value) for name, value in MEDIA.items()})
        with pytest.MonkeyPatch.context() as patch:
            additions = Additions(page, patch)
            yield page
        if fresh or additions.lasting or page.is_closed():
            page.context.close()
        else:
            additions.remove()
            self._keep(fixed, page)

    def _take(self, fixed: dict[str, Any]) -> Page | None:
        for place, (options, page) in enumerate(self._idle):
            if options == fixed:
                del self._idle[place]
                return page
        return None

    def _keep(self, fixed: dict[str, Any], page: Page) -> None:
        self._idle.append((fixed, page))
        if len(self._idle) > MOST_IDLE:
            self._idle.pop(0)[1].context.close()
