"""Which side is ink: the dark or the bright one, the visible or the transparent one."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.imaging.ground import flattened, plain_ground

_CONTRAST = 24
"""Greys that differ from the ground by less are shading and noise, and have no say in which side is ink."""

_ONE_TONE = 40
"""Visible pixels whose greys spread less (standard deviation) are all ink: a drawing without a ground of its own."""

_CARD = 0.7
"""A share of the bounding box that a sheet of paper with rounded corners covers, and a digit does not."""

_SAMPLE = 1_000_000
"""As many visible pixels are looked at, evenly chosen, to know what they are."""


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
    cover = Image.fromarray(alpha)
    box = cover.getbbox()
    if box is None:
        return np.zeros_like(grey)
    is_card, tone = _look(grey[box[1] : box[3], box[0] : box[2]], alpha[box[1] : box[3], box[0] : box[2]])
    ground = 255 if (tone >= 128) == is_card else 0
    whole = Image.composite(Image.fromarray(grey), Image.new("L", cover.size, ground), cover)
    flat = np.asarray(whole)
    dark = ink_is_dark(flat) if is_card else ground == 255
    return np.subtract(255, flat, dtype=np.uint8) if dark else flat


def _look(grey: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> tuple[bool, float]:
    """Whether what is visible in its bounding box is a card, and its mean tone."""
    step = math.ceil(math.sqrt(grey.size / _SAMPLE))
    tones, cover = grey[::step, ::step].astype(np.float32), alpha[::step, ::step] / np.float32(255)
    total = float(cover.sum()) or 1.0
    tone = float((tones * cover).sum()) / total
    spread = math.sqrt(float((np.square(tones - tone) * cover).sum()) / total)
    return spread >= _ONE_TONE and total >= _CARD * cover.size, tone
