"""Inference: a request and a response are JSON, with tensors as numbers in it or as bytes after it."""

import struct
from collections.abc import Mapping, Sequence
from math import prod
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from starlette.responses import Response

from app.api.bodies import parse_json, read_floats, read_model, shown
from app.api.formats import BINARY_TYPE, JSON_TYPE, to_json
from app.api.open_inference.schemas import (
    MAX_CLASSES,
    InferenceRequest,
    InputTensor,
    OutputParameters,
    RequestParameters,
)
from app.api.problems import FieldError, Problem, counted, invalid, listed, quoted, too_large
from app.imaging import Limits, PictureError, Preprocess, prepare
from app.lenet.architecture import LENET, Architecture
from app.lenet.model import CLASSES, Model

Document = dict[str, Any]

VERSION = "1"
"""The one version of each model; `/api/v1/models` has the checksum of its weights."""

HEADER_LENGTH = "Inference-Header-Content-Length"
"""The header with the length of the JSON, where tensors follow it as bytes."""

MAX_JSON_NUMBERS = 2**24  # more than a body can hold, so that a wrong count is reported as a wrong shape

SHARED_MEMORY = ("shared_memory_region", "shared_memory_byte_size", "shared_memory_offset")


class InputKind(NamedTuple):
    """An input of the models; -1 in its shape is any size."""

    name: str
    datatype: Literal["FP32", "UINT8"]
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
    """A layer to return: as bytes after the JSON or as numbers in it, all or the `classes` largest ones."""

    name: str
    binary: bool
    classes: int | None


class Inference(NamedTuple):
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
    try:
        document = parse_json(body[:json_length])
    except Problem as problem:
        remedy = f"where tensors follow the JSON, the header {HEADER_LENGTH} gives its length"
        raise Problem("malformed-request", f"{problem.detail}; {remedy}") from problem
    request = read_model(InferenceRequest, document)
    _refuse_shared_memory(request)
    kind = INPUTS[request.inputs[0].name]
    binary = None if json_length is None else memoryview(body)[json_length:]
    tensor = _read_tensor(request.inputs[0], kind, binary, limits)
    preprocess = _preprocess(request, kind)
    return Inference(request.id, kind, tensor, preprocess, _read_outputs(request, architecture))


def not_offered(detail: str, pointer: str | None = None) -> Problem:
    """Return the problem of an extension that is not implemented."""
    return Problem("not-offered", detail, [FieldError(detail, pointer)] if pointer else ())


def _refuse_shared_memory(request: InferenceRequest) -> None:
    outputs = {f"#/outputs/{index}": one.parameters for index, one in enumerate(request.outputs or ())}
    places = {"#": request.parameters, "#/inputs/0": request.inputs[0].parameters, **outputs}
    for place, parameters in places.items():
        for name in SHARED_MEMORY:
            if parameters and (parameters.model_extra or {}).get(name) is not None:
                detail = f"{name} needs shared memory, which is not implemented; send tensors over HTTP"
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
        if name not in sizes:
            detail = f"no output is named {quoted(name)}; the outputs are: {listed(sizes)}"
            raise invalid(detail, f"#/outputs/{index}/name")
        if name in outputs:
            raise invalid(f"output {name} is given twice; ask once", f"#/outputs/{index}/name")
        outputs[name] = _read_output(name, own or OutputParameters(), common, sizes[name])
        if (classes := outputs[name].classes or 0) > MAX_CLASSES:
            detail = (
                f"classification is {classes}; the maximum is {MAX_CLASSES}: leave it out for all numbers"
            )
            place = f"#/outputs/{index}" if own and own.classification else "#"
            raise invalid(detail, f"{place}/parameters/classification")
    return list(outputs.values())


