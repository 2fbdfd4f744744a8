"""The forward pass that the server uses: the same bits as `app.lenet.network.forward`, several times faster.

The plans of `app.lenet.plan` belong to one thread, and are shared by all engines of an architecture: a model
costs little more memory than its parameters, and the first pass of another model little more time than a copy
of them. Results are copies of what a plan holds.
"""

import threading
from collections.abc import Iterator
from functools import cache, lru_cache

import numpy as np

from app.lenet.architecture import LENET, Architecture
from app.lenet.errors import OperationError
from app.lenet.network import Floats, Parameters, Trace, check_images
from app.lenet.plan import Plan, matrices_of, record_of, winners_field
from app.lenet.weights import checked

SIZES = (16, 4, 1)
"""Batch sizes of the plans: as many of the largest as fit, then of the next, then single images."""


class Engine:
    """Runs one network; any number of threads may call it at once."""

    def __init__(self, parameters: Parameters, architecture: Architecture = LENET) -> None:
        """Prepare; `WeightsError` if the parameters are not the architecture's."""
        warm_up()
        self._matrices = matrices_of(checked(parameters, architecture), architecture)
        self._architecture = architecture
        self._record = record_of(architecture)
        self._names = [layer.name for layer in architecture]
        self._winners = {
            layer.name: winners_field(layer) for layer in architecture if layer.kind == "max_pool"
        }
        self._own = _plans_of(architecture)

    def forward(self, images: Floats) -> Trace:
        """Return the activations of every layer, bit for bit as `app.lenet.network.forward` does.

        images (batch, *the input's shape), float32. The trace's arrays share a buffer, which is the caller's.
        `OperationError` for images of another shape or type, `LenetError` for a layer that no plan computes.
        """
        records = np.empty(len(images), self._record)
        memory = records.view(np.uint8).data  # assigning records would copy them field by field
        for first, plan in self._run(images, short=False):
            start = first * self._record.itemsize
            memory[start : start + plan.memory.nbytes] = plan.memory
        return Trace(
            {name: records[name] for name in self._names},
            {name: records[field] for name, field in self._winners.items()},
        )

    def predict(self, images: Floats) -> Floats:
        """Return only the probabilities (batch, classes), with `forward`'s bits, arguments and errors."""
        output = self._architecture[-1]
        answers = np.empty((len(images), *output.shape), np.float32)
        for first, plan in self._run(images, short=True):
            answers[first : first + plan.size] = plan.records[output.name]
        return answers

    def _run(self, images: Floats, *, short: bool) -> Iterator[tuple[int, Plan]]:
        """Yield the index of each part's first image, and the plan that has just run the part."""
        check_images(images, self._architecture)
        if images.dtype != np.float32:
            raise OperationError(f"images are {images.dtype}, expected float32")
        first, plans = 0, self._own.plans
        for size in SIZES:
            while len(images) - first >= size:
                if (size, short) not in plans:
                    plans[size, short] = Plan(self._architecture, size, self._matrices, short=short)
                plan = plans[size, short]
                if plan.loaded is not self._matrices:
                    plan.load(self._matrices)
                plan.run(images[first : first + size])
                yield first, plan
                first += size


class _ThreadPlans(threading.local):
    """The plans of each thread; `__init__` runs once in every thread that uses them."""

    def __init__(self) -> None:
        self.plans: dict[tuple[int, bool], Plan] = {}


@lru_cache(maxsize=16)
def _plans_of(_architecture: Architecture) -> _ThreadPlans:
    """The plans of an architecture, the same at every call."""
    return _ThreadPlans()


@cache
def warm_up() -> None:
    """Compute one large matrix product (10 ms, once per process), so that small ones run at full speed.

    OpenBLAS copies parts of matrices into buffers of its own and prefetches in them. Prefetching into pages
    that were never touched walks the page tables in vain each time: a product of the second convolution (16
    by 151 by 100) ran at 14 GFLOP/s before and at 28 after the first large product (OpenBLAS 0.3.31, Haswell
    kernel). Threads share the buffers.
    """
    np.matmul(np.ones((512, 512), np.float32), np.ones((512, 512), np.float32))
