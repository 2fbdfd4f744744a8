"""How well the network reads digits it has not seen: accuracy, what it takes for what, and what it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.imaging import prepare
from app.lenet import operations
from app.lenet.architecture import LENET, Architecture, logits_name
from app.lenet.network import Parameters, forward
from app.training.augmentation import Floats
from app.training.data import Digits
from app.training.perturbations import PERTURBATIONS

TOGETHER = 250
"""Images in one forward pass."""

SEED = 2026
"""Of the perturbations, so that every evaluation measures the same pictures."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network made of a batch of inputs: its answers and the mean cross-entropy."""

    answers: NDArray[np.intp]
    loss: float

    def accuracy(self, labels: NDArray[np.uint8]) -> float:
        """The share of answers that are right."""
        return float((self.answers == labels).mean())


def as_input(scans: NDArray[np.uint8]) -> Floats:
    """Scans (count, 28, 28) as the network's input, as they are: (count, 1, 32, 32)."""
    return np.pad(scans.astype(np.float32) / np.float32(255), ((0, 0), (2, 2), (2, 2)))[:, None]


def centre(ink: Floats) -> Floats:
    """The product's own preprocessing of one picture of ink in [0, 1]: (32, 32)."""
    return prepare(ink, "center").image


def centred_input(pictures: Floats) -> Floats:
    """Pictures (count, height, width) in [0, 1], preprocessed: (count, 1, 32, 32)."""
    return np.stack([centre(picture) for picture in pictures])[:, None]


def read(
    parameters: Parameters, images: Floats, labels: NDArray[np.uint8], architecture: Architecture = LENET
) -> Reading:
    """Run the network over any number of inputs."""
    top = logits_name(architecture)
    logits = np.concatenate(
        [
            forward(parameters, images[start : start + TOGETHER], architecture).activations[top]
            for start in range(0, len(images), TOGETHER)
        ]
    )
    return Reading(logits.argmax(axis=1), float(operations.cross_entropy(logits, labels).mean()))


def confusion(labels: NDArray[np.uint8], answers: NDArray[np.intp]) -> NDArray[np.int64]:
    """(10, 10): how many digits of each kind (row) were read as each (column)."""
    matrix = np.zeros((10, 10), np.int64)
    np.add.at(matrix, (labels, answers), 1)
    return matrix


def robustness(
    parameters: Parameters, digits: Digits, architecture: Architecture = LENET
) -> Iterator[tuple[str, float]]:
    """The accuracy on these digits after each perturbation and the preprocessing, as it is measured."""
    for name, (_, perturb) in PERTURBATIONS.items():
        pictures, kept = perturb(digits, np.random.default_rng(SEED))
        yield name, read(parameters, centred_input(pictures), kept.labels, architecture).accuracy(kept.labels)
