"""The commands `train` and `evaluate`."""

import argparse
from dataclasses import asdict
from pathlib import Path

from threadpoolctl import threadpool_limits

from app.lenet import weights
from app.lenet.architecture import ARCHITECTURES, architecture_named
from app.lenet.blas import warm_up
from app.training import card, data, report
from app.training.download import MIRRORS
from app.training.loop import Recipe
from app.training.optimiser import NAMES
from app.training.session import Options, open_session

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "model_weights"
TEST_DIGITS = ROOT / "static" / "data" / "mnist"

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C ended."""


def add_train_arguments(parser: argparse.ArgumentParser) -> None:
    """What `train` can be told."""
    recipe = Recipe()
    parser.description = "Train the network on MNIST's 60,000 training digits, with NumPy alone."
    add = parser.add_argument
    add(
        "--architecture",
        choices=tuple(ARCHITECTURES),
        default=recipe.architecture,
        help="the network (default: %(default)s)",
    )
    add(
        "--data",
        type=Path,
        default=Path("data/mnist"),
        metavar="DIR",
        help="MNIST's IDX files, plain or .gz (default: %(default)s)",
    )
    add("--download", action="store_true", help="fetch the files that are missing")
    add(
        "--mirror",
        action="append",
        metavar="URL",
        help=f"where to fetch them (default: {' and '.join(MIRRORS)})",
    )
    add(
        "--out",
        type=Path,
        default=WEIGHTS,
        metavar="DIR",
        help="where weights, card and history go (default: model_weights)",
    )
    add(
        "--epochs",
        type=_positive,
        default=recipe.epochs,
        help="times that every digit is seen (default: %(default)s)",
    )
    add("--batch", type=_positive, default=recipe.batch, help="digits a step (default: %(default)s)")
    add("--seed", type=int, default=recipe.seed, help="of everything random (default: %(default)s)")
    add("--optimiser", choices=NAMES, default=recipe.optimiser, help="(default: %(default)s)")
    add("--rate", type=float, default=recipe.rate, help="highest learning rate (default: %(default)s)")
    add("--smoothing", type=float, default=recipe.smoothing, help="label smoothing (default: %(default)s)")
    add(
        "--validation",
        type=_positive,
        default=5000,
        metavar="N",
        help="digits held back, from the end (default: %(default)s)",
    )
    add("--limit", type=_positive, metavar="N", help="train on the first N digits only, to try things out")
    add(
        "--workers",
        type=int,
        default=1,
        metavar="N",
        help="processes that prepare batches (default: %(default)s)",
    )
    add(
        "--without-test",
        action="store_true",
        help="leave the test digits unread: while settings are being chosen",
    )
    add("--resume", action="store_true", help="go on where an interrupted run with the same settings stopped")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0")
    return number


def train(arguments: argparse.Namespace) -> int:
    """Train, write weights, card and history, and measure the result; the exit code."""
    recipe = Recipe(
        architecture=arguments.architecture,
        seed=arguments.seed,
        epochs=arguments.epochs,
        batch=arguments.batch,
        optimiser=arguments.optimiser,
        rate=arguments.rate,
        smoothing=arguments.smoothing,
    )
    options = Options(
        recipe=recipe,
        data=arguments.data,
        mirrors=tuple(arguments.mirror or MIRRORS),
        download=arguments.download,
        out=arguments.out,
        validation=arguments.validation,
        limit=arguments.limit,
        workers=arguments.workers,
        resume=arguments.resume,
        test=not arguments.without_test,
        command=_repeatable(arguments, recipe),
    )
    with _alone():
        return 0 if open_session(options, _say).train() else INTERRUPTED


def _repeatable(arguments: argparse.Namespace, recipe: Recipe) -> str:
    """The command that makes the same weights again from the same digits, wherever they are."""
    settings = {**asdict(recipe), "validation": arguments.validation, "limit": arguments.limit}
    named = (
        "architecture",
        "epochs",
        "batch",
        "seed",
        "optimiser",
        "rate",
        "smoothing",
        "validation",
        "limit",
    )
    told = (f"--{name} {settings[name]}" for name in named if settings[name] is not None)
    return "python -m app train --data DIR " + " ".join(told)


def add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """What `evaluate` can be told."""
    parser.description = "Measure the weights on MNIST's 10,000 test digits, which ship with the page."
    add = parser.add_argument
    add(
        "--architecture",
        choices=tuple(ARCHITECTURES),
        default="lenet",
        help="the network (default: %(default)s)",
    )
    add("--weights", type=Path, metavar="FILE", help="(default: the weights that ship)")
    add(
        "--data",
        type=Path,
        default=TEST_DIGITS,
        metavar="DIR",
        help="MNIST's IDX files (default: those that ship)",
    )
    add(
        "--validation",
        type=_positive,
        metavar="N",
        help="measure on the last N training digits instead of the test digits",
    )
    add(
        "--first",
        type=_positive,
        default=report.PERTURBED,
        metavar="N",
        help="digits that are perturbed (default: the first %(default)s)",
    )
    add("--json", type=Path, metavar="FILE", help="write the figures there too")


def evaluate(arguments: argparse.Namespace) -> int:
    """Print accuracy, robustness and the confusion matrix; the exit code."""
    architecture = architecture_named(arguments.architecture)
    path = arguments.weights or WEIGHTS / f"{arguments.architecture}.safetensors"
    parameters = weights.load(path, architecture=architecture)
    if arguments.validation is None:
        digits = data.load(arguments.data, data.TEST)
    else:
        digits = data.split(data.load(arguments.data, data.TRAIN), arguments.validation)[1]
    with _alone():
        measured = report.measure(parameters, architecture, digits, arguments.first, _say)
    if arguments.json is not None:
        card.write(arguments.json, measured)
    return 0


def _say(words: str) -> None:
    print(words, flush=True)


def _alone() -> threadpool_limits:
    """One BLAS thread: two are slower on matrices this small, and how many there are changes the last bits of a sum."""
    limits = threadpool_limits(1, "blas")
    warm_up()
    return limits
