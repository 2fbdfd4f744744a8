"""Inference responses: JSON, with tensors as numbers in it or as bytes after it."""

import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from starlette.responses import Response

from app.api.formats import BINARY_TYPE, JSON_TYPE, to_json
from app.api.open_inference.requests import HEADER_LENGTH, IMAGE, INPUTS, Inference, Output
from app.imaging import prepare
from app.lenet.architecture import Architecture
from app.lenet.model import CLASSES, Model

VERSION = "1"
"""The one version of each model; `/api/v1/models` has the checksum of its weights."""

Document = dict[str, Any]


def metadata_document(model: Model) -> Document:
    """Return the inputs and outputs of a model."""
    inputs = [{"name": kind.name, "datatype": kind.datatype, "shape": kind.shape} for kind in INPUTS.values()]
    outputs = [
        {"name": layer.name, "datatype": "FP32", "shape": (-1, *layer.shape)} for layer in model.architecture
    ]
    return {
        "name": model.name,
        "versions": [VERSION],
        "platform": "lenet_lens_numpy",
        "inputs": inputs,
        "outputs": outputs,
    }


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
    """Return the activations of the batch; if only the last layer is asked for, compute no more, with the same bits."""
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
    """Return FP32 as little-endian bytes, BYTES as elements that each begin with their length in four bytes."""
    if isinstance(data, np.ndarray):
        return data.astype("<f4", copy=False).data
    encoded = (text.encode() for text in data)
    return memoryview(b"".join(struct.pack("<I", len(text)) + text for text in encoded))
