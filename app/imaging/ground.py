"""What a picture made on a screen is drawn on: one plain grey."""

import numpy as np
from numpy.typing import NDArray

SMALL = 64
"""A picture of at most this side, if half of it is one grey, is a drawing."""

_BUSY = 24
"""Neighbours that differ, for each pixel of the longest side: a drawing has fewer, a photograph has many more."""

_RIM = 0.95
"""Share of a picture's outermost pixels that are plain where it is drawn on a plain ground."""


def plain_ground(grey: NDArray[np.uint8]) -> int | None:
    """The one grey on which a picture made on a screen is drawn; None for a photograph.

    It fills at least half of the picture, exactly; and nearly all of its rim, or else little changes from pixel to pixel.
    """
    ground = 0 if 2 * np.count_nonzero(grey) <= grey.size else int(np.median(grey))
    if ground and 2 * np.count_nonzero(grey == ground) < grey.size:
        return None
    plain = max(grey.shape) <= SMALL or _on_rim(grey, ground) >= _RIM or not _is_busy(grey)
    return ground if plain else None


def is_framed(grey: NDArray[np.uint8], ground: int) -> bool:
    """Whether next to nothing of a picture's rim is its ground."""
    return _on_rim(grey, ground) <= 1 - _RIM


def _on_rim(grey: NDArray[np.uint8], ground: int) -> float:
    rim = np.concatenate((grey[0], grey[-1], grey[:, 0], grey[:, -1]))
    return int(np.count_nonzero(rim == ground)) / len(rim)


def _is_busy(grey: NDArray[np.uint8]) -> bool:
    changes = int(np.count_nonzero(grey[:, 1:] != grey[:, :-1]))
    longest: int = max(grey.shape)
    return changes > _BUSY * longest
