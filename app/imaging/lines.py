"""Printed lines erased: rulings, squares, axes, frames, base lines, bars."""

from typing import NamedTuple

import cv2
import numpy as np

from app.imaging.foreground import Array

_RUN, _LINE = 0.2, 0.6
"""Shares of the side: the shortest straight run that counts, and the shortest line."""

_THICK = 0.06
"""What is thicker, as a share of the longest side, is no line."""

_BENT = 0.01
"""A run that leaves its middle row by this share of its length on half of is a 0's side, not a line."""

_BARE = 0.25
"""On this share of a line's length at least lies no stroke of a digit."""

_STRONGER = 1.35
"""Where a stroke lies along a line, both together are so many times as strong as the bare line."""

_THINNER = 0.65
"""A line that does not reach both rims is thinner than this share of the digit's strokes."""

_PART = 0.1
"""Groups that are shorter, as a share of the longest side, are no digit."""


class _Line(NamedTuple):
    """A line from left to right (axis 1) or from top to bottom (axis 0).

    Attributes:
        run: ``(height, width)``, 1 on it.
        bare: The same without the strokes that cross it or lie on it.
        axis: Which of rows and columns does not matter for its place.
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
    """Erase the lines that do not belong to a digit.

    Those from rim to rim, beside it, or thin and longer than it.

    Args:
        strokes: ``(height, width)``, 1 where something stands out, else 0.
        rise: ``(height, width)``, how strong it is there.

    Returns:
        What is left of the strokes, and whether there were such lines.
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
    """The least and the greatest x and y of what is no line, and how wide its strokes are.

    None where that is no digit.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest)
    large = stats[:, 2:4].max(axis=1) >= _PART * max(rest.shape)
    large[0] = False
    if not large.any():
        return None
    mask = large[labels].astype(np.uint8)
    width = 4 * float(cv2.distanceTransform(mask, cv2.DIST_L2, 3).sum()) / int(mask.sum()) - 1
    return stats[large, :2].min(axis=0), (stats[large, :2] + stats[large, 2:4]).max(axis=0), width
