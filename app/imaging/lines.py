"""Printed lines erased: rulings, squares, axes, frames, base lines, bars."""

from dataclasses import dataclass

import cv2
import numpy as np

from app.imaging.crop import Array

_RUN, _LINE = 0.2, 0.6
"""A line is made of straight runs of at least the first share of the side, and is at least the second share long."""

_THICK = 0.06
"""What is thicker, as a share of the longest side, is no line."""

_BARE = 0.25
"""On this share of a line's length at least lies no stroke of a digit."""

_PART = 0.08
"""Groups that are shorter, as a share of the longest side, are no digit."""

_MANY = 5
"""So many lines are a pattern."""


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    pixels: Array
    along: int
    start: int
    end: int
    place: float
    thickness: float
    whole: bool


def erased(strokes: Array) -> tuple[Array, bool]:
    """Erase the lines that do not belong to a digit; return what is left, and whether there were such lines."""
    across, upright = _runs(strokes), _runs(strokes.T).T
    lines = [*_lines(strokes, across, upright, 0), *_lines(strokes.T, upright.T, across.T, 1)]
    extent = _extent(_without(strokes, lines))
    if extent is None and len(lines) > 1:  # the digit is a line, too
        lines.remove(max(lines, key=lambda line: line.thickness))
        extent = _extent(_without(strokes, lines))
    if not lines or extent is None:
        return strokes, False
    low, high, width = extent
    margin, many = 0.02 * max(strokes.shape), len(lines) >= _MANY
    leaving = []
    for line in lines:
        along, beyond = line.along, 1 - line.along
        longer = line.start < low[along] - margin and line.end > high[along] + margin
        beside = not low[beyond] <= line.place <= high[beyond]
        outside = beside and (line.whole or len(lines) > 1)
        thin = line.whole or line.thickness < 0.65 * width
        if ((longer or outside) and (thin or beside)) or (many and thin):
            leaving.append(line)
    kept = _without(strokes, leaving)
    bridge = int(7 + 2 * max(line.thickness for line in lines))
    for size in ((bridge, 1), (1, bridge)):
        kept |= _morphed(kept, cv2.MORPH_CLOSE, size) & strokes
    return kept, bool(leaving)


def _without(strokes: Array, lines: list[_Line]) -> Array:
    rest = strokes.copy()
    for line in lines:
        rest[line.pixels > 0] = 0
    return rest


def _morphed(mask: Array, operation: int, size: tuple[int, int]) -> Array:
    return cv2.morphologyEx(mask, operation, np.ones(size, np.uint8))


def _runs(strokes: Array) -> Array:
    """Number the long straight runs along the rows, a little turned ones too."""
    length = strokes.shape[1]
    joined = _morphed(_morphed(strokes.copy(), cv2.MORPH_DILATE, (3, 1)), cv2.MORPH_CLOSE, (1, 7))
    runs = _morphed(joined, cv2.MORPH_OPEN, (1, max(12, int(_RUN * length))))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs)
    long = stats[:, cv2.CC_STAT_WIDTH] >= _LINE * length
    long[0] = False
    return np.where(long[labels], labels, 0)


def _lines(strokes: Array, runs: Array, others: Array, along: int) -> list[_Line]:
    """The lines along the rows; strokes that cross them are no part of them, other lines are."""
    length, side = strokes.shape[1], max(strokes.shape)
    found = []
    for index in np.unique(runs[runs > 0]):
        rows, columns = np.nonzero(runs == index)
        start, end = int(columns.min()), int(columns.max()) + 1
        thickness = max(1.0, float(np.quantile(np.bincount(columns - start), _BARE)) - 2)
        if thickness > _THICK * side:
            continue
        crossing = _morphed(strokes & (others == 0), cv2.MORPH_OPEN, (int(1.7 * thickness + 4), 1))
        line = _morphed(strokes & (runs == index), cv2.MORPH_DILATE, (3, 1)) & strokes & (1 - crossing)
        whole = start <= 0.02 * length and end >= 0.98 * length
        found.append(
            _Line(line.T if along else line, along, start, end, float(rows.mean()), thickness, whole)
        )
    return found


def _extent(rest: Array) -> tuple[Array, Array, float] | None:
    """The box of what is no line (its least and its greatest x and y), and how wide its strokes are; None where that is no digit."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest)
    longest = stats[:, 2:4].max(axis=1)
    longest[0] = 0
    kept = longest >= _PART * max(rest.shape)
    if longest.max() < 1.5 * _PART * max(rest.shape):
        return None
    mask = kept[labels].astype(np.uint8)
    width = 4 * float(cv2.distanceTransform(mask, cv2.DIST_L2, 3).sum()) / int(mask.sum()) - 1
    first, last = stats[kept, :2], stats[kept, :2] + stats[kept, 2:4]
    return first.min(axis=0), last.max(axis=0), width
