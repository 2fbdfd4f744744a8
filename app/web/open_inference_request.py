"""Requests of the Open Inference Protocol: JSON, and tensors as numbers in it or as bytes after it.

Where a client may leave something out or add something of its own, the protocol is followed: unknown members are passed over.
Null is as good as left out: some clients write it where they have nothing to say. What is there and cannot be used is refused,
with the tensor's name and a JSON Pointer into the request's JSON.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from app.imaging import Limits
from app.lenet.architecture import LENET
from app.web.arrays import read_floats, shown, too_large
from app.web.open_inference_outputs import Output, object_of, parameters_of, read_outputs, whole_of
from app.web.problems import Problem, counted, invalid, listed

HEADER_LENGTH = "Inference-Header-Content-Length"
"""The header that says how much of a body is JSON, where tensors follow it as bytes."""

_MOST_NUMBERS = 2**24  # in JSON; more than a body holds, so that a wrong count is told as that


@dataclass(frozen=True, slots=True)
class TensorKind:
    """An input as the metadata tells it; -1 is any size."""

    name: str
    datatype: str
    shape: tuple[int, ...]
    meaning: str
    numpy: str


IMAGE = TensorKind(
    "image", "FP32", (-1, *LENET[0].shape), "numbers from 0 to 1, as the network receives them", "<f4"
)
PIXELS = TensorKind(
    "pixels", "UINT8", (-1, -1, -1), "pictures, rows, columns, from 0, background, to 255, ink", "u1"
)
INPUTS: Mapping[str, TensorKind] = {kind.name: kind for kind in (IMAGE, PIXELS)}


@dataclass(frozen=True, slots=True)
class Inference:
    """What is asked: either images (batch, 1, 32, 32) or pixels (batch, rows, columns), and outputs."""

    id: str | None
    kind: TensorKind
    tensor: NDArray[Any]
    preprocess: str
    outputs: Sequence[Output]


def read_inference(body: bytes, json_length: int | None, most: int, limits: Limits) -> Inference:
    """Read a request.

    Args:
        body: all of it.
        json_length: how much of it is JSON, where tensors follow; None if all is.
        most: how many pictures there may be.
        limits: how large each may be.

    Raises:
        Problem: it cannot be used.
    """
    if json_length is not None and json_length > len(body):
        raise Problem(
            "malformed-request",
            f"{HEADER_LENGTH} is {json_length}, but the body has only {len(body)} bytes",
        )
    document = object_of(read_json(body[:json_length]), "#")
    id_ = document.get("id")
    if id_ is not None and not isinstance(id_, str):
        raise invalid(f"id is {shown(id_)}; send text", "#/id")
    parameters = parameters_of(document, "#")
    binary = None if json_length is None else memoryview(body)[json_length:]
    kind, tensor = _input(document.get("inputs"), binary, most, limits)
    return Inference(
        id=id_,
        kind=kind,
        tensor=tensor,
        preprocess=_preprocess(parameters, kind),
        outputs=read_outputs(document.get("outputs"), parameters),
    )


def read_json(text: bytes) -> Any:
    """The JSON of a request."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Problem(
            "malformed-request",
            f"the request is not JSON: {error}; where tensors follow it as bytes, "
            f"the header {HEADER_LENGTH} says how long the JSON is",
        ) from error


def _preprocess(parameters: Mapping[str, Any], kind: TensorKind) -> str:
    choices = ("center", "none") if kind is PIXELS else ("none",)
    preprocess = parameters.get("preprocess")
    if preprocess is None:
        return choices[0]
    if preprocess not in choices:
        only = " with image, which is taken as it is" if kind is IMAGE else ""
        raise invalid(
            f"preprocess is {shown(preprocess)}; send one of: {listed(choices)}{only}",
            "#/parameters/preprocess",
        )
    return str(preprocess)


