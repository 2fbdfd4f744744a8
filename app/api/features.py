"""What the units of a model look for: the files that `python -m app features` writes beside the weights."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from app.api.content import Document, box_of
from app.api.problems import Problem, listed, quoted
from app.imaging import prepare
from app.lenet import weights
from app.lenet.features import KINDS, LAYERS, unit_at
from app.lenet.geometry import Unit, receptive_field
from app.lenet.model import Model
from app.samples import Samples

Arrays = Mapping[str, NDArray[Any]]
"""Of a layer, by kind: see `app.lenet.features`."""


class Features:
    """The most exciting digits and a synthetic picture for every map of `lenet`."""

    def __init__(self, path: Path, samples: Samples) -> None:
        """Read from `features.safetensors` and `features.json`; without these, no model has features."""
        self.path = path
        self.samples = samples

    @cached_property
    def files(self) -> tuple[str, Mapping[str, Arrays]]:
        """The checksum of the weights, and the arrays by layer; a Problem if they cannot be read."""
        record = self.path.with_suffix(".json")
        try:
            about, file = orjson.loads(record.read_bytes()), self.path.read_bytes()
            tensors = load(file) if weights.digest_of(file) == about["sha256"] else {}
            layers = {layer: {kind: tensors[f"{layer}.{kind}"] for kind in KINDS} for layer in LAYERS}
            return about["weights"], layers
        except (OSError, ValueError, TypeError, LookupError, SafetensorError) as error:
            remedy = "whoever runs this service runs: python -m app features"
            detail = f"{self.path.name} or {record.name} cannot be read; {remedy}"
            raise Problem("not-found", detail) from error

    def layer(self, model: Model, layer: str) -> Document:
        """Return the synthetic picture of every map of a layer; a Problem if there are no features of it."""
        about, found = self._about(model, layer)
        pictures = zip(found["excitation"], found["synthetic"], strict=True)
        return {**about, "maps": [_excitation(unit_at(layer, i), *one) for i, one in enumerate(pictures)]}

    def get(self, model: Model, layer: str, number: int) -> Document:
        """Return what a map, or a dense unit, looks for; a Problem if there are no features of it."""
        about, found = self._about(model, layer)
        count = len(found["images"])
        if not 0 <= number < count:
            raise Problem("not-found", f"map {number} is not in {layer}; the maps are 0 to {count - 1}")
        images, places, values, synthetic_pixels, excitation = (found[kind][number] for kind in KINDS)
        units = [unit_at(layer, number, place) for place in places]
        patches = list(map(self._patch, images, units, values))
        synthetic = _excitation(unit_at(layer, number), excitation, synthetic_pixels)
        return {**about, "map": number, "maps": count, "patches": patches, "synthetic": synthetic}

    def _about(self, model: Model, layer: str) -> tuple[Document, Arrays]:
        """Return the model and the layer, and the layer's arrays."""
        checksum, layers = self.files
        if checksum != model.weights:
            detail = (
                f"there are no features of the weights of {quoted(model.name)}; those that ship are of "
                "`lenet`. For your own LeNet, run: python -m app features --weights FILE"
            )
            raise Problem("not-found", detail)
        if layer not in LAYERS:
            raise Problem("not-found", f"layer {quoted(layer)} has no features; use {listed(LAYERS)}")
        return {"model": model.name, "weights": model.weights, "layer": layer}, layers[layer]

    def _patch(self, index: int, unit: Unit, value: np.float32) -> Document:
        """A test digit, centred as drawings are, cropped to what the unit sees that it excites."""
        seen = prepare(self.samples.images[index]).image[np.ix_(*receptive_field(unit).ranges[-2:])]
        pixels = np.rint(255 * seen).astype(np.uint8)
        return {"index": index, "label": self.samples.labels[index], **_excitation(unit, value, pixels)}


def _excitation(unit: Unit, value: np.float32, pixels: NDArray[np.uint8]) -> Document:
    box = box_of(receptive_field(unit))
    return {"unit": str(unit), "value": round(float(value), 4), "receptive_field": box, "pixels": pixels}
