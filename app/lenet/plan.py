"""A forward pass with preallocated buffers: views and NumPy calls of a fixed batch size, prepared once.

NumPy spends most of a small forward pass on allocating arrays and describing views. A plan does that once. It
may be run by one thread at a time, and every run overwrites the results of the one before.

What made it fast, each measured against the direct implementation:
- im2col copies rows, not single numbers, in two steps (`_convolution`): half the time;
- a row is copied as one element of a void type, which is a single memory move;
- max pooling first sorts the cells by their position in the window (`_MaxPooling`), so that the rest are long
  flat loops;
- the argmax of all pooling layers is computed together, at the end;
- the columns of each image are made just before their product, while they are in the cache;
- products use `dot`, whose call overhead is smaller than that of `matmul` for the same BLAS call.

BLAS computes the same products of the same shapes as in `app.lenet.network.forward`, one image at a time, and
all other operations are exact or elementwise, so the results have the same bits.
"""

from collections.abc import Callable, Mapping
from functools import partial
from math import prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.lenet.architecture import Architecture, Kind, Layer, parameter_shapes
from app.lenet.errors import LenetError
from app.lenet.network import Parameters

Floats = NDArray[np.float32]
Step = Callable[[], object]


def record_of(architecture: Architecture) -> np.dtype[np.void]:
    """The record type of one image's trace: float32 by layer name, then uint8 such as "pool1.winners"."""
    floats = [(layer.name, np.float32, layer.shape) for layer in architecture]
    winners = [(winners_field(layer.name), np.uint8, layer.shape) for layer in max_pools_of(architecture)]
    return np.dtype([*floats, *winners], align=True)


def winners_field(name: str) -> str:
    """The record's field for the winners of a max-pooling layer."""
    return f"{name}.winners"


def max_pools_of(architecture: Architecture) -> list[Layer]:
    """The max-pooling layers."""
    return [layer for layer in architecture if layer.kind == "max_pool"]


def matrices_of(parameters: Parameters, architecture: Architecture) -> dict[str, tuple[Floats, Floats]]:
    """Each layer's (weight, bias); a convolution's weight is (out, inputs + 1) and ends with the bias."""
    matrices = {}
    for layer in architecture:
        if layer.kind in ("convolution", "dense"):
            weight, bias = parameters[f"{layer.name}.weight"], parameters[f"{layer.name}.bias"]
            if layer.kind == "convolution":
                weight = np.concatenate([weight.reshape(len(weight), -1), bias[:, None]], axis=1)
            matrices[layer.name] = (weight, bias)
    return matrices


class Plan:
    """Buffers for `size` images and one network's weights, and the calls that compute all layers."""

    def __init__(self, architecture: Architecture, size: int, *, winners: bool) -> None:
        """Prepare; `LenetError` for a layer whose kind or window has no fast implementation."""
        self.record = record_of(architecture)
        self.records = np.zeros(size, self.record)  # the results: `size` records of type `record_of`
        self.memory = self.records.view(np.uint8).data  # the same as bytes
        self.size = size
        zeros = {name: np.zeros(shape, np.float32) for name, shape in parameter_shapes(architecture).items()}
        # the plan's own weights, as `matrices_of` returns them
        self.matrices = matrices_of(zeros, architecture)
        self.loaded: Mapping[str, tuple[Floats, Floats]] = {}  # the model's weights that were copied there
        self.zeros = np.zeros(size * max(prod(layer.shape) for layer in architecture), np.float32)
        self._input: Floats = self.records[architecture[0].name]
        self._steps: list[Step] = []
        max_pooling = _MaxPooling(self, max_pools_of(architecture))
        for layer in architecture[1:]:
            if layer.kind == "max_pool":
                self._steps += max_pooling.steps(layer)
            elif layer.kind in STEPS:
                self._steps += STEPS[layer.kind](self, layer)
            else:
                raise LenetError(f"layer {layer.name}: no fast version of {layer.kind}; use network.forward")
        if winners:
            self._steps += max_pooling.winner_steps()

    def load(self, matrices: Mapping[str, tuple[Floats, Floats]]) -> None:
        """Copy the weights of a model into the plan."""
        for name, pair in matrices.items():
            for source, target in zip(pair, self.matrices[name], strict=True):
                target[...] = source
        self.loaded = matrices

    def run(self, images: Floats) -> None:
        """Fill `records` from `size` images."""
        self._input[...] = images
        for step in self._steps:
            step()

    def flat(self, name: str) -> Floats:
        """A layer's activations: (size, numbers of one image)."""
        values: Floats = self.records[name]
        return values.reshape(self.size, -1)

    def rows(self, name: str) -> Floats:
        """The same, one-dimensional for a single image: NumPy's call overhead is then smaller."""
        return self.flat(name)[0 if self.size == 1 else slice(None)]


