"""PNGs that did not come whole are refused, and what is in them beside a whole picture harms nothing."""

import struct
import zlib
from functools import partial

import numpy as np
import pytest
from PIL import Image

from app.imaging import PictureError, decode
from tests.imaging.outcomes import outcome
from tests.imaging.test_files import INK, chunk
from tests.strokes import file_of


def made_of(*chunks: bytes, width: int = 96, height: int = 80, kind: int = 0, interlaced: int = 0) -> bytes:
    """A PNG file of these chunks."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, interlaced))
    return b"".join((b"\x89PNG\r\n\x1a\n", header, *chunks, chunk(b"IEND", b"")))


def with_wrong_sum(data: bytes, name: bytes) -> bytes:
    """The file with a checksum changed, of a chunk that is all right otherwise."""
    at = data.index(name)
    end = at + 4 + int.from_bytes(data[at - 4 : at])
    return data[:end] + bytes([data[end] ^ 1]) + data[end + 1 :]


ROWS = zlib.compress(b"".join(b"\0" + row.tobytes() for row in INK))
HALF = zlib.compress(b"".join(b"\0" + row.tobytes() for row in INK[:40]))
NOTE = chunk(b"tEXt", b"a\0b")


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        pytest.param(made_of(chunk(b"IDAT", HALF)), 400, "rows of pixels are missing", id="half of the rows"),
        pytest.param(
            made_of(NOTE, chunk(b"IDAT", HALF), interlaced=1),
            400,
            "rows of pixels are missing",
            id="half of the rows, interlaced",
        ),
        pytest.param(
            with_wrong_sum(made_of(chunk(b"IDAT", ROWS)), b"IDAT"), 400, "checksum", id="wrong sum of pixels"
        ),
        pytest.param(
            with_wrong_sum(made_of(NOTE, chunk(b"IDAT", ROWS)), b"tEXt"), 400, "checksum", id="wrong sum"
        ),
        pytest.param(
            made_of(chunk(b"IDAT", ROWS))[:-12], 400, "ends before its last chunk", id="no end of a PNG"
        ),
        pytest.param(made_of(chunk(b"IDAT", ROWS), kind=3), 400, "no palette", id="no palette"),
        pytest.param(made_of(chunk(b"IDAT", b"no zlib")), 400, "cannot be unpacked", id="no packed pixels"),
        pytest.param(
            made_of(chunk(b"IDAT", b"") * 10_000, chunk(b"IDAT", ROWS)), 413, "10000 chunks", id="many chunks"
        ),
        pytest.param(
            made_of(chunk(b"abCd", b"") * 10_000, chunk(b"IDAT", ROWS)), 413, "10000 chunks", id="odd chunks"
        ),
    ],
)
def test_a_part_of_a_png_is_none(data: bytes, status: int, words: str) -> None:
    """Missing rows, wrong checksums and an endless number of chunks are refused, with the words that say so."""
    with pytest.raises(PictureError) as refusal:
        decode(data)
    assert refusal.value.status == status
    assert words in refusal.value.detail


def test_more_than_a_picture_is_still_one() -> None:
    """Notes in the file, pixels in small pieces, more of them than the header tells, and bytes after the end harm nothing."""
    pieces = b"".join(chunk(b"IDAT", ROWS[at : at + 1]) for at in range(len(ROWS)))
    for file in (
        made_of(NOTE * 9_000, pieces),
        made_of(NOTE, chunk(b"IDAT", zlib.compress(zlib.decompress(ROWS) * 2))),
        made_of(NOTE, chunk(b"IDAT", ROWS), NOTE) + b"more",
    ):
        assert np.array_equal(decode(file), INK)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (9, 1), (3, 5), (33, 31)])
def test_whole_files_are_whole_whatever_their_pixels(mode: str, size: tuple[int, int]) -> None:
    """The bytes that a picture should have are those that it has, for every kind of pixels and sizes off the beat."""
    assert decode(file_of(Image.new(mode, size))).shape == size[::-1]


@pytest.mark.parametrize(
    ("width", "height", "bits"), [(1, 1, 16), (5, 3, 1), (8, 8, 8), (9, 17, 24), (2, 40, 4)]
)
def test_interlaced_files_have_seven_pictures(width: int, height: int, bits: int) -> None:
    """Each of the seven passes is as large as counting its pixels one by one makes it."""
    depth, kind = {16: (16, 0), 1: (1, 0), 8: (8, 0), 24: (8, 2), 4: (4, 0)}[bits]
    order = "1646264677777777565656567777777736463646777777775656565677777777"  # RFC 2083, 2.6
    turn = np.array([int(number) for number in order]).reshape(8, 8)
    passes = np.tile(turn, (-(-height // 8), -(-width // 8)))[:height, :width]
    size = 0
    for number in range(1, 8):
        columns = (passes == number).sum(axis=1)
        size += sum(1 + -(-int(count) * bits // 8) for count in columns if count)
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 1)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    for missing in (0, 1):
        data = start + chunk(b"IDAT", zlib.compress(bytes(size - missing))) + chunk(b"IEND", b"")
        assert outcome(partial(decode, data)) == (400 if missing else 200)
