"""Erase printed lines: rulings, squares, axes, frames, base lines, bars."""

from typing import NamedTuple

import cv2
import numpy as np

from app.imaging.foreground import Array

_RUN, _LINE = 0.2, 0.6
"""Shares of the side: the shortest straight run that counts, and the shortest line."""

_THICK = 0.06
"""Largest thickness of a line, as a share of the longest side."""

_BENT = 0.01
"""Largest median distance of a line from its middle row, as a share of the side: a 0's side bends more."""

_BARE = 0.25
"""Least share of a line's length that no stroke crosses."""

_STRONGER = 1.35
"""Contrast of a stroke on a line, as a multiple of the bare line's."""

_THINNER = 0.65
"""Largest thickness of a line inside the picture, as a share of the digit's stroke width."""

_PART = 0.1
"""Least size of a digit's groups, as a share of the longest side."""


class _Line(NamedTuple):
    """A line from left to right (axis 1) or from top to bottom (axis 0).

    Attributes:
        run: ``(height, width)``, 1 on the line.
        bare: The same without the strokes that cross it or lie on it.
        axis: The axis along which it runs.
        place: Its middle row or column.
        thickness: In pixels.
        length: From end to end.
        whole: Whether it goes from rim to rim.
    """

    run: Array
    bare: Array
    axis: int
    place: float
    thickness: float
    length: int
    whole: bool


def erased(strokes: Array, rise: Array) -> tuple[Array, bool]:
    """Erase lines from rim to rim, lines beside the digit, and thin lines longer than the digit.

    Args:
        strokes: ``(height, width)``, 1 where something stands out, else 0.
        rise: ``(height, width)``, the contrast to the background.

    Returns:
        The strokes that are left, and whether lines were erased.
    """
    lines = sorted(
        [*_lines(strokes, rise, 1), *_lines(strokes.T, rise.T, 0)], key=lambda line: line.thickness
    )
    extent = _extent(_without(strokes, lines))
    if extent is None and len(lines) > 1:  # the digit is a line, too
        extent = _extent(_without(strokes, lines := lines[:-1]))
    if not lines or extent is None:
        return strokes, False
    (first, last, width), margin = extent, 0.04 * max(strokes.shape)
    leaving = [
        line
        for line in lines
        if line.whole
        or (line.thickness < _THINNER * width and line.length > (last - first)[1 - line.axis] + margin)
        or not first[line.axis] <= line.place <= last[line.axis]
    ]
    kept = _without(strokes, leaving)
    kept[sum((line.run for line in leaving), np.zeros_like(strokes)) > 1] = 0
    bridge = int(7 + 2 * lines[-1].thickness)
    for size in ((bridge, 1), (1, bridge)):
        kept |= _morphed(kept, cv2.MORPH_CLOSE, size) & strokes
    return kept, bool(leaving)


def _without(strokes: Array, lines: list[_Line]) -> Array:
    rest = strokes.copy()
    for line in lines:
        rest[line.bare > 0] = 0
    return rest


def _morphed(mask: Array, operation: int, size: tuple[int, int]) -> Array:
    border = cv2.BORDER_REPLICATE if operation == cv2.MORPH_CLOSE else cv2.BORDER_CONSTANT
    return cv2.morphologyEx(mask, operation, np.ones(size, np.uint8), borderType=border, borderValue=0)


def _lines(strokes: Array, rise: Array, axis: int) -> list[_Line]:
    """Find lines along the rows, also slightly turned (of transposed strokes: along axis 0)."""
    length = strokes.shape[1]
    joined = _morphed(strokes.copy(), cv2.MORPH_DILATE, (3, 1))
    runs = _morphed(joined, cv2.MORPH_OPEN, (1, max(12, int(_RUN * length))))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs)
    found = []
    for index in np.flatnonzero(stats[1:, cv2.CC_STAT_WIDTH] >= _LINE * length) + 1:
        x, y, width, height, _ = stats[index]
        run = (labels == index).astype(np.uint8) & strokes
        thickness = max(1.0, float(np.quantile(run[:, x : x + width].sum(axis=0), _BARE)))
        tops = run[:, x : x + width].argmax(axis=0)
        bent = float(np.median(np.abs(tops - np.median(tops))))
        if thickness > _THICK * max(strokes.shape) or bent > _BENT * length:
            continue
        strength = (rise * run).max(axis=0)
        stronger = strength > _STRONGER * np.quantile(strength[x : x + width], _BARE)
        crossing = _morphed(strokes, cv2.MORPH_OPEN, (int(1.7 * thickness + 4), 1)) | stronger
        bare = _morphed(run, cv2.MORPH_DILATE, (3, 1)) & strokes & (1 - crossing)
        whole = bool(width == length)
        masks = (run, bare) if axis else (run.T, bare.T)
        found.append(_Line(*masks, axis, y + height / 2, thickness, width, whole))
    return found


def _extent(rest: Array) -> tuple[Array, Array, float] | None:
    """Return the smallest and largest (x, y) of large groups, and their stroke width, or None."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest)
    large = stats[:, 2:4].max(axis=1) >= _PART * max(rest.shape)
    large[0] = False
    if not large.any():
        return None
    mask = large[labels].astype(np.uint8)
    width = 4 * float(cv2.distanceTransform(mask, cv2.DIST_L2, 3).sum()) / int(mask.sum()) - 1
    return stats[large, :2].min(axis=0), (stats[large, :2] + stats[large, 2:4]).max(axis=0), width
