"""Printed lines erased: rulings, squares, axes, frames, base lines, bars."""

from dataclasses import dataclass

import cv2
import numpy as np

from app.imaging.morphology import Labels, Mask, closed, components, dilated, opened

_RUN, _LINE = 0.2, 0.6
"""A line is made of straight runs of at least the first share of the side, and is at least the second share long."""

_THICK = 0.06
"""What is thicker, as a share of the longest side, is no line."""

_PART = 0.08
"""Groups that are shorter, as a share of the longest side, are no digit."""

_MANY = 5
"""So many lines are a pattern."""


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    pixels: Mask
    start: int
    end: int
    place: float
    upright: bool
    thickness: float
    whole: bool


def erased(strokes: Mask) -> tuple[Mask, bool]:
    """Erase the lines that do not belong to a digit; return what is left, and whether there were such lines."""
    turned = strokes.T.copy()
    across, upright = _runs(strokes), _runs(turned)
    found = [
        *_lines(strokes, across, upright.T, upright=False),
        *_lines(turned, upright, across.T, upright=True),
    ]
    if not found:
        return strokes, False
    rest = strokes.copy()
    for line in found:
        rest &= 1 - line.pixels
    kept = strokes.copy()
    extent = _extent(rest)
    if extent is None:
        return strokes, False
    left, top, right, bottom, width = extent
    margin = 0.02 * max(strokes.shape)
    gone, many = False, len(found) >= _MANY
    for line in found:
        low, high = (top, bottom) if line.upright else (left, right)
        near, far = (left, right) if line.upright else (top, bottom)
        longer = line.start < low - margin and line.end > high + margin
        beside = not near <= line.place <= far
        outside = beside and (line.whole or len(found) > 1)
        thin = line.whole or line.thickness < 0.65 * width
        if ((longer or outside) and (thin or beside)) or (many and thin):
            kept &= 1 - line.pixels
            gone = True
    bridge = int(7 + 2 * max(line.thickness for line in found))
    for width, height in ((1, bridge), (bridge, 1)):
        kept |= closed(kept, width, height) & strokes
    return kept, gone


def _runs(strokes: Mask) -> Labels:
    """Long straight runs along the rows, a little turned ones too."""
    length = strokes.shape[1]
    joined = closed(dilated(strokes, 1, 3), 7, 1)
    labels, stats = components(opened(joined, max(12, int(_RUN * length)), 1))
    long = np.flatnonzero(stats[1:, cv2.CC_STAT_WIDTH] >= _LINE * length) + 1
    return np.where(np.isin(labels, long), labels, np.int32(0))


def _lines(strokes: Mask, runs: Labels, others: Labels, *, upright: bool) -> list[_Line]:
    """The lines along the rows; strokes that cross them are no part of them, other lines are."""
    length, side = strokes.shape[1], max(strokes.shape)
    found = []
    for index in np.unique(runs[runs > 0]):
        rows, columns = np.nonzero(runs == index)
        start, end = int(columns.min()), int(columns.max()) + 1
        thickness = max(1.0, float(np.median(np.bincount(columns - start))) - 2)
        if thickness > _THICK * side:
            continue
        free = strokes & (others == 0)
        crossing = opened(free, 1, int(1.7 * thickness + 4))
        pixels = dilated((runs == index).astype(np.uint8) & strokes, 1, 3) & strokes & (1 - crossing)
        whole = start <= 0.02 * length and end >= 0.98 * length
        found.append(
            _Line(pixels.T if upright else pixels, start, end, float(rows.mean()), upright, thickness, whole)
        )
    return found


def _extent(rest: Mask) -> tuple[int, int, int, int, float] | None:
    """The box of what is no line (left, top, right, bottom), and how wide its strokes are; None where that is no digit."""
    side = max(rest.shape)
    labels, stats = components(rest)
    longest = stats[:, 2:4].max(axis=1)
    longest[0] = 0
    kept = np.flatnonzero(longest >= _PART * side)
    if not len(kept) or longest.max() < 1.5 * _PART * side:
        return None
    boxes = stats[kept]
    mask = np.isin(labels, kept).astype(np.uint8)
    width = 4 * float(cv2.distanceTransform(mask, cv2.DIST_L2, 3).sum()) / int(mask.sum()) - 1
    right, bottom = (boxes[:, :2] + boxes[:, 2:4]).max(axis=0)
    return int(boxes[:, 0].min()), int(boxes[:, 1].min()), int(right), int(bottom), width
