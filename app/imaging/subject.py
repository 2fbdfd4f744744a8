"""What a photograph or a scan is about.

One digit, apart from paper, light, lines and whatever else is in the picture.

Everything is decided on a copy of about 400 pixels a side. The background is what is left without anything
narrower than a third of the side; what stands out from it, dark or bright, makes two candidates. Of each,
printed lines are erased and the group of strokes is chosen that a person would call the subject; the
candidate with the clearest outline wins. A sheet on a table, and a frame with something in it, are
straightened and entered.
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
"""Longest side of the copy; and the side below which a picture is enlarged to be examined."""

_WINDOW = 0.35
"""Everything narrower, as a share of the longest side, is foreground."""

_STRENGTH = 200
"""Strength of black ink on paper, or of white chalk on a board."""

_TRACE, _TRACE_NOISES = 10, 4
"""A pixel that stands out is at least this strong, and so many standard deviations of the noise."""

_LEVELS, _NOISES = 24, 5
"""Least difference of most of the digit from its background: in levels, and in standard deviations."""

_WEAK, _FULL = 0.35, 0.75
"""Share of the digit's own strength from which a pixel counts, and from which it counts fully."""

_NEAR = 0.08
"""A pixel is compared with the strongest in so wide a square, as a share of the longest side.

Shading beside a stroke is no stroke.
"""

_SMALL = 0.15
"""A digit smaller than this share of the copy's longest side is searched again at full resolution."""

_EMPTY = 0.05
"""A subject inside a panel is dropped if its outline is less clear than this share of the one without."""


def find_subject(grey: Array, *, bright_only: bool = False, depth: int = 0) -> Subject | None:
    """Find the digit in a picture, (height, width) bytes.

    None where nothing stands out from light and noise.
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
    """The corners (4, 2) of a square three times as large as a box, from the top left one clockwise."""
    middle = np.array((box.left + box.width / 2, box.top + box.height / 2), np.float32)
    reach = np.float32(1.5 * max(box.height, box.width))
    corners: Array = middle + reach * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32)
    return corners


def _straightened(grey: Array, corners: Array) -> tuple[Array, Array]:
    """Straighten the part with these corners (4, 2); with the matrix (3, 3) back to the picture."""
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
    """What stands out from the background on one side, its box in the copy's pixels.

    None where nothing does.
    """
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
    """The picture without what is bright and narrow.

    A gradient and the edge of a shadow stay, up to the rims.
    """
    side = int(max(picture.shape) * _WINDOW) | 1
    rim = side // 3
    wide = cv2.copyMakeBorder(picture, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=255)
    opened = cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return opened[rim : rim + picture.shape[0], rim : rim + picture.shape[1]]
