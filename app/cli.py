"""The command line: `python -m app serve | predict | evaluate | train | bench`; what a command needs is imported when it runs."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from app.api.content import predict as predict_picture
from app.api.content import source_of
from app.api.formats import to_json
from app.idx import IdxError
from app.imaging import Limits, PictureError, decode
from app.lenet.errors import LenetError
from app.lenet.model import load_model
from app.main import create_app
from app.server import address_of, listen, run
from app.settings import Settings, SettingsError, load_settings, unknown_variables, variable_of

FAILED, USAGE, INTERRUPTED = 1, 2, 130
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the module with `add_NAME_arguments(parser)` and `NAME(arguments)`, and its summary."""

    module: str
    summary: str


COMMANDS: Mapping[str, Command] = {
    "serve": Command("app.cli", "serve the page and the API"),
    "predict": Command("app.cli", "predict the digits of pictures"),
    "evaluate": Command("app.training.commands", "measure the weights on the MNIST test digits"),
    "train": Command("app.training.commands", "train a network on MNIST"),
    "bench": Command("app.benchmarks.commands", "measure the speed"),
}


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    name, rest = _parse_name(arguments)
    command = COMMANDS[name]
    try:
        module = import_module(command.module)
    except ModuleNotFoundError as error:
        if not command.module.startswith(error.name or "?"):
            return _fail(f"{name} needs the package {error.name}; install it, or run: make {name}")
        return _fail(f"{name} is not part of this installation; run it from the repository: make {name}")
    parser = argparse.ArgumentParser(prog=f"python -m app {name}")
    getattr(module, f"add_{name}_arguments")(parser)
    try:
        return int(getattr(module, name)(parser.parse_args(rest)))
    except (SettingsError, LenetError, IdxError, OSError, ModuleNotFoundError) as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED


def _parse_name(arguments: Sequence[str]) -> tuple[str, list[str]]:
    listing = "\n".join(f"  {name:10}{command.summary}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="python -m app",
        usage="python -m app COMMAND …",
        description=f"LeNet Lens: every number of a LeNet while you draw.\n\ncommands:\n{listing}",
        epilog="python -m app COMMAND --help describes the command.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=tuple(COMMANDS), metavar="COMMAND", help=argparse.SUPPRESS)
    if not arguments:
        parser.print_help(sys.stderr)
        raise SystemExit(USAGE)
    return str(parser.parse_args(arguments[:1]).command), list(arguments[1:])


def _fail(reason: str) -> int:
    print(f"error: {' '.join(reason.split())}", file=sys.stderr)
    return FAILED


def add_serve_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `serve`; all other settings are environment variables."""
    parser.description = "Serve the page and the API until Ctrl-C."
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    lines = [f"  {variable_of(name):24}{field.description}" for name, field in Settings.model_fields.items()]
    parser.epilog = "\n".join(["environment variables:", *lines])
    parser.add_argument("--host", help="address to listen on; takes precedence over HOST")
    parser.add_argument("--port", help="port to listen on, 0 for any free one; takes precedence over PORT")


def serve(arguments: argparse.Namespace) -> int:
    """Print the address and serve; the weights are loaded and the port is bound before anything is printed."""
    settings = load_settings(host=arguments.host, port=arguments.port)
    for name in unknown_variables(os.environ):
        print(f"warning: {name} is not a setting of LeNet Lens; `serve --help` lists them", file=sys.stderr)
    app = create_app(settings)
    with listen(settings.host, settings.port) as listener:
        print(f"LeNet Lens: {address_of(listener)}  (Ctrl-C stops it)", flush=True)
        run(app, settings, listener)
    return 0


def add_predict_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `predict`."""
    parser.description = "Predict the digits of pictures."
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="FILE", help="a PNG, JPEG or WebP picture")
    add(
        "--preprocess",
        choices=("center", "none"),
        default="center",
        help="center crops and centres the foreground, as MNIST was made; none takes the picture as it is",
    )
    add("--server", metavar="URL", help="ask a running service instead, such as http://127.0.0.1:8000")
    add(
        "--json",
        action="store_true",
        help="print one JSON object a line: the API's answer and the file's name",
    )


def predict(arguments: argparse.Namespace) -> int:
    """Print one line for each picture; errors go to standard error and make the exit code 1."""
    failures = 0
    with _service(arguments) if arguments.server else _local_model(arguments) as predict_file:
        for path in arguments.files:
            try:
                print(_line(path, predict_file(path), arguments.json), flush=True)
            except (PictureError, OSError) as error:
                failures += 1
                reason = (error.strerror or error) if isinstance(error, OSError) else error
                print(f"error: {path}: {reason}", file=sys.stderr)
    return 1 if failures else 0


@contextmanager
def _local_model(arguments: argparse.Namespace) -> Iterator[Callable[[Path], Answer]]:
    settings = load_settings()
    model = load_model(settings.weights)
    limits = Limits(max_bytes=settings.max_body_bytes, max_pixels=settings.max_pixels)

    def predict_file(path: Path) -> Answer:
        found = predict_picture(model, decode(path.read_bytes(), limits), arguments.preprocess)
        return {**source_of(model, arguments.preprocess), **found}

    yield predict_file


@contextmanager
def _service(arguments: argparse.Namespace) -> Iterator[Callable[[Path], Answer]]:
    """Ask a service; what it refuses is reported as if it were refused here."""
    from app.client import LeNetLens, LeNetLensError  # noqa: PLC0415 -- needs httpx, an optional package

    with LeNetLens(arguments.server) as lens:

        def predict_file(path: Path) -> Answer:
            try:
                answer = asdict(lens.predict(path, arguments.preprocess))
            except LeNetLensError as error:
                raise PictureError(error.status or 503, str(error)) from error
            optional = {"reason", "hint"}
            return {
                name: value for name, value in answer.items() if value is not None or name not in optional
            }

        yield predict_file


def _line(path: Path, answer: Answer, as_json: bool) -> str:
    if as_json:
        return to_json({"file": str(path), **answer}).decode()
    if answer["blank"]:
        return f"{path}: nothing drawn"
    return f"{path}: {answer['prediction']['digit']} ({percent(answer['prediction']['probability'])})"


def percent(probability: float) -> str:
    """Return a probability as the page shows it: never 100 %."""
    return f"{probability:.1%}" if probability <= 0.999 else ">99.9%"
