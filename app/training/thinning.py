"""Thinning: from a scanned digit to the path of the pen, and the distance of every pixel to that path.

A pen in a browser draws a sharp line of constant width; MNIST's scans are soft and vary. Thinning a scan to
its skeleton (Zhang and Suen, "A fast parallel algorithm for thinning digital patterns", 1984) gives the pen's
path. A round pen that follows the path covers all pixels whose distance to it is below the pen's radius.
"""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

REACH = 7.0  # largest distance that is stored, in pixels; no pen in use is broader
STEPS_PER_PIXEL = 32  # distances are stored as uint8, in steps of 1/32 pixel

# The eight neighbours clockwise from north, as (row, column) offsets: Zhang and Suen's P2 … P9.
_RING = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))


def _deletable(forbidden: tuple[tuple[int, int, int], ...]) -> NDArray[np.bool_]:
    """Return for each of the 256 neighbourhoods whether its centre may be removed: (256,).

    Each bit of the neighbourhood's number is a neighbour in `_RING`. The centre stays if all three neighbours
    of a `forbidden` triple are set.
    """
    table = np.zeros(256, bool)
    for code in range(256):
        ring = [code >> bit & 1 for bit in range(8)]
        steps = sum(a < b for a, b in pairwise([*ring, ring[0]]))
        kept = any(all(ring[i] for i in triple) for triple in forbidden)
        table[code] = 2 <= sum(ring) <= 6 and steps == 1 and not kept
    return table


_SOUTH_EAST = _deletable(((0, 2, 4), (2, 4, 6)))
_NORTH_WEST = _deletable(((0, 2, 6), (0, 4, 6)))


def thin(foreground: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Thin every picture of a batch (batch, height, width) to connected lines one pixel wide."""
    padded = np.pad(foreground, ((0, 0), (1, 1), (1, 1))).astype(np.uint8)
    width = padded.shape[2]
    flat = padded.reshape(-1)
    offsets = [row * width + column for row, column in _RING]
    candidates = np.flatnonzero(flat)
    remaining = -1
    while candidates.size != remaining:
        remaining = candidates.size
        for table in (_SOUTH_EAST, _NORTH_WEST):
            code = np.zeros(candidates.size, np.uint8)
            for bit, offset in enumerate(offsets):
                code |= flat[candidates + offset] << np.uint8(bit)
            flat[candidates[table[code]]] = 0
            candidates = candidates[~table[code]]
    return padded[:, 1:-1, 1:-1].astype(bool)


def enlarge(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Double height and width of images (batch, height, width) by bilinear interpolation."""
    return np.stack([cv2.resize(image, None, fx=2, fy=2) for image in images])


def _distances(path: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the distance of each pixel's centre to a path in the enlarged picture (2 height, 2 width).

    All centres lie on a grid of quarter pixels: those of the enlarged picture in every odd row and column,
    those of the scan in every fourth one from 2 on.
    """
    grid = np.ones((2 * path.shape[0] + 1, 2 * path.shape[1] + 1), np.uint8)
    grid[1::2, 1::2] = ~path
    return cv2.distanceTransform(grid, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[2::4, 2::4] / np.float32(4)


def pen_distances(images: NDArray[np.uint8], threshold: float = 0.45) -> NDArray[np.uint8]:
    """Return each pixel's distance to the pen's path, at most `REACH`, as uint8 in 1/32 pixel."""
    fields = np.empty(images.shape, np.uint8)
    for start in range(0, len(images), 500):
        part = slice(start, start + 500)
        scans = images[part].astype(np.float32)
        peaks = np.maximum(scans.max(axis=(1, 2), keepdims=True), 1)
        paths = thin(enlarge(scans) > threshold * peaks)
        distances = np.stack([_distances(path) for path in paths])
        fields[part] = np.rint(np.minimum(distances, REACH) * STEPS_PER_PIXEL)
    return fields
