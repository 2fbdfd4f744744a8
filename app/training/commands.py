"""The commands `train`, `evaluate` and `features`."""

import argparse
import json
from pathlib import Path

from safetensors.numpy import save
from threadpoolctl import threadpool_limits

from app.lenet import weights
from app.lenet.architecture import ARCHITECTURES, architecture_named
from app.lenet.fast import warm_up
from app.lenet.features import SEED, find_features
from app.training import data, evaluation
from app.training.data import MIRRORS
from app.training.inputs import centred_input
from app.training.loop import Recipe
from app.training.optimiser import NAMES

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "model_weights"
TEST_DIGITS = ROOT / "static" / "data" / "mnist"

INTERRUPTED = 130  # the exit code after Ctrl-C

COMMAND_SETTINGS = ("architecture", "epochs", "batch", "seed", "optimiser", "rate", "smoothing")


def add_train_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `train`."""
    recipe = Recipe()
    parser.description = "Train a network on MNIST's 60,000 training digits, with NumPy alone."
    parser.formatter_class = argparse.ArgumentDefaultsHelpFormatter
    add = parser.add_argument
    add("--architecture", choices=tuple(ARCHITECTURES), default=recipe.architecture, help="the network")
    add("--data", type=Path, default=Path("data/mnist"), help="folder with MNIST's IDX files, plain or .gz")
    add("--download", action="store_true", help="download the files that are missing")
    add(
        "--mirror",
        dest="mirrors",
        nargs="+",
        default=MIRRORS,
        help="addresses to download them from, tried in turn",
    )
    add("--out", type=Path, default=WEIGHTS, help="folder for weights, record and checkpoints")
    add("--epochs", type=_positive, default=recipe.epochs, help="how often every digit is seen")
    add("--batch", type=_positive, default=recipe.batch, help="digits per step")
    add("--seed", type=int, default=recipe.seed, help="of everything random")
    add("--optimiser", choices=NAMES, default=recipe.optimiser, help="how gradients become steps")
    add("--rate", type=float, default=recipe.rate, help="highest learning rate")
    add("--smoothing", type=float, default=recipe.smoothing, help="label smoothing")
    add("--validation", type=_positive, default=5000, help="digits held out, from the end")
    add("--limit", type=_positive, help="train on so many digits only, to try things out")
    add("--without-test", dest="test", action="store_false", help="do not measure on the test digits")
    add("--resume", action="store_true", help="continue an interrupted run with the same settings")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not an integer above 0")
    return number


def train(arguments: argparse.Namespace) -> int:
    """Train, write weights, record and checkpoints, and measure the result; returns the exit code."""
    recipe = Recipe(**{name: getattr(arguments, name) for name in COMMAND_SETTINGS})
    # What gives the same weights from the same digits, wherever these are.
    settings = {name: getattr(arguments, name) for name in (*COMMAND_SETTINGS, "validation", "limit")}
    settings_text = " ".join(f"--{name} {value}" for name, value in settings.items() if value is not None)
    from app.training.session import Session  # noqa: PLC0415 -- needs tqdm, which is an extra

    with one_blas_thread():
        session = Session(recipe, arguments, f"python -m app train --data DIR {settings_text}")
        return 0 if session.train() else INTERRUPTED


def add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `evaluate`."""
    parser.description = "Measure weights on MNIST's 10,000 test digits, which ship with the page."
    parser.formatter_class = argparse.ArgumentDefaultsHelpFormatter
    add = parser.add_argument
    add("--architecture", choices=tuple(ARCHITECTURES), default="lenet", help="the network")
    add("--weights", type=Path, help="safetensors file; without it, the weights that ship")
    add("--data", type=Path, default=TEST_DIGITS, help="folder with MNIST's IDX files")
    add("--validation", type=_positive, help="measure on so many training digits, from the end, instead")
    add("--first", type=_positive, default=evaluation.PERTURBED, help="digits that are perturbed")
    add("--json", type=Path, help="write the figures to this file, too")
    add("--report", type=Path, help="write confusion, calibration and misread digits, as the API serves them")


def evaluate(arguments: argparse.Namespace) -> int:
    """Print accuracy, robustness and the confusion matrix; returns the exit code."""
    from tqdm import tqdm  # noqa: PLC0415 -- an extra

    architecture = architecture_named(arguments.architecture)
    path = arguments.weights or WEIGHTS / f"{arguments.architecture}.safetensors"
    parameters = weights.load(path, architecture=architecture)
    if arguments.validation is None:
        digits = data.load(arguments.data, data.TEST)
    else:
        digits = data.split(data.load(arguments.data, data.TRAIN), arguments.validation)[1]
    with one_blas_thread():
        figures, evaluations = evaluation.measure(
            parameters, architecture, digits, arguments.first, tqdm.write
        )
    if arguments.report is not None:
        head = {"weights": f"sha256:{weights.digest_of(path.read_bytes())}", "digits": len(digits)}
        report = json.dumps({**head, "evaluations": evaluations})
        arguments.report.write_text(report + "\n", encoding="utf-8")
    if arguments.json is not None:
        evaluation.write_figures(arguments.json, figures)
    return 0


def add_features_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `features`."""
    parser.description = (
        "Find for every map of conv1 and conv2 and every unit of fc1 and fc2 the test digits that excite it "
        "most, and synthesise a picture that does. Writes OUT.safetensors and OUT.json."
    )
    parser.formatter_class = argparse.ArgumentDefaultsHelpFormatter
    parser.add_argument("--weights", type=Path, default=WEIGHTS / "lenet.safetensors", help="of lenet")
    parser.add_argument("--data", type=Path, default=TEST_DIGITS, help="folder with MNIST's IDX files")
    parser.add_argument("--out", type=Path, default=WEIGHTS / "features", help="the files, without suffix")


def features(arguments: argparse.Namespace) -> int:
    """Write what the maps and dense units of `lenet` look for; returns the exit code."""
    images = centred_input(data.load(arguments.data, data.TEST).scans)
    with one_blas_thread():
        file = save(find_features(weights.load(arguments.weights), images))
    about = {
        "weights": f"sha256:{weights.digest_of(arguments.weights.read_bytes())}",
        "sha256": weights.digest_of(file),
        "preprocess": "center",
        "seed": SEED,
    }
    arguments.out.with_suffix(".safetensors").write_bytes(file)
    arguments.out.with_suffix(".json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return 0


def one_blas_thread() -> threadpool_limits:
    """Use one thread for matrix products.

    Two are slower on matrices this small, and their number changes the last bits of a sum.
    """
    limits = threadpool_limits(1, "blas")
    warm_up()
    return limits
