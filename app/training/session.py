"""One run of the command `train`: digits in; weights, their card and their history out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.lenet import weights
from app.lenet.architecture import Architecture, architecture_named
from app.training import card, checkpoint, data, history, loop, report
from app.training.augmentation import Augmentation, Augmenter
from app.training.card import Card
from app.training.checkpoint import Run
from app.training.data import TEST, TRAIN, Digits
from app.training.download import Source as Mirrors
from app.training.download import fetch
from app.training.evaluation import Reading, as_input, centre, read
from app.training.feed import AugmentedFeed, Source
from app.training.history import Moment
from app.training.interrupt import interruptible
from app.training.loop import Recipe, State, Watch
from app.training.progress import Progress
from app.training.skeleton import pen_distances


@dataclass(frozen=True, slots=True)
class Options:
    """What a run was asked for; see the command's help."""

    recipe: Recipe
    data: Path
    mirrors: tuple[str, ...]
    download: bool
    out: Path
    validation: int
    limit: int | None
    workers: int
    resume: bool
    test: bool
    command: str


CHECKPOINT = "checkpoint.npz"
HISTORY = "history"


class _Display:
    """The progress of each epoch as a bar."""

    def __init__(self, epochs: int, images: int) -> None:
        self._epochs = epochs
        self._images = images
        self._bar: Progress | None = None

    def batch(self, state: State) -> None:
        """Show what was learnt of the epoch so far."""
        if self._bar is None:
            self._bar = Progress(f"epoch {state.epoch + 1}/{self._epochs}", self._images, "images")
            self._bar.skip(state.images)
        self._bar.show(state.images, f"loss {state.loss_sum / state.batch:.4f}  {_accuracy(state)}")

    def finish(self, state: State, moment: Moment) -> None:
        """End the epoch's line."""
        if self._bar is not None:
            words = f"loss {moment.training_loss:.4f}  {_accuracy(state)}"
            self._bar.finish(state.images, f"{words}  validation {moment.validation_accuracy:.2%}")
        self._bar = None


def _accuracy(state: State) -> str:
    return f"accuracy {state.correct / state.images:.2%}"


@dataclass(frozen=True, slots=True)
class Session:
    """A run with its digits read."""

    options: Options
    run: Run
    digits: Digits
    held_back: Digits
    test: Digits | None
    say: Callable[[str], None]

    def train(self) -> bool:
        """Train and write everything; False when it was interrupted and can be resumed."""
        options = self.options
        options.out.mkdir(parents=True, exist_ok=True)
        state = self._state()
        with self._feed() as feed, interruptible() as interrupt:
            watch = self._watch(feed.batches, lambda: interrupt.asked)
            finished = loop.run(state, options.recipe, feed, watch)
        if not finished:
            self._save(state)
            self.say(
                f"interrupted and saved in epoch {state.epoch + 1}; the same command with --resume goes on"
            )
            return False
        self._write(state)
        (self.options.out / CHECKPOINT).unlink(missing_ok=True)
        return True

    @property
    def _has_history(self) -> bool:
        """Only the default network ships with the weights of its training."""
        return self.options.recipe.architecture == "lenet"

    @property
    def _architecture(self) -> Architecture:
        return architecture_named(self.options.recipe.architecture)

    def _path(self, suffix: str) -> Path:
        """The file of this network with that suffix."""
        return self.options.out / f"{self.options.recipe.architecture}{suffix}"

    def _read(self, state: State, digits: Digits) -> Reading:
        """What the averaged weights read on these digits, as they are."""
        return read(state.averaged, as_input(digits.scans), digits.labels, self._architecture)

    def _state(self) -> State:
        if self.options.resume:
            return checkpoint.load(self.options.out / CHECKPOINT, self.run)
        if self._has_history:
            history.clear(self.options.out / HISTORY)
        return loop.begin(self.options.recipe)

    def _save(self, state: State) -> None:
        checkpoint.save(self.options.out / CHECKPOINT, self.run, state)

    def _feed(self) -> AugmentedFeed:
        recipe = self.options.recipe
        self.say(f"looking for the pen's path in {len(self.digits):,} digits")
        fields = pen_distances(self.digits.scans)
        size = min(recipe.batch, len(self.digits))
        return AugmentedFeed(
            Source(self.digits, fields, Augmenter(Augmentation(), centre), recipe.seed, size),
            self.options.workers,
        )

    def _watch(self, batches: int, stop: Callable[[], bool]) -> Watch:
        size = min(self.options.recipe.batch, len(self.digits))
        display = _Display(self.options.recipe.epochs, batches * size)

        def moment(state: State) -> None:
            kept = self._keep(state, batches * size)
            if state.epoch and not state.batch:
                display.finish(state, kept)

        return Watch(display.batch, moment, self._save, stop)

    def _keep(self, state: State, images: int) -> Moment:
        """Put the weights of this moment into the history."""
        reading = self._read(state, self.held_back)
        moment = Moment(
            file=f"{state.epoch:03}-{state.batch:04}.safetensors",
            epoch=state.epoch,
            batch=state.batch,
            images=state.epoch * images + (state.images if state.batch else 0),
            training_loss=state.moment_loss / state.moment_batches if state.moment_batches else None,
            validation_loss=reading.loss,
            validation_accuracy=reading.accuracy(self.held_back.labels),
        )
        if self._has_history:
            history.record(self.options.out / HISTORY, moment, state.averaged)
        return moment

    def _write(self, state: State) -> None:
        """Write the weights and their card; the test digits are read here, once, and nothing is decided by them."""
        sha256 = weights.save(self._path(".safetensors"), state.averaged, self._architecture)
        sets = {"train": self.digits, "validation": self.held_back}
        accuracy: dict[str, float | None] = {
            name: self._read(state, digits).accuracy(digits.labels) for name, digits in sets.items()
        }
        recipe, path = self.options.recipe, self._path(".json")
        made = Card(
            recipe.architecture,
            sha256,
            recipe.seed,
            self.options.command,
            self.run.data,
            recipe.epochs,
            accuracy | {"test": None},
        )
        card.write(path, made)
        self.say("".join(f"{name} {share:.2%}  " for name, share in accuracy.items()) + f"sha256 {sha256}")
        if self.test is not None:
            measured = report.measure(
                state.averaged, self._architecture, self.test, report.PERTURBED, self.say
            )
            card.write(path, card.with_test(made, measured))


def open_session(options: Options, say: Callable[[str], None]) -> Session:
    """Fetch what is missing, if that was asked for, and read the digits.

    Raises:
        DataError: A file is missing, damaged or of the wrong size.
    """
    names = (*TRAIN, *TEST) if options.test else TRAIN
    if options.download:
        for name in data.missing(options.data, names):
            fetch(name, options.data, Mirrors(options.mirrors))
    digits, held_back = data.split(data.load(options.data, TRAIN), options.validation)
    digits = digits.part(None, options.limit)
    return Session(
        options=options,
        run=Run(options.recipe, data.checksums(options.data, TRAIN), len(digits)),
        digits=digits,
        held_back=held_back,
        test=data.load(options.data, TEST) if options.test else None,
        say=say,
    )
