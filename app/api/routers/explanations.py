"""Explanations: the arithmetic of single units."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from app.api import parameters, schemas
from app.api.content import explanations_document, forward
from app.api.dependencies import ModelDep, Services, ServicesDep, check_query
from app.api.documentation import PICTURE_PROBLEMS, picture_body, problems
from app.api.formats import json_response, require_json
from app.api.pictures import PictureDep
from app.api.problems import Problem, invalid
from app.lenet.errors import UnitError
from app.lenet.geometry import Unit, parse_unit
from app.lenet.model import Model

router = APIRouter(
    prefix="/api/v1/models/{model}",
    tags=["pictures"],
    dependencies=[Depends(check_query), Depends(require_json)],
)

FEW_UNITS = 4
"""Units that are explained in the event loop; a unit of the first dense layer has 400 sources and takes 1 ms."""


@router.post(
    "/explanations",
    summary="Explain units",
    response_model=schemas.Explanations,
    response_model_exclude_none=True,
    responses=problems(*PICTURE_PROBLEMS),
    openapi_extra=picture_body(parameters.PictureBody),
)
async def explain_units(
    services: ServicesDep,
    model: ModelDep,
    query: Annotated[parameters.ExplanationsQuery, Query()],
    picture: PictureDep,
) -> Response:
    """Return the sources, weights, products, bias, sum and output of units."""
    units = _parse_units(query.unit, model, services)

    def compute() -> Response:
        return json_response(explanations_document(forward(model, picture.pixels, query.preprocess), units))

    return await services.run(compute, large=picture.large or len(units) > FEW_UNITS)


def _parse_units(names: list[str], model: Model, services: Services) -> list[Unit]:
    limit = services.settings.max_batch
    if len(names) > limit:
        raise Problem("too-large", f"{len(names)} units are given; the maximum is {limit}")
    try:
        return [parse_unit(name, model.architecture) for name in names]
    except UnitError as error:
        raise invalid(f"{error}; for example unit=pool1/3/5/7", "unit", "query") from error
