"""Inference requests: JSON, with tensors as numbers in it or as bytes after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.api.bodies import parse_json, read_floats, read_model, shown
from app.api.open_inference.schemas import (
    MAX_CLASSES,
    InferenceRequest,
    InputTensor,
    OutputParameters,
    RequestParameters,
)
from app.api.problems import FieldError, Problem, counted, invalid, listed, quoted, too_large
from app.imaging import Limits, Preprocess
from app.lenet.architecture import LENET, Architecture

HEADER_LENGTH = "Inference-Header-Content-Length"
"""The header with the length of the JSON, where tensors follow it as bytes."""

NO_PARAMETERS = OutputParameters()
MAX_JSON_NUMBERS = 2**24  # more than a body can hold, so that a wrong count is reported as a wrong shape


SHARED_MEMORY = ("shared_memory_region", "shared_memory_byte_size", "shared_memory_offset")


class InputKind(NamedTuple):
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
INPUTS = {kind.name: kind for kind in (IMAGE, PIXELS)}


class Output(NamedTuple):
    """A layer to return: as bytes after the JSON, or as numbers in it, or only its `classes` largest numbers."""

    name: str
    binary: bool
    classes: int | None


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
    """Parse a request; its JSON has `json_length` bytes if tensors follow, its outputs are the layers.

    `limits` are the largest batch, and how large each picture may be.
    """
    if json_length is not None and json_length > len(body):
        detail = f"{HEADER_LENGTH} is {json_length}, but the body has {len(body)} bytes"
        raise Problem("malformed-request", detail)
    request = read_model(InferenceRequest, _parse(body[:json_length]))
    _refuse_shared_memory(request)
    given = request.inputs[0]
    kind = INPUTS[given.name]
    tensor = _read_tensor(
        given, kind, None if json_length is None else memoryview(body)[json_length:], limits
    )
    return Inference(
        request.id, kind, tensor, _preprocess(request, kind), _read_outputs(request, architecture)
    )


def _parse(text: bytes) -> Any:
    try:
        return parse_json(text)
    except Problem as problem:
        detail = (
            f"{problem.detail}; where tensors follow the JSON, the header {HEADER_LENGTH} gives its length"
        )
        raise Problem("malformed-request", detail) from problem


def not_offered(detail: str, pointer: str | None = None) -> Problem:
    """Return the problem of an extension that is not implemented."""
    return Problem("not-offered", detail, [FieldError(detail, pointer)] if pointer else ())


def _refuse_shared_memory(request: InferenceRequest) -> None:
    outputs = {f"#/outputs/{index}": one.parameters for index, one in enumerate(request.outputs or ())}
    places = {"#": request.parameters, "#/inputs/0": request.inputs[0].parameters, **outputs}
    for place, parameters in places.items():
        for name in SHARED_MEMORY:
            if parameters and (parameters.model_extra or {}).get(name) is not None:
                detail = f"{name} belongs to the shared memory extensions, which are not implemented; send tensors over HTTP"
                raise not_offered(detail, f"{place}/parameters/{name}")


def _preprocess(request: InferenceRequest, kind: InputKind) -> Preprocess:
    chosen = request.parameters.preprocess if request.parameters else None
    if chosen == "center" and kind is IMAGE:
        detail = "preprocess is center; send none with image, which is not prepared"
        raise invalid(detail, "#/parameters/preprocess")
    return chosen or ("center" if kind is PIXELS else "none")


def _read_outputs(request: InferenceRequest, architecture: Architecture) -> Sequence[Output]:
    """Return the outputs of a request; every layer if none are named."""
    common = request.parameters or RequestParameters()
    sizes = {layer.name: prod(layer.shape) for layer in architecture}
    given = [(one.name, one.parameters) for one in request.outputs or ()] or [(name, None) for name in sizes]
    outputs: dict[str, Output] = {}
    for index, (name, own) in enumerate(given):
        pointer = f"#/outputs/{index}"
        if name not in sizes:
            detail = f"no output is named {quoted(name)}; the outputs are: {listed(sizes)}"
            raise invalid(detail, f"{pointer}/name")
        if name in outputs:
            raise invalid(f"output {name} is given twice; ask once", f"{pointer}/name")
        outputs[name] = _read_output(name, own or NO_PARAMETERS, common, pointer, sizes[name])
    return list(outputs.values())


def _read_output(
    name: str, own: OutputParameters, common: RequestParameters, pointer: str, size: int
) -> Output:
    """Return an output of so many numbers; what its own parameters leave out, the common ones say."""
    binary = common.binary_data_output if own.binary_data is None else own.binary_data
    classes, place = own.classification, f"{pointer}/parameters/classification"
    if classes is None:
        classes, place = common.classification, "#/parameters/classification"
    if classes is not None:
        classes = min(classes, size)  # all if more are asked for, as Triton does
        if classes > MAX_CLASSES:
            detail = (
                f"classification is {classes}; the maximum is {MAX_CLASSES}: leave it out for all numbers"
            )
            raise invalid(detail, place)
    return Output(name, bool(binary), classes)


def _read_tensor(
    given: InputTensor, kind: InputKind, binary: memoryview | None, limits: tuple[int, Limits]
) -> NDArray[Any]:
    if given.datatype != kind.datatype:
        detail = f"input {kind.name} has datatype {given.datatype}; send {kind.datatype}"
        raise invalid(detail, "#/inputs/0/datatype")
    shape = _read_shape(given.shape, kind, limits)
    size = given.parameters.binary_data_size if given.parameters else None
    if size is not None:
        tensor = _tensor_from_bytes(size, kind, shape, binary)
    elif binary:
        detail = f"{len(binary)} bytes follow the JSON, but input {kind.name} has no binary_data_size"
        raise invalid(detail, "#/inputs/0/parameters")
    else:
        tensor = _tensor_from_numbers(given.data, shape)
    _check_range(tensor, kind)
    return tensor.astype(kind.dtype, copy=False)


def _read_shape(value: Any, kind: InputKind, limits: tuple[int, Limits]) -> tuple[int, ...]:
    pointer = "#/inputs/0/shape"
    sizes = [_integer(size) for size in value] if isinstance(value, list) else []
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


def _integer(value: Any) -> int:
    """Return an integer, also for 3.0; anything else gives 0, which is no size."""
    if isinstance(value, float) and value.is_integer() and value < 2**53:
        return int(value)
    return value if type(value) is int else 0


def _tensor_from_bytes(
    size: int, kind: InputKind, shape: tuple[int, ...], binary: memoryview | None
) -> NDArray[Any]:
    pointer = "#/inputs/0/parameters/binary_data_size"
    expected = prod(shape) * np.dtype(kind.dtype).itemsize
    if size != expected:
        detail = f"binary_data_size is {size}; {kind.datatype} of shape {list(shape)} has {expected} bytes"
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
