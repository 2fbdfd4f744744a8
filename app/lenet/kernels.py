"""Classical image-processing kernels: what convolution was used for before networks learned their own.

A kernel is applied as it is written, not flipped, as in `app.lenet.operations.conv2d`. If its numbers sum to
1, a uniform area keeps its brightness; if they sum to 0, a uniform area becomes 0 and edges remain.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Kernel:
    """A kernel as written in books: integers with a common divisor."""

    title: str
    meaning: str
    numbers: Rows
    divisor: int = 1

    def values(self) -> NDArray[np.float32]:
        """The numbers over the divisor, as float32."""
        return (np.array(self.numbers) / self.divisor).astype(np.float32)


_BINOMIAL = (1, 4, 6, 4, 1)  # row 4 of Pascal's triangle, the integer approximation of a Gaussian

KERNELS: Mapping[str, Kernel] = {
    "identity": Kernel(
        "Identity",
        "Takes the middle number and nothing else: the picture stays as it is.",
        ((0, 0, 0), (0, 1, 0), (0, 0, 0)),
    ),
    "sobel_x": Kernel(
        "Sobel, left to right",
        "How much brighter it gets to the right: upright edges; negative where it gets darker.",
        ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
    ),
    "sobel_y": Kernel(
        "Sobel, top to bottom",
        "How much brighter it gets downwards: level edges; negative where it gets darker.",
        ((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
    ),
    "prewitt_x": Kernel(
        "Prewitt, left to right",
        "Sobel without the double weight of the middle row.",
        ((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)),
    ),
    "prewitt_y": Kernel(
        "Prewitt, top to bottom",
        "Sobel without the double weight of the middle column.",
        ((-1, -1, -1), (0, 0, 0), (1, 1, 1)),
    ),
    "laplacian": Kernel(
        "Laplacian",
        "How much the four neighbours differ from the middle: edges of every direction, on both their sides.",
        ((0, 1, 0), (1, -4, 1), (0, 1, 0)),
    ),
    "outline": Kernel(
        "Outline",
        "The middle against all eight neighbours: edges and single dots of every direction.",
        ((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)),
    ),
    "emboss": Kernel(
        "Emboss",
        "Brighter towards the lower right, darker towards the upper left: as if lit from one side.",
        ((-2, -1, 0), (-1, 1, 1), (0, 1, 2)),
    ),
    "sharpen": Kernel(
        "Sharpen",
        "The picture minus its Laplacian: every number is moved away from its neighbours.",
        ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
    ),
    "box_blur": Kernel(
        "Box blur",
        "The mean of nine numbers.",
        ((1, 1, 1), (1, 1, 1), (1, 1, 1)),
        9,
    ),
    "gaussian_blur": Kernel(
        "Gaussian blur",
        "A weighted mean in which near numbers count more.",
        ((1, 2, 1), (2, 4, 2), (1, 2, 1)),
        16,
    ),
    "gaussian_blur_5": Kernel(
        "Gaussian blur, 5 by 5",
        "The same over more neighbours: a stronger blur.",
        tuple(tuple(row * column for column in _BINOMIAL) for row in _BINOMIAL),
        256,
    ),
}
