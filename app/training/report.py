"""The report of an evaluation, as the API serves it: confusion, calibration, every misread digit."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import Architecture
from app.lenet.fast import Engine
from app.lenet.network import Floats, Parameters
from app.training.data import Digits
from app.training.inputs import as_input, centred_input

Document = dict[str, Any]

BATCH = 250  # images per forward pass
BINS = 10
DECIMALS = 6  # of probabilities and shares: further ones differ between processors

INPUTS: Mapping[str, Callable[[NDArray[np.uint8]], Floats]] = {"none": as_input, "center": centred_input}
"""The inputs of digits, by the name of the preprocessing."""


def evaluate(
    parameters: Parameters,
    architecture: Architecture,
    digits: Digits,
    progress: Callable[[int], None] = lambda _count: None,
) -> list[Document]:
    """Return the figures of digits as they are, and centred as drawings are; 10,000 digits take seconds.

    `progress` is called after each batch with the number of digits that have been read.
    """
    engine, batches = Engine(parameters, architecture), []
    for start in range(0, len(digits), BATCH):
        some = digits.scans[start : start + BATCH]
        batches.append([engine.predict(input_of(some)) for input_of in INPUTS.values()])
        progress(start + len(some))
    found = zip(INPUTS, map(np.concatenate, zip(*batches, strict=True)), strict=True)
    return [{"preprocess": name, **summarise(one, digits.labels)} for name, one in found]


def summarise(probabilities: Floats, labels: NDArray[np.uint8]) -> Document:
    """Return the figures of predicted probabilities (count, classes) and labels (count,).

    The expected calibration error is Σ count / digits · |accuracy - confidence| over the bins (Naeini, Cooper
    & Hauskrecht 2015; Guo et al., "On Calibration of Modern Neural Networks", 2017).
    """
    predictions, confidences = probabilities.argmax(axis=1), probabilities.max(axis=1).astype(np.float64)
    correct = predictions == labels
    confusion = np.zeros((10, 10), np.int64)
    np.add.at(confusion, (labels, predictions), 1)
    places = np.clip(np.ceil(confidences * BINS) - 1, 0, BINS - 1)  # of (0, 0.1], (0.1, 0.2] … (0.9, 1]
    bins: list[Document] = [
        {"lower": place / BINS, "upper": (place + 1) / BINS, "count": int((places == place).sum())}
        | {"confidence": _mean(confidences[places == place]), "accuracy": _mean(correct[places == place])}
        for place in range(BINS)
    ]
    gaps = [one["count"] * abs(one["accuracy"] - one["confidence"]) for one in bins if one["count"]]
    misread = [
        {"index": index, "label": int(labels[index]), "prediction": int(predictions[index])}
        | {"probability": round(float(confidences[index]), DECIMALS)}
        for index in np.flatnonzero(~correct).tolist()
    ]
    return {
        "accuracy": float(correct.mean()),
        "accuracy_by_class": [_mean(correct[labels == label]) for label in range(probabilities.shape[1])],
        "confusion_matrix": confusion.tolist(),
        "expected_calibration_error": round(sum(gaps) / len(labels), DECIMALS),
        "bins": bins,
        "misread": misread,
    }


def _mean(values: NDArray[Any]) -> float | None:
    return round(float(values.mean()), DECIMALS) if len(values) else None
