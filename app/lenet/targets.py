"""What can be attributed: the score of a class, of one class against another, or of any unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import Architecture, layer_named, logits_name
from app.lenet.errors import LenetError
from app.lenet.geometry import Unit

Floats = NDArray[np.float32]
Score = Literal["logit", "probability"]


@dataclass(frozen=True, slots=True)
class Target:
    """The score that is attributed: S = Σ coefficient · activation over the units of one layer.

    Attributes:
        layer: Its name.
        coefficients: In the layer's shape: 1 for a class or a unit, -1 for a class to compare with.
    """

    layer: str
    coefficients: Floats

    def scores(self, activations: Floats) -> Floats:
        """S of each image, from the activations (batch, *shape) of the layer."""
        flat = activations.reshape(len(activations), -1)
        scores: Floats = flat @ self.coefficients.ravel().astype(flat.dtype)
        return scores

    def gradients(self, activations: Floats) -> Mapping[str, Floats]:
        """∂S/∂activation of the layer for each image of the batch, as `backward` is given them."""
        coefficients = self.coefficients.astype(activations.dtype)
        return {self.layer: np.broadcast_to(coefficients, activations.shape)}


def class_target(
    architecture: Architecture, label: int, against: int | None = None, score: Score = "logit"
) -> Target:
    """Return the score of a class, or the difference of two: "why this and not that?"."""
    layer = logits_name(architecture) if score == "logit" else architecture[-1].name
    coefficients = np.zeros(architecture[-1].shape, np.float32)
    for place, sign in ((label, 1), (against, -1)):
        if place is not None:
            if not 0 <= place < len(coefficients):
                raise LenetError(f"{place} is not a class: expected 0 to {len(coefficients) - 1}")
            coefficients[place] += sign
    return Target(layer, coefficients)


def unit_target(architecture: Architecture, unit: Unit) -> Target:
    """Return the activation of any unit as the score."""
    coefficients = np.zeros(layer_named(unit.layer, architecture).shape, np.float32)
    coefficients[unit.index] = 1
    return Target(unit.layer, coefficients)