def _read_output(name: str, own: OutputParameters, common: RequestParameters, size: int) -> Output:
    """Return an output of so many numbers; what its own parameters leave out, the common ones say."""
    binary = common.binary_data_output if own.binary_data is None else own.binary_data
    classes = own.classification or common.classification
    # All numbers if more are asked for, as Triton does.
    return Output(name, bool(binary), classes and min(classes, size))


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
        given = f"[{', '.join(map(shown, value[:8]))}]" if isinstance(value, list) else shown(value)
        expected = f"{list(kind.shape)}, where -1 is any size: {kind.meaning}"
        raise invalid(f"input {kind.name} has shape {given}; send {expected}", pointer)
    batch, picture = limits
    if sizes[0] > batch:
        raise too_large(f"{sizes[0]} pictures are given; the maximum is {batch}", f"{pointer}/0")
    try:
        picture.check_size(*sizes[-2:])
    except PictureError as error:
        raise too_large(error.detail, pointer) from error
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
        remedy = f"the header {HEADER_LENGTH}, which says how long the JSON is"
        raise Problem("malformed-request", f"binary_data_size is given without {remedy}")
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
    for place in np.argwhere(~valid)[:1].tolist():
        given = f"input {kind.name} has {tensor[tuple(place)]} at {place}"
        numbers = "integers" if kind is PIXELS else "numbers"
        raise invalid(f"{given}; send {numbers} from 0 to {kind.maximum}", "#/inputs/0/data")


def infer(model: Model, inference: Inference) -> Response:
    """Run the network and return the outputs that the request names."""
    activations = _activations(model, inference)
    outputs, tensors = [], []
    for output in inference.outputs:
        entry, data = _output(output, activations[output.name], model.architecture)
        if output.binary:
            tensors.append(_to_bytes(data))
            entry["parameters"] = {"binary_data_size": tensors[-1].nbytes}
        else:
            entry["data"] = data
        outputs.append(entry)
    document: Document = {"model_name": model.name, "model_version": VERSION}
    if inference.id is not None:
        document["id"] = inference.id
    header = to_json({**document, "outputs": outputs})
    if not tensors:
        return Response(header, media_type=JSON_TYPE)
    body = b"".join([header, *tensors])
    return Response(body, media_type=BINARY_TYPE, headers={HEADER_LENGTH: str(len(header))})


def _activations(model: Model, inference: Inference) -> Mapping[str, NDArray[np.float32]]:
    """Return the activations of the batch; of the last layer only, with the same bits, if that is enough."""
    if inference.kind is IMAGE:
        images = np.ascontiguousarray(inference.tensor, np.float32)
    else:
        prepared = [prepare(picture, inference.preprocess).image for picture in inference.tensor]
        images = np.stack(prepared)[:, np.newaxis]
    last = model.architecture[-1].name
    if {output.name for output in inference.outputs} == {last}:
        return {last: model.engine.predict(images)}
    return model.engine.forward(images).activations


def _output(
    output: Output, numbers: NDArray[np.float32], architecture: Architecture
) -> tuple[Document, NDArray[np.float32] | Sequence[str]]:
    """Return the entry of an output, and its numbers or texts in order."""
    if output.classes is None:
        entry = {"name": output.name, "datatype": "FP32", "shape": numbers.shape}
        return entry, np.ascontiguousarray(numbers).ravel()
    is_class = output.name in {layer.name for layer in architecture if layer.shape == (len(CLASSES),)}
    rows = numbers.reshape(len(numbers), -1)
    order = np.argsort(-rows, axis=1, kind="stable")[:, : output.classes]
    texts = [
        f"{row[index]!s}:{index}" + (f":{CLASSES[index]}" if is_class else "")
        for row, indices in zip(rows, order, strict=True)
        for index in indices
    ]
    return {"name": output.name, "datatype": "BYTES", "shape": (len(numbers), output.classes)}, texts


def _to_bytes(data: NDArray[np.float32] | Sequence[str]) -> memoryview:
    """Return FP32 as little-endian bytes, BYTES as elements that each begin with their length in 4 bytes."""
    if isinstance(data, np.ndarray):
        return data.astype("<f4", copy=False).data
    encoded = (text.encode() for text in data)
    return memoryview(b"".join(struct.pack("<I", len(text)) + text for text in encoded))
