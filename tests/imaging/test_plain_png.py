"""The short way for the simplest PNGs: what Pillow makes of them, and everything else left to Pillow."""

import io
import struct
import zlib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from app.imaging import PictureError, decode
from app.imaging.files import DEFAULT_LIMITS, _decoded
from app.imaging.plain_png import plain_grey
from tests.imaging.test_files import chunk

Bytes = NDArray[np.uint8]

PIXELS = DEFAULT_LIMITS.max_pixels
GREY = (8, 0, 0, 0, 0)


def filtered(line: Bytes, above: Bytes, number: int) -> Bytes:
    """A line as one of PNG's five filters writes it (RFC 2083, 6)."""
    here, up = line.astype(int), above.astype(int)
    left, corner = (np.concatenate([[0], row[:-1]]) for row in (here, up))
    estimate = left + up - corner
    away = np.abs(np.stack([estimate - left, estimate - up, estimate - corner]))
    paeth = np.choose(away.argmin(axis=0), [left, up, corner])
    difference: NDArray[np.int_] = here - (0 * here, left, up, (left + up) // 2, paeth)[number]
    return (difference % 256).astype(np.uint8)


def png(
    picture: Bytes,
    filters: Sequence[int] = (0,),
    pieces: int = 1,
    kind: tuple[int, ...] = GREY,
    extra: bytes = b"",
) -> bytes:
    """A PNG whose lines take the filters in turn, its pixels in several pieces."""
    above = np.zeros(picture.shape[1], np.uint8)
    lines = b""
    for at, line in enumerate(picture):
        number = filters[at % len(filters)]
        lines += bytes([number]) + filtered(line, above, number).tobytes()
        above = line
    packed = zlib.compress(lines, 1)
    length = -(-len(packed) // pieces)
    parts = [packed[start : start + length] for start in range(0, len(packed), length)]
    header = struct.pack(">II5B", picture.shape[1], picture.shape[0], *kind)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + extra
        + b"".join(chunk(b"IDAT", part) for part in parts)
        + chunk(b"IEND", b"")
    )


def noise(height: int, width: int) -> Bytes:
    """Bytes without any order."""
    return np.random.default_rng(height * 100 + width).integers(0, 256, (height, width), np.uint8)


@settings(max_examples=60)
@given(
    size=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    filters=st.lists(st.integers(0, 4), min_size=1, max_size=5),
    pieces=st.integers(1, 6),
)
def test_it_reads_what_was_written(size: tuple[int, int], filters: list[int], pieces: int) -> None:
    """Greys of any size, written with any filters and in any number of pieces, are read as they are, and so by Pillow."""
    picture = noise(*size)
    data = png(picture, filters, pieces)
    found = plain_grey(data, PIXELS)
    assert found is not None
    assert (found == picture).all()
    assert (np.asarray(Image.open(io.BytesIO(data))) == picture).all()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        png(noise(5, 6))[:-1],
        png(noise(5, 6)) + b"more",
        png(noise(5, 6), kind=(4, 0, 0, 0, 0)),
        png(noise(5, 6), kind=(8, 2, 0, 0, 0)),
        png(noise(5, 6), kind=(8, 0, 0, 0, 1)),
        png(noise(5, 6), extra=chunk(b"tRNS", b"\0\0")),
        png(noise(5, 6), extra=chunk(b"IDAT", b"no zlib")),
        png(noise(5, 6)).replace(struct.pack(">II", 6, 5), struct.pack(">II", 5, 6)),
        png(np.zeros((0, 6), np.uint8)),
    ],
)
def test_anything_else_is_left_to_others(data: bytes) -> None:
    """More in the file than grey pixels, another kind of pixels, a wrong sum or a wrong end: it is not for this."""
    assert plain_grey(data, PIXELS) is None


def test_large_pictures_are_left_to_others() -> None:
    """A picture above the limit of pixels is not unpacked, and no more is unpacked than the header tells."""
    assert plain_grey(png(noise(5, 6)), 29) is None
    bomb = png(np.zeros((2000, 1000), np.uint8))
    assert plain_grey(bomb, PIXELS) is None
    header = chunk(b"IHDR", struct.pack(">II5B", 10, 10, *GREY))
    assert plain_grey(bomb[:8] + header + bomb[33:], PIXELS) is None


def outcome(data: bytes, *, short: bool) -> object:
    """What a file is read as, or why not; without the short way, if so wished."""
    try:
        return (decode(data) if short else _decoded(data, DEFAULT_LIMITS)).tobytes()
    except PictureError as error:
        return error.status, error.detail


@settings(max_examples=150)
@given(st.data())
def test_damage_is_told_as_pillow_tells_it(data: st.DataObject) -> None:
    """A file with a wrong byte, or cut off, is the same picture, or refused in the same words, as without the short way."""
    whole = png(noise(9, 7), data.draw(st.sampled_from([(0,), (4, 1, 2, 3)])))
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = bytearray(whole)
    damaged[at] = data.draw(st.integers(0, 255))
    for file in (bytes(damaged), whole[: at + 1], whole + whole[at:]):
        assert outcome(file, short=True) == outcome(file, short=False)
