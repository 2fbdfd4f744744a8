"""The network's parameters in a file: safetensors with PyTorch's names, read strictly.

safetensors is a table of names, types and shapes followed by raw numbers: reading it runs nothing, unlike pickle. A
`torch.nn.Module` with the same layer names loads the same file as it is.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, deserialize
from safetensors.numpy import save as serialise

from app.lenet.architecture import LENET, Architecture, parameter_shapes
from app.lenet.errors import WeightsError
from app.lenet.network import Parameters


def load(path: Path, sha256: str | None = None, architecture: Architecture = LENET) -> Parameters:
    """Read and check the parameters of a network.

    Args:
        path: a safetensors file.
        sha256: the hexadecimal digest that the file must have; not checked if None.
        architecture: the layers whose parameters the file must hold, no more and no less.

    Returns:
        Every name of `parameter_shapes`, in that order: float32 arrays that cannot be written to.

    Raises:
        WeightsError: the file cannot be read, has another digest, or holds other parameters.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WeightsError(f"{path}: cannot read the weights: {error.strerror or error}") from error
    digest = _digest(data)
    if sha256 is not None and digest != sha256.lower():
        raise WeightsError(f"{path}: SHA-256 is {digest}, expected {sha256.lower()}")
    try:
        return checked(_parse(data), architecture)
    except WeightsError as error:
        raise WeightsError(f"{path}: {error}") from None


def save(
    path: Path, parameters: Mapping[str, NDArray[np.float32]], architecture: Architecture = LENET
) -> str:
    """Write the parameters, checked as in `load`; returns the file's SHA-256. The same numbers give the same bytes.

    The file appears whole or not at all: it is written beside its place and then moved there.
    """
    tensors = {name: np.ascontiguousarray(array) for name, array in checked(parameters, architecture).items()}
    data = serialise(tensors, metadata={"format": "pt"})
    draft = path.with_name(path.name + ".draft")
    draft.write_bytes(data)
    draft.replace(path)
    return _digest(data)


def checked(parameters: Mapping[str, NDArray[np.float32]], architecture: Architecture = LENET) -> Parameters:
    """The parameters in the network's order, read-only; `WeightsError` names the first tensor that is not right."""
    shapes = parameter_shapes(architecture)
    for name, shape in shapes.items():
        if name not in parameters:
            raise WeightsError(f"tensor {name} is missing, expected float32 {shape}")
    for name in parameters:
        if name not in shapes:
            raise WeightsError(f"tensor {name} is not part of the network, expected only {', '.join(shapes)}")
    return {name: _checked_tensor(name, parameters[name], shape) for name, shape in shapes.items()}


def sha256_of(path: Path) -> str:
    """The file's SHA-256 as 64 hexadecimal digits."""
    return _digest(path.read_bytes())


def _parse(data: bytes) -> dict[str, NDArray[np.float32]]:
    try:
        tensors = deserialize(data)  # type: ignore[no-untyped-call]  # its stubs leave it untyped
    except SafetensorError as error:
        raise WeightsError(f"not a safetensors file: {error}") from error
    for name, tensor in tensors:
        if tensor["dtype"] != "F32":
            raise WeightsError(f"tensor {name} is {tensor['dtype']}, expected F32")
    return {name: np.frombuffer(tensor["data"], "<f4").reshape(tensor["shape"]) for name, tensor in tensors}


def _checked_tensor(name: str, tensor: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    if tensor.shape != shape:
        raise WeightsError(f"tensor {name} has shape {tensor.shape}, expected {shape}")
    if tensor.dtype != np.float32:
        raise WeightsError(f"tensor {name} is {tensor.dtype}, expected float32")
    finite = np.isfinite(tensor)
    if not finite.all():
        place = tuple(map(int, np.argwhere(~finite)[0]))
        raise WeightsError(f"tensor {name} has {tensor[place]} at {place}, expected finite numbers only")
    frozen = tensor.view()
    frozen.flags.writeable = False
    return frozen


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
