"""What a unit looks for: the pictures that excite it most, and one that is synthesised to excite it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import Architecture, layer_named
from app.lenet.backward import activation_gradients
from app.lenet.geometry import Unit
from app.lenet.network import Parameters, forward

Floats = NDArray[np.float32]

LAYERS = ("conv1", "conv2", "fc1", "fc2")
"""The layers of LeNet whose maps and units look for something."""

BATCH = 250
"""Images per forward pass."""

STEPS = 150
UNREGULARISED = 50
"""The last steps, without decay and blur: for conv1 they end within 5 % of the maximum, 1 where a weight is positive."""
RATE = np.float32(0.2)
"""Of gradient ascent: how far the pixel with the largest gradient moves in a step; pixels are from 0 to 1."""
DECAY = np.float32(0.005)
"""What every pixel loses in a step: L1 regularisation, which leaves the background blank."""
BLUR_EVERY = 2
"""Steps from one blur to the next."""


@dataclass(frozen=True, slots=True)
class Strongest:
    """The images that excite each map of a layer most, the strongest first.

    Attributes:
        images: (maps, count): indices of the images.
        places: (maps, count): where in the map, row · columns + column; 0 for dense layers.
        values: (maps, count): the activations there.
    """

    images: NDArray[np.int32]
    places: NDArray[np.int32]
    values: Floats


def strongest(
    parameters: Parameters, architecture: Architecture, images: Floats, layer: str, count: int = 9
) -> Strongest:
    """Return the `count` images (images, 1, rows, columns) with the largest activation in each map of a layer."""
    places, values = [], []
    for start in range(0, len(images), BATCH):
        found = forward(parameters, images[start : start + BATCH], architecture).activations[layer]
        maps = found.reshape(*found.shape[:2], -1)
        places.append(maps.argmax(axis=2))
        values.append(maps.max(axis=2))
    all_places, all_values = np.concatenate(places), np.concatenate(values)
    order = np.argsort(-all_values, axis=0, kind="stable")[:count]
    return Strongest(
        order.T.astype(np.int32, order="C"),  # safetensors writes memory as it lies
        np.take_along_axis(all_places, order, axis=0).T.astype(np.int32, order="C"),
        np.ascontiguousarray(np.take_along_axis(all_values, order, axis=0).T),
    )


def unit_at(architecture: Architecture, layer: str, number: int, place: int) -> Unit:
    """Return the unit of a map at a place as in `Strongest`; a unit of a dense layer has no place."""
    size = layer_named(layer, architecture).shape[1:]
    return Unit(layer, (number, *map(int, np.unravel_index(place, size)))) if size else Unit(layer, (number,))


def middle_unit(architecture: Architecture, layer: str, number: int) -> Unit:
    """Return the unit in the middle of a map."""
    return Unit(layer, (number, *(size // 2 for size in layer_named(layer, architecture).shape[1:])))


def synthesise(
    parameters: Parameters, architecture: Architecture, layer: str, seed: int
) -> tuple[Floats, Floats]:
    """Return inputs (maps, rows, columns) from 0 to 1 that excite each map's middle unit, and its activations.

    Gradient ascent (Erhan et al., "Visualizing Higher-Layer Features of a Deep Network", 2009) from almost blank
    noise, with a decay and with blurring against high frequencies (Yosinski et al., "Understanding Neural
    Networks Through Deep Visualization", 2015). In the last steps, which shorten, there is neither: with them to
    the end, every digit in conv1 and a third of those in conv2 excite more than the picture.
    """
    shape = layer_named(layer, architecture).shape
    generator = np.random.default_rng(seed)
    noise = generator.standard_normal((shape[0], *architecture[0].shape), np.float32)
    images = np.float32(0.05) * np.abs(noise)
    excited = np.zeros((shape[0], *shape), np.float32)
    for number in range(shape[0]):
        excited[(number, *middle_unit(architecture, layer, number).index)] = 1
    for step in range(STEPS):
        trace = forward(parameters, images, architecture)
        found = activation_gradients(parameters, trace, {layer: excited}, architecture=architecture)
        gradient = found[architecture[0].name]
        largest = np.abs(gradient).max(axis=(1, 2, 3), keepdims=True) + np.finfo(np.float32).tiny
        remaining = np.float32((STEPS - step) / UNREGULARISED)
        if remaining > 1:
            images = np.clip(images + RATE * gradient / largest - DECAY, 0, 1)
            images = images if step % BLUR_EVERY else _blurred(images)
        else:
            images = np.clip(images + remaining * RATE * gradient / largest, 0, 1)
    activations = forward(parameters, images, architecture).activations[layer]
    return images[:, 0], (activations * excited).reshape(shape[0], -1).sum(axis=1)


def _blurred(images: Floats) -> Floats:
    """Each pixel with a little of its neighbours: the kernel [1, 6, 1] / 8 along rows and columns."""
    for axis in (2, 3):
        before, after = (np.roll(images, shift, axis) for shift in (1, -1))
        images = (before + 6 * images + after) / np.float32(8)
    return images
