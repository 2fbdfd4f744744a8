"""The network in 3D with software rendering: frames a second, pointer to picture, bytes and heap."""

from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from app.benchmarks.timing import percentile, table
from app.benchmarks.visit import browsing, fetched_bytes, heap_megabytes, visit

HARNESS = Path(__file__).with_name("tower_harness.js")
MOVES = 100
SECONDS = 4


class Rate(NamedTuple):
    """Frames a second; milliseconds of processor time of the browser's processes, and draw calls, a frame."""

    frames: float
    processor: float
    calls: float


class Speed(NamedTuple):
    """Milliseconds from each move to its picture; the rates while drawing and while turning."""

    latencies: list[float]
    drawing: Rate
    turning: Rate


FIGURES: Mapping[str, Callable[[Speed], str]] = {
    "frames a second while drawing": lambda speed: f"{speed.drawing.frames:.0f}",
    "frames a second while turning": lambda speed: f"{speed.turning.frames:.0f}",
    "pointer to picture, median": lambda speed: f"{median(speed.latencies):.0f} ms",
    "pointer to picture, 95th percentile": lambda speed: f"{percentile(speed.latencies, 95):.0f} ms",
    "processor time a frame, drawing": lambda speed: f"{speed.drawing.processor:.0f} ms",
    "processor time a frame, turning": lambda speed: f"{speed.turning.processor:.0f} ms",
    "draw calls a frame": lambda speed: f"{speed.turning.calls:.1f}",
}


def run() -> None:
    """Print the table."""
    with browsing() as (url, browser), visit(browser, url, HARNESS) as page:
        wire, heap = open_tower(page)
        flat = measure(browser, page)
        page.get_by_test_id("tower-heights").click()
        page.wait_for_timeout(1000)
        heights = measure(browser, page)
    rows = [[name, figure(flat), figure(heights)] for name, figure in FIGURES.items()]
    rows.append(["fetched when 3D is opened", f"{wire / 1e3:.0f} kB", ""])
    rows.append(["heap added by it", f"{heap:.1f} MB", ""])
    print(table(["", "flat", "heights show values"], rows))


def open_tower(page: Page) -> tuple[float, float]:
    """Open 3D; returns the bytes over the wire, and the MB of heap that it adds."""
    devtools = page.context.new_cdp_session(page)
    wire, before = fetched_bytes(devtools), heap_megabytes(devtools)
    page.get_by_test_id("view-3d").click()
    page.locator(".tower-label:not(.is-hidden)").first.wait_for()
    page.wait_for_timeout(1000)
    return sum(wire), heap_megabytes(devtools) - before


def measure(browser: Browser, page: Page) -> Speed:
    """Draw and turn in the view that is open."""
    drawing = _rate(browser, page, "(seconds) => tower.drawing(seconds)")
    turning = _rate(browser, page, "(seconds) => tower.orbiting(seconds)")
    return Speed(page.evaluate("(moves) => tower.latencies(moves)", MOVES), drawing, turning)


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
