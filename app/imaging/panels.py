"""Find panels: a sheet of paper on a table, or the dark pad in a screenshot."""

import cv2
import numpy as np

from app.imaging.foreground import Array

_LEAST = 0.08
"""Least area of a panel, as a share of the picture."""

_FULL = 0.8
"""Least share of the surrounding quadrilateral that a panel fills (a circle fills 0.785)."""

_CONTRAST = 0.65
"""Largest ratio of the darker to the brighter of panel and surroundings; shadows have more."""


def find_panel(copy: Array) -> Array | None:
    """Find the largest panel in a grey picture, (height, width) float32.

    Returns:
        Its corners (4, 2) as x and y, from the top left one clockwise; None without a panel.
    """
    grey = np.clip(copy, 0, 255).astype(np.uint8)
    _, bright = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    rim = 3 + 2 * (max(grey.shape) // 100)  # the edge itself, and what lens and scaling made of it
    for side in (bright, 1 - bright):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.erode(side, np.ones((rim, rim), np.uint8)))
        stats[0] = 0  # what is not on this side
        x, y, width, height, area = stats[largest := int(stats[:, cv2.CC_STAT_AREA].argmax())]
        rims = [x, y, x + width - grey.shape[1], y + height - grey.shape[0]].count(0)
        if area >= _LEAST * grey.size and rims <= 2:
            corners = _corners(grey, (labels == largest).astype(np.uint8))
            if corners is not None:
                return corners
    return None


def _corners(grey: Array, region: Array) -> Array | None:
    contours, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.convexHull(contours[0])
    if len(hull) < 4:
        return None
    corners = cv2.approxPolyN(hull, 4).reshape(4, 2).astype(np.float32)
    inside = cv2.fillConvexPoly(np.zeros_like(grey), hull, 1) > 0
    dark, bright = sorted(float(np.median(grey[part])) for part in (inside, ~inside))
    if dark > _CONTRAST * bright or cv2.contourArea(contours[0]) < _FULL * cv2.contourArea(corners):
        return None
    sums, differences = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    return corners[[sums.argmin(), differences.argmax(), sums.argmax(), differences.argmin()]]
