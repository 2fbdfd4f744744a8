"""Which side is ink: the dark or the bright one, the visible or the transparent one."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.imaging.ground import SMALL, is_framed, plain_ground
from app.imaging.paper import Decoded

_CONTRAST = 24
"""Greys that differ from the ground by less are shading and noise, and have no say in which side is ink."""

_ONE_TONE = 40
"""Visible pixels whose greys spread less (standard deviation) are all ink: a drawing without a ground of its own."""

_CARD = 0.7
"""A share of the bounding box that a sheet of paper with rounded corners covers, and a digit does not."""

_SAMPLE = 1_000_000
"""As many visible pixels are looked at, evenly chosen, to know what they are."""

_EXAMINED = 400
"""Longest side of the copy on which colours are examined."""


def with_foreground(grey: NDArray[np.uint8], image: Image.Image) -> Decoded:
    """Bring the foreground to the bright side, and find the subject of what is no drawing on a plain black ground."""
    ground = plain_ground(grey)
    if ground == 0 and not is_framed(grey, 0):
        return Decoded(grey)
    if ground is not None and max(grey.shape) <= SMALL:
        return Decoded(_bright(grey, dark=_is_dark(grey, ground)))
    from app.imaging.subject import find_subject  # noqa: PLC0415 -- OpenCV is loaded when the first photograph comes

    subject = find_subject(grey)
    if subject is None and image.mode not in {"1", "L", "LA", "I", "I;16"}:
        grey = _in_colour(image.convert("RGB"))
        subject = find_subject(grey)
    if subject is None:
        return Decoded(_bright(grey, dark=float(np.median(grey)) >= 128))
    foreground = _bright(grey, dark=subject.dark)
    return Decoded(foreground, None if ground is not None and subject.alone else subject)


def _bright(grey: NDArray[np.uint8], *, dark: bool) -> NDArray[np.uint8]:
    return np.subtract(255, grey, dtype=np.uint8) if dark else grey


def _is_dark(grey: NDArray[np.uint8], ground: int) -> bool:
    """Whether more stands out from a plain ground on the dark side (cubed: a little strong ink outweighs faint shading)."""
    rise = np.arange(256.0) - ground
    weight = float(
        np.bincount(grey.ravel(), minlength=256) @ np.where(np.abs(rise) < _CONTRAST, 0, rise) ** 3
    )
    return weight < 0 or (weight == 0 and ground >= 128)


def _in_colour(image: Image.Image) -> NDArray[np.uint8]:
    """The greys of the colour axis along which a picture varies most, for ink as bright as its paper."""
    small = image.reduce(math.ceil(max(image.size) / _EXAMINED))
    colours = np.asarray(small, np.float64).reshape(-1, 3)
    axis = np.linalg.eigh(np.cov(colours, rowvar=False))[1][:, -1]
    low, high = np.percentile(colours @ axis, (0.1, 99.9))
    scale = 200 / max(high - low, _CONTRAST)
    return np.asarray(image.convert("L", (*(axis * scale), 27 - low * scale)))


def opaque(grey: NDArray[np.uint8], alpha: NDArray[np.uint8], image: Image.Image) -> Decoded:
    """Flatten a picture with transparent parts.

    Strokes on nothing are ink whatever their tone. A card (dark and bright on it, and nearly as full as its bounding
    box) brings its own ground, which continues where it is transparent.
    """
    cover = Image.fromarray(alpha)
    box = cover.getbbox()
    if box is None:
        return Decoded(np.zeros_like(grey))
    is_card, tone = _look(grey[box[1] : box[3], box[0] : box[2]], alpha[box[1] : box[3], box[0] : box[2]])
    ground = 255 if (tone >= 128) == is_card else 0
    flat = np.asarray(Image.composite(Image.fromarray(grey), Image.new("L", cover.size, ground), cover))
    return with_foreground(flat, image) if is_card else Decoded(_bright(flat, dark=ground == 255))


def _look(grey: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> tuple[bool, float]:
    """Whether what is visible in its bounding box is a card, and its mean tone."""
    step = math.ceil(math.sqrt(grey.size / _SAMPLE))
    tones, cover = grey[::step, ::step].astype(np.float32), alpha[::step, ::step] / np.float32(255)
    total = float(cover.sum()) or 1.0
    tone = float((tones * cover).sum()) / total
    spread = math.sqrt(float((np.square(tones - tone) * cover).sum()) / total)
    return spread >= _ONE_TONE and total >= _CARD * cover.size, tone
