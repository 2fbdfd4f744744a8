"""Live training runs: one at a time, in a thread, watched through server-sent events."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal

from anyio.to_thread import run_sync
from pydantic import ConfigDict, Field

from app.api.problems import Problem, invalid, quoted
from app.api.schemas import ArchitectureName, Integer, Schema
from app.api.store import ModelStore
from app.lenet.errors import LenetError
from app.lenet.model import model_of
from app.lenet.network import Parameters

logger = logging.getLogger("lenet_lens")

MAX_EPOCHS = 20
TRAINING_DIGITS = 4_000
SECONDS_WITHOUT_LISTENERS = 10
KEPT_MODELS = 8
"""The models of this many last reports of a run stay in the store."""

KEPT_RUNS = 16
INTERVAL = 0.02
"""Seconds between two looks at a run: a task of another event loop cannot wake this one."""


class TrainingRunBody(Schema):
    """A live training run on 4,000 digits of MNIST's training set."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [{"batches": 300, "seed": 1}]}
    )

    architecture: ArchitectureName = "lenet"
    seed: Integer = Field(1, ge=0, le=2**31 - 1)
    batches: Integer = Field(300, ge=1, le=80_000, description="At most 20 epochs of 4,000 digits.")
    batch_size: Integer = Field(32, ge=1, le=4_000)
    optimiser: Literal["adamw", "sgd", "momentum"] = "adamw"
    learning_rate: float = Field(0.003, gt=0, le=100)
    augment: bool = Field(False, description="Shift, rotate, scale and bend the digits.")
    initialisation: Literal["random", "equal"] = Field(
        "random", description="`equal` gives all maps and units of a layer the same weights: they stay equal."
    )
    model: str | None = Field(
        None,
        description="A model of this architecture with whose parameters the run starts.",
        examples=["m-0123456789ab"],
    )


class TrainingProgress(Schema):
    """The progress of a training run."""

    batch: int
    images_per_second: float
    loss: float = Field(description="mean cross-entropy since the last report")
    accuracy: float = Field(description="share of 1,000 held-out digits")
    model: str


class TrainingRun(Schema):
    """A live training run."""

    id: str
    state: Literal["running", "done", "stopped", "failed"]
    batches: int
    progress: TrainingProgress | None = None
    error: str | None = None


class Run:
    """One run: what the API says of it, its reports, and the number of listeners."""

    task: asyncio.Task[None]

    def __init__(self, body: TrainingRunBody, start: Parameters | None) -> None:
        self.body = body
        self.start = start
        self.info = TrainingRun(id=secrets.token_hex(8), state="running", batches=body.batches)
        self.reports: list[TrainingProgress] = []
        self.listeners = 0
        self.is_stopping = False

    @property
    def has_ended(self) -> bool:
        """Whether the task has ended, or never will, as its event loop no longer runs."""
        return self.task.done() or not self.task.get_loop().is_running()


class TrainingRuns:
    """The runs of one process."""

    def __init__(self, store: ModelStore) -> None:
        self.store = store
        self.runs: dict[str, Run] = {}

    def start(self, body: TrainingRunBody) -> Run:
        """Start a run; a Problem if another one trains, it is too long, or cannot start with the model."""
        limit = MAX_EPOCHS * TRAINING_DIGITS // body.batch_size
        if body.batches > limit:
            reason = f"{MAX_EPOCHS} epochs of {TRAINING_DIGITS} digits in batches of {body.batch_size}"
            raise invalid(f"batches is {body.batches}; the maximum is {limit}: {reason}", "#/batches")
        if not all(run.has_ended for run in self.runs.values()):
            raise Problem("training-busy", "another training run is in progress; wait for it, or delete it")
        model = self.store.get(body.model) if body.model else None
        if model and model.architecture_name != body.architecture:
            detail = f"model is a {model.architecture_name}; a run of {body.architecture} can't start with it"
            raise invalid(detail, "#/model")
        while len(self.runs) >= KEPT_RUNS:
            del self.runs[next(iter(self.runs))]
        run = Run(body, model.parameters if model else None)
        self.runs[run.info.id] = run
        run.task = asyncio.create_task(self._train(run))
        return run

    def get(self, run_id: str) -> Run:
        """Return a run, or raise the problem that there is none."""
        try:
            return self.runs[run_id]
        except KeyError:
            remedy = "it was stopped, or newer ones took its place: POST /api/v1/training-runs starts another"
            raise Problem("not-found", f"no training run {quoted(run_id)}; {remedy}") from None

    async def stop(self, run: Run) -> None:
        """Stop a run and wait until its thread has ended, so that stopped runs do not pile up."""
        run.is_stopping = True
        while not run.has_ended:
            await asyncio.sleep(INTERVAL)

    async def delete(self, run: Run) -> None:
        """Stop and remove a run; listeners receive its last reports."""
        await self.stop(run)
        self.runs.pop(run.info.id, None)

    async def close(self) -> None:
        """Stop every run."""
        for run in list(self.runs.values()):
            await self.stop(run)

    async def listen(self, run: Run) -> AsyncIterator[TrainingProgress]:
        """Yield every report of a run until its end."""
        run.listeners += 1
        sent = 0
        try:
            while not run.has_ended or sent < len(run.reports):
                if sent < len(run.reports):
                    yield run.reports[sent]
                    sent += 1
                else:
                    await asyncio.sleep(INTERVAL)
        finally:
            run.listeners -= 1

    async def _train(self, run: Run) -> None:
        try:
            await self._advance(run)
            run.info.state = "done" if run.info.state == "running" else run.info.state
        except LenetError as error:
            run.info.state, run.info.error = "failed", str(error)
        except asyncio.CancelledError:
            run.info.state = "stopped"
        except Exception as error:
            run.info.state, run.info.error = "failed", "the server failed"
            name = type(error).__name__
            logger.error("training run %s: %s", run.info.id, name)  # noqa: TRY400 -- a trace may quote what clients sent
            raise

    async def _advance(self, run: Run) -> None:
        """Train until the end, or until there have been no listeners for `SECONDS_WITHOUT_LISTENERS`."""
        # Training code is imported when it is asked for: serving starts without it.
        steps = await run_sync(_steps, run.body, run.start)
        alone_since: float | None = asyncio.get_running_loop().time()
        while (progress := await run_sync(next, steps, None)) is not None:
            model = await run_sync(model_of, progress.parameters, run.body.architecture)
            if len(run.reports) >= KEPT_MODELS:
                self.store.remove(run.reports[-KEPT_MODELS].model)
            self.store.add(model)
            figures = {
                name: getattr(progress, name) for name in TrainingProgress.model_fields if name != "model"
            }
            run.info.progress = TrainingProgress(**figures, model=model.name)
            run.reports.append(run.info.progress)
            now = asyncio.get_running_loop().time()
            alone_since = None if run.listeners else alone_since or now
            if run.is_stopping or (alone_since and now - alone_since > SECONDS_WITHOUT_LISTENERS):
                run.info.state = "stopped"
                return


def _steps(body: TrainingRunBody, start: Parameters | None) -> Iterator[Any]:
    from app.training import runs  # noqa: PLC0415 -- see `_advance`

    options = runs.RunOptions(**body.model_dump(exclude={"model"}), start=start)
    return runs.run(options, runs.load_digits())
