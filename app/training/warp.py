"""Geometric augmentation: one bilinear resampling that shifts, rotates, scales, shears, pinches and bends.

Doing it in one step blurs once. Coordinates are (row, column) in pixels of the source picture, whose centre
is the centre of every transform.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.lenet.network import Floats


@dataclass(frozen=True, slots=True)
class Ranges:
    """Ranges of the random transforms; draws are uniform in ± the range, unless noted otherwise."""

    shift: float = 3.0  # pixels
    rotation: float = 15.0  # degrees
    scale: float = 0.18  # of the size, drawn on a logarithmic scale
    stretch: float = 0.12  # height against width, likewise
    shear: float = 0.20
    pinch: float = 0.12  # narrower at the top, wider at the bottom or the reverse
    bend: float = 0.6  # pixels, standard deviation of the elastic grid


BEND_GRID = 6  # points a side of the elastic displacement, which is interpolated smoothly


def _smooth_basis(size: int) -> Floats:
    """(size, BEND_GRID): each pixel's weights over the grid's points, Gaussian, of unit energy."""
    spacing = (size - 1) / (BEND_GRID - 1)
    offsets = np.arange(size)[:, None] / spacing - np.arange(BEND_GRID)[None, :]
    weights = np.exp(-(offsets**2))
    return (weights / np.sqrt((weights**2).sum(axis=1, keepdims=True))).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Transform:
    """One transform for each picture of a batch; the first axis of every array is the batch."""

    matrix: Floats  # (batch, 2, 2): output offset from the middle → source offset
    shift: Floats  # (batch, 2): output pixels
    scale: Floats  # (batch,): how much larger the output is
    pinch: Floats  # (batch,)
    pinch_column: Floats  # (batch,): the source column that a pinch leaves where it is
    bend: Floats  # (batch, 2, BEND_GRID, BEND_GRID): source pixels


def rotation_matrix(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the matrices (batch, 2, 2) from output to source offsets that rotate pictures clockwise."""
    cos, sin = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return np.stack((cos, -sin, sin, cos), axis=-1).reshape(-1, 2, 2)


def draw_transforms(count: int, ranges: Ranges, rng: np.random.Generator) -> Transform:
    """Return `count` random transforms."""
    rotation = rng.uniform(-ranges.rotation, ranges.rotation, count)
    scale = np.exp(rng.uniform(-ranges.scale, ranges.scale, count))
    stretch = np.exp(rng.uniform(-ranges.stretch, ranges.stretch, count))
    shear = rng.uniform(-ranges.shear, ranges.shear, count)
    slant = np.stack(
        (1 / (scale * stretch), np.zeros(count), shear * stretch / scale, stretch / scale), axis=-1
    )
    return Transform(
        matrix=(slant.reshape(count, 2, 2) @ rotation_matrix(rotation)).astype(np.float32),
        shift=rng.uniform(-ranges.shift, ranges.shift, (count, 2)).astype(np.float32),
        scale=scale.astype(np.float32),
        pinch=rng.uniform(-ranges.pinch, ranges.pinch, count).astype(np.float32),
        pinch_column=np.full(count, 13.5, np.float32),
        bend=rng.normal(0, ranges.bend, (count, 2, BEND_GRID, BEND_GRID)).astype(np.float32),
    )


def linear(matrix: Floats) -> Transform:
    """Return linear transforms (batch, 2, 2) from output to source offsets."""
    nothing = np.zeros(len(matrix), np.float32)
    grid = np.zeros((len(matrix), 2, BEND_GRID, BEND_GRID), np.float32)
    return Transform(matrix, np.zeros((len(matrix), 2), np.float32), nothing + 1, nothing, nothing, grid)


def source_coordinates(transform: Transform, size: int, resolution: int = 1) -> Floats:
    """Return the source (row, column) of each output pixel: (batch, 2, n, n) with n = resolution · size."""
    middle = np.float32((size - 1) / 2)
    line = (np.arange(resolution * size, dtype=np.float32) + np.float32(0.5)) / np.float32(
        resolution
    ) - np.float32(size / 2)
    rows = line[None, :, None] - transform.shift[:, 0, None, None]
    columns = line[None, None, :] - transform.shift[:, 1, None, None]
    matrix = transform.matrix[:, :, :, None, None]
    basis = _smooth_basis(resolution * size)
    source: Floats = np.matmul(np.matmul(basis, transform.bend), basis.T)
    source[:, 0] += matrix[:, 0, 0] * rows + matrix[:, 0, 1] * columns + middle
    source[:, 1] += matrix[:, 1, 0] * rows + matrix[:, 1, 1] * columns + middle
    above = (middle - source[:, 0]) / np.float32(10)
    pinch = transform.pinch[:, None, None]
    # A strong pinch changes the upper half only: it closes an open four and leaves its foot.
    factor = 1 + np.where(np.abs(pinch) > 0.5, pinch * np.maximum(above, 0), pinch * above)
    pivot = transform.pinch_column[:, None, None]
    source[:, 1] = pivot + (source[:, 1] - pivot) * factor
    return source


def resample(pictures: Floats, source: Floats, outside: float = 0.0) -> Floats:
    """Return pictures (batch, height, width) interpolated at `source` (batch, 2, rows, columns)."""
    count, height, width = pictures.shape
    padded = np.pad(pictures, ((0, 0), (1, 2), (1, 2)), constant_values=outside).reshape(-1)
    row = np.clip(source[:, 0] + 1, 0, height + 1)
    column = np.clip(source[:, 1] + 1, 0, width + 1)
    top, left = row.astype(np.int32), column.astype(np.int32)
    down, along = row - top.astype(np.float32), column - left.astype(np.float32)
    first = (
        np.arange(count, dtype=np.int32)[:, None, None] * ((height + 3) * (width + 3))
        + top * (width + 3)
        + left
    )
    upper: Floats = padded[first]
    lower: Floats = padded[first + (width + 3)]
    upper += along * (padded[first + 1] - upper)
    lower += along * (padded[first + (width + 4)] - lower)
    upper += down * (lower - upper)
    return upper
