"""Evaluations: how well a model reads the test digits, and which it misreads."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from app.api.dependencies import ModelDep, ServicesDep, check_query
from app.api.documentation import problems
from app.api.evaluation_schemas import ModelEvaluation
from app.api.evaluations import Evaluation
from app.api.formats import cached_json, require_json
from app.api.parameters import NoQuery

router = APIRouter(
    prefix="/api/v1/models/{model}/evaluation", tags=["models"], dependencies=[Depends(check_query)]
)


async def find_evaluation(services: ServicesDep, model: ModelDep) -> Evaluation:
    """Return the evaluation of the model: a dependency, so that a problem can be raised before the response starts."""
    return services.evaluations.get(model)


EvaluationDep = Annotated[Evaluation, Depends(find_evaluation)]


@router.get(
    "",
    summary="Get the evaluation of a model",
    response_model=ModelEvaluation,
    responses=problems(404, 406, 422, 503),
    dependencies=[Depends(require_json)],
)
async def get_evaluation(
    request: Request, model: ModelDep, evaluation: EvaluationDep, _query: NoQuery
) -> Response:
    """Return confusion matrix, calibration and misread digits.

    They are computed for a model that does not ship, where `LENET_TRAINING` allows live training; that takes seconds.
    """
    document = {"model": model.name, **await asyncio.shield(evaluation.document)}
    return cached_json(request, document)


@router.get(
    "/events",
    summary="Watch the evaluation of a model",
    response_class=EventSourceResponse,
    responses=problems(404, 422, 503),
)
async def watch_evaluation(model: ModelDep, evaluation: EvaluationDep) -> AsyncIterator[ServerSentEvent]:
    """Stream events `progress` with the number of `digits` that have been read, and at the end `done` with the evaluation."""
    async for digits in evaluation.progress():
        yield ServerSentEvent(event="progress", data={"digits": digits})
    yield ServerSentEvent(event="done", data={"model": model.name, **evaluation.document.result()})
