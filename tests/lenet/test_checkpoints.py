"""Checkpoints: small, in order, and close to the weights they were made from."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.lenet.architecture import LENET
from app.lenet.checkpoints import (
    Checkpoint,
    clear,
    load_checkpoint,
    pack,
    read_index,
    save_checkpoint,
    unpack,
)
from app.lenet.errors import WeightsError
from app.lenet.network import initialise

PARAMETERS = initialise(LENET, np.random.default_rng(1))
CHECKPOINT = Checkpoint("001-0000.safetensors", 1, 0, 40, 0.5, 0.4, 0.9)


def test_packed_weights_are_within_half_a_step(tmp_path: Path) -> None:
    """Weights are restored to half of 1/127 of their row's largest, biases exactly, from a quarter."""
    save_checkpoint(tmp_path, CHECKPOINT, PARAMETERS)
    assert (tmp_path / CHECKPOINT.file).stat().st_size < 68_000
    again = load_checkpoint(tmp_path, CHECKPOINT)
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


def test_the_index_is_in_order_and_has_each_checkpoint_once(tmp_path: Path) -> None:
    """A checkpoint saved again replaces the earlier one, and the order is that of the training."""
    first = replace(CHECKPOINT, file="000-0010.safetensors", epoch=0, batch=10, training_loss=None)
    again = replace(CHECKPOINT, validation_loss=0.3)
    for checkpoint in (CHECKPOINT, first, again):
        save_checkpoint(tmp_path, checkpoint, PARAMETERS)
    assert read_index(tmp_path) == [first, again]


def test_clearing_leaves_nothing_of_an_earlier_run(tmp_path: Path) -> None:
    """Index and weights are deleted; other files stay."""
    save_checkpoint(tmp_path, CHECKPOINT, PARAMETERS)
    (tmp_path / "README.md").write_text("mine")
    clear(tmp_path)
    clear(tmp_path / "never made")
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert read_index(tmp_path) == []


def test_files_that_are_no_checkpoints_are_refused(tmp_path: Path) -> None:
    """A missing, damaged or incomplete file is one error that names it."""
    for content, reason in ((None, "No such file"), (b"junk", "header"), ({}, r"conv1\.weight is missing")):
        if isinstance(content, bytes):
            (tmp_path / CHECKPOINT.file).write_bytes(content)
        elif content is not None:
            save_checkpoint(tmp_path, CHECKPOINT, content)
        with pytest.raises(WeightsError, match=rf"001-0000\.safetensors: .*{reason}"):
            load_checkpoint(tmp_path, CHECKPOINT)
