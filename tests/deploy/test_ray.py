"""The service under Ray Serve and the Ray Data job, run by `make test-ray` as Ray starts slowly."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import numpy as np
import orjson
import pytest

from app.imaging import prepare
from app.lenet.network import forward
from app.lenet.weights import load
from app.settings import ROOT, Settings
from tests.api.pictures import SAMPLES, file_of
from tests.contract.answers import differences
from tests.contract.record import ANSWERS, REQUESTS, answer_to
from tests.serving import free_port, run_program, running

pytestmark = pytest.mark.ray

PYTHON = ROOT / ".venv-ray" / "bin" / "python"
PICTURES = 30
READ = """
import sys, orjson, pyarrow.parquet as pq
rows = pq.read_table(sys.argv[1]).to_pylist()
sys.stdout.buffer.write(orjson.dumps(sorted(rows, key=lambda row: row["path"])))
"""
WRITE = """
import sys, pathlib, pyarrow as pa, pyarrow.parquet as pq
files = sorted(pathlib.Path(sys.argv[1]).glob("*.png"))
table = pa.table({"id": list(range(len(files))), "image": [file.read_bytes() for file in files]})
pq.write_table(table, sys.argv[2])
"""


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ray keeps a token in the home folder, which is thrown away with the test's own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")


def run(*arguments: str | Path) -> str:
    """Run the Python that has Ray; returns what it prints."""
    done = run_program(PYTHON, *arguments)
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def is_ready(url: str) -> bool:
    """Whether the service answers."""
    with suppress(httpx.TransportError):
        return httpx.get(f"{url}/readyz", timeout=5).is_success
    return False


@contextmanager
def serving_with_ray() -> Iterator[str]:
    """The address of the service under Ray Serve, once it answers."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    variables = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
    with running(PYTHON, "-m", "app.deploy.ray_serve", environment=variables) as program:
        try:
            program.wait_for(lambda: is_ready(url), "Ray Serve answers", seconds=180)
            yield url
        finally:  # Ray's own processes are of other groups, and ended by it
            program.process.terminate()
            program.process.wait(timeout=60)


def test_the_contract_holds_under_ray_serve() -> None:
    """Through Ray's proxy recorded requests get the recorded responses, but for cleaned-up paths."""
    with serving_with_ray() as url, httpx.Client(base_url=url, timeout=60) as client:
        wrong = {
            one.name: found
            for one in REQUESTS
            if not one.restricted and (found := differences(answer_to(client, one), ANSWERS[one.name]))
        }
    assert wrong == {}


def test_a_job_computes_what_is_missing(tmp_path: Path, settings: Settings) -> None:
    """Numbers are the network's, a broken file has its reason, only a removed part is recomputed."""
    source, target = tmp_path / "pictures", tmp_path / "results"
    source.mkdir()
    for at in range(PICTURES):
        (source / f"{at:02}.png").write_bytes(file_of(SAMPLES.images[at]))
    (source / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno more")
    options = ["--layers", "pool1", "softmax", "--part", "16"]
    job: list[str | Path] = ["-m", "app.deploy.ray_data", source, target, *options]
    run(*job)
    parts = sorted(target.iterdir())
    made = [part.stat().st_ino for part in parts]
    assert len(parts) == 2
    parts[0].rename(tmp_path / "removed")
    run(*job)
    assert [part.stat().st_ino == before for part, before in zip(parts, made, strict=True)] == [False, True]
    *rows, broken = orjson.loads(run("-c", READ, target))
    parameters = load(settings.weights)
    for at, row in enumerate(rows):
        image = prepare(SAMPLES.images[at]).image[np.newaxis, np.newaxis]
        trace = forward(parameters, image).activations
        assert row["digit"] == trace["softmax"].argmax()
        for name in ("pool1", "softmax"):
            assert np.array(row[name], np.float32).tobytes() == trace[name].tobytes()
    assert (broken["digit"], broken["softmax"]) == (None, None)
    assert re.search("damaged|cut|PNG", broken["error"])


def test_a_job_reads_parquet(tmp_path: Path) -> None:
    """A column of picture files is read, and the other columns stay beside the results."""
    for at in range(3):
        (tmp_path / f"{at}.png").write_bytes(file_of(SAMPLES.images[at]))
    source = tmp_path / "digits.parquet"
    run("-c", WRITE, tmp_path, source)
    run("-m", "app.deploy.ray_data", source, tmp_path / "results", "--column", "image")
    rows = orjson.loads(run("-c", READ, tmp_path / "results"))
    assert {row["id"]: row["digit"] for row in rows} == dict(enumerate(SAMPLES.labels[:3].tolist()))
