"""One forward pass laid out in advance: buffers, views of them, and a list of calls that fill one from the other.

NumPy spends most of a small forward pass on making arrays and describing views. A plan does that once, for a fixed number
of images. It may be run by one thread at a time, and a run overwrites what the last one left.

What made it fast, each measured against the plain way:
- windows become columns in two steps of long runs (`_convolution`), not number by number: half the time;
- a run of numbers is copied as one element of a void type, a single loop of memory moves;
- pooling first sorts the cells by their place in the window (`_Pooling`): what follows are long, flat loops;
- the winners of all pooling layers are found together, at the end;
- each image's columns are made just before its product, and are still in the cache when it wants them;
- products go through `dot`, which is called quicker than `matmul` and asks BLAS the same.

BLAS is asked for the same products of the same shapes as in `app.lenet.network.forward`, an image at a time, and all else
is exact or done number by number: so the bits are the same.
"""

from collections.abc import Callable, Mapping
from functools import partial
from math import prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.lenet.architecture import Architecture, Kind, Layer
from app.lenet.errors import LenetError
from app.lenet.network import Parameters

Floats = NDArray[np.float32]
Step = Callable[[], object]


def record_of(architecture: Architecture) -> np.dtype[np.void]:
    """One image's trace as a record: every layer's float32 under its name, then uint8 under "pool1.winners"."""
    floats = [(layer.name, np.float32, layer.shape) for layer in architecture]
    winners = [(winners_field(layer.name), np.uint8, layer.shape) for layer in pools_of(architecture)]
    return np.dtype([*floats, *winners], align=True)


def winners_field(name: str) -> str:
    """The record's field for the winners of a pooling layer."""
    return f"{name}.winners"


def pools_of(architecture: Architecture) -> list[Layer]:
    """The layers that have winners."""
    return [layer for layer in architecture if layer.kind == "max_pool"]


def matrices_of(parameters: Parameters, architecture: Architecture) -> dict[str, tuple[Floats, Floats]]:
    """Per layer what it multiplies and adds: (weight with the bias as last column, bias) or, if dense, (weight, bias)."""
    matrices = {}
    for layer in architecture:
        if layer.kind == "convolution":
            weight, bias = parameters[f"{layer.name}.weight"], parameters[f"{layer.name}.bias"]
            matrices[layer.name] = (
                np.concatenate([weight.reshape(len(weight), -1), bias[:, None]], axis=1),
                bias,
            )
        elif layer.kind == "dense":
            matrices[layer.name] = (parameters[f"{layer.name}.weight"], parameters[f"{layer.name}.bias"])
    return matrices


class Plan:
    """Buffers for `size` images and the calls that compute everything from the input.

    `records` holds the results, one record (`record_of`) an image; `memory` is its bytes.
    """

    def __init__(
        self,
        architecture: Architecture,
        matrices: Mapping[str, tuple[Floats, Floats]],
        size: int,
        *,
        winners: bool,
    ) -> None:
        self.record = record_of(architecture)
        self.records = np.zeros(size, self.record)
        self.memory = self.records.view(np.uint8).data
        self.size = size
        self.matrices = matrices
        self.zeros = np.zeros(size * max(prod(layer.shape) for layer in architecture), np.float32)
        self._input: Floats = self.records[architecture[0].name]
        self._steps: list[Step] = []
        pooled = _Pooling(self, pools_of(architecture))
        for layer in architecture[1:]:
            if layer.kind == "max_pool":
                self._steps += pooled.steps(layer)
            elif layer.kind in STEPS:
                self._steps += STEPS[layer.kind](self, layer)
            else:
                raise LenetError(f"layer {layer.name}: no fast way for {layer.kind}; use network.forward")
        if winners:
            self._steps += pooled.winner_steps()

    def run(self, images: Floats) -> None:
        """Fill `records` from `size` images."""
        self._input[...] = images
        for step in self._steps:
            step()

    def flat(self, name: str) -> Floats:
        """A layer's numbers: (size, numbers of one image)."""
        values: Floats = self.records[name]
        return values.reshape(self.size, -1)

    def lines(self, name: str) -> Floats:
        """The same, of a single image without the first axis: NumPy is called quicker on arrays of one."""
        return self.flat(name)[0 if self.size == 1 else slice(None)]


def runs(array: NDArray[np.float32]) -> NDArray[np.void]:
    """The rows of an array, its last axis, as one element each: copying these moves a row at a time."""
    return array.view(f"V{array.shape[-1] * array.itemsize}")[..., 0]


def copying(source: NDArray[Any], target: NDArray[Any]) -> Step:
    """Copy into the whole target; as a method it is called quicker than `np.copyto`."""
    return partial(target.__setitem__, ..., source)


