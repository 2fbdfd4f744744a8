"""How well a network classifies digits: accuracy, confusion matrix, and accuracy on perturbed digits."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.architecture import LENET, Architecture, logits_name
from app.lenet.network import Parameters, forward
from app.training.data import Digits
from app.training.inputs import Floats, as_input, centred_input
from app.training.perturbations import PERTURBATIONS
from app.training.record import Measured

BATCH = 250
"""Images per forward pass."""

SEED = 2026
"""Of the perturbations, so that every evaluation measures the same pictures."""

PERTURBED = 2000
"""Number of digits, from the beginning, that are perturbed."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Predictions:
    """The predicted digits (count,) of some inputs, and the mean cross-entropy."""

    digits: NDArray[np.intp]
    loss: float

    def accuracy(self, labels: NDArray[np.uint8]) -> float:
        """Return the share of correct predictions."""
        return float((self.digits == labels).mean())

    def misread(self, labels: NDArray[np.uint8]) -> list[int]:
        """Return the indices of the wrong predictions."""
        return np.flatnonzero(self.digits != labels).tolist()


def predict(
    parameters: Parameters, images: Floats, labels: NDArray[np.uint8], architecture: Architecture = LENET
) -> Predictions:
    """Classify any number of inputs (count, 1, 32, 32)."""
    top = logits_name(architecture)
    logits = np.concatenate(
        [
            forward(parameters, images[start : start + BATCH], architecture).activations[top]
            for start in range(0, len(images), BATCH)
        ]
    )
    return Predictions(logits.argmax(axis=1), float(operations.cross_entropy(logits, labels).mean()))


def confusion(labels: NDArray[np.uint8], digits: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return the confusion matrix (10, 10): rows are labels, columns predictions."""
    matrix = np.zeros((10, 10), np.int64)
    np.add.at(matrix, (labels, digits), 1)
    return matrix


def measure(
    parameters: Parameters, architecture: Architecture, digits: Digits, perturbed: int, say: Say
) -> Measured:
    """Measure everything on these digits, and say each figure as soon as it is known.

    Args:
        parameters: The weights.
        architecture: Their network.
        digits: The test digits, or others.
        perturbed: How many of them, from the beginning, are perturbed.
        say: Prints a line.
    """
    total = len(digits)
    plain = predict(parameters, as_input(digits.scans), digits.labels, architecture)
    misread = plain.misread(digits.labels)
    say(f"{'as they are':<40} {1 - len(misread) / total:8.2%}  {len(misread)} of {total:,} misread")
    inputs = centred_input(digits.scans.astype(np.float32) / np.float32(255))
    misread_centred = predict(parameters, inputs, digits.labels, architecture).misread(digits.labels)
    share = 1 - len(misread_centred) / total
    say(f"{'after the preprocessing':<40} {share:8.2%}  {len(misread_centred)} of {total:,} misread")
    first = digits.part(None, perturbed)
    say(f"\nthe first {len(first):,}, perturbed, then preprocessed as drawings are:")
    robustness = {}
    for name, (description, perturb) in PERTURBATIONS.items():
        pictures, kept = perturb(first, np.random.default_rng(SEED))
        found = predict(parameters, centred_input(pictures), kept.labels, architecture)
        robustness[name] = found.accuracy(kept.labels)
        say(f"  {description:<38} {robustness[name]:8.2%}")
    matrix = confusion(digits.labels, plain.digits).tolist()
    say("\n" + table(matrix))
    return Measured(plain.accuracy(digits.labels), robustness, matrix, misread, misread_centred)


def table(matrix: list[list[int]]) -> str:
    """Return the confusion matrix as text; a dot stands for 0."""
    lines = ["label ↓  prediction →  " + "".join(f"{digit:6}" for digit in range(len(matrix)))]
    for digit, row in enumerate(matrix):
        lines.append(f"{digit:>23}" + "".join(f"{count or '·':>6}" for count in row))
    return "\n".join(lines)
