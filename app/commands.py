"""The commands `serve` and `predict`."""

import argparse
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from app.imaging import Limits, PictureError, decode
from app.main import create_app
from app.settings import VARIABLES, Settings, settings_from, unknown_variables
from app.web.answers import predictions
from app.web.model import load_model, read
from app.web.probes import Readiness
from app.web.server import EARS, EARS_OF_SEVERAL, Manners, address_of, listen, run
from app.web.watch import Patience
from app.web.workers import Workers

Answer = dict[str, Any]


def add_serve_arguments(parser: argparse.ArgumentParser) -> None:
    """What `serve` can be told; the environment says the rest."""
    parser.description = "Serve the page and the API until Ctrl-C."
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    width = max(len(variable.name) for variable in VARIABLES)
    lines = [f"  {variable.name:{width}}  {variable.meaning}" for variable in VARIABLES]
    parser.epilog = "\n".join(["environment variables:", *lines])
    parser.add_argument("--host", help="address to listen on; goes before HOST")
    parser.add_argument("--port", help="port to listen on, 0 for any free one; goes before PORT")


def serve(arguments: argparse.Namespace) -> int:
    """Print the address and serve; the weights are read and the address is bound before anything is printed."""
    given = {"HOST": arguments.host, "PORT": arguments.port}
    settings = settings_from({**os.environ, **{name: value for name, value in given.items() if value}})
    for name in unknown_variables(os.environ):
        print(f"warning: {name} is no setting of LeNet Lens; `serve --help` lists them", file=sys.stderr)
    application = create_app(settings)
    with listen(settings.host, settings.port) as listener:
        print(f"LeNet Lens: {address_of(listener)}  (Ctrl-C stops it)", flush=True)
        if settings.workers == 1:
            run(application, listener, manners(settings, application.state.readiness))
        else:
            _serve_with_workers(settings, listener)
    return 0


def _serve_with_workers(settings: Settings, listener: socket.socket) -> None:
    """Several processes; where they count requests, they share a folder of their figures."""
    work = partial(_work, settings, listener)
    if settings.metrics == "off":
        Workers(work, settings.workers).run()
        return
    from app.web.metrics import shared_figures  # noqa: PLC0415 -- there only if it is asked for

    with shared_figures() as forget:
        Workers(work, settings.workers, forget).run()


def _work(settings: Settings, listener: socket.socket) -> None:
    """What each of several workers does, in a process of its own."""
    application = create_app(settings)
    run(application, listener, manners(settings, application.state.readiness))


def manners(settings: Settings, readiness: Readiness) -> Manners:
    """How the server is to treat its clients."""
    return Manners(
        patience=Patience(
            settings.header_seconds,
            settings.body_seconds,
            settings.answer_seconds,
            settings.keep_alive_seconds,
            settings.max_connections,
        ),
        drain_seconds=settings.drain_seconds,
        on_stop=readiness.stop,
        trusted_proxies=settings.trusted_proxies,
        ears=EARS if settings.workers == 1 else EARS_OF_SEVERAL,
    )


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
    settings = settings_from(os.environ)
    model = load_model(settings.weights)
    limits = Limits(max_bytes=settings.max_body_bytes, max_pixels=settings.max_pixels)

    def read_picture(path: Path) -> Answer:
        seen = read(model, [decode(path.read_bytes(), limits)], arguments.preprocess)
        return predictions(model, arguments.preprocess, seen, batch=False)

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
        return orjson.dumps({"file": str(path), **answer}, option=orjson.OPT_SERIALIZE_NUMPY).decode()
    if answer["blank"]:
        return f"{path}: nothing drawn"
    return f"{path}: {answer['prediction']['digit']} ({percent(answer['prediction']['probability'])})"


def percent(probability: float) -> str:
    """A share in words as the page says it: never all of it."""
    return f"{probability:.1%}" if probability <= 0.999 else ">99.9%"
