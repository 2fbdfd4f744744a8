"""Ink → the 32x32 input: as MNIST was made (``center``), or as it is (``none``)."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.imaging.cutting import Box
from app.imaging.paper import cut_out
from app.imaging.strokes import stroke_width, widened

Preprocess = Literal["center", "none"]

SIDE = 32
_DIGIT = 28
_BOX = 20
_MIDDLE = (SIDE - _DIGIT) // 2 + 14.0
"""MNIST's centre of mass: pixel 14 of 28, measured on its 60,000 training digits (14.00 ± 0.5), plus the padding."""

_FINE = 80
"""Strokes are measured and adjusted on a copy whose longest side is about this many pixels."""

_THIN, _WIDE = 1.9, 4.2
"""Stroke widths, in the 20-pixel box, that are left as they are."""

_USUAL = 2.8

_HAIR = 2.5
"""Strokes that are thinner on the fine copy have lost strength to averaging."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What the network receives.

    Attributes:
        image: ``(32, 32)`` float32 between 0 (background) and 1 (ink).
        blank: Nothing is drawn; the image is then all zeros under ``center``.
        crop: The part of the picture that was scaled to the 20-pixel box; None under ``none`` and where nothing is drawn.
    """

    image: NDArray[np.float32]
    blank: bool
    crop: Box | None


def prepare(
    ink: NDArray[np.uint8] | NDArray[np.floating],
    preprocess: Preprocess = "center",
    *,
    even_strokes: bool = True,
) -> Prepared:
    """Turn ink into the network's input.

    ``center`` does what MNIST's makers did: the ink's bounding box is scaled, its longest side to 20 pixels, with
    anti-aliasing; then it is moved by whole pixels so that its centre of mass comes to the middle of 28x28, and padded by
    2. Strokes far thinner or wider than MNIST's are first brought to the edge of what MNIST has. ``none`` takes the
    picture as it is: 28x28 is padded, 32x32 stays, any other size is fitted into 28x28 and padded.

    Args:
        ink: ``(height, width)``: bytes from 0 (background) to 255 (ink), or floats from 0 to 1.
        preprocess: ``center`` or ``none``.
        even_strokes: Whether ``center`` adjusts stroke widths; off only to measure what that is worth.

    Returns:
        The input, whether nothing is drawn, and what was cropped.
    """
    cutting = cut_out(_bytes(ink))
    if preprocess == "none":
        return Prepared(_as_it_is(ink), blank=cutting is None, crop=None)
    if cutting is None:
        return Prepared(np.zeros((SIDE, SIDE), np.float32), blank=True, crop=None)
    digit = _in_box(Image.fromarray(cutting.strokes), even_strokes=even_strokes)
    return Prepared(_balanced(digit), blank=False, crop=cutting.box)


def _bytes(ink: NDArray[np.uint8] | NDArray[np.floating]) -> NDArray[np.uint8]:
    if np.issubdtype(ink.dtype, np.floating):
        return np.rint(np.clip(ink, 0, 1) * 255).astype(np.uint8)
    return ink.astype(np.uint8, copy=False)


def _as_it_is(ink: NDArray[np.uint8] | NDArray[np.floating]) -> NDArray[np.float32]:
    values = ink / np.float32(255) if ink.dtype == np.uint8 else np.clip(ink, 0, 1).astype(np.float32)
    if values.shape == (SIDE, SIDE):
        return np.ascontiguousarray(values, np.float32)
    height, width = values.shape
    if (height, width) != (_DIGIT, _DIGIT):
        scale = _DIGIT / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        values = np.clip(np.asarray(Image.fromarray(values).resize(size, Image.Resampling.HAMMING)), 0, 1)
        height, width = values.shape
    image = np.zeros((SIDE, SIDE), np.float32)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    image[top : top + height, left : left + width] = values
    return image


def _in_box(patch: Image.Image, *, even_strokes: bool) -> NDArray[np.uint8]:
    """Scale a digit so that its longest side is 20 pixels, its strokes no thinner or wider than MNIST's."""
    longest = max(patch.size)
    if not even_strokes:
        return _scaled(patch, _BOX / longest)
    fine = _fine(patch)
    unit = max(fine.shape) / _BOX  # fine pixels to one pixel of the box
    width = stroke_width(fine)
    if _THIN * unit <= width <= _WIDE * unit:
        return _scaled(patch, _BOX / longest)
    reach = max(fine.shape) - width  # the longest side of the pen's path
    if reach < width / 2:
        return _scaled(Image.fromarray(fine), _USUAL / width)
    target = _THIN if width < _THIN * unit else _WIDE
    scale = (_BOX - target) / reach
    return _scaled(_trimmed(widened(fine, (target / scale - width) / 2)), scale)


def _fine(patch: Image.Image) -> NDArray[np.uint8]:
    """A copy of about 80 pixels, in which a line finer than one of them is still full ink."""
    longest = max(patch.size)
    if longest <= _FINE / 1.5:
        step = round(_FINE / longest)
        return np.asarray(patch.resize((patch.width * step, patch.height * step), Image.Resampling.BICUBIC))
    step = round(longest / _FINE)
    if step == 1:
        return np.asarray(patch)
    width, height = (math.ceil(side / step) * step for side in patch.size)
    whole = patch.crop((0, 0, width, height))
    fine = np.asarray(whole.reduce(step))
    return fine if stroke_width(fine) >= _HAIR else _strongest(np.asarray(whole), step)


def _strongest(ink: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
    """Reduce by keeping the strongest of every step x step pixels."""
    height, width = ink.shape
    cells = ink.reshape(height // step, step, width // step, step)
    strongest: NDArray[np.uint8] = cells.max(axis=(1, 3))
    return strongest


def _trimmed(strokes: NDArray[np.uint8]) -> Image.Image:
    image = Image.fromarray(strokes)
    return image.crop(image.getbbox())


def _scaled(image: Image.Image, scale: float) -> NDArray[np.uint8]:
    if scale == 1:
        return np.asarray(image)
    width, height = (max(1, math.ceil(round(side * scale, 3))) for side in image.size)
    box = (0.0, 0.0, width / scale, height / scale)
    padded = image.crop((0, 0, math.ceil(box[2]), math.ceil(box[3])))
    return np.asarray(padded.resize((width, height), Image.Resampling.HAMMING, box=box))


def _balanced(digit: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Put a digit on the 32x32 input so that its centre of mass is in the middle, to the nearest whole pixel."""
    height, width = digit.shape
    rows, columns = digit.sum(axis=1, dtype=np.float64), digit.sum(axis=0, dtype=np.float64)
    mass = rows.sum()
    top = _offset(float(rows @ np.arange(height)) / mass, height)
    left = _offset(float(columns @ np.arange(width)) / mass, width)
    image = np.zeros((SIDE, SIDE), np.float32)
    image[top : top + height, left : left + width] = digit / np.float32(255)
    return image


def _offset(centre: float, length: int) -> int:
    return min(max(round(_MIDDLE - centre), 0), SIDE - length)
