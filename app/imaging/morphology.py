"""OpenCV's operations on masks, with the types that they return."""

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
Floats = NDArray[np.float32]
Labels = NDArray[np.int32]


def box(width: int, height: int) -> Mask:
    """A rectangular neighbourhood."""
    return np.ones((height, width), np.uint8)


def components(mask: Mask, connectivity: int = 8) -> tuple[Labels, Labels]:
    """Number the groups of touching pixels from 1; return the numbers, and left, top, width, height and area of each."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=connectivity)
    return labels.astype(np.int32, copy=False), stats.astype(np.int32, copy=False)


def dilated(mask: Mask, width: int, height: int) -> Mask:
    """Widen what is 1."""
    return cv2.dilate(mask, box(width, height)).astype(np.uint8, copy=False)


def opened(mask: Mask, width: int, height: int) -> Mask:
    """Keep what such a rectangle fits into."""
    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, box(width, height)).astype(np.uint8, copy=False)


def closed(mask: Mask, width: int, height: int) -> Mask:
    """Fill gaps that such a rectangle does not fit into."""
    return cv2.morphologyEx(mask, cv2.MORPH_CLOSE, box(width, height)).astype(np.uint8, copy=False)


def resized(
    picture: NDArray[np.uint8] | Floats, width: int, height: int, how: int = cv2.INTER_LINEAR
) -> Floats:
    """Scale a picture."""
    return cv2.resize(picture, (width, height), interpolation=how).astype(np.float32, copy=False)


def blurred(picture: Floats, sigma: float) -> Floats:
    """Blur a picture with a Gaussian of that standard deviation."""
    return cv2.GaussianBlur(picture, (0, 0), sigma).astype(np.float32, copy=False)
