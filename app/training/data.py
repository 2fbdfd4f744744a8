"""MNIST's four IDX files: finding, downloading, checking and splitting them."""

import gzip
import hashlib
import urllib.request
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.idx import IdxError, read_images, read_labels

TRAIN = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
TEST = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
"""Tried in turn; each has the four files gzipped."""

SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
"""Of each file, uncompressed: the compressed files differ from mirror to mirror."""


class DataError(IdxError):
    """Training data is missing or wrong; the message names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class Digits:
    """Images (count, 28, 28), uint8 from 0 = background to 255, and their labels (count,), uint8."""

    scans: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if len(self.scans) != len(self.labels):
            raise DataError(
                f"{len(self.scans)} images but {len(self.labels)} labels; they belong to different sets"
            )

    def __len__(self) -> int:
        return len(self.labels)

    def part(self, start: int | None, stop: int | None) -> "Digits":
        """Return the digits from `start` to before `stop`, as a slice does."""
        return Digits(self.scans[start:stop], self.labels[start:stop])


def find(directory: Path, name: str) -> Path | None:
    """Return the file of that name, plain or gzipped, or None."""
    for path in (directory / name, directory / f"{name}.gz"):
        if path.is_file():
            return path
    return None


def load(directory: Path, names: tuple[str, str]) -> Digits:
    """Read images and labels: `TRAIN` or `TEST`, plain or gzipped.

    `DataError` if a file is missing or the numbers of images and labels differ, `IdxError` if one is damaged.
    """
    missing = [name for name in names if find(directory, name) is None]
    if missing:
        raise DataError(
            f"{directory} lacks {' and '.join(missing)} (plain or .gz); --download fetches what is missing"
        )
    images, labels = (find(directory, name) or directory / name for name in names)
    return Digits(read_images(images), read_labels(labels))


def checksums(directory: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256, uncompressed, of those of these files that exist."""
    found = {name: find(directory, name) for name in names}
    return {name: _sha256(path.read_bytes()) for name, path in found.items() if path is not None}


def split(digits: Digits, validation: int) -> tuple[Digits, Digits]:
    """Split off the last `validation` digits, by which settings are chosen; they are never trained on."""
    if not 0 < validation < len(digits):
        raise DataError(
            f"cannot hold out {validation} of {len(digits)} digits; expected 1 to {len(digits) - 1}"
        )
    return digits.part(None, -validation), digits.part(-validation, None)


def download(name: str, directory: Path, mirrors: Iterable[str] = MIRRORS) -> Path:
    """Download one gzipped file into `directory`, which is made if need be, and check its SHA-256.

    `DataError` if no mirror has the right file: the message says what each one gave.
    """
    failures = []
    for mirror in mirrors:
        address = f"{mirror.rstrip('/')}/{name}.gz"
        try:
            with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310 -- a setting
                data = response.read()
            digest = _sha256(data)
        except (OSError, EOFError, zlib.error) as error:
            failures.append(f"{address}: {error}")
            continue
        if digest == SHA256[name]:
            directory.mkdir(parents=True, exist_ok=True)
            path = directory / f"{name}.gz"
            path.write_bytes(data)
            return path
        failures.append(f"{address}: SHA-256 is {digest} uncompressed, expected {SHA256[name]}")
    raise DataError(f"could not download {name}: " + "; ".join(failures))


def _sha256(data: bytes) -> str:
    """The SHA-256 of a plain or gzipped file's content."""
    return hashlib.sha256(gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).hexdigest()
