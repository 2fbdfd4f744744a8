"""Features: what each map and each unit of a dense layer looks for."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from app.api import parameters
from app.api.dependencies import ModelDep, check_query, services_of
from app.api.documentation import problems
from app.api.feature_schemas import MapFeatures
from app.api.formats import JSON_TYPE, cached_response, require_json, to_json

router = APIRouter(
    prefix="/api/v1/models/{model}",
    tags=["models"],
    dependencies=[Depends(check_query), Depends(require_json)],
)


@router.get(
    "/features/{layer}/{map}",
    summary="Get what a map looks for",
    response_model=MapFeatures,
    responses=problems(404, 406, 422),
)
async def get_features(
    request: Request,
    model: ModelDep,
    layer: Annotated[str, Path(description="A convolution or dense layer.", examples=["conv1"])],
    number: Annotated[int, Path(alias="map", description="The map or the unit, from 0.", examples=[3])],
    _query: Annotated[parameters.NoParameters, Query()],
) -> Response:
    """Return the nine test digits that excite it most, and a synthetic picture."""
    return cached_response(
        request, to_json(services_of(request).features.get(model, layer, number)), JSON_TYPE
    )
