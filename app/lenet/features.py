"""What a unit looks for: the pictures that excite it most, and one that is synthesised to excite it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import LENET, layer_named
from app.lenet.backward import activation_gradients
from app.lenet.geometry import Unit, receptive_field
from app.lenet.network import Floats, Parameters, forward, in_batches

LAYERS = ("conv1", "conv2", "fc1", "fc2")
"""The layers of LeNet whose maps and units look for something."""

KINDS = ("images", "places", "values", "synthetic", "excitation")
"""What the file holds of each layer, as arrays named `layer.kind`: see `find_features`."""

DECIMALS = 4  # of activations: further ones differ between processors

# Of gradient ascent; pixels are from 0 to 1.
SEED = 1
STEPS = 150
UNREGULARISED = 50  # the last steps, without decay and blur: conv1 ends within 5 % of the exact maximum
RATE = np.float32(0.2)  # how far the pixel with the largest gradient moves in a step
DECAY = np.float32(0.005)  # what every pixel loses in a step: L1 regularisation, for a blank background
BLUR_EVERY = 2  # steps from one blur to the next


def strongest(
    parameters: Parameters, images: Floats, layer: str, count: int = 9
) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
    """Return which images (batch, 1, rows, columns) excite each map most, at which places, and how much.

    Each is (maps, count), the strongest first. A place is row · columns + column, and 0 in dense layers.
    """

    def maxima(some: Floats) -> tuple[NDArray[np.int32], Floats]:
        maps = forward(parameters, some).activations[layer]
        maps = maps.reshape(*maps.shape[:2], -1)
        return maps.argmax(axis=2).astype(np.int32), maps.max(axis=2)

    places, values = (found.T for found in in_batches(maxima, images))
    order = np.argsort(-values, axis=1, kind="stable")[:, :count].astype(np.int32)
    return order, np.take_along_axis(places, order, axis=1), np.take_along_axis(values, order, axis=1)


def unit_at(layer: str, number: int, place: int | None = None) -> Unit:
    """Return the unit of a map at a place as `strongest` has it, or in its middle."""
    size = layer_named(layer).shape[1:]
    index = [length // 2 for length in size] if place is None else np.unravel_index(place, size)
    return Unit(layer, (number, *map(int, index)))


def synthesise(parameters: Parameters, layer: str, seed: int) -> tuple[Floats, Floats]:
    """Return inputs (maps, rows, columns) that excite each map's middle unit, and its activations.

    Gradient ascent (Erhan et al., "Visualizing Higher-Layer Features of a Deep Network", 2009) from almost
    blank noise, with a decay and with blurring against high frequencies (Yosinski et al., "Understanding
    Neural Networks Through Deep Visualization", 2015). In the last steps, which shorten, there is neither:
    with them to the end, every digit in conv1 and a third of those in conv2 excite more than the picture.
    """
    shape = layer_named(layer).shape
    maps = np.arange(shape[0])
    middles: tuple[Any, ...] = (maps, maps, *unit_at(layer, 0).index[1:])
    excited = np.zeros((len(maps), *shape), np.float32)
    excited[middles] = 1
    noise = np.random.default_rng(seed).standard_normal((len(maps), *LENET[0].shape), np.float32)
    images = np.float32(0.05) * np.abs(noise)
    for step in range(STEPS):
        trace = forward(parameters, images)
        gradient = activation_gradients(parameters, trace, {layer: excited})["input"]
        largest = np.abs(gradient).max(axis=(1, 2, 3), keepdims=True) + np.finfo(np.float32).tiny
        remaining = np.float32((STEPS - step) / UNREGULARISED)
        decay = DECAY if remaining > 1 else np.float32(0)
        images = np.clip(images + min(remaining, np.float32(1)) * RATE * gradient / largest - decay, 0, 1)
        if remaining > 1 and step % BLUR_EVERY == 0:
            for axis in (2, 3):  # each pixel with a little of its neighbours: the kernel [1, 6, 1] / 8
                before, after = (np.roll(images, shift, axis) for shift in (1, -1))
                images = (before + 6 * images + after) / np.float32(8)
    return images[:, 0], forward(parameters, images).activations[layer][middles]


def find_features(parameters: Parameters, images: Floats) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of the file, those of `KINDS` for each layer.

    `images`, `places` and `values` are the results of `strongest`; `synthetic` is (maps, rows, columns),
    bytes, the receptive field of a map's middle unit; `excitation` (maps,) the unit's activation for it.
    """
    arrays: dict[str, NDArray[np.generic]] = {}
    for layer in LAYERS:
        found, places, values = strongest(parameters, images, layer)
        pictures, excitation = synthesise(parameters, layer, SEED)
        _, rows, columns = receptive_field(unit_at(layer, 0)).ranges
        seen = (255 * pictures[:, rows.start : rows.stop, columns.start : columns.stop]).round()
        of_kind = found, places, values.round(DECIMALS), seen.astype(np.uint8), excitation.round(DECIMALS)
        for kind, array in zip(KINDS, of_kind, strict=True):
            arrays[f"{layer}.{kind}"] = np.ascontiguousarray(array)
    return arrays
