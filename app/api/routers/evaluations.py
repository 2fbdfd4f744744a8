"""Evaluations: how well a model reads the test digits, and which it misreads."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field
from starlette.responses import Response

from app.api import evaluations
from app.api.dependencies import ModelDep, ServicesDep, check_query
from app.api.documentation import problems
from app.api.formats import cached_json, require_json
from app.api.schemas import NoQuery, Schema, Weights
from app.imaging import Preprocess

router = APIRouter(
    prefix="/api/v1/models/{model}/evaluation", tags=["models"], dependencies=[Depends(check_query)]
)


class ReliabilityBin(Schema):
    """Predictions with a probability above `lower` and up to `upper`."""

    lower: float
    upper: float
    count: int
    confidence: float | None = Field(description="their mean probability; null if there are none")
    accuracy: float | None = Field(description="the share of them that is correct; null if there are none")


class MisreadDigit(Schema):
    """A test digit that the model predicts wrongly."""

    index: int = Field(description="as in `/api/v1/samples/{index}`")
    label: int = Field(ge=0, le=9)
    prediction: int = Field(ge=0, le=9)
    probability: float = Field(description="of the prediction")


class Evaluation(Schema):
    """Accuracy and calibration of a model on the test digits, with one preprocessing."""

    preprocess: Preprocess
    accuracy: float
    accuracy_by_class: list[float | None]
    confusion_matrix: list[list[int]] = Field(
        description="a row for each label, a column for each prediction"
    )
    expected_calibration_error: float = Field(
        description="the mean difference between accuracy and confidence, weighted by the count of each bin"
    )
    bins: list[ReliabilityBin] = Field(description="the reliability diagram, in ten bins")
    misread: list[MisreadDigit]


class ModelEvaluation(Schema):
    """Accuracy and calibration of a model on the test digits of MNIST."""

    model: str
    weights: Weights
    digits: int
    evaluations: list[Evaluation] = Field(description="without preprocessing, and with the digits centred")


async def find_evaluation(services: ServicesDep, model: ModelDep) -> evaluations.Evaluation:
    """Return the evaluation of the model: a dependency, as problems must precede a stream."""
    return services.evaluations.get(model)


EvaluationDep = Annotated[evaluations.Evaluation, Depends(find_evaluation)]


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

    For a model that does not ship they are computed, where `LENET_TRAINING` allows it; that takes seconds.
    """
    return cached_json(request, {"model": model.name, **await asyncio.shield(evaluation.document)})


@router.get(
    "/events",
    summary="Watch the evaluation of a model",
    response_class=EventSourceResponse,
    responses=problems(404, 422, 503),
)
async def watch_evaluation(model: ModelDep, evaluation: EvaluationDep) -> AsyncIterator[ServerSentEvent]:
    """Stream events `progress` with the number of `digits` read so far, and last `done`, the evaluation."""
    while not (await asyncio.wait([evaluation.document], timeout=evaluations.INTERVAL))[0]:
        yield ServerSentEvent(event="progress", data={"digits": evaluation.counts[-1]})
    yield ServerSentEvent(event="done", data={"model": model.name, **evaluation.document.result()})
