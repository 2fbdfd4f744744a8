"""How well a network classifies digits: accuracy, confusion matrix, and accuracy on perturbed digits."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.architecture import LENET, Architecture, logits_name
from app.lenet.network import Parameters, forward
from app.training.data import Digits
from app.training.inputs import Floats, centred_input
from app.training.perturbations import PERTURBATIONS
from app.training.record import Measured
from app.training.report import BATCH, Document, evaluate

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


def measure(
    parameters: Parameters, architecture: Architecture, digits: Digits, perturbed: int, say: Say
) -> tuple[Measured, list[Document]]:
    """Measure everything on these digits, and say each figure as soon as it is known.

    Args:
        parameters: The weights.
        architecture: Their network.
        digits: The test digits, or others.
        perturbed: How many of them, from the beginning, are perturbed.
        say: Prints a line.

    Returns:
        The figures of the record, and those of `app.training.report`.
    """
    plain, centred = found = evaluate(parameters, architecture, digits)
    for name, one in (("as they are", plain), ("after the preprocessing", centred)):
        say(f"{name:<40} {one['accuracy']:8.2%}  {len(one['misread'])} of {len(digits):,} misread")
    first = digits.part(None, perturbed)
    say(f"\nthe first {len(first):,}, perturbed, then preprocessed as drawings are:")
    robustness = {}
    for name, (description, perturb) in PERTURBATIONS.items():
        pictures, kept = perturb(first, np.random.default_rng(SEED))
        predictions = predict(parameters, centred_input(pictures), kept.labels, architecture)
        robustness[name] = predictions.accuracy(kept.labels)
        say(f"  {description:<38} {robustness[name]:8.2%}")
    say("\n" + table(plain["confusion_matrix"]))
    misread, misread_centred = ([digit["index"] for digit in one["misread"]] for one in found)
    return Measured(plain["accuracy"], robustness, plain["confusion_matrix"], misread, misread_centred), found


def table(matrix: list[list[int]]) -> str:
    """Return the confusion matrix as text; a dot stands for 0."""
    lines = ["label ↓  prediction →  " + "".join(f"{digit:6}" for digit in range(len(matrix)))]
    for digit, row in enumerate(matrix):
        lines.append(f"{digit:>23}" + "".join(f"{count or '·':>6}" for count in row))
    return "\n".join(lines)
