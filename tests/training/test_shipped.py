"""The weights that ship: they are the ones their card describes, and their card tells the truth."""

import re
from pathlib import Path

import numpy as np
import pytest

from app.lenet import weights
from app.training import card
from app.training.card import Card
from app.training.data import SHA256, TEST, TRAIN, load
from app.training.evaluation import as_input, centred_input, read
from app.training.history import read_index, weights_at
from app.training.loop import FIRST_MOMENTS
from app.training.perturbations import PERTURBATIONS, as_they_are

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "model_weights"
FIRST = 1000

# What has been reached, a little rounded down: other weights must not be worse.
FLOORS = {"shifted": 0.991, "rotated": 0.985, "scaled": 0.991, "thicker": 0.99, "thinner": 0.98}


@pytest.fixture(scope="module")
def shipped() -> Card:
    """The card."""
    return card.read(WEIGHTS / "lenet.json")


def test_the_card_is_that_of_the_weights(shipped: Card) -> None:
    """Checksum, training data and the measured figures fit together."""
    assert card.describes(shipped, WEIGHTS / "lenet.safetensors")
    assert shipped.data == {name: SHA256[name] for name in TRAIN}
    labels = load(ROOT / "static" / "data" / "mnist", TEST).labels
    matrix = np.array(shipped.confusion_matrix)
    assert matrix.sum(axis=1).tolist() == np.bincount(labels).tolist()
    assert np.trace(matrix) == len(labels) - len(shipped.misread)
    assert shipped.accuracy["test"] == pytest.approx(np.trace(matrix) / len(labels))


def test_the_weights_are_as_good_as_they_were(shipped: Card) -> None:
    """On the test digits at least 99.4 % are read, and after each change of the picture what has been reached before."""
    assert (shipped.accuracy["test"] or 0) >= 0.994
    assert list(shipped.robustness) == list(PERTURBATIONS)
    assert {name for name, floor in FLOORS.items() if shipped.robustness[name] < floor} == set()


def test_the_figures_can_be_measured_again(shipped: Card) -> None:
    """Of the first test digits exactly those are misread that the card lists, as they are and preprocessed."""
    digits = load(ROOT / "static" / "data" / "mnist", TEST).part(0, FIRST)
    parameters = weights.load(WEIGHTS / "lenet.safetensors", shipped.sha256)
    answers = read(parameters, as_input(digits.scans), digits.labels).answers
    assert np.flatnonzero(answers != digits.labels).tolist() == [i for i in shipped.misread if i < FIRST]
    pictures, _ = as_they_are(digits, np.random.default_rng(0))
    answers = read(parameters, centred_input(pictures), digits.labels).answers
    assert np.flatnonzero(answers != digits.labels).tolist() == [
        index for index in shipped.misread_centred if index < FIRST
    ]


def test_the_history_is_whole_and_small(shipped: Card) -> None:
    """Every moment of the run is there, in at most 5 MB, and the last one is the weights that ship."""
    moments = read_index(WEIGHTS / "history")
    expected = [
        (0, 0),
        *((0, batch) for batch in FIRST_MOMENTS),
        *((epoch + 1, 0) for epoch in range(shipped.epochs)),
    ]
    assert [(moment.epoch, moment.batch) for moment in moments] == expected
    assert sum(path.stat().st_size for path in (WEIGHTS / "history").iterdir()) <= 5_000_000
    assert sorted(path.name for path in (WEIGHTS / "history").glob("*.safetensors")) == [
        moment.file for moment in moments
    ]
    assert moments[-1].validation_accuracy == shipped.accuracy["validation"]
    last, final = weights_at(WEIGHTS / "history", moments[-1]), weights.load(WEIGHTS / "lenet.safetensors")
    for name, values in final.items():
        rows = values.reshape(len(values), -1)
        assert np.abs(last[name].reshape(rows.shape) - rows).max() <= np.abs(rows).max() / 250, name


def test_the_network_improves_along_the_history() -> None:
    """The packed weights of a moment read as well as the index says, from guessing to nearly all."""
    digits = load(ROOT / "static" / "data" / "mnist", TEST).part(0, 500)
    moments = read_index(WEIGHTS / "history")
    shares = [
        read(weights_at(WEIGHTS / "history", moment), as_input(digits.scans), digits.labels).accuracy(
            digits.labels
        )
        for moment in (moments[0], moments[3], moments[5], moments[-1])
    ]
    assert shares == sorted(shares)
    assert shares[0] < 0.3
    assert shares[-1] > 0.98


def test_the_model_card_quotes_the_measured_figures(shipped: Card) -> None:
    """Every figure of the table in README.md is the one in lenet.json."""
    text = (WEIGHTS / "README.md").read_text(encoding="utf-8")
    quoted = dict(re.findall(r"^\| ([^|]+?) \| ([0-9.]+) % \|$", text, re.MULTILINE))
    accuracy = {f"{name} digits, as they are": share for name, share in shipped.accuracy.items()}
    changed = {PERTURBATIONS[name][0]: share for name, share in shipped.robustness.items()}
    for name, share in (accuracy | changed).items():
        assert quoted.get(name) == f"{100 * (share or 0):.2f}", name
