"""A visit to the page that is measured: a server and a browser for the time it takes, and what the figures depend on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from app.benchmarks.http_server import serving
from app.benchmarks.machine import machine_load, processor
from app.benchmarks.page_chromium import chromium

PATIENCE = 120_000  # milliseconds: a machine that does ten other things is slow, not wrong


@contextmanager
def measuring() -> Iterator[tuple[str, Browser]]:
    """The address of a server, and a browser; says before and after what else the machine does."""
    with serving() as lens, chromium() as browser:
        print(
            f"processor: {processor()}\nChromium {browser.version}, software rendering, 1280 by 800\n{machine_load()}\n"
        )
        yield lens.url, browser
    print(machine_load())


def visitor(browser: Browser, url: str, harness: Path) -> BrowserContext:
    """Somebody who was never here, in whose pages the harness runs before the page's own scripts."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=url)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(path=harness)
    return context


@contextmanager
def visit(browser: Browser, url: str, harness: Path) -> Iterator[Page]:
    """The page with its first answer."""
    context = visitor(browser, url, harness)
    page = context.new_page()
    page.goto("/")
    page.locator("[data-testid=answer][data-state=live]").wait_for()
    yield page
    context.close()


def bytes_fetched(devtools: CDPSession) -> list[float]:
    """The bytes over the wire of each file that is fetched from now on; it grows as they come."""
    fetched: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: fetched.append(event["encodedDataLength"]))
    devtools.send("Network.enable")
    return fetched


def collected_heap(devtools: CDPSession) -> Mapping[str, float]:
    """Bytes that the page holds after a collection of garbage: `usedSize` of objects, `backingStorageSize` of arrays beside them."""
    devtools.send("HeapProfiler.collectGarbage")
    usage: Mapping[str, float] = devtools.send("Runtime.getHeapUsage")
    return usage
