"""Choose the groups of strokes that are the digit."""

import cv2
import numpy as np

from app.imaging.foreground import Array

_SHORT = 0.025
"""Least size of the main group, as a share of the picture's longest side."""

_THICK = 0.45
"""Largest thickness of a pen stroke, as a share of the group's longest side."""

_RIM = 0.2
"""Largest share of the picture's rim that a digit covers; a table or a margin covers more."""

_STEEP = 0.3
"""Least mean slope of a group's outline, as a share of the main group's; edges of shadows have less."""

_SHARP = 0.25
"""Quantile of the outline's slopes that is the clearness of a digit."""

_CUT, _NEAR = 0.03, 0.2
"""Largest distance of a part from the main group, as a share of the group's longest side.

The first is for parts that the picture's edge cuts, the second for all others.
"""


def choose(strokes: Array, rise: Array) -> tuple[Array, float, bool] | None:
    """Choose the main group of strokes and the groups that belong to it.

    Args:
        strokes: ``(height, width)``, 1 where something stands out, else 0.
        rise: ``(height, width)``, the contrast to the background.

    Returns:
        The mask of the digit, like ``strokes``; the clearness of its outline; and whether another group could
        be a digit. None if no group looks like strokes.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes)
    first, sizes = stats[:, :2], stats[:, 2:4]
    last, longest = first + sizes, sizes.max(axis=1)
    touching = ((first == 0) | (last == strokes.shape[::-1])).any(axis=1)
    ink = np.bincount(labels.ravel(), rise.ravel(), count)
    ink[0] = 0
    thick, numbers = np.zeros(count, np.float32), labels.ravel().astype(np.intp)
    np.maximum.at(thick, numbers, 2 * cv2.distanceTransform(strokes, cv2.DIST_L2, 5).ravel())
    pen = np.clip((_THICK - thick / longest) / 0.1, 0.04, 1)
    rim = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    rims = np.bincount(rim, minlength=count) / len(rim)
    pen[rims > _RIM] = 0
    edge = strokes - cv2.erode(strokes, np.ones((3, 3), np.uint8))
    slope = cv2.morphologyEx(rise, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    outline, slopes = (np.bincount(labels.ravel(), plane.ravel(), count) for plane in (edge, edge * slope))
    steep = slopes / np.maximum(outline, 1)
    pen[_rings(strokes, labels, stats, steep)] = 0
    value = ink * steep * pen * (longest >= _SHORT * max(strokes.shape))
    main = int(value.argmax())
    if not value[main]:
        return None
    possible = (pen > 0.1) & (steep > _STEEP * steep[main])
    near = np.where(touching & (ink < ink[main]), _CUT, _NEAR)
    members, before = np.arange(count) == main, 0
    while members.sum() > before:
        before = members.sum()
        low, high = first[members].min(axis=0), last[members].max(axis=0)
        gaps = np.hypot(*np.maximum(0, np.maximum(low - last, first - high)).T)
        members |= possible & (gaps <= near * longest[main])
    high_enough, strong_enough = sizes[:, 1] >= 0.6 * (high - low)[1], ink >= 0.3 * ink[main]
    two = bool((possible & ~members & ~touching & high_enough & strong_enough).any())
    mask = members[labels]
    clearness = float(np.quantile(slope[mask & (edge > 0)], _SHARP) * outline[members].sum() * pen[main])
    return None if rims[members].sum() > _RIM else (mask.astype(np.uint8), clearness, two)


def _rings(strokes: Array, labels: Array, stats: Array, steep: Array) -> list[int]:
    """Return the thin groups that surround another one that is large enough to be the digit."""
    contours, tree = cv2.findContours(strokes, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    groups = [int(labels[contour[0, 0, 1], contour[0, 0, 0]]) for contour in contours]
    longest, sparse = stats[:, 2:4].max(axis=1), stats[:, 4] <= 0.5 * stats[:, 2] * stats[:, 3]
    rings = []
    for group, (_, _, _, around) in zip(groups, tree[0] if contours else (), strict=True):
        ring = groups[around]
        large = longest[group] >= 0.3 * longest[ring] and steep[group] >= _STEEP * steep[ring]
        if around >= 0 and group != ring and sparse[ring] and large:
            rings.append(ring)
    return rings
