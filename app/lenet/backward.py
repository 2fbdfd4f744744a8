"""The backward pass: the gradient of a loss by every activation and every parameter of a network.

Backpropagation (Rumelhart, Hinton & Williams, "Learning representations by back-propagating errors", 1986):
by the chain rule, each layer turns the gradient by its activations into those by its input and by its own
parameters. There is one function for each of these and each layer kind, in the tables `BY_INPUT` and
`BY_PARAMETERS`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.architecture import LENET, Architecture, Kind, Layer, layer_named
from app.lenet.network import Parameters, Trace
from app.lenet.operations import Size

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Gradients:
    """Gradients of a loss."""

    parameters: Mapping[str, Floats]  # by parameter name, in the parameters' shapes, summed over the batch
    activations: Mapping[str, Floats]  # by layer name, from the output down: (batch, *shape)


def backward(
    parameters: Parameters,
    trace: Trace,
    given: Mapping[str, Floats],
    down_to: str = "input",
    architecture: Architecture = LENET,
) -> Gradients:
    """Propagate gradients down from the layers where they are given, as {"fc3": (batch, 10)}, to `down_to`.

    Gradients given for several layers add up. The type of the trace, float32 or float64, is that of the result.
    Training needs no gradients below the first layer with parameters. `LenetError` if there is no such layer.
    """
    by_activations = activation_gradients(parameters, trace, given, down_to, architecture)
    by_parameters: dict[str, Floats] = {}
    for layer in _downwards(architecture, down_to):
        if layer.name in by_activations and layer.kind in BY_PARAMETERS:
            step = _Step(layer, parameters, trace)
            found = BY_PARAMETERS[layer.kind](step, by_activations[layer.name])
            by_parameters |= {f"{layer.name}.weight": found.weight, f"{layer.name}.bias": found.bias}
    return Gradients(by_parameters, by_activations)


def activation_gradients(
    parameters: Parameters,
    trace: Trace,
    given: Mapping[str, Floats],
    down_to: str = "input",
    architecture: Architecture = LENET,
) -> dict[str, Floats]:
    """Propagate gradients as `backward` does, by the activations only, which takes half the time."""
    by_activations = dict(given)
    for layer in _downwards(architecture, down_to):
        if layer.name in by_activations and layer.name != down_to:
            step = _Step(layer, parameters, trace)
            by_below = BY_INPUT[layer.kind](step, by_activations[layer.name])
            (name,) = layer.inputs
            known = by_activations.get(name)
            by_activations[name] = by_below if known is None else known + by_below
    return by_activations


def _downwards(architecture: Architecture, down_to: str) -> Architecture:
    """The layers from the output down to this one."""
    last = architecture.index(layer_named(down_to, architecture))
    return architecture[last:][::-1]


def cross_entropy_by_logits(gradient: Floats, probabilities: Floats, labels: NDArray[np.integer]) -> Floats:
    """Probability - target, where the target is 1 at the label: gradient (batch,) → (batch, classes)."""
    difference = probabilities.copy()
    difference[np.arange(len(labels)), labels] -= 1
    return difference * gradient[:, None]


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
        """The activations of the layer below."""
        return self.trace.activations[self.layer.inputs[0]]

    @property
    def result(self) -> Floats:
        return self.trace.activations[self.layer.name]


class _ParameterGradients(NamedTuple):
    weight: Floats
    bias: Floats


def _convolution_by_input(step: _Step, gradient: Floats) -> Floats:
    """Add each output's gradient, times the kernel, to the cells of its window."""
    weight = step.weight
    outputs, maps, rows, width = weight.shape
    result = np.empty(step.below.shape, gradient.dtype)
    for block in operations.blocks(len(gradient)):
        some = gradient[block]
        by_columns = np.matmul(weight.reshape(outputs, -1).T, some.reshape(len(some), outputs, -1))
        by_cell = by_columns.reshape(len(some), maps, rows * width, *some.shape[2:])
        result[block] = _scatter(step, some, by_cell.transpose(2, 0, 1, 3, 4))
    return result


