"""The page's figures: reckoned from what the harness saw, and the harness in a real page; nothing here is timed."""

import json
from pathlib import Path

import pytest

from app.benchmarks.page_chromium import NoBrowserError, chromium_path
from app.benchmarks.page_moves import costs, eight, latencies
from app.benchmarks.page_speed import HARNESS
from app.benchmarks.timing import percentile
from tests.browser.explorer import ONE, Explorer
from tests.conftest import OpenPage

SEEN = {
    "moves": [{"at": 100, "seen": 102}, {"at": 116, "seen": 117}, {"at": 132, "seen": 140}],
    "asked": [
        {
            "order": 0,
            "moves": 1,
            "called": 104,
            "requestStart": 105,
            "responseStart": 110,
            "arrived": 111,
            "wanted": 113,
            "start": 116,
            "drawn": 122,
            "shown": 125,
        },
        {"order": 1, "moves": 2, "called": 118},
        {"order": 2, "moves": 3, "called": 141, "arrived": 150, "start": 152, "drawn": 160, "shown": 162},
    ],
}


def test_a_move_is_seen_in_the_first_answer_that_has_it() -> None:
    """A move whose own request was overtaken is shown by the next answer; the time runs from the event."""
    assert latencies(SEEN) == [25, 46, 30]


def test_parts_that_were_not_seen_are_not_counted() -> None:
    """Each part is the middle over the requests that were shown and have both of its times."""
    found = costs(SEEN)
    assert found["event: until the page is told"] == 5
    assert found["server: until its first byte"] == 5
    assert found["render what else has changed"] == 7
    assert found["decode, and note the new numbers"] == 2


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (50, 50), (95, 95), (99.5, 100), (100, 100)])
def test_percentiles_are_values_that_occurred(share: float, expected: float) -> None:
    """The nearest rank: of one to a hundred, in any order, the 95th percentile is 95."""
    assert percentile([float(value) for value in range(100, 0, -1)], share) == expected


def test_the_stroke_stays_on_the_pad() -> None:
    """Every point of the eight is another one, and lies on the pad."""
    points = eight(100)
    assert len(set(points)) == 100
    assert all(0.1 < share < 0.9 for point in points for share in point)


def test_the_browser_that_is_named_is_used(tmp_path: Path) -> None:
    """CHROMIUM goes before the PATH, that before Playwright's own; without any the error says what to do."""
    for name in ("mine", "chromium", "own"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    path, own = str(tmp_path), tmp_path / "own"
    named = {"PATH": path, "CHROMIUM": str(tmp_path / "mine")}
    assert chromium_path(named, own) == str(tmp_path / "mine")
    assert chromium_path({"PATH": path}, own) == str(tmp_path / "chromium")
    (tmp_path / "chromium").unlink()
    assert chromium_path({"PATH": path}, own) == str(own)
    with pytest.raises(NoBrowserError, match="CHROMIUM"):
        chromium_path({"PATH": path, "CHROMIUM": "nothing-of-that-name"}, own)


def test_the_harness_sees_every_move_shown(open_page: OpenPage) -> None:
    """Every move of a stroke is seen, none out of order, and each is in an answer that a frame showed."""
    page = open_page()
    page.add_init_script(path=HARNESS)
    explorer = Explorer(page).open()
    page.evaluate("bench.begin()")
    explorer.draw(ONE)
    page.evaluate("bench.settled()")
    seen = json.loads(page.evaluate("bench.told()"))
    assert len(seen["moves"]) == len(ONE[0]) - 1
    assert seen["stale"] == 0
    assert len(latencies(seen)) == len(seen["moves"])
    assert set(costs(seen)) >= {"render what else has changed", "server: until its first byte"}
