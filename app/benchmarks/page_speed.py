"""The page in Chromium with software rendering: how soon a pointer move shows in every stage, and what the page costs."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from app.benchmarks.page_moves import Seen, costs, eight, latencies
from app.benchmarks.page_visit import bytes_fetched, collected_heap, measuring, visit, visitor
from app.benchmarks.timing import percentile, table

HARNESS = Path(__file__).with_name("page_harness.js")
MOVES = 100
VIEWS = 3
STROKES = 1000
REST = 2000  # milliseconds


class View(NamedTuple):
    """A first visit, with nothing kept: bytes over the wire, and milliseconds until all stages were seen."""

    wire: float
    milliseconds: float


def run() -> None:
    """Print the tables."""
    with measuring() as (url, browser):
        with visit(browser, url, HARNESS) as page:
            kinds = {
                "one after the other is shown": drawing(page, one_by_one=True),
                "as fast as they come": drawing(page, one_by_one=False),
            }
            hovers = hovering(page)
        print(f"{_moves_table(kinds)}\n{_costs_table(kinds)}", flush=True)
        views = [first_view(browser, url) for _ in range(VIEWS)]
        print(_page_table(views, hovers), flush=True)
        with visit(browser, url, HARNESS) as page:
            print(_heap_table(strokes(page)))


def _settle(page: Page) -> None:
    page.evaluate("bench.settled()")


def first_view(browser: Browser, url: str) -> View:
    """Visit with an empty cache, from a window that has come to rest: what the browser does to open one is not the page's."""
    context = visitor(browser, url, HARNESS)
    page = context.new_page()
    page.wait_for_timeout(REST)
    wire = bytes_fetched(context.new_cdp_session(page))
    page.goto("/")
    _settle(page)
    first = float(page.evaluate("bench.first"))
    context.close()
    return View(sum(wire), first)


def drawing(page: Page, *, one_by_one: bool) -> Seen:
    """Draw an eight in one stroke."""
    box = page.get_by_test_id("pad").bounding_box()
    if box is None:
        raise RuntimeError("the page shows no pad")
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in eight(MOVES + 1)]
    page.get_by_test_id("clear").click()
    page.mouse.move(*places[0])
    page.mouse.down()
    _settle(page)
    page.evaluate("bench.begin()")
    for place in places[1:]:
        page.mouse.move(*place)
        if one_by_one:
            _settle(page)
    _settle(page)
    seen: Seen = json.loads(page.evaluate("bench.told()"))
    page.mouse.up()
    _settle(page)
    return seen


def hovering(page: Page) -> list[Mapping[str, float]]:
    """Move over the network from its upper left to its lower right; where no unit is, nothing is lit."""
    box = page.get_by_test_id("network").bounding_box()
    if box is None:
        raise RuntimeError("the page shows no network")
    page.evaluate("bench.begin(), bench.countFrames()")
    for step in range(1, MOVES + 1):
        share = step / (MOVES + 1)
        page.mouse.move(box["x"] + box["width"] * (7 * share % 1), box["y"] + box["height"] * share)
    _settle(page)
    hovers: list[Mapping[str, float]] = json.loads(page.evaluate("bench.told()"))["hovers"]
    return hovers


def strokes(page: Page) -> list[float]:
    """MB of the heap, garbage collected: at first, after half of the strokes, and after all."""
    devtools = page.context.new_cdp_session(page)

    def heap() -> float:
        return collected_heap(devtools)["usedSize"] / 1e6

    page.get_by_test_id("clear").click()
    _settle(page)
    found = [heap()]
    for _ in range(2):
        page.evaluate("(count) => bench.strokes(count)", STROKES // 2)
        found.append(heap())
    return found


def _moves_table(kinds: Mapping[str, Seen]) -> str:
    rows = []
    for name, seen in kinds.items():
        times = latencies(seen)
        shown = [one for one in seen["asked"] if one.get("shown") is not None]
        long = [task["duration"] for task in seen["longTasks"]]
        rows.append(
            [
                name,
                f"{median(times):.0f}",
                f"{percentile(times, 95):.0f}",
                f"{len(times)} of {MOVES}",
                f"{len(shown)}",
                f"{seen['stale']}",
                f"{len(long)}" + (f" (≤ {max(long):.0f} ms)" if long else ""),
            ]
        )
    header = ["", "median ms", "95th ms", "moves shown", "answers shown", "out of order", "long tasks"]
    return table("A pointer move until the frame in which all stages show it", header, rows)


def _costs_table(kinds: Mapping[str, Seen]) -> str:
    found = {name: costs(seen) for name, seen in kinds.items()}
    parts = list(dict.fromkeys(part for each in found.values() for part in each))
    rows = [
        [part, *(f"{each[part]:.1f}" if part in each else "" for each in found.values())] for part in parts
    ]
    return table("Where the time goes, median ms", ["", *found], rows)


def _page_table(views: Sequence[View], hovers: Sequence[Mapping[str, float]]) -> str:
    frames = [hover["frames"] for hover in hovers]
    times = [hover["took"] for hover in hovers if "took" in hover]
    rows = [
        ["first view over the wire", f"{median(view.wire for view in views) / 1e3:.0f} kB"],
        [
            f"first view until all stages are seen, the middle of {len(views)}",
            f"{median(view.milliseconds for view in views):.0f} ms",
        ],
        [
            f"hover to highlight, {len(frames)} of {MOVES} moves met another unit",
            f"{median(frames):.0f} frame, at most {max(frames):.0f}",
        ],
        ["the same in time, median and 95th", f"{median(times):.0f} and {percentile(times, 95):.0f} ms"],
    ]
    return table("The page", ["", ""], rows)


def _heap_table(heaps: Sequence[float]) -> str:
    rows = [[f"after {STROKES * place // 2:,} strokes", f"{heap:.1f}"] for place, heap in enumerate(heaps)]
    return table("Heap, garbage collected", ["", "MB"], rows)
