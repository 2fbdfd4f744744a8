"""Geometric augmentation: resampling against a slow oracle, and the effect of each transform."""

import math

import numpy as np
import pytest

from app.lenet.network import Floats
from app.training.warp import (
    BEND_GRID,
    Ranges,
    Transform,
    draw_transforms,
    linear,
    resample,
    rotation_matrix,
    source_coordinates,
)

UNMOVED = np.eye(2, dtype=np.float32)[None]


def pictures(count: int, size: int = 12) -> Floats:
    """Random pictures."""
    return np.random.default_rng(3).random((count, size, size), dtype=np.float32)


def value_at(picture: Floats, place: tuple[float, float], outside: float) -> float:
    """Bilinear, pixel by pixel."""
    (row, column), total = place, 0.0
    top, left = math.floor(row), math.floor(column)
    for y in (top, top + 1):
        for x in (left, left + 1):
            inside = 0 <= y < picture.shape[0] and 0 <= x < picture.shape[1]
            value = float(picture[y, x]) if inside else outside
            total += value * (1 - abs(row - y)) * (1 - abs(column - x))
    return total


def test_resampling_is_bilinear() -> None:
    """Every value is that of the four pixels around it, weighted, also over the edge and far outside."""
    images = pictures(3)
    source = np.random.default_rng(4).uniform(-3, 15, (3, 2, 9, 9)).astype(np.float32)
    found = resample(images, source, outside=0.3)
    for image in range(3):
        for row, column in np.ndindex(9, 9):
            place = (float(source[image, 0, row, column]), float(source[image, 1, row, column]))
            expected = value_at(images[image], place, 0.3)
            assert found[image, row, column] == pytest.approx(expected, abs=1e-5)


def test_pictures_are_moved_and_turned() -> None:
    """A shift by (2, -1) moves (3, 5) to (5, 4); a turn is clockwise, the other way round than rot90."""
    images = np.zeros((1, 12, 12), np.float32)
    images[0, 3, 5] = 1
    shift, turn = linear(UNMOVED), linear(rotation_matrix(np.array([90.0])).astype(np.float32))
    shift.shift[:] = (2, -1)
    assert np.argwhere(resample(images, source_coordinates(shift, 12))[0] > 0.5).tolist() == [[5, 4]]
    turned = resample(pictures(1), source_coordinates(turn, 12))
    assert np.allclose(turned[0], np.rot90(pictures(1)[0], -1), atol=1e-5)


def test_finer_output_samples_between_the_pixels() -> None:
    """At twice the resolution the mean of each 2 by 2 block of a slope is the pixel itself."""
    slope = np.add.outer(np.arange(12, dtype=np.float32), np.arange(12, dtype=np.float32))[None]
    fine = resample(slope, source_coordinates(linear(UNMOVED), 12, resolution=2))
    assert fine.shape == (1, 24, 24)
    blocks = fine.reshape(1, 12, 2, 12, 2).mean(axis=(2, 4))
    assert np.allclose(blocks[:, 1:-1, 1:-1], slope[:, 1:-1, 1:-1], atol=1e-5)


def test_a_strong_pinch_narrows_the_top_alone() -> None:
    """Two upright lines meet above and stand below where they stood."""
    lines = np.zeros((1, 28, 28), np.float32)
    lines[0, :, 8] = lines[0, :, 20] = 1
    nothing = np.zeros(1, np.float32)
    bend = np.zeros((1, 2, BEND_GRID, BEND_GRID), np.float32)
    pinch, column = np.full(1, 2, np.float32), np.full(1, 20, np.float32)
    moved = resample(
        lines,
        source_coordinates(
            Transform(UNMOVED, np.zeros((1, 2), np.float32), nothing + 1, pinch, column, bend), 28
        ),
    )[0]
    assert moved[4, 20] == pytest.approx(1, abs=1e-5)
    assert np.flatnonzero(moved[4] > 0.2).min() > 14
    assert np.allclose(moved[14:], lines[0, 14:], atol=1e-5)


def test_movements_stay_in_their_ranges() -> None:
    """Size, shift and pinch are within what was asked for, and differ from picture to picture."""
    ranges = Ranges(shift=2, scale=0.1, pinch=0.2)
    transform = draw_transforms(500, ranges, np.random.default_rng(5))
    assert np.abs(transform.shift).max() <= 2
    assert np.abs(np.log(transform.scale)).max() <= 0.1 + 1e-6
    assert np.abs(transform.pinch).max() <= 0.2
    assert len(np.unique(transform.scale)) > 490
    # The determinant of the inverse map is the area's: neither turn, shear nor stretch changes it.
    assert np.allclose(np.linalg.det(transform.matrix), transform.scale**-2.0, rtol=1e-4)
