"""Evaluations: how well a model reads the test digits, and which it misreads."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.api import parameters
from app.api.dependencies import ModelDep, ServicesDep, check_query
from app.api.documentation import problems
from app.api.evaluation_schemas import ModelEvaluation
from app.api.formats import JSON_TYPE, cached_response, require_json, to_json

router = APIRouter(
    prefix="/api/v1/models/{model}",
    tags=["models"],
    dependencies=[Depends(check_query), Depends(require_json)],
)


@router.get(
    "/evaluation",
    summary="Get the evaluation of a model",
    response_model=ModelEvaluation,
    responses=problems(404, 406, 422, 503),
)
async def get_evaluation(
    request: Request,
    services: ServicesDep,
    model: ModelDep,
    _query: Annotated[parameters.NoParameters, Query()],
) -> Response:
    """Return confusion matrix, calibration and misread digits.

    They are computed for a model that does not ship, where `LENET_TRAINING` allows live training; that takes seconds.
    """
    document = {"model": model.name, **await services.evaluations.get(model)}
    return cached_response(request, to_json(document), JSON_TYPE)
