"""Thinning keeps the topology, and distances are those of a brute-force search."""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.training.thinning import REACH, STEPS_PER_PIXEL, enlarge, pen_distances, thin
from tests.training.synthetic import digits


def pieces(ink: NDArray[np.bool_], connectivity: int = 8) -> int:
    """How many parts there are that do not touch, diagonally neither unless `connectivity` is 4."""
    return cv2.connectedComponents(ink.astype(np.uint8), connectivity=connectivity)[0] - 1


def holes(ink: NDArray[np.bool_]) -> int:
    """How many parts of the background are closed in, by walls that may touch diagonally."""
    return pieces(~np.pad(ink, 1), connectivity=4) - 1


def test_thinning_tears_and_closes_nothing() -> None:
    """As many parts and holes as before, no ink where there was none, and nothing more to take away."""
    scans = digits(10).scans
    large = enlarge(scans.astype(np.float32)) > 90  # thicker, at twice the size
    ink = np.concatenate((np.pad(scans > 90, ((0, 0), (14, 14), (14, 14))), large))
    thinned = thin(ink)
    assert not (thinned & ~ink).any()
    assert [pieces(picture) for picture in thinned] == [pieces(picture) for picture in ink]
    assert [holes(picture) for picture in thinned] == [holes(picture) for picture in ink]
    assert np.array_equal(thin(thinned), thinned)


def test_thinned_digits_are_thin() -> None:
    """What remains of a stroke two or three pixels wide holds no block of ink."""
    thinned = thin(digits(20).scans > 90)
    blocks = thinned[:, 1:, 1:] & thinned[:, :-1, 1:] & thinned[:, 1:, :-1] & thinned[:, :-1, :-1]
    assert thinned.any(axis=(1, 2)).all()
    assert not blocks.any()


def test_enlarging_keeps_level_and_slope() -> None:
    """Twice the size, an even slope stays even: each new pixel is a quarter pixel beside its old one."""
    slope = np.tile(np.arange(6, dtype=np.float32), (1, 6, 1))
    large = enlarge(slope)
    assert large.shape == (1, 12, 12)
    expected = np.clip(np.arange(12) / 2 - 0.25, 0, 5)
    assert np.allclose(large[0], expected)


def test_distances_are_those_of_a_slow_search() -> None:
    """A pixel's distance to the path is that of a search by brute force, and the largest without ink."""
    assert (pen_distances(np.zeros((2, 28, 28), np.uint8)) == REACH * STEPS_PER_PIXEL).all()
    scans = digits(10).scans
    fields = pen_distances(scans)
    assert fields.dtype == np.uint8
    for scan, field in zip(scans, fields, strict=True):
        path = thin(enlarge(scan[None].astype(np.float32)) > 0.45 * scan.max())[0]
        points = np.argwhere(path) / 2 - 0.25
        centres = np.argwhere(np.ones_like(scan, bool))
        nearest = np.linalg.norm(centres[:, None] - points[None], axis=2).min(axis=1).reshape(28, 28)
        assert (
            np.abs(field / STEPS_PER_PIXEL - np.minimum(nearest, REACH)).max() <= 0.5 / STEPS_PER_PIXEL + 1e-6
        )
