"""The command `serve`: uvicorn, on a socket that is bound first, so that a taken port is reported clearly."""

import argparse
import errno
import logging
import os
import resource
import signal
import socket
import sys

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from app.main import create_app
from app.settings import Settings, load_settings, unknown_variables, variable_of

KEEP_ALIVE_SECONDS = 65
"""Longer than proxies keep idle connections (nginx: 60 s), so that they never reuse one that is closing."""

SHUTDOWN_SECONDS = 10
MAX_CONNECTIONS = 1_000
"""Connections or running requests of a process; beyond that, uvicorn answers 503."""

WORKER_SECONDS = 60
"""Seconds in which a worker must answer its supervisor, else it is killed; uvicorn gives a busy machine 5."""

MAX_HEADER_BYTES = 64 * 1024
BACKLOG = 2_048


class ListenError(OSError):
    """The address cannot be bound; the message says why and what to do."""


class AccessFormatter(logging.Formatter):
    """Format uvicorn's access records without query and client, which may say what was drawn and by whom."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, method, path and status."""
        _client, method, path, _version, status = record.args or ("", "", "", "", "")
        return f"{self.formatTime(record)} {method} {str(path).partition('?')[0]} {status}"


LOG_CONFIG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"error": {"format": "%(asctime)s %(message)s"}, "access": {"()": AccessFormatter}},
    "handlers": {
        "error": {"class": "logging.StreamHandler", "formatter": "error"},
        "access": {"class": "logging.StreamHandler", "formatter": "access", "stream": "ext://sys.stdout"},
    },
    "loggers": {
        "uvicorn.error": {"handlers": ["error"], "level": "ERROR", "propagate": False},
        "uvicorn.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
        "lenet_lens": {"handlers": ["error"], "level": "INFO", "propagate": False},
    },
}
"""Errors are logged on standard error, the access log, if it is wanted, on standard output."""


def add_serve_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `serve`; all other settings are environment variables."""
    parser.description = "Serve the page and the API until Ctrl-C."
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    lines = [f"  {variable_of(name):24}{field.description}" for name, field in Settings.model_fields.items()]
    parser.epilog = "\n".join(["environment variables:", *lines])
    parser.add_argument("--host", help="address to listen on; takes precedence over HOST")
    parser.add_argument("--port", help="port to listen on, 0 for any free one; takes precedence over PORT")


def serve(arguments: argparse.Namespace) -> int:
    """Load the weights, bind the port, print the address and serve."""
    given = {"HOST": arguments.host, "PORT": arguments.port}
    os.environ |= {name: value for name, value in given.items() if value}  # for workers, too
    settings = load_settings()
    for name in unknown_variables(os.environ):
        print(f"warning: {name} is not a setting of LeNet Lens; `serve --help` lists them", file=sys.stderr)
    app = create_app(settings)
    with listen(settings.host, settings.port) as listener:
        print(f"LeNet Lens: {address_of(listener)}  (Ctrl-C stops it)", flush=True)
        run(app, settings, listener)
    return 0


def listen(host: str, port: int) -> socket.socket:
    """Bind the address; `ListenError` if the port is taken or needs more rights, or there is no such host."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise ListenError(_reason(error, host, port)) from error


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} of {host} is taken by another program; stop it, or choose another: PORT={port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"port {port} needs more rights; choose one above 1023, for example PORT=8000"
    return f"cannot listen on HOST={host} PORT={port}: {error.strerror or error}"


def address_of(listener: socket.socket) -> str:
    """Return the address to open in a browser."""
    host, port = listener.getsockname()[:2]
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not bound
    return f"http://[{local}]:{port}" if ":" in local else f"http://{local}:{port}"


def raise_file_limit() -> None:
    """Raise the soft limit of open files to the hard one, as every connection is one."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def run(app: FastAPI, settings: Settings, listener: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C; running requests then have `SHUTDOWN_SECONDS` to finish.

    Several workers each create an application of their own from the environment.

    Connection-level protection is uvicorn's and the reverse proxy's, see `app/deploy/nginx.conf`.
    """
    raise_file_limit()
    # uvicorn raises the signal again at the end; a server that was asked to stop has not failed.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    config = uvicorn.Config(
        "app.main:create_app" if settings.workers > 1 else app,
        factory=settings.workers > 1,
        workers=settings.workers,
        ws="none",
        log_config=LOG_CONFIG,
        access_log=settings.access_log,
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        timeout_worker_healthcheck=WORKER_SECONDS,
        h11_max_incomplete_event_size=MAX_HEADER_BYTES,
        backlog=BACKLOG,
        root_path=settings.root_path,
    )
    if settings.workers > 1:
        Multiprocess(config, sockets=[listener]).run()
    else:
        uvicorn.Server(config).run(sockets=[listener])
