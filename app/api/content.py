"""The content of responses about pictures: dictionaries and arrays made from prepared pictures and traces."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.api.formats import Content
from app.imaging import Decoded, Prepared, Preprocess, find_hint, prepare
from app.lenet.explain import Explanation, Source, explain
from app.lenet.geometry import Region, Unit
from app.lenet.model import Model
from app.lenet.network import Trace

Document = dict[str, Any]

_SOURCE_NUMBERS = ("value", "weight", "product", "exponential", "winner")
BLANK_REASON = "no pixel stands out from the background by 24 of 255 or more"


@dataclass(frozen=True, slots=True)
class Result:
    """The forward pass of a model for one picture; the trace holds a batch of one."""

    model: Model
    preprocess: Preprocess
    prepared: Prepared
    hint: str | None
    trace: Trace

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """The softmax probabilities, (classes,)."""
        return self.trace.activations[self.model.architecture[-1].name][0]


def forward(model: Model, picture: Decoded | NDArray[Any], preprocess: Preprocess) -> Result:
    """Prepare a picture and run the network, keeping every activation."""
    prepared = prepare(picture, preprocess)
    trace = model.engine.forward(prepared.image[np.newaxis, np.newaxis])
    return Result(model, preprocess, prepared, find_hint(picture, prepared.crop), trace)


def source_of(model: Model, preprocess: Preprocess) -> Document:
    """Return which model and preprocessing a response comes from."""
    return {"model": model.name, "weights": model.weights, "preprocess": preprocess}


def predict(model: Model, picture: Decoded | NDArray[Any], preprocess: Preprocess) -> Document:
    """Prepare a picture and return its prediction with all probabilities."""
    prepared = prepare(picture, preprocess)
    # One picture at a time, so that its numbers have the same bits whatever else is in the request.
    probabilities = model.engine.predict(prepared.image[np.newaxis, np.newaxis])[0]
    hint = find_hint(picture, prepared.crop)
    return {**prediction_of(prepared, hint, probabilities), "probabilities": probabilities}


def prediction_of(prepared: Prepared, hint: str | None, probabilities: NDArray[np.float32]) -> Document:
    """Return whether the picture is blank, its crop, and the prediction."""
    digit = int(probabilities.argmax())
    return {
        "blank": prepared.blank,
        "crop": prepared.crop,
        "prediction": None if prepared.blank else {"digit": digit, "probability": probabilities[digit]},
        **present(reason=BLANK_REASON if prepared.blank else None, hint=hint),
    }


def activations_content(result: Result, layers: Sequence[str] | None) -> Content:
    """Return the activations of the named layers, in the order of the network; of all layers if None."""
    trace, model = result.trace, result.model
    wanted = [layer for layer in model.architecture if layers is None or layer.name in layers]
    arrays: dict[str, NDArray[Any]] = {}
    for layer in wanted:
        arrays[layer.name] = trace.activations[layer.name][0]
        if layer.name in trace.winners:
            arrays[f"{layer.name}.winners"] = trace.winners[layer.name][0]

    def body() -> Document:
        entries = [
            {
                "name": layer.name,
                "kind": layer.kind,
                "shape": layer.shape,
                "activations": arrays[layer.name],
                **present(winners=arrays.get(f"{layer.name}.winners")),
            }
            for layer in wanted
        ]
        return {"layers": entries}

    return Content(result_head(result), arrays, body)


def result_head(result: Result) -> Document:
    """Return where a result comes from, and its prediction."""
    return {
        **source_of(result.model, result.preprocess),
        **prediction_of(result.prepared, result.hint, result.probabilities),
    }


def explanations_document(result: Result, units: Sequence[Unit]) -> Document:
    """Return the explanations of some units."""
    model = result.model
    found = [explain(model.parameters, result.trace, unit, architecture=model.architecture) for unit in units]
    return {**result_head(result), "explanations": [_explanation(one) for one in found]}


def _explanation(explanation: Explanation) -> Document:
    return {
        **_unit(explanation.unit),
        "kind": explanation.kind,
        "output": explanation.output,
        "receptive_field": _region(explanation.receptive_field),
        "sources": [_source(source) for source in explanation.sources],
        **present(
            window=explanation.window and _region(explanation.window),
            bias=explanation.bias,
            sum=explanation.sum,
            winner=explanation.winner and str(explanation.winner),
            ties=[str(unit) for unit in explanation.ties] if explanation.winner else None,
        ),
    }


def _source(source: Source) -> Document:
    numbers = {name: getattr(source, name) for name in _SOURCE_NUMBERS}
    return {**_unit(source.unit), **present(**numbers)}


def _unit(unit: Unit) -> Document:
    return {"unit": str(unit), "layer": unit.layer, "index": unit.index}


def _region(region: Region) -> Document:
    return {"layer": region.layer, "maps": list(region.maps), **box_of(region)}


def box_of(region: Region) -> Document:
    """Return rows and columns of a region as a rectangle of pixels."""
    return {name: getattr(region, name) for name in ("top", "left", "height", "width")}


def present(**fields: Any) -> Document:
    """Return the fields that are not None."""
    return {name: value for name, value in fields.items() if value is not None}
