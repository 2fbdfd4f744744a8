"""The history: small, in order, and close to the weights that it keeps."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from app.lenet.architecture import LENET
from app.lenet.network import initialise
from app.training.history import Moment, clear, pack, read_index, record, unpack, weights_at

PARAMETERS = initialise(LENET, np.random.default_rng(1))
MOMENT = Moment("001-0000.safetensors", 1, 0, 40, 0.5, 0.4, 0.9)


def test_packed_weights_are_within_half_a_step() -> None:
    """Every weight comes back to half of 1/127 of its row's largest; biases and the largest weights exactly."""
    again = unpack(pack(PARAMETERS))
    assert list(again) == list(PARAMETERS)
    for name, values in PARAMETERS.items():
        assert again[name].shape == values.shape
        assert again[name].dtype == np.float32
        rows = values.reshape(len(values), -1)
        step = np.abs(rows).max(axis=1, keepdims=True) / 127
        error = np.abs(again[name].reshape(rows.shape) - rows)
        assert (error <= 0.5001 * step).all() if values.ndim > 1 else np.array_equal(again[name], values)


def test_a_row_of_zeros_can_be_packed() -> None:
    """A unit without weights divides by nothing."""
    again = unpack(pack({"fc1.weight": np.zeros((2, 3), np.float32)}))
    assert np.array_equal(again["fc1.weight"], np.zeros((2, 3), np.float32))


def test_a_moment_takes_a_quarter_of_the_weights_size(tmp_path: Path) -> None:
    """One moment is well under 70 kB, so that seventy of them stay below 5 MB."""
    record(tmp_path, MOMENT, PARAMETERS)
    assert (tmp_path / MOMENT.file).stat().st_size < 68_000
    assert np.allclose(weights_at(tmp_path, MOMENT)["fc3.weight"], PARAMETERS["fc3.weight"], atol=0.01)


def test_the_index_is_in_order_and_has_each_moment_once(tmp_path: Path) -> None:
    """A moment recorded again replaces the earlier one, and the order is that of the training."""
    first = replace(MOMENT, file="000-0010.safetensors", epoch=0, batch=10, training_loss=None)
    again = replace(MOMENT, validation_loss=0.3)
    for moment in (MOMENT, first, again):
        record(tmp_path, moment, PARAMETERS)
    assert read_index(tmp_path) == [first, again]


def test_clearing_leaves_nothing_of_an_earlier_run(tmp_path: Path) -> None:
    """Index and weights go; what the history did not write stays."""
    record(tmp_path, MOMENT, PARAMETERS)
    (tmp_path / "README.md").write_text("mine")
    clear(tmp_path)
    clear(tmp_path / "never made")
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert read_index(tmp_path) == []
