"""The same network again, for speed: what the server runs. The bits are those of `app.lenet.network.forward`.

How it is done is in `app.lenet.plan`, and for the answers of many images in `app.lenet.bulk`. Their buffers belong to one
thread, so the engine keeps some for each thread and hands out copies of what they hold.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import LENET, Architecture
from app.lenet.blas import touch_buffers
from app.lenet.bulk import Bulk
from app.lenet.errors import OperationError
from app.lenet.network import Parameters, Trace, check_images
from app.lenet.plan import Floats, Plan, matrices_of, pools_of, record_of, winners_field
from app.lenet.weights import checked

SIZES = (16, 4, 1)
"""Images in a plan: of the largest as many as fit, of the next for the rest, then one at a time."""

Number = TypeVar("Number", bound=np.generic)


class Engine:
    """Runs one network's parameters; any number of threads may call it at once."""

    def __init__(self, parameters: Parameters, architecture: Architecture = LENET) -> None:
        """Prepare.

        Args:
            parameters: see `app.lenet.weights`.
            architecture: layers of the kinds and windows that `app.lenet.plan` and `app.lenet.bulk` know.

        Raises:
            WeightsError: the parameters are not the architecture's.
        """
        touch_buffers()
        self._parameters = checked(parameters, architecture)
        self._matrices = matrices_of(self._parameters, architecture)
        self._architecture = architecture
        self._shape = architecture[0].shape
        self._record = record_of(architecture)
        self._names = {layer.name: layer.name for layer in architecture}
        self._winner_names = {layer.name: winners_field(layer.name) for layer in pools_of(architecture)}
        self._own = _Own()

    def forward(self, images: Floats) -> Trace:
        """Everything the network computes, bit for bit as `app.lenet.network.forward` does.

        Args:
            images: (batch, *the input's shape), float32.

        Returns:
            A trace whose arrays are the caller's own: views of one buffer, in which an image's numbers lie together.

        Raises:
            OperationError: the images have another shape or type.
            LenetError: a layer is of a kind or has a window that there is no fast way for.
        """
        self._check(images)
        if len(images) == 1:
            plan = self._plan(1, short=False)
            plan.run(images)
            memory = memoryview(bytearray(plan.memory))
        else:
            memory = self._many(images)
        records = np.frombuffer(memory, self._record)
        return Trace(_Fields(records, self._names), _Fields(records, self._winner_names), memory)

    def predict(self, images: Floats) -> Floats:
        """Only the probabilities, (batch, classes), with the bits of `forward`, whose arguments and errors it has."""
        self._check(images)
        answers = np.empty((len(images), *self._architecture[-1].shape), np.float32)
        for first, size in _blocks(len(images)):
            plan = self._plan(size, short=True)
            plan.run(images[first : first + size])
            answers[first : first + size] = plan.records[self._architecture[-1].name]
        return answers

    def predict_bulk(self, images: Floats) -> Floats:
        """As `predict`, for very many images: quicker, and equal to float32 rounding only; see `app.lenet.bulk`."""
        self._check(images)
        if self._own.bulk is None:
            self._own.bulk = Bulk(self._parameters, self._architecture)
        return self._own.bulk.run(images)

    def _many(self, images: Floats) -> memoryview:
        """The records of a batch: whole blocks, then one image at a time."""
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
        """This thread's plan for so many images; a short one leaves out what the probabilities do not need."""
        plan = self._own.plans.get((size, short))
        if plan is None:
            architecture = pooled_first(self._architecture) if short else self._architecture
            plan = Plan(architecture, self._matrices, size, winners=not short)
            self._own.plans[size, short] = plan
        return plan


class _Own(threading.local):
    """What each thread has of its own; `__init__` runs in every thread that comes by."""

    def __init__(self) -> None:
        self.plans: dict[tuple[int, bool], Plan] = {}
        self.bulk: Bulk | None = None


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
    """The first image and the number of images of each plan to run."""
    first = 0
    for size in SIZES:
        while count - first >= size:
            yield first, size
            first += size
