"""The network in 3D in Chromium with software rendering: pictures a second, pointer to picture, bytes and heap."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, CDPSession, Page

from app.benchmarks.page_visit import bytes_fetched, collected_heap, measuring, visit
from app.benchmarks.timing import percentile, table

HARNESS = Path(__file__).with_name("tower_harness.js")
MOVES = 100
SECONDS = 4


class Opening(NamedTuple):
    """What 3D costs when it is opened: bytes over the wire, and MB of heap, garbage collected, more than flat."""

    wire: float
    heap: float


class Rate(NamedTuple):
    """Pictures a second; milliseconds of processor time, of all the browser's processes, and draw calls for each."""

    pictures: float
    processor: float
    calls: float


class Speed(NamedTuple):
    """Milliseconds from a move to its picture; what comes while drawing and while turning."""

    latencies: list[float]
    drawing: Rate
    orbiting: Rate


def run() -> None:
    """Print the table."""
    with measuring() as (url, browser), visit(browser, url, HARNESS) as page:
        opening = open_tower(page)
        level = speed(browser, page)
        page.get_by_test_id("tower-heights").click()
        page.wait_for_timeout(1000)
        standing = speed(browser, page)
    print(table("The network in 3D", ["", "level", "height shows the value"], _rows(level, standing)))
    print(f"fetched when 3D is opened: {opening.wire / 1e3:.0f} kB; heap: {opening.heap:+.1f} MB")


def _rows(level: Speed, standing: Speed) -> list[list[str]]:
    told: list[tuple[str, Callable[[Speed], str]]] = [
        ("pictures a second while a stroke is drawn", lambda speed: f"{speed.drawing.pictures:.0f}"),
        ("pictures a second while it is turned", lambda speed: f"{speed.orbiting.pictures:.0f}"),
        ("pointer to picture, median", lambda speed: f"{median(speed.latencies):.0f} ms"),
        ("pointer to picture, 95th percentile", lambda speed: f"{percentile(speed.latencies, 95):.0f} ms"),
        ("processor time a picture, drawing", lambda speed: f"{speed.drawing.processor:.0f} ms"),
        ("processor time a picture, turning", lambda speed: f"{speed.orbiting.processor:.0f} ms"),
        ("draw calls a picture", lambda speed: f"{speed.orbiting.calls:.1f}"),
    ]
    return [[name, write(level), write(standing)] for name, write in told]


def open_tower(page: Page) -> Opening:
    """Open 3D in a page that shows the flat view."""
    devtools = page.context.new_cdp_session(page)
    wire = bytes_fetched(devtools)
    before = _heap(devtools)
    page.get_by_test_id("view-3d").click()
    page.locator(".tower-label:not(.is-hidden)").first.wait_for()
    page.wait_for_timeout(1000)
    return Opening(sum(wire), _heap(devtools) - before)


def _heap(devtools: CDPSession) -> float:
    usage = collected_heap(devtools)
    return (usage["usedSize"] + usage.get("backingStorageSize", 0)) / 1e6


def speed(browser: Browser, page: Page) -> Speed:
    """Draw, and turn, in the view that is open."""
    drawing = _rate(browser, page, "(seconds) => tower.drawing(seconds)")
    orbiting = _rate(browser, page, "(seconds) => tower.orbiting(seconds)")
    latencies: list[float] = page.evaluate("(moves) => tower.latencies(moves)", MOVES)
    return Speed(latencies, drawing, orbiting)


def _rate(browser: Browser, page: Page, script: str) -> Rate:
    before = _processor_seconds(browser)
    seen = page.evaluate(script, SECONDS)
    spent = _processor_seconds(browser) - before
    return Rate(seen["rate"], 1e3 * spent / seen["pictures"], seen["calls"])


def _processor_seconds(browser: Browser) -> float:
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return sum(float(process["cpuTime"]) for process in processes)
