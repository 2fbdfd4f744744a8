"""From images of digits to the network's input."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.imaging import prepare
from app.lenet.network import Floats


def as_input(scans: NDArray[np.uint8]) -> Floats:
    """Return scans (count, 28, 28), scaled to [0, 1] and padded by 2: (count, 1, 32, 32)."""
    return np.pad(scans.astype(np.float32) / np.float32(255), ((0, 0), (2, 2), (2, 2)))[:, None]


def centre(picture: NDArray[Any]) -> Floats:
    """Return one picture (height, width), bytes or in [0, 1], after the server's preprocessing: (32, 32)."""
    return prepare(picture, "center").image


def centred_input(pictures: NDArray[Any]) -> Floats:
    """Return pictures (count, height, width) after that preprocessing: (count, 1, 32, 32)."""
    return np.stack([centre(picture) for picture in pictures])[:, None]
