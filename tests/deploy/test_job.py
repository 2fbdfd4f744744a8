"""What a job's folder remembers: a job goes on only with the source and the wishes that it began with."""

from pathlib import Path

import pytest

from app.deploy.job import RECORD, BulkError, Part, check_target, listing

ASKED = {"source": "/data/digits", "layers": "softmax", "part": 2}
SIX = ("a01.png", "a02.png", "a03.png", "b11.png", "b12.png", "b13.png")


def parts_in(source: Path, *names: str) -> list[Part]:
    """Files of a folder, two in a part."""
    files = [str(source / name) for name in names]
    pairs = [tuple(files[at : at + 2]) for at in range(0, len(files), 2)]
    return [Part(number, pair, 0, len(pair)) for number, pair in enumerate(pairs)]


def table(*rows: tuple[int, int]) -> list[Part]:
    """Rows of a Parquet file, from where to where in each part."""
    return [Part(at, ("/data/digits",), start, stop) for at, (start, stop) in enumerate(rows)]


def test_the_same_job_goes_on(tmp_path: Path) -> None:
    """A folder that is not there is made; given again, the same command finds its own, however its source's path is written."""
    target = tmp_path / "new" / "answers"
    here, there = Path("digits"), Path("/data/digits")
    check_target(target, ASKED, listing(here, parts_in(here, *SIX)))
    written = (target / RECORD).read_bytes()
    for source in (here, there):
        check_target(target, ASKED, listing(source, parts_in(source, *SIX)))
    assert (target / RECORD).read_bytes() == written


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((*SIX, "a99.png"), "6 then, 7 now"),
        (SIX[1:], "6 then, 5 now"),
        (tuple(sorted((*SIX[:5], "a99.png"))), "6 then, 6 now"),
        (("sub/a01.png", *SIX[1:]), "6 then, 6 now"),
    ],
)
def test_a_changed_folder_is_told(tmp_path: Path, names: tuple[str, ...], told: str) -> None:
    """A picture added, removed or renamed moves others to other parts: it is refused in a line that says so, with the remedy."""
    source = Path("/data/digits")
    check_target(tmp_path, ASKED, listing(source, parts_in(source, *SIX)))
    with pytest.raises(BulkError, match=told) as refusal:
        check_target(tmp_path, ASKED, listing(source, parts_in(source, *names)))
    assert str(refusal.value).startswith(f"/data/digits is not what it was when {tmp_path} was begun")
    assert str(refusal.value).endswith("make it as it was, or choose another folder")


@pytest.mark.parametrize(
    "changed", [table((0, 15), (15, 31)), table((0, 15)), table((0, 15), (15, 30), (30, 31))]
)
def test_a_table_of_other_length_is_told(tmp_path: Path, changed: list[Part]) -> None:
    """So are rows added to a Parquet file or taken from it."""
    source = Path("/data/digits")
    check_target(tmp_path, ASKED, listing(source, table((0, 15), (15, 30))))
    with pytest.raises(BulkError, match="30 then"):
        check_target(tmp_path, ASKED, listing(source, changed))


@pytest.mark.parametrize(("name", "value"), [("layers", "pool2"), ("source", "/data/others"), ("part", 3)])
def test_another_job_is_refused_the_folder(tmp_path: Path, name: str, value: object) -> None:
    """Other wishes are another job, and it is said in which the two differ."""
    found = listing(Path("digits"), parts_in(Path("digits"), *SIX))
    check_target(tmp_path, ASKED, found)
    with pytest.raises(BulkError, match=f"another job .{name} {ASKED[name]}.; choose another folder"):
        check_target(tmp_path, {**ASKED, name: value}, found)