def _convolution(plan: Plan, layer: Layer) -> list[Step]:
    """A copy for all images, then a copy and a product for each: its columns stay in the cache until they are used.

    The columns hold every input map once for each cell of the kernel, shifted by it. A shift to the side cuts each row:
    these are copied once per kernel column, as `strips`. A shift down then is a run of whole rows of a strip, copied as one.
    """
    (kernel_rows, kernel_columns), stride, padding = layer.window
    if stride != 1 or padding != 0:
        raise LenetError(f"layer {layer.name}: no fast way for {layer.window}; use network.forward")
    matrix, _ = plan.matrices[layer.name]
    outputs, rows, width = layer.shape
    below: Floats = plan.records[layer.inputs[0]]
    cut = sliding_window_view(below, width, axis=3).transpose(0, 1, 3, 2, 4)
    strips = np.empty(cut.shape, np.float32)  # image, map, kernel column, row, column
    joined = sliding_window_view(strips.reshape(*cut.shape[:3], -1), rows * width, axis=3)[..., ::width, :]
    columns = np.ones((matrix.shape[1], rows * width), np.float32)
    places = runs(columns[:-1].reshape(below.shape[1], kernel_rows, kernel_columns, rows * width))
    results = plan.flat(layer.name).reshape(plan.size, outputs, rows * width)
    steps: list[Step] = [copying(runs(cut), runs(strips))]
    for shifted, result in zip(joined.transpose(0, 1, 3, 2, 4), results, strict=True):
        steps += [copying(runs(shifted), places), partial(np.dot, matrix, columns, result)]
    return steps


def _dense(plan: Plan, layer: Layer) -> list[Step]:
    weight, bias = plan.matrices[layer.name]
    result = plan.lines(layer.name)
    below = plan.lines(layer.inputs[0])
    if plan.size == 1:
        product: Step = partial(np.dot, weight, below, result)
    else:
        product = partial(np.matmul, weight, below[:, :, None], out=result[:, :, None])
    return [product, partial(np.add, result, bias, out=result)]


def _relu(plan: Plan, layer: Layer) -> list[Step]:
    """Against an array of zeros, which is quicker than against the number 0."""
    result = plan.lines(layer.name)
    zeros = plan.zeros[: result.size].reshape(result.shape)
    return [partial(np.maximum, plan.lines(layer.inputs[0]), zeros, out=result)]


def _softmax(plan: Plan, layer: Layer) -> list[Step]:
    logits, result = plan.lines(layer.inputs[0]), plan.lines(layer.name)
    one = np.empty(result.shape[:-1], np.float32)  # per image: the largest logit, then the sum of powers
    beside = one if plan.size == 1 else one[:, None]
    return [
        partial(np.maximum.reduce, logits, axis=-1, out=one),
        partial(np.subtract, logits, beside, out=result),
        partial(np.exp, result, out=result),
        partial(np.add.reduce, result, axis=-1, out=one),
        partial(np.divide, result, beside, out=result),
    ]


STEPS: Mapping[Kind, Callable[[Plan, Layer], list[Step]]] = {
    "convolution": _convolution,
    "relu": _relu,
    "dense": _dense,
    "softmax": _softmax,
}


class _Pooling:
    """Max pooling, 2 by 2, of all layers that have it: one set of buffers, so that all winners are found at once.

    The numbers of the layer below are sorted by their place in the window. `_rows` parts the upper rows of all windows
    from the lower ones; `_cells` parts left from right in each: (left or right, upper or lower, window). What remains is
    maxima and comparisons of long flat arrays.
    """

    def __init__(self, plan: Plan, pools: list[Layer]) -> None:
        self._plan = plan
        self._places: dict[str, slice] = {}
        count = 0
        for layer in pools:
            if layer.window != ((2, 2), 2, 0):
                raise LenetError(f"layer {layer.name}: no fast way for {layer.window}; use network.forward")
            self._places[layer.name] = slice(count, count + plan.size * prod(layer.shape))
            count = self._places[layer.name].stop
        self._rows = np.zeros((2, count, 2), np.float32)
        self._cells = np.zeros((2, 2, count), np.float32)
        # The larger of left and right, in upper and lower rows.
        self._larger = np.zeros((2, count), np.float32)

    def steps(self, layer: Layer) -> list[Step]:
        """Sort the cells; take the larger of left and right; then of upper and lower."""
        plan, (maps, rows, width), place = self._plan, layer.shape, self._places[layer.name]
        below: Floats = plan.records[layer.inputs[0]].reshape(plan.size, maps * rows, 2, 2 * width)
        parted = self._rows[:, place].reshape(2, plan.size, maps * rows, 2 * width)
        cells, larger = self._cells[:, :, place], self._larger[:, place]
        return [
            copying(runs(below).transpose(2, 0, 1), runs(parted)),
            copying(self._rows[:, place].transpose(2, 0, 1), cells),
            partial(np.maximum, cells[0], cells[1], out=larger),
            partial(np.maximum, *larger.reshape(2, plan.size, -1), out=plan.flat(layer.name)),
        ]

    def winner_steps(self) -> list[Step]:
        """The right cell wins only if strictly larger, and the lower row: then the first in reading order wins a tie.

        Above, the winner is 0 or 1; below, 2 or 3, which as numbers are larger: so it is max(above, is lower * below).
        """
        right = np.zeros(self._larger.shape, np.bool_)
        is_lower = np.zeros(self._larger.shape[1], np.bool_)
        above, below = right.view(np.uint8)
        steps: list[Step] = [
            partial(np.greater, self._cells[1], self._cells[0], out=right),
            partial(np.greater, self._larger[1], self._larger[0], out=is_lower),
            partial(np.add, below, np.full(below.shape, 2, np.uint8), out=below),
            partial(np.multiply, below, is_lower.view(np.uint8), out=below),
        ]
        for name, place in self._places.items():
            field = self._plan.records[winners_field(name)]
            pair = above[place].reshape(field.shape), below[place].reshape(field.shape)
            steps.append(partial(np.maximum, *pair, out=field))
        return steps
