"""Mini-batches downhill: the training loop, whose every number depends on the recipe and the data alone."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.architecture import Architecture, architecture_named, logits_name
from app.lenet.backward import backward
from app.lenet.gradients import cross_entropy_by_logits
from app.lenet.network import Parameters, forward, initialise
from app.training import optimiser
from app.training.optimiser import Name

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]

FIRST_MOMENTS = (10, 30, 100, 300)
"""Batches of the first epoch after which the weights are kept: it is there that they change fastest."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides how the weights come out, but for the data and their augmentation.

    Attributes:
        architecture: The network's name in `app.lenet.architecture.ARCHITECTURES`.
        seed: Of the first weights, the order of the digits and their augmentation.
        epochs: How often every digit is seen.
        batch: Digits a step.
        optimiser: See `app.training.optimiser`.
        rate: The highest learning rate; it rises for `warm_up` batches and falls by half a cosine.
        decay: Weight decay, a share of the rate.
        keep: What the averaged weights, which are the result, keep of themselves at every batch.
        smoothing: Label smoothing: the probability that the target shares among all digits.
        warm_up: Batches.
    """

    architecture: str = "lenet"
    seed: int = 1
    epochs: int = 36
    batch: int = 128
    optimiser: Name = "adamw"
    rate: float = 3e-3
    decay: float = 3e-2
    keep: float = 0.999
    smoothing: float = 0.0
    warm_up: int = 200


@dataclass(slots=True)
class State:
    """Where a run stands: all that is needed to go on as if it had never stopped.

    `epoch` counts the complete epochs, `batch` the batches of the next one; `loss_sum`, `correct` and `images` are
    of that epoch so far, `moment_loss` and `moment_batches` since the last kept moment.
    """

    parameters: dict[str, Floats]
    averaged: dict[str, Floats]
    slots: dict[str, dict[str, Floats]]
    epoch: int = 0
    batch: int = 0
    loss_sum: float = 0.0
    correct: int = 0
    images: int = 0
    moment_loss: float = 0.0
    moment_batches: int = 0


def begin(recipe: Recipe) -> State:
    """The state before the first batch."""
    parameters = initialise(architecture_named(recipe.architecture), np.random.default_rng([recipe.seed]))
    averaged = {name: values.copy() for name, values in parameters.items()}
    return State(parameters, averaged, optimiser.empty_slots(recipe.optimiser, parameters))


class Feed(Protocol):
    """Where batches come from."""

    @property
    def batches(self) -> int:
        """How many an epoch has."""

    def epoch(self, epoch: int, first: int) -> Iterator[tuple[Floats, Labels]]:
        """The batches of an epoch from number `first` on: images (batch, 1, 32, 32) and labels (batch,)."""


def _carry_on() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """What happens beside the training.

    Attributes:
        batch: Called after every batch.
        moment: Called when the weights are to be kept.
        epoch: Called after every epoch's moment, when the state is worth a checkpoint.
        stop: Asked after every batch whether to stop.
    """

    batch: Callable[[State], None] = field(default=lambda _: None)
    moment: Callable[[State], None] = field(default=lambda _: None)
    epoch: Callable[[State], None] = field(default=lambda _: None)
    stop: Callable[[], bool] = _carry_on


def run(state: State, recipe: Recipe, feed: Feed, watch: Watch) -> bool:
    """Train until the recipe's last epoch is complete; False if `watch.stop` ended it between two batches."""
    if state.epoch == state.batch == 0:
        _keep_moment(state, watch)
    while state.epoch < recipe.epochs:
        for images, labels in feed.epoch(state.epoch, state.batch):
            _learn(state, recipe, (images, labels), feed.batches)
            watch.batch(state)
            if state.epoch == 0 and state.batch in FIRST_MOMENTS:
                _keep_moment(state, watch)
            if watch.stop():
                return False
        state.epoch, state.batch = state.epoch + 1, 0
        _keep_moment(state, watch)
        state.loss_sum, state.correct, state.images = 0.0, 0, 0
        watch.epoch(state)
    return True


def _keep_moment(state: State, watch: Watch) -> None:
    watch.moment(state)
    state.moment_loss, state.moment_batches = 0.0, 0


def _learn(state: State, recipe: Recipe, examples: tuple[Floats, Labels], batches: int) -> None:
    """One batch: forward, backward, one step downhill."""
    architecture = architecture_named(recipe.architecture)
    loss, correct, slopes = slopes_of(state.parameters, examples, recipe.smoothing, architecture)
    step = state.epoch * batches + state.batch + 1
    rate = recipe.rate * optimiser.cosine(step, recipe.epochs * batches, recipe.warm_up)
    optimiser.decay(state.parameters, rate * recipe.decay)
    update = optimiser.UPDATES[recipe.optimiser][0]
    update(state.parameters, slopes, state.slots, rate, step)
    # At first the average follows closely, so that it does not remember the random beginning.
    optimiser.average(state.averaged, state.parameters, min(recipe.keep, (1 + step) / (10 + step)))
    state.batch += 1
    state.loss_sum += loss
    state.moment_loss += loss
    state.moment_batches += 1
    state.correct += correct
    state.images += len(examples[1])


def slopes_of(
    parameters: Parameters, examples: tuple[Floats, Labels], smoothing: float, architecture: Architecture
) -> tuple[float, int, Mapping[str, Floats]]:
    """Mean cross-entropy of a batch, how many digits are read right, and the loss's derivatives by every parameter."""
    images, labels = examples
    trace = forward(parameters, images, architecture)
    top = logits_name(architecture)
    logits, probabilities = trace.activations[top], trace.activations[architecture[-1].name]
    each = np.full(len(labels), 1 / len(labels), np.float32)
    given = cross_entropy_by_logits(each, probabilities, labels)
    if smoothing:
        # The truth y becomes (1 - s)·y + s/classes, which adds s·(y - 1/classes) to the derivative (Szegedy et al., 2016).
        excess = np.full(logits.shape, -1 / logits.shape[1], np.float32)
        excess[np.arange(len(labels)), labels] += 1
        given += np.float32(smoothing / len(labels)) * excess
    loss = float(operations.cross_entropy(logits, labels).mean())
    correct = int((logits.argmax(axis=1) == labels).sum())
    derivatives = backward(parameters, trace, {top: given}, architecture[1].name, architecture)
    return loss, correct, derivatives.parameters
