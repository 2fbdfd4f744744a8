"""How well a network classifies digits: accuracy, confusion matrix, and accuracy on perturbed digits."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.architecture import LENET, Architecture, logits_name
from app.lenet.network import Floats, Parameters, forward
from app.training.data import Digits
from app.training.inputs import centred_input
from app.training.perturbations import PERTURBATIONS
from app.training.report import BATCH, Document, evaluate

SEED = 2026  # of the perturbations, so that every evaluation measures the same pictures
PERTURBED = 2000  # number of digits, from the beginning, that are perturbed


class Predictions(NamedTuple):
    """The predicted digits (count,) of some inputs, the share that is correct, and the mean cross-entropy."""

    digits: NDArray[np.intp]
    accuracy: float
    loss: float


def predict(
    parameters: Parameters, images: Floats, labels: NDArray[np.uint8], architecture: Architecture = LENET
) -> Predictions:
    """Classify any number of inputs (count, 1, 32, 32) with these labels (count,)."""
    batches = (images[start : start + BATCH] for start in range(0, len(images), BATCH))
    traces = (forward(parameters, batch, architecture) for batch in batches)
    logits = np.concatenate([trace.activations[logits_name(architecture)] for trace in traces])
    digits = logits.argmax(axis=1)
    loss = operations.cross_entropy(logits, labels).mean()
    return Predictions(digits, float((digits == labels).mean()), float(loss))


def measure(
    parameters: Parameters,
    architecture: Architecture,
    digits: Digits,
    perturbed: int,
    say: Callable[[str], None],
) -> tuple[dict[str, Any], list[Document]]:
    """Measure everything on these digits, and say each figure as soon as it is known.

    Return the figures of the record beside the weights, and those of `app.training.report`. The record has:
    - `accuracy`, the share of the digits, as they are, that is classified correctly;
    - `robustness`, the same for the first `perturbed` digits, perturbed and then preprocessed;
    - `confusion_matrix`, the number of digits of each label (row) and prediction (column);
    - `misread` and `misread_centred`, the indices of the digits that are misclassified as they are, and after
      the preprocessing.
    """
    plain, centred = found = evaluate(parameters, architecture, digits)
    for name, one in (("as they are", plain), ("after the preprocessing", centred)):
        say(f"{name:<40} {one['accuracy']:8.2%}  {len(one['misread'])} of {len(digits):,} misread")
    first = digits.part(None, perturbed)
    say(f"\nthe first {len(first):,}, perturbed, then preprocessed as drawings are:")
    robustness = {}
    for name, (description, perturb) in PERTURBATIONS.items():
        pictures, kept = perturb(first, np.random.default_rng(SEED))
        robustness[name] = predict(parameters, centred_input(pictures), kept.labels, architecture).accuracy
        say(f"  {description:<38} {robustness[name]:8.2%}")
    say("\n" + table(plain["confusion_matrix"]))
    figures = {
        "accuracy": plain["accuracy"],
        "robustness": robustness,
        "confusion_matrix": plain["confusion_matrix"],
        "misread": [digit["index"] for digit in plain["misread"]],
        "misread_centred": [digit["index"] for digit in centred["misread"]],
    }
    return figures, found


def table(matrix: list[list[int]]) -> str:
    """Return the confusion matrix as text; a dot stands for 0."""
    lines = ["label ↓  prediction →  " + "".join(f"{digit:6}" for digit in range(len(matrix)))]
    for digit, row in enumerate(matrix):
        lines.append(f"{digit:>23}" + "".join(f"{count or '·':>6}" for count in row))
    return "\n".join(lines)


def write_figures(path: Path, figures: Mapping[str, Any]) -> None:
    """Write figures as JSON, with a line for each entry and each row of the confusion matrix."""
    texts = {name: json.dumps(value) for name, value in figures.items()}
    if figures["confusion_matrix"]:
        rows = ",\n    ".join(json.dumps(row) for row in figures["confusion_matrix"])
        texts["confusion_matrix"] = f"[\n    {rows}\n  ]"
    lines = ",\n".join(f'  "{name}": {text}' for name, text in texts.items())
    path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
