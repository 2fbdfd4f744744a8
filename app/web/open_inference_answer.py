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
from app.web.model import CLASSES, Model, look
from app.web.open_inference_request import IMAGE, INPUTS, OUTPUTS, Inference, Output

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
    activations = _activations(model, asked)
    tails: list[bytes] = []
    outputs = []
    for output in asked.outputs:
        entry, tail = _written(output, activations[output.name])
        outputs.append(entry)
        tails += [] if tail is None else [tail]
    document: dict[str, Any] = {"model_name": model.name, "model_version": VERSION}
    if asked.id is not None:
        document["id"] = asked.id
    text = orjson.dumps({**document, "outputs": outputs}, option=orjson.OPT_SERIALIZE_NUMPY)
    return Reply(b"".join([text, *tails]), len(text) if tails else None)


def _activations(model: Model, asked: Inference) -> Mapping[str, NDArray[np.float32]]:
    """Every layer's numbers; where only the last is asked for, only that, which takes less time for the same bits."""
    if asked.kind is not IMAGE:
        return look(model, list(asked.tensor), asked.preprocess).trace.activations
    images = np.ascontiguousarray(asked.tensor, np.float32)
    last = LENET[-1].name
    if {output.name for output in asked.outputs} == {last}:
        return {last: model.engine.predict(images)}
    return model.engine.forward(images).activations


def _written(output: Output, numbers: NDArray[np.float32]) -> tuple[dict[str, Any], bytes | None]:
    """An output's entry in the JSON, and its bytes if they go after it."""
    if output.classes is not None:
        classes = largest(numbers, output.classes)
        entry = {"name": output.name, "datatype": "BYTES", "shape": (len(numbers), output.classes)}
        data: Any = [text for row in classes for text in row]
        tail = b"".join(_counted(text.encode()) for text in data) if output.binary else None
    else:
        entry = {"name": output.name, "datatype": "FP32", "shape": numbers.shape}
        data = np.ascontiguousarray(numbers).ravel()
        tail = data.astype("<f4", copy=False).tobytes() if output.binary else None
    if tail is None:
        return {**entry, "data": data}, None
    return {**entry, "parameters": {"binary_data_size": len(tail)}}, tail


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
