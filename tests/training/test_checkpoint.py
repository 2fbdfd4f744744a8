"""Checkpoints: nothing lost, and nothing mixed up with another run."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.training.checkpoint import Run, load, save
from app.training.data import DataError
from app.training.loop import Recipe, begin

RUN = Run(Recipe(epochs=2), {"train-images-idx3-ubyte": "a1"}, digits=40)


@pytest.mark.parametrize("optimiser", ["adamw", "momentum"])
def test_a_state_comes_back_as_it_was(tmp_path: Path, optimiser: str) -> None:
    """Every tensor in every bit, and every counter."""
    run = replace(RUN, recipe=Recipe(optimiser="adamw" if optimiser == "adamw" else "momentum"))
    state = begin(run.recipe)
    state.epoch, state.batch, state.loss_sum, state.correct, state.images = 3, 7, 0.1 + 0.2, 11, 56
    for slot in state.slots.values():
        slot["fc1.weight"] += 0.3
    save(tmp_path / "checkpoint.npz", run, state)
    again = load(tmp_path / "checkpoint.npz", run)
    assert (again.epoch, again.batch, again.loss_sum, again.correct, again.images) == (
        3,
        7,
        0.1 + 0.2,
        11,
        56,
    )
    assert list(again.slots) == list(state.slots)
    for before, after in [
        (state.parameters, again.parameters),
        (state.averaged, again.averaged),
        *((state.slots[slot], again.slots[slot]) for slot in state.slots),
    ]:
        assert list(before) == list(after)
        assert all(np.array_equal(before[name], after[name]) for name in before)
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.npz"]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (replace(RUN, recipe=Recipe(epochs=2, seed=5)), "seed was 1, is 5"),
        (replace(RUN, digits=39), "digits was 40, is 39"),
        (replace(RUN, data={"train-images-idx3-ubyte": "b2"}), "train-images-idx3-ubyte was a1, is b2"),
    ],
    ids=["recipe", "digits", "data"],
)
def test_another_run_is_refused(tmp_path: Path, other: Run, words: str) -> None:
    """A checkpoint of other settings or other data is not gone on with, and the message says what differs."""
    save(tmp_path / "checkpoint.npz", RUN, begin(RUN.recipe))
    with pytest.raises(DataError, match=words):
        load(tmp_path / "checkpoint.npz", other)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut short", b"no archive at all"])
def test_what_is_no_checkpoint_is_refused(tmp_path: Path, content: bytes | None) -> None:
    """A missing, empty or damaged file is one clear error."""
    if content is not None:
        (tmp_path / "checkpoint.npz").write_bytes(content)
    with pytest.raises(DataError, match=r"nothing to resume|no checkpoint of a training run"):
        load(tmp_path / "checkpoint.npz", RUN)
