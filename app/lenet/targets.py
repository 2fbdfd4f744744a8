"""What can be attributed: the score of a class, of one class against another, or of any unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import Architecture, layer_named, logits_name
from app.lenet.backward import activation_gradients
from app.lenet.errors import OptionError
from app.lenet.geometry import Unit
from app.lenet.network import Parameters, forward

Floats = NDArray[np.float32]
Score = Literal["logit", "probability"]

BATCH = 64
"""Images per pass: with all at once, a thousand traces would take 60 MB."""


class Gradients(NamedTuple):
    """The scores (batch,) of some images, a layer's activations (batch, *shape), and the scores' gradients by them."""

    scores: Floats
    activations: Floats
    gradients: Floats


@dataclass(frozen=True, slots=True)
class Target:
    """A score of a network: S = Σ coefficient · activation over the units of one layer.

    Attributes:
        architecture: The network's layers.
        parameters: Its parameters.
        layer: The name of the layer.
        coefficients: In the layer's shape: 1 for a class or a unit, -1 for a class to compare with.
    """

    architecture: Architecture
    parameters: Parameters
    layer: str
    coefficients: Floats

    def scores(self, activations: Mapping[str, Floats]) -> Floats:
        """Return S of each image, from the activations of every layer."""
        found = activations[self.layer]
        scores: Floats = np.tensordot(found, self.coefficients.astype(found.dtype), self.coefficients.ndim)
        return scores

    def gradients(self, images: Floats, layer: str = "input") -> Gradients:
        """Return S of images (batch, 1, rows, columns), and ∂S/∂activation of a layer."""
        found = []
        for first in range(0, len(images), BATCH):
            trace = forward(self.parameters, images[first : first + BATCH], self.architecture)
            top = trace.activations[self.layer]
            seed = {self.layer: np.broadcast_to(self.coefficients.astype(top.dtype), top.shape)}
            below = activation_gradients(self.parameters, trace, seed, layer, self.architecture)
            found.append((self.scores(trace.activations), trace.activations[layer], below[layer]))
        return Gradients(*map(np.concatenate, zip(*found, strict=True)))


def class_target(
    architecture: Architecture,
    parameters: Parameters,
    label: int,
    against: int | None = None,
    score: Score = "logit",
) -> Target:
    """Return the score of a class, or the difference of two: "why this and not that?"."""
    layer = logits_name(architecture) if score == "logit" else architecture[-1].name
    coefficients = np.zeros(architecture[-1].shape, np.float32)
    if label == against:
        raise OptionError("against", f"against={against} is the target itself; name another class")
    for option, place, sign in (("target", label, 1), ("against", against, -1)):
        if place is not None:
            if not 0 <= place < len(coefficients):
                raise OptionError(option, f"{place} is not a class: expected 0 to {len(coefficients) - 1}")
            coefficients[place] = sign
    return Target(architecture, parameters, layer, coefficients)


def unit_target(architecture: Architecture, parameters: Parameters, unit: Unit) -> Target:
    """Return the activation of any unit as the score."""
    coefficients = np.zeros(layer_named(unit.layer, architecture).shape, np.float32)
    coefficients[unit.index] = 1
    return Target(architecture, parameters, unit.layer, coefficients)
