"""Evaluations of models on the 10,000 test digits: shipped beside the weights, or computed when asked for."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from app.api.problems import Problem, quoted
from app.lenet.model import Model
from app.samples import Samples

KEPT = 64
"""Computed evaluations that are kept, of some 15 kB each."""

MAX_WAITING = 4
"""Requests that may wait for a computation, which takes some seconds."""

Document = dict[str, Any]


class Evaluations:
    """Evaluations by the checksum of the weights."""

    def __init__(self, files: Sequence[Path], samples: Samples, *, computes: bool) -> None:
        """Read evaluations from beside the weights' files; `computes`: whether other models may be evaluated."""
        self.files = files
        self.samples = samples
        self.computes = computes
        self.computed: OrderedDict[str, Document] = OrderedDict()
        self.one_at_a_time = CapacityLimiter(1)

    @cached_property
    def shipped(self) -> dict[str, Document]:
        """The evaluations that ship, by the checksum of the weights; `python -m app evaluate --report` writes them."""
        paths = [path.with_suffix(".evaluation.json") for path in self.files]
        documents = [orjson.loads(path.read_bytes()) for path in paths if path.exists()]
        return {document["weights"]: document for document in documents}

    async def get(self, model: Model) -> Document:
        """Return the evaluation of a model, computed in a thread if there is none yet.

        Raises:
            Problem: It may not be computed here, or too many wait for theirs.
        """
        known = self.shipped.get(model.weights) or self.computed.get(model.weights)
        if known is not None:
            return known
        if not self.computes:
            detail = (
                f"there is no evaluation of {quoted(model.name)}, and computing one is off (LENET_TRAINING); "
                "download the weights and run: python -m app evaluate --architecture "
                f"{model.architecture_name} --weights FILE --report FILE.json"
            )
            raise Problem("not-found", detail)
        if self.one_at_a_time.statistics().tasks_waiting >= MAX_WAITING:
            detail = f"{MAX_WAITING} evaluations are waiting, the maximum; try again in some seconds"
            raise Problem("too-busy", detail, headers={"Retry-After": "5"})
        return await run_sync(self._compute, model, limiter=self.one_at_a_time)

    def _compute(self, model: Model) -> Document:
        """Evaluate a model, unless that was done while this request waited."""
        from app.training import report  # noqa: PLC0415 -- loaded when it is first needed
        from app.training.data import Digits  # noqa: PLC0415

        if model.weights not in self.computed:
            digits = Digits(self.samples.images, self.samples.labels)
            found = report.evaluate(model.parameters, model.architecture, digits, model.weights)
            self.computed[model.weights] = found
            while len(self.computed) > KEPT:
                self.computed.popitem(last=False)
        return self.computed[model.weights]
