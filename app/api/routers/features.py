"""Features: what each map and each unit of a dense layer looks for, as `python -m app features` found it."""

import pathlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any

import numpy as np
import orjson
from fastapi import APIRouter, Depends, Path, Request
from numpy.typing import NDArray
from pydantic import Field
from safetensors import SafetensorError
from safetensors.numpy import load
from starlette.responses import Response

from app.api.content import Document, box_of
from app.api.dependencies import ModelDep, check_query, services_of
from app.api.documentation import problems
from app.api.formats import cached_json, require_json
from app.api.problems import Problem, listed, quoted
from app.api.schemas import Box, NoQuery, Schema, UnitName, Weights
from app.imaging import prepare
from app.lenet.features import KINDS, LAYERS, unit_at
from app.lenet.geometry import Unit, receptive_field
from app.lenet.model import Model
from app.lenet.weights import digest_of

router = APIRouter(
    prefix="/api/v1/models/{model}/features/{layer}",
    tags=["models"],
    dependencies=[Depends(check_query), Depends(require_json)],
    responses=problems(404, 406, 422),
)

LayerName = Annotated[str, Path(description="A convolution or dense layer.", examples=["conv1"])]
Arrays = Mapping[str, NDArray[Any]]


class SyntheticPicture(Schema):
    """A picture that gradient ascent made for the unit in the middle of the map; no digit looks like that."""

    unit: UnitName
    receptive_field: Box = Field(description="the part of the input that the unit sees")
    value: float = Field(description="the activation, to four decimals")
    pixels: list[list[int]] = Field(description="what the unit sees: 0 = background, 255 = foreground")


class Patch(SyntheticPicture):
    """A test digit, centred as drawings are, and the unit of the map that it excites most."""

    index: int = Field(description="as in `/api/v1/samples/{index}`")
    label: int = Field(ge=0, le=9)


class Features(Schema):
    """What a layer or a map of it looks for."""

    model: str
    weights: Weights
    layer: str


class LayerFeatures(Features):
    """What the maps of a layer look for."""

    maps: list[SyntheticPicture] = Field(description="of every map, or unit of a dense layer")


class MapFeatures(Features):
    """What a map looks for."""

    map: int = Field(description="the map of a convolution, or the unit of a dense layer")
    maps: int = Field(description="how many the layer has")
    patches: list[Patch] = Field(description="the nine test digits that excite it most, the strongest first")
    synthetic: SyntheticPicture


@router.get("", summary="List what the maps of a layer look for", response_model=LayerFeatures)
async def list_features(request: Request, model: ModelDep, layer: LayerName, _query: NoQuery) -> Response:
    """Return the synthetic picture of every map of a convolution, or of every unit of a dense layer."""
    about, found = _features_of(request, model, layer)
    pictures = enumerate(zip(found["excitation"], found["synthetic"], strict=True))
    maps = [_excitation(unit_at(layer, number), *picture) for number, picture in pictures]
    return cached_json(request, {**about, "maps": maps})


@router.get("/{map}", summary="Get what a map looks for", response_model=MapFeatures)
async def get_features(
    request: Request,
    model: ModelDep,
    layer: LayerName,
    number: Annotated[int, Path(alias="map", description="The map or the unit, from 0.", examples=[3])],
    _query: NoQuery,
) -> Response:
    """Return the nine test digits that excite it most, and a synthetic picture."""
    samples = services_of(request).samples
    about, found = _features_of(request, model, layer)
    count = len(found["images"])
    if not 0 <= number < count:
        raise Problem("not-found", f"map {number} is not in {layer}; the maps are 0 to {count - 1}")
    images, places, values, pixels, excitation = (found[kind][number] for kind in KINDS)
    patches = []
    for index, place, value in zip(images, places, values, strict=True):
        unit, digit = unit_at(layer, number, place), prepare(samples.images[index]).image
        seen = np.rint(255 * digit[np.ix_(*receptive_field(unit).ranges[-2:])]).astype(np.uint8)
        patches.append({"index": index, "label": samples.labels[index], **_excitation(unit, value, seen)})
    synthetic = _excitation(unit_at(layer, number), excitation, pixels)
    document = {**about, "map": number, "maps": count, "patches": patches, "synthetic": synthetic}
    return cached_json(request, document)


def _features_of(request: Request, model: Model, layer: str) -> tuple[Document, Arrays]:
    """Return the model and the layer, and the layer's arrays; a Problem if there are no features of it."""
    checksum, layers = _read(services_of(request).settings.weights.with_name("features.safetensors"))
    if checksum != model.weights:
        detail = (
            f"there are no features of the weights of {quoted(model.name)}; those that ship are of "
            "`lenet`. For your own LeNet, run: python -m app features --weights FILE"
        )
        raise Problem("not-found", detail)
    if layer not in LAYERS:
        raise Problem("not-found", f"layer {quoted(layer)} has no features; use {listed(LAYERS)}")
    return {"model": model.name, "weights": model.weights, "layer": layer}, layers[layer]


@lru_cache(maxsize=1)
def _read(path: pathlib.Path) -> tuple[str, Mapping[str, Arrays]]:
    """Return the checksum of the weights, and the arrays by layer and kind; a Problem if it cannot."""
    record = path.with_suffix(".json")
    try:
        about, file = orjson.loads(record.read_bytes()), path.read_bytes()
        tensors = load(file) if digest_of(file) == about["sha256"] else {}
        layers = {layer: {kind: tensors[f"{layer}.{kind}"] for kind in KINDS} for layer in LAYERS}
        return about["weights"], layers
    except (OSError, ValueError, TypeError, LookupError, SafetensorError) as error:
        remedy = "whoever runs this service runs: python -m app features"
        raise Problem("not-found", f"{path.name} or {record.name} cannot be read; {remedy}") from error


def _excitation(unit: Unit, value: np.float32, pixels: NDArray[np.uint8]) -> Document:
    box = box_of(receptive_field(unit))
    return {"unit": str(unit), "value": value, "receptive_field": box, "pixels": pixels}
