"""A server of a test's own, with settings of its own, and bytes sent to it by hand."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.settings import ROOT


@dataclass(frozen=True)
class Serving:
    """A running `python -m app serve` and its address."""

    process: subprocess.Popen[str]
    url: str

    def connect(self) -> socket.socket:
        """A connection to it."""
        address = urlsplit(self.url)
        return socket.create_connection((address.hostname or "", address.port or 0), timeout=60)


def reset_signals() -> None:
    """Give a child process the default signal handlers: SIGINT is ignored in the background of a script, and inherited."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


@contextmanager
def serving(*options: str, **variables: str) -> Iterator[Serving]:
    """Serve on a free port with these options and variables; killed at the end, if it still runs."""
    with subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", "0", *options],
        cwd=ROOT,
        env={**os.environ, "HOST": "127.0.0.1", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=reset_signals,  # noqa: PLW1509 -- it takes no lock
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            address = re.search(r"http://\S+", line)
            assert address, line
            yield Serving(process, address.group())
        finally:
            process.kill()


def everything(connection: socket.socket) -> bytes:
    """All that comes until the other side hangs up."""
    answer = b""
    try:
        while part := connection.recv(65_536):
            answer += part
    except ConnectionResetError:
        pass
    return answer
