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

    name: str
    title: str
    meaning: str
    numbers: Rows
    divisor: int = 1

    def values(self) -> NDArray[np.float32]:
        """The numbers over the divisor, as float32."""
        return (np.array(self.numbers) / self.divisor).astype(np.float32)


_BINOMIAL = (1, 4, 6, 4, 1)  # row 4 of Pascal's triangle, the integer approximation of a Gaussian

KERNELS: tuple[Kernel, ...] = (
    Kernel(
        "identity",
        "Identity",
        "Takes the middle number and nothing else: the picture stays as it is.",
        ((0, 0, 0), (0, 1, 0), (0, 0, 0)),
    ),
    Kernel(
        "sobel_x",
        "Sobel, left to right",
        "How much brighter it gets to the right: upright edges; negative where it gets darker.",
        ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
    ),
    Kernel(
        "sobel_y",
        "Sobel, top to bottom",
        "How much brighter it gets downwards: level edges; negative where it gets darker.",
        ((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
    ),
    Kernel(
        "prewitt_x",
        "Prewitt, left to right",
        "Sobel without the double weight of the middle row.",
        ((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)),
    ),
    Kernel(
        "prewitt_y",
        "Prewitt, top to bottom",
        "Sobel without the double weight of the middle column.",
        ((-1, -1, -1), (0, 0, 0), (1, 1, 1)),
    ),
    Kernel(
        "laplacian",
        "Laplacian",
        "How much the four neighbours differ from the middle: edges of every direction, on both their sides.",
        ((0, 1, 0), (1, -4, 1), (0, 1, 0)),
    ),
    Kernel(
        "outline",
        "Outline",
        "The middle against all eight neighbours: edges and single dots of every direction.",
        ((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)),
    ),
    Kernel(
        "emboss",
        "Emboss",
        "Brighter towards the lower right, darker towards the upper left: as if lit from one side.",
        ((-2, -1, 0), (-1, 1, 1), (0, 1, 2)),
    ),
    Kernel(
        "sharpen",
        "Sharpen",
        "The picture minus its Laplacian: every number is moved away from its neighbours.",
        ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
    ),
    Kernel(
        "box_blur",
        "Box blur",
        "The mean of nine numbers.",
        ((1, 1, 1), (1, 1, 1), (1, 1, 1)),
        9,
    ),
    Kernel(
        "gaussian_blur",
        "Gaussian blur",
        "A weighted mean in which near numbers count more.",
        ((1, 2, 1), (2, 4, 2), (1, 2, 1)),
        16,
    ),
    Kernel(
        "gaussian_blur_5",
        "Gaussian blur, 5 by 5",
        "The same over more neighbours: a stronger blur.",
        tuple(tuple(row * column for column in _BINOMIAL) for row in _BINOMIAL),
        256,
    ),
)
BY_NAME: Mapping[str, Kernel] = {kernel.name: kernel for kernel in KERNELS}
