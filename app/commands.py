"""The commands `serve` and `predict`."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from app.api.content import predict as predict_picture
from app.api.content import source_of
from app.api.formats import to_json
from app.imaging import Limits, PictureError, decode
from app.lenet.model import load_model
from app.main import create_app
from app.server import address_of, listen, run
from app.settings import Settings, load_settings, unknown_variables, variable_of

Answer = dict[str, Any]


def add_serve_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `serve`; all other settings are environment variables."""
    parser.description = "Serve the page and the API until Ctrl-C."
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    lines = [
        f"  {variable_of(name):24}  {field.description}" for name, field in Settings.model_fields.items()
    ]
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
    """What `predict` can be told."""
    parser.description = "Read pictures of digits and say what they show."
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="FILE", help="a PNG, JPEG or WebP picture")
    add(
        "--preprocess",
        choices=("center", "none"),
        default="center",
        help="center crops and centres the ink, as MNIST was made; none takes the picture as it is (default: %(default)s)",
    )
    add(
        "--server",
        metavar="URL",
        help="ask a running service, such as http://127.0.0.1:8000, instead of reading here",
    )
    add(
        "--json",
        action="store_true",
        help="print one JSON object a line: the API's answer and the file's name",
    )


def predict(arguments: argparse.Namespace) -> int:
    """Print one line for each picture; those that cannot be read have theirs on standard error, and the code is 1."""
    failures = 0
    with _asker(arguments) if arguments.server else _reader(arguments) as read_picture:
        for path in arguments.files:
            try:
                print(_line(path, read_picture(path), arguments.json), flush=True)
            except (PictureError, OSError) as error:
                failures += 1
                reason = (error.strerror or error) if isinstance(error, OSError) else error
                print(f"error: {path}: {reason}", file=sys.stderr)
    return 1 if failures else 0


@contextmanager
def _reader(arguments: argparse.Namespace) -> Iterator[Callable[[Path], Answer]]:
    """Read pictures with the network here."""
    settings = load_settings()
    model = load_model(settings.weights)
    limits = Limits(max_bytes=settings.max_body_bytes, max_pixels=settings.max_pixels)

    def read_picture(path: Path) -> Answer:
        picture = decode(path.read_bytes(), limits)
        found = predict_picture(model, picture, arguments.preprocess)
        return {**source_of(model, arguments.preprocess), **found}

    yield read_picture


@contextmanager
def _asker(arguments: argparse.Namespace) -> Iterator[Callable[[Path], Answer]]:
    """Have pictures read by a service; what it refuses is told as if it were refused here."""
    from app.client import LeNetLens, LeNetLensError  # noqa: PLC0415 -- needs httpx, which nothing else here does

    with LeNetLens(arguments.server) as lens:

        def read_picture(path: Path) -> Answer:
            try:
                answer = lens.predict(path, arguments.preprocess).model_dump()
            except LeNetLensError as error:
                raise PictureError(error.status or 503, str(error)) from error
            return {**answer, "probabilities": np.array(answer["probabilities"], np.float32)}

        yield read_picture


def _line(path: Path, answer: Answer, as_json: bool) -> str:
    if as_json:
        return to_json({"file": str(path), **answer}).decode()
    if answer["blank"]:
        return f"{path}: nothing drawn"
    return f"{path}: {answer['prediction']['digit']} ({percent(answer['prediction']['probability'])})"


def percent(probability: float) -> str:
    """A share in words as the page says it: never all of it."""
    return f"{probability:.1%}" if probability <= 0.999 else ">99.9%"
