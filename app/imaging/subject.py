"""What a photograph or a scan is about: one digit, apart from paper, light, lines and whatever else is in the picture.

Everything is decided on a copy of about 400 pixels a side. The light is a smooth surface fitted to what is not foreground;
what stands out from it, dark or bright, at the scale of thin or of wide strokes, makes four candidates. Of each, printed lines
are erased and the group of strokes is chosen that a person would call the subject; the candidate with the clearest outline wins.
A sheet on a table, and a frame with something in it, are straightened and entered.
"""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from app.imaging.crop import Array, Box, Crop, cut
from app.imaging.foreground import Subject
from app.imaging.groups import choose
from app.imaging.light import fitted_light, medians
from app.imaging.lines import erased
from app.imaging.panels import find_panel

_LONGEST, _SHORTEST = 400, 160
"""Longest side of the copy; and the side below which a picture is enlarged to be examined."""

_SCALES = (0.2, 0.45)
"""Widest stroke, as a share of the longest side: the usual, and a marker's in a tight crop."""

_WIDE = 1.5
"""How much is in favour of wide strokes: seen at the scale of thin ones they have holes."""

_PEN = 0.1
"""Strokes are wide from this share of the digit's longest side."""

_EMPTY = 0.05
"""What is found in a panel is a trace if its outline is less clear than this share of what is found without entering."""

_STRENGTH = 200
"""Strength of black ink on paper, or of white chalk on a board."""

_FAINT, _NOISES = 20, 5
"""Foreground is at least this strong, and so many standard deviations of the noise."""

_LEVELS = 24
"""Foreground differs from its background by at least so many of 255 levels, however dim the light."""

_TRACE, _TRACE_NOISES = 10, 4
"""The same as `_FAINT` and `_NOISES` for a pixel before the strokes' own strength is known."""

_WEAK, _FULL = 0.35, 0.75
"""Share of the digit's own strength from which a pixel counts, and from which it counts fully."""

