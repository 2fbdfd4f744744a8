"""Which side is ink: the dark or the bright one, the visible or the transparent one."""

import numpy as np
from numpy.typing import NDArray

from app.imaging.ground import flattened, plain_ground

_CONTRAST = 24
"""Greys that differ from the ground by less are shading and noise, and have no say in which side is ink."""

_ONE_TONE = 40
"""Visible pixels whose greys spread less (standard deviation) are all ink: a drawing without a ground of its own."""

_CARD = 0.7
"""A share of the bounding box that a sheet of paper with rounded corners covers, and a digit does not."""


def ink_is_dark(grey: NDArray[np.uint8]) -> bool:
    """Tell whether the ink of a grey picture is its dark side.

    Ink is what stands out from the ground on the side where more stands out (cubed, so that a little strong ink outweighs
    much faint shading). A picture in which nothing stands out is judged by its brightness.
    """
    ground = plain_ground(grey)
    if ground == 0:
        return False
    rise = flattened(grey).ravel() if ground is None else np.arange(256.0) - ground
    counts = 1 if ground is None else np.bincount(grey.ravel(), minlength=256)
    weight = float(np.sum(counts * np.where(np.abs(rise) < _CONTRAST, 0, rise) ** 3))
    return weight < 0 or (weight == 0 and float(np.median(grey)) >= 128)


def opaque_ink(grey: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Flatten a picture with transparent parts to ink.

    Strokes on nothing are ink whatever their tone. A card (dark and bright on it, and nearly as full as its bounding
    box) brings its own ground, which continues where it is transparent.
    """
    cover = alpha / np.float32(255)
    total = float(cover.sum())
    if total == 0:
        return np.zeros_like(grey)
    tone = float((grey * cover).sum()) / total
    spread = (float((np.square(grey - np.float32(tone)) * cover).sum()) / total) ** 0.5
    is_card = spread >= _ONE_TONE and total >= _CARD * _box_area(alpha)
    ground = 255 if (tone >= 128) == is_card else 0
    flat = np.rint(grey * cover + ground * (1 - cover)).astype(np.uint8)
    dark = ink_is_dark(flat) if is_card else ground == 255
    return np.subtract(255, flat, dtype=np.uint8) if dark else flat


def _box_area(alpha: NDArray[np.uint8]) -> int:
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    return int((rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1))
