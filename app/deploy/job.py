"""A job that can be stopped and goes on: its parts, and the record in its target of what it is about. Knows no Ray, no Parquet."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

RECORD = "_job.json"  # readers of Parquet folders skip what starts so


class BulkError(ValueError):
    """A source or a target that cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some pictures: files of a folder, or the rows from `start` to `stop` of one Parquet file."""

    number: int
    files: tuple[str, ...]
    start: int
    stop: int

    @property
    def name(self) -> str:
        """The file of its answers."""
        return f"part-{self.number:06}.parquet"

    def __len__(self) -> int:
        return self.stop - self.start


def listing(source: Path, parts: Sequence[Part]) -> dict[str, Any]:
    """How many pictures a source has, and a checksum of their files' names there and of their rows: which part has which.

    What is in the pictures is not looked at; that would take as long as the job's reading does.
    """
    names = hashlib.sha256()
    for part in parts:
        for file in part.files:
            names.update(file.removeprefix(str(source)).encode("utf-8", "surrogateescape") + b"\0")
        names.update(b"%d-%d\0" % (part.start, part.stop))
    return {"pictures": sum(map(len, parts)), "sources": f"sha256:{names.hexdigest()}"}


def check_target(target: Path, record: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    """Make the folder, or see that it is this job's, and that its source is what it was: parts of another must not stand beside.

    Args:
        target: The folder for the answers.
        record: What is asked: another job has another one.
        found: The `listing` of the source.

    Raises:
        BulkError: it is another job's, or pictures were added to the source, removed or renamed since it was begun.
    """
    target.mkdir(parents=True, exist_ok=True)
    path = target / RECORD
    whole = {**record, **found}
    if not path.exists():
        path.write_bytes(orjson.dumps(whole, option=orjson.OPT_INDENT_2))
        return
    before = orjson.loads(path.read_bytes())
    if any(before.get(name) != record[name] for name in record):
        other = ", ".join(f"{name} {before.get(name)}" for name in record if before.get(name) != record[name])
        raise BulkError(f"{target} has the answers of another job ({other}); choose another folder")
    if before != whole:
        raise BulkError(
            f"{record['source']} is not what it was when {target} was begun: pictures were added, removed or renamed "
            f"({before.get('pictures')} then, {found['pictures']} now); make it as it was, or choose another folder"
        )
