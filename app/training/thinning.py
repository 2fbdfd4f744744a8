"""Thinning: from a scanned digit to the path of the pen, and the distance of every pixel to that path.

A pen in a browser draws a sharp line of constant width; MNIST's scans are soft and vary. Thinning a scan to
its skeleton (Zhang and Suen, "A fast parallel algorithm for thinning digital patterns", 1984) gives the pen's
path. A round pen that follows the path covers all pixels whose distance to it is below the pen's radius.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

REACH = 7.0
"""Largest distance that is stored, in pixels; no pen in use is broader."""

STEPS_PER_PIXEL = 32
"""Distances are stored as uint8, in steps of 1/32 pixel."""

# The eight neighbours clockwise from north, as (row, column) offsets: Zhang and Suen's P2 … P9.
_RING = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))


def _deletable(forbidden: tuple[tuple[int, int, int], ...]) -> NDArray[np.bool_]:
    """For each of the 256 neighbourhoods: may its centre go? Not if a whole `forbidden` triple is set."""
    table = np.zeros(256, bool)
    for code in range(256):
        ring = [code >> bit & 1 for bit in range(8)]
        steps = sum(a < b for a, b in pairwise([*ring, ring[0]]))
        kept = any(all(ring[i] for i in triple) for triple in forbidden)
        table[code] = 2 <= sum(ring) <= 6 and steps == 1 and not kept
    return table


_SOUTH_EAST = _deletable(((0, 2, 4), (2, 4, 6)))
_NORTH_WEST = _deletable(((0, 2, 6), (0, 4, 6)))


def thin(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Thin every picture of a batch (batch, height, width) to connected lines one pixel wide."""
    padded = np.pad(ink, ((0, 0), (1, 1), (1, 1))).astype(np.uint8)
    width = padded.shape[2]
    flat = padded.reshape(-1)
    offsets = [row * width + column for row, column in _RING]
    candidates = np.flatnonzero(flat)
    while candidates.size:
        removed = 0
        for table in (_SOUTH_EAST, _NORTH_WEST):
            code = np.zeros(candidates.size, np.uint8)
            for bit, offset in enumerate(offsets):
                code |= flat[candidates + offset] << np.uint8(bit)
            gone = table[code]
            flat[candidates[gone]] = 0
            candidates = candidates[~gone]
            removed += int(gone.sum())
        if not removed:
            break
    return padded[:, 1:-1, 1:-1].astype(bool)


def enlarge(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Double height and width by bilinear interpolation, a quarter pixel beside the old centres."""
    for axis in (1, 2):
        edge = [(0, 0)] * 3
        edge[axis] = (1, 1)
        padded = np.moveaxis(np.pad(images, edge, mode="edge"), axis, -1)
        near, before, after = padded[..., 1:-1], padded[..., :-2], padded[..., 2:]
        doubled = np.stack((0.75 * near + 0.25 * before, 0.75 * near + 0.25 * after), axis=-1)
        images = np.moveaxis(doubled.reshape(*near.shape[:-1], -1), -1, axis)
    return images


def _nearest_squared(squared: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    """One pass of the squared distance transform along `axis`, from the doubled grid to the original."""
    reach = int(2 * REACH)
    edge = [(0, 0)] * 3
    edge[axis] = (reach, reach)
    padded = np.moveaxis(np.pad(squared, edge, constant_values=np.inf), axis, -1)
    count = squared.shape[axis] // 2
    nearest = np.full((*padded.shape[:-1], count), np.inf, np.float32)
    for offset in range(1 - reach, reach + 1):
        start = reach + offset
        away = np.float32(((offset - 0.5) / 2) ** 2)
        np.minimum(nearest, padded[..., start : start + 2 * count : 2] + away, out=nearest)
    return np.moveaxis(nearest, -1, axis)


def pen_distances(images: NDArray[np.uint8], threshold: float = 0.45) -> NDArray[np.uint8]:
    """Return each pixel's distance to the pen's path, at most `REACH`, as uint8 in 1/32 pixel."""
    fields = np.empty(images.shape, np.uint8)
    for start in range(0, len(images), 500):
        part = slice(start, start + 500)
        scans = images[part].astype(np.float32)
        peaks = np.maximum(scans.max(axis=(1, 2), keepdims=True), 1)
        path = thin(enlarge(scans) > threshold * peaks)
        squared = np.where(path, np.float32(0), np.float32(np.inf))
        distance = np.sqrt(_nearest_squared(_nearest_squared(squared, 1), 2))
        fields[part] = np.rint(np.minimum(distance, REACH) * STEPS_PER_PIXEL)
    return fields
