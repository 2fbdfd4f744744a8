"""A sheet of paper on a table, the dark pad in a screenshot, the inside of a frame: rectangles to be entered."""

import cv2
import numpy as np

from app.imaging.morphology import Floats, Mask, box, components

_LEAST = 0.08
"""Share of the picture that a panel covers at least."""

_RECTANGLE, _CONVEX = 0.85, 0.8
"""How much of its turned box a panel's hull fills, and a panel of its hull; an ellipse fills 0.785 of its box."""

_CONTRAST = (0.8, 0.62, 0.62, 0.5)
"""How bright the darker side is beside the brighter one, at most, where the panel meets none, one, two or three of the rims."""


def find_panel(copy: Floats) -> Mask | None:
    """Return 1 inside the largest rectangle that the picture seems to hold, without its rim; None where there is none."""
    grey = np.clip(copy, 0, 255).astype(np.uint8)
    if min(grey.shape) < 20:
        return None
    _, bright = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    block = max(grey.shape) // 8 | 1
    bare = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, 8)
    for regions, frames in ((bright, False), (1 - bright, False), (bare, True)):
        panel = _rectangle(grey, regions.astype(np.uint8, copy=False), frames=frames)
        if panel is not None:
            return panel
    return None


def _rectangle(grey: Mask, regions: Mask, *, frames: bool) -> Mask | None:
    labels, stats = components(regions, connectivity=4)
    order = np.argsort(-stats[1:, 4]) + 1
    for index in order[:4]:
        x, y, width, height, area = (int(number) for number in stats[index])
        if area < _LEAST * grey.size:
            break
        met = int(x == 0) + int(y == 0) + int(x + width == grey.shape[1]) + int(y + height == grey.shape[0])
        if met == 4 or (frames and met):
            continue
        contours, _ = cv2.findContours(
            (labels == index).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
        )
        outline = max(contours, key=cv2.contourArea)
        hull = cv2.convexHull(outline)
        _, (one, other), _ = cv2.minAreaRect(hull)
        filled = cv2.contourArea(hull)
        if filled < _RECTANGLE * one * other or cv2.contourArea(outline) < _CONVEX * filled:
            continue
        panel = cv2.fillConvexPoly(np.zeros_like(grey), hull, 1).astype(np.uint8, copy=False)
        if frames or _contrast(grey, panel) <= _CONTRAST[met]:
            rim = 2 + max(grey.shape) // 100
            inner = cv2.erode(panel, box(2 * rim + 1, 2 * rim + 1)).astype(np.uint8, copy=False)
            if inner.any():
                return inner
    return None


def _contrast(grey: Mask, panel: Mask) -> float:
    inside, outside = (
        float(np.median(grey[panel > 0])),
        float(np.median(grey[panel == 0])) if (panel == 0).any() else 0.0,
    )
    return min(inside, outside) / max(inside, outside, 1)
