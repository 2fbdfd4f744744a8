"""The data loader: which digits are in which batch, and in which order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.training.loop import Batch, Floats, Labels

MakeInputs = Callable[[NDArray[np.intp], np.random.Generator], Floats]
"""From the indices of some digits and a generator to the network's inputs (batch, 1, 32, 32)."""


@dataclass(frozen=True, slots=True)
class DataLoader:
    """`app.training.loop.Loader` over digits in memory.

    The order of an epoch and the augmentation of each of its batches have generators of their own, seeded by
    (seed, epoch) and (seed, epoch, batch + 1): so a batch is the same whether or not the run was interrupted
    before it. An incomplete last batch is left out; its digits differ from epoch to epoch.
    """

    labels: Labels  # of all digits
    inputs: MakeInputs  # makes, and augments, the inputs of a batch
    seed: int  # of everything random
    size: int  # digits per batch

    @property
    def batches(self) -> int:
        """Their number per epoch."""
        return len(self.labels) // self.size

    def order(self, epoch: int) -> NDArray[np.intp]:
        """Return the order of an epoch: a permutation of the digits' indices."""
        return np.random.default_rng([self.seed, epoch]).permutation(len(self.labels))

    def epoch(self, epoch: int, first: int) -> Iterator[Batch]:
        """Yield the batches of an epoch from number `first` on."""
        order = self.order(epoch)
        for batch in range(first, self.batches):
            chosen = order[batch * self.size :][: self.size]
            rng = np.random.default_rng([self.seed, epoch, batch + 1])
            yield self.inputs(chosen, rng), self.labels[chosen]
