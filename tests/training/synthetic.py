"""Small digits like those of a pocket calculator: enough to train and measure on in a moment."""

import gzip
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.training.data import Digits

# Each of the seven bars as (top, left, bottom, right) of a 28 by 28 picture.
_BARS = {
    "a": (5, 9, 7, 19),
    "b": (5, 17, 14, 19),
    "c": (14, 17, 23, 19),
    "d": (21, 9, 23, 19),
    "e": (14, 9, 23, 11),
    "f": (5, 9, 14, 11),
    "g": (13, 9, 15, 19),
}
_DIGITS = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgcde", "abc", "abcdefg", "abcdfg")


def digits(count: int, seed: int = 0) -> Digits:
    """`count` digits, 0 to 9 in turn, each moved a little and of its own strength."""
    rng = np.random.default_rng(seed)
    scans = np.zeros((count, 28, 28), np.uint8)
    labels = np.arange(count, dtype=np.uint8) % 10
    for scan, label in zip(scans, labels, strict=True):
        for bar in _DIGITS[label]:
            top, left, bottom, right = _BARS[bar]
            scan[top:bottom, left:right] = rng.integers(180, 256)
        scan[:] = np.roll(scan, rng.integers(-2, 3, 2), (0, 1))
    return Digits(scans, labels)


def idx(array: NDArray[np.uint8]) -> bytes:
    """The array as an IDX file."""
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


def write_files(directory: Path, names: tuple[str, str], of: Digits) -> None:
    """Write pictures and labels as gzipped IDX files."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, array in zip(names, (of.scans, of.labels), strict=True):
        (directory / f"{name}.gz").write_bytes(gzip.compress(idx(array), mtime=0))
