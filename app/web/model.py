"""The model as it is served: its weights, its engine and what is known about it, loaded and checked once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from app.imaging import Prepared, prepare
from app.lenet.architecture import LENET, layer_parameter_shapes, parameter_shapes
from app.lenet.errors import WeightsError
from app.lenet.fast import Engine
from app.lenet.network import Parameters, Trace
from app.lenet.weights import load, sha256_of
from app.web.threads import while_wanted

CLASSES = tuple("0123456789")


@dataclass(frozen=True)
class Model:
    """One trained network."""

    name: str
    title: str
    weights: str
    """`sha256:` and the checksum of the weights file: two answers with the same one come from the same network."""
    file: bytes
    """The weights file as it is."""
    parameters: Parameters
    engine: Engine
    accuracy: Mapping[str, float]
    misread: Sequence[int]
    """The indices of MNIST's test digits that it reads wrongly, preprocessed as drawings are."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What pictures were read as: for each what was prepared of it, and (pictures, classes) probabilities."""

    prepared: Sequence[Prepared]
    probabilities: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Look(Reading):
    """A reading with everything that the network computed on the way: one trace for all pictures."""

    trace: Trace


def load_model(path: Path) -> Model:
    """Read the weights and the record beside them; WeightsError says in one line what is wrong with either."""
    record = _read_record(path.with_suffix(".json"))
    parameters = load(path, sha256=record.get("sha256"))
    return Model(
        name="lenet",
        title="LeNet, trained on MNIST",
        weights=f"sha256:{sha256_of(path)}",
        file=path.read_bytes(),
        parameters=parameters,
        engine=Engine(parameters),
        accuracy={name: share for name, share in record.get("accuracy", {}).items() if share is not None},
        misread=tuple(record.get("misread_centred", ())),
    )


def _read_record(path: Path) -> dict[str, Any]:
    """What training wrote down about the weights; weights without a record are served too."""
    if not path.exists():
        return {}
    try:
        record = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise WeightsError(f"{path}: not JSON ({error}); restore the file or remove it") from error
    if not isinstance(record, dict):
        raise WeightsError(f"{path}: not a JSON object; restore the file or remove it")
    return record


def read(model: Model, inks: Sequence[NDArray[Any]], preprocess: str) -> Reading:
    """Ink in, probabilities out; the same bits as those of `look`, in less time.

    Pictures go through the network one at a time, so that the answer to one does not depend, in its last bit, on what else
    was sent with it. Large products would halve the network's share of the time, which is a small one: preparing a picture
    takes longer.
    """
    prepared, images = _prepare(inks, preprocess)
    found = [model.engine.predict(images[at : at + 1]) for at in while_wanted(range(len(images)))]
    return Reading(prepared, np.concatenate(found))


def look(model: Model, inks: Sequence[NDArray[Any]], preprocess: str) -> Look:
    """Ink in, everything that the network computes out."""
    prepared, images = _prepare(inks, preprocess)
    trace = model.engine.forward(images)
    return Look(prepared, trace.activations[LENET[-1].name], trace)


def _prepare(inks: Sequence[NDArray[Any]], preprocess: str) -> tuple[list[Prepared], NDArray[np.float32]]:
    prepared = [prepare(ink, "none" if preprocess == "none" else "center") for ink in while_wanted(inks)]
    if len(prepared) == 1:  # the usual case, which needs no copy
        return prepared, prepared[0].image[np.newaxis, np.newaxis]
    return prepared, np.stack([one.image for one in prepared])[:, np.newaxis]


def describe(model: Model) -> dict[str, Any]:
    """The model and its architecture as the API tells them."""
    layers = [
        {
            "name": layer.name,
            "kind": layer.kind,
            "shape": layer.shape,
            "kernel": layer.kernel,
            "stride": layer.stride,
            "padding": layer.padding,
            "inputs": layer.inputs,
            "parameters": layer_parameter_shapes(layer),
            "parameter_count": _count(layer_parameter_shapes(layer)),
        }
        for layer in LENET
    ]
    return {**summary(model), "parameter_count": _count(parameter_shapes()), "layers": layers}


def summary(model: Model) -> dict[str, Any]:
    """The model in a list of models."""
    return {
        "name": model.name,
        "title": model.title,
        "input_shape": LENET[0].shape,
        "classes": CLASSES,
        "accuracy": dict(model.accuracy),
        "weights": model.weights,
    }


def _count(shapes: Mapping[str, tuple[int, ...]]) -> int:
    return sum(int(np.prod(shape)) for shape in shapes.values())