def as_elements(array: NDArray[np.float32]) -> NDArray[np.void]:
    """The rows of an array (its last axis) as one element each, so that a copy moves a row at a time."""
    return array.view(f"V{array.shape[-1] * array.itemsize}")[..., 0]


def copying(source: NDArray[Any], target: NDArray[Any]) -> Step:
    """Copy into the whole target; this method has less call overhead than `np.copyto`."""
    return partial(target.__setitem__, ..., source)


def _convolution(plan: Plan, layer: Layer) -> list[Step]:
    """im2col in two copies, then a matrix product, image by image.

    The columns hold every input map once for each cell of the kernel, shifted by it. A horizontal shift cuts
    each row: the cut rows are copied once per kernel column, as `strips`. A vertical shift then is a block of
    whole rows of a strip, copied as one element.
    """
    (kernel_rows, kernel_columns), stride, padding = layer.window
    if stride != 1 or padding != 0:
        raise LenetError(f"layer {layer.name}: no fast version of {layer.window}; use network.forward")
    matrix, _ = plan.matrices[layer.name]
    outputs, rows, width = layer.shape
    below: Floats = plan.records[layer.inputs[0]]
    cut = sliding_window_view(below, width, axis=3).transpose(0, 1, 3, 2, 4)
    strips = np.empty(cut.shape, np.float32)  # image, map, kernel column, row, column
    shifted = sliding_window_view(strips.reshape(*cut.shape[:3], -1), rows * width, axis=3)[..., ::width, :]
    columns = np.ones((matrix.shape[1], rows * width), np.float32)
    targets = as_elements(columns[:-1].reshape(below.shape[1], kernel_rows, kernel_columns, rows * width))
    results = plan.flat(layer.name).reshape(plan.size, outputs, rows * width)
    steps: list[Step] = [copying(as_elements(cut), as_elements(strips))]
    for blocks, result in zip(shifted.transpose(0, 1, 3, 2, 4), results, strict=True):
        steps += [copying(as_elements(blocks), targets), partial(np.dot, matrix, columns, result)]
    return steps


def _dense(plan: Plan, layer: Layer) -> list[Step]:
    weight, bias = plan.matrices[layer.name]
    result = plan.rows(layer.name)
    below = plan.rows(layer.inputs[0])
    if plan.size == 1:
        product: Step = partial(np.dot, weight, below, result)
    else:
        product = partial(np.matmul, weight, below[:, :, None], out=result[:, :, None])
    return [product, partial(np.add, result, bias, out=result)]


def _relu(plan: Plan, layer: Layer) -> list[Step]:
    """Against an array of zeros, which is faster than against the scalar 0."""
    result = plan.rows(layer.name)
    zeros = plan.zeros[: result.size].reshape(result.shape)
    return [partial(np.maximum, plan.rows(layer.inputs[0]), zeros, out=result)]


def _tanh(plan: Plan, layer: Layer) -> list[Step]:
    return [partial(np.tanh, plan.rows(layer.inputs[0]), out=plan.rows(layer.name))]


def _average_pool(plan: Plan, layer: Layer) -> list[Step]:
    """Add the four cells row by row, then divide by 4: the order of `app.lenet.operations.average_pool2d`."""
    first, *others = _window_cells(plan, layer)
    result = plan.flat(layer.name).reshape(first.shape)
    sums = [partial(np.add, result, cell, out=result) for cell in others]
    return [copying(first, result), *sums, partial(np.multiply, result, np.float32(0.25), out=result)]


