"""Small grey pictures through the C part of Pillow and back.

`Image` describes, checks and copies what it is given; with 20 by 20 pixels that takes several times as long as the work
(measured: 50 against 10 µs to undo a PNG's filters). What is called here is what `Image` calls itself, in the same way.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL import _imaging as core

if TYPE_CHECKING:
    from PIL._imaging import ImagingCore

Bytes = NDArray[np.uint8]
Sides = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def resized(ink: Bytes, width: int, height: int, box: Sides | None = None) -> Bytes:
    """The part in a box, or all, scaled with anti-aliasing: Hamming's window, which blurs little."""
    whole = (0.0, 0.0, ink.shape[1], ink.shape[0])
    return _bytes_of(_core_of(ink).resize((width, height), Image.Resampling.HAMMING, box or whole))


def reduced(ink: Bytes, step: int) -> Bytes:
    """The means of squares of so many pixels a side."""
    return _bytes_of(_core_of(ink).reduce((step, step), (0, 0, ink.shape[1], ink.shape[0])))


def unfiltered(packed: bytes, width: int, height: int) -> Bytes | None:
    """The greys of a PNG's deflated lines, which are told by their difference to others; None where they are damaged."""
    image = core.new("L", (width, height))
    decoder = core.zip_decoder("L", "L")
    decoder.setimage(image, (0, 0, width, height))
    read, error = decoder.decode(packed)
    return None if read >= 0 or error else _bytes_of(image)


def _core_of(ink: Bytes) -> "ImagingCore":
    """A picture that shares the bytes where they lie together."""
    height, width = ink.shape
    image: ImagingCore = core.map_buffer(np.ascontiguousarray(ink), (width, height), "raw", 0, ("L", 0, 1))
    return image


def _bytes_of(image: "ImagingCore") -> Bytes:
    width, height = image.size
    encoder = core.raw_encoder("L", "L", 0, 1)
    encoder.setimage(image, (0, 0, width, height))
    _, _, data = encoder.encode(width * height)
    return np.frombuffer(data, np.uint8).reshape(height, width)
