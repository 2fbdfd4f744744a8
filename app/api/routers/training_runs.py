"""Live training runs: start, watch through server-sent events, stop."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Body, Path, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.api.dependencies import services_of
from app.api.documentation import problems
from app.api.problems import Problem
from app.api.runs import Run
from app.api.training_schemas import TrainingRun, TrainingRunBody
from app.settings import training_allowed

router = APIRouter(prefix="/api/v1/training-runs", tags=["training"])

RunId = Annotated[str, Path(description="The id of the run.", alias="id")]


@router.post("", summary="Start a training run", status_code=202, responses=problems(403, 409, 422))
async def start_training_run(
    request: Request, response: Response, body: Annotated[TrainingRunBody, Body()]
) -> TrainingRun:
    """Train a network from scratch; one run at a time, stopped when nobody has listened to its events for 10 s."""
    services = services_of(request)
    if not training_allowed(services.settings):
        detail = (
            "live training is off, as the service is not on a loopback address; LENET_TRAINING=on allows it"
        )
        raise Problem("training-off", detail)
    run = services.runs.start(body)
    response.headers["Location"] = f"{request.url.path}/{run.id}"
    return run.describe()


@router.get("/{id}", summary="Get a training run", responses=problems(404))
async def get_training_run(request: Request, run_id: RunId) -> TrainingRun:
    """Return the state and the last progress of a run."""
    return _run(request, run_id).describe()


@router.get(
    "/{id}/events",
    summary="Watch a training run",
    response_class=EventSourceResponse,
    responses=problems(404),
)
async def watch_training_run(request: Request, run_id: RunId) -> AsyncIterator[ServerSentEvent]:
    """Stream the progress of a run from its beginning: events `progress`, and at the end `done` with the state."""
    run = _run(request, run_id)
    async for report in services_of(request).runs.listen(run):
        if report is None:
            yield ServerSentEvent(comment="still training")
        else:
            yield ServerSentEvent(event="progress", data=report)
    yield ServerSentEvent(event="done", data=run.describe())


@router.delete("/{id}", summary="Stop a training run", responses=problems(404))
async def stop_training_run(request: Request, run_id: RunId) -> TrainingRun:
    """Stop a run; its last model stays."""
    run = _run(request, run_id)
    await services_of(request).runs.stop(run)
    return run.describe()


def _run(request: Request, run_id: str) -> Run:
    return services_of(request).runs.get(run_id)
