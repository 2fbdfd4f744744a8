"""What the answers say: from a look at pictures to plain dictionaries and arrays; nothing here knows HTTP."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import LENET, Layer, parameter_shapes
from app.lenet.explain import Explanation, Source, explain
from app.lenet.geometry import Region, Unit
from app.lenet.network import Trace
from app.lenet.plan import record_of, winners_field
from app.web.formats import Content, Packed, described_arrays
from app.web.model import Look, Model, Reading

_RECORD = record_of(LENET)
_FIELDS = tuple((name, _RECORD[name].base.char, _RECORD[name].shape) for name in _RECORD.names or ())
_EVERYTHING = described_arrays(_FIELDS)
"""What the memory of a trace holds for each picture."""

_SIZE = sum(_RECORD[name].itemsize for name, _, _ in _FIELDS)


def origin(model: Model, preprocess: str) -> dict[str, Any]:
    """Where an answer comes from: the model, its weights, and what was done to the picture."""
    return {"model": model.name, "weights": model.weights, "preprocess": preprocess}


def verdict(seen: Reading, at: int) -> dict[str, Any]:
    """What one picture was read as; nothing, if nothing is drawn on it."""
    blank, crop = seen.prepared[at].blank, seen.prepared[at].crop
    return {
        "blank": blank,
        "crop": None
        if crop is None
        else {"top": crop.top, "left": crop.left, "height": crop.height, "width": crop.width},
        "prediction": None if blank else _prediction(seen.probabilities[at]),
    }


def activations(model: Model, preprocess: str, seen: Look, wanted: Collection[str]) -> Content:
    """Every number of the wanted layers, for the first picture of a look."""
    layers = [layer for layer in LENET if layer.name in wanted]
    memory = seen.trace.memory if len(layers) == len(LENET) else None
    return Content(
        {**origin(model, preprocess), **verdict(seen, 0)},
        lambda: {"layers": [_layer(layer, seen.trace) for layer in layers]},
        lambda: _arrays(layers, seen.trace),
        None if memory is None else Packed(_EVERYTHING, [memory[:_SIZE]]),
    )


def _layer(layer: Layer, trace: Trace) -> dict[str, Any]:
    found = {
        "name": layer.name,
        "kind": layer.kind,
        "shape": layer.shape,
        "activations": trace.activations[layer.name][0],
    }
    return found | ({"winners": trace.winners[layer.name][0]} if layer.kind == "max_pool" else {})


def _arrays(layers: Collection[Layer], trace: Trace) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    for layer in layers:
        arrays[layer.name] = trace.activations[layer.name][0]
        if layer.kind == "max_pool":
            arrays[winners_field(layer.name)] = trace.winners[layer.name][0]
    return arrays


def read_as(seen: Reading, at: int) -> dict[str, Any]:
    """What one picture was read as, with all ten probabilities."""
    return {**verdict(seen, at), "probabilities": seen.probabilities[at]}


def predictions(model: Model, preprocess: str, seen: Reading, batch: bool) -> dict[str, Any]:
    """What each picture was read as, with all ten probabilities."""
    found = [read_as(seen, at) for at in range(len(seen.prepared))]
    return {**origin(model, preprocess), **({"predictions": found} if batch else found[0])}


def explanations(model: Model, preprocess: str, seen: Look, units: Sequence[Unit]) -> dict[str, Any]:
    """Where the numbers of some units come from, for the first picture of a look."""
    found = [_explanation(explain(model.parameters, seen.trace, unit)) for unit in units]
    return {**origin(model, preprocess), **verdict(seen, 0), "explanations": found}


def weights(model: Model) -> Content:
    """Every parameter of the model."""
    head = {"model": model.name, "weights": model.weights}
    arrays = {name: np.ascontiguousarray(model.parameters[name]) for name in parameter_shapes()}

    def tail() -> dict[str, Any]:
        entries = [{"name": name, "shape": array.shape, "values": array} for name, array in arrays.items()]
        return {"parameters": entries}

    return Content(head, tail, lambda: arrays)


def _prediction(probabilities: NDArray[np.float32]) -> dict[str, Any]:
    digit = int(probabilities.argmax())
    return {"digit": digit, "probability": probabilities[digit]}


def _explanation(found: Explanation) -> dict[str, Any]:
    return {
        **_unit(found.unit),
        "kind": found.kind,
        **_given(window=_region(found.window)),
        "sources": [_source(source) for source in found.sources],
        **_given(
            bias=found.bias,
            sum=found.sum,
            winner=None if found.winner is None else str(found.winner),
            ties=[str(unit) for unit in found.ties] if found.winner else None,
        ),
        "output": found.output,
        "receptive_field": _region(found.receptive_field),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        **_unit(source.unit),
        "value": source.value,
        **_given(
            weight=source.weight,
            product=source.product,
            exponential=source.exponential,
            winner=source.winner,
        ),
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {"unit": str(unit), "layer": unit.layer, "index": unit.index}


def _region(region: Region | None) -> dict[str, Any] | None:
    if region is None:
        return None
    return {
        "layer": region.layer,
        "maps": list(region.maps),
        "top": region.top,
        "left": region.left,
        "height": region.height,
        "width": region.width,
    }


def _given(**fields: Any) -> dict[str, Any]:
    """The fields that this kind of layer has."""
    return {name: value for name, value in fields.items() if value is not None}
