"""The page in Chromium with software rendering, from a service in a process of its own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from app.benchmarks.server import serving
from app.benchmarks.timing import machine_described

NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    # Pages of the browser's own address bar, and waiting with the first frame.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,PaintHolding",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
TIMEOUT = 120_000  # milliseconds; a loaded machine is slow, not wrong


@contextmanager
def browsing() -> Iterator[tuple[str, Browser]]:
    """The address of a service, and a Chromium: that of CHROMIUM, on the PATH, or else Playwright's own."""
    with machine_described(), serving() as server, sync_playwright() as playwright:
        named = os.environ.get("CHROMIUM")
        path = named or next(filter(None, map(shutil.which, NAMES)), None)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield server.url, browser
        finally:
            browser.close()


def visitor(browser: Browser, url: str, harness: Path) -> BrowserContext:
    """Return a context with empty storage, in whose pages the harness runs before other scripts."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=url)
    context.set_default_timeout(TIMEOUT)
    context.add_init_script(path=harness)
    return context


@contextmanager
def visit(browser: Browser, url: str, harness: Path) -> Iterator[Page]:
    """The page after its first prediction."""
    context = visitor(browser, url, harness)
    page = context.new_page()
    page.goto("/")
    page.locator("[data-testid=answer][data-state=live]").wait_for()
    yield page
    context.close()


def fetched_bytes(devtools: CDPSession) -> list[float]:
    """Return a list that grows by the bytes over the wire of every file that is fetched from now on."""
    fetched: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: fetched.append(event["encodedDataLength"]))
    devtools.send("Network.enable")
    return fetched


def heap_megabytes(devtools: CDPSession) -> float:
    """Return the heap after a garbage collection, with the arrays beside it."""
    devtools.send("HeapProfiler.collectGarbage")
    usage = devtools.send("Runtime.getHeapUsage")
    return float(usage["usedSize"] + usage.get("backingStorageSize", 0)) / 1e6
