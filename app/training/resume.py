"""The state of a training run in a file; `train --resume` continues to the same weights, bit for bit."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from app.lenet.network import Floats
from app.training.data import DataError
from app.training.loop import State

_COUNTERS = ("epoch", "batch", "losses", "correct", "images")


def save(path: Path, settings: Mapping[str, Any], state: State) -> None:
    """Write a state and the run's settings, which JSON can hold; the file appears complete or not at all."""
    groups = {"parameters": state.parameters, "averaged": state.averaged, **state.slots}
    arrays = {
        f"{group}/{name}": values for group, tensors in groups.items() for name, values in tensors.items()
    }
    about = {"settings": settings, "counters": {name: getattr(state, name) for name in _COUNTERS}}
    draft = path.with_name(path.name + ".draft")
    save_file(arrays, draft, {"about": json.dumps(about)})
    draft.replace(path)


def load(path: Path, settings: Mapping[str, Any]) -> State:
    """Read a state; `DataError` if there is none, or the file is damaged or of a run with other settings."""
    try:
        with safe_open(path, "numpy") as file:
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 -- no mapping
            about = json.loads(file.metadata()["about"])
    except FileNotFoundError as error:
        raise DataError(f"there is nothing to resume: {path} does not exist") from error
    except (SafetensorError, TypeError, KeyError) as error:
        raise DataError(f"{path} is not the state of a training run: {error}") from error
    before, counters = about["settings"], about["counters"]
    differing = [
        f"{key} was {before.get(key)}, is {now}" for key, now in settings.items() if before.get(key) != now
    ]
    if differing:
        raise DataError(f"{path} is of another run; resume with the same settings: {'; '.join(differing)}")
    groups: dict[str, dict[str, Floats]] = {}
    for name, values in arrays.items():
        group, tensor = name.split("/")
        groups.setdefault(group, {})[tensor] = values
    counters["losses"] = tuple(counters["losses"])
    return State(groups.pop("parameters"), groups.pop("averaged"), groups, **counters)
