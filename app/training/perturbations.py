"""Digits perturbed in one way at a time, to measure the robustness of the network with its preprocessing."""

from collections.abc import Callable, Mapping
from functools import partial

import cv2
import numpy as np

from app.lenet.network import Floats
from app.training.augmentation import Augmentation, draw_with_pen, is_blotted
from app.training.data import Digits
from app.training.thinning import pen_distances
from app.training.warp import linear, resample, rotation_matrix, source_coordinates

MARGIN = 8  # pixels added on every side, so that nothing is cut off when a digit moves or grows

Morphology = Callable[..., np.ndarray]  # cv2.dilate or cv2.erode
Pictures = tuple[Floats, Digits]
"""Pictures (batch, height, width) in [0, 1], and the digits that they were made from."""


def _padded(digits: Digits) -> Floats:
    return np.pad(digits.scans / np.float32(255), ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)))


def shifted(digits: Digits, rng: np.random.Generator) -> Pictures:
    """Shifted by up to ±6 whole pixels in both directions."""
    padded = _padded(digits)
    rows, columns = rng.integers(-6, 7, (2, len(digits)))
    moves = zip(padded, rows, columns, strict=True)
    return np.stack([np.roll(picture, (row, column), (0, 1)) for picture, row, column in moves]), digits


def rotated(digits: Digits, rng: np.random.Generator) -> Pictures:
    """Rotated by up to ±25 degrees."""
    return _moved(digits, rotation_matrix(rng.uniform(-25, 25, len(digits)))), digits


def scaled(digits: Digits, rng: np.random.Generator) -> Pictures:
    """Scaled by 0.6 to 1.4."""
    factor = rng.uniform(0.6, 1.4, (len(digits), 1, 1))
    return _moved(digits, np.eye(2) / factor), digits


def _moved(digits: Digits, matrix: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Floats:
    padded = _padded(digits)
    return resample(padded, source_coordinates(linear(matrix.astype(np.float32)), padded.shape[1]))


def _morphed(size: int, operation: Morphology, digits: Digits, _rng: np.random.Generator) -> Pictures:
    """Dilate or erode: each pixel becomes the largest or smallest in a square to its right and below."""
    kernel = np.ones((size, size), np.uint8)
    changed = [operation(picture, kernel, anchor=(0, 0)) for picture in _padded(digits)]
    return np.stack(changed)[:, : 1 - size, : 1 - size], digits


def redrawn(digits: Digits, rng: np.random.Generator) -> Pictures:
    """Redrawn with a round pen of random width, and with variants; blotted digits are left out."""
    fields = pen_distances(digits.scans)
    drawn = ~is_blotted(digits.scans, fields)
    kept = Digits(digits.scans[drawn], digits.labels[drawn])
    return draw_with_pen(fields[drawn], kept.labels, Augmentation(), rng), kept


PERTURBATIONS: Mapping[str, tuple[str, Callable[[Digits, np.random.Generator], Pictures]]] = {
    "centred": ("as they are", lambda digits, _rng: (_padded(digits), digits)),
    "shifted": ("shifted by up to ±6 px", shifted),
    "rotated": ("rotated by up to ±25°", rotated),
    "scaled": ("scaled to 0.6 to 1.4", scaled),
    "thicker": ("1 px thicker (2 by 2 dilation)", partial(_morphed, 2, cv2.dilate)),
    "much_thicker": ("2 px thicker (3 by 3 dilation)", partial(_morphed, 3, cv2.dilate)),
    "thinner": ("1 px thinner (2 by 2 erosion)", partial(_morphed, 2, cv2.erode)),
    "redrawn": ("redrawn with a pen, slashes and bars", redrawn),
}
"""By the name in the record: a description, and the function."""
