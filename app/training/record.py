"""The record beside a weights file, such as `lenet.json`: how the weights were made and what they reach."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of an evaluation."""

    accuracy: float  # share of the digits, as they are, that is classified correctly
    # the same for the first 2,000, perturbed and then preprocessed; see `perturbations`
    robustness: Mapping[str, float]
    confusion_matrix: list[list[int]]  # digits with each label (row) and each prediction (column)
    misread: list[int]  # indices of the digits that are misclassified as they are
    misread_centred: list[int]  # indices of those that are misclassified after the preprocessing


@dataclass(frozen=True, slots=True)
class Record:
    """The entries of a record, in the file's order; a figure that was not measured is None or empty."""

    model: str  # the model's name
    sha256: str  # of the weights' file
    seed: int  # of the run
    command: str  # what made the weights
    data: Mapping[str, str]  # SHA-256 of each training file, uncompressed
    epochs: int  # how often each digit was seen
    # shares of the "train", "validation" and "test" digits, as they are, that are classified correctly
    accuracy: Mapping[str, float | None]
    robustness: Mapping[str, float] = field(default_factory=dict)  # of the test digits, see `Measured`
    confusion_matrix: list[list[int]] = field(default_factory=list)  # as above
    misread: list[int] = field(default_factory=list)  # as above
    misread_centred: list[int] = field(default_factory=list)  # as above
    date: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())  # the day of the training


def with_test(record: Record, measured: Measured) -> Record:
    """Return the record with the figures of the test digits."""
    entries = asdict(record) | asdict(measured)
    return Record(**entries | {"accuracy": {**record.accuracy, "test": measured.accuracy}})


def write(path: Path, entries: Record | Measured) -> None:
    """Write as JSON, with a line for each entry and each row of the matrix."""
    lines = [f"  {json.dumps(name)}: {_json(value)}" for name, value in asdict(entries).items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _json(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], list):
        return "[\n    " + ",\n    ".join(json.dumps(row) for row in value) + "\n  ]"
    return json.dumps(value, ensure_ascii=False)


def read(path: Path) -> Record:
    """Read a record."""
    return Record(**json.loads(path.read_text(encoding="utf-8")))
