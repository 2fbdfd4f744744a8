"""A run's state in a file, so that it can be interrupted and go on to the very same weights."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from app.training.data import DataError
from app.training.loop import Floats, Recipe, State

_COUNTERS = ("epoch", "batch", "loss_sum", "correct", "images", "moment_loss", "moment_batches")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run was started with: a checkpoint only goes on with the same."""

    recipe: Recipe
    data: Mapping[str, str]  # each file's SHA-256
    digits: int  # how many are trained on


def save(path: Path, run: Run, state: State) -> None:
    """Write a checkpoint; it appears whole or not at all."""
    groups = {"parameters": state.parameters, "averaged": state.averaged, **state.slots}
    arrays = {
        f"{group}/{name}": values for group, tensors in groups.items() for name, values in tensors.items()
    }
    about = {"run": asdict(run), "counters": {name: getattr(state, name) for name in _COUNTERS}}
    draft = path.with_name(path.name + ".draft")
    with draft.open("wb") as file:
        np.savez(file, allow_pickle=False, about=np.array(json.dumps(about)), **arrays)
    draft.replace(path)


def load(path: Path, run: Run) -> State:
    """Read a checkpoint of this run.

    Raises:
        DataError: There is none, it is damaged, or it is another run's.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        about = json.loads(str(arrays.pop("about")))
    except FileNotFoundError as error:
        raise DataError(f"there is nothing to resume: {path} does not exist") from error
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, AttributeError) as error:
        raise DataError(f"{path} is no checkpoint of a training run: {error}") from error
    differing = _differences(about["run"], asdict(run))
    if differing:
        raise DataError(f"{path} is of another run; resume with the same settings: {differing}")
    groups: dict[str, dict[str, Floats]] = {}
    for name, values in arrays.items():
        group, tensor = name.split("/")
        groups.setdefault(group, {})[tensor] = values
    return State(groups.pop("parameters"), groups.pop("averaged"), groups, **about["counters"])


def _differences(before: Mapping[str, object], now: Mapping[str, object]) -> str:
    """What differs between the two, in words; empty where nothing does."""
    found = []
    for key, was in before.items():
        given = now[key]
        if isinstance(was, dict) and isinstance(given, dict):
            found += [
                f"{name} was {was.get(name)}, is {given.get(name)}"
                for name in given
                if was.get(name) != given.get(name)
            ]
        elif was != given:
            found.append(f"{key} was {was}, is {given}")
    return "; ".join(found)
