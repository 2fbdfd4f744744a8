"""Features: what each map and each unit of a dense layer looks for."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from app.api.dependencies import ModelDep, check_query, services_of
from app.api.documentation import problems
from app.api.feature_schemas import LayerFeatures, MapFeatures
from app.api.formats import cached_json, require_json
from app.api.parameters import NoQuery

router = APIRouter(
    prefix="/api/v1/models/{model}",
    tags=["models"],
    dependencies=[Depends(check_query), Depends(require_json)],
)


LayerName = Annotated[str, Path(description="A convolution or dense layer.", examples=["conv1"])]


@router.get(
    "/features/{layer}",
    summary="List what the maps of a layer look for",
    response_model=LayerFeatures,
    responses=problems(404, 406, 422),
)
async def list_features(request: Request, model: ModelDep, layer: LayerName, _query: NoQuery) -> Response:
    """Return the synthetic picture of every map of a convolution, or of every unit of a dense layer."""
    return cached_json(request, services_of(request).features.layer(model, layer))


@router.get(
    "/features/{layer}/{map}",
    summary="Get what a map looks for",
    response_model=MapFeatures,
    responses=problems(404, 406, 422),
)
async def get_features(
    request: Request,
    model: ModelDep,
    layer: LayerName,
    number: Annotated[int, Path(alias="map", description="The map or the unit, from 0.", examples=[3])],
    _query: NoQuery,
) -> Response:
    """Return the nine test digits that excite it most, and a synthetic picture."""
    return cached_json(request, services_of(request).features.get(model, layer, number))
