"""The backward pass: the gradient of a loss by every activation and every parameter of a network.

Backpropagation (Rumelhart, Hinton & Williams, "Learning representations by back-propagating errors", 1986):
by the chain rule, each layer turns the gradient by its activations into those by its input and by its own
parameters. The tables `BY_INPUT` and `BY_PARAMETERS` have a formula for each layer kind.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from app.lenet import operations
from app.lenet.architecture import LENET, Architecture, Kind, Layer, layer_named
from app.lenet.network import Floats, Parameters, Trace


def activation_gradients(
    parameters: Parameters,
    trace: Trace,
    given: Mapping[str, Floats],
    down_to: str = "input",
    architecture: Architecture = LENET,
) -> dict[str, Floats]:
    """Propagate the gradients of some layers, such as {"fc3": (batch, 10)}, down to the layer `down_to`.

    Return those of all layers on the way by name, in the shape and type of the trace's activations. Gradients
    given for several layers add up. `LenetError` if there is no layer `down_to`.
    """
    by_activations = dict(given)
    last = architecture.index(layer_named(down_to, architecture))
    for layer in architecture[:last:-1]:
        if layer.name in by_activations:
            step = _Step(layer, parameters, trace)
            by_below = BY_INPUT[layer.kind](step, by_activations[layer.name])
            (name,) = layer.inputs
            known = by_activations.get(name)
            by_activations[name] = by_below if known is None else known + by_below
    return by_activations


def parameter_gradients(
    trace: Trace, by_activations: Mapping[str, Floats], architecture: Architecture = LENET
) -> dict[str, Floats]:
    """Return the gradients by the parameters of all layers in `by_activations`, summed over the batch.

    `by_activations` is the result of `activation_gradients`; names, order and shapes are the parameters'.
    """
    by_parameters: dict[str, Floats] = {}
    for layer in architecture:
        if layer.name in by_activations and layer.kind in BY_PARAMETERS:
            below = trace.activations[layer.inputs[0]]
            weight, bias = BY_PARAMETERS[layer.kind](layer, below, by_activations[layer.name])
            by_parameters |= {f"{layer.name}.weight": weight, f"{layer.name}.bias": bias}
    return by_parameters


@dataclass(frozen=True, slots=True)
class _Step:
    """What the backward pass of one layer may need."""

    layer: Layer
    parameters: Parameters
    trace: Trace

    @property
    def weight(self) -> Floats:
        return self.parameters[f"{self.layer.name}.weight"]

    @property
    def below(self) -> Floats:
        return self.trace.activations[self.layer.inputs[0]]

    @property
    def result(self) -> Floats:
        return self.trace.activations[self.layer.name]


def _convolution(step: _Step, gradient: Floats) -> Floats:
    """Add each output's gradient, times the kernel, to the cells of its window."""
    outputs, maps, rows, width = step.weight.shape
    transposed = step.weight.reshape(outputs, -1).T
    result = np.empty(step.below.shape, gradient.dtype)
    for block in operations.blocks(len(gradient)):
        some = gradient[block]
        by_columns = np.matmul(transposed, some.reshape(len(some), outputs, -1))
        by_cell = by_columns.reshape(len(some), maps, rows * width, *some.shape[2:])
        result[block] = _scatter(step, some, by_cell.transpose(2, 0, 1, 3, 4))
    return result


def _max_pool(step: _Step, gradient: Floats) -> Floats:
    """Give each gradient to its window's winner."""
    (rows, width), _, _ = step.layer.window
    winners = step.trace.winners[step.layer.name]
    return _scatter(step, gradient, (gradient * (winners == cell) for cell in range(rows * width)))


def _sum_pool(step: _Step, gradient: Floats) -> Floats:
    """Give each gradient to every cell of its window."""
    (rows, width), _, _ = step.layer.window
    return _scatter(step, gradient, repeat(gradient, rows * width))


def _average_pool(step: _Step, gradient: Floats) -> Floats:
    """Divide each gradient among the cells of its window, padding left out."""
    return _sum_pool(step, gradient / operations.cell_counts(step.below, *step.layer.window))


def _scatter(step: _Step, gradient: Floats, shares: Iterable[Floats]) -> Floats:
    """Add up, in each cell of the layer below, its shares from all windows that contain it.

    `shares` has an array (batch, maps, rows, columns), one number per window, for each cell of the window in
    row-major order.
    """
    kernel, stride, padding = step.layer.window
    maps, rows, width = step.below.shape[1:]
    padded = (rows + 2 * padding, width + 2 * padding)
    result = np.zeros((len(gradient), maps, *padded), gradient.dtype)
    cells = operations.window_slices(padded, kernel, stride)
    for share, (down, across) in zip(shares, cells, strict=True):
        result[:, :, down, across] += share
    return result[:, :, padding : padding + rows, padding : padding + width]


def _softmax(step: _Step, gradient: Floats) -> Floats:
    """∂p_i/∂x_j = p_i · (δ_ij - p_j), so the gradient is p · (gradient - Σ gradient · p)."""
    inner = (gradient * step.result).sum(axis=-1, keepdims=True)
    return step.result * (gradient - inner)


BY_INPUT: Mapping[Kind, Callable[[_Step, Floats], Floats]] = {
    "convolution": _convolution,
    # The derivative is 1 above 0 and else 0; at 0 itself, where there is none, 0 by convention.
    "relu": lambda step, gradient: gradient * (step.result > 0),
    "tanh": lambda step, gradient: gradient * (1 - step.result * step.result),
    "sigmoid": lambda step, gradient: gradient * step.result * (1 - step.result),
    "max_pool": _max_pool,
    "average_pool": _average_pool,
    "sum_pool": _sum_pool,
    "dense": lambda step, gradient: np.matmul(gradient, step.weight).reshape(step.below.shape),
    "softmax": _softmax,
}
"""Each kind's gradient by its input, from the gradient by its activations."""


def _convolution_by_parameters(layer: Layer, below: Floats, gradient: Floats) -> tuple[Floats, Floats]:
    """Sum each weight's cells over all windows, times the outputs' gradients."""
    kernel, stride, padding = layer.window
    outputs, maps = gradient.shape[1], below.shape[1]
    around = operations.margins((below.shape[2], below.shape[3]), kernel, stride, padding)
    both = np.zeros((outputs, maps * kernel[0] * kernel[1] + 1), gradient.dtype)
    for block in operations.blocks(len(gradient)):
        some = gradient[block]
        windows = operations.im2col(below[block], kernel, stride, around).transpose(0, 2, 1)
        both += np.matmul(some.reshape(len(some), outputs, -1), windows).sum(axis=0)
    return both[:, :-1].reshape(outputs, maps, *kernel), both[:, -1].copy()


def _dense_by_parameters(_layer: Layer, below: Floats, gradient: Floats) -> tuple[Floats, Floats]:
    return np.matmul(gradient.T, below.reshape(len(below), -1)), gradient.sum(axis=0)


BY_PARAMETERS: Mapping[Kind, Callable[[Layer, Floats, Floats], tuple[Floats, Floats]]] = {
    "convolution": _convolution_by_parameters,
    "dense": _dense_by_parameters,
}
"""Each kind's gradients by weight and bias, from its input and the gradient by its activations."""
