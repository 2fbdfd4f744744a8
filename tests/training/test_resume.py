"""The saved state of a run: nothing lost, and nothing mixed up with another run."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save as weights_file

from app.training.data import DataError
from app.training.loop import Recipe, begin
from app.training.optimiser import NAMES, Name
from app.training.resume import load, save

RECIPE = Recipe(epochs=2)
SETTINGS = {**asdict(RECIPE), "train-images-idx3-ubyte": "a1", "digits": 40}


@pytest.mark.parametrize("optimiser", NAMES)
def test_a_state_is_read_as_it_was_written(tmp_path: Path, optimiser: Name) -> None:
    """Every tensor in every bit, and every counter."""
    state = replace(
        begin(Recipe(optimiser=optimiser)), epoch=3, batch=2, losses=(0.1 + 0.2, 0.1), correct=11, images=56
    )
    state = replace(
        state, slots={slot: {"fc1.weight": np.full((2, 3), 0.3, np.float32)} for slot in state.slots}
    )
    save(tmp_path / "state.safetensors", SETTINGS, state)
    again = load(tmp_path / "state.safetensors", SETTINGS)
    counters = ("epoch", "batch", "losses", "correct", "images")
    assert all(getattr(again, name) == getattr(state, name) for name in counters)
    assert list(again.slots) == list(state.slots)
    for before, after in [
        (state.parameters, again.parameters),
        (state.averaged, again.averaged),
        *((state.slots[slot], again.slots[slot]) for slot in state.slots),
    ]:
        assert before.keys() == after.keys()
        assert all(np.array_equal(before[name], after[name]) for name in before)
    assert [path.name for path in tmp_path.iterdir()] == ["state.safetensors"]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"seed": 5}, "seed was 1, is 5"),
        ({"digits": 39}, "digits was 40, is 39"),
        ({"train-images-idx3-ubyte": "b2"}, "train-images-idx3-ubyte was a1, is b2"),
    ],
    ids=["recipe", "digits", "data"],
)
def test_another_run_is_refused(tmp_path: Path, other: dict[str, Any], words: str) -> None:
    """A state of other settings or other data is not resumed, and the message says what differs."""
    save(tmp_path / "state.safetensors", SETTINGS, begin(RECIPE))
    with pytest.raises(DataError, match=words):
        load(tmp_path / "state.safetensors", {**SETTINGS, **other})


@pytest.mark.parametrize("content", [None, b"", b"\xff" * 64, b"no archive at all", weights_file({})])
def test_other_files_are_refused(tmp_path: Path, content: bytes | None) -> None:
    """A missing, empty or damaged file is one clear error."""
    if content is not None:
        (tmp_path / "state.safetensors").write_bytes(content)
    with pytest.raises(DataError, match=r"nothing to resume|not the state of a training run"):
        load(tmp_path / "state.safetensors", SETTINGS)
