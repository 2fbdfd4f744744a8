"""Evaluations of models on the 10,000 test digits: shipped beside the weights, or computed when asked for."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from anyio.to_thread import run_sync

from app.api.problems import Problem, quoted
from app.lenet.model import Model
from app.samples import Samples

KEPT = 64
"""Computed evaluations that are kept, of some 15 kB each."""

MAX_WAITING = 4
"""Evaluations that may wait for another one, which takes some seconds."""

INTERVAL = 0.2
"""Seconds between two reports of progress."""

Document = dict[str, Any]


@dataclass(frozen=True)
class Evaluation:
    """An evaluation, finished or not: a future of its document, and the number of digits in each finished batch."""

    document: asyncio.Future[Document]
    counts: Sequence[int] = ()

    async def progress(self) -> AsyncIterator[int]:
        """Yield the number of evaluated digits every `INTERVAL` seconds until the end."""
        while not self.document.done():
            yield sum(self.counts)
            await asyncio.wait([self.document], timeout=INTERVAL)


class Evaluations:
    """The evaluations, by the checksum of the weights; others are computed, one at a time."""

    def __init__(self, files: Sequence[Path], samples: Samples, *, computes: bool) -> None:
        """Use the evaluations beside the files of the weights; `computes` allows to evaluate other models."""
        self.files = files
        self.samples = samples
        self.computes = computes
        self.computed: dict[str, Evaluation] = {}
        self.one_at_a_time = asyncio.Lock()

    @cached_property
    def shipped(self) -> dict[str, Document]:
        """The evaluations that ship, by the checksum of the weights; `python -m app evaluate --report` writes them."""
        paths = [path.with_suffix(".evaluation.json") for path in self.files]
        documents = [orjson.loads(path.read_bytes()) for path in paths if path.exists()]
        return {document["weights"]: document for document in documents}

    def get(self, model: Model) -> Evaluation:
        """Return the evaluation of a model, and start it if there is none yet.

        Raises:
            Problem: Computing evaluations is off, or too many are waiting.
        """
        if model.weights in self.shipped:
            document: asyncio.Future[Document] = asyncio.get_running_loop().create_future()
            document.set_result(self.shipped[model.weights])
            return Evaluation(document)
        if model.weights not in self.computed:
            self._check(model)
            while len(self.computed) >= KEPT:
                del self.computed[next(iter(self.computed))]
            counts: list[int] = []
            task = asyncio.create_task(self._compute(model, counts))
            self.computed[model.weights] = Evaluation(task, counts)
        return self.computed[model.weights]

    def _check(self, model: Model) -> None:
        """Raise a problem if computing evaluations is off, or too many are waiting."""
        if not self.computes:
            detail = (
                f"there is no evaluation of {quoted(model.name)}, and computing one is off (LENET_TRAINING); "
                "download the weights and run: python -m app evaluate --architecture "
                f"{model.architecture_name} --weights FILE --report FILE.json"
            )
            raise Problem("not-found", detail)
        if sum(not one.document.done() for one in self.computed.values()) > MAX_WAITING:
            detail = f"{MAX_WAITING} evaluations are waiting, the maximum; try again in some seconds"
            raise Problem("too-busy", detail, headers={"Retry-After": "5"})

    async def _compute(self, model: Model, counts: list[int]) -> Document:
        """Evaluate a model batch by batch in a thread; evaluations wait for each other."""
        from app.training import report  # noqa: PLC0415 -- loaded when it is first needed
        from app.training.data import Digits  # noqa: PLC0415

        async with self.one_at_a_time:
            digits = await run_sync(lambda: Digits(self.samples.images, self.samples.labels))
            steps, batches = report.predict(model.parameters, model.architecture, digits), []
            while (batch := await run_sync(next, steps, None)) is not None:
                batches.append(batch)
                counts.append(len(batch["none"]))
            return report.evaluate(batches, digits.labels, model.weights)
