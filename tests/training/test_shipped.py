"""The weights that ship: their records describe them, and tell the truth."""

import json
import re
from typing import Any

import numpy as np
import pytest

from app.lenet import weights
from app.lenet.architecture import ARCHITECTURES, architecture_named
from app.lenet.checkpoints import load_checkpoint, read_index
from app.settings import ROOT
from app.training.data import SHA256, TEST, TRAIN, load
from app.training.evaluation import predict
from app.training.inputs import as_input
from app.training.perturbations import PERTURBATIONS
from app.training.report import evaluate
from app.training.session import FIRST_CHECKPOINTS, kept_epochs

WEIGHTS = ROOT / "model_weights"
DIGITS = load(ROOT / "static" / "data" / "mnist", TEST)
FIRST = 1000

# What has been reached, rounded down: other weights must not be worse.
ACCURACY = {"lenet": 0.995, "lenet-1998": 0.994, "mlp": 0.993}
ROBUSTNESS = {"shifted": 0.991, "rotated": 0.985, "scaled": 0.991, "thicker": 0.99, "thinner": 0.98}

networks = pytest.mark.parametrize("name", ARCHITECTURES)


def record_of(name: str) -> dict[str, Any]:
    """The record of a network's weights."""
    record: dict[str, Any] = json.loads((WEIGHTS / f"{name}.json").read_text())
    return record


@networks
def test_the_record_is_that_of_the_weights(name: str) -> None:
    """Digest, command, training data and the measured figures fit together."""
    shipped = record_of(name)
    assert shipped["model"] == name
    assert shipped["sha256"] == weights.digest_of((WEIGHTS / f"{name}.safetensors").read_bytes())
    assert f"--epochs {shipped['epochs']} " in shipped["command"]
    assert shipped["data"] == {file: SHA256[file] for file in TRAIN}
    matrix = np.array(shipped["confusion_matrix"])
    assert matrix.sum(axis=1).tolist() == np.bincount(DIGITS.labels).tolist()
    assert np.trace(matrix) == len(DIGITS) - len(shipped["misread"])
    assert shipped["accuracy"]["test"] == pytest.approx(np.trace(matrix) / len(DIGITS))
    assert (shipped["accuracy"]["test"] or 0) >= ACCURACY[name]
    assert list(shipped["robustness"]) == list(PERTURBATIONS)


def test_lenet_is_as_robust_as_it_was() -> None:
    """After each perturbation at least the share is classified correctly that has been reached before."""
    found = record_of("lenet")["robustness"]
    assert {name for name, floor in ROBUSTNESS.items() if found[name] < floor} == set()


@networks
def test_the_figures_can_be_measured_again(name: str) -> None:
    """Of the first test digits exactly those are misclassified that the record lists."""
    digits, shipped, architecture = DIGITS.part(0, FIRST), record_of(name), architecture_named(name)
    parameters = weights.load(WEIGHTS / f"{name}.safetensors", shipped["sha256"], architecture)
    found = evaluate(parameters, architecture, digits)
    for one, misread in zip(found, (shipped["misread"], shipped["misread_centred"]), strict=True):
        assert [digit["index"] for digit in one["misread"]] == [index for index in misread if index < FIRST]


def test_the_timeline_is_complete_and_small() -> None:
    """Every checkpoint of the run is there, in at most 5 MB, and the last one is the weights that ship."""
    index, shipped = read_index(WEIGHTS / "history"), record_of("lenet")
    epochs = sorted(kept_epochs(shipped["epochs"]) - {0})
    expected = [*((0, batch) for batch in FIRST_CHECKPOINTS), *((epoch, 0) for epoch in epochs)]
    assert [(checkpoint.epoch, checkpoint.batch) for checkpoint in index] == expected
    assert sum(path.stat().st_size for path in (WEIGHTS / "history").iterdir()) <= 5_000_000
    assert sorted(path.name for path in (WEIGHTS / "history").glob("*.safetensors")) == [
        checkpoint.file for checkpoint in index
    ]
    assert index[-1].validation_accuracy == shipped["accuracy"]["validation"]
    assert len(index) <= 41
    assert [checkpoint.images for checkpoint in index] == sorted(checkpoint.images for checkpoint in index)
    assert (index[0].images, index[0].training_loss) == (0, None)
    last = [load_checkpoint(WEIGHTS / "history", checkpoint) for checkpoint in index][-1]
    for name, values in weights.load(WEIGHTS / "lenet.safetensors").items():
        rows = values.reshape(len(values), -1)
        assert np.abs(last[name].reshape(rows.shape) - rows).max() <= np.abs(rows).max() / 250, name


def test_the_network_improves_along_the_timeline() -> None:
    """The checkpoints' accuracy on test digits rises from guessing to nearly all."""
    digits, index = DIGITS.part(0, 500), read_index(WEIGHTS / "history")
    inputs = as_input(digits.scans)
    shares = [
        predict(load_checkpoint(WEIGHTS / "history", index[at]), inputs, digits.labels).accuracy
        for at in (0, 3, 5, -1)
    ]
    assert shares == sorted(shares)
    assert shares[0] < 0.3
    assert shares[-1] > 0.98


@networks
def test_the_model_card_quotes_the_measured_figures(name: str) -> None:
    """Every figure of the table in README.md is the one in the network's record."""
    text = (WEIGHTS / "README.md").read_text(encoding="utf-8")
    header = re.search(r"^\| digits \| (.+) \|$", text, re.MULTILINE)
    assert header
    column = header[1].split(" | ").index(f"`{name}`")
    figures_of_three = re.compile(r"^\| ([^|]+?) \| ([0-9.]+ %(?: \| [0-9.]+ %){2}) \|$", re.MULTILINE)
    rows = figures_of_three.findall(text)
    quoted = {description: figures.split("|")[column].strip() for description, figures in rows}
    shipped = record_of(name)
    expected = {f"{part} digits, as they are": share for part, share in shipped["accuracy"].items()}
    expected |= {PERTURBATIONS[key][0]: share for key, share in shipped["robustness"].items()}
    for description, share in expected.items():
        assert quoted.get(description) == f"{100 * (share or 0):.2f} %", description
