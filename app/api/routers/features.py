"""Features: what each map and each unit of a dense layer looks for."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field
from starlette.responses import Response

from app.api.dependencies import ModelDep, check_query, services_of
from app.api.documentation import problems
from app.api.formats import cached_json, require_json
from app.api.schemas import Box, NoQuery, Schema, UnitName, Weights

router = APIRouter(
    prefix="/api/v1/models/{model}/features/{layer}",
    tags=["models"],
    dependencies=[Depends(check_query), Depends(require_json)],
    responses=problems(404, 406, 422),
)

LayerName = Annotated[str, Path(description="A convolution or dense layer.", examples=["conv1"])]


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
    return cached_json(request, services_of(request).features.layer(model, layer))


@router.get("/{map}", summary="Get what a map looks for", response_model=MapFeatures)
async def get_features(
    request: Request,
    model: ModelDep,
    layer: LayerName,
    number: Annotated[int, Path(alias="map", description="The map or the unit, from 0.", examples=[3])],
    _query: NoQuery,
) -> Response:
    """Return the nine test digits that excite it most, and a synthetic picture."""
    return cached_json(request, services_of(request).features.get(model, layer, number))
