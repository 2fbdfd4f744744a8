"""The part of a picture that holds ink, cut out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""Pixels of a picture, a mask, or numbers of groups, as OpenCV takes and returns them."""

FAINT = 24
"""Ink that nowhere stands out from its ground by this much of 255 is no ink: the picture is blank."""

TRACE = 32
"""Of a drawing stretched to 255, ink below this is a trace of compression, of blur or of the eraser."""


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


def cut(strokes: NDArray[np.uint8]) -> Cutting:
    """Cut strokes out along their bounding box; there must be some."""
    rows = np.flatnonzero(np.maximum.reduce(strokes, axis=1) >= TRACE)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(np.maximum.reduce(strokes[top:bottom], axis=0) >= TRACE)
    left, right = int(columns[0]), int(columns[-1]) + 1
    return Cutting(strokes[top:bottom, left:right], Box(top, left, bottom - top, right - left))
