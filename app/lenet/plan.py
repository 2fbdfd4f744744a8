"""A forward pass with preallocated buffers: views and NumPy calls of a fixed batch size, prepared once.

NumPy spends most of a small forward pass on allocating arrays and describing views. A plan does that once.

What made it fast, each measured against the direct implementation:
- im2col copies rows, not single numbers, in two steps (`_convolution`): half the time;
- a row is copied as one element of a void type, which is a single memory move;
- max pooling first sorts the cells by their position in the window, so that the rest are long flat loops;
- the columns of each image are made just before their product, while they are in the cache;
- products use `dot`, whose call overhead is smaller than that of `matmul` for the same BLAS call;
- if only the probabilities are asked for, ReLU comes after max pooling (`pooled_first`).

BLAS computes the same products of the same shapes as in `app.lenet.network.forward`, one image at a time, and
all other operations are exact or elementwise, so the results have the same bits.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.lenet.architecture import Architecture, Kind, Layer
from app.lenet.errors import LenetError
from app.lenet.network import Floats, Parameters

Matrices = Mapping[str, tuple[Floats, Floats]]
Step = Callable[[], object]


def record_of(architecture: Architecture) -> np.dtype[np.void]:
    """The record type of one image's trace: float32 by layer name, then uint8 such as "pool1.winners"."""
    floats = [(layer.name, np.float32, layer.shape) for layer in architecture]
    winners = [
        (winners_field(layer), np.uint8, layer.shape) for layer in architecture if layer.kind == "max_pool"
    ]
    return np.dtype([*floats, *winners], align=True)


def winners_field(layer: Layer) -> str:
    """The record's field for the winners of a max-pooling layer."""
    return f"{layer.name}.winners"


def matrices_of(parameters: Parameters, architecture: Architecture) -> Matrices:
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
    """Buffers for `size` images and a copy of one network's weights, and the calls that compute all layers.

    It may be run by one thread at a time, and every run overwrites the results of the one before.
    """

    def __init__(self, architecture: Architecture, size: int, matrices: Matrices, *, short: bool) -> None:
        """Prepare; `LenetError` for a layer whose kind or window has no fast implementation.

        `matrices` are those of `matrices_of`; a short plan leaves out what the probabilities do not need.
        """
        layers = pooled_first(architecture) if short else architecture
        self.size = size
        self.has_winners = not short
        self.records = np.zeros(size, record_of(layers))  # the results
        self.memory = self.records.view(np.uint8).data  # the same as bytes
        self.zeros = np.zeros(size * max(prod(layer.shape) for layer in layers), np.float32)
        self.matrices = {name: (weight.copy(), bias.copy()) for name, (weight, bias) in matrices.items()}
        self.loaded = matrices  # what was copied there
        self._input: Floats = self.records[layers[0].name]
        self._steps: list[Step] = []
        for layer in layers[1:]:
            if layer.kind not in STEPS:
                raise LenetError(f"layer {layer.name}: no fast version of {layer.kind}; use network.forward")
            self._steps += STEPS[layer.kind](self, layer)

    def load(self, matrices: Matrices) -> None:
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


def pooled_first(architecture: Architecture) -> Architecture:
    """The same function with ReLU after max pooling, on fewer numbers: relu(max(x)) = max(relu(x))."""
    layers = list(architecture)
    for place, (relu, pool) in enumerate(pairwise(architecture)):
        if (relu.kind, pool.kind) == ("relu", "max_pool"):
            layers[place : place + 2] = pool, replace(relu, shape=pool.shape)
    # Each layer is computed from the one before it.
    return (layers[0], *(replace(layer, inputs=(below.name,)) for below, layer in pairwise(layers)))


def _as_elements(array: Floats) -> NDArray[np.void]:
    """The rows of an array (its last axis) as one element each, so that a copy moves a row at a time."""
    return array.view(f"V{array.shape[-1] * array.itemsize}")[..., 0]


def _copy(source: NDArray[Any], target: NDArray[Any]) -> Step:
    """Copy into the whole target; this method has less call overhead than `np.copyto`."""
    return partial(target.__setitem__, ..., source)


def _check_window(layer: Layer, *, fits: bool) -> None:
    if not fits:
        raise LenetError(f"layer {layer.name}: no fast version of {layer.window}; use network.forward")


