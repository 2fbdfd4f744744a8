"""Choose the groups of strokes that are the digit."""

import cv2
import numpy as np

from app.imaging.foreground import Array, rim

_SHORT = 0.025  # least size of the main group, as a share of the picture's longest side
_THICK = 0.3  # largest mean thickness of a pen stroke, as a share of the group's longest side
_RIM = 0.2  # largest share of the picture's rim that a digit covers; a table or a margin covers more
_STEEP = 0.3  # least mean slope of the outline, as a share of the main group's; edges of shadows have less
_SHARP = 0.25  # quantile of the outline's slopes that is the clearness of a digit
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
    square = np.ones((3, 3), np.uint8)
    edge, slope = strokes - cv2.erode(strokes, square), cv2.morphologyEx(rise, cv2.MORPH_GRADIENT, square)
    ink, outline, slopes = (
        np.bincount(labels.ravel(), plane.ravel(), count) for plane in (rise * strokes, edge, edge * slope)
    )
    steep, thick = slopes / np.maximum(outline, 1), 2 * stats[:, 4] / np.maximum(outline, 1)
    pen = np.clip((_THICK - thick / longest) / 0.1, 0.04, 1)
    rims = np.bincount(rim(labels), minlength=count) / (2 * sum(strokes.shape))
    pen[rims > _RIM] = 0
    large = np.flatnonzero(longest[1:] >= _SHORT * max(strokes.shape)) + 1
    for ring in large[stats[large, 4] <= 0.5 * stats[large, 2] * stats[large, 3]]:  # sparse as a frame is
        within = ((first[large] > first[ring]) & (last[large] < last[ring])).all(axis=1)
        if (within & (longest[large] >= 0.3 * longest[ring]) & (steep[large] >= _STEEP * steep[ring])).any():
            pen[ring] = 0
    value = np.zeros(count)
    value[large] = (ink * steep * pen)[large]
    main = int(value.argmax())
    if not value[main]:
        return None
    possible = (pen > 0.1) & (steep > _STEEP * steep[main])
    touching = ((first == 0) | (last == strokes.shape[::-1])).any(axis=1)
    near = np.where(touching & (ink < ink[main]), _CUT, _NEAR) * longest[main]
    members, before = np.arange(count) == main, 0
    while members.sum() > before:
        before = members.sum()
        low, high = first[members].min(axis=0), last[members].max(axis=0)
        members |= possible & (np.hypot(*np.maximum(0, np.maximum(low - last, first - high)).T) <= near)
    as_high, as_strong = sizes[:, 1] >= 0.6 * (high - low)[1], ink >= 0.3 * ink[main]
    two = bool((possible & ~members & ~touching & as_high & as_strong).any())
    mask = members[labels]
    clearness = float(np.quantile(slope[mask & (edge > 0)], _SHARP) * outline[members].sum() * pen[main])
    return None if rims[members].sum() > _RIM else (mask.astype(np.uint8), clearness, two)
