"""Evaluations of models on the 10,000 test digits: shipped beside the weights, or computed when asked for."""

import asyncio
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import orjson
from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from app.api.content import Document
from app.api.problems import Problem, quoted
from app.lenet.model import Model
from app.samples import Samples

KEPT = 64  # evaluations, of some 15 kB each
MAX_WAITING = 4  # evaluations that may wait for another one, which takes some seconds
INTERVAL = 0.2  # seconds between two reports of progress


class Evaluation(NamedTuple):
    """An evaluation, finished or not, and the number of digits that it has read, after each batch."""

    document: asyncio.Future[Document]
    counts: Sequence[int]


class Evaluations:
    """The evaluations, by the checksum of the weights; those that do not ship are computed, one at a time."""

    def __init__(self, files: Sequence[Path], samples: Samples, *, computes: bool) -> None:
        """Use the evaluations beside the files of the weights; `computes` allows to evaluate other models."""
        self.files = files
        self.samples = samples
        self.computes = computes
        self.found: dict[str, Evaluation] = {}
        self.thread = CapacityLimiter(1)

    @cached_property
    def shipped(self) -> dict[str, Document]:
        """Those that ship, by the checksum of the weights; `python -m app evaluate --report` writes them."""
        paths = [path.with_suffix(".evaluation.json") for path in self.files]
        documents = [orjson.loads(path.read_bytes()) for path in paths if path.exists()]
        return {document["weights"]: document for document in documents}

    def get(self, model: Model) -> Evaluation:
        """Return the evaluation of a model, started if it is new; a Problem if it cannot be computed now."""
        if model.weights not in self.found:
            if model.weights not in self.shipped:
                self._check(model)
            while len(self.found) >= KEPT:
                del self.found[next(iter(self.found))]
            counts = [0]
            self.found[model.weights] = Evaluation(asyncio.create_task(self._evaluate(model, counts)), counts)
        return self.found[model.weights]

    def _check(self, model: Model) -> None:
        if not self.computes:
            detail = (
                f"there is no evaluation of {quoted(model.name)}, and computing one is off (LENET_TRAINING); "
                "download the weights and run: python -m app evaluate "
                f"--architecture {model.architecture_name} --weights FILE --report FILE.json"
            )
            raise Problem("not-found", detail)
        if self.thread.statistics().tasks_waiting > MAX_WAITING:
            detail = f"{MAX_WAITING} evaluations are waiting, the maximum; try again in some seconds"
            raise Problem("too-busy", detail, headers={"Retry-After": "5"})

    async def _evaluate(self, model: Model, counts: list[int]) -> Document:
        """Return the shipped evaluation, or compute one in a thread, which ends with the process."""

        def compute() -> Document:
            from app.training import data, report  # noqa: PLC0415 -- loaded when they are first needed

            digits = data.Digits(self.samples.images, self.samples.labels)
            found = report.evaluate(model.parameters, model.architecture, digits, counts.append)
            return {"weights": model.weights, "digits": len(digits), "evaluations": found}

        if model.weights in self.shipped:
            return self.shipped[model.weights]
        return await run_sync(compute, limiter=self.thread, abandon_on_cancel=True)