def _convolution(plan: Plan, layer: Layer) -> list[Step]:
    """im2col in two copies, then a matrix product, image by image.

    The columns hold every input map once for each cell of the kernel, shifted by it. A horizontal shift cuts
    each row: the cut rows are copied once per kernel column, as `strips`. A vertical shift then is a block of
    whole rows of a strip, copied as one element.
    """
    (kernel_rows, kernel_columns), stride, padding = layer.window
    _check_window(layer, fits=(stride, padding) == (1, 0))
    matrix, _ = plan.matrices[layer.name]
    outputs, rows, width = layer.shape
    below: Floats = plan.records[layer.inputs[0]]
    cut = sliding_window_view(below, width, axis=3).transpose(0, 1, 3, 2, 4)
    strips = np.empty(cut.shape, np.float32)  # image, map, kernel column, row, column
    shifted = sliding_window_view(strips.reshape(*cut.shape[:3], -1), rows * width, axis=3)[..., ::width, :]
    columns = np.ones((matrix.shape[1], rows * width), np.float32)
    targets = _as_elements(columns[:-1].reshape(below.shape[1], kernel_rows, kernel_columns, rows * width))
    results = plan.flat(layer.name).reshape(plan.size, outputs, rows * width)
    steps: list[Step] = [_copy(_as_elements(cut), _as_elements(strips))]
    for blocks, result in zip(shifted.transpose(0, 1, 3, 2, 4), results, strict=True):
        steps += [_copy(_as_elements(blocks), targets), partial(np.dot, matrix, columns, result)]
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


def _average_pool(plan: Plan, layer: Layer) -> list[Step]:
    """Add the four cells row by row, then divide by 4: the order of `app.lenet.operations.average_pool2d`."""
    _check_window(layer, fits=layer.window == ((2, 2), 2, 0))
    maps, rows, width = layer.shape
    below = plan.flat(layer.inputs[0]).reshape(plan.size, maps * rows, 2, width, 2)
    first, *others = (below[:, :, row, :, column] for row in range(2) for column in range(2))
    result = plan.flat(layer.name).reshape(first.shape)
    sums = [partial(np.add, result, cell, out=result) for cell in others]
    return [_copy(first, result), *sums, partial(np.multiply, result, np.float32(0.25), out=result)]


def _max_pool(plan: Plan, layer: Layer) -> list[Step]:
    """Sort the cells; take the larger of left and right, then of upper and lower; find which one that was.

    `rows` has the upper rows of all windows and then the lower ones; `cells` is (left or right, upper or
    lower, window).
    """
    _check_window(layer, fits=layer.window == ((2, 2), 2, 0))
    maps, height, width = layer.shape
    below = plan.flat(layer.inputs[0]).reshape(plan.size, maps * height, 2, 2 * width)
    rows = np.zeros((2, plan.size, maps * height, 2 * width), np.float32)
    cells = np.zeros((2, 2, plan.size * prod(layer.shape)), np.float32)
    larger = np.zeros(cells.shape[1:], np.float32)
    steps: list[Step] = [
        _copy(_as_elements(below).transpose(2, 0, 1), _as_elements(rows)),
        _copy(rows.reshape(2, -1, 2).transpose(2, 0, 1), cells),
        partial(np.maximum, cells[0], cells[1], out=larger),
        partial(np.maximum, *larger.reshape(2, plan.size, -1), out=plan.flat(layer.name)),
    ]
    if not plan.has_winners:
        return steps
    # The right cell and the lower row win only if strictly larger, so the first of equal cells wins. The
    # winner of the upper row is 0 or 1, of the lower 2 or 3, so the result is max(upper, is_lower * lower).
    right = np.zeros(larger.shape, np.bool_)
    is_lower = np.zeros(larger.shape[1], np.bool_)
    upper, lower = right.view(np.uint8)
    winners = plan.records[winners_field(layer)].reshape(plan.size, -1)
    return [
        *steps,
        partial(np.greater, cells[1], cells[0], out=right),
        partial(np.greater, larger[1], larger[0], out=is_lower),
        partial(np.add, lower, np.full(lower.shape, 2, np.uint8), out=lower),
        partial(np.multiply, lower, is_lower.view(np.uint8), out=lower),
        partial(np.maximum, upper.reshape(winners.shape), lower.reshape(winners.shape), out=winners),
    ]


def _softmax(plan: Plan, layer: Layer) -> list[Step]:
    logits, result = plan.rows(layer.inputs[0]), plan.rows(layer.name)
    # per image: the largest logit, then the sum of exponentials
    one = np.empty(result.shape[:-1], np.float32)
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
    "tanh": lambda plan, layer: [partial(np.tanh, plan.rows(layer.inputs[0]), out=plan.rows(layer.name))],
    "max_pool": _max_pool,
    "average_pool": _average_pool,
    "dense": _dense,
    "softmax": _softmax,
}
