"""Benchmarks: requests, computed figures and messages about missing tools; nothing is timed."""

import json
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import httpx
import pytest

from app.benchmarks import commands
from app.benchmarks.http import SCRIPT, Load, LoadError, cells, posts, read_load
from app.benchmarks.page import HARNESS, counts, eight, latencies
from app.benchmarks.server import serving
from app.benchmarks.timing import Timing, interleaved, percentile, table
from app.cli import main
from tests.browser.explorer import ONE, Explorer
from tests.conftest import OpenPage

RESULT = '{"requests": 50, "microseconds": 2000000, "p50": 1500, "p99": 9000, "errors": %d}'
SEEN = {
    "moves": [{"at": 100}, {"at": 116}, {"at": 132}],
    "asked": [{"moves": 1, "shown": 125}, {"moves": 2}, {"moves": 3, "shown": 162}],
    "longTasks": [{}],
    "stale": 2,
}


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The error names the parts that exist."""
    assert main(["bench", "nothing"]) == 2
    assert capsys.readouterr().err == f"error: no part 'nothing'; choose of {', '.join(commands.PARTS)}\n"


def test_missing_packages_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the packages of `make bench`, the error says which is missing and how to install it."""

    def missing(_name: str) -> ModuleType:
        raise ModuleNotFoundError(name="onnx")

    monkeypatch.setattr(commands, "import_module", missing)
    assert main(["bench", "forward"]) == 1
    assert capsys.readouterr().err == "error: bench needs the package onnx; `make bench` installs it\n"


def test_a_missing_load_tool_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Without wrk the part ends before anything is measured."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["bench", "http"]) == 1
    assert "apt-get install wrk" in capsys.readouterr().err


def test_parts_run_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """All run if none is named."""
    ran: list[str] = []

    def stand_in(name: str) -> Any:
        return SimpleNamespace(run=lambda: ran.append(name))

    monkeypatch.setattr(commands, "import_module", stand_in)
    assert main(["bench"]) == main(["bench", "page", "http"]) == 0
    assert ran == [f"app.benchmarks.{part}" for part in (*commands.PARTS, "page", "http")]


def test_the_posts_are_what_the_api_accepts(client: httpx.Client, tmp_path: Path) -> None:
    """Every body is accepted, and answered in the format of its name."""
    types = ["application/vnd.safetensors"] * 2 + ["application/json", "application/octet-stream"]
    for post, media_type in zip(posts(tmp_path).values(), types, strict=True):
        response = client.post(post.path, content=post.file.read_bytes(), headers=dict(post.headers))
        assert (response.status_code, response.headers["content-type"]) == (200, media_type)
        assert len(response.content) > 60_000


def test_the_load_tool_is_understood() -> None:
    """The script writes what the reader reads; a load in which a request failed is refused."""
    text = SCRIPT.read_text()
    written = text[text.index("'{") + 1 : text.index("\\n',")].replace("%d", "7")
    assert set(json.loads(written)) == set(json.loads(RESULT % 0))
    assert read_load(f"Running 1s test\n{RESULT % 0}\n") == Load(50, 2.0, 0.0015, 0.009)
    with pytest.raises(LoadError, match="3 requests failed beside 50"):
        read_load(RESULT % 3)


def test_a_row_has_medians_and_the_ratio_by_round() -> None:
    """A round in which the machine was ten times slower leaves the ratio as it is."""
    mine = [Load(requests, 1.0, 0.002, 0.004) for requests in (300, 30, 300)]
    other = [Load(requests, 1.0, 0.001, 0.002) for requests in (1000, 100, 1000)]
    assert cells([mine]) == ["300", "2.0", "4.0"]
    assert cells([mine, other]) == ["300", "2.0", "4.0", "0.30"]


def test_a_server_starts_and_tells_its_memory() -> None:
    """The service answers when it is handed over, and its memory is that of a Python program."""
    with serving() as server:
        assert httpx.get(f"{server.url}/healthz", timeout=60).is_success
        assert server.seconds_to_start > 0
        assert 20 < server.memory() < 500
    assert server.memory() == 0


def test_contestants_take_turns_and_warm_up_first() -> None:
    """Everyone calls before anyone calls again, and ratios are taken in each round."""
    ticks = iter(range(100))
    order: list[str] = []
    calls = {name: (lambda name=name: order.append(name)) for name in ("one", "two")}
    found = interleaved(calls, rounds=2, calls=2, clock=lambda: float(next(ticks)))
    assert order == ["one", "one", "two", "two"] * 3
    assert [timing.rounds for timing in found.values()] == [[0.5, 0.5], [0.5, 0.5]]
    mine, other = Timing([2.0, 20.0, 2.0]), Timing([1.0, 10.0, 1.0])
    assert (mine.median(), mine.ratio(other)) == (2.0, 2.0)


@pytest.mark.parametrize(("percent", "expected"), [(0, 1), (50, 50), (95, 95), (99.5, 100), (100, 100)])
def test_percentiles_are_values_that_occurred(percent: float, expected: float) -> None:
    """The nearest rank: of one to a hundred, in any order, the 95th percentile is 95."""
    assert percentile([float(value) for value in range(100, 0, -1)], percent) == expected


def test_tables_are_markdown() -> None:
    """The columns line up, names to the left and numbers to the right."""
    assert table(["", "µs"], [["a long name", "1.0"], ["b", "10.0"]]).splitlines() == [
        "|             |   µs |",
        "| ----------- | ---: |",
        "| a long name |  1.0 |",
        "| b           | 10.0 |",
    ]


def test_a_move_is_shown_by_the_first_response_that_includes_it() -> None:
    """A move whose own request was overtaken is shown by the next one; the time runs from the event."""
    assert latencies(SEEN) == [25, 46, 30]
    assert counts(SEEN, SEEN) == [6, 2, 4]


def test_the_harness_sees_every_move(open_page: OpenPage) -> None:
    """Every move of a stroke is seen and shown in order, and the 8 of the benchmark lies on the pad."""
    page = open_page()
    page.add_init_script(path=HARNESS)
    explorer = Explorer(page).open()
    page.evaluate("bench.begin()")
    explorer.draw(ONE)
    page.evaluate("bench.settled()")
    seen = json.loads(page.evaluate("bench.told()"))
    assert len(seen["moves"]) == len(latencies(seen)) == len(ONE[0]) - 1
    assert counts(seen)[2] == 0
    assert all(0.1 < share < 0.9 for point in eight(100) for share in point)
