"""Run the application under uvicorn on a socket that is bound first, so that a taken port is said clearly."""

import errno
import gc
import signal
import socket
import sys
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import cast

import uvicorn
from starlette.types import ASGIApp

from app.web.connections import RUNNING, Connection
from app.web.logs import Contained
from app.web.origins import Leaving
from app.web.watch import Patience, Watch

SECONDS_TO_FINISH = 10
"""Longer than any answer takes, and shorter than the half minute after which orchestrators lose patience."""

SECONDS_OF_A_TURN = 0.0005
"""For which a thread may keep the interpreter while the event loop wants it; Python's own 0.005, several times a request, are
what small requests then wait beside large ones."""

LOOK_EVERY = 5
"""Ticks of the server, of a tenth of a second each, between two looks at all connections."""

EARS = 16
"""Connections taken on in one turn of the event loop.

uvloop takes on one for each descriptor that listens. With a single one, the last of 64 clients that came at once was answered
after two seconds: at every turn the server answered all that it had taken on before.
"""

EARS_OF_SEVERAL = 2
"""The same where several processes listen, so that the first one to wake does not take on everybody."""


BYTES_OF_SYSTEM = 256 * 1024
"""That the system may keep of answers to one connection: without a bound it takes megabytes for clients that take nothing."""


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
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BYTES_OF_SYSTEM)
        listener.bind(address)
        listener.setblocking(False)
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


def ears(listener: socket.socket, count: int = EARS) -> list[socket.socket]:
    """The listening socket, as often as connections are to be taken on at once.

    None of them ever blocks, not even between two of these lines: whether one does holds for all processes that share it, and a
    worker that waits for a connection which another one took answers nobody.
    """
    listener.setblocking(False)
    return [listener, *(listener.dup() for _ in range(count - 1))]


@dataclass(frozen=True, slots=True)
class Manners:
    """How the server treats its clients, and how it takes its leave of them."""

    patience: Patience = field(default_factory=Patience)
    drain_seconds: int = 0
    on_stop: Callable[[], None] = lambda: None
    """Called at SIGTERM, when new requests are still answered for `drain_seconds`, then only those that are running."""
    trusted_proxies: Sequence[str] = ()
    ears: int = EARS
    """Connections taken on at once."""


class Server(uvicorn.Server):
    """uvicorn's, which watches its connections, and after SIGTERM serves on for a while and listens until all is answered."""

    def __init__(self, config: uvicorn.Config, manners: Manners) -> None:
        super().__init__(config)
        self.manners = manners
        self.watch = Watch(manners.patience)
        self.stops_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM: say that no more should come, and stop later. Again, or Ctrl-C: stop now."""
        if sig != signal.SIGTERM:
            super().handle_exit(sig, frame)
            return
        self.manners.on_stop()
        self.should_exit = self.should_exit or self.stops_at is not None
        self.stops_at = time.monotonic() + self.manners.drain_seconds
        # Whoever is answered from now on asks elsewhere next time.
        self.config.encoded_headers.append((b"connection", b"close"))

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second; True when it is time to stop."""
        connections = cast("set[Connection]", self.server_state.connections)
        if counter % LOOK_EVERY == 0 or len(connections) > self.manners.patience.connections:
            self.watch.look(connections)
        if self.stops_at is not None:
            self._take_leave(connections, time.monotonic() - self.stops_at)
            counter = 0  # at which uvicorn writes its headers anew
        return await super().on_tick(counter)

    def _take_leave(self, connections: Collection[Connection], seconds: float) -> None:
        """When the drain is over, take on nothing more but questions of health, and stop when nothing is running."""
        if seconds < 0:
            return
        if not isinstance(self.config.loaded_app, Leaving):
            self.config.loaded_app = Leaving(self.config.loaded_app)
            for connection in connections:
                connection.app = self.config.loaded_app
        left = SECONDS_TO_FINISH - seconds
        if left <= 0 or not any(one.phase() in RUNNING for one in connections):
            self.config.timeout_graceful_shutdown = max(1, round(left))
            self.should_exit = True


def configured(application: ASGIApp, manners: Manners) -> uvicorn.Config:
    """What uvicorn is told."""
    return uvicorn.Config(
        Contained(application),
        http=Connection,
        ws="none",
        log_level="error",  # mistakes of clients are no news
        access_log=False,
        server_header=False,
        proxy_headers=bool(manners.trusted_proxies),
        forwarded_allow_ips=list(manners.trusted_proxies),
        timeout_keep_alive=manners.patience.keep_alive_seconds,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


def run(application: ASGIApp, listener: socket.socket, manners: Manners | None = None) -> None:
    """Serve until told to stop (Ctrl-C or SIGTERM); what is running then may take SECONDS_TO_FINISH to end."""
    manners = manners or Manners()
    sys.setswitchinterval(SECONDS_OF_A_TURN)
    # What is here by now stays. To look for garbage in it takes 30 ms, in which nobody is answered, and a large JSON starts that.
    gc.freeze()
    Server(configured(application, manners), manners).run(sockets=ears(listener, manners.ears))
