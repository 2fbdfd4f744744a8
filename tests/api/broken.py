"""Bodies that went wrong on their way, or were made to do harm, each with the status that it deserves."""

import struct
import zlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.api.pictures import digit, file_of
from tests.strokes import file_of as written


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width: int, height: int, depth: int, data: bytes, extra: bytes = b"") -> bytes:
    """A grey PNG that says so much of itself and has these bytes to unpack."""
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + pixels + chunk(b"IEND", b"")


def line(length: int) -> bytes:
    """A line of so many pixels, black but for a white one at each end."""
    row = bytearray(-(-length // 8))
    row[0], row[-1] = 0x80, 0x80
    return png_of(length, 1, 1, b"\0" + bytes(row))


def _rows(picture: NDArray[np.uint8]) -> bytes:
    """The pixels of a PNG, unpacked."""
    return b"".join(b"\0" + row.tobytes() for row in picture)


def _pictures() -> dict[str, tuple[bytes, int]]:
    eight, other = Image.fromarray(digit()), Image.fromarray(digit(3))
    frames = {"save_all": True, "append_images": [other]}
    return {
        "zero bytes": (b"", 400),
        "one byte": (b"\x89", 415),
        "a signature alone": (b"\x89PNG\r\n\x1a\n", 400),
        "a PNG cut off": (file_of(digit())[:150], 400),
        "a JPEG cut off": (file_of(digit(), "JPEG")[:200], 400),
        "a WebP cut off": (file_of(digit(), "WEBP")[:60], 400),
        "too few rows": (png_of(100, 100, 8, bytes(10)), 400),
        "no columns": (png_of(0, 5, 8, b""), 400),
        "rows that are missing": (png_of(28, 28, 8, _rows(digit()[:10])), 200),
        "a wrong checksum of pixels": (
            png_of(1, 1, 8, b"\0\1").replace(zlib.compress(b"\0\1"), b"x" * 10),
            400,
        ),
        "pixels without a palette": (
            png_of(28, 28, 8, _rows(digit())).replace(
                chunk(b"IHDR", struct.pack(">II5B", 28, 28, 8, 0, 0, 0, 0)),
                chunk(b"IHDR", struct.pack(">II5B", 28, 28, 8, 3, 0, 0, 0)),
            ),
            400,
        ),
        "a sound": (b"RIFF\x24\0\0\0WAVEfmt ", 415),
        "ten thousand empty chunks": (
            png_of(28, 28, 8, _rows(digit()), chunk(b"IDAT", b"") * 10**4),
            200,
        ),
        "ten thousand odd chunks": (
            png_of(28, 28, 8, _rows(digit()), chunk(b"abCd", b"") * 10**4),
            200,
        ),
        "notes that unpack to 60 MB": (
            png_of(28, 28, 8, _rows(digit()), chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(10**6))) * 60),
            200,
        ),
        "a line as long as a side may be": (line(65_535), 200),
        "a line of a million pixels": (line(1_000_000), 413),
        "a line of four million pixels": (line(4_000_000), 413),
        "a pixel wide and as high as the pixels allow": (png_of(1, 31_999_999, 1, bytes(64 * 10**6)), 413),
        "a GIF": (written(eight, "GIF"), 415),
        "a BMP": (written(eight, "BMP"), 415),
        "a TIFF": (written(eight, "TIFF"), 415),
        "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
        "a text": (b"hello", 415),
        "an animated PNG": (written(eight, "PNG", **frames), 415),
        "an animated WebP": (written(eight.convert("RGB"), "WEBP", **frames), 415),
        "a bomb of 2.5 billion pixels": (png_of(50_000, 50_000, 8, bytes(10**6)), 413),
        "a bomb as wide as can be": (png_of(2**31 - 1, 1, 8, b""), 413),
        "just below the limit": (png_of(5600, 5600, 1, bytes(701 * 5600)), 200),
        "65,535 pixels wide": (file_of(np.zeros((1, 65_535), np.uint8)), 200),
        "65,535 pixels high": (file_of(np.full((65_535, 1), 255, np.uint8)), 200),
        "a JPEG as wide as can be": (file_of(np.zeros((1, 65_500), np.uint8), "JPEG"), 200),
        "CMYK": (written(eight.convert("CMYK"), "JPEG"), 200),
        "16 bits": (written(Image.fromarray(digit().astype(np.uint16) * 257), "PNG"), 200),
        "1 bit": (written(eight.convert("1"), "PNG"), 200),
        "a palette": (written(eight.convert("P"), "PNG"), 200),
        "nothing but transparent": (written(Image.new("RGBA", (64, 64)), "PNG"), 200),
    }


PICTURES: Mapping[str, tuple[bytes, int]] = _pictures()

_ONE = '{"pixels":[[1]]}'
TEXTS: Mapping[str, tuple[bytes, int]] = {
    "a row of a million pixels": (b'{"pixels":[[9' + b",0" * 10**6 + b",9]]}", 413),
    "a hundred thousand rows of one pixel": (b'{"pixels":[[9]' + b",[0]" * 10**5 + b",[9]]}", 413),
    "NaN": (b'{"pixels":[[NaN]]}', 400),
    "Infinity": (b'{"pixels":[[Infinity]]}', 400),
    "1e400": (b'{"pixels":[[1e400]]}', 400),
    "a hundred thousand nines": (b'{"pixels":[[' + b"9" * 100_000 + b"]]}", 400),
    "a huge integer": (b'{"pixels":[[' + b"9" * 100 + b"]]}", 422),
    "-0": (b'{"pixels":[[-0,255],[-0.0,0]]}', 200),
    "1e-400": (b'{"pixels":[[1e-400]]}', 200),
    "a name twice, the last one counts": (b'{"pixels":5,"pixels":[[255,0]]}', 200),
    "a byte order mark": (b"\xef\xbb\xbf" + _ONE.encode(), 200),
    "UTF-16": (_ONE.encode("utf-16"), 400),
    "UTF-32": (_ONE.encode("utf-32"), 400),
    "Latin-1": (b'{"pix\xe9ls":[[1]]}', 400),
    "half a surrogate": (b'{"\\ud800":1}', 400),
    "a null byte": (b'{"pixels":[[1]]\x00}', 400),
    "more after it": (_ONE.encode() + b" x", 400),
    "a comment": (b'{/*a*/"pixels":[[1]]}', 400),
    "a hundred thousand deep": (b'{"pixels":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    "a hundred thousand names": (b"{" + b",".join(b'"k%d":1' % at for at in range(100_000)) + b"}", 422),
    "null": (b"null", 422),
    "a text": (b'"a"', 422),
    "no name": (b'{"":1}', 422),
}
