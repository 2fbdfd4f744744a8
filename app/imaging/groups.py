"""Which groups of strokes are the subject of a picture."""

from dataclasses import dataclass

import cv2
import numpy as np

from app.imaging.crop import Array

_SHORT = 0.04
"""A group that is shorter, as a share of the longest side, is not what a picture is about."""

_THICK = 0.45
"""A group that is thicker, as a share of its longest side, is no stroke of a pen."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The strokes that a picture is about.

    Attributes:
        mask: 1 where they are.
        likely: How likely they are a pen's.
        two: Whether there is another group of strokes that could be a digit.
    """

    mask: Array
    likely: float
    two: bool


def choose(strokes: Array, rise: Array) -> Choice | None:
    """Choose the main group of strokes, and what belongs to it; None where nothing looks like strokes."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    sizes = stats[:, 2:4]
    long = sizes.max(axis=1)
    ink = np.bincount(labels.ravel(), np.maximum(rise, 0).ravel(), count)
    ink[0] = 0
    thick = _thickness(strokes, labels, count)
    rim = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    touching = np.bincount(rim, minlength=count)
    pen = np.clip((_THICK - thick / long) / 0.1, 0.04, 1)
    pen[_rings(strokes, labels, stats)] = 0
    inner = np.clip(1.15 - touching / (0.35 * sizes.sum(axis=1)), 0.1, 1) * np.where(touching > 0, 0.6, 1)
    value = ink * pen * inner * (long >= _SHORT * max(strokes.shape))
    main = int(value.argmax())
    if not value[main]:
        return None
    possible = (pen > 0.1) & (ink > 0.003 * ink[main])
    members = _belonging(main, possible, stats, (touching > 0) & (ink < ink[main]))
    height, width = np.ptp(np.nonzero(members[labels]), axis=1) + 1
    stout = max(0.2, float(thick[members].max()) / max(height, width))
    others = possible & ~members & (touching == 0) & (sizes[:, 1] >= 0.6 * height) & (ink >= 0.3 * ink[main])
    likely = float(pen[main]) * (0.7 if touching[main] else 1) / stout**1.5
    return Choice(members[labels].astype(np.uint8), likely, bool(others.any()))


def _thickness(strokes: Array, labels: Array, count: int) -> Array:
    """The widest place of each group."""
    distance = cv2.distanceTransform(np.pad(strokes, 1, mode="edge"), cv2.DIST_L2, 5)[1:-1, 1:-1]
    thick = np.zeros(count, np.float32)
    np.maximum.at(thick, labels[strokes > 0], 2 * distance[strokes > 0])
    return thick


def _rings(strokes: Array, labels: Array, stats: Array) -> list[int]:
    """The groups that go round another one which is large enough to be the digit."""
    contours, tree = cv2.findContours(strokes, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return []
    groups = [int(labels[contour[0, 0, 1], contour[0, 0, 0]]) for contour in contours]
    long, sparse = stats[:, 2:4].max(axis=1), stats[:, 4] <= 0.5 * stats[:, 2] * stats[:, 3]
    return [
        groups[hole]
        for group, (_, _, _, hole) in zip(groups, tree[0], strict=True)
        if hole >= 0
        and groups[hole] != group
        and sparse[groups[hole]]
        and long[group] >= 0.3 * long[groups[hole]] >= 0.06 * max(strokes.shape)
    ]


def _belonging(main: int, possible: Array, stats: Array, cut: Array) -> Array:
    """The main group and, again and again, what lies in its box or close to it: long groups may be farther away."""
    first, last, size = stats[:, :2], stats[:, :2] + stats[:, 2:4], stats[main, 2:4].max()
    reach = np.select(
        [stats[:, 2:4].max(axis=1) >= share * size for share in (0.25, 0.15)], [0.3, 0.15], 0.05
    )
    reach[cut & (not cut[main])] = 0.03
    members: Array = np.arange(len(stats)) == main
    while True:
        low, high = first[members].min(axis=0), last[members].max(axis=0)
        gaps = np.hypot(*np.maximum(0, np.maximum(low - last, first - high)).T)
        near = members | (possible & (gaps <= reach * size))
        if (near == members).all():
            return members
        members = near
