"""Batches for the loop: which digits, in which order, augmented how; made ahead by other processes if there are any."""

import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from app.training.augmentation import Augmenter
from app.training.data import Digits
from app.training.loop import Floats, Labels

AHEAD = 8
"""Batches that each worker may have ready."""


class Source(NamedTuple):
    """All that batches are made of."""

    digits: Digits
    fields: NDArray[np.uint8]  # distances to the pen's path, see `app.training.skeleton`
    augmenter: Augmenter
    seed: int
    size: int


class Place(NamedTuple):
    """One batch of a run."""

    epoch: int
    batch: int


def order(source: Source, epoch: int) -> NDArray[np.intp]:
    """In which order an epoch sees the digits."""
    return np.random.default_rng([source.seed, epoch]).permutation(len(source.digits))


def make(source: Source, place: Place, chosen: NDArray[np.intp]) -> tuple[Floats, Labels]:
    """A batch; the same whoever makes it and whenever."""
    rng = np.random.default_rng([source.seed, place.epoch, place.batch + 1])
    labels = source.digits.labels[chosen]
    return source.augmenter(source.digits.scans[chosen], source.fields[chosen], labels, rng), labels


@dataclass(slots=True)
class AugmentedFeed:
    """`loop.Feed` over a source; with `workers`, other processes make the batches ahead of time.

    An incomplete last batch is left out: its digits are others in every epoch.
    """

    source: Source
    workers: int = 0
    _pool: ProcessPoolExecutor | None = field(init=False, default=None)

    @property
    def batches(self) -> int:
        """How many an epoch has."""
        return len(self.source.digits) // self.source.size

    def __enter__(self) -> Self:
        if self.workers:
            # A fresh process: a fork would copy the locks of threads that it does not copy.
            self._pool = ProcessPoolExecutor(
                self.workers, get_context("spawn"), _Worker.start, (self.source,)
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def epoch(self, epoch: int, first: int) -> Iterator[tuple[Floats, Labels]]:
        """The batches of an epoch from number `first` on."""
        digits = order(self.source, epoch)
        size = self.source.size
        jobs = ((Place(epoch, batch), digits[batch * size :][:size]) for batch in range(first, self.batches))
        if self._pool is None:
            yield from (make(self.source, *job) for job in jobs)
            return
        waiting: deque[Future[tuple[Floats, Labels]]] = deque()
        for job in jobs:
            waiting.append(self._pool.submit(_Worker.make, *job))
            if len(waiting) > AHEAD * self.workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _end_with(sentinel: int) -> None:
    """End this process as soon as another one has ended, however it ended."""
    wait([sentinel])
    os._exit(1)


class _Worker:
    """What a worker process keeps between batches: a pool's functions can be given it in no other way."""

    source: Source

    @classmethod
    def start(cls, source: Source) -> None:
        """Keep the source, use one thread, and leave Ctrl-C to the process that trains."""
        cls.source = source
        threadpool_limits(1, "blas")
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        trainer = parent_process()
        if trainer is not None:
            threading.Thread(target=_end_with, args=(trainer.sentinel,), daemon=True).start()

    @classmethod
    def make(cls, place: Place, chosen: NDArray[np.intp]) -> tuple[Floats, Labels]:
        """A batch of the kept source."""
        return make(cls.source, place, chosen)
