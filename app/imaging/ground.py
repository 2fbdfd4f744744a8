"""What a picture is drawn on: a plain ground, or paper under uneven light."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_SMALL = 64
"""A picture of at most this side is too small for a photograph."""

_BUSY = 24
"""Neighbours that differ, for each pixel of the longest side: a drawing has fewer, a photograph has many more."""

_RIM = 0.95
"""Share of a picture's outermost pixels that are plain where it is drawn on a plain ground."""

COARSE = 400
"""Longest side of the copy on which a photograph is examined."""

_TILES = 24
"""Tiles along the longest side whose medians show the light."""

_TILE = 6
"""Least side of a tile, in pixels of that copy."""


def plain_ground(grey: NDArray[np.uint8]) -> int | None:
    """The one grey on which a picture made on a screen is drawn; None for a photograph.

    It fills at least half of the picture, exactly; and nearly all of its rim, or else little changes from pixel to pixel.
    """
    small = max(grey.shape) <= _SMALL
    ground = 0 if 2 * np.count_nonzero(grey) <= grey.size else int(np.median(grey))
    if ground and 2 * np.count_nonzero(grey == ground) < grey.size:
        return int(np.percentile(grey, 20)) if small else None
    return ground if small or _has_rim(grey, ground) or not _is_busy(grey) else None


def _has_rim(grey: NDArray[np.uint8], ground: int) -> bool:
    rim = np.concatenate((grey[0], grey[-1], grey[:, 0], grey[:, -1]))
    return int(np.count_nonzero(rim == ground)) >= _RIM * len(rim)


def _is_busy(grey: NDArray[np.uint8]) -> bool:
    changes = int(np.count_nonzero(grey[:, 1:] != grey[:, :-1]))
    longest: int = max(grey.shape)
    return changes > _BUSY * longest


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
