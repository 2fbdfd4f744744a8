"""Whether a PNG came whole. Pillow takes what it finds: the rows that are missing would be black, and a wrong byte a wrong grey."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice

from app.imaging.errors import PictureError, damaged

SIGNATURE = b"\x89PNG\r\n\x1a\n"

MOST_CHUNKS = 10_000
"""Chunks of a file: Pillow looks at each of them, and 16 MB have room for a million. Programs write pixels 8 KiB a chunk and more."""

_FRAME = 12
"""Bytes of a chunk around what it holds: its length, its name and its checksum."""

_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""By the header's colour type: numbers of one pixel."""

_PALETTE = 3

_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of an interlaced picture: first column and row, and steps to the next ones (RFC 2083, 2.6)."""

_SIMPLE = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"tRNS",
        b"IDAT",
        b"IEND",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"pHYs",
        b"bKGD",
        b"sBIT",
        b"tIME",
        b"tEXt",
    )
)
"""Chunks that are read in no time; others may be packed, or may hold tables."""

_FEW = 32

_PIECE, _UNPACKED_PIECE = 64 * 1024, 1024 * 1024

Place = tuple[int, int]
"""Where something in a file begins and ends."""


def pixel_places(data: bytes) -> list[Place]:
    """Where a PNG's packed pixels are; nothing is unpacked.

    Raises:
        PictureError: the file is cut short, has a wrong checksum, lacks a palette, or has too many chunks.
    """
    pixels, names = [], set()
    for number, (name, start, end) in enumerate(_chunks(data)):
        if number == MOST_CHUNKS:
            raise PictureError(
                413, f"The picture's file has more than {MOST_CHUNKS} chunks, the most that are accepted."
            )
        names.add(name)
        if name == b"IDAT":
            pixels.append((start, end))
    if data[25:26] == bytes([_PALETTE]) and b"PLTE" not in names:
        raise damaged("it has no palette, to which its pixels refer")
    return pixels


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Each chunk up to the last: its name, and where what it holds begins and ends."""
    at, name = len(SIGNATURE), b""
    while name != b"IEND":
        start, end = at + 8, at + 8 + int.from_bytes(data[at : at + 4])
        name = data[at + 4 : start]
        at = end + 4
        if at > len(data):
            raise damaged("its file ends before its last chunk does")
        if zlib.crc32(data[start - 4 : end]) != int.from_bytes(data[end:at]):
            raise damaged("the checksum of a chunk is wrong")
        yield name, start, end


def has_simple_chunks(data: bytes) -> bool:
    """Whether all that a PNG has beside its pixels is read in no time; so it is where what is read first is damaged."""
    try:
        names = [name for name, _, _ in islice(_chunks(data), _FEW + 1)]
    except PictureError:
        return True
    return len(names) <= _FEW and _SIMPLE.issuperset(names)


def check_rows(data: bytes, places: Sequence[Place]) -> None:
    """See that there are as many pixels as the header says, whose numbers must be within the limits already.

    Raises:
        PictureError: there are fewer.
    """
    stream, left = zlib.decompressobj(), _unpacked_size(data)
    for start, end in places:
        for at in range(start, end, _PIECE):
            piece = data[at : min(at + _PIECE, end)]
            while piece and left > 0:
                left -= len(_unpacked(stream, piece))
                piece = stream.unconsumed_tail
    if left > 0 and left > len(stream.flush()):
        raise damaged("rows of pixels are missing")


def _unpacked(stream: "zlib._Decompress", piece: bytes) -> bytes:
    try:
        return stream.decompress(piece, _UNPACKED_PIECE)
    except zlib.error as error:
        raise damaged("its pixels cannot be unpacked") from error


def _unpacked_size(data: bytes) -> int:
    """The bytes that a PNG's pixels have, unpacked, with one for the filter of each row."""
    width, height, depth, colour, _, _, interlaced = struct.unpack(">II5B", data[16:29])
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    size = 0
    for left, top, across, down in passes:
        columns, rows = max(0, -(-(width - left) // across)), max(0, -(-(height - top) // down))
        size += rows * (1 + -(-columns * depth * _SAMPLES.get(colour, 1) // 8)) if columns else 0
    return size
