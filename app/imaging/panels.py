"""Find panels: a sheet of paper on a table, or the dark pad in a screenshot."""

import cv2
import numpy as np

from app.imaging.foreground import Array

_LEAST = 0.08  # least area of a panel, as a share of the picture
_FULL = 0.8  # least share of the surrounding quadrilateral that a panel fills (a circle fills 0.785)
_CONTRAST = 0.65  # largest ratio of the darker to the brighter of panel and surroundings; shadows have more


def find_panel(copy: Array) -> Array | None:
    """Return the mask of the largest panel in a grey picture, (height, width) float32; None without one."""
    grey = np.clip(copy, 0, 255).astype(np.uint8)
    _, bright = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    rim = 3 + 2 * (max(grey.shape) // 100)  # the edge itself, and what lens and scaling made of it
    for side in (bright, 1 - bright):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.erode(side, np.ones((rim, rim), np.uint8)))
        stats[0] = 0  # what is not on this side
        x, y, width, height, area = stats[largest := int(stats[:, cv2.CC_STAT_AREA].argmax())]
        rims = [x, y, x + width - grey.shape[1], y + height - grey.shape[0]].count(0)
        if area < _LEAST * grey.size or rims > 2:
            continue
        contours, _ = cv2.findContours(
            (labels == largest).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
        )
        hull = cv2.convexHull(contours[0])
        panel = cv2.fillConvexPoly(np.zeros_like(grey), hull, 1)
        dark, light = sorted(float(np.median(grey[panel == part])) for part in (0, 1))
        full = len(hull) > 3 and cv2.contourArea(contours[0]) >= _FULL * cv2.contourArea(
            cv2.approxPolyN(hull, 4)
        )
        if full and dark <= _CONTRAST * light:
            return panel
    return None
