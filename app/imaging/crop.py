"""The part of a picture that holds foreground, cut out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""Pixels of a picture, a mask, or numbers of groups, as OpenCV takes and returns them."""

FAINT = 24
"""What nowhere differs from its background by this much of 255 is no foreground: the picture is blank."""

TRACE = 32
"""Of a drawing stretched to 255, values below this are traces of compression, of blur or of the eraser."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a picture, in its pixels."""

    top: int
    left: int
    height: int
    width: int


Crop = tuple[NDArray[np.uint8], Box]
"""Strokes (height, width) from 0 to 255 = the strongest, and where in the picture they are: there possibly more pixels."""


def cut(strokes: NDArray[np.uint8]) -> Crop | None:
    """Cut strokes out along their bounding box; None if there are none."""
    rows = np.flatnonzero(np.maximum.reduce(strokes, axis=1) >= TRACE)
    if not len(rows):
        return None
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(np.maximum.reduce(strokes[top:bottom], axis=0) >= TRACE)
    left, right = int(columns[0]), int(columns[-1]) + 1
    return strokes[top:bottom, left:right], Box(top, left, bottom - top, right - left)
