"""MNIST's four IDX files: where they are, whether they are the right ones, and which digits may decide what."""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.idx import IdxError, read_images, read_labels

TRAIN = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
TEST = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")

SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
"""Of each file once unpacked: compressed, the same file differs from mirror to mirror."""


class DataError(IdxError):
    """Training data that is missing, or is not what it should be; the message says which file, and what to do."""


@dataclass(frozen=True, slots=True)
class Digits:
    """Scans (count, 28, 28), 0 = background, 255 = ink, and what each one is (count,)."""

    scans: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if len(self.scans) != len(self.labels):
            raise DataError(
                f"{len(self.scans)} pictures but {len(self.labels)} labels; they belong to different sets"
            )

    def __len__(self) -> int:
        return len(self.labels)

    def part(self, start: int | None, stop: int | None) -> "Digits":
        """The digits from `start` to before `stop`, as in a slice."""
        return Digits(self.scans[start:stop], self.labels[start:stop])


def find(directory: Path, name: str) -> Path | None:
    """The file of that name, plain or gzipped, or None."""
    for path in (directory / name, directory / f"{name}.gz"):
        if path.is_file():
            return path
    return None


def missing(directory: Path, names: Iterable[str]) -> list[str]:
    """Which of these files are not there."""
    return [name for name in names if find(directory, name) is None]


def load(directory: Path, names: tuple[str, str]) -> Digits:
    """Read pictures and labels.

    Args:
        directory: Where the files are, each plain or gzipped.
        names: The pictures' file and the labels', without ``.gz``: `TRAIN` or `TEST`.

    Returns:
        The digits, in the files' order.

    Raises:
        DataError: A file is missing, or there are not as many labels as pictures.
        IdxError: A file is damaged, or no such file.
    """
    absent = missing(directory, names)
    if absent:
        raise DataError(
            f"{directory} lacks {' and '.join(absent)} (plain or .gz); --download fetches what is missing"
        )
    images, labels = (find(directory, name) or directory / name for name in names)
    return Digits(read_images(images), read_labels(labels))


def sha256_of_content(path: Path) -> str:
    """SHA-256 of an IDX file once unpacked.

    Raises:
        OSError, EOFError, zlib.error: The file cannot be read or unpacked.
    """
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path, "rb") if packed else path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksums(directory: Path, names: Iterable[str]) -> dict[str, str]:
    """SHA-256, unpacked, of those of these files that are there."""
    found = {name: find(directory, name) for name in names}
    return {name: sha256_of_content(path) for name, path in found.items() if path is not None}


def split(digits: Digits, validation: int) -> tuple[Digits, Digits]:
    """Hold the last `validation` digits back: they decide between settings and are never trained on."""
    if not 0 < validation < len(digits):
        raise DataError(
            f"cannot hold back {validation} of {len(digits)} digits; expected 1 to {len(digits) - 1}"
        )
    return digits.part(None, -validation), digits.part(-validation, None)
