"""The light on a picture's background, apart from what is drawn on it."""

import cv2
import numpy as np

from app.imaging.cutting import Array

_CURVED = 0.7
"""A curved surface is fitted to the light if it leaves less than this share of what a plane leaves."""

_ROUGH = 10
"""A quarter of the picture differs from the fitted surface by so much where there is a sharp shadow."""


def medians(picture: Array) -> Array:
    """The medians of wide neighbourhoods: the paper and its shadows, but not what is drawn."""
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    smooth = cv2.medianBlur(np.clip(small, 0, 255).astype(np.uint8), 25)
    return cv2.resize(smooth, picture.shape[::-1]).astype(np.float32)


def fitted_light(copy: Array) -> tuple[Array, bool]:
    """Fit a smooth surface to most of the background; return it, and whether the background is as smooth as that."""
    rows, columns = (min(24, side) for side in copy.shape)
    tiles = cv2.resize(copy, (columns, rows), interpolation=cv2.INTER_AREA).ravel()
    terms = _terms(rows, columns)
    rest = tiles - np.median(tiles)
    fits = []
    for degree in (3, 6):
        for _ in range(4):  # least squares, reweighted so that what is drawn has little weight (Cauchy's)
            spread = 1 + 1.5 * float(np.median(np.abs(rest)))
            share = 1 / np.hypot(1, rest / spread)
            factors = np.linalg.lstsq(terms[:, :degree] * share[:, None], tiles * share, rcond=None)[0]
            rest = tiles - terms[:, :degree] @ factors
        fits.append((factors, np.abs(rest)))
    flat, curved = fits
    factors, off = curved if np.median(curved[1]) < _CURVED * np.median(flat[1]) else flat
    light = (_terms(*copy.shape)[:, : len(factors)] @ factors).reshape(copy.shape)
    return np.clip(light, 0, 255).astype(np.float32), bool(np.quantile(off, 0.75) < _ROUGH)


def _terms(rows: int, columns: int) -> Array:
    y, x = (line.ravel() for line in np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j])
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1).astype(np.float32)
