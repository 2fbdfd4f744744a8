"""Run the application under uvicorn on a socket that is bound first, so that a taken port is said clearly."""

import errno
import socket

import uvicorn
from starlette.types import ASGIApp

SECONDS_TO_FINISH = 10
"""Longer than any answer takes, and shorter than the half minute after which orchestrators lose patience."""


EARS = 16
"""Connections taken on in one turn of the event loop.

uvloop takes on one for each descriptor that listens. With a single one, the last of 64 clients that came at once was answered
after two seconds: at every turn the server answered all that it had taken on before.
"""


class ListenError(OSError):
    """The address cannot be listened on; the message says why and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Bind the address, or say in one line why not."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        raise ListenError(_reason(error, host, port)) from error
    listener.set_inheritable(True)
    return listener


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} of {host} is taken by another program; stop it, or choose another: PORT={port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"port {port} needs more rights; choose one above 1023, for example PORT=8000"
    return f"cannot listen on HOST={host} PORT={port}: {error.strerror or error}"


def address_of(listener: socket.socket) -> str:
    """The address to open in a browser."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 -- compared, not bound
    return f"http://{shown}:{port}"


def ears(listener: socket.socket) -> list[socket.socket]:
    """The listening socket, as often as connections are to be taken on at once."""
    return [listener, *(listener.dup() for _ in range(EARS - 1))]


def run(application: ASGIApp, listener: socket.socket) -> None:
    """Serve until told to stop (Ctrl-C or SIGTERM); what is running then may take SECONDS_TO_FINISH to end."""
    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    uvicorn.Server(config).run(sockets=ears(listener))
