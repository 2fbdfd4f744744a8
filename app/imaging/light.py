"""The light on a picture's background, apart from what is drawn on it."""

import cv2
import numpy as np

from app.imaging.crop import Array

_ROUGH = 10
"""A quarter of the picture differs from the fitted surface by so much where there is a sharp shadow."""


def medians(picture: Array) -> Array:
    """The medians of wide neighbourhoods: the paper and its shadows, but not what is drawn."""
    fy, fx = (max(0.25, 1 / side) for side in picture.shape)  # a strip keeps a row
    small = cv2.resize(picture, None, fx=fx, fy=fy, interpolation=cv2.INTER_AREA)
    smooth = cv2.medianBlur(np.clip(small, 0, 255).astype(np.uint8), 25)
    return cv2.resize(smooth, picture.shape[::-1]).astype(np.float32)


def fitted_light(copy: Array) -> tuple[Array, bool]:
    """Fit a curved surface to most of the background; return it, and whether the background is as smooth as that."""
    rows, columns = (min(24, side) for side in copy.shape)
    tiles = cv2.resize(copy, (columns, rows), interpolation=cv2.INTER_AREA).ravel()
    terms = _terms(rows, columns)
    rest = tiles - np.median(tiles)
    for terms_used in (3, 3, 3, 3, 6, 6, 6, 6):  # a plane first: what is drawn is not followed
        share = 1 / np.hypot(1, rest / (1 + 1.5 * np.median(np.abs(rest))))  # Cauchy's weights
        factors = np.linalg.lstsq(terms[:, :terms_used] * share[:, None], tiles * share, rcond=None)[0]
        rest = tiles - terms[:, :terms_used] @ factors
    light = (_terms(*copy.shape) @ factors).reshape(copy.shape)
    smooth = bool(np.quantile(np.abs(rest), 0.75) < _ROUGH)
    return np.clip(light, 0, 255).astype(np.float32), smooth


def _terms(rows: int, columns: int) -> Array:
    y, x = (line.ravel() for line in np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j])
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1).astype(np.float32)
