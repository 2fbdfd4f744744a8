"""All layers in reverse: how much would the loss change with every parameter and every activation?

Back-propagation (Rumelhart, Hinton & Williams, 1986): each layer turns the derivatives by its result into those by its
input and by its own parameters. Training follows the latter downhill; the former say what each unit mattered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.lenet import gradients
from app.lenet.architecture import LENET, Architecture, Kind, Layer, layer_named
from app.lenet.gradients import ParameterGradients
from app.lenet.network import Parameters, Trace
from app.lenet.operations import Window


@dataclass(frozen=True)
class Gradients:
    """Derivatives of one number, the loss, by everything below it.

    `parameters` has the parameters' names and shapes, summed over the batch; `activations` has the layers' names,
    each (batch, *shape).
    """

    parameters: Mapping[str, NDArray[np.float32]]
    activations: Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class _Step:
    """What a layer's backward may need: the layer, its result and what it was computed from."""

    layer: Layer
    parameters: Parameters
    below: NDArray[np.float32]
    result: NDArray[np.float32]
    winners: NDArray[np.uint8] | None


def backward(
    parameters: Parameters,
    trace: Trace,
    given: Mapping[str, NDArray[np.float32]],
    down_to: str = "input",
    architecture: Architecture = LENET,
) -> Gradients:
    """Carry derivatives down from where they are given.

    Args:
        parameters: those that the trace was computed with.
        trace: the forward pass.
        given: the loss's derivatives by a layer's activations, under its name: {"fc3": (batch, 10)}. Derivatives given
            for several layers add up.
        down_to: the lowest layer whose activations' derivatives are wanted; training needs none below "conv1".
        architecture: the layers.

    Returns:
        Derivatives by the parameters and by the activations of every layer from the topmost given down to `down_to`.
    """
    layer_named(down_to, architecture)
    by_parameters: dict[str, NDArray[np.float32]] = {}
    by_activations = dict(given)
    for layer in reversed(architecture):
        if layer.name not in by_activations:
            continue
        gradient = by_activations[layer.name]
        step = _step(layer, parameters, trace)
        if layer.kind in BY_PARAMETERS:
            found = BY_PARAMETERS[layer.kind](step, gradient)
            by_parameters |= {f"{layer.name}.weight": found.weight, f"{layer.name}.bias": found.bias}
        if layer.name == down_to:
            break
        below = layer.inputs[0]
        by_below = BY_INPUT[layer.kind](step, gradient)
        by_activations[below] = by_activations[below] + by_below if below in by_activations else by_below
    return Gradients(by_parameters, by_activations)


def _step(layer: Layer, parameters: Parameters, trace: Trace) -> _Step:
    result = trace.activations[layer.name]
    below = trace.activations[layer.inputs[0]] if layer.inputs else result
    return _Step(layer, parameters, below, result, trace.winners.get(layer.name))


def _size(step: _Step) -> tuple[int, int]:
    return step.below.shape[2], step.below.shape[3]


def _convolution_by_input(step: _Step, gradient: NDArray[np.float32]) -> NDArray[np.float32]:
    _, stride, padding = step.layer.window
    weight = step.parameters[f"{step.layer.name}.weight"]
    return gradients.conv2d_by_images(gradient, weight, _size(step), stride, padding)


def _max_pool_by_input(step: _Step, gradient: NDArray[np.float32]) -> NDArray[np.float32]:
    winners = step.winners
    if winners is None:
        raise KeyError(f"the trace has no winners of {step.layer.name}")
    return gradients.max_pool2d_by_images(gradient, winners, _size(step), Window(*step.layer.window))


def _dense_by_input(step: _Step, gradient: NDArray[np.float32]) -> NDArray[np.float32]:
    by_vectors = gradients.dense_by_vectors(gradient, step.parameters[f"{step.layer.name}.weight"])
    return by_vectors.reshape(step.below.shape)


ByInput = Callable[[_Step, NDArray[np.float32]], NDArray[np.float32]]
BY_INPUT: Mapping[Kind, ByInput] = {
    "convolution": _convolution_by_input,
    "relu": lambda step, gradient: gradients.relu_by_values(gradient, step.result),
    "tanh": lambda step, gradient: gradients.tanh_by_values(gradient, step.result),
    "sigmoid": lambda step, gradient: gradients.sigmoid_by_values(gradient, step.result),
    "max_pool": _max_pool_by_input,
    "average_pool": lambda step, gradient: gradients.average_pool2d_by_images(
        gradient, _size(step), Window(*step.layer.window)
    ),
    "sum_pool": lambda step, gradient: gradients.sum_pool2d_by_images(
        gradient, _size(step), Window(*step.layer.window)
    ),
    "dense": _dense_by_input,
    "softmax": lambda step, gradient: gradients.softmax_by_logits(gradient, step.result),
}

ByParameters = Callable[[_Step, NDArray[np.float32]], ParameterGradients]
BY_PARAMETERS: Mapping[Kind, ByParameters] = {
    "convolution": lambda step, gradient: gradients.conv2d_by_parameters(
        gradient, step.below, *step.layer.window
    ),
    "dense": lambda step, gradient: gradients.dense_by_parameters(
        gradient, step.below.reshape(len(step.below), -1)
    ),
}
