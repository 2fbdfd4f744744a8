"""Bytes as Pillow's pictures and back, for the small pictures that everything here ends in.

`Image.fromarray` and `np.asarray` describe and copy what they are given; at 20 by 20 pixels that takes longer than any scaling.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def picture_of(ink: NDArray[np.uint8]) -> Image.Image:
    """A grey picture of bytes (height, width), which it shares where they lie together."""
    height, width = ink.shape
    return Image.frombuffer("L", (width, height), np.ascontiguousarray(ink), "raw", "L", 0, 1)


def bytes_of(picture: Image.Image) -> NDArray[np.uint8]:
    """The bytes of a grey picture, (height, width)."""
    return np.frombuffer(picture.tobytes(), np.uint8).reshape(picture.height, picture.width)
