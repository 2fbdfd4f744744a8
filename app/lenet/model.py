"""A model as a value: architecture, weights and what is known about them, immutable and named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from app.lenet.architecture import LENET, Architecture
from app.lenet.errors import WeightsError
from app.lenet.fast import Engine
from app.lenet.network import Parameters
from app.lenet.weights import load, sha256_of

CLASSES = tuple("0123456789")


@dataclass(frozen=True)
class Model:
    """One network with its weights.

    Attributes:
        name: The name in the API.
        title: The name for people.
        architecture: The layers.
        parameters: Float32 arrays under PyTorch's names.
        file: The safetensors file that the parameters were read from.
        sha256: The file's SHA-256 as 64 hexadecimal digits.
        record: What training wrote down beside the weights; empty if there is no such file.
    """

    name: str
    title: str
    architecture: Architecture
    parameters: Parameters
    file: bytes
    sha256: str
    record: Mapping[str, Any]

    @cached_property
    def engine(self) -> Engine:
        """The forward pass of this model."""
        return Engine(self.parameters, self.architecture)

    @property
    def weights(self) -> str:
        """The checksum of the weights as the API writes it: `sha256:` and 64 hexadecimal digits."""
        return f"sha256:{self.sha256}"

    @property
    def accuracy(self) -> Mapping[str, float]:
        """The share of digits predicted correctly, by data set."""
        return {name: share for name, share in self.record.get("accuracy", {}).items() if share is not None}

    @property
    def misread(self) -> Sequence[int]:
        """Indices of the MNIST test digits that are predicted wrongly after preprocessing with `center`."""
        return tuple(self.record.get("misread_centred", ()))


def load_model(path: Path, name: str = "lenet", title: str = "LeNet, trained on MNIST") -> Model:
    """Load a model from a safetensors file and the JSON record beside it.

    Raises:
        WeightsError: Either file cannot be used; the message says what is wrong with it.
    """
    record = _read_record(path.with_suffix(".json"))
    parameters = load(path, sha256=record.get("sha256"))
    return Model(name, title, LENET, parameters, path.read_bytes(), sha256_of(path), record)


def _read_record(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        record = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise WeightsError(f"{path}: not JSON ({error}); restore the file or remove it") from error
    if not isinstance(record, dict):
        raise WeightsError(f"{path}: not a JSON object; restore the file or remove it")
    return record
