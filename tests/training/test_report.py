"""The report: figures of probabilities by hand, and of every digit in two preparations."""

import numpy as np
import pytest

from app.lenet.architecture import LENET
from app.lenet.network import initialise
from app.training.report import evaluate, summarise
from tests.training.synthetic import digits


def test_the_figures_are_those_of_the_predictions() -> None:
    """Four predictions by hand: two right, with 0.9 and 0.55, and two wrong, with 0.95 and 0.5."""
    probabilities = np.zeros((4, 10), np.float32)
    probabilities[[0, 1, 2, 3], [3, 3, 7, 1]] = 0.9, 0.55, 0.95, 0.5
    found = summarise(probabilities, np.array([3, 3, 1, 2], np.uint8))
    assert found["accuracy"] == 0.5
    assert found["accuracy_by_class"][:5] == [None, 0, 0, 1, None]
    matrix = found["confusion_matrix"]
    assert [matrix[label][digit] for label, digit in ((3, 3), (1, 7), (2, 1))] == [2, 1, 1]
    assert [one["count"] for one in found["bins"]] == [0, 0, 0, 0, 1, 1, 0, 0, 1, 1]
    assert [one["accuracy"] for one in found["bins"][-2:]] == [1, 0]
    assert found["expected_calibration_error"] == pytest.approx((0.1 + 0.45 + 0.95 + 0.5) / 4, abs=1e-5)
    assert found["misread"] == [
        {"index": 2, "label": 1, "prediction": 7, "probability": 0.95},
        {"index": 3, "label": 2, "prediction": 1, "probability": 0.5},
    ]


def test_digits_are_evaluated_as_they_are_and_centred() -> None:
    """Each digit counts once in either preparation, and the progress counts up by batches."""
    some, progress = digits(300), list[int]()
    found = evaluate(initialise(LENET, np.random.default_rng(1)), LENET, some, progress.append)
    assert progress == [250, 300]
    assert [one["preprocess"] for one in found] == ["none", "center"]
    assert [np.sum(one["confusion_matrix"]) for one in found] == [300, 300]
