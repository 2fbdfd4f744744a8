"""Decide what is foreground: dark or bright, visible or transparent; and cut out what is drawn."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageStat

Array = NDArray[Any]
"""Pixels of a picture, a mask, or numbers of groups, as OpenCV takes and returns them."""

FAINT = 24  # least contrast, of 255, of a picture that is not blank
TRACE = 32  # values below this, of 255, are traces of compression, blur or the eraser

_SMALL = 64  # a picture of at most this side, if half of it is one grey, is a drawing
_BUSY = 24  # largest number of differing neighbours of a drawing, for each pixel of the longest side
_RIM = 0.95  # least share of a drawing's outermost pixels that are background
_ONE_TONE = 40  # largest standard deviation of visible greys for a drawing without a background of its own
_CARD = 0.7  # least share of its bounding box that a sheet of paper covers, and a digit does not
_EXAMINED = 400  # longest side of the copy on which colours are examined


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a picture, in its pixels."""

    top: int
    left: int
    height: int
    width: int


Crop = tuple[NDArray[np.uint8], Box]
"""Strokes (rows, columns), 255 = the strongest, and their box in the picture, maybe at a larger scale."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """The digit in a photograph or a scan.

    Its strokes, cut out and coarser than a large picture's, 0 = background, 255 = the strongest; their box in
    the picture; whether they are darker than their background; the clearness of their outline times their
    contrast; and a hint about what else was in the picture (`hints.py`).
    """

    strokes: NDArray[np.uint8]
    box: Box
    dark: bool
    score: float
    hint: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """What a picture file shows.

    Attributes:
        foreground: ``(height, width)`` bytes, 0 = background, 255 = foreground, in the pixels of the upright
            picture.
        subject: The digit in a photograph or a scan; None for a drawing, all of which is meant.
    """

    foreground: NDArray[np.uint8]
    subject: Subject | None = None


def with_foreground(grey: NDArray[np.uint8], image: Image.Image) -> Decoded:
    """Make the foreground bright, and find the subject of anything but a drawing on plain black."""
    background = _plain_background(grey)
    if background == 0 and _share(rim(grey) == 0) > 1 - _RIM:
        return Decoded(grey)
    if background is not None and max(grey.shape) <= _SMALL:
        return Decoded(~grey if 2 * background >= int(grey.min()) + int(grey.max()) else grey)
    from app.imaging.subject import find_subject  # noqa: PLC0415 -- OpenCV is loaded when the first photograph comes

    subject = find_subject(grey)
    if subject is None and image.mode not in {"1", "L", "LA", "I", "I;16"}:
        grey = _in_colour(image.convert("RGB"))
        subject = find_subject(grey)
    if subject is None:
        return Decoded(~grey if np.median(grey) >= 128 else grey)
    drawing = Decoded(~grey if subject.dark else grey)
    crop = cut_out(drawing) if background is not None and subject.hint is None else None
    return drawing if crop and _as_large(crop[1], subject.box) else replace(drawing, subject=subject)


def _as_large(box: Box, other: Box) -> bool:
    """Whether a box is not larger than another but for its blurred rim."""
    return max(box.height - other.height, box.width - other.width) <= 4 + max(box.height, box.width) // 40


def flattened(grey: NDArray[np.uint8], alpha: Image.Image, image: Image.Image) -> Decoded:
    """Flatten a picture with transparent parts.

    Strokes on nothing are ink whatever their tone. A card (dark and bright on it, and nearly as full as its
    bounding box) brings its own background, which continues where it is transparent.
    """
    box = alpha.getbbox()
    if box is None:
        return Decoded(np.zeros_like(grey))
    seen = ImageStat.Stat(Image.fromarray(grey), mask=alpha)
    cover = ImageStat.Stat(alpha.crop(box)).mean[0] / 255
    is_card = seen.stddev[0] >= _ONE_TONE and cover >= _CARD
    background = 255 if (seen.mean[0] >= 128) == is_card else 0
    flat = np.asarray(Image.composite(Image.fromarray(grey), Image.new("L", alpha.size, background), alpha))
    return with_foreground(flat, image) if is_card else Decoded(~flat if background else flat)


def cut_out(picture: Decoded) -> Crop | None:
    """Cut out what is drawn, stretched to the full range; None if nothing is drawn."""
    subject, ink = picture.subject, picture.foreground
    peak = int(ink.max())
    background = _plain_background(ink) if subject is None and peak >= FAINT else peak
    if background is None:
        from app.imaging.subject import find_subject  # noqa: PLC0415 -- OpenCV is loaded when needed

        subject = find_subject(ink, bright_only=True)
        background = peak
    if subject is not None:
        return subject.strokes, subject.box
    if peak - background < FAINT:
        return None
    if background == 0 and peak >= 250:
        return cut(ink)
    levels = np.clip((np.arange(256) - background) * (255 / (peak - background)), 0, 255)
    return cut(np.rint(levels).astype(np.uint8)[ink])


def cut(strokes: NDArray[np.uint8]) -> Crop | None:
    """Cut strokes out along their bounding box; None if there are none."""
    rows = np.flatnonzero(np.maximum.reduce(strokes, axis=1) >= TRACE)
    if not len(rows):
        return None
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(np.maximum.reduce(strokes[top:bottom], axis=0) >= TRACE)
    left, right = int(columns[0]), int(columns[-1]) + 1
    return strokes[top:bottom, left:right], Box(top, left, bottom - top, right - left)


def _plain_background(grey: NDArray[np.uint8]) -> int | None:
    """Return the grey background of a picture made on a screen, or None for a photograph.

    At least half of the pixels have exactly this grey; and so have nearly all of the rim, or few neighbours
    differ.
    """
    background = 0 if 2 * np.count_nonzero(grey) <= grey.size else int(np.median(grey))
    if background and 2 * np.count_nonzero(grey == background) < grey.size:
        return None
    if max(grey.shape) <= _SMALL or _share(rim(grey) == background) >= _RIM:
        return background
    changes = np.count_nonzero(grey[:, 1:] != grey[:, :-1])
    return background if changes <= _BUSY * max(grey.shape) else None


def rim(picture: Array) -> Array:
    """Return the outermost pixels of a picture; the corners twice."""
    return np.concatenate((picture[0], picture[-1], picture[:, 0], picture[:, -1]))


def _in_colour(image: Image.Image) -> NDArray[np.uint8]:
    """Return the greys along the first principal component of colours, for ink as bright as its paper."""
    small = image.reduce(math.ceil(max(image.size) / _EXAMINED))
    colours = np.asarray(small, np.float64).reshape(-1, 3)
    axis = np.linalg.eigh(np.cov(colours, rowvar=False))[1][:, -1]
    low, high = np.percentile(colours @ axis, (0.1, 99.9))
    scale = 200 / max(high - low, FAINT)
    return np.asarray(image.convert("L", (*(axis * scale), 27 - low * scale)))


def _share(matches: NDArray[np.bool_]) -> float:
    """Return the share of True; `np.mean` takes ten times as long for a small picture."""
    return np.count_nonzero(matches) / matches.size
