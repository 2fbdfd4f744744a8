"""The forward pass that the server uses: the same bits as `app.lenet.network.forward`, several times faster.

The plans of `app.lenet.plan` belong to one thread, and are shared by all engines of an architecture: a model
costs little more memory than its parameters, and the first pass of another model little more time than a copy
of them. Results are copies of what a plan holds.
"""

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from app.lenet.architecture import LENET, Architecture
from app.lenet.blas import warm_up
from app.lenet.errors import OperationError
from app.lenet.network import Parameters, Trace, check_images
from app.lenet.plan import Floats, Plan, matrices_of, max_pools_of, record_of, winners_field
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
        self._shape = architecture[0].shape
        self._record = record_of(architecture)
        self._names = [layer.name for layer in architecture]
        self._winners = {layer.name: winners_field(layer.name) for layer in max_pools_of(architecture)}
        self._own = _plans_of(architecture)

    def forward(self, images: Floats) -> Trace:
        """Return the activations of every layer, bit for bit as `app.lenet.network.forward` does.

        images (batch, *the input's shape), float32; the trace's arrays are views of one buffer of the caller's.
        `OperationError` for images of another shape or type, `LenetError` for a layer that no plan implements.
        """
        self._check(images)
        records = np.empty(len(images), self._record)
        memory = records.view(np.uint8).data  # assigning records would copy them field by field
        for first, size in _blocks(len(images)):
            plan = self._plan(size, short=False)
            plan.run(images[first : first + size])
            start = first * self._record.itemsize
            memory[start : start + plan.memory.nbytes] = plan.memory
        return Trace(
            {name: records[name] for name in self._names},
            {name: records[field] for name, field in self._winners.items()},
        )

    def predict(self, images: Floats) -> Floats:
        """Return only the probabilities (batch, classes), with `forward`'s bits, arguments and errors."""
        self._check(images)
        output = self._architecture[-1]
        answers = np.empty((len(images), *output.shape), np.float32)
        for first, size in _blocks(len(images)):
            plan = self._plan(size, short=True)
            plan.run(images[first : first + size])
            answers[first : first + size] = plan.records[output.name]
        return answers

    def _check(self, images: Floats) -> None:
        if images.shape[1:] != self._shape:
            check_images(images, self._architecture)
        if images.dtype != np.float32:
            raise OperationError(f"images are {images.dtype}, expected float32")

    def _plan(self, size: int, *, short: bool) -> Plan:
        """This thread's plan for a batch size; a short one leaves out what the probabilities do not need."""
        plan = self._own.plans.get((size, short))
        if plan is None:
            architecture = pooled_first(self._architecture) if short else self._architecture
            plan = Plan(architecture, size, winners=not short)
            self._own.plans[size, short] = plan
        if plan.loaded is not self._matrices:
            plan.load(self._matrices)
        return plan


class _ThreadPlans(threading.local):
    """The plans of each thread; `__init__` runs once in every thread that uses them."""

    def __init__(self) -> None:
        self.plans: dict[tuple[int, bool], Plan] = {}


@lru_cache(maxsize=16)
def _plans_of(_architecture: Architecture) -> _ThreadPlans:
    """The plans of an architecture, the same at every call."""
    return _ThreadPlans()


def pooled_first(architecture: Architecture) -> Architecture:
    """The same function with ReLU after max pooling, on fewer numbers: relu(max(x)) = max(relu(x))."""
    layers = list(architecture)
    for place in range(1, len(layers) - 1):
        relu, pool = layers[place : place + 2]
        if (relu.kind, pool.kind) == ("relu", "max_pool") and pool.inputs == (relu.name,):
            layers[place] = replace(pool, inputs=relu.inputs)
            layers[place + 1] = replace(relu, inputs=(pool.name,), shape=pool.shape)
            for later in range(place + 2, len(layers)):
                if layers[later].inputs == (pool.name,):
                    layers[later] = replace(layers[later], inputs=(relu.name,))
    return tuple(layers)


def _blocks(count: int) -> Iterator[tuple[int, int]]:
    """The first image and the batch size of each plan to run."""
    first = 0
    for size in SIZES:
        while count - first >= size:
            yield first, size
            first += size
