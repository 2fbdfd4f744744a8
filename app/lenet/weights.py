"""A network's parameters as a safetensors file with PyTorch's names, validated strictly.

safetensors is a table of names, types and shapes followed by raw numbers: reading it executes nothing, unlike
pickle. A `torch.nn.Module` with the same layer names loads the same file as it is.
"""

import hashlib
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, deserialize
from safetensors.numpy import save as serialise

from app.lenet.architecture import ARCHITECTURES, LENET, Architecture, architecture_named, parameter_shapes
from app.lenet.errors import WeightsError
from app.lenet.network import Parameters

MAX_BYTES = 2_000_000  # of a file that `parse` accepts; the largest network, `mlp`, has 1.35 MB
LARGEST = 10_000  # absolute value of a parameter; beyond it numbers might leave the range of float32


def load(path: Path, sha256: str | None = None, architecture: Architecture = LENET) -> Parameters:
    """Read the parameters of a network: every name of `parameter_shapes`, in that order, and no other one.

    `WeightsError` if the file cannot be read, has other parameters, or another digest than `sha256`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WeightsError(f"{path}: cannot read the weights: {error.strerror or error}") from error
    digest = digest_of(data)
    if sha256 is not None and digest != sha256.lower():
        raise WeightsError(f"{path}: SHA-256 is {digest}, expected {sha256.lower()}")
    try:
        return checked(_tensors(data), architecture)
    except WeightsError as error:
        raise WeightsError(f"{path}: {error}") from None


def save(path: Path, parameters: Parameters, architecture: Architecture = LENET) -> str:
    """Write the parameters, validated as in `load`, and return the file's SHA-256.

    The file appears complete or not at all: it is written under another name and then renamed.
    """
    data = to_bytes(parameters, architecture)
    draft = path.with_name(path.name + ".draft")
    draft.write_bytes(data)
    draft.replace(path)
    return digest_of(data)


def parse(data: bytes, architecture: str | None = None) -> tuple[str, Parameters]:
    """Return the architecture's name, found by `identify` if None, and the parameters of an uploaded file.

    `WeightsError` if it is too large, not safetensors, or not of the architecture: the message names the
    wrong tensor and what was expected. `LenetError` if there is no architecture of that name.
    """
    if len(data) > MAX_BYTES:
        raise WeightsError(f"the file has {len(data):,} bytes, maximum is {MAX_BYTES:,}")
    tensors = _tensors(data)
    name = architecture or identify(tensors)
    try:
        return name, checked(tensors, architecture_named(name))
    except WeightsError as error:
        raise WeightsError(f"architecture {name}: {error}") from None


def identify(tensors: Parameters) -> str:
    """Return the name of the architecture whose parameters fit best, by names and shapes."""

    def matches(name: str) -> int:
        shapes = parameter_shapes(ARCHITECTURES[name])
        return sum(tensor in tensors and tensors[tensor].shape == shape for tensor, shape in shapes.items())

    return max(ARCHITECTURES, key=matches)


def to_bytes(parameters: Parameters, architecture: Architecture = LENET) -> bytes:
    """Return the parameters, validated, as a safetensors file: the same numbers give the same bytes."""
    tensors = {name: np.ascontiguousarray(array) for name, array in checked(parameters, architecture).items()}
    return serialise(tensors, metadata={"format": "pt"})


def model_name(data: bytes) -> str:
    """Return a created model's name: "m-" and 12 hexadecimal digits of the SHA-256 of `to_bytes`."""
    return f"m-{digest_of(data)[:12]}"


def checked(parameters: Parameters, architecture: Architecture = LENET) -> Parameters:
    """Return the parameters in network order, read-only; `WeightsError` names the first wrong tensor."""
    shapes = parameter_shapes(architecture)
    for name, shape in shapes.items():
        if name not in parameters:
            raise WeightsError(f"tensor {name} is missing, expected float32 {shape}")
    for name in sorted(parameters):
        if name not in shapes:
            raise WeightsError(
                f"tensor {name[:60]} is not part of the network, expected only {', '.join(shapes)}"
            )
    return {name: _checked_tensor(name, parameters[name], shape) for name, shape in shapes.items()}


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _tensors(data: bytes) -> dict[str, NDArray[np.float32]]:
    try:
        tensors = sorted(deserialize(data), key=itemgetter(0))  # type: ignore[no-untyped-call]  # safetensors has no types for it
    except SafetensorError as error:
        raise WeightsError(f"not a safetensors file: {error}") from error
    for name, tensor in tensors:
        if tensor["dtype"] != "F32":
            raise WeightsError(f"tensor {name[:60]} is {tensor['dtype']}, expected F32")
    return {name: np.frombuffer(tensor["data"], "<f4").reshape(tensor["shape"]) for name, tensor in tensors}


def _checked_tensor(name: str, tensor: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    if tensor.shape != shape:
        raise WeightsError(f"tensor {name} has shape {tensor.shape}, expected {shape}")
    if tensor.dtype != np.float32:
        raise WeightsError(f"tensor {name} is {tensor.dtype}, expected float32")
    in_range = np.abs(tensor) <= LARGEST  # NaN is not
    if not in_range.all():
        place = tuple(map(int, np.argwhere(~in_range)[0]))
        raise WeightsError(
            f"tensor {name} has {tensor[place]} at {place}, expected numbers from -{LARGEST:,} to {LARGEST:,}"
        )
    frozen = tensor.view()
    frozen.flags.writeable = False
    return frozen
