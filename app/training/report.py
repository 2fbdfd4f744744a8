"""The report of an evaluation: confusion matrix, calibration, and every misread digit.

The API serves it as it is; `app.api.evaluation_schemas` describes its fields.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.imaging import Preprocess
from app.lenet.architecture import Architecture
from app.lenet.fast import Engine
from app.lenet.network import Parameters
from app.training.data import Digits
from app.training.evaluation import BATCH, confusion
from app.training.inputs import Floats, as_input, centred_input

Document = dict[str, Any]

BINS = 10
DECIMALS = 6
"""Of probabilities and shares: further ones differ between processors."""


Batch = dict[Preprocess, Floats]
"""The probabilities (count, classes) of some digits, for each way of preprocessing them."""


def predict(parameters: Parameters, architecture: Architecture, digits: Digits) -> Iterator[Batch]:
    """Yield the probabilities of one batch of digits after the other, as they are and centred; 10,000 take seconds."""
    engine = Engine(parameters, architecture)
    for start in range(0, len(digits), BATCH):
        scans = digits.scans[start : start + BATCH]
        centred = centred_input(scans.astype(np.float32) / np.float32(255))
        yield {"none": engine.predict(as_input(scans)), "center": engine.predict(centred)}


def evaluate(batches: Iterable[Batch], labels: NDArray[np.uint8], weights: str) -> Document:
    """Return the report of what `predict` yields; `weights` is `sha256:` and the checksum of the weights' file."""
    found = list(batches)
    evaluations = [
        {"preprocess": name, **summarise(np.concatenate([batch[name] for batch in found]), labels)}
        for name in found[0]
    ]
    return {"weights": weights, "digits": len(labels), "evaluations": evaluations}


def summarise(probabilities: Floats, labels: NDArray[np.uint8]) -> Document:
    """Return the figures of predicted probabilities (count, classes) and labels (count,).

    The expected calibration error is Σ count / digits · |accuracy - confidence| over the bins (Naeini, Cooper &
    Hauskrecht 2015; Guo et al., "On Calibration of Modern Neural Networks", 2017).
    """
    predictions, confidences = probabilities.argmax(axis=1), probabilities.max(axis=1).astype(np.float64)
    correct = predictions == labels
    bins = _bins(confidences, correct)
    gaps = [one["count"] * abs(one["accuracy"] - one["confidence"]) for one in bins if one["count"]]
    misread = [
        {"index": index, "label": int(labels[index]), "prediction": int(predictions[index])}
        | {"probability": round(float(confidences[index]), DECIMALS)}
        for index in np.flatnonzero(~correct).tolist()
    ]
    return {
        "accuracy": float(correct.mean()),
        "accuracy_by_class": [_mean(correct[labels == label]) for label in range(probabilities.shape[1])],
        "confusion_matrix": confusion(labels, predictions).tolist(),
        "expected_calibration_error": round(sum(gaps) / len(labels), DECIMALS),
        "bins": bins,
        "misread": misread,
    }


def write(path: Path, report: Document) -> None:
    """Write the report as JSON, with a line for each field of an evaluation."""
    head = {name: value for name, value in report.items() if name != "evaluations"}
    entries = [
        ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in one.items())
        for one in report["evaluations"]
    ]
    body = "\n}, {\n".join(entries)
    path.write_text(f'{json.dumps(head)[:-1]}, "evaluations": [{{\n{body}\n}}]}}\n', encoding="utf-8")


def _bins(confidences: NDArray[np.float64], correct: NDArray[np.bool_]) -> list[Document]:
    """Bins of equal width: (0, 0.1], (0.1, 0.2] … (0.9, 1]."""
    places = np.clip(np.ceil(confidences * BINS) - 1, 0, BINS - 1)
    return [
        {"lower": place / BINS, "upper": (place + 1) / BINS, "count": int((places == place).sum())}
        | {"confidence": _mean(confidences[places == place]), "accuracy": _mean(correct[places == place])}
        for place in range(BINS)
    ]


def _mean(values: NDArray[Any]) -> float | None:
    return round(float(values.mean()), DECIMALS) if len(values) else None
