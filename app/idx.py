"""Read IDX files, the format in which MNIST is published.

An IDX file is a header and then the numbers, row by row: two zero bytes, one byte for the type of number (8 =
unsigned byte, the only one MNIST uses), one byte for how many dimensions follow, each dimension as a
big-endian 32-bit integer.
"""

import gzip
import zlib
from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_UNSIGNED_BYTE = 8
_GZIP_MAGIC = b"\x1f\x8b"


class IdxError(ValueError):
    """A file that is not the IDX file it should be; the message names the file and what is wrong with it."""


def read_images(path: str | Path) -> NDArray[np.uint8]:
    """Read pictures, (count, rows, columns) bytes, 0 = background, 255 = foreground; the file may be gzipped.

    `IdxError` if it is no IDX file of pictures, is damaged, or is cut short; `OSError` if it cannot be read.
    """
    return _read(Path(path), dimensions=3)


def read_labels(path: str | Path) -> NDArray[np.uint8]:
    """Read labels, (count,) bytes, as `read_images` reads pictures."""
    return _read(Path(path), dimensions=1)


def _read(path: Path, dimensions: int) -> NDArray[np.uint8]:
    data = _unpacked(path)
    expected = bytes((0, 0, _UNSIGNED_BYTE, dimensions))
    if data[:4] != expected:
        raise IdxError(
            f"{path}: expected it to start with {expected.hex()}, found {data[:4].hex() or 'nothing'}"
        )
    header = 4 + 4 * dimensions
    if len(data) < header:
        raise IdxError(f"{path}: expected a header of {header} bytes, the file has {len(data)}")
    shape = tuple(int(size) for size in np.frombuffer(data, ">u4", count=dimensions, offset=4))
    if len(data) - header != prod(shape):
        sizes = "x".join(map(str, shape))
        raise IdxError(
            f"{path}: expected {sizes} = {prod(shape)} bytes after the header, found {len(data) - header}"
        )
    return np.frombuffer(data, np.uint8, offset=header).reshape(shape)


def _unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if not data.startswith(_GZIP_MAGIC):
        return data
    try:
        return gzip.decompress(data)
    except (EOFError, OSError, zlib.error) as error:
        raise IdxError(f"{path}: damaged gzip file: {error}") from error
