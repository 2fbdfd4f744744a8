"""What is read at once, and what is handed to another thread so that nobody waits for it."""

import numpy as np
import pytest

from app.web.bodies import is_quick
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
    ],
)
def test_only_small_pictures_are_read_at_once(body: bytes, quick: bool) -> None:
    """Up to 64 by 64 pixels or 16 kB of JSON; anything that may unpack to more is not."""
    assert is_quick(body) is quick


def test_a_picture_cannot_lie_about_its_size() -> None:
    """A large PNG with a small header before its own, or in place of its first chunk, is not taken for a small one."""
    small, large = file_of(BLANK), file_of(np.zeros((2000, 2000), np.uint8))
    assert not is_quick(small[:33] + large[8:])
    assert not is_quick(small[:12] + b"tEXt" + small[16:33] + large[8:])