def _window_cells(plan: Plan, layer: Layer) -> list[Floats]:
    """The four cells of every 2 by 2 window, row by row: views (size, maps * rows, columns)."""
    _refuse_other_pooling(layer)
    maps, rows, width = layer.shape
    below = plan.flat(layer.inputs[0]).reshape(plan.size, maps * rows, 2, width, 2)
    return [below[:, :, row, :, column] for row in range(2) for column in range(2)]


def _refuse_other_pooling(layer: Layer) -> None:
    if layer.window != ((2, 2), 2, 0):
        raise LenetError(f"layer {layer.name}: no fast version of {layer.window}; use network.forward")


def _softmax(plan: Plan, layer: Layer) -> list[Step]:
    logits, result = plan.rows(layer.inputs[0]), plan.rows(layer.name)
    one = np.empty(
        result.shape[:-1], np.float32
    )  # per image: the largest logit, then the sum of exponentials
    column = one if plan.size == 1 else one[:, None]
    return [
        partial(np.maximum.reduce, logits, axis=-1, out=one),
        partial(np.subtract, logits, column, out=result),
        partial(np.exp, result, out=result),
        partial(np.add.reduce, result, axis=-1, out=one),
        partial(np.divide, result, column, out=result),
    ]


STEPS: Mapping[Kind, Callable[[Plan, Layer], list[Step]]] = {
    "convolution": _convolution,
    "relu": _relu,
    "tanh": _tanh,
    "average_pool": _average_pool,
    "dense": _dense,
    "softmax": _softmax,
}


class _MaxPooling:
    """Max pooling, 2 by 2, of all layers that have it, with shared buffers: the winners are found in one go.

    `_rows` separates the upper rows of all windows from the lower ones, `_cells` separates left from right in
    each: (left or right, upper or lower, window). The rest are maxima and comparisons of long flat arrays.
    """

    def __init__(self, plan: Plan, pools: list[Layer]) -> None:
        self._plan = plan
        self._slices: dict[str, slice] = {}
        count = 0
        for layer in pools:
            _refuse_other_pooling(layer)
            self._slices[layer.name] = slice(count, count + plan.size * prod(layer.shape))
            count = self._slices[layer.name].stop
        self._rows = np.zeros((2, count, 2), np.float32)
        self._cells = np.zeros((2, 2, count), np.float32)
        # The larger of left and right, in upper and lower rows.
        self._larger = np.zeros((2, count), np.float32)

    def steps(self, layer: Layer) -> list[Step]:
        """Sort the cells; take the larger of left and right; then of upper and lower."""
        plan, (maps, rows, width), part = self._plan, layer.shape, self._slices[layer.name]
        below: Floats = plan.records[layer.inputs[0]].reshape(plan.size, maps * rows, 2, 2 * width)
        separated = self._rows[:, part].reshape(2, plan.size, maps * rows, 2 * width)
        cells, larger = self._cells[:, :, part], self._larger[:, part]
        return [
            copying(as_elements(below).transpose(2, 0, 1), as_elements(separated)),
            copying(self._rows[:, part].transpose(2, 0, 1), cells),
            partial(np.maximum, cells[0], cells[1], out=larger),
            partial(np.maximum, *larger.reshape(2, plan.size, -1), out=plan.flat(layer.name)),
        ]

    def winner_steps(self) -> list[Step]:
        """The right cell and the lower row win only if strictly larger, so the first of equal cells wins.

        The winner of the upper row is 0 or 1 and that of the lower 2 or 3, so the result is max(upper,
        is_lower * lower).
        """
        right = np.zeros(self._larger.shape, np.bool_)
        is_lower = np.zeros(self._larger.shape[1], np.bool_)
        upper, lower = right.view(np.uint8)
        steps: list[Step] = [
            partial(np.greater, self._cells[1], self._cells[0], out=right),
            partial(np.greater, self._larger[1], self._larger[0], out=is_lower),
            partial(np.add, lower, np.full(lower.shape, 2, np.uint8), out=lower),
            partial(np.multiply, lower, is_lower.view(np.uint8), out=lower),
        ]
        for name, part in self._slices.items():
            field = self._plan.records[winners_field(name)]
            pair = upper[part].reshape(field.shape), lower[part].reshape(field.shape)
            steps.append(partial(np.maximum, *pair, out=field))
        return steps
