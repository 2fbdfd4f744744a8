"""The forward pass that the server uses: the same bits as `app.lenet.network.forward`, several times faster.

The plans of `app.lenet.plan` belong to one thread, and are shared by all engines of an architecture: a model
costs little more memory than its parameters, and the first pass of another model little more time than a copy
of them. Results are copies of what a plan holds.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import LENET, Architecture
from app.lenet.blas import warm_up
from app.lenet.errors import OperationError
from app.lenet.network import Parameters, Trace, check_images
from app.lenet.plan import Floats, Plan, matrices_of, max_pools_of, record_of, winners_field
from app.lenet.weights import checked

SIZES = (16, 4, 1)
"""Batch sizes of the plans: as many of the largest as fit, then of the next, then single images."""

Number = TypeVar("Number", bound=np.generic)


class Engine:
    """Runs one network; any number of threads may call it at once."""

    def __init__(self, parameters: Parameters, architecture: Architecture = LENET) -> None:
        """Prepare.

        Args:
            parameters: See `app.lenet.weights`.
            architecture: Layers of the kinds and windows that `app.lenet.plan` implements.

        Raises:
            WeightsError: The parameters are not the architecture's.
        """
        warm_up()
        self._matrices = matrices_of(checked(parameters, architecture), architecture)
        self._architecture = architecture
        self._shape = architecture[0].shape
        self._record = record_of(architecture)
        self._names = {layer.name: layer.name for layer in architecture}
        self._winner_names = {layer.name: winners_field(layer.name) for layer in max_pools_of(architecture)}
        self._own = _plans_of(architecture)

    def forward(self, images: Floats) -> Trace:
        """Return the activations of every layer, bit for bit as `app.lenet.network.forward` does.

        Args:
            images: (batch, *the input's shape), float32.

        Returns:
            A trace whose arrays belong to the caller: views of one buffer, in which each image's numbers are
            contiguous.

        Raises:
            OperationError: The images have another shape or type.
            LenetError: A layer's kind or window has no fast implementation.
        """
        self._check(images)
        if len(images) == 1:
            plan = self._plan(1, short=False)
            plan.run(images)
            memory = memoryview(bytearray(plan.memory))
        else:
            memory = self._batch(images)
        records = np.frombuffer(memory, self._record)
        return Trace(_Fields(records, self._names), _Fields(records, self._winner_names))

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

    def _batch(self, images: Floats) -> memoryview:
        """The records of a batch, plan by plan."""
        buffer = np.empty(len(images) * self._record.itemsize, np.uint8)
        memory = buffer.data
        for first, size in _blocks(len(images)):
            plan = self._plan(size, short=False)
            plan.run(images[first : first + size])
            start = first * self._record.itemsize
            memory[start : start + plan.memory.nbytes] = plan.memory
        return memory

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


class _Fields(Mapping[str, NDArray[Number]]):
    """Fields of an array of records as a mapping; the view of a field is made when it is asked for."""

    __slots__ = ("_names", "_records")

    def __init__(self, records: NDArray[np.void], names: Mapping[str, str]) -> None:
        self._records = records
        self._names = names

    def __getitem__(self, name: str) -> NDArray[Number]:
        return self._records[self._names[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


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
