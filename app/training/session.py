"""One run of the command `train`: digits in; weights, record and checkpoints out."""

from argparse import Namespace
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from tqdm import tqdm

from app.lenet import checkpoints, weights
from app.lenet.architecture import architecture_named
from app.lenet.checkpoints import Checkpoint
from app.training import data, resume
from app.training.augmentation import Augmentation, Augmenter
from app.training.data import TEST, TRAIN, Digits
from app.training.evaluation import PERTURBED, Predictions, measure, predict, write_figures
from app.training.inputs import as_input
from app.training.loop import DataLoader, Recipe, State, begin, train
from app.training.skeletons import collection
from app.training.thinning import pen_distances

STATE = "checkpoint.safetensors"
HISTORY = "history"

FIRST_CHECKPOINTS = (0, 10, 30, 100, 300)  # batches of the first epoch, in which the weights change fastest
DRAWINGS = 8000  # drawings of each digit from skeletons
EPOCH_CHECKPOINTS = 36  # complete epochs, evenly spread, that have a checkpoint: at most 41 in all


class Session:
    """A run with its digits in memory."""

    def __init__(self, recipe: Recipe, options: Namespace, command: str) -> None:
        """Read the digits, download missing files if that was asked for; errors as in `app.training.data`.

        `options` are those of the command line, see `add_train_arguments`; the record quotes `command`.
        """
        names = (*TRAIN, *TEST) if options.test else TRAIN
        for name in names:
            if options.download and data.find(options.data, name) is None:
                tqdm.write(f"downloading {name}")
                data.download(name, options.data, options.mirrors)
        self.recipe, self.options, self.command = recipe, options, command
        self.architecture = architecture_named(self.recipe.architecture)
        # Only the default network ships with the checkpoints of its training.
        self.has_timeline = self.recipe.architecture == "lenet"
        digits, self.held_out = data.split(data.load(options.data, TRAIN), options.validation)
        self.digits = digits.part(None, options.limit)
        self.test = data.load(options.data, TEST) if options.test else None
        self.checksums = data.checksums(options.data, TRAIN)
        self.settings = {**asdict(self.recipe), **self.checksums, "digits": len(self.digits)}

    def train(self) -> bool:
        """Train and write everything; False if Ctrl-C stopped it, after which `--resume` can go on."""
        options, epochs = self.options, self.recipe.epochs
        options.out.mkdir(parents=True, exist_ok=True)
        state = self._first_state()
        loader = self._loader()
        images = loader.batches * loader.size
        states = chain([state], train(state, self.recipe, loader))

        def seen(state: State) -> int:
            return state.epoch * images + state.batch * loader.size

        try:
            with tqdm(total=epochs * images, initial=seen(state), unit="image", disable=None) as bar:
                for state in states:
                    self._after_batch(state, images)
                    if state.losses:
                        bar.set_postfix(loss=state.losses[-1], refresh=False)
                    bar.update(seen(state) - bar.n)
        except KeyboardInterrupt:
            resume.save(options.out / STATE, self.settings, state)
            tqdm.write(
                f"interrupted and saved in epoch {state.epoch + 1}; the same command with --resume goes on"
            )
            return False
        self._write(state)
        (options.out / STATE).unlink(missing_ok=True)
        return True

    def _first_state(self) -> State:
        if self.options.resume:
            return resume.load(self.options.out / STATE, self.settings)
        if self.has_timeline:
            checkpoints.clear(self.options.out / HISTORY)
        return begin(self.recipe)

    def _loader(self) -> DataLoader:
        tqdm.write(f"thinning {len(self.digits):,} digits to the path of the pen")
        fields = pen_distances(self.digits.scans)
        count = min(DRAWINGS, len(self.digits) // 10 + 1)
        tqdm.write(f"drawing {10 * count:,} digits from skeletons")
        drawings = collection(count, self.recipe.seed)
        augmenter = Augmenter(Augmentation(), self.digits, fields, drawings)
        size = min(self.recipe.batch, len(self.digits))
        return DataLoader(self.digits.labels, augmenter, self.recipe.seed, size)

    def _predict(self, state: State, digits: Digits) -> Predictions:
        return predict(state.averaged, as_input(digits.scans), digits.labels, self.architecture)

    def _after_batch(self, state: State, images_per_epoch: int) -> None:
        """Validate, keep a checkpoint, and save the state, where it is time for that."""
        if state.batch and (state.epoch or state.batch not in FIRST_CHECKPOINTS):
            return
        validation = self._predict(state, self.held_out)
        checkpoint = Checkpoint(
            file=f"{state.epoch:03}-{state.batch:04}.safetensors",
            epoch=state.epoch,
            batch=state.batch,
            images=state.epoch * images_per_epoch + (state.images if state.batch else 0),
            training_loss=_mean_loss(state),
            validation_loss=validation.loss,
            validation_accuracy=validation.accuracy,
        )
        epochs = self.recipe.epochs
        if self.has_timeline and (state.batch or state.epoch in kept_epochs(epochs)):
            checkpoints.save_checkpoint(self.options.out / HISTORY, checkpoint, state.averaged)
        if state.epoch and not state.batch:
            resume.save(self.options.out / STATE, self.settings, state)
            tqdm.write(
                f"epoch {state.epoch}/{epochs}  loss {checkpoint.training_loss:.4f}  "
                f"accuracy {state.correct / state.images:.2%}  "
                f"validation {checkpoint.validation_accuracy:.2%}"
            )

    def _write(self, state: State) -> None:
        """Write the weights and their record; the test digits are measured here, once, and decide nothing."""
        path = self.options.out / self.recipe.architecture
        sha256 = weights.save(path.with_suffix(".safetensors"), state.averaged, self.architecture)
        accuracy = {
            name: self._predict(state, digits).accuracy
            for name, digits in {"train": self.digits, "validation": self.held_out}.items()
        }
        tqdm.write("".join(f"{name} {share:.2%}  " for name, share in accuracy.items()) + f"sha256 {sha256}")
        record: dict[str, Any] = {
            "model": self.recipe.architecture,
            "sha256": sha256,
            "seed": self.recipe.seed,
            "command": self.command,
            "data": self.checksums,
            "epochs": self.recipe.epochs,
            "accuracy": accuracy | {"test": None},
            "robustness": {},
            "confusion_matrix": [],
            "misread": [],
            "misread_centred": [],
            "date": datetime.now(UTC).date().isoformat(),
        }
        if self.test is not None:
            figures, _ = measure(state.averaged, self.architecture, self.test, PERTURBED, tqdm.write)
            record |= figures | {"accuracy": accuracy | {"test": figures["accuracy"]}}
        write_figures(path.with_suffix(".json"), record)


def kept_epochs(epochs: int) -> set[int]:
    """The complete epochs, 0 among them, whose weights are kept as checkpoints."""
    return {round(index * epochs / EPOCH_CHECKPOINTS) for index in range(EPOCH_CHECKPOINTS + 1)}


def _mean_loss(state: State) -> float | None:
    """The mean loss of the batches since the last checkpoint; None before training."""
    first_epoch = state.epoch + (state.batch > 0) == 1
    since = (
        max(batch for batch in FIRST_CHECKPOINTS if batch < max(len(state.losses), 1)) if first_epoch else 0
    )
    losses = state.losses[since:]
    return sum(losses) / len(losses) if losses else None
