"""The job for millions of pictures: its numbers are the network's, and what is done is not done again."""

import subprocess
from pathlib import Path

import numpy as np
import orjson
import pytest
from numpy.typing import NDArray

from app.imaging import prepare
from app.lenet.network import forward
from app.lenet.weights import load
from app.settings import Settings
from tests.api.pictures import SAMPLES, file_of
from tests.deploy.ray_service import run_under_ray

pytestmark = pytest.mark.ray

LAYERS = "pool1,softmax"
READ = """
import sys, orjson, pyarrow.parquet as pq
table = pq.read_table(sys.argv[1])
shapes = {field.name: (field.metadata or {}).get(b"shape", b"").decode() for field in table.schema}
sys.stdout.buffer.write(orjson.dumps({"rows": table.to_pylist(), "shapes": shapes}))
"""
WRITE = """
import sys, pyarrow as pa, pyarrow.parquet as pq, numpy as np
numbers = np.load(sys.argv[1])
pq.write_table(pa.table({"digit": [row.ravel() for row in numbers]}), sys.argv[2], row_group_size=7)
"""


def job(folder: Path, source: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the job, its answers in `answers`."""
    command = [
        "-m",
        "app.deploy.ray_data",
        str(source),
        str(folder / "answers"),
        "--layers",
        LAYERS,
        *options,
    ]
    return run_under_ray(folder, command)


def answers(folder: Path) -> list[dict[str, object]]:
    """Every row, read by the library that everybody reads Parquet with."""
    done = run_under_ray(folder, ["-c", READ, str(folder / "answers")])
    assert done.returncode == 0, done.stderr
    found = orjson.loads(done.stdout)
    assert found["shapes"]["pool1"] == "6,14,14"
    rows: list[dict[str, object]] = found["rows"]
    return sorted(rows, key=lambda row: (row["source"], row["row"]))


def truth(pictures: NDArray[np.uint8], settings: Settings) -> list[dict[str, NDArray[np.float32]]]:
    """What the clear forward pass says of each."""
    parameters = load(settings.weights)
    traces = [forward(parameters, prepare(one).image[None, None]).activations for one in pictures]
    return [{name: trace[name].ravel() for name in LAYERS.split(",")} for trace in traces]


def assert_true(rows: list[dict[str, object]], pictures: NDArray[np.uint8], settings: Settings) -> None:
    """Every number of the layers, to the bit, and the digit that they say."""
    for row, expected in zip(rows, truth(pictures, settings), strict=True):
        assert row["digit"] == expected["softmax"].argmax()
        for name, numbers in expected.items():
            assert np.array(row[name], np.float64).astype(np.float32).tobytes() == numbers.tobytes()


def test_a_folder_of_pictures_is_answered(tmp_path: Path, settings: Settings) -> None:
    """Thirty digits and a broken file, in parts, by two processes: the network's bits, and the reason beside the broken one."""
    pictures = SAMPLES.images[:30]
    source = tmp_path / "pictures"
    source.mkdir()
    for at, picture in enumerate(pictures):
        (source / f"{at:03}.png").write_bytes(file_of(picture))
    (source / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno more")
    done = job(tmp_path, source, "--part", "8", "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert "100%" in done.stderr
    *rows, broken = answers(tmp_path)
    assert_true(rows, pictures, settings)
    assert (broken["digit"], broken["blank"], broken["pool1"]) == (None, None, None)
    assert broken["error"]


def test_a_stopped_job_goes_on(tmp_path: Path, settings: Settings) -> None:
    """Parquet in, in two processes' place this one: only the part that is missing is made; another job is refused the folder."""
    pictures = SAMPLES.images[:40]
    np.save(tmp_path / "digits.npy", pictures)
    source = tmp_path / "digits.parquet"
    made = run_under_ray(tmp_path, ["-c", WRITE, str(tmp_path / "digits.npy"), str(source)])
    assert made.returncode == 0, made.stderr
    options = ["--column", "digit", "--part", "15", "--workers", "0"]
    assert job(tmp_path, source, *options).returncode == 0
    parts = sorted((tmp_path / "answers").glob("part-*.parquet"))
    assert len(parts) == 3
    kept = [part.stat().st_mtime_ns for part in parts]
    parts[1].unlink()
    assert job(tmp_path, source, *options).returncode == 0
    assert [part.stat().st_mtime_ns == before for part, before in zip(parts, kept, strict=True)] == [
        True,
        False,
        True,
    ]
    assert_true(answers(tmp_path), pictures, settings)
    other = job(tmp_path, source, *options, "--preprocess", "none")
    assert other.returncode == 1
    assert other.stderr.startswith("error: ")
    assert "another job (preprocess center)" in other.stderr


def test_a_changed_folder_is_told(tmp_path: Path) -> None:
    """A picture added after a job was stopped would move others to other parts: the job says so, and changes nothing."""
    source = tmp_path / "pictures"
    source.mkdir()
    for name in ("a01", "a02", "a03", "b11", "b12", "b13"):
        (source / f"{name}.png").write_bytes(file_of(SAMPLES.images[0]))
    options = ("--part", "2", "--workers", "0")
    assert job(tmp_path, source, *options).returncode == 0
    (tmp_path / "answers" / "part-000001.parquet").unlink()
    (source / "a99.png").write_bytes(file_of(SAMPLES.images[1]))
    done = job(tmp_path, source, *options)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "(6 then, 7 now); make it as it was, or choose another folder" in done.stderr
    assert not (tmp_path / "answers" / "part-000001.parquet").exists()
    (source / "a99.png").unlink()
    assert job(tmp_path, source, *options).returncode == 0
    assert len(answers(tmp_path)) == 6


@pytest.mark.parametrize(
    ("options", "named"),
    [(("--layers", "pool9"), "pool9"), (("--part", "0"), "--part 0"), ((), "no pictures")],
)
def test_what_cannot_be_done_is_said_in_a_line(tmp_path: Path, options: tuple[str, ...], named: str) -> None:
    """A layer, a size or a source that is none is refused with the remedy."""
    (tmp_path / "empty").mkdir()
    done = job(tmp_path, tmp_path / "empty", *options)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert named in done.stderr
