"""Live training: short runs on 5,000 digits whose progress, parameters included, can be watched.

The digits are every eleventh of MNIST's first 55,000 training digits: 4,000 to learn from and 1,000 held out.
The test digits are never used.

A run is an iterator whose `next` trains for a fraction of a second. A server calls it in a thread
(`anyio.to_thread.run_sync(next, iterator, None)`) and stops the run by not calling it again. NumPy releases
the interpreter's lock in most of the work, so that other requests are answered meanwhile.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import architecture_named
from app.lenet.fast import Engine
from app.lenet.learning import check_range
from app.lenet.network import Floats, Parameters, initialise, initialise_equal
from app.training import optimiser
from app.training.data import TRAIN, Digits, load, split
from app.training.evaluation import predict
from app.training.inputs import as_input
from app.training.loop import Batch, DataLoader, batch_gradients
from app.training.optimiser import OPTIMISERS, Name
from app.training.warp import Ranges, draw_transforms, resample, source_coordinates

DIGITS = Path(__file__).parents[2] / "model_weights" / "data"
HELD_OUT = 1000
INTERVAL = 0.2  # seconds between two reports of progress

Initialisation = Literal["random", "equal"]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a live run is asked for."""

    architecture: str = "lenet"  # a name of `app.lenet.architecture.ARCHITECTURES`
    seed: int = 1  # of the first parameters, the order of the digits and their augmentation
    batches: int = 300  # how many batches to train on; 4,000 / batch_size are one epoch
    batch_size: int = 32  # digits per batch, 1 to 4,000
    optimiser: Name = "adamw"  # see `app.training.optimiser`
    learning_rate: float = 0.003  # constant over the run
    augment: bool = False  # whether digits are shifted, rotated, scaled and bent
    # "random", or "equal" weights for all maps and units of a layer
    initialisation: Initialisation = "random"
    start: Parameters | None = None  # parameters to start with, in place of initial ones


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is."""

    batch: int  # number of batches so far
    images_per_second: float  # images trained on per second since the start; 0 before the first batch
    # mean cross-entropy of the batches since the last report; before the first, that of the held-out digits
    loss: float
    accuracy: float  # share of the held-out digits that is classified correctly
    # the current parameters, float32 under PyTorch's names. They are not changed afterwards
    parameters: Parameters


def load_digits(directory: Path = DIGITS) -> tuple[Digits, Digits]:
    """Return the 4,000 digits to learn from and the 1,000 held out."""
    return split(load(directory, TRAIN), HELD_OUT)


def run(options: RunOptions, digits: tuple[Digits, Digits], interval: float = INTERVAL) -> Iterator[Progress]:
    """Train; yield the progress before the first batch, every `interval` seconds, and after the last one.

    `digits` are those to learn from and those held out. The parameters depend only on options and digits, the
    moments of the reports also on the machine's speed. `DivergenceError` if the learning rate is too large,
    `LenetError` if there is no such architecture.
    """
    architecture = architecture_named(options.architecture)
    make = initialise if options.initialisation == "random" else initialise_equal
    parameters: Parameters = options.start or make(architecture, np.random.default_rng([options.seed]))
    slots = optimiser.empty_slots(options.optimiser, parameters)
    held_out = as_input(digits[1].scans)
    start = predict(parameters, held_out, digits[1].labels, architecture)
    yield Progress(0, 0.0, start.loss, start.accuracy, parameters)
    began = reported = time.monotonic()
    losses: list[float] = []
    for number, batch in zip(range(1, options.batches + 1), _batches(options, digits[0]), strict=False):
        with np.errstate(over="ignore", invalid="ignore"):
            loss, _, gradients = batch_gradients(parameters, batch, architecture)
            update = OPTIMISERS[options.optimiser].update
            parameters, slots = update(parameters, gradients, slots, options.learning_rate, number)
        check_range(parameters, number, options.learning_rate)
        losses.append(loss)
        now = time.monotonic()
        if now - reported >= interval or number == options.batches:
            found = Engine(parameters, architecture).predict(held_out).argmax(axis=1)
            accuracy = float((found == digits[1].labels).mean())
            speed = number * options.batch_size / max(now - began, 1e-9)
            yield Progress(number, speed, float(np.mean(losses)), accuracy, parameters)
            losses, reported = [], time.monotonic()


def _batches(options: RunOptions, digits: Digits) -> Iterator[Batch]:
    """The batches of one epoch after the other, without end."""

    def inputs(chosen: NDArray[np.intp], rng: np.random.Generator) -> Floats:
        scans = digits.scans[chosen]
        if not options.augment:
            return as_input(scans)
        transforms = draw_transforms(len(scans), Ranges(), rng)
        pictures = scans.astype(np.float32) / np.float32(255)
        moved = resample(pictures, source_coordinates(transforms, scans.shape[1]))
        return np.pad(moved, ((0, 0), (2, 2), (2, 2)))[:, None]

    loader = DataLoader(digits.labels, inputs, options.seed, options.batch_size)
    for epoch in count():
        yield from loader.epoch(epoch, 0)
