"""Measuring: the perturbations do what they are called, and the figures add up."""

import re

import numpy as np
import pytest

from app.lenet.architecture import LENET
from app.lenet.network import Floats, Parameters, initialise
from app.training.data import Digits
from app.training.evaluation import measure, predict, table
from app.training.inputs import as_input
from app.training.perturbations import MARGIN, PERTURBATIONS
from app.training.report import evaluate, summarise
from tests.training.synthetic import digits

DIGITS = digits(30)
PADDED: Floats = np.pad(DIGITS.scans / np.float32(255), ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)))


def perturbed(name: str) -> tuple[Floats, Digits]:
    """All digits, perturbed."""
    return PERTURBATIONS[name][1](DIGITS, np.random.default_rng(3))


def ink(pictures: Floats) -> Floats:
    """How much ink each picture has."""
    amounts: Floats = pictures.sum(axis=(1, 2))
    return amounts


@pytest.fixture
def parameters() -> Parameters:
    """A network that knows nothing."""
    return initialise(LENET, np.random.default_rng(1))


def test_perturbations_keep_every_digit_whole() -> None:
    """Each gives as many pictures as digits, in range, and none touches the edge of its picture."""
    for name in PERTURBATIONS:
        pictures, kept = perturbed(name)
        assert len(pictures) == len(kept) == 30, name
        assert pictures.dtype == np.float32, name
        assert pictures.min() >= 0, name
        assert pictures.max() <= 1, name
        assert max(pictures[:, edge].max() for edge in (0, -1)) == 0, name
        assert max(pictures[:, :, edge].max() for edge in (0, -1)) == 0, name


def test_shifted_digits_are_the_same_elsewhere() -> None:
    """Shifts are whole pixels, up to six each way."""
    pictures, _ = perturbed("shifted")
    found = set()
    for picture, padded in zip(pictures, PADDED, strict=True):
        (top, left), (was_top, was_left) = (np.argwhere(image).min(axis=0) for image in (picture, padded))
        found.add((int(top - was_top), int(left - was_left)))
        assert np.allclose(np.roll(padded, (top - was_top, left - was_left), (0, 1)), picture)
    assert len(found) > 20
    assert max(abs(step) for steps in found for step in steps) == 6


def test_scaled_and_rotated_digits_change_in_size_as_asked() -> None:
    """Scaling changes the amount of ink by 0.36 to 1.96, turning leaves it."""
    scaled = ink(perturbed("scaled")[0]) / ink(PADDED)
    assert 0.3 < scaled.min() < 0.6
    assert 1.5 < scaled.max() < 2.1
    assert np.allclose(ink(perturbed("rotated")[0]), ink(PADDED), rtol=0.02)
    assert not np.allclose(perturbed("rotated")[0], PADDED, atol=0.2)


def test_strokes_change_by_one_pixel_and_two() -> None:
    """Against a slow search: each pixel becomes the largest or smallest of its neighbours."""
    for name, size, best in (("thicker", 2, max), ("much_thicker", 3, max), ("thinner", 2, min)):
        picture = perturbed(name)[0][4]
        for row, column in ((13, 18), (20, 20), (26, 26), (22, 17)):
            around = PADDED[4, row : row + size, column : column + size].ravel()
            assert picture[row, column] == pytest.approx(best(around), abs=1e-6), name


def test_many_inputs_are_predicted_as_each_alone(parameters: Parameters) -> None:
    """In one call or one by one, the predictions are the same."""
    many = digits(300)
    found = predict(parameters, as_input(many.scans), many.labels)
    some = [
        predict(parameters, as_input(many.scans[i : i + 1]), many.labels[i : i + 1]).digits[0]
        for i in range(0, 300, 37)
    ]
    assert found.digits[::37].tolist() == some
    assert found.accuracy == np.mean(found.digits == many.labels)
    assert 1.5 < found.loss < 6


def test_the_report_says_what_it_measured(parameters: Parameters) -> None:
    """Every figure that is returned is also said, and they agree with each other."""
    said: list[str] = []
    measured, _ = measure(parameters, LENET, DIGITS, 10, said.append)
    text = "\n".join(said)
    assert len(measured["misread"]) == round((1 - measured["accuracy"]) * 30)
    centred = measured["robustness"]["centred"]
    assert len([index for index in measured["misread_centred"] if index < 10]) == round((1 - centred) * 10)
    assert f"{len(measured['misread_centred'])} of 30 misread" in text
    assert np.trace(measured["confusion_matrix"]) == 30 - len(measured["misread"])
    assert list(measured["robustness"]) == list(PERTURBATIONS)
    for name, share in measured["robustness"].items():
        assert re.search(rf"{re.escape(PERTURBATIONS[name][0])} +{share:.2%}", text), name
    assert f"{measured['accuracy']:.2%}  {len(measured['misread'])} of 30 misread" in text
    assert table(measured["confusion_matrix"]) in text


def test_the_table_has_a_row_for_every_digit() -> None:
    """Counts stand under the digit that was read; nothing is a dot."""
    lines = table([[12, 0], [3, 4]]).splitlines()
    assert [line.split() for line in lines[1:]] == [["0", "12", "·"], ["1", "3", "4"]]
    assert len({len(line) for line in lines}) == 1


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
