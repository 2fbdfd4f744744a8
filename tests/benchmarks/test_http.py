"""The load over HTTP: what is asked, what the tools tell, and how it is reckoned; nothing here is timed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import orjson
import pytest
from app.web.bodies import drawing_at_once
from safetensors.numpy import load

from app.__main__ import main
from app.benchmarks.http_bare import bare
from app.benchmarks.http_endurance import told
from app.benchmarks.http_load import Side, row, shares
from app.benchmarks.http_questions import PAGE_SIDE, pictures, questions, tensors
from app.benchmarks.http_scale import BATCHES, growth_row, workers_row
from app.benchmarks.http_server import Server, family, processor_time, proportional_memory, resident_memory
from app.benchmarks.http_wrk import (
    SCRIPT,
    Load,
    LoadError,
    NoLoadToolError,
    Question,
    command,
    put_under_load,
    read_load,
)
from app.lenet.architecture import LENET
from app.main import body_limits
from app.settings import Settings
from tests.asgi import client_of
from tests.conftest import LiveServer


def answer(client: httpx.Client, asked: Question) -> httpx.Response:
    """Ask once what wrk asks again and again."""
    headers = {"Content-Type": asked.content_type, **dict(asked.headers)}
    found = client.post(asked.path, content=asked.file.read_bytes(), headers=headers)
    assert found.status_code == 200, found.text
    return found


def test_the_questions_are_what_the_api_accepts(client: httpx.Client, tmp_path: Path) -> None:
    """Every body is answered with an 8, in the way that it was sent."""
    binary, page, text, tensors_ = (answer(client, asked) for asked in questions(tmp_path).values())
    for found in (binary, page):
        assert found.headers["content-type"] == "application/vnd.safetensors"
        assert load(found.content)["softmax"].argmax() == 8
    assert text.json()["prediction"]["digit"] == 8
    head = orjson.loads(tensors_.content[: int(tensors_.headers["inference-header-content-length"])])
    assert [output["name"] for output in head["outputs"]] == [layer.name for layer in LENET]


def test_the_page_itself_writes_as_the_question_does(tmp_path: Path) -> None:
    """The drawing among the questions is one that is answered where it arrives, as the page's are."""
    limits = body_limits(Settings())
    asked = questions(tmp_path)["the page's drawing in, safetensors out"]
    found = drawing_at_once(asked.file.read_bytes(), asked.content_type, limits)
    assert found is not None
    assert found.inks[0].shape == (PAGE_SIDE, PAGE_SIDE)


def test_batches_are_as_large_as_they_say(client: httpx.Client, tmp_path: Path) -> None:
    """So many pictures are asked about, and so many are answered; the largest batch is within the limits."""
    for count in (1, BATCHES[-1]):
        assert len(answer(client, pictures(tmp_path, count)).json()["predictions"]) == count
    found = answer(client, tensors(tmp_path, BATCHES[1]))
    head = orjson.loads(found.content[: int(found.headers["inference-header-content-length"])])
    assert {output["shape"][0] for output in head["outputs"]} == {BATCHES[1]}


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
    assert proportional_memory("Rss:   9 kB\nPss:   78125 kB\nPss_Dirty: 1 kB\n") == 80.0
    stat = "12 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 300 200 0 0"
    assert processor_time(stat) == 2.5 * processor_time(stat.replace("300", "0"))


def test_the_bare_route_answers_as_many_bytes() -> None:
    """Whatever is posted, the reference answers the count it was started with."""
    with client_of(bare(1234)) as client:
        assert len(client.post("/", content=b"anything").content) == 1234


def test_a_process_and_its_children_are_one_family() -> None:
    """The memory and the time of a server with several processes are those of all of them."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        known = {os.getpid(), child.pid} if Path("/proc/self/task").exists() else {os.getpid()}
        assert known <= set(family(os.getpid()))
        child.communicate(b"\n")


def test_the_load_tool_is_told_every_header() -> None:
    """A question's type and its other headers follow its file, each with its value."""
    asked = Question("/path", "image/png", Path("digit.png"), (("One", "1"), ("Two", "2")))
    line = command("wrk", "http://lens", asked, connections=8, seconds=1)
    after = line[line.index("--") + 1 :]
    assert after == ["digit.png", "Content-Type", "image/png", "One", "1", "Two", "2"]


def test_growth_is_told_a_request_and_a_picture() -> None:
    """A line has the middle time, the processor's time of a request and of each picture in it, and that beside one alone."""
    server, asked = Server("http://127.0.0.1:1", 1, 0.5), Question("/", "image/png", Path("digit.png"))
    alone = Side(server, asked, [Load(100, 1.0, 0.010, 0.020)], processor_seconds=0.1)
    eight = Side(server, asked, [Load(50, 1.0, 0.020, 0.030)], processor_seconds=0.2)
    assert growth_row(8, eight, alone) == ["8", "20.0", "4.00", "0.50", "0.50"]


def test_workers_are_told_beside_one() -> None:
    """A line has the rate, as a multiple of one worker's in the same rounds, p50, p99 and the memory of all."""
    server, asked = Server("http://127.0.0.1:1", 1, 0.5), Question("/", "image/png", Path("digit.png"))
    sides = {(count, 8): Side(server, asked, [Load(count * 90, 1.0, 0.004, 0.010)]) for count in (1, 2)}
    assert workers_row(2, 8, sides, 120.4) == ["2", "8", "180", "2.00", "4.0", "10.0", "120"]
    assert workers_row(1, 8, sides, None)[-1] == told(None) == "?"
