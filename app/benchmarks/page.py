"""The page: from a pointer move to the frame that shows it in all layers, first view, hovering, and heap."""

import json
from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from app.benchmarks.timing import percentile, table
from app.benchmarks.visit import browsing, fetched_bytes, heap_megabytes, visit, visitor

HARNESS = Path(__file__).with_name("page_harness.js")
MOVES = 100
VIEWS = 3
STROKES = 1000
REST = 2000  # milliseconds in which a new window settles

Seen = Mapping[str, Any]


def run() -> None:
    """Print the table."""
    with browsing() as (url, browser):
        with visit(browser, url, HARNESS) as page:
            one_by_one = draw(page, one_by_one=True)
            streamed = draw(page, one_by_one=False)
            frames = hover(page)
        views = [first_view(browser, url) for _ in range(VIEWS)]
        with visit(browser, url, HARNESS) as page:
            heaps = heap_while_drawing(page)
    rows = [
        ["pointer to picture, one move after the other, median", f"{median(latencies(one_by_one)):.0f} ms"],
        ["the same, 95th percentile", f"{percentile(latencies(one_by_one), 95):.0f} ms"],
        ["pointer to picture, moves as fast as they come, median", f"{median(latencies(streamed)):.0f} ms"],
        ["the same, 95th percentile", f"{percentile(latencies(streamed), 95):.0f} ms"],
        [
            "moves shown, long tasks, responses out of order",
            ", ".join(map(str, counts(one_by_one, streamed))),
        ],
        ["hovering to highlight, median and maximum", f"{median(frames):.0f} and {max(frames):.0f} frames"],
        ["first view over the wire", f"{median(wire for wire, _ in views) / 1e3:.0f} kB"],
        ["first view, all layers shown", f"{median(time for _, time in views):.0f} ms"],
        ["heap at first", f"{heaps[0]:.1f} MB"],
        [f"heap after {STROKES // 2} and {STROKES:,} strokes", f"{heaps[1]:.1f} and {heaps[2]:.1f} MB"],
    ]
    print(table(["window of 1280 by 800", ""], rows))


def latencies(seen: Seen) -> list[float]:
    """Return for each move the milliseconds from the event to the first frame whose response includes it."""
    shown = [one for one in seen["asked"] if one.get("shown") is not None]
    frames = [
        (move["at"], [one["shown"] for one in shown if one["moves"] > index])
        for index, move in enumerate(seen["moves"])
    ]
    return [min(later) - at for at, later in frames if later]


def counts(*kinds: Seen) -> list[int]:
    """Return the numbers of moves shown, of tasks over 50 ms, and of responses that came after newer ones."""
    return [
        sum(len(latencies(seen)) for seen in kinds),
        sum(len(seen["longTasks"]) for seen in kinds),
        sum(seen["stale"] for seen in kinds),
    ]


def eight(points: int) -> Sequence[tuple[float, float]]:
    """Return the points of an 8 drawn in one stroke, in fractions of the pad."""
    turns = [2 * pi * place / points for place in range(points)]
    return [(0.5 + 0.2 * sin(2 * turn), 0.5 - 0.32 * cos(turn)) for turn in turns]


def first_view(browser: Browser, url: str) -> tuple[float, float]:
    """Return the bytes over the wire and the milliseconds of a first visit."""
    context = visitor(browser, url, HARNESS)
    page = context.new_page()
    page.wait_for_timeout(REST)
    wire = fetched_bytes(context.new_cdp_session(page))
    page.goto("/")
    page.evaluate("bench.settled()")
    first = float(page.evaluate("bench.first"))
    context.close()
    return sum(wire), first


def place_in(page: Page, part: str, x: float, y: float) -> tuple[float, float]:
    """Return the coordinates of a place in a part of the page, given in fractions of its sides."""
    box = page.get_by_test_id(part).bounding_box()
    if box is None:
        raise RuntimeError(f"the page shows no {part}")
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def draw(page: Page, *, one_by_one: bool) -> Seen:
    """Draw an 8 in one stroke; returns what the harness saw."""
    places = [place_in(page, "pad", x, y) for x, y in eight(MOVES + 1)]
    page.get_by_test_id("clear").click()
    page.mouse.move(*places[0])
    page.mouse.down()
    page.evaluate("bench.settled()")
    page.evaluate("bench.begin()")
    for place in places[1:]:
        page.mouse.move(*place)
        if one_by_one:
            page.evaluate("bench.settled()")
    page.evaluate("bench.settled()")
    seen: Seen = json.loads(page.evaluate("bench.told()"))
    page.mouse.up()
    page.evaluate("bench.settled()")
    return seen


def hover(page: Page) -> list[float]:
    """Move over the network; returns the frames from each move to the highlight of its unit."""
    page.evaluate("bench.begin(), bench.countFrames()")
    for step in range(1, MOVES + 1):
        share = step / (MOVES + 1)
        page.mouse.move(*place_in(page, "network", 7 * share % 1, share))
    page.evaluate("bench.settled()")
    return [one["frames"] for one in json.loads(page.evaluate("bench.told()"))["hovers"]]


def heap_while_drawing(page: Page) -> list[float]:
    """Return the heap in MB before, after half, and after all strokes."""
    devtools = page.context.new_cdp_session(page)
    page.get_by_test_id("clear").click()
    page.evaluate("bench.settled()")
    found = [heap_megabytes(devtools)]
    for _ in range(2):
        page.evaluate("(count) => bench.strokes(count)", STROKES // 2)
        found.append(heap_megabytes(devtools))
    return found
