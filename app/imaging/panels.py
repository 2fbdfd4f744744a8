"""A sheet of paper on a table, the dark pad in a screenshot, the inside of a frame: rectangles to be entered."""

import cv2
import numpy as np

from app.imaging.crop import Array

_LEAST = 0.08
"""Share of the picture that a panel covers at least."""

_FOUR_SIDES, _RECTANGLE, _CONVEX = 0.9, 0.8, 0.8
"""How much a panel's hull fills of its four sides and of its turned box (an ellipse 0.785 of both, a triangle half the box), and the
panel of its hull."""

_CONTRAST = (0.8, 0.62, 0.62, 0.5)
"""How bright the darker side is beside the brighter one, at most, where the panel meets none, one, two or three of the rims."""


def find_panel(copy: Array) -> Array | None:
    """Return the corners (4, 2) of the largest rectangle that the picture seems to hold, from top left clockwise; None without one."""
    grey = np.clip(copy, 0, 255).astype(np.uint8)
    _, bright = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    block = max(grey.shape) // 8 | 1
    bare = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, 8)
    for regions, frames in ((bright, False), (1 - bright, False), (bare, True)):
        corners = _rectangle(grey, regions, frames=frames)
        if corners is not None:
            middle, rim = corners.mean(axis=0), 2 + max(grey.shape) // 100
            corners = middle + (corners - middle) * (1 - 2 * rim / np.ptp(corners, axis=0))
            clockwise = np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))
            corners = corners[clockwise].astype(np.float32)
            from_top_left: Array = np.roll(corners, -int(corners.sum(axis=1).argmin()), axis=0)
            return from_top_left
    return None


def _rectangle(grey: Array, regions: Array, *, frames: bool) -> Array | None:
    """The corners of the largest region that is a rectangle: one that stands out, or one inside a frame."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(regions, connectivity=4)
    for index in (np.argsort(-stats[1:, cv2.CC_STAT_AREA]) + 1)[:4]:
        x, y, width, height, area = stats[index]
        met = [x, y, x + width - grey.shape[1], y + height - grey.shape[0]].count(0)
        if area < _LEAST * grey.size or met == 4 or (frames and met):
            continue
        region = (labels == index).astype(np.uint8)
        contours, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        hull = cv2.convexHull(contours[0])
        filled, (_, sides, _) = cv2.contourArea(hull), cv2.minAreaRect(hull)
        if filled < _RECTANGLE * np.prod(sides) or cv2.contourArea(contours[0]) < _CONVEX * filled:
            continue
        corners: Array = cv2.approxPolyN(hull, 4).reshape(4, 2)
        inside = cv2.fillConvexPoly(np.zeros_like(grey), hull, 1) > 0
        tones = sorted(float(np.median(grey[part])) for part in (inside, ~inside))
        stands_out = frames or tones[0] <= _CONTRAST[met] * tones[1]
        if stands_out and filled >= _FOUR_SIDES * cv2.contourArea(corners):
            return corners
    return None
