"""The same network again, for speed: what the server runs. The bits are those of `app.lenet.network.forward`.

How it is done is in `app.lenet.plan`. A plan's buffers belong to one thread, so the engine keeps plans per thread and
hands out copies of what they hold.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import LENET, Architecture
from app.lenet.errors import OperationError
from app.lenet.network import Parameters, Trace, check_images
from app.lenet.plan import Floats, Plan, matrices_of, pools_of, record_of, winners_field
from app.lenet.weights import checked

BLOCK = 8  # images in a plan for batches

Number = TypeVar("Number", bound=np.generic)


class Engine:
    """Runs one network's parameters; any number of threads may call it at once."""

    def __init__(self, parameters: Parameters, architecture: Architecture = LENET) -> None:
        """Prepare.

        Args:
            parameters: see `app.lenet.weights`.
            architecture: layers of the kinds and windows that `app.lenet.plan` knows.

        Raises:
            WeightsError: the parameters are not the architecture's.
        """
        self._matrices = matrices_of(checked(parameters, architecture), architecture)
        self._architecture = architecture
        self._shape = architecture[0].shape
        self._record = record_of(architecture)
        self._names = {layer.name: layer.name for layer in architecture}
        self._winner_names = {layer.name: winners_field(layer.name) for layer in pools_of(architecture)}
        self._own = threading.local()

    def forward(self, images: Floats) -> Trace:
        """Everything the network computes, bit for bit as `app.lenet.network.forward` does.

        Args:
            images: (batch, *the input's shape), float32.

        Returns:
            A trace whose arrays are the caller's own: views of one buffer, in which an image's numbers lie together.

        Raises:
            OperationError: the images have another shape or type.
        """
        self._check(images)
        if len(images) == 1:
            plan = self._plan(1, short=False)
            plan.run(images)
            buffer = bytearray(plan.memory)
        else:
            buffer = bytearray(len(images) * self._record.itemsize)
            self._fill(memoryview(buffer), images)
        records = np.frombuffer(buffer, self._record)
        return Trace(_Fields(records, self._names), _Fields(records, self._winner_names))

    def predict(self, images: Floats) -> Floats:
        """Only the probabilities, (batch, classes), with the same bits as in `forward`, in less time."""
        self._check(images)
        name = self._architecture[-1].name
        answers = np.empty((len(images), *self._architecture[-1].shape), np.float32)
        for first, size in _blocks(len(images)):
            plan = self._plan(size, short=True)
            plan.run(images[first : first + size])
            answers[first : first + size] = plan.records[name]
        return answers

    def _fill(self, memory: memoryview, images: Floats) -> None:
        for first, size in _blocks(len(images)):
            plan = self._plan(size, short=False)
            plan.run(images[first : first + size])
            start = first * self._record.itemsize
            memory[start : start + plan.memory.nbytes] = plan.memory

    def _check(self, images: Floats) -> None:
        if images.shape[1:] != self._shape:
            check_images(images, self._architecture)
        if images.dtype != np.float32:
            raise OperationError(f"images are {images.dtype}, expected float32")

    def _plan(self, size: int, *, short: bool) -> Plan:
        """This thread's plan for so many images; the short one gives probabilities only."""
        plans: dict[tuple[int, bool], Plan] = self._own.__dict__.setdefault("plans", {})
        plan = plans.get((size, short))
        if plan is None:
            architecture = pooled_first(self._architecture) if short else self._architecture
            plan = plans[size, short] = Plan(architecture, self._matrices, size, winners=not short)
        return plan


class _Fields(Mapping[str, NDArray[Number]]):
    """Some fields of an array of records as a mapping; a view of a field is made when it is asked for."""

    __slots__ = ("_names", "_records")

    def __init__(self, records: NDArray[np.void], names: Mapping[str, str]) -> None:
        self._records = records
        self._names = names

    def __getitem__(self, name: str) -> NDArray[Number]:
        field: NDArray[Number] = self._records[self._names[name]]
        return field

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def pooled_first(architecture: Architecture) -> Architecture:
    """The same function with ReLU after max pooling, on fewer numbers: the ReLU of the largest is the largest ReLU."""
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
    """The first image and the number of images of each plan to run: whole blocks, then one at a time."""
    whole = count - count % BLOCK
    yield from ((first, BLOCK) for first in range(0, whole, BLOCK))
    yield from ((first, 1) for first in range(whole, count))
