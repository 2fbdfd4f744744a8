"""The weights as they were on the way: a small file for each moment, and an index with the loss and accuracy there.

Every row of a weight (one output's kernel, or its weights to all inputs) is stored as bytes -127 … 127 with one
float32 scale: value = byte · scale. That is a quarter of float32's size, and the accuracy differs by hundredths of a
per cent. Biases stay float32.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from safetensors.numpy import save as serialise

from app.lenet.network import Parameters

Packed = NDArray[np.float32] | NDArray[np.int8]

INDEX = "history.json"
SCALE = ".scale"


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the index.

    Attributes:
        file: The weights' file beside the index.
        epoch: How many epochs are complete.
        batch: How many batches of the next epoch are.
        images: How many training images were seen in all.
        training_loss: Mean cross-entropy of the batches since the moment before; None before training.
        validation_loss: Mean cross-entropy on the digits held back.
        validation_accuracy: Share of them that is read right.
    """

    file: str
    epoch: int
    batch: int
    images: int
    training_loss: float | None
    validation_loss: float
    validation_accuracy: float


def pack(parameters: Parameters) -> dict[str, Packed]:
    """Weights as bytes and a scale per row."""
    packed: dict[str, Packed] = {}
    for name, values in parameters.items():
        if values.ndim == 1:
            packed[name] = values
            continue
        rows = values.reshape(len(values), -1)
        largest = np.abs(rows).max(axis=1)
        scale = np.where(largest > 0, largest / np.float32(127), np.float32(1))
        packed[name] = np.rint(rows / scale[:, None]).astype(np.int8).reshape(values.shape)
        packed[name + SCALE] = scale
    return packed


def unpack(packed: Mapping[str, Packed]) -> Parameters:
    """The weights as float32 again."""
    parameters = {}
    for name, values in packed.items():
        scale = packed.get(name + SCALE)
        if scale is not None:
            rows = values.reshape(len(values), -1) * scale.astype(np.float32)[:, None]
            parameters[name] = rows.reshape(values.shape)
        elif not name.endswith(SCALE):
            parameters[name] = values.astype(np.float32)
    return parameters


def record(directory: Path, moment: Moment, parameters: Parameters) -> None:
    """Write the weights of a moment and enter it in the index, in place of one of the same name."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / moment.file).write_bytes(serialise(pack(parameters)))
    others = [entry for entry in read_index(directory) if entry.file != moment.file]
    entries = sorted([*others, moment], key=lambda entry: (entry.epoch, entry.batch))
    lines = ",\n".join(f"  {json.dumps(asdict(entry))}" for entry in entries)
    (directory / INDEX).write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def read_index(directory: Path) -> list[Moment]:
    """The moments recorded so far, in order."""
    index = directory / INDEX
    if not index.exists():
        return []
    return [Moment(**entry) for entry in json.loads(index.read_text(encoding="utf-8"))]


def weights_at(directory: Path, moment: Moment) -> Parameters:
    """The weights of a moment."""
    return unpack(load_file(directory / moment.file))


def clear(directory: Path) -> None:
    """Forget an earlier run's history."""
    for moment in read_index(directory):
        (directory / moment.file).unlink(missing_ok=True)
    (directory / INDEX).unlink(missing_ok=True)
