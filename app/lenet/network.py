"""The forward pass as a pure function: parameters and images in, the activations of every layer out.

This is the readable version, and the reference for the fast one (`app.lenet.fast`), which gives the same
bits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.architecture import (
    LENET,
    Architecture,
    Kind,
    Layer,
    layer_named,
    layer_parameter_shapes,
    logits_name,
    parameter_shapes,
)
from app.lenet.errors import OperationError

Floats = NDArray[np.float32]
Parameters = Mapping[str, Floats]


@dataclass(frozen=True)
class Trace:
    """Everything the network computed for a batch of images."""

    activations: Mapping[str, Floats]  # by layer name, in network order: (batch, *shape)
    # by the name of each max-pooling layer, uint8 of the same shape: the position in the window, in row-major
    # order, of its first maximum
    winners: Mapping[str, NDArray[np.uint8]]


def forward(parameters: Parameters, images: Floats, architecture: Architecture = LENET) -> Trace:
    """Return the activations of every layer; those of the input are `images` itself.

    images (batch, 1, 32, 32), float32 in [0, 1], or `OperationError`; float64 parameters and images give a
    float64 trace.
    """
    check_images(images, architecture)
    activations = {architecture[0].name: images}
    winners: dict[str, NDArray[np.uint8]] = {}
    for layer in architecture[1:]:
        below = activations[layer.inputs[0]]
        if layer.kind == "max_pool":
            activations[layer.name], winners[layer.name] = operations.max_pool2d(below, *layer.window)
        else:
            activations[layer.name] = COMPUTE[layer.kind](layer, parameters, below)
    return Trace(activations, winners)


def in_batches(compute: Callable[[Floats], tuple[Any, ...]], images: Floats, size: int = 64) -> list[Any]:
    """Return the arrays that a function computes of `size` images at a time, whose traces take 4 MB."""
    batches = [compute(images[first : first + size]) for first in range(0, len(images), size)]
    return [np.concatenate(parts) for parts in zip(*batches, strict=True)]


def check_images(images: Floats, architecture: Architecture = LENET) -> None:
    """Raise `OperationError` for images that are not (batch, *the input's shape)."""
    expected = architecture[0].shape
    if images.shape[1:] != expected:
        wanted = ", ".join(map(str, expected))
        raise OperationError(f"images of shape {images.shape} are not (batch, {wanted})")


def initialise(architecture: Architecture, generator: np.random.Generator) -> dict[str, Floats]:
    """Return random parameters to begin training from: normal weights of variance gain / inputs, biases zero.

    The gain keeps the activations' variance from layer to layer: 2 for ReLU (He et al., "Delving Deep into
    Rectifiers", 2015), 1 for tanh (LeCun et al., "Efficient BackProp", 1998).
    """
    parameters: dict[str, Floats] = {}
    for name, shape in parameter_shapes(architecture).items():
        if name.endswith(".bias"):
            parameters[name] = np.zeros(shape, np.float32)
        else:
            deviation = np.float32(np.sqrt(_gain(architecture) / prod(shape[1:])))
            parameters[name] = generator.standard_normal(shape, np.float32) * deviation
    return parameters


def initialise_equal(architecture: Architecture, generator: np.random.Generator) -> dict[str, Floats]:
    """Return parameters that are equal for all maps and units of a layer, to show why they begin at random.

    Only the outputs differ, and each weights all units below equally. Units with equal weights, which the
    layer above weights equally, have equal gradients: they stay equal, and the network learns as if every
    layer had a single one.
    """
    parameters: dict[str, Floats] = {}
    for layer in architecture:
        for name, shape in layer_parameter_shapes(layer, architecture).items():
            parameters[name] = np.zeros(shape, np.float32)
            if name.endswith(".bias"):
                continue
            maps = layer_named(layer.inputs[0], architecture).shape[0]
            cells = prod(shape[1:]) // maps
            different = shape[0] if layer.name == logits_name(architecture) else 1
            values = generator.standard_normal((different, 1, cells), np.float32)
            if different == cells == 1:
                # A single negative number would make every unit of a ReLU layer 0 for good.
                values = np.abs(values)
            deviation = np.float32(np.sqrt(_gain(architecture) / cells) / maps)
            parameters[name].reshape(shape[0], maps, cells)[:] = values * deviation
    return parameters


def _gain(architecture: Architecture) -> int:
    return 1 if any(layer.kind == "tanh" for layer in architecture) else 2


Compute = Callable[[Layer, Parameters, Floats], Floats]


def _convolution(layer: Layer, parameters: Parameters, below: Floats) -> Floats:
    _, stride, padding = layer.window
    weight, bias = parameters[f"{layer.name}.weight"], parameters[f"{layer.name}.bias"]
    return operations.conv2d(below, weight, bias, stride, padding)


def _dense(layer: Layer, parameters: Parameters, below: Floats) -> Floats:
    weight, bias = parameters[f"{layer.name}.weight"], parameters[f"{layer.name}.bias"]
    return operations.dense(below.reshape(len(below), weight.shape[1]), weight, bias)


COMPUTE: Mapping[Kind, Compute] = {
    "convolution": _convolution,
    "relu": lambda _layer, _parameters, below: operations.relu(below),
    "tanh": lambda _layer, _parameters, below: operations.tanh(below),
    "sigmoid": lambda _layer, _parameters, below: operations.sigmoid(below),
    "average_pool": lambda layer, _parameters, below: operations.average_pool2d(below, *layer.window),
    "sum_pool": lambda layer, _parameters, below: operations.sum_pool2d(below, *layer.window),
    "dense": _dense,
    "softmax": lambda _layer, _parameters, below: operations.softmax(below),
}
