"""A model as a value: architecture, weights and what is known about them, immutable and named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from app.lenet import weights
from app.lenet.architecture import Architecture, architecture_named
from app.lenet.errors import WeightsError
from app.lenet.fast import Engine
from app.lenet.network import Parameters

CLASSES = tuple("0123456789")


@dataclass(frozen=True)
class Model:
    """One network with its weights."""

    name: str  # the name in the API
    title: str  # the name for people
    architecture_name: str  # a name of `app.lenet.architecture.ARCHITECTURES`
    parameters: Parameters  # float32 arrays under PyTorch's names
    file: bytes  # the parameters as a safetensors file
    # what training wrote down beside the weights; empty if there is none
    record: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def architecture(self) -> Architecture:
        """The layers."""
        return architecture_named(self.architecture_name)

    @cached_property
    def engine(self) -> Engine:
        """The forward pass of this model."""
        return Engine(self.parameters, self.architecture)

    @cached_property
    def weights(self) -> str:
        """The checksum of the weights as the API writes it: `sha256:` and 64 hexadecimal digits."""
        return f"sha256:{weights.digest_of(self.file)}"

    @property
    def accuracy(self) -> Mapping[str, float]:
        """The share of digits predicted correctly, by data set."""
        return {name: share for name, share in self.record.get("accuracy", {}).items() if share is not None}

    @property
    def misread(self) -> Sequence[int]:
        """Indices of the MNIST test digits that are predicted wrongly after preprocessing with `center`."""
        return tuple(self.record.get("misread_centred", ()))


def load_model(path: Path, name: str = "lenet", title: str = "LeNet, trained on MNIST") -> Model:
    """Load a model from a safetensors file and the JSON record beside it, or raise `WeightsError`.

    Its architecture has the model's name.
    """
    record = _read_record(path.with_suffix(".json"))
    parameters = weights.load(path, record.get("sha256"), architecture_named(name))
    return Model(name, title, name, parameters, path.read_bytes(), record)


def created_model(file: bytes, architecture: str | None = None) -> Model:
    """Return a model of an uploaded file, named by the SHA-256 of its weights; errors as `weights.parse`."""
    name, parameters = weights.parse(file, architecture)
    return model_of(parameters, name)


def model_of(parameters: Parameters, architecture: str) -> Model:
    """Return a model of new parameters, named by the SHA-256 of its safetensors file."""
    return stored_model(weights.to_bytes(parameters, architecture_named(architecture)), architecture)


def stored_model(file: bytes, architecture: str | None = None) -> Model:
    """Return the created model whose `file` this is; the model holds these bytes, not a copy."""
    name, parameters = weights.parse(file, architecture)
    return Model(weights.model_name(file), f"{name}, created here", name, parameters, file)


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
