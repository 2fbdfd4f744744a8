"""The load over HTTP: what is asked, what the tools tell, and how it is reckoned; nothing here is timed."""

import json
import shutil
from pathlib import Path

import httpx
import pytest

from app.__main__ import main
from app.benchmarks.http_bare import bare
from app.benchmarks.http_load import Side, questions, row, shares
from app.benchmarks.http_server import Server, processor_time, resident_memory
from app.benchmarks.http_wrk import (
    SCRIPT,
    Load,
    LoadError,
    NoLoadToolError,
    Question,
    put_under_load,
    read_load,
)
from tests.asgi import client_of
from tests.conftest import LiveServer


def test_the_questions_are_what_the_api_accepts(client: httpx.Client, tmp_path: Path) -> None:
    """Both bodies are answered with an 8, as safetensors and as JSON."""
    answers = [
        client.post(asked.path, content=asked.file.read_bytes(), headers={"Content-Type": asked.content_type})
        for asked in questions(tmp_path).values()
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    binary, text = answers
    assert binary.headers["content-type"] == "application/vnd.safetensors"
    assert text.json()["prediction"]["digit"] == 8


def test_the_script_posts_the_question(live_server: LiveServer, tmp_path: Path) -> None:
    """Where wrk is, its load with the script is answered without an error; where it is not, asking for load says so."""
    for asked in questions(tmp_path).values():
        if shutil.which("wrk"):
            assert put_under_load(live_server.url, asked, connections=1).requests > 0
        else:
            with pytest.raises(NoLoadToolError, match="install it"):
                put_under_load(live_server.url, asked, connections=1)


def test_the_script_names_what_the_reader_reads() -> None:
    """The line that the script writes is JSON with every field that is read from it."""
    text = SCRIPT.read_text()
    written = text[text.index("'{") + 1 : text.index("\\n',")].replace("%d", "7")
    assert set(json.loads(written)) == {"requests", "microseconds", "p50", "p99", "errors"}
    assert 'wrk.method = "POST"' in text


def test_errors_are_no_figures() -> None:
    """Wrk's own text around the line is passed over; a load in which a request failed is refused."""
    told = '{"requests": 50, "microseconds": 2000000, "p50": 1500, "p99": 9000, "errors": %d}'
    found = read_load(f"Running 1s test\n  1 threads\n{told % 0}\n")
    assert found == Load(requests=50, seconds=2.0, p50=0.0015, p99=0.009)
    assert found.rate == 25
    with pytest.raises(LoadError, match="3 requests failed beside 50"):
        read_load(told % 3)


def test_a_missing_load_tool_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Without wrk the part ends before anything is measured, in one line that says how to install it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["bench", "http"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "apt-get install wrk" in error


def test_shares_are_taken_round_by_round() -> None:
    """A round in which the machine was ten times slower leaves the share as it is."""
    mine = [Load(requests, 1.0, 0.002, 0.004) for requests in (300, 30, 300)]
    other = [Load(requests, 1.0, 0.001, 0.002) for requests in (1000, 100, 1000)]
    assert shares(mine, other) == pytest.approx(0.3)


def test_a_row_says_rates_times_and_processor() -> None:
    """A line of the table: requests a second of both, their share, p50, p99, their ratio, and the processor's time."""
    server, asked = Server("http://127.0.0.1:1", 1, 0.5), Question("/", "image/png", Path("digit.png"))
    mine = Side(server, asked, [Load(200, 1.0, 0.004, 0.010)], processor_seconds=0.2)
    other = Side(server, asked, [Load(800, 1.0, 0.001, 0.002)], processor_seconds=0.2)
    found = row(8, mine, other)
    assert found == ["8", "200", "800", "0.25", "4.0", "10.0", "2.5", "1000", "250", "0.25"]


def test_linux_tells_memory_and_processor_time() -> None:
    """VmRSS is read in MB, and user and system time in seconds even if the program's name has spaces and brackets."""
    assert resident_memory("Name:\tpython\nVmRSS:\t   78125 kB\nRssAnon:\t 1 kB\n") == 80.0
    assert resident_memory("Name:\tpython\n") is None
    stat = "12 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 300 200 0 0"
    assert processor_time(stat) == 2.5 * processor_time(stat.replace("300", "0"))


def test_the_bare_route_answers_as_many_bytes() -> None:
    """Whatever is posted, the reference answers the count it was started with."""
    with client_of(bare(1234)) as client:
        assert len(client.post("/", content=b"anything").content) == 1234
