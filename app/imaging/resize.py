"""Resizing of grey pictures with Pillow."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]


def resized(
    picture: Grey, width: int, height: int, box: tuple[float, float, float, float] | None = None
) -> Grey:
    """Scale a picture, or its part in `box` (left, top, right, bottom), with anti-aliasing (a Hamming window, which blurs little)."""
    return np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.HAMMING, box))


def reduced(picture: Grey, step: int) -> Grey:
    """Return the means of squares of `step` by `step` pixels."""
    return np.asarray(Image.fromarray(picture).reduce(step))
