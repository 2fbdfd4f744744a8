"""The report of an evaluation, as the API serves it: confusion matrix, calibration, and every misread digit."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.imaging import Preprocess
from app.lenet.architecture import Architecture
from app.lenet.fast import Engine
from app.lenet.network import Parameters
from app.training.data import Digits
from app.training.evaluation import confusion
from app.training.inputs import Floats, as_input, centred_input

BINS = 10
DECIMALS = 6
"""Of probabilities and shares: more would be other digits on other processors."""

BLOCK = 250
"""Digits that are prepared at a time: a thousand inputs take 4 MB."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions with a probability above `lower` and up to `upper`; without any, the means are None."""

    lower: float
    upper: float
    count: int
    confidence: float | None
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class Misread:
    """A digit that was misclassified, and the probability of the prediction."""

    index: int
    label: int
    prediction: int
    probability: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a network classifies digits, preprocessed in one way.

    Attributes:
        preprocess: `none` for the digits as they are, `center` as the server prepares pictures.
        accuracy: The share that is classified correctly.
        accuracy_by_class: The same of each label.
        confusion_matrix: Digits with each label (row) and each prediction (column).
        expected_calibration_error: Σ count / digits · |accuracy - confidence| over the bins (Naeini, Cooper &
            Hauskrecht 2015; Guo et al., "On Calibration of Modern Neural Networks", 2017).
        bins: The reliability diagram.
        misread: Every misclassified digit.
    """

    preprocess: Preprocess
    accuracy: float
    accuracy_by_class: list[float | None]
    confusion_matrix: list[list[int]]
    expected_calibration_error: float
    bins: list[Bin]
    misread: list[Misread]


def evaluate(parameters: Parameters, architecture: Architecture, digits: Digits) -> list[Evaluation]:
    """Evaluate a network on digits as they are and centred; 10,000 take some seconds."""
    engine = Engine(parameters, architecture)
    probabilities: Mapping[Preprocess, list[Floats]] = {"none": [], "center": []}
    for start in range(0, len(digits), BLOCK):
        scans = digits.scans[start : start + BLOCK]
        probabilities["none"].append(engine.predict(as_input(scans)))
        probabilities["center"].append(
            engine.predict(centred_input(scans.astype(np.float32) / np.float32(255)))
        )
    return [summarise(name, np.concatenate(some), digits.labels) for name, some in probabilities.items()]


def summarise(preprocess: Preprocess, probabilities: Floats, labels: NDArray[np.uint8]) -> Evaluation:
    """Return the figures of predicted probabilities (count, classes) and labels (count,)."""
    predictions = probabilities.argmax(axis=1)
    confidences = probabilities.max(axis=1).astype(np.float64)
    correct = predictions == labels
    bins = _bins(confidences, correct)
    gaps = [
        one.count * abs(one.accuracy - one.confidence)
        for one in bins
        if one.accuracy is not None and one.confidence is not None
    ]
    return Evaluation(
        preprocess=preprocess,
        accuracy=float(correct.mean()),
        accuracy_by_class=[_mean(correct[labels == label]) for label in range(probabilities.shape[1])],
        confusion_matrix=confusion(labels, predictions).tolist(),
        expected_calibration_error=round(sum(gaps) / len(labels), DECIMALS),
        bins=bins,
        misread=[
            Misread(
                int(index),
                int(labels[index]),
                int(predictions[index]),
                round(float(confidences[index]), DECIMALS),
            )
            for index in np.flatnonzero(~correct)
        ],
    )


def document(weights: str, evaluations: list[Evaluation]) -> dict[str, Any]:
    """Return the report of weights, given as `sha256:` and their checksum, as plain values."""
    count = sum(map(sum, evaluations[0].confusion_matrix))
    return {"weights": weights, "digits": count, "evaluations": [asdict(one) for one in evaluations]}


def write(path: Path, weights: str, evaluations: list[Evaluation]) -> None:
    """Write the report as JSON, with a line for each field of an evaluation."""
    report = document(weights, evaluations)
    entries = [
        ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in one.items())
        for one in report["evaluations"]
    ]
    head = f'{{"weights": "{weights}", "digits": {report["digits"]}, "evaluations": [{{\n'
    path.write_text(head + "\n}, {\n".join(entries) + "\n}]}\n", encoding="utf-8")


def _bins(confidences: NDArray[np.float64], correct: NDArray[np.bool_]) -> list[Bin]:
    """Bins of equal width: (0, 0.1], (0.1, 0.2] … (0.9, 1]."""
    places = np.clip(np.ceil(confidences * BINS).astype(int) - 1, 0, BINS - 1)
    bins = []
    for place in range(BINS):
        inside = places == place
        bins.append(
            Bin(
                place / BINS,
                (place + 1) / BINS,
                int(inside.sum()),
                _mean(confidences[inside]),
                _mean(correct[inside]),
            )
        )
    return bins


def _mean(values: NDArray[Any]) -> float | None:
    return round(float(values.mean()), DECIMALS) if len(values) else None
