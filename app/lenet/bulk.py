"""Only the answers, for many images: few products, as large as can be.

`app.lenet.plan` returns every stage, an image at a time. Where only the probabilities are wanted, three things are quicker:
- Convolution and pooling become one product. A 5 by 5 kernel, put at each of the four places that a pooling window joins,
  makes four kernels of 6 by 6 that step by two; the pooled number is the largest of their four results. BLAS is given four
  times as many rows, which it likes better than the zeros cost: 27 GFLOP/s against 16 for the six rows of `conv1`.
- Several images go into one product, in all layers.
- ReLU comes after pooling, to a quarter of the numbers: the ReLU of the largest is the largest ReLU.

BLAS adds these products in another order. So the probabilities agree with those of `app.lenet.network.forward` to float32
rounding, not to the bit.
"""

from functools import partial
from math import prod

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from app.lenet import operations
from app.lenet.architecture import Architecture, Layer
from app.lenet.errors import LenetError
from app.lenet.network import Parameters
from app.lenet.plan import Floats, Step, runs

BLOCK = 8  # images in one product of a convolution: measured; with 4 or 16 it takes a tenth longer


class Bulk:
    """Buffers for the convolutions of a block of images; used by one thread at a time."""

    def __init__(self, parameters: Parameters, architecture: Architecture) -> None:
        """Prepare; `LenetError` if the layers are not convolutions with pooling, then dense layers, then softmax."""
        convolutions, self._dense = _parts(architecture)
        self._input = np.zeros((architecture[0].shape[0], BLOCK, *architecture[0].shape[1:]), np.float32)
        self._steps: list[Step] = []
        below = self._input
        for layer in convolutions:
            folded = _Folded(parameters[f"{layer.name}.weight"], parameters[f"{layer.name}.bias"], below)
            self._steps += folded.steps
            below = folded.result
        self._features = below.transpose(1, 0, 2, 3)
        self._matrices = [
            (np.ascontiguousarray(parameters[f"{layer.name}.weight"].T), parameters[f"{layer.name}.bias"])
            for layer in self._dense
        ]

    def run(self, images: Floats) -> Floats:
        """Images (batch, *the input's shape) → probabilities (batch, classes)."""
        vectors = np.empty((len(images), *self._features.shape[1:]), np.float32)
        for first in range(0, len(images), BLOCK):
            some = images[first : first + BLOCK]
            # What is left of a last, shorter block keeps what it had: nobody looks.
            self._input[:, : len(some)] = some.transpose(1, 0, 2, 3)
            for step in self._steps:
                step()
            vectors[first : first + BLOCK] = self._features[: len(some)]
        values: Floats = vectors.reshape(len(images), prod(vectors.shape[1:]))
        for place, (matrix, bias) in enumerate(self._matrices):
            values = np.matmul(values, matrix)
            values += bias
            if place < len(self._matrices) - 1:
                np.maximum(values, np.float32(0), out=values)
        return operations.softmax(values)


def _parts(architecture: Architecture) -> tuple[list[Layer], list[Layer]]:
    """The convolutions and the dense layers of a network that is nothing else."""
    convolutions = [layer for layer in architecture if layer.kind == "convolution"]
    dense = [layer for layer in architecture if layer.kind == "dense"]
    kinds = [layer.kind for layer in architecture]
    expected = [
        "input",
        *["convolution", "relu", "max_pool"] * len(convolutions),
        *["dense", "relu"] * len(dense),
    ]
    pools = [layer.window for layer in architecture if layer.kind == "max_pool"]
    if kinds != [*expected[:-1], "softmax"] or any(window != ((2, 2), 2, 0) for window in pools):
        raise LenetError(f"no bulk way for the layers {', '.join(kinds)}; use network.forward")
    for layer in convolutions:
        kernel, stride, padding = layer.window
        if (
            (stride, padding) != (1, 0)
            or any(size % 2 for size in layer.shape[1:])
            or not all(k % 2 for k in kernel)
        ):
            raise LenetError(f"layer {layer.name}: no bulk way for {layer.window}; use network.forward")
    return convolutions, dense


class _Folded:
    """A convolution, the pooling of its result and ReLU: the steps from `below` to `result`.

    Both are (maps, images, rows, columns). The windows of the larger kernels step by two, so the cells of `below` are first
    sorted by whether their row and their column is even or odd; in each of the four sorts, windows step by one.
    """

    def __init__(self, weight: Floats, bias: Floats, below: Floats) -> None:
        maps, images, rows, width = below.shape
        kernel = (weight.shape[2] + 1, weight.shape[3] + 1)
        size = (rows - kernel[0]) // 2 + 1, (width - kernel[1]) // 2 + 1
        columns = np.ones((maps * kernel[0] * kernel[1] + 1, images * size[0] * size[1]), np.float32)
        four = np.empty((4, len(weight) * columns.shape[1]), np.float32)
        two = np.empty((2, four.shape[1]), np.float32)
        self.result = np.empty((len(weight), images, *size), np.float32)
        largest = self.result.reshape(-1)
        self.steps: list[Step] = [
            *_sorting(below, kernel, size, columns),
            partial(np.dot, _four_kernels(weight, bias), columns, four.reshape(-1, columns.shape[1])),
            partial(np.maximum, four[:2], four[2:], out=two),
            partial(np.maximum, two[0], two[1], out=largest),
            partial(np.maximum, largest, np.zeros_like(largest), out=largest),
        ]


def _four_kernels(weight: Floats, bias: Floats) -> Floats:
    """Each kernel at the four places of a pooling window, as rows of a matrix: first all at the first place."""
    outputs, maps, rows, width = weight.shape
    placed = np.zeros((4, outputs, maps, rows + 1, width + 1), np.float32)
    for place in range(4):
        row, column = divmod(place, 2)
        placed[place, :, :, row : row + rows, column : column + width] = weight
    return np.concatenate([placed.reshape(4 * outputs, -1), np.tile(bias, 4)[:, None]], axis=1)


def _sorting(below: Floats, kernel: tuple[int, int], size: tuple[int, int], columns: Floats) -> list[Step]:
    """From pictures to columns, in four copies of longer and longer runs.

    Part even and odd rows; part even and odd columns; cut each row at every place of a window; join the rows of a window.
    """
    maps, images, rows, width = below.shape
    parted = np.empty((2, maps * images * rows // 2, width), np.float32)
    cells = np.empty((2, 2, maps, images, rows // 2, width // 2), np.float32)  # column's sort, row's sort, …
    cut = sliding_window_view(cells, size[1], axis=-1).transpose(2, 1, 0, 5, 3, 4, 6)
    strips = np.empty(cut.shape, np.float32)  # map, row's sort, column's sort, place, image, row, column
    joined = sliding_window_view(strips.reshape(*cut.shape[:5], -1), size[0] * size[1], axis=-1)[
        ..., :: size[1], :
    ]
    halves = (maps, kernel[0] // 2, 2, kernel[1] // 2, 2, images, size[0] * size[1])
    return [
        partial(np.copyto, runs(parted), runs(below.reshape(-1, 2, width)).T),
        partial(np.copyto, cells.reshape(2, -1), parted.reshape(-1, 2).T),
        partial(np.copyto, runs(strips), runs(cut)),
        partial(np.copyto, runs(columns[:-1].reshape(halves)), runs(joined.transpose(0, 5, 1, 3, 2, 4, 6))),
    ]