_FINE = 400
"""Longest side to which the digit itself is reduced."""


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A digit on the copy: its mask, the greys of background and of strong ink everywhere, and how clear its outline is."""

    mask: Array
    background: Array
    ink: Array
    dark: bool
    score: float
    alone: bool
    framed: bool
    two: bool


def find_subject(grey: Array, *, bright_only: bool = False, depth: int = 0) -> Subject | None:
    """Find the digit in a grey picture; None where nothing stands out from light and noise."""
    longest = max(grey.shape)
    scale = min(1.0, _LONGEST / longest) if longest >= _SHORTEST else math.ceil(200 / longest)
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    copy = cv2.GaussianBlur(cv2.resize(grey, size, interpolation=how).astype(np.float32), (0, 0), 1)
    best = _best(copy, bright_only=bright_only)
    corners = find_panel(copy) if depth < 2 and min(size) >= 20 else None
    if corners is not None:
        inner = _inside(grey, corners * np.float32(longest / max(size)), bright_only=bright_only, depth=depth)
        if inner is not None and (best is None or inner.score > _EMPTY * best.score):
            return inner
    crop = None if best is None else _cut(grey, best)
    if best is None or crop is None:
        return None
    return Subject(*crop, best.dark, best.score, best.alone, best.framed, best.two)


def _inside(grey: Array, corners: Array, *, bright_only: bool, depth: int) -> Subject | None:
    """Find the digit inside a panel with such corners, seen straight from above."""
    width, height = (round(float(np.linalg.norm(corners[other] - corners[0]))) for other in (1, 3))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(target, corners)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    part = cv2.warpPerspective(grey, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    found = find_subject(part, bright_only=bright_only, depth=depth + 1)
    if found is None:
        return None
    box = found.box
    ends = cv2.boxPoints(((box.left + box.width / 2, box.top + box.height / 2), (box.width, box.height), 0))
    left, top, width, height = cv2.boundingRect(cv2.perspectiveTransform(ends[None], matrix))
    left, right = np.clip((left, left + width), 0, grey.shape[1])
    top, bottom = np.clip((top, top + height), 0, grey.shape[0])
    place = Box(int(top), int(left), int(bottom - top), int(right - left))
    return replace(found, box=place, alone=False, framed=True)


def _cut(grey: Array, digit: _Candidate) -> Crop | None:
    """Cut the digit out of the full picture, so that a small digit on a large page keeps its shape."""
    rows, columns = (np.flatnonzero(digit.mask.max(axis=axis)) for axis in (1, 0))
    top, left = max(0, rows[0] - 2), max(0, columns[0] - 2)
    part = np.s_[top : rows[-1] + 3, left : columns[-1] + 3]
    down, across = (side / length for side, length in zip(grey.shape, digit.mask.shape, strict=True))
    first = int(top * down), int(left * across)
    patch = grey[
        first[0] : math.ceil((rows[-1] + 3) * down), first[1] : math.ceil((columns[-1] + 3) * across)
    ]
    step = max(1, max(patch.shape) // _FINE)
    height, width = (max(1, side // step) for side in patch.shape)
    fine: Array = cv2.resize(patch, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    fine = cv2.GaussianBlur(fine, (0, 0), max(0.1, max(width, height) / 200))
    near: Array = cv2.dilate(digit.mask, np.ones((5, 5), np.uint8)).astype(np.float32)
    background, ink, near = (
        cv2.resize(plane[part], (width, height)) for plane in (digit.background, digit.ink, near)
    )
    strength = (fine - background) / (ink - background)
    strokes = np.rint(np.clip((strength - _WEAK) / (_FULL - _WEAK), 0, 1) * near * 255).astype(np.uint8)
    crop = cut(strokes)
    if crop is None:
        return None
    down, across = patch.shape[0] / height, patch.shape[1] / width
    row, column = int(crop[1].top * down), int(crop[1].left * across)
    high = min(math.ceil(crop[1].height * down), patch.shape[0] - row)
    wide = min(math.ceil(crop[1].width * across), patch.shape[1] - column)
    return crop[0], Box(first[0] + row, first[1] + column, high, wide)


def _best(copy: Array, *, bright_only: bool) -> _Candidate | None:
    """The clearest of the candidates: dark and bright, thin and wide."""
    light, smooth = fitted_light(copy)
    candidates = [
        _candidate(copy, None if scale == _SCALES[0] and not smooth else light, dark=dark, scale=scale)
        for dark in ((False,) if bright_only else (False, True))
        for scale in _SCALES
    ]
    return max(filter(None, candidates), key=lambda one: one.score, default=None)


def _candidate(copy: Array, light: Array | None, *, dark: bool, scale: float) -> _Candidate | None:
    """What stands out from the light on one side, at one scale; the light is that of the neighbourhood where none is given."""
    picture = 255 - copy if dark else copy
    if light is not None:
        level = 255 - light if dark else light
    else:  # sharp shadows are followed, which no surface does
        level = _background(np.maximum(picture, medians(picture) - _TRACE), scale)
    gain = _STRENGTH / np.maximum(255 - level, 48)
    rise = np.maximum((picture - level) * gain, -_TRACE)
    base = _background(rise, scale)
    low, usual = np.quantile((rise - base)[::2, ::2], (0.025, 0.25))
    rise -= base + usual
    noise = max(0.3, (usual - low) / 1.45)
    drawn = (rise > max(_TRACE, _TRACE_NOISES * noise)).astype(np.uint8)
    strokes, lines = erased(drawn)
    choice = choose(_by_own_strength(strokes, rise), rise)
    if choice is None:
        return None
    inked = choice.mask > 0
    peak = float(np.quantile(rise[inked], 0.85))
    if peak < max(_FAINT, _NOISES * noise) or peak / np.median(gain[inked]) < _LEVELS:
        return None
    background, ink = (level + (base + usual + strength) / gain for strength in (0, peak))
    return _Candidate(
        mask=choice.mask,
        background=255 - background if dark else background,
        ink=255 - ink if dark else ink,
        dark=dark,
        score=_clearness(copy, choice.mask, wide=scale == _SCALES[-1]) * choice.likely * peak,
        alone=not (drawn > cv2.dilate(choice.mask, np.ones((7, 7), np.uint8))).any(),
        framed=lines,
        two=choice.two,
    )


def _background(picture: Array, scale: float) -> Array:
    """The picture without what is narrower than a share of its longest side."""
    side = int(max(picture.shape) * scale) | 1
    border = cv2.BORDER_REFLECT if scale == _SCALES[0] else cv2.BORDER_CONSTANT
    return cv2.morphologyEx(
        picture, cv2.MORPH_OPEN, np.ones((side, side), np.uint8), borderType=border, borderValue=0
    )


def _by_own_strength(strokes: Array, rise: Array) -> Array:
    """Of each group of strokes what is strong beside the group's own strength: pencil beside ink stays whole."""
    count, labels = cv2.connectedComponents(strokes)
    numbers, positive = labels.ravel(), np.maximum(rise, 0).ravel()
    total, squares = (np.bincount(numbers, weights, count) for weights in (positive, np.square(positive)))
    strength = squares / np.maximum(total, 1)
    strong: Array = strokes & (rise > _WEAK * strength[labels])
    return strong


def _clearness(copy: Array, mask: Array, *, wide: bool) -> float:
    """How much the picture changes along the outline of a mask, all in all."""
    changes = cv2.magnitude(cv2.Sobel(copy, cv2.CV_32F, 1, 0), cv2.Sobel(copy, cv2.CV_32F, 0, 1))
    edge = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    outline, longest = int(edge.sum()), max(cv2.boundingRect(mask)[2:])
    favour = _WIDE if wide and 4 * int(mask.sum()) > _PEN * outline * longest else 1
    return float(changes[edge > 0].mean()) * min(outline, 12 * longest) * favour
