"""Live training runs: start, watch through server-sent events, stop."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.api.bodies import read_json
from app.api.dependencies import services_of
from app.api.documentation import json_body, problems
from app.api.problems import Problem
from app.api.runs import Run, TrainingRun, TrainingRunBody
from app.settings import training_allowed

router = APIRouter(prefix="/api/v1/training-runs", tags=["training"])


async def get_run(
    request: Request, run_id: Annotated[str, Path(description="The id of the run.", alias="id")]
) -> Run:
    """Return the run of the path: a dependency, as a Problem has to be raised before the response starts."""
    return services_of(request).runs.get(run_id)


RunDep = Annotated[Run, Depends(get_run)]


@router.post(
    "",
    summary="Start a training run",
    status_code=202,
    responses=problems(400, 403, 404, 409, 413, 415, 422),
    openapi_extra=json_body(TrainingRunBody),
)
async def start_training_run(request: Request, response: Response) -> TrainingRun:
    """Train a network from scratch or a model; one run at a time, until it has no listeners for 10 s."""
    services = services_of(request)
    if not training_allowed(services.settings):
        detail = (
            "live training is off, as the service is not on a loopback address; LENET_TRAINING=on allows it"
        )
        raise Problem("training-off", detail)
    run = services.runs.start(await read_json(request, TrainingRunBody))
    response.headers["Location"] = f"{request.url.path}/{run.info.id}"
    return run.info


@router.get("/{id}", summary="Get a training run", responses=problems(404))
async def get_training_run(run: RunDep) -> TrainingRun:
    """Return the state and the last progress of a run."""
    return run.info


@router.get(
    "/{id}/events",
    summary="Watch a training run",
    response_class=EventSourceResponse,
    responses=problems(404),
)
async def watch_training_run(request: Request, run: RunDep) -> AsyncIterator[ServerSentEvent]:
    """Stream the progress of a run from its start: events `progress`, at the end `done` with its state."""
    async for report in services_of(request).runs.listen(run):
        yield ServerSentEvent(event="progress", data=report)
    yield ServerSentEvent(event="done", data=run.info)


@router.delete("/{id}", summary="Stop a training run", responses=problems(404))
async def stop_training_run(request: Request, run: RunDep) -> TrainingRun:
    """Stop a run and forget it; its last model stays."""
    await services_of(request).runs.delete(run)
    return run.info
