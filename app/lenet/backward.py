"""The backward pass: the gradient of a loss by every activation and every parameter of a network.

Backpropagation (Rumelhart, Hinton & Williams, "Learning representations by back-propagating errors", 1986): each layer
turns the gradient by its activations into those by its input and by its own parameters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.lenet import gradients
from app.lenet.architecture import LENET, Architecture, Kind, Layer, layer_named
from app.lenet.gradients import ParameterGradients
from app.lenet.network import Parameters, Trace
from app.lenet.operations import Size, Window

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Gradients:
    """Gradients of a loss.

    Attributes:
        parameters: By parameter name, in the parameters' shapes, summed over the batch.
        activations: By layer name, from the output down: (batch, *shape).
    """

    parameters: Mapping[str, Floats]
    activations: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class _Step:
    """What the backward pass of one layer may need."""

    layer: Layer
    parameters: Parameters
    below: Floats
    result: Floats
    winners: NDArray[np.uint8] | None

    @property
    def weight(self) -> Floats:
        return self.parameters[f"{self.layer.name}.weight"]

    @property
    def size(self) -> Size:
        """Rows and columns of the layer below."""
        return self.below.shape[2], self.below.shape[3]

    @property
    def window(self) -> Window:
        return Window(*self.layer.window)


def backward(
    parameters: Parameters,
    trace: Trace,
    given: Mapping[str, Floats],
    down_to: str = "input",
    architecture: Architecture = LENET,
) -> Gradients:
    """Propagate gradients down from the layers where they are given.

    Args:
        parameters: Those that the trace was computed with.
        trace: The forward pass.
        given: The loss's gradient by some layers' activations, by layer name: {"fc3": (batch, 10)}. Those of several
            layers add up.
        down_to: The lowest layer whose gradient is wanted. Training needs none below the first layer with parameters.
        architecture: The layers.

    Returns:
        Gradients by the parameters and the activations of every layer from the topmost given one down to `down_to`.

    Raises:
        LenetError: There is no layer `down_to`.
    """
    layer_named(down_to, architecture)
    by_parameters: dict[str, Floats] = {}
    by_activations = dict(given)
    for layer in reversed(architecture):
        if layer.name not in by_activations:
            continue
        gradient = by_activations[layer.name]
        result = trace.activations[layer.name]
        below = trace.activations[layer.inputs[0]] if layer.inputs else result
        step = _Step(layer, parameters, below, result, trace.winners.get(layer.name))
        if layer.kind in BY_PARAMETERS:
            found = BY_PARAMETERS[layer.kind](step, gradient)
            by_parameters |= {f"{layer.name}.weight": found.weight, f"{layer.name}.bias": found.bias}
        if layer.name == down_to:
            break
        by_below = BY_INPUT[layer.kind](step, gradient)
        (name,) = layer.inputs
        by_activations[name] = by_activations[name] + by_below if name in by_activations else by_below
    return Gradients(by_parameters, by_activations)


def _max_pool_by_input(step: _Step, gradient: Floats) -> Floats:
    if step.winners is None:
        raise KeyError(f"the trace has no winners of {step.layer.name}")
    return gradients.max_pool2d_by_images(gradient, step.winners, step.size, step.window)


BY_INPUT: Mapping[Kind, Callable[[_Step, Floats], Floats]] = {
    "convolution": lambda step, gradient: gradients.conv2d_by_images(
        gradient, step.weight, step.size, *step.window[1:]
    ),
    "relu": lambda step, gradient: gradients.relu_by_values(gradient, step.result),
    "tanh": lambda step, gradient: gradients.tanh_by_values(gradient, step.result),
    "sigmoid": lambda step, gradient: gradients.sigmoid_by_values(gradient, step.result),
    "max_pool": _max_pool_by_input,
    "average_pool": lambda step, gradient: gradients.average_pool2d_by_images(
        gradient, step.size, step.window
    ),
    "sum_pool": lambda step, gradient: gradients.sum_pool2d_by_images(gradient, step.size, step.window),
    "dense": lambda step, gradient: gradients.dense_by_vectors(gradient, step.weight).reshape(
        step.below.shape
    ),
    "softmax": lambda step, gradient: gradients.softmax_by_logits(gradient, step.result),
}

BY_PARAMETERS: Mapping[Kind, Callable[[_Step, Floats], ParameterGradients]] = {
    "convolution": lambda step, gradient: gradients.conv2d_by_parameters(gradient, step.below, *step.window),
    "dense": lambda step, gradient: gradients.dense_by_parameters(
        gradient, step.below.reshape(len(step.below), -1)
    ),
}
