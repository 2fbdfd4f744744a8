"""Erase printed lines: rulings, squares, axes, frames, base lines, bars."""

from typing import NamedTuple

import cv2
import numpy as np

from app.imaging.foreground import Array

_RUN, _LINE = 0.2, 0.6  # shares of the side: the shortest straight run that counts, and the shortest line
_WHOLE = 0.97  # length of a line from rim to rim, as a share of the side
_THICK = 0.06  # largest thickness of a line, as a share of the longest side
_BENT = 0.01  # largest median distance from its middle row, as a share of the side: a 0's side bends more
_BARE = 0.25  # least share of a line's length that no stroke crosses
_STRONGER = 1.35  # contrast of a stroke on a line, as a multiple of the bare line's
_THINNER = 0.65  # largest thickness of a line inside the picture, as a share of the digit's stroke width
_LONGER = 0.04  # least length by which it exceeds the digit, as a share of the longest side
_PART = 0.1  # least size of a digit's groups, as a share of the longest side


class _Line(NamedTuple):
    """A line from left to right (axis 1) or from top to bottom (axis 0).

    Its mask; the same without the strokes that cross it or lie on it; the axis along which it runs, its
    thickness and its length in pixels; and whether it goes from rim to rim.
    """

    run: Array
    bare: Array
    axis: int
    thickness: float
    length: int
    whole: bool


def erased(strokes: Array, rise: Array) -> tuple[Array, bool]:
    """Erase lines from rim to rim, and thin lines longer than the digit.

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
    size, width = extent
    longest = size + _LONGER * max(strokes.shape)
    leaving = [
        line
        for line in lines
        if line.whole or (line.thickness < _THINNER * width and line.length > longest[1 - line.axis])
    ]
    kept = _without(strokes, leaving)
    bridge = int(7 + 2 * lines[-1].thickness)
    for across in ((bridge, 1), (1, bridge)):
        kept |= cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones(across, np.uint8)) & strokes
    return kept, bool(leaving)


def _without(strokes: Array, lines: list[_Line]) -> Array:
    rest = strokes.copy()
    for line in lines:
        rest[line.bare > 0] = 0
    rest[sum((line.run for line in lines), np.zeros_like(strokes)) > 1] = 0
    return rest


def _lines(strokes: Array, rise: Array, axis: int) -> list[_Line]:
    """Find lines along the rows, also slightly turned (of transposed strokes: along axis 0)."""
    length = strokes.shape[1]
    joined = cv2.dilate(strokes.copy(), np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, max(12, int(_RUN * length))), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs)
    found = []
    for index in np.flatnonzero(stats[1:, cv2.CC_STAT_WIDTH] >= _LINE * length) + 1:
        x, _, width, _, _ = stats[index]
        run = (labels == index).astype(np.uint8) & strokes
        thickness = max(1.0, float(np.quantile(run[:, x : x + width].sum(axis=0), _BARE)))
        tops = run[:, x : x + width].argmax(axis=0)
        bent = float(np.median(np.abs(tops - np.median(tops))))
        if thickness > _THICK * max(strokes.shape) or bent > _BENT * length:
            continue
        strength = (rise * run).max(axis=0)
        stronger = strength > _STRONGER * np.quantile(strength[x : x + width], _BARE)
        crossing = (
            cv2.morphologyEx(strokes, cv2.MORPH_OPEN, np.ones((int(1.7 * thickness + 4), 1), np.uint8))
            | stronger
        )
        bare = cv2.dilate(run, np.ones((3, 1), np.uint8)) & strokes & (1 - crossing)
        masks = (run, bare) if axis else (run.T, bare.T)
        found.append(_Line(*masks, axis, thickness, width, bool(width > _WHOLE * length)))
    return found


def _extent(rest: Array) -> tuple[Array, float] | None:
    """Return the (width, height) of all large groups, and their stroke width, or None."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest)
    stats[0] = 0
    mask = (stats[:, 2:4].max(axis=1) >= _PART * max(rest.shape))[labels].astype(np.uint8)
    if not mask.any():
        return None
    width = 4 * float(cv2.distanceTransform(mask, cv2.DIST_L2, 3).sum()) / int(mask.sum()) - 1
    return np.array(cv2.boundingRect(mask)[2:]), width
