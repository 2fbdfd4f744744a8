"""What a picture is drawn on: a plain ground, or paper under uneven light."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_SMALL = 64
"""A picture of at most this side is too small for a photograph."""

_BUSY = 24
"""Neighbours that differ, for each pixel of the longest side: a drawing has fewer, a photograph has many more."""

COARSE = 400
"""Longest side of the copy on which a photograph is examined."""

_TILES = 24
"""Tiles along the longest side whose medians show the light."""

_TILE = 6
"""Least side of a tile, in pixels of that copy."""


def plain_ground(grey: NDArray[np.uint8]) -> int | None:
    """The one grey on which a picture made on a screen is drawn; None for a photograph."""
    small = max(grey.shape) <= _SMALL
    if not small and np.count_nonzero(grey[:, 1:] != grey[:, :-1]) > _BUSY * max(grey.shape):
        return None
    if 2 * np.count_nonzero(grey) <= grey.size:
        return 0
    median = int(np.median(grey))
    if 2 * np.count_nonzero(grey == median) >= grey.size:
        return median
    return int(np.percentile(grey, 20)) if small else None


def coarse_copy(image: Image.Image) -> tuple[Image.Image, int]:
    """A copy of at most 400 pixels a side, and how many pixels became one."""
    step = math.ceil(max(image.size) / COARSE)
    return image.reduce(step), step


def tiles(coarse: Image.Image) -> Image.Image:
    """Medians of square tiles, one pixel each."""
    side = max(_TILE, math.ceil(max(coarse.size) / _TILES))
    grey = np.asarray(coarse)
    height, width = (max(1, length // side) for length in grey.shape)
    rows = np.array_split(grey, height, axis=0)
    medians = [[np.median(tile) for tile in np.array_split(row, width, axis=1)] for row in rows]
    return Image.fromarray(np.array(medians).astype(np.uint8))


def spread(grid: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Tiles back to a picture, smoothly."""
    return grid.resize(size, Image.Resampling.BICUBIC)


def flattened(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How far a photograph's greys lie above (or below) the light on its paper."""
    coarse, _ = coarse_copy(Image.fromarray(grey))
    light = spread(tiles(coarse).filter(ImageFilter.MedianFilter(5)), coarse.size)
    return np.asarray(coarse, np.float32) - np.asarray(light, np.float32)
