"""Pictures to send: one of MNIST's eights as rows of numbers and as files."""

import numpy as np
from numpy.typing import NDArray

from app.samples import FEATURED, Samples
from app.settings import ROOT
from tests import strokes

SAMPLES = Samples(ROOT / "static" / "data" / "mnist")

ACTIVATIONS = "/api/v1/models/lenet/activations"
PREDICTIONS = "/api/v1/models/lenet/predictions"
EXPLANATIONS = "/api/v1/models/lenet/explanations"


def digit(kind: int = 8) -> NDArray[np.uint8]:
    """A well-formed digit of that kind: (28, 28) bytes, ink bright."""
    picture: NDArray[np.uint8] = SAMPLES.images[FEATURED[kind]]
    return picture


def rows(kind: int = 8) -> list[list[int]]:
    """The same as lists of numbers."""
    return [[int(value) for value in row] for row in digit(kind)]


def file_of(picture: NDArray[np.uint8], kind: str = "PNG") -> bytes:
    """A greyscale picture as a file, WebP without losses."""
    return strokes.file_of(picture, kind, lossless=True)
