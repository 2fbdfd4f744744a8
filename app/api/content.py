"""The content of responses about pictures: from prepared pictures and traces to plain dictionaries and arrays."""

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

BLANK_REASON = "no pixel stands out from the background by 24 of 255 or more"


@dataclass(frozen=True, slots=True)
class Result:
    """What a model computed for one picture; the trace holds a batch of one."""

    model: Model
    preprocess: Preprocess
    prepared: Prepared
    hint: str | None
    trace: Trace

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """The softmax probabilities, (classes,)."""
        probabilities: NDArray[np.float32] = self.trace.activations[self.model.architecture[-1].name][0]
        return probabilities


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
    # One picture at a time, so that the last bits of its numbers do not depend on what else was sent with it.
    probabilities = model.engine.predict(prepared.image[np.newaxis, np.newaxis])[0]
    hint = find_hint(picture, prepared.crop)
    return {**prediction_of(prepared, hint, probabilities), "probabilities": probabilities}


def prediction_of(prepared: Prepared, hint: str | None, probabilities: NDArray[np.float32]) -> Document:
    """Return whether the picture is blank, what was cropped, and the prediction."""
    crop, digit = prepared.crop, int(probabilities.argmax())
    return {
        "blank": prepared.blank,
        "crop": crop and {"top": crop.top, "left": crop.left, "height": crop.height, "width": crop.width},
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
        **present(window=_region(explanation.window)),
        "sources": [_source(source) for source in explanation.sources],
        **present(
            bias=explanation.bias,
            sum=explanation.sum,
            winner=None if explanation.winner is None else str(explanation.winner),
            ties=[str(unit) for unit in explanation.ties] if explanation.winner else None,
        ),
        "output": explanation.output,
        "receptive_field": _region(explanation.receptive_field),
    }


def _source(source: Source) -> Document:
    return {
        **_unit(source.unit),
        "value": source.value,
        **present(
            weight=source.weight,
            product=source.product,
            exponential=source.exponential,
            winner=source.winner,
        ),
    }


def _unit(unit: Unit) -> Document:
    return {"unit": str(unit), "layer": unit.layer, "index": unit.index}


def _region(region: Region | None) -> Document | None:
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


def present(**fields: Any) -> Document:
    """Return the fields that are not None."""
    return {name: value for name, value in fields.items() if value is not None}
