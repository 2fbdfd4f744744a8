"""Find the digit in a photograph or a scan.

The search works on a copy of about 400 pixels a side. A morphological opening with a square of a third of the
side estimates the background. What is brighter, and what is darker, gives two candidates. In each, printed
lines are erased (`lines.py`) and the main group of strokes is chosen (`groups.py`); the candidate with the
clearest outline wins. A sheet on a table (`panels.py`) is straightened first and searched on its own.
"""

import math
from dataclasses import replace

import cv2
import numpy as np

from app.imaging.foreground import Array, Box, Subject, cut
from app.imaging.groups import choose
from app.imaging.lines import erased
from app.imaging.panels import find_panel

_LONGEST, _SHORTEST = 400, 160
"""Longest side of the copy; pictures whose longest side is shorter than the second are enlarged."""

_WINDOW = 0.35
"""Side of the opening, as a share of the longest side: anything narrower is foreground."""

_STRENGTH = 200
"""Contrast of black ink on white paper, to which all contrast is scaled."""

_TRACE, _TRACE_NOISES = 10, 4
"""Least contrast of a foreground pixel: absolute, and in standard deviations of the noise."""

_LEVELS, _NOISES = 24, 5
"""Least contrast of the digit: in grey levels, and in standard deviations of the noise."""

_WEAK, _FULL = 0.35, 0.75
"""Shares of the digit's contrast at which a pixel begins to be ink, and at which it is full ink."""

_NEAR = 0.08
"""Side of the square, as a share of the longest side, whose maximum a pixel is compared with.

This removes the shading beside strokes.
"""

_SMALL = 0.15
"""A digit smaller than this share of the copy's longest side is searched again at full resolution."""

_EMPTY = 0.05
"""A subject inside a panel is dropped if its outline is less clear than this share of the one without."""


def find_subject(grey: Array, *, bright_only: bool = False, depth: int = 0) -> Subject | None:
    """Find the digit in a grey picture.

    Args:
        grey: ``(height, width)`` bytes.
        bright_only: Look for digits brighter than their background only.
        depth: How many panels the picture lies in; at most two are entered.

    Returns:
        The digit, or None if nothing differs enough from light and noise.
    """
    longest = max(grey.shape)
    scale = min(1.0, _LONGEST / longest) if longest >= _SHORTEST else math.ceil(200 / longest)
    size = [max(1, round(side * scale)) for side in grey.shape[::-1]]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    copy = cv2.GaussianBlur(cv2.resize(grey, size, interpolation=how).astype(np.float32), (0, 0), 1)
    candidates = [_candidate(copy, dark=dark) for dark in ((False,) if bright_only else (False, True))]
    best = max(filter(None, candidates), key=lambda one: one.score, default=None)
    enlarged = np.diag([*(np.array(grey.shape[::-1]) / size), 1])
    small = (
        best is not None and longest > _LONGEST and max(best.box.height, best.box.width) < _SMALL * _LONGEST
    )
    corners = None
    if depth < 2 and min(size) >= 20:
        corners = _around(best.box) if best is not None and small else find_panel(copy)
    if corners is not None:
        part, matrix = _straightened(grey, cv2.perspectiveTransform(corners[None], enlarged)[0])
        inner = find_subject(part, bright_only=bright_only, depth=depth + 1)
        if inner is not None and (best is None or inner.score > _EMPTY * best.score):
            found = _placed(inner, matrix, grey.shape)
            same = best if best is not None and small else replace(inner, alone=False, framed=True)
            return replace(found, alone=same.alone, framed=same.framed, two=same.two)
    return None if best is None else _placed(best, enlarged, grey.shape)


def _around(box: Box) -> Array:
    """Return the corners (4, 2) of a square three times as large as a box, clockwise from top left."""
    middle = np.array((box.left + box.width / 2, box.top + box.height / 2), np.float32)
    reach = np.float32(1.5 * max(box.height, box.width))
    corners: Array = middle + reach * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32)
    return corners


def _straightened(grey: Array, corners: Array) -> tuple[Array, Array]:
    """Return the part with these corners (4, 2), straightened, and its matrix (3, 3) to the picture."""
    width, height = (round(float(np.linalg.norm(corners[other] - corners[0]))) for other in (1, 3))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(target, corners)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    part = cv2.warpPerspective(grey, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return part, matrix


def _placed(found: Subject, matrix: Array, shape: tuple[int, ...]) -> Subject:
    """Map a digit's box to a picture of this shape, by the matrix (3, 3) that leads there."""
    box = found.box
    ends = cv2.boxPoints(((box.left + box.width / 2, box.top + box.height / 2), (box.width, box.height), 0))
    points = np.rint(cv2.perspectiveTransform(ends[None], matrix)[0])
    sides = np.array(shape[::-1])
    left, top = np.clip(points.min(axis=0), 0, sides - 1).astype(int).tolist()
    right, bottom = np.clip(points.max(axis=0), (left + 1, top + 1), sides).astype(int).tolist()
    return replace(found, box=Box(top, left, bottom - top, right - left))


def _candidate(copy: Array, *, dark: bool) -> Subject | None:
    """Return the dark or the bright candidate, with its box in the copy's pixels, or None."""
    picture = 255 - copy if dark else copy
    background = _background(picture)
    gain = _STRENGTH / np.maximum(255 - background, 48)
    rise = (picture - background) * gain
    low, usual = np.quantile(rise[::2, ::2], (0.025, 0.25))
    rise -= usual
    noise = max(0.3, (usual - low) / 1.45)
    drawn = (rise > max(_TRACE, _TRACE_NOISES * noise)).astype(np.uint8)
    strokes, lines = erased(drawn, rise)
    around = int(_NEAR * max(copy.shape)) | 1
    strongest = cv2.dilate(rise * strokes, np.ones((around, around), np.uint8))
    choice = choose(strokes & (rise > _WEAK * strongest), rise)
    if choice is None:
        return None
    mask, clearness, two = choice
    peak = float(np.quantile(rise[mask > 0], 0.85))
    levels = peak / float(np.median(gain[mask > 0]))
    near = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    strength = np.clip((rise / peak - _WEAK) / (_FULL - _WEAK), 0, 1) * near
    crop = cut(np.rint(255 * strength).astype(np.uint8))
    if crop is None or peak < _NOISES * noise or levels < _LEVELS:
        return None
    apart = float(np.median(picture[mask > 0]) - np.median(picture)) / levels
    alone = not (drawn > cv2.dilate(near, np.ones((3, 3), np.uint8))).any()
    return Subject(
        *crop,
        dark=dark,
        score=clearness * levels * min(max(apart, 0.1), 1),
        alone=alone,
        framed=lines,
        two=two,
    )


def _background(picture: Array) -> Array:
    """Estimate the background: the picture without bright details, but with gradients and shadows."""
    side = int(max(picture.shape) * _WINDOW) | 1
    rim = side // 3
    wide = cv2.copyMakeBorder(picture, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=255)
    opened = cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return opened[rim : rim + picture.shape[0], rim : rim + picture.shape[1]]
