"""Inference requests: JSON, with tensors as numbers in it or as bytes after it.

Unknown members are ignored. Null means that a member is left out, as some clients write it. Other values that cannot be used are
refused with a JSON Pointer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.api.numbers import parse_json, read_floats, shown
from app.api.open_inference.outputs import Output, read_integer, read_object, read_outputs, read_parameters
from app.api.problems import Problem, counted, invalid, listed, too_large
from app.imaging import Limits, Preprocess
from app.lenet.architecture import LENET, Architecture

HEADER_LENGTH = "Inference-Header-Content-Length"
"""The header with the length of the JSON, where tensors follow it as bytes."""

MAX_JSON_NUMBERS = 2**24  # more than a body can hold, so that a wrong count is reported as a wrong shape


@dataclass(frozen=True, slots=True)
class InputKind:
    """An input of the models; -1 in its shape is any size."""

    name: str
    datatype: str
    shape: tuple[int, ...]
    meaning: str
    dtype: str
    maximum: int


IMAGE = InputKind(
    "image", "FP32", (-1, *LENET[0].shape), "numbers from 0 to 1, as the network receives them", "<f4", 1
)
PIXELS = InputKind(
    "pixels", "UINT8", (-1, -1, -1), "pictures, rows, columns, from 0 (background) to 255", "u1", 255
)
INPUTS: Mapping[str, InputKind] = {kind.name: kind for kind in (IMAGE, PIXELS)}


@dataclass(frozen=True, slots=True)
class Inference:
    """A parsed request; the tensor is (batch, 1, 32, 32) for `image`, (batch, rows, columns) for `pixels`."""

    id: str | None
    kind: InputKind
    tensor: NDArray[Any]
    preprocess: Preprocess
    outputs: Sequence[Output]


def read_inference(
    body: bytes, json_length: int | None, architecture: Architecture, limits: tuple[int, Limits]
) -> Inference:
    """Parse a request.

    Args:
        body: The whole body.
        json_length: The length of the JSON if tensors follow it, else None.
        architecture: The layers, which are the outputs.
        limits: The largest batch, and how large each picture may be.

    Raises:
        Problem: The request cannot be used.
    """
    if json_length is not None and json_length > len(body):
        detail = f"{HEADER_LENGTH} is {json_length}, but the body has {len(body)} bytes"
        raise Problem("malformed-request", detail)
    document = read_object(_parse(body[:json_length]), "#")
    id_ = document.get("id")
    if id_ is not None and not isinstance(id_, str):
        raise invalid(f"id is {shown(id_)}; send text", "#/id")
    parameters = read_parameters(document, "#")
    binary = None if json_length is None else memoryview(body)[json_length:]
    kind, tensor = _read_input(document.get("inputs"), binary, limits)
    outputs = read_outputs(document.get("outputs"), parameters, architecture)
    return Inference(id_, kind, tensor, _read_preprocess(parameters, kind), outputs)


def _parse(text: bytes) -> Any:
    try:
        return parse_json(text)
    except Problem as problem:
        detail = (
            f"{problem.detail}; where tensors follow the JSON, the header {HEADER_LENGTH} gives its length"
        )
        raise Problem("malformed-request", detail) from problem


def _read_preprocess(parameters: Mapping[str, Any], kind: InputKind) -> Preprocess:
    preprocess = parameters.get("preprocess")
    if preprocess is None:
        return "center" if kind is PIXELS else "none"
    if preprocess == "none" or (preprocess == "center" and kind is PIXELS):
        return "none" if preprocess == "none" else "center"
    choices = "center, none" if kind is PIXELS else "none with image, which is not prepared"
    raise invalid(f"preprocess is {shown(preprocess)}; send one of: {choices}", "#/parameters/preprocess")


def _read_input(
    inputs: Any, binary: memoryview | None, limits: tuple[int, Limits]
) -> tuple[InputKind, NDArray[Any]]:
    if not isinstance(inputs, list) or len(inputs) != 1:
        raise invalid(f"inputs is {shown(inputs)}; send one of: {listed(INPUTS)}", "#/inputs")
    given = read_object(inputs[0], "#/inputs/0")
    name = given.get("name")
    if not isinstance(name, str) or name not in INPUTS:
        raise invalid(f"no input is named {shown(name)}; send one of: {listed(INPUTS)}", "#/inputs/0/name")
    kind = INPUTS[name]
    if given.get("datatype") != kind.datatype:
        detail = f"input {name} has datatype {shown(given.get('datatype'))}; send {kind.datatype}"
        raise invalid(detail, "#/inputs/0/datatype")
    shape = _read_shape(given.get("shape"), kind, limits)
    size = read_parameters(given, "#/inputs/0").get("binary_data_size")
    if size is not None:
        tensor = _tensor_from_bytes(size, kind, shape, binary)
    elif binary:
        detail = f"{len(binary)} bytes follow the JSON, but input {name} has no binary_data_size"
        raise invalid(detail, "#/inputs/0/parameters")
    else:
        tensor = _tensor_from_numbers(given.get("data"), shape)
    _check_range(tensor, kind)
    return kind, tensor.astype(kind.dtype, copy=False)


def _read_shape(value: Any, kind: InputKind, limits: tuple[int, Limits]) -> tuple[int, ...]:
    pointer = "#/inputs/0/shape"
    sizes = [read_integer(size) for size in value] if isinstance(value, list) else []
    fits = len(sizes) == len(kind.shape) and all(
        size > 0 and expected in {-1, size} for size, expected in zip(sizes, kind.shape, strict=True)
    )
    if not fits:
        given = shown(value) if not isinstance(value, list) else str(value)[:60]
        expected = f"{list(kind.shape)}, where -1 is any size: {kind.meaning}"
        raise invalid(f"input {kind.name} has shape {given}; send {expected}", pointer)
    batch, picture = limits
    if sizes[0] > batch:
        raise too_large(f"{sizes[0]} pictures are given; the maximum is {batch}", f"{pointer}/0")
    if prod(sizes[1:]) > picture.max_pixels:
        detail = f"each picture has {prod(sizes[1:])} pixels; the maximum is {picture.max_pixels}"
        raise too_large(detail, pointer)
    if max(sizes[1:]) > picture.max_side:
        detail = f"each picture has a side of {max(sizes[1:])} pixels; the maximum is {picture.max_side}"
        raise too_large(detail, pointer)
    return tuple(sizes)


def _tensor_from_bytes(
    size: Any, kind: InputKind, shape: tuple[int, ...], binary: memoryview | None
) -> NDArray[Any]:
    pointer = "#/inputs/0/parameters/binary_data_size"
    expected = prod(shape) * np.dtype(kind.dtype).itemsize
    if read_integer(size) != expected:
        detail = (
            f"binary_data_size is {shown(size)}; {kind.datatype} of shape {list(shape)} has {expected} bytes"
        )
        raise invalid(detail, pointer)
    if binary is None:
        detail = (
            f"binary_data_size is given without the header {HEADER_LENGTH}, which says how long the JSON is"
        )
        raise Problem("malformed-request", detail)
    if len(binary) != expected:
        detail = f"{len(binary)} bytes follow the JSON; input {kind.name} has {expected}"
        raise invalid(detail, pointer)
    return np.frombuffer(binary, kind.dtype).reshape(shape)


def _tensor_from_numbers(data: Any, shape: tuple[int, ...]) -> NDArray[Any]:
    pointer = "#/inputs/0/data"
    numbers = read_floats(data, pointer, (1, len(shape)), MAX_JSON_NUMBERS)
    if numbers.shape not in {shape, (prod(shape),)}:
        expected = f"{list(shape)}, or {counted(prod(shape), 'number')}"
        raise invalid(f"data has shape {list(numbers.shape)}; send {expected}", pointer)
    return numbers.reshape(shape)


def _check_range(tensor: NDArray[Any], kind: InputKind) -> None:
    """Refuse numbers out of range, NaN included, and fractions in pixels."""
    if tensor.dtype == np.uint8:
        return
    valid = (tensor >= 0) & (tensor <= kind.maximum)
    if kind is PIXELS:
        valid &= tensor == np.round(tensor)
    if not valid.all():
        place = np.argwhere(~valid)[0]
        numbers = "integers" if kind is PIXELS else "numbers"
        detail = (
            f"input {kind.name} has {tensor[tuple(place)]} at {place.tolist()}; "
            f"send {numbers} from 0 to {kind.maximum}"
        )
        raise invalid(detail, "#/inputs/0/data")
