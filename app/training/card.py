"""`lenet.json` and the like: what shipped weights are, how they came about and what they can do, for programs to read."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from app.lenet.weights import sha256_of


@dataclass(frozen=True, slots=True)
class Card:
    """The card's entries, in the file's order; a figure that has not been measured is None or empty.

    Attributes:
        model: The model's name.
        sha256: Of the weights' file.
        seed: Of the run.
        command: What made the weights.
        data: Each training file's SHA-256 once unpacked.
        epochs: How often each digit was seen.
        accuracy: Shares of the "train", "validation" and "test" digits, as they are, that are read right.
        robustness: Shares of the first 2,000 test digits, changed and then preprocessed; see `perturbations`.
        confusion_matrix: Test digits of each kind (row) read as each kind (column).
        misread: Indices of the test digits that are misread as they are.
        misread_centred: Indices of those that are misread after the page's preprocessing.
        date: The day of the training.
    """

    model: str
    sha256: str
    seed: int
    command: str
    data: Mapping[str, str]
    epochs: int
    accuracy: Mapping[str, float | None]
    robustness: Mapping[str, float] = field(default_factory=dict)
    confusion_matrix: list[list[int]] = field(default_factory=list)
    misread: list[int] = field(default_factory=list)
    misread_centred: list[int] = field(default_factory=list)
    date: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())


@dataclass(frozen=True, slots=True)
class Measured:
    """What an evaluation on the test digits found."""

    accuracy: float
    robustness: Mapping[str, float]
    confusion_matrix: list[list[int]]
    misread: list[int]
    misread_centred: list[int]


def with_test(card: Card, measured: Measured) -> Card:
    """The card with the figures of the test digits filled in."""
    return replace(
        card,
        accuracy={**card.accuracy, "test": measured.accuracy},
        robustness=measured.robustness,
        confusion_matrix=measured.confusion_matrix,
        misread=measured.misread,
        misread_centred=measured.misread_centred,
    )


def write(path: Path, entries: Card | Measured) -> None:
    """Write a card, or an evaluation, as JSON: one line an entry, one a row of the matrix."""
    lines = [f"  {json.dumps(name)}: {_value(value)}" for name, value in asdict(entries).items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _value(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], list):
        return "[\n    " + ",\n    ".join(json.dumps(row) for row in value) + "\n  ]"
    return json.dumps(value, ensure_ascii=False)


def read(path: Path) -> Card:
    """Read a card."""
    return Card(**json.loads(path.read_text(encoding="utf-8")))


def describes(card: Card, weights: Path) -> bool:
    """Whether the card is that of this weights file."""
    return card.sha256 == sha256_of(weights)
