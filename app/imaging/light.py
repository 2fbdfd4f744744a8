"""The light on a picture's background, apart from what is drawn on it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.imaging.morphology import Floats, resized

_CURVED = 0.7
"""A curved surface is fitted to the light if it leaves less than this share of what a plane leaves."""

_ROUGH = 10
"""A quarter of the picture differs from the fitted surface by so much where there is a sharp shadow."""


def medians(picture: Floats) -> Floats:
    """The medians of wide neighbourhoods: the paper and its shadows, but not what is drawn."""
    rows, columns = (max(1, side // 4) for side in picture.shape)
    small = np.clip(resized(picture, columns, rows, cv2.INTER_AREA), 0, 255).astype(np.uint8)
    smooth = cv2.medianBlur(small, 25).astype(np.float32)
    return resized(smooth, picture.shape[1], picture.shape[0])


def fitted_light(copy: Floats, inside: NDArray[np.bool_]) -> tuple[Floats, bool]:
    """Fit a smooth surface to most of the background; return it, and whether the background is as smooth as that."""
    rows, columns = (min(24, side) for side in copy.shape)
    tiles = resized(copy, columns, rows, cv2.INTER_AREA).ravel()
    bare = resized(inside.astype(np.float32), columns, rows, cv2.INTER_AREA).ravel() > 0.9
    terms = _terms(rows, columns)
    weights = bare.astype(np.float32)
    if not bare.any():
        return np.full(copy.shape, float(np.median(copy)), np.float32), True
    rest = tiles - np.median(tiles[bare])
    fits = []
    for degree in (3, 6):
        for _ in range(4):
            spread = 1 + 1.5 * float(np.median(np.abs(rest[bare])))
            share = np.sqrt(weights / (1 + np.square(rest / spread)))[:, None]
            factors = np.linalg.lstsq(terms[:, :degree] * share, tiles * share[:, 0], rcond=None)[0]
            rest = tiles - terms[:, :degree] @ factors
        fits.append((float(np.median(np.abs(rest[bare]))), factors))
    flat, curved = fits
    factors = curved[1] if curved[0] < _CURVED * flat[0] else flat[1]
    surface = _terms(*copy.shape)[:, : len(factors)] @ factors
    light: Floats = np.clip(surface.reshape(copy.shape), 0, 255).astype(np.float32)
    rest = tiles - terms[:, : len(factors)] @ factors
    return light, float(np.quantile(np.abs(rest[bare]), 0.75)) < _ROUGH


def _terms(rows: int, columns: int) -> Floats:
    y, x = np.meshgrid(np.linspace(-1, 1, rows), np.linspace(-1, 1, columns), indexing="ij")
    terms: Floats = (
        np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1).reshape(-1, 6).astype(np.float32)
    )
    return terms
