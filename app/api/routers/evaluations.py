"""Evaluations: how well a model reads the test digits, and which it misreads.

Those of shipped weights are files beside them; others are computed when they are asked for, one at a time.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, NamedTuple

import orjson
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field
from starlette.responses import Response

from app.api.content import Document
from app.api.dependencies import ModelDep, Services, ServicesDep, check_query
from app.api.documentation import problems
from app.api.formats import cached_json, require_json
from app.api.problems import Problem, quoted
from app.api.schemas import NoQuery, Schema, Weights
from app.imaging import Preprocess
from app.lenet.model import Model
from app.settings import training_allowed

router = APIRouter(
    prefix="/api/v1/models/{model}/evaluation", tags=["models"], dependencies=[Depends(check_query)]
)

KEPT = 64  # evaluations, of some 15 kB each
MAX_WAITING = 4  # evaluations that may wait for another one, which takes some seconds
INTERVAL = 0.2  # seconds between two reports of progress


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
    confusion_matrix: list[list[int]] = Field(description="a row of counts by prediction for each label")
    expected_calibration_error: float = Field(description="the mean of |accuracy - confidence| over digits")
    bins: list[ReliabilityBin] = Field(description="the reliability diagram, in ten bins")
    misread: list[MisreadDigit]


class ModelEvaluation(Schema):
    """Accuracy and calibration of a model on the test digits of MNIST."""

    model: str
    weights: Weights
    digits: int
    evaluations: list[Evaluation] = Field(description="without preprocessing, and with the digits centred")


class Progress(NamedTuple):
    """An evaluation, finished or not, and the number of digits that it has read, after each batch."""

    document: asyncio.Future[Document]
    counts: Sequence[int]


async def find_evaluation(services: ServicesDep, model: ModelDep) -> Progress:
    """Return the evaluation, started if it is new: a dependency, as problems must precede a stream."""
    found = services.evaluations
    known = found.get(model.weights)
    if known and not (known.document.done() and (known.document.cancelled() or known.document.exception())):
        return known
    shipped = _shipped(*services.models.files).get(model.weights)
    if not shipped and not training_allowed(services.settings):
        detail = (
            f"there is no evaluation of {quoted(model.name)}, and computing one is off (LENET_TRAINING); run "
            f"python -m app evaluate --architecture {model.architecture_name} --weights FILE --report FILE"
        )
        raise Problem("not-found", detail)
    if not shipped and services.evaluating.statistics().tasks_waiting > MAX_WAITING:
        detail = f"{MAX_WAITING} evaluations are waiting, the maximum; try again in some seconds"
        raise Problem("too-busy", detail, headers={"Retry-After": "5"})
    while len(found) >= KEPT:
        del found[next(iter(found))]
    counts = [0]
    found[model.weights] = Progress(asyncio.create_task(_evaluate(services, model, counts)), counts)
    return found[model.weights]


ProgressDep = Annotated[Progress, Depends(find_evaluation)]


@router.get(
    "",
    summary="Get the evaluation of a model",
    response_model=ModelEvaluation,
    responses=problems(404, 406, 422, 503),
    dependencies=[Depends(require_json)],
)
async def get_evaluation(
    request: Request, model: ModelDep, evaluation: ProgressDep, _query: NoQuery
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
async def watch_evaluation(model: ModelDep, evaluation: ProgressDep) -> AsyncIterator[ServerSentEvent]:
    """Stream events `progress` with the number of `digits` read so far, and last `done`, the evaluation."""
    while not (await asyncio.wait([evaluation.document], timeout=INTERVAL))[0]:
        yield ServerSentEvent(event="progress", data={"digits": evaluation.counts[-1]})
    yield ServerSentEvent(event="done", data={"model": model.name, **evaluation.document.result()})


@lru_cache(maxsize=1)
def _shipped(*files: Path) -> dict[str, Document]:
    """The evaluations beside weights, by their checksum; `python -m app evaluate --report` writes them."""
    paths = [path.with_suffix(".evaluation.json") for path in files]
    documents = [orjson.loads(path.read_bytes()) for path in paths if path.exists()]
    return {document["weights"]: document for document in documents}


async def _evaluate(services: Services, model: Model, counts: list[int]) -> Document:
    """Return the shipped evaluation, or compute one in a thread, which ends with the process."""

    def compute() -> Document:
        from app.training import data, report  # noqa: PLC0415 -- loaded when they are first needed

        digits = data.Digits(services.samples.images, services.samples.labels)
        found = report.evaluate(model.parameters, model.architecture, digits, counts.append)
        return {"weights": model.weights, "digits": len(digits), "evaluations": found}

    shipped = _shipped(*services.models.files)
    if model.weights in shipped:
        return shipped[model.weights]
    return await run_sync(compute, limiter=services.evaluating, abandon_on_cancel=True)
