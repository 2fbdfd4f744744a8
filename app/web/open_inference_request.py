"""Requests of the Open Inference Protocol: JSON, and tensors as numbers in it or as bytes after it.

Where a client may leave something out or add something of its own, the protocol is followed: unknown members are passed over.
What is there and cannot be used is refused, with the tensor's name and a JSON Pointer into the request's JSON.
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
from app.web.arrays import read_floats, read_whole, shown, too_large
from app.web.problems import Problem, counted, invalid, listed, quoted

HEADER_LENGTH = "Inference-Header-Content-Length"
"""The header that says how much of a body is JSON, where tensors follow it as bytes."""

MOST_CLASSES = 100
"""The most classes that are told of one output; fc1 has 120 units, and every map more."""

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
OUTPUTS: Mapping[str, tuple[int, ...]] = {layer.name: (-1, *layer.shape) for layer in LENET}


@dataclass(frozen=True, slots=True)
class Output:
    """One output that is asked for: its bytes after the JSON or numbers in it; or only so many of its largest numbers."""

    name: str
    binary: bool
    classes: int | None


EVERY_OUTPUT: Mapping[bool, Sequence[Output]] = {
    binary: [Output(name, binary, None) for name in OUTPUTS] for binary in (False, True)
}
"""What is answered where no output is named: as bytes if True, else as numbers."""


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
    document = _object(_json(body[:json_length]), "#")
    id_ = document.get("id")
    if id_ is not None and not isinstance(id_, str):
        raise invalid(f"id is {shown(id_)}; send text", "#/id")
    parameters = _object(document.get("parameters", {}), "#/parameters")
    binary = None if json_length is None else memoryview(body)[json_length:]
    kind, tensor = _input(document.get("inputs"), binary, most, limits)
    return Inference(
        id=id_,
        kind=kind,
        tensor=tensor,
        preprocess=_preprocess(parameters, kind),
        outputs=_outputs(document.get("outputs", []), parameters),
    )


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Problem(
            "malformed-request",
            f"the request is not JSON: {error}; where tensors follow it as bytes, "
            f"the header {HEADER_LENGTH} says how long the JSON is",
        ) from error


def _object(value: Any, pointer: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        name = pointer.removeprefix("#/").replace("/", " ").replace("#", "the request")
        raise invalid(f"{name} is {shown(value)}; send an object", pointer)
    return value


def _preprocess(parameters: Mapping[str, Any], kind: TensorKind) -> str:
    choices = ("center", "none") if kind is PIXELS else ("none",)
    preprocess = parameters.get("preprocess", choices[0])
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
    given = _object(inputs[0], "#/inputs/0")
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
    parameters = _object(given.get("parameters", {}), "#/inputs/0/parameters")
    if "binary_data_size" in parameters:
        tensor = _tensor_of_bytes(parameters["binary_data_size"], kind, shape, binary)
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
    fits = (
        isinstance(value, list)
        and len(value) == len(kind.shape)
        and all(
            type(size) is int and size > 0 and expected in {-1, size}
            for size, expected in zip(value, kind.shape, strict=True)
        )
    )
    if not fits:
        given = orjson.dumps(value).decode()[:60]
        raise invalid(
            f"input {kind.name} has shape {given}; send {list(kind.shape)}, where -1 is any size: {kind.meaning}",
            "#/inputs/0/shape",
        )
    if value[0] > most:
        raise too_large(
            f"{value[0]} pictures are more than the {most} taken at once; send them in parts",
            "#/inputs/0/shape/0",
        )
    if prod(value[1:]) > limits.max_pixels:
        raise too_large(
            f"each picture has {prod(value[1:])} pixels, more than the {limits.max_pixels} taken here",
            "#/inputs/0/shape",
        )
    return tuple(value)


def _tensor_of_bytes(
    size: Any, kind: TensorKind, shape: tuple[int, ...], binary: memoryview | None
) -> NDArray[Any]:
    pointer = "#/inputs/0/parameters/binary_data_size"
    expected = prod(shape) * np.dtype(kind.numpy).itemsize
    if type(size) is not int or size != expected:
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


def _outputs(value: Any, defaults: Mapping[str, Any]) -> Sequence[Output]:
    """The outputs asked for; every one where none is."""
    binary = _flag(defaults, "binary_data_output", "#/parameters", default=False)
    if not isinstance(value, list):
        raise invalid(
            f"outputs is {shown(value)}; send a list of outputs, or leave it out for all", "#/outputs"
        )
    if not value and "classification" not in defaults:
        return EVERY_OUTPUT[binary]
    if not value:
        return [_output({"name": name}, "#/outputs", binary, defaults) for name in OUTPUTS]
    outputs = [
        _output(_object(one, f"#/outputs/{at}"), f"#/outputs/{at}", binary, defaults)
        for at, one in enumerate(value[: len(OUTPUTS) + 1])
    ]
    names = [output.name for output in outputs]
    for at, name in enumerate(names):
        if name in names[:at]:
            raise invalid(f"output {name} is asked for twice; ask once", f"#/outputs/{at}/name")
    return outputs


def _output(given: Mapping[str, Any], pointer: str, binary: bool, defaults: Mapping[str, Any]) -> Output:
    name = given.get("name")
    if not isinstance(name, str) or name not in OUTPUTS:
        text = quoted(name) if isinstance(name, str) else shown(name)
        raise invalid(f"no output is called {text}; there are: {listed(OUTPUTS)}", f"{pointer}/name")
    parameters = _object(given.get("parameters", {}), f"{pointer}/parameters")
    classes, place = parameters.get("classification"), f"{pointer}/parameters/classification"
    if classes is None and "classification" in defaults:
        classes, place = defaults["classification"], "#/parameters/classification"
    if classes is not None:
        classes = read_whole(classes, place, 1, min(MOST_CLASSES, prod(OUTPUTS[name][1:])))
    return Output(name, _flag(parameters, "binary_data", f"{pointer}/parameters", default=binary), classes)


def _flag(parameters: Mapping[str, Any], name: str, pointer: str, *, default: bool) -> bool:
    flag = parameters.get(name, default)
    if not isinstance(flag, bool):
        raise invalid(f"{name} is {shown(flag)}; send true or false", f"{pointer}/{name}")
    return flag
