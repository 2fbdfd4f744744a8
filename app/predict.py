"""The command `predict`: with the model here, or through a running service."""

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from app.api.content import predict as predict_picture
from app.api.content import source_of
from app.api.formats import BINARY_TYPE, to_json
from app.imaging import Limits, PictureError, Preprocess, decode
from app.lenet.model import load_model
from app.settings import load_settings

Answer = dict[str, Any]
Predict = Callable[[Path, Preprocess], Answer]

TIMEOUT = 30
"""Seconds that a service may take for each step of a request."""


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
    predict_file = partial(_ask_service, arguments.server) if arguments.server else _local_model()
    for path in arguments.files:
        try:
            answer = predict_file(path, arguments.preprocess)
            print(_line(path, answer, as_json=arguments.json), flush=True)
        except (PictureError, OSError) as error:
            failures += 1
            reason = (error.strerror or error) if isinstance(error, OSError) else error
            print(f"error: {path}: {reason}", file=sys.stderr)
    return 1 if failures else 0


def _local_model() -> Predict:
    settings = load_settings()
    model = load_model(settings.weights)
    limits = Limits(max_bytes=settings.max_body_bytes, max_pixels=settings.max_pixels)

    def predict_file(path: Path, preprocess: Preprocess) -> Answer:
        found = predict_picture(model, decode(path.read_bytes(), limits), preprocess)
        return {**source_of(model, preprocess), **found}

    return predict_file


def _ask_service(url: str, path: Path, preprocess: Preprocess) -> Answer:
    """Ask a service; what it refuses is reported as if it were refused here."""
    address = f"{url.rstrip('/')}/api/v1/models/lenet/predictions?preprocess={preprocess}"
    picture = path.read_bytes()
    if not url.startswith(("http://", "https://")):
        raise PictureError(503, f"{url} is not an address; begin it with http:// or https://")
    try:
        request = Request(address, picture, {"Content-Type": BINARY_TYPE})  # noqa: S310 -- checked above
        with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 -- checked above
            answer: Answer = json.load(response)
        return answer | {"blank": answer["blank"]}
    except HTTPError as error:
        raise PictureError(error.code, _refusal(error)) from error
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        detail = f"{url} cannot be reached: {reason}; is the service running there?"
        raise PictureError(503, detail) from error
    except (ValueError, KeyError, TypeError) as error:
        raise PictureError(503, f"{address} does not answer as LeNet Lens does") from error


def _refusal(error: HTTPError) -> str:
    """Return the detail of a problem document, or the status if it is none."""
    try:
        return str(json.load(error)["detail"])
    except (ValueError, KeyError, TypeError):
        return f"{error.url} answered {error.code} {error.reason}, not as LeNet Lens does"


def _line(path: Path, answer: Answer, *, as_json: bool) -> str:
    if as_json:
        return to_json({"file": str(path), **answer}).decode()
    if answer["blank"]:
        return f"{path}: nothing drawn"
    return f"{path}: {answer['prediction']['digit']} ({percent(answer['prediction']['probability'])})"


def percent(probability: float) -> str:
    """Return a probability as the page shows it: never 100 %."""
    return f"{probability:.1%}" if probability <= 0.999 else ">99.9%"
