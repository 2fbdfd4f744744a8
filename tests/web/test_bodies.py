"""What is read at once, and what is handed to another thread so that nobody waits for it."""

import zlib

import numpy as np
import pytest
from numpy.typing import NDArray

from app.imaging import Limits, decode
from app.web.bodies import BodyLimits, drawing_at_once, is_quick
from tests.web.broken import chunk, png_of
from tests.web.pictures import digit, file_of

BLANK = np.zeros((64, 64), np.uint8)


@pytest.mark.parametrize(
    ("body", "quick"),
    [
        (b"", True),
        (b'{"pixels": [[0]]}', True),
        (b'{"pixels": [[0]]}'.ljust(16 * 1024), True),
        (b'{"pixels": [[0]]}'.ljust(16 * 1024 + 1), False),
        (file_of(digit()), True),
        (file_of(BLANK), True),
        (file_of(np.zeros((65, 64), np.uint8)), False),
        (file_of(np.zeros((1000, 1000), np.uint8)), False),
        (file_of(digit(), "JPEG"), False),
        (file_of(digit(), "WEBP"), False),
        (b"--boundary", False),
        (b'{"pictures": [[[0]]]}', False),
        (b'{"p\\u0069ctures": [[[0]]]}', False),
        (b'{"pixels": [[0' + b",0" * 4095 + b"]]}", True),
        (b'{"pixels": [[0' + b",0" * 4096 + b"]]}", False),
        (png_of(28, 28, 8, bytes(29 * 28), chunk(b"tEXt", b"a\0b") * 29), True),
        (png_of(28, 28, 8, bytes(29 * 28), chunk(b"tEXt", b"a\0b") * 30), False),
        (png_of(28, 28, 8, bytes(29 * 28), chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(10**6)))), False),
        (png_of(28, 28, 8, bytes(29 * 28), chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(10**6)))), False),
        (png_of(28, 28, 8, bytes(29 * 28), chunk(b"abCd", b"")), False),
    ],
)
def test_only_small_pictures_are_read_at_once(body: bytes, quick: bool) -> None:
    """Up to 64 by 64 pixels, in a plain PNG or 16 kB of JSON; nothing that may unpack to more, and no list of pictures."""
    assert is_quick(body) is quick


def test_a_picture_cannot_lie_about_its_size() -> None:
    """A large PNG with a small header before its own, or in place of its first chunk, is not taken for a small one."""
    small, large = file_of(BLANK), file_of(np.zeros((2000, 2000), np.uint8))
    assert not is_quick(small[:33] + large[8:])
    assert not is_quick(small[:12] + b"tEXt" + small[16:33] + large[8:])


LIMITS = BodyLimits(pictures=1, units=1, depth=9, picture=Limits())
DRAWING = np.pad(np.kron(digit(), np.ones((8, 8), np.uint8)), 28)
NOISE = np.random.default_rng(5).integers(0, 256, DRAWING.shape, np.uint8)


@pytest.mark.parametrize("picture", [DRAWING, 255 - DRAWING, digit(), BLANK])
def test_a_drawing_on_a_plain_ground_is_read_at_once(picture: NDArray[np.uint8]) -> None:
    """What the page sends, bright on dark or dark on bright, is read where it arrives, as the same ink."""
    found = drawing_at_once(file_of(picture), "image/png", LIMITS)
    assert found is not None
    assert not found.batch
    assert [ink.tolist() for ink in found.inks] == [decode(file_of(picture)).tolist()]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (file_of(NOISE), "image/png"),
        (file_of(np.zeros((301, 300), np.uint8)), "image/png"),
        (file_of(DRAWING) + bytes(100_000), "image/png"),
        (file_of(DRAWING)[:-1], "image/png"),
        (file_of(DRAWING, "WEBP"), "image/webp"),
        (file_of(DRAWING), "application/json"),
        (b"", "image/png"),
    ],
)
def test_what_may_take_longer_is_not_read_at_once(body: bytes, content_type: str) -> None:
    """Photographs, larger pictures and other kinds, broken ones and other bodies are for someone else to read."""
    assert drawing_at_once(body, content_type, LIMITS) is None
