"""Printed lines erased: rulings, squares, axes, frames, base lines, bars."""

from typing import NamedTuple

import cv2
import numpy as np

from app.imaging.foreground import Array

_RUN, _LINE = 0.2, 0.6
"""A line is made of straight runs of at least the first share of the side, and is at least the second share long."""

_THICK = 0.06
"""What is thicker, as a share of the longest side, is no line."""

_BARE = 0.25
"""On this share of a line's length at least lies no stroke of a digit."""

_STRONGER = 1.35
"""Where a stroke lies along a line, both together are so many times as strong as the bare line."""

_THINNER = 0.65
"""A line that does not go from rim to rim is thinner than this share of the digit's strokes, or one of them."""

_PART = 0.1
"""Groups that are shorter, as a share of the longest side, are no digit."""


class _Line(NamedTuple):
    """A line's mask (height, width), its direction (0 = along the rows), the ends of its box (x, y), its thickness in pixels."""

    run: Array
    mask: Array
    along: int
    low: Array
    high: Array
    thickness: float


def erased(strokes: Array, rise: Array) -> tuple[Array, bool]:
    """Erase the lines that do not belong to a digit.

    Args:
        strokes: ``(height, width)``, 1 where something stands out, else 0.
        rise: ``(height, width)``, how strong it is there.

    Returns:
        What is left of the strokes, and whether there were such lines: those that are longer than everything else, or beside it.
    """
    lines = [*_lines(strokes, rise, 0), *_lines(strokes.T, rise.T, 1)]
    extent = _extent(_without(strokes, lines))
    if extent is None and len(lines) > 1:  # the digit is a line, too
        lines = sorted(lines, key=lambda line: line.thickness)[:-1]
        extent = _extent(_without(strokes, lines))
    if not lines or extent is None:
        return strokes, False
    (low, high, width), margin = extent, 0.02 * max(strokes.shape)
    leaving = []
    for line in lines:
        along, beyond = line.along, 1 - line.along
        beside = not low[beyond] <= (line.low + line.high)[beyond] / 2 <= high[beyond]
        longer = line.low[along] < low[along] - margin and line.high[along] > high[along] + margin
        whole = line.low[along] <= margin and line.high[along] >= strokes.shape[beyond] - margin
        thin = line.thickness < _THINNER * width
        if beside or sum((longer, whole, thin)) >= 2:
            leaving.append(line)
    kept = _without(strokes, leaving)
    kept[sum((line.run for line in leaving), np.zeros_like(strokes)) > 1] = 0
    bridge = int(7 + 2 * max(line.thickness for line in lines))
    for size in ((bridge, 1), (1, bridge)):
        kept |= _morphed(kept, cv2.MORPH_CLOSE, size) & strokes
    return kept, bool(leaving)


def _without(strokes: Array, lines: list[_Line]) -> Array:
    rest = strokes.copy()
    for line in lines:
        rest[line.mask > 0] = 0
    return rest


def _morphed(mask: Array, operation: int, size: tuple[int, int]) -> Array:
    return cv2.morphologyEx(mask, operation, np.ones(size, np.uint8))


def _lines(strokes: Array, rise: Array, along: int) -> list[_Line]:
    """The lines along the rows, a little turned ones too; strokes that cross them or lie on them are no part of their masks."""
    length = strokes.shape[1]
    joined = _morphed(_morphed(strokes.copy(), cv2.MORPH_DILATE, (3, 1)), cv2.MORPH_CLOSE, (1, 7))
    runs = _morphed(joined, cv2.MORPH_OPEN, (1, max(12, int(_RUN * length))))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs)
    found = []
    for index in np.flatnonzero(stats[1:, cv2.CC_STAT_WIDTH] >= _LINE * length) + 1:
        x, y, width, height, _ = stats[index]
        run = (labels == index).astype(np.uint8) & strokes
        thickness = max(1.0, float(np.quantile(run[:, x : x + width].sum(axis=0), _BARE)))
        if thickness > _THICK * max(strokes.shape):
            continue
        strength = (rise * run).max(axis=0)
        stronger = strength > _STRONGER * np.quantile(strength[x : x + width], _BARE)
        crossing = _morphed(strokes, cv2.MORPH_OPEN, (int(1.7 * thickness + 4), 1)) | stronger
        mask = _morphed(run, cv2.MORPH_DILATE, (3, 1)) & strokes & (1 - crossing)
        low, high = np.array((x, y)), np.array((x + width, y + height))
        line = _Line(run, mask, along, low, high, thickness)
        if along:
            line = _Line(run.T, mask.T, along, low[::-1], high[::-1], thickness)
        found.append(line)
    return found


def _extent(rest: Array) -> tuple[Array, Array, float] | None:
    """The least and the greatest x and y of what is no line, and how wide its strokes are; None where that is no digit."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest)
    large = stats[:, 2:4].max(axis=1) >= _PART * max(rest.shape)
    large[0] = False
    if not large.any():
        return None
    mask = large[labels].astype(np.uint8)
    width = 4 * float(cv2.distanceTransform(mask, cv2.DIST_L2, 3).sum()) / int(mask.sum()) - 1
    return stats[large, :2].min(axis=0), (stats[large, :2] + stats[large, 2:4]).max(axis=0), width
