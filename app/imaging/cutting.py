"""The part of a picture that holds ink, cut out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FAINT = 24
"""Ink that nowhere stands out from its ground by this much of 255 is no ink: the picture is blank."""

TRACE = 32
"""Of a drawing stretched to 255, ink below this is a trace of compression, of blur or of the eraser."""


_IS_INK = bytes(level >= TRACE for level in range(256))
"""For each byte 1 where it is ink: bytes are searched much quicker than so short an array."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a picture, in its pixels."""

    top: int
    left: int
    height: int
    width: int


@dataclass(frozen=True, slots=True, eq=False)
class Cutting:
    """What is drawn, cut out along its bounding box.

    Attributes:
        strokes: Bytes, 0 = background, 255 = the strongest ink; of a photograph possibly coarser than the picture.
        box: Where they were, in the picture's pixels.
    """

    strokes: NDArray[np.uint8]
    box: Box


def cut(strokes: NDArray[np.uint8], rows: NDArray[np.uint8] | None = None) -> Cutting:
    """Cut strokes out along their bounding box; there must be some. `rows` are the strongest of each row, if known."""
    top, bottom = _ends(np.maximum.reduce(strokes, axis=1) if rows is None else rows)
    left, right = _ends(np.maximum.reduce(strokes[top:bottom], axis=0))
    return Cutting(strokes[top:bottom, left:right], Box(top, left, bottom - top, right - left))


def _ends(strongest: NDArray[np.uint8]) -> tuple[int, int]:
    """Where a line of rows or columns begins to be ink, and where it ends."""
    line = strongest.tobytes().translate(_IS_INK)
    return line.find(1), line.rfind(1) + 1
