"""Find the digit in a photograph or a scan.

The search works on a copy of about 400 pixels a side. A morphological opening with a square of a third of the
side estimates the background. What is brighter, and what is darker, gives two candidates. In each, printed
lines are erased (`lines.py`) and the main group of strokes is chosen (`groups.py`); the candidate with the
clearest outline wins. A panel (a sheet on a table, the dark pad in a screenshot) is searched on its own.
"""

import math
from dataclasses import replace

import cv2
import numpy as np

from app.imaging.foreground import Array, Box, Subject, cut
from app.imaging.groups import choose
from app.imaging.hints import FRAMED, TWO_DIGITS
from app.imaging.lines import erased

_LONGEST, _SHORTEST = 400, 160  # longest side of the copy; pictures shorter than the second are enlarged
_WINDOW = 0.35  # side of the opening, as a share of the longest side: anything narrower is foreground
_STRENGTH = 200  # contrast of black ink on white paper, to which all contrast is scaled
_TRACE, _TRACE_NOISES = 10, 4  # least contrast of a foreground pixel: absolute, in deviations of the noise
_LEVELS, _NOISES = 24, 5  # least contrast of the digit: in grey levels, in standard deviations of the noise
_WEAK, _FULL = 0.35, 0.75  # shares of the digit's contrast: a pixel begins to be ink, a pixel is full ink
_NEAR = 0.08  # side of the square whose maximum a pixel is compared with, as a share of the longest side
_SMALL = 0.15  # a digit smaller than this share of the longest side is searched again at full resolution
_LEAST = 0.08  # least area of a panel, as a share of the picture
_QUADRILATERAL = 0.8  # least share of the surrounding one that a panel fills (a circle fills 0.785)
_CONTRAST = 0.65  # largest ratio of the darker to the brighter of panel and surroundings; shadows have more
_EMPTY = 0.05  # least clearness of a subject inside a panel, as a share of that of the one without


def find_subject(grey: Array, *, bright_only: bool = False) -> Subject | None:
    """Find the digit in a grey picture.

    Args:
        grey: ``(height, width)`` bytes.
        bright_only: Look for digits brighter than their background only.

    Returns:
        The digit, or None if nothing differs enough from light and noise.
    """
    longest = max(grey.shape)
    scale = min(1.0, _LONGEST / longest) if longest >= _SHORTEST else math.ceil(200 / longest)
    size = [max(1, round(side * scale)) for side in grey.shape[::-1]]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    copy = cv2.GaussianBlur(cv2.resize(grey, size, interpolation=how).astype(np.float32), (0, 0), 1)
    best = _clearest(copy, np.ones(copy.shape, np.uint8), bright_only=bright_only)
    panel = _panel(copy)
    if panel is not None:
        left, top, width, height = cv2.boundingRect(panel)
        part = slice(top, top + height), slice(left, left + width)
        inner = _clearest(copy[part], panel[part], bright_only=bright_only)
        if inner is not None and (best is None or inner.score > _EMPTY * best.score):
            best = replace(inner, box=_mapped(inner.box, (1, 1), top, left), hint=inner.hint or FRAMED)
    if best is None:
        return None
    best = replace(best, box=_mapped(best.box, np.divide(grey.shape, copy.shape)))
    reach = 3 * max(best.box.height, best.box.width) // 2
    if scale < 1 and reach < 1.5 * _SMALL * longest:
        rows, columns = best.box.top + best.box.height // 2, best.box.left + best.box.width // 2
        top, left = max(0, rows - reach), max(0, columns - reach)
        inner = find_subject(grey[top : rows + reach, left : columns + reach], bright_only=bright_only)
        if inner is not None:
            return replace(inner, box=_mapped(inner.box, (1, 1), top, left), hint=best.hint)
    return best


def _mapped(box: Box, scales: Array | tuple[int, int], top: int = 0, left: int = 0) -> Box:
    """Return a box of a (scaled) part in the pixels of the whole, where the part begins at (top, left)."""
    first = np.floor(np.multiply((box.top, box.left), scales)).astype(int)
    last = np.rint(np.multiply((box.top + box.height, box.left + box.width), scales)).astype(int)
    height, width = np.maximum(1, last - first).tolist()
    return Box(int(first[0]) + top, int(first[1]) + left, height, width)


def _clearest(copy: Array, region: Array, *, bright_only: bool) -> Subject | None:
    """Return the clearer of the bright and the dark candidate in a region (a mask), or None."""
    found = [_candidate(copy, region, dark=dark) for dark in ((False,) if bright_only else (False, True))]
    return max(filter(None, found), key=lambda one: one.score, default=None)


def _panel(copy: Array) -> Array | None:
    """Return the mask of the largest panel, a sheet on a table or the dark pad in a screenshot, or None."""
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
        full = len(hull) > 3 and cv2.contourArea(contours[0]) >= _QUADRILATERAL * cv2.contourArea(
            cv2.approxPolyN(hull, 4)
        )
        if full and dark <= _CONTRAST * light:
            return panel
    return None


def _candidate(copy: Array, region: Array, *, dark: bool) -> Subject | None:
    """Return the dark or the bright candidate, with its box in the copy's pixels, or None."""
    picture = np.where(region, 255 - copy if dark else copy, np.float32(255))
    background = _background(picture)
    gain = _STRENGTH / np.maximum(255 - background, 48)
    rise = (picture - background) * gain
    low, usual = np.quantile(rise[region > 0][::4], (0.025, 0.25))
    rise = (rise - usual) * region
    noise = max(0.3, (usual - low) / 1.45)
    drawn = (rise > max(_TRACE, _TRACE_NOISES * noise)).astype(np.uint8)
    strokes, lines = erased(drawn, rise)
    # Shading beside strokes is far weaker than they are.
    around = int(_NEAR * max(copy.shape)) | 1
    strongest = cv2.dilate(rise * strokes, np.ones((around, around), np.uint8))
    choice = choose(strokes & (rise > _WEAK * strongest), rise)
    if choice is None:
        return None
    mask, clearness, two = choice
    peak = float(np.quantile(rise[mask > 0], 0.85))
    levels = peak / float(np.median(gain[mask > 0]))
    near = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    strength = np.clip((rise / peak - _WEAK) / (_FULL - _WEAK), 0, 1) * near
    crop = cut(np.rint(255 * strength).astype(np.uint8))
    if crop is None or peak < _NOISES * noise or levels < _LEVELS:
        return None
    apart = float(np.median(picture[mask > 0]) - np.median(picture[region > 0])) / levels
    score = clearness * levels * min(max(apart, 0.1), 1)
    return Subject(*crop, dark, score, TWO_DIGITS if two else FRAMED if lines else None)


def _background(picture: Array) -> Array:
    """Estimate the background: the picture without bright details, but with gradients and shadows."""
    side = int(max(picture.shape) * _WINDOW) | 1
    rim = side // 3
    wide = cv2.copyMakeBorder(picture, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=255)
    opened = cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return opened[rim : rim + picture.shape[0], rim : rim + picture.shape[1]]
