"""The command `predict`: with the model here, or through a running service."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.api.content import predict as predict_picture
from app.api.content import source_of
from app.api.formats import to_json
from app.imaging import Limits, PictureError, Preprocess, decode
from app.lenet.model import load_model
from app.settings import load_settings

Answer = dict[str, Any]
Predict = Callable[[Path, Preprocess], Answer]


def add_predict_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `predict`."""
    parser.description = "Predict the digits of pictures."
    preprocess = "center crops and centres the foreground, as MNIST was made; none takes the picture as it is"
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="FILE", help="a PNG, JPEG or WebP picture")
    add("--preprocess", choices=("center", "none"), default="center", help=preprocess)
    add("--server", metavar="URL", help="ask a running service instead, such as http://127.0.0.1:8000")
    add(
        "--json", action="store_true", help="print a JSON object for each file: its name and the API's answer"
    )


def predict(arguments: argparse.Namespace) -> int:
    """Print one line for each picture; errors go to standard error and make the exit code 1."""
    failures = 0
    source = _service(arguments.server) if arguments.server else _local_model()
    with source as predict_file:
        for path in arguments.files:
            try:
                answer = predict_file(path, arguments.preprocess)
                print(_line(path, answer, as_json=arguments.json), flush=True)
            except (PictureError, OSError) as error:
                failures += 1
                reason = (error.strerror or error) if isinstance(error, OSError) else error
                print(f"error: {path}: {reason}", file=sys.stderr)
    return 1 if failures else 0


@contextmanager
def _local_model() -> Iterator[Predict]:
    settings = load_settings()
    model = load_model(settings.weights)
    limits = Limits(max_bytes=settings.max_body_bytes, max_pixels=settings.max_pixels)

    def predict_file(path: Path, preprocess: Preprocess) -> Answer:
        found = predict_picture(model, decode(path.read_bytes(), limits), preprocess)
        return {**source_of(model, preprocess), **found}

    yield predict_file


@contextmanager
def _service(url: str) -> Iterator[Predict]:
    """Ask a service; what it refuses is reported as if it were refused here."""
    from app.client import LeNetLens, LeNetLensError  # noqa: PLC0415 -- needs httpx, an optional package

    with LeNetLens(url) as lens:

        def predict_file(path: Path, preprocess: Preprocess) -> Answer:
            try:
                return lens.send(lens.post("predictions", path, json.loads, preprocess=preprocess))
            except LeNetLensError as error:
                raise PictureError(error.status or 503, str(error)) from error

        yield predict_file


def _line(path: Path, answer: Answer, *, as_json: bool) -> str:
    if as_json:
        return to_json({"file": str(path), **answer}).decode()
    if answer["blank"]:
        return f"{path}: nothing drawn"
    return f"{path}: {answer['prediction']['digit']} ({percent(answer['prediction']['probability'])})"


def percent(probability: float) -> str:
    """Return a probability as the page shows it: never 100 %."""
    return f"{probability:.1%}" if probability <= 0.999 else ">99.9%"
