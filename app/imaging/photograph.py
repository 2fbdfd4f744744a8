"""A photograph or a scan: ink apart from noise, uneven light and dirt.

The ground is the light itself, seen where there is no ink: medians of tiles, opened (the darkest, then the brightest of the
neighbourhood) so that tiles full of ink take their neighbours' ground. What rises above it clearly, against the picture's
own noise and against its own strongest ink, is ink; of that, groups that are specks beside the largest are dropped, and
so is what runs off the picture's edge (a table, a shadow, a finger) where something else does not.
"""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from app.imaging.cutting import FAINT, TRACE, Box, Cutting, cut
from app.imaging.ground import COARSE, coarse_copy, spread, tiles

_OPENING = 5
"""Side, in tiles, of the neighbourhood that must hold some bare paper."""

_MARGIN = _OPENING - 1

_CELLS = 100
"""Cells along the longest side in which ink is grouped; ink in touching cells belongs together."""

_WEAK, _FULL = 0.35, 0.75
"""Share of the strongest ink from which something is ink, and from which it is full ink."""

_NOISES = 5
"""Ink stands out from the ground by at least this many standard deviations of the noise."""

_SPECK = 0.1
"""A group with less than this share of the largest group's ink is dirt."""

_SUBJECT = 0.04
"""A group at least this long, as a share of the longest side, can be what the picture is about."""

Floats = NDArray[np.float32]


def cut_out_of_photograph(ink: NDArray[np.uint8]) -> Cutting | None:
    """Cut what is drawn out of a photograph; None where nothing stands out from the noise."""
    image = Image.fromarray(ink)
    coarse, step = coarse_copy(image)
    ground = _ground(coarse)
    rise = np.asarray(coarse, np.float32) - np.asarray(ground, np.float32)
    peak = _peak(rise)
    noise = 1.4826 * float(np.median(np.abs(rise - np.median(rise))))
    if peak < max(FAINT, _NOISES * noise):
        return None
    mask = rise > max(_WEAK * peak, _NOISES / 2 * noise)
    kept = mask & _subject(mask)
    if not kept.any():
        return None
    return _cut_finely(image, ground, kept, min(peak, _peak(rise[kept])), step)


def _ground(coarse: Image.Image) -> Image.Image:
    grid = np.pad(np.asarray(tiles(coarse)), _MARGIN, mode="symmetric")
    opened = (
        Image.fromarray(grid).filter(ImageFilter.MinFilter(_OPENING)).filter(ImageFilter.MaxFilter(_OPENING))
    )
    smooth = opened.filter(ImageFilter.BoxBlur(1))
    return spread(
        smooth.crop((_MARGIN, _MARGIN, smooth.width - _MARGIN, smooth.height - _MARGIN)), coarse.size
    )


def _peak(rise: Floats) -> float:
    """The strongest ink, but for a few outliers."""
    outliers = min(rise.size - 1, 4 + rise.size // 10_000)
    return float(np.partition(rise, rise.size - 1 - outliers, axis=None)[rise.size - 1 - outliers])


def _subject(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where the groups of ink are that the picture is about."""
    side = math.ceil(max(mask.shape) / _CELLS)
    height, width = (math.ceil(length / side) for length in mask.shape)
    padded = np.pad(mask, ((0, height * side - mask.shape[0]), (0, width * side - mask.shape[1])))
    amount = padded.reshape(height, side, width, side).sum(axis=(1, 3))
    chosen = _chosen(_groups(amount > 0), amount)
    return np.kron(chosen, np.ones((side, side), bool))[: mask.shape[0], : mask.shape[1]]


def _chosen(labels: NDArray[np.intp], amount: NDArray[np.intp]) -> NDArray[np.bool_]:
    """The groups that cross fewest of the picture's sides, of which one is long enough, without the specks."""
    inks = np.bincount(labels.ravel(), weights=amount.ravel())
    names = np.flatnonzero(inks)
    sides = (labels[0], labels[-1], labels[:, 0], labels[:, -1])
    crossed = np.sum([np.isin(names, side) for side in sides], axis=0)
    for number in np.unique(crossed):
        alike = names[crossed == number]
        if _length(labels == alike[inks[alike].argmax()]) >= _SUBJECT * max(labels.shape):
            names = alike
            break
    return np.isin(labels, names[inks[names] >= _SPECK * inks[names].max(initial=0)])


def _groups(cells: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Number the groups of touching cells.

    A cell's number names a cell of its group. Every cell takes the highest number of its neighbourhood, then that of the
    cell so named, which doubles the distance seen each time, until none changes.
    """
    labels = np.where(cells, np.arange(1, cells.size + 1).reshape(cells.shape), 0)
    while True:
        padded = np.pad(labels, 1)
        rows = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
        spread = np.where(cells, np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:]), 0)
        spread[cells] = spread.ravel()[spread[cells] - 1]
        if np.array_equal(spread, labels):
            return labels
        labels = spread


def _length(cells: NDArray[np.bool_]) -> int:
    box = cut(cells.astype(np.uint8) * np.uint8(255)).box
    return max(box.height, box.width)


def _cut_finely(
    image: Image.Image, ground: Image.Image, kept: NDArray[np.bool_], peak: float, step: int
) -> Cutting | None:
    """Cut the kept ink out of the full picture, so that a small digit on a large page keeps its shape."""
    coarse = cut(kept.astype(np.uint8) * np.uint8(255)).box
    top, left = max(0, coarse.top - 2), max(0, coarse.left - 2)
    bottom = min(kept.shape[0], coarse.top + coarse.height + 2)
    right = min(kept.shape[1], coarse.left + coarse.width + 2)
    area = (left, top, right, bottom)
    patch = image.crop((left * step, top * step, right * step, bottom * step))
    fine = max(1, max(patch.size) // COARSE)
    patch = patch.reduce(fine).filter(ImageFilter.GaussianBlur(max(patch.size) / fine / 200))
    near = Image.fromarray(kept.astype(np.uint8) * np.uint8(255)).filter(ImageFilter.MaxFilter(5))
    rise = np.asarray(patch, np.float32) - np.asarray(ground.crop(area).resize(patch.size), np.float32)
    strength = np.clip((rise / peak - _WEAK) / (_FULL - _WEAK), 0, 1) * np.asarray(
        near.crop(area).resize(patch.size)
    )
    strokes = np.rint(strength).astype(np.uint8)
    if strokes.max() < TRACE:
        return None
    found = cut(strokes)
    first_row, first_column = top * step + found.box.top * fine, left * step + found.box.left * fine
    height = min(found.box.height * fine, image.height - first_row)
    width = min(found.box.width * fine, image.width - first_column)
    return Cutting(found.strokes, Box(first_row, first_column, height, width))
