"""The state of a training run in a file; `train --resume` continues to the same weights, bit for bit."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from app.training.data import DataError
from app.training.loop import Floats, Recipe, State

_COUNTERS = ("epoch", "batch", "losses", "correct", "images")


@dataclass(frozen=True, slots=True)
class Run:
    """The settings of a run, which must be the same when it is resumed."""

    recipe: Recipe
    data: Mapping[str, str]  # SHA-256 of each training file, uncompressed
    digits: int  # number of training digits


def save(path: Path, run: Run, state: State) -> None:
    """Write a state; the file appears complete or not at all."""
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
    """Read a state of this run.

    Raises:
        DataError: There is no such file, it is damaged, or of a run with other settings.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        about = json.loads(str(arrays.pop("about")))
    except FileNotFoundError as error:
        raise DataError(f"there is nothing to resume: {path} does not exist") from error
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, AttributeError) as error:
        raise DataError(f"{path} is not the state of a training run: {error}") from error
    differing = _differences(about["run"], asdict(run))
    if differing:
        raise DataError(f"{path} is of another run; resume with the same settings: {differing}")
    groups: dict[str, dict[str, Floats]] = {}
    for name, values in arrays.items():
        group, tensor = name.split("/")
        groups.setdefault(group, {})[tensor] = values
    counters = about["counters"] | {"losses": tuple(about["counters"]["losses"])}
    return State(groups.pop("parameters"), groups.pop("averaged"), groups, **counters)


def _differences(before: Mapping[str, object], now: Mapping[str, object]) -> str:
    """What differs between the two, nested ones included, in words; empty if nothing does."""
    found = []
    for key, given in now.items():
        was = before.get(key)
        if isinstance(was, dict) and isinstance(given, dict):
            found.append(_differences(was, given))
        elif was != given:
            found.append(f"{key} was {was}, is {given}")
    return "; ".join(filter(None, found))