def _input(
    inputs: Any, binary: memoryview | None, most: int, limits: Limits
) -> tuple[TensorKind, NDArray[Any]]:
    """The one input of a request, as an array of its shape."""
    if not isinstance(inputs, list) or len(inputs) != 1:
        raise invalid(f"inputs is {shown(inputs)}; send one of: {listed(INPUTS)}", "#/inputs")
    given = object_of(inputs[0], "#/inputs/0")
    name = given.get("name")
    if not isinstance(name, str) or name not in INPUTS:
        raise invalid(f"no input is called {shown(name)}; send one of: {listed(INPUTS)}", "#/inputs/0/name")
    kind = INPUTS[name]
    if given.get("datatype") != kind.datatype:
        raise invalid(
            f"input {name} has datatype {shown(given.get('datatype'))}; send {kind.datatype}",
            "#/inputs/0/datatype",
        )
    shape = _shape(given.get("shape"), kind, most, limits)
    parameters = parameters_of(given, "#/inputs/0")
    size = parameters.get("binary_data_size")
    if size is not None:
        tensor = _tensor_of_bytes(size, kind, shape, binary)
    elif binary:
        raise invalid(
            f"{len(binary)} bytes follow the JSON, but input {name} has no binary_data_size",
            "#/inputs/0/parameters",
        )
    else:
        tensor = _tensor_of_numbers(given.get("data"), kind, shape)
    _check_range(tensor, kind)
    return kind, tensor.astype(kind.numpy, copy=False)


def _shape(value: Any, kind: TensorKind, most: int, limits: Limits) -> tuple[int, ...]:
    """The shape that an input says it has, if its kind allows it."""
    sizes = [whole_of(size) for size in value] if isinstance(value, list) else []
    fits = len(sizes) == len(kind.shape) and all(
        size > 0 and expected in {-1, size} for size, expected in zip(sizes, kind.shape, strict=True)
    )
    if not fits:
        given = orjson.dumps(value).decode()[:60]
        raise invalid(
            f"input {kind.name} has shape {given}; send {list(kind.shape)}, where -1 is any size: {kind.meaning}",
            "#/inputs/0/shape",
        )
    if sizes[0] > most:
        raise too_large(
            f"{sizes[0]} pictures are more than the {most} taken at once; send them in parts",
            "#/inputs/0/shape/0",
        )
    if prod(sizes[1:]) > limits.max_pixels:
        raise too_large(
            f"each picture has {prod(sizes[1:])} pixels, more than the {limits.max_pixels} taken here",
            "#/inputs/0/shape",
        )
    if max(sizes[1:]) > limits.max_side:
        raise too_large(
            f"each picture has a side of {max(sizes[1:])} pixels, more than the {limits.max_side} taken here",
            "#/inputs/0/shape",
        )
    return tuple(sizes)


def _tensor_of_bytes(
    size: Any, kind: TensorKind, shape: tuple[int, ...], binary: memoryview | None
) -> NDArray[Any]:
    pointer = "#/inputs/0/parameters/binary_data_size"
    expected = prod(shape) * np.dtype(kind.numpy).itemsize
    if whole_of(size) != expected:
        raise invalid(
            f"input {kind.name} has binary_data_size {shown(size)}; {kind.datatype} of shape {list(shape)} has {expected}",
            pointer,
        )
    if binary is None:
        raise Problem(
            "malformed-request",
            f"a tensor is said to follow the JSON; the header {HEADER_LENGTH} must say how long the JSON is",
        )
    if len(binary) != expected:
        raise invalid(f"{len(binary)} bytes follow the JSON where input {kind.name} has {expected}", pointer)
    return np.frombuffer(binary, kind.numpy).reshape(shape)


def _tensor_of_numbers(data: Any, kind: TensorKind, shape: tuple[int, ...]) -> NDArray[Any]:
    """Numbers in the JSON: nested as the shape says, or one after the other."""
    pointer = "#/inputs/0/data"
    numbers = read_floats(data, pointer, (1, len(shape)), _MOST_NUMBERS)
    if numbers.shape not in {shape, (prod(shape),)}:
        raise invalid(
            f"the data of input {kind.name} has shape {list(numbers.shape)}; send {list(shape)}, or {counted(prod(shape), 'number')}",
            pointer,
        )
    return numbers.reshape(shape)


def _check_range(tensor: NDArray[Any], kind: TensorKind) -> None:
    """Numbers from 0 to 1 in images, whole ones from 0 to 255 in pixels; bytes are that already."""
    if tensor.dtype == np.uint8:
        return
    largest = 1 if kind is IMAGE else 255
    # What is not a number is the least and the largest at once, and neither comparison holds for it.
    if kind is IMAGE and np.minimum.reduce(tensor, None) >= 0 and np.maximum.reduce(tensor, None) <= largest:
        return
    right = (tensor >= 0) & (tensor <= largest)
    if kind is PIXELS:
        right &= tensor == np.round(tensor)
    if not right.all():
        place = np.argwhere(~right)[0]
        whole = "whole numbers" if kind is PIXELS else "numbers"
        raise invalid(
            f"input {kind.name} has {tensor[tuple(place)]} at {place.tolist()}; send {whole} from 0 to {largest}",
            "#/inputs/0/data",
        )
