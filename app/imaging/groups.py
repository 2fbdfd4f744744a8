"""Which groups of strokes are the subject of a picture."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from app.imaging.morphology import Floats, Labels, Mask, components

_SHORT = 0.04
"""A group that is shorter, as a share of the longest side, is not what a picture is about."""

_MOST = 200
"""So many groups are looked at, the strongest."""


def chosen_strokes(strokes: Mask, rise: Floats) -> tuple[Mask, float, bool] | None:
    """Choose the main group of strokes and what belongs to it; return them, how likely they are a pen's, and whether there is another digit."""
    labels, stats = components(strokes)
    count = len(stats)
    side = max(strokes.shape)
    ink = np.bincount(labels.ravel(), np.maximum(rise, 0).ravel(), count).astype(np.float64)
    ink[0] = 0
    long = stats[:, 2:4].max(axis=1)
    thick = _thickness(strokes, labels, count)
    touching = _touching(labels, count)
    weights = np.clip((0.45 - thick / long) / 0.1, 0.04, 1)
    weights[_rings(labels, stats, side)] = 0
    pen = weights.copy()
    possible = weights > 0.1
    possible[0] = False
    weights *= np.clip(1.15 - touching / (0.35 * stats[:, 2:4].sum(axis=1)), 0.1, 1) * np.where(
        touching > 0, 0.6, 1
    )
    value = ink * weights * (long >= _SHORT * side)
    main = int(value.argmax())
    if not value[main]:
        return None
    order = np.argsort(-ink)[:_MOST]
    members = _belonging(
        main, [int(index) for index in order if possible[index] and ink[index] > 0], stats, ink, touching
    )
    box = _union(stats[members])
    likely = (
        float(pen[main])
        * (0.7 if touching[main] else 1)
        / max(0.2, float(thick[members].max()) / max(box[2:])) ** 1.5
    )
    others = (
        possible & (touching == 0) & (stats[:, cv2.CC_STAT_HEIGHT] >= 0.6 * box[3]) & (ink >= 0.3 * ink[main])
    )
    others[members] = False
    return np.isin(labels, members).astype(np.uint8), likely, bool(others.any())


def _thickness(strokes: Mask, labels: Labels, count: int) -> Floats:
    """The widest place of each group."""
    framed = np.pad(strokes, 1, mode="edge")
    distance = cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1]
    thick = np.zeros(count, np.float32)
    np.maximum.at(thick, labels[strokes > 0], 2 * distance[strokes > 0])
    return thick


def _touching(labels: Labels, count: int) -> NDArray[np.intp]:
    """How many pixels of each group lie on the picture's rim."""
    return np.bincount(np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1])), minlength=count)


def _rings(labels: Labels, stats: Labels, side: int) -> list[int]:
    """The groups that go round another one which is large enough to be the digit."""
    found = []
    first, last, long = stats[:, :2], stats[:, :2] + stats[:, 2:4], stats[:, 2:4].max(axis=1)
    for index in np.flatnonzero(long >= 0.2 * side):
        x, y, width, height, area = stats[index]
        if index == 0 or area > 0.5 * width * height:
            continue
        inner = (
            (first > first[index]).all(axis=1)
            & (last < last[index]).all(axis=1)
            & (long >= 0.3 * long[index])
        )
        inner[0] = False
        if not inner.any():
            continue
        around = np.pad(
            (labels[y : y + height, x : x + width] != index).astype(np.uint8), 1, constant_values=1
        )
        _, rooms = cv2.connectedComponents(around, connectivity=4)
        part = labels[y : y + height, x : x + width]
        enclosed = part[(rooms[1:-1, 1:-1] != rooms[0, 0]) & (part != index)]
        if inner[np.unique(enclosed)].any():
            found.append(int(index))
    return found


def _belonging(
    main: int,
    groups: list[int],
    stats: Labels,
    ink: NDArray[np.float64],
    touching: NDArray[np.intp],
) -> list[int]:
    """The main group and, again and again, what lies in its box or close to it."""
    members, rest = [main], [index for index in groups if index != main]
    size = max(stats[main][2:4])
    while True:
        box = _union(stats[members])
        near = [
            index
            for index in rest
            if _is_near(
                stats[index],
                box,
                size,
                strong=ink[index] > 0.003 * ink[main],
                cut=bool(touching[index] and not touching[main]),
            )
        ]
        if not near:
            return members
        members += near
        rest = [index for index in rest if index not in near]


def _is_near(group: Labels, box: tuple[int, int, int, int], size: int, *, strong: bool, cut: bool) -> bool:
    x, y, width, height = (int(number) for number in group[:4])
    left, top, wide, high = box
    across = max(left - (x + width), x - (left + wide), 0)
    down = max(top - (y + height), y - (top + high), 0)
    gap = math.hypot(across, down)
    longest = max(width, height) / size
    reach = 0.03 if cut else 0.3 if longest >= 0.25 else 0.15 if longest >= 0.15 else 0.05
    return strong and gap <= reach * size


def _union(boxes: Labels) -> tuple[int, int, int, int]:
    left, top = boxes[:, :2].min(axis=0)
    right, bottom = (boxes[:, :2] + boxes[:, 2:4]).max(axis=0)
    return int(left), int(top), int(right - left), int(bottom - top)
