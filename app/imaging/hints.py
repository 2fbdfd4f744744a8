"""Hints about pictures that are probably not what the sender meant."""

import numpy as np
from numpy.typing import NDArray

from app.imaging.foreground import Box, Decoded, rim

INVERTED = (
    "the border is bright and the middle darker: here 255 is foreground, so send 255 - value if the digit "
    "is dark"
)
TWO_DIGITS = "two separate shapes of similar size: send one digit in each picture"
FRAMED = (
    "lines, a frame or the surroundings of a sheet were left out: crop the picture if something is missing"
)

_BRIGHT = 0.5  # least value of a bright border, as a share of the brightest pixel
_DARKER = 0.05  # least difference of the means of the border and of all pixels, as a share of the same
_SIMILAR = 0.25  # least share of the foreground that each of two digits has


def find_hint(picture: Decoded | NDArray[np.uint8] | NDArray[np.floating], crop: Box | None) -> str | None:
    """Return a hint about a decoded file, or about (rows, columns) with bright foreground, or None."""
    if isinstance(picture, Decoded):
        return picture.subject.hint if picture.subject else find_hint(picture.foreground, crop)
    peak = float(picture.max(initial=0))
    if not peak:
        return None
    border = rim(picture)
    is_bright = border.max() >= _BRIGHT * peak and np.median(border) >= _BRIGHT * peak
    if is_bright and border.mean() - picture.mean() > _DARKER * peak:
        return INVERTED
    if crop is not None and crop.width > crop.height:
        part = picture[crop.top : crop.top + crop.height, crop.left : crop.left + crop.width]
        return TWO_DIGITS if _has_two_groups(part > peak / 2) else None
    return None


def _has_two_groups(foreground: NDArray[np.bool_]) -> bool:
    """Whether an empty column separates two groups of similar area, each at least half as high."""
    so_far = foreground.sum(axis=0).cumsum()
    alike = (so_far >= _SIMILAR * so_far[-1]) & (so_far <= (1 - _SIMILAR) * so_far[-1])
    gaps = np.flatnonzero(alike & ~foreground.any(axis=0))
    heights = [part.any(axis=1).sum() for part in np.split(foreground, gaps[:1], axis=1)]
    return len(heights) == 2 and bool(min(heights) >= len(foreground) / 2)