def _convolution_by_parameters(step: _Step, gradient: Floats) -> _ParameterGradients:
    """Sum each weight's cells over all windows, times the outputs' gradients."""
    kernel, stride, padding = step.layer.window
    outputs, maps = gradient.shape[1], step.below.shape[1]
    around = operations.margins(_size(step), kernel, stride, padding)
    both = np.zeros((outputs, maps * kernel[0] * kernel[1] + 1), gradient.dtype)
    for block in operations.blocks(len(gradient)):
        some = gradient[block]
        windows = operations.im2col(step.below[block], kernel, stride, around).transpose(0, 2, 1)
        both += np.matmul(some.reshape(len(some), outputs, -1), windows).sum(axis=0)
    return _ParameterGradients(both[:, :-1].reshape(outputs, maps, *kernel), both[:, -1].copy())


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
    counts = operations.sum_pool2d(np.ones((1, 1, *_size(step)), gradient.dtype), *step.layer.window)
    return _sum_pool(step, gradient / counts)


def _scatter(step: _Step, gradient: Floats, shares: Iterable[Floats]) -> Floats:
    """Add up, in each cell of the layer below, its shares from all windows that contain it.

    `shares` has an array (batch, maps, rows, columns), one number per window, for each cell of the window in
    row-major order.
    """
    kernel, stride, padding = step.layer.window
    rows, width = _size(step)
    padded = (rows + 2 * padding, width + 2 * padding)
    result = np.zeros((len(gradient), step.below.shape[1], *padded), gradient.dtype)
    cells = operations.window_slices(padded, kernel, stride)
    for share, (down, across) in zip(shares, cells, strict=True):
        result[:, :, down, across] += share
    return result[:, :, padding : padding + rows, padding : padding + width]


def _size(step: _Step) -> Size:
    return step.below.shape[2], step.below.shape[3]


def _relu(step: _Step, gradient: Floats) -> Floats:
    """The derivative is 1 where the result is above 0 and else 0; at 0 itself, 0 by convention."""
    return gradient * (step.result > 0)


def _tanh(step: _Step, gradient: Floats) -> Floats:
    """The derivative of tanh is 1 - tanh²."""
    return gradient * (1 - step.result * step.result)


def _sigmoid(step: _Step, gradient: Floats) -> Floats:
    """The derivative of the sigmoid s is s · (1 - s)."""
    return gradient * step.result * (1 - step.result)


def _softmax(step: _Step, gradient: Floats) -> Floats:
    """∂p_i/∂x_j = p_i · (δ_ij - p_j), so the gradient is p · (gradient - Σ gradient · p)."""
    inner = (gradient * step.result).sum(axis=-1, keepdims=True)
    return step.result * (gradient - inner)


def _dense_by_input(step: _Step, gradient: Floats) -> Floats:
    by_vectors: Floats = np.matmul(gradient, step.weight)
    return by_vectors.reshape(step.below.shape)


def _dense_by_parameters(step: _Step, gradient: Floats) -> _ParameterGradients:
    vectors = step.below.reshape(len(step.below), -1)
    return _ParameterGradients(np.matmul(gradient.T, vectors), gradient.sum(axis=0))


BY_INPUT: Mapping[Kind, Callable[[_Step, Floats], Floats]] = {
    "convolution": _convolution_by_input,
    "relu": _relu,
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    "max_pool": _max_pool,
    "average_pool": _average_pool,
    "sum_pool": _sum_pool,
    "dense": _dense_by_input,
    "softmax": _softmax,
}

BY_PARAMETERS: Mapping[Kind, Callable[[_Step, Floats], _ParameterGradients]] = {
    "convolution": _convolution_by_parameters,
    "dense": _dense_by_parameters,
}
