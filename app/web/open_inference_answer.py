"""Answers of the Open Inference Protocol: JSON, with tensors as numbers in it or as bytes after it."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from app.lenet.architecture import LENET
from app.lenet.network import Trace
from app.web.model import CLASSES, Model, look
from app.web.open_inference_outputs import EVERY_OUTPUT, OUTPUTS, Output
from app.web.open_inference_request import IMAGE, INPUTS, Inference

VERSION = "1"
"""The one version of each model. Which weights it has is said by /api/v1/models."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of an answer; `json_length` says how much of it is JSON where tensors follow."""

    body: bytes
    json_length: int | None


def metadata(model: Model) -> dict[str, Any]:
    """The model with its inputs, of which a request sends one, and its outputs."""
    inputs = [{"name": one.name, "datatype": one.datatype, "shape": one.shape} for one in INPUTS.values()]
    outputs = [{"name": name, "datatype": "FP32", "shape": shape} for name, shape in OUTPUTS.items()]
    return {
        "name": model.name,
        "versions": [VERSION],
        "platform": "lenet_lens_numpy",
        "inputs": inputs,
        "outputs": outputs,
    }


def infer(model: Model, asked: Inference) -> Reply:
    """Run the network and write down what was asked for."""
    trace = _trace(model, asked)
    outputs: Any
    if asked.outputs is EVERY_OUTPUT[True] and len(asked.tensor) == 1 and trace.memory is not None:
        outputs, tails = _EVERY_ENTRY, [trace.memory[:_EVERY_BYTE]]
    else:
        outputs, tails = _written(asked.outputs, trace.activations)
    document: dict[str, Any] = {"model_name": model.name, "model_version": VERSION}
    if asked.id is not None:
        document["id"] = asked.id
    text = orjson.dumps({**document, "outputs": outputs}, option=orjson.OPT_SERIALIZE_NUMPY)
    return Reply(b"".join([text, *tails]), len(text) if tails else None)


def _trace(model: Model, asked: Inference) -> Trace:
    """Every layer's numbers; where only the last is asked for, only that, which takes less time for the same bits."""
    if asked.kind is not IMAGE:
        return look(model, list(asked.tensor), asked.preprocess).trace
    images = np.ascontiguousarray(asked.tensor, np.float32)
    last = LENET[-1].name
    if {output.name for output in asked.outputs} == {last}:
        return Trace({last: model.engine.predict(images)}, {})
    return model.engine.forward(images)


def _written(
    outputs: Sequence[Output], activations: Mapping[str, NDArray[np.float32]]
) -> tuple[list[dict[str, Any]], list[memoryview]]:
    """Each output's entry in the JSON, and the bytes of those that go after it."""
    entries, tails = [], []
    for output in outputs:
        entry, data = _entry(output, activations[output.name])
        if output.binary:
            tails.append(_bytes_of(data))
            entries.append(_before_bytes(entry, tails[-1].nbytes))
        else:
            entries.append({**entry, "data": data})
    return entries, tails


def _entry(output: Output, numbers: NDArray[np.float32]) -> tuple[dict[str, Any], Any]:
    """What an output is, and its numbers or texts one after the other."""
    if output.classes is None:
        return _of_numbers(output.name, numbers.shape), np.ascontiguousarray(numbers).ravel()
    texts = [text for row in largest(numbers, output.classes) for text in row]
    return {"name": output.name, "datatype": "BYTES", "shape": (len(numbers), output.classes)}, texts


def _of_numbers(name: str, shape: tuple[int, ...]) -> dict[str, Any]:
    return {"name": name, "datatype": "FP32", "shape": shape}


def _before_bytes(entry: Mapping[str, Any], size: int) -> dict[str, Any]:
    """The entry of an output that goes after the JSON."""
    return {**entry, "parameters": {"binary_data_size": size}}


def _bytes_of(data: NDArray[np.float32] | Sequence[str]) -> memoryview:
    if isinstance(data, np.ndarray):
        return data.astype("<f4", copy=False).data
    return memoryview(b"".join(_counted(text.encode()) for text in data))


_EVERY_ENTRY = orjson.Fragment(
    orjson.dumps(
        [_before_bytes(_of_numbers(layer.name, (1, *layer.shape)), 4 * prod(layer.shape)) for layer in LENET]
    )
)
"""What stands in the JSON for every layer of one picture, and never changes where the numbers go after it."""

_EVERY_BYTE = 4 * sum(prod(layer.shape) for layer in LENET)


def largest(numbers: NDArray[np.float32], count: int) -> Sequence[Sequence[str]]:
    """The largest numbers of each picture as `value:index`, with `:label` where an index stands for a digit.

    The index is the flat one; equal numbers come in its order.
    """
    labels = CLASSES if prod(numbers.shape[1:]) == len(CLASSES) else None
    rows = numbers.reshape(len(numbers), -1)
    order = np.argsort(-rows, axis=1, kind="stable")[:, :count]
    return [
        [f"{row[index]!s}:{index}" + (f":{labels[index]}" if labels else "") for index in indices]
        for row, indices in zip(rows, order, strict=True)
    ]


def _counted(text: bytes) -> bytes:
    """An element of BYTES: its length as four bytes, least significant first, then itself."""
    return struct.pack("<I", len(text)) + text
