"""What the units of a model look for: the files that `python -m app features` writes beside the weights."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError
from safetensors import SafetensorError
from safetensors.numpy import load

from app.api.content import Document, box_of
from app.api.problems import Problem, listed, quoted
from app.imaging import prepare
from app.lenet import weights
from app.lenet.features import LAYERS, middle_unit, unit_at
from app.lenet.geometry import Region, Unit, receptive_field
from app.lenet.model import Model
from app.samples import Samples

ARRAYS = ("images", "places", "values", "excitation", "synthetic")
NAMES = [f"{layer}.{name}" for layer in LAYERS for name in ARRAYS]
REMEDY = "whoever runs this service runs: python -m app features"


class Record(BaseModel):
    """SHA-256 of the weights, and of the file with their features."""

    weights: str
    sha256: str


class Features:
    """The most exciting digits and a synthetic picture for every map, of the weights that they were made for."""

    def __init__(self, path: Path, samples: Samples) -> None:
        """Read from `features.safetensors` and its record; without these, no model has features."""
        self.path = path
        self.samples = samples

    @cached_property
    def record(self) -> Record | None:
        """What `features.json` says; a Problem if it cannot be read."""
        path = self.path.with_suffix(".json")
        try:
            return Record.model_validate_json(path.read_bytes()) if path.exists() else None
        except ValidationError as error:
            raise Problem("not-found", f"{path.name} cannot be read; {REMEDY}") from error

    @cached_property
    def tensors(self) -> Mapping[str, NDArray[Any]]:
        """The file's tensors, by `LAYER.images` and so on; a Problem if it is not there, or not the recorded one."""
        file = self.path.read_bytes() if self.path.exists() else b""
        if self.record is None or weights.digest_of(file) != self.record.sha256:
            raise Problem("not-found", f"{self.path.name} is not the file of its record; {REMEDY}")
        try:
            tensors = load(file)
            return {name: tensors[name] for name in NAMES}
        except (SafetensorError, KeyError) as error:
            raise Problem("not-found", f"{self.path.name} has no features; {REMEDY}") from error

    def layer(self, model: Model, layer: str) -> Document:
        """Return the synthetic picture of every map of a layer.

        Raises:
            Problem: There are no features of these weights, or of this layer.
        """
        about, count = self._about(model, layer)
        return {**about, "maps": [self._synthetic(model, layer, number) for number in range(count)]}

    def get(self, model: Model, layer: str, number: int) -> Document:
        """Return what a map, or a unit of a dense layer, looks for.

        Raises:
            Problem: There are no features of these weights, of this layer, or of this map.
        """
        about, count = self._about(model, layer)
        if not 0 <= number < count:
            raise Problem("not-found", f"map {number} is not in {layer}; the maps are 0 to {count - 1}")
        synthetic = self._synthetic(model, layer, number)
        patches = self._patches(model, layer, number)
        return {**about, "map": number, "maps": count, "patches": patches, "synthetic": synthetic}

    def _about(self, model: Model, layer: str) -> tuple[Document, int]:
        """Return the model and the layer, and the number of its maps."""
        if self.record is None or self.record.weights != model.weights:
            detail = (
                f"there are no features of the weights of {quoted(model.name)}; those that ship are of `lenet`. "
                "For your own LeNet, run: python -m app features --weights FILE"
            )
            raise Problem("not-found", detail)
        if layer not in LAYERS:
            raise Problem("not-found", f"layer {quoted(layer)} has no features; use {listed(LAYERS)}")
        about = {"model": model.name, "weights": model.weights, "layer": layer}
        return about, len(self.tensors[f"{layer}.synthetic"])

    def _synthetic(self, model: Model, layer: str, number: int) -> Document:
        value, pixels = (self.tensors[f"{layer}.{name}"][number] for name in ("excitation", "synthetic"))
        unit = middle_unit(model.architecture, layer, number)
        return _excitation(unit, receptive_field(unit, architecture=model.architecture), value, pixels)

    def _patches(self, model: Model, layer: str, number: int) -> list[Document]:
        """Test digits, centred as drawings are, cropped to what the unit sees that they excite."""
        patches = []
        tensors = (self.tensors[f"{layer}.{name}"][number] for name in ("images", "places", "values"))
        for index, place, value in zip(*tensors, strict=True):
            unit = unit_at(model.architecture, layer, number, int(place))
            field = receptive_field(unit, architecture=model.architecture)
            picture = prepare(self.samples.images[index].astype(np.float32) / np.float32(255), "center").image
            pixels = np.rint(255 * picture[np.ix_(*field.ranges[-2:])]).astype(np.uint8)
            digit = {"index": int(index), "label": int(self.samples.labels[index])}
            patches.append(digit | _excitation(unit, field, value, pixels))
        return patches


def _excitation(unit: Unit, field: Region, value: np.float32, pixels: NDArray[np.uint8]) -> Document:
    return {
        "unit": str(unit),
        "value": round(float(value), 4),
        "receptive_field": box_of(field),
        "pixels": pixels,
    }
