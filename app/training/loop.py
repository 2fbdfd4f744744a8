"""Mini-batch training: a loop whose every number depends only on the recipe and the data.

A `State` is a value: a step makes a new one. So a run can be stopped between any two statements and go on
from its last state, and a state can be handed out while the next one is computed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.architecture import Architecture, architecture_named, logits_name
from app.lenet.backward import activation_gradients, parameter_gradients
from app.lenet.network import Floats, Parameters, forward, initialise
from app.training import optimiser
from app.training.optimiser import Name, Slots

Labels = NDArray[np.uint8]
Batch = tuple[Floats, Labels]
"""Images (batch, 1, 32, 32) in [0, 1] and labels (batch,)."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the resulting weights but the data and their augmentation."""

    architecture: str = "lenet"  # the network's name in `app.lenet.architecture.ARCHITECTURES`
    seed: int = 1  # of the first weights, the order of the digits and their augmentation
    epochs: int = 36  # how often every digit is seen
    batch: int = 128  # digits per step
    optimiser: Name = "adamw"  # see `app.training.optimiser`
    rate: float = 3e-3  # the highest learning rate; it rises for `warm_up` batches and falls by half a cosine
    decay: float = 3e-2  # weight decay, as a share of the rate
    # the share that the moving average of the weights, which is the result, keeps at every batch
    keep: float = 0.999
    smoothing: float = 0.0  # label smoothing: the probability that the target shares among all classes
    warm_up: int = 200  # batches


@dataclass(frozen=True, slots=True)
class State:
    """Where a run stands, and all it needs to go on."""

    parameters: Parameters  # the current parameters
    averaged: Parameters  # their moving average
    slots: Slots  # what the optimiser remembers
    epoch: int = 0  # number of complete epochs
    batch: int = 0  # number of batches of the next epoch; 0 when an epoch has just been completed
    # mean cross-entropy of each batch of the current, or just completed, epoch
    losses: tuple[float, ...] = field(default=(), repr=False)
    correct: int = 0  # number of digits classified correctly in that epoch
    images: int = 0  # number of digits seen in that epoch


MakeInputs = Callable[[NDArray[np.intp], np.random.Generator], Floats]
"""From the indices of some digits and a generator to the network's inputs (batch, 1, 32, 32)."""


@dataclass(frozen=True, slots=True)
class DataLoader:
    """Decides which digits are in which batch, and in which order.

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


def begin(recipe: Recipe) -> State:
    """Return the state before the first batch."""
    architecture = architecture_named(recipe.architecture)
    parameters = initialise(architecture, np.random.default_rng([recipe.seed]))
    return State(parameters, parameters, optimiser.empty_slots(recipe.optimiser, parameters))


def train(state: State, recipe: Recipe, loader: DataLoader) -> Iterator[State]:
    """Train to the end of the recipe's last epoch; yields the state after every batch."""
    while state.epoch < recipe.epochs:
        for batch in loader.epoch(state.epoch, state.batch):
            state = learn(state, recipe, batch, loader.batches)
            yield state


def learn(state: State, recipe: Recipe, batch: Batch, batches: int) -> State:
    """Return the state after one more batch of an epoch of `batches`."""
    architecture = architecture_named(recipe.architecture)
    loss, correct, gradients = batch_gradients(state.parameters, batch, architecture, recipe.smoothing)
    step = state.epoch * batches + state.batch + 1
    rate = recipe.rate * optimiser.cosine(step, recipe.epochs * batches, recipe.warm_up)
    decayed = optimiser.decay(state.parameters, rate * recipe.decay)
    update = optimiser.OPTIMISERS[recipe.optimiser].update(decayed, gradients, state.slots, rate, step)
    # At first the average follows closely, so that it does not remember the random beginning.
    keep = min(recipe.keep, (1 + step) / (10 + step))
    averaged = optimiser.average(state.averaged, update.parameters, keep)
    before = state if state.batch else replace(state, losses=(), correct=0, images=0)
    is_last = state.batch + 1 == batches
    return State(
        parameters=update.parameters,
        averaged=averaged,
        slots=update.slots,
        epoch=state.epoch + is_last,
        batch=0 if is_last else state.batch + 1,
        losses=(*before.losses, loss),
        correct=before.correct + correct,
        images=before.images + len(batch[1]),
    )


def batch_gradients(
    parameters: Parameters, batch: Batch, architecture: Architecture, smoothing: float = 0.0
) -> tuple[float, int, Mapping[str, Floats]]:
    """Return a batch's mean cross-entropy, number of correct predictions, and gradients by parameter."""
    images, labels = batch
    trace = forward(parameters, images, architecture)
    top = logits_name(architecture)
    logits, probabilities = trace.activations[top], trace.activations[architecture[-1].name]
    target = np.zeros_like(probabilities)
    target[np.arange(len(labels)), labels] = 1
    by_logits = (probabilities - target) * np.float32(1 / len(labels))
    if smoothing:
        # Szegedy et al., 2016: the target y becomes (1 - s)·y + s/classes; this adds s·(y - 1/classes).
        by_logits += np.float32(smoothing / len(labels)) * (target - np.float32(1 / logits.shape[1]))
    loss = float(operations.cross_entropy(logits, labels).mean())
    correct = int((logits.argmax(axis=1) == labels).sum())
    lowest = architecture[1].name
    by_activations = activation_gradients(parameters, trace, {top: by_logits}, lowest, architecture)
    return loss, correct, parameter_gradients(trace, by_activations, architecture)
