"""MNIST's 10,000 test digits, which ship with the page."""

from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.idx import read_images, read_labels

FEATURED = (10, 5, 35, 30, 19, 15, 22, 17, 110, 12)
"""A plain, well-formed digit of each kind, 0 to 9: indices into the test set, picked by eye."""


class Samples:
    """The digits; read when first asked for, because the network does not need them."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @cached_property
    def images(self) -> NDArray[np.uint8]:
        """(10000, 28, 28) bytes, 0 = background, 255 = ink."""
        return read_images(self.directory / "t10k-images-idx3-ubyte.gz")

    @cached_property
    def labels(self) -> NDArray[np.uint8]:
        """(10000,) bytes: the digit that each picture is."""
        return read_labels(self.directory / "t10k-labels-idx1-ubyte.gz")

    def __len__(self) -> int:
        return len(self.labels)
