"""The weights of a training run at several moments: a small file per checkpoint, and an index of losses.

The API calls them `lenet@0` (before training), `lenet@1` and so on: the number is the position in the index.

Every row of a weight (one output's kernel, or one unit's weights) is stored as int8 with one float32 scale,
in "NAME.scale": value = int8 · scale[row]. That takes a quarter of float32's size and changes the accuracy by
hundredths of a per cent. Biases are float32. So the last checkpoint is the final weights, rounded.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from safetensors.numpy import save as serialise

from app.lenet.architecture import LENET, Architecture
from app.lenet.errors import WeightsError
from app.lenet.network import Parameters
from app.lenet.weights import checked

Packed = NDArray[np.float32] | NDArray[np.int8]

INDEX = "history.json"
SCALE = ".scale"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One entry of the index."""

    file: str  # the name of the weights' file beside the index
    epoch: int  # number of complete epochs
    batch: int  # number of batches of the next epoch
    images: int  # number of training images seen in all
    # mean cross-entropy of the batches since the checkpoint before; None before training
    training_loss: float | None
    validation_loss: float  # mean cross-entropy on the validation digits
    validation_accuracy: float  # share of the validation digits that is classified correctly


def read_index(directory: Path) -> list[Checkpoint]:
    """Return the checkpoints in order; none if there is no index."""
    index = directory / INDEX
    if not index.exists():
        return []
    return [Checkpoint(**entry) for entry in json.loads(index.read_text(encoding="utf-8"))]


def load_checkpoint(
    directory: Path, checkpoint: Checkpoint, architecture: Architecture = LENET
) -> Parameters:
    """Read the weights of a checkpoint, as `weights.load` returns them; `WeightsError` if that fails."""
    path = directory / checkpoint.file
    try:
        return checked(unpack(load_file(path)), architecture)
    except (OSError, SafetensorError, WeightsError) as error:
        raise WeightsError(f"{path}: {error}") from error


def save_checkpoint(directory: Path, checkpoint: Checkpoint, parameters: Parameters) -> None:
    """Write the weights and enter the checkpoint in the index, in place of one with the same file name."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / checkpoint.file).write_bytes(serialise(pack(parameters)))
    others = [entry for entry in read_index(directory) if entry.file != checkpoint.file]
    entries = sorted([*others, checkpoint], key=lambda entry: (entry.epoch, entry.batch))
    lines = ",\n".join(f"  {json.dumps(asdict(entry))}" for entry in entries)
    (directory / INDEX).write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def clear(directory: Path) -> None:
    """Delete the index and its checkpoints."""
    for checkpoint in read_index(directory):
        (directory / checkpoint.file).unlink(missing_ok=True)
    (directory / INDEX).unlink(missing_ok=True)


def pack(parameters: Parameters) -> dict[str, Packed]:
    """Quantise the weights to int8 with a scale per row."""
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
