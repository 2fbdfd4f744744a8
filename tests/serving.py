"""Processes that tests start, each ended in time: this Python, programs, and servers on a free port."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import httpx
import pytest

from app.settings import ROOT

SECONDS = 240
"""After which a command is ended that should have ended by itself."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Program:
    """A running program, and the file that its output goes to."""

    process: subprocess.Popen[bytes]
    output: Path

    def wait_for(self, ask: Callable[[], Answer | None], what: str, seconds: float = 60) -> Answer:
        """Ask until there is an answer; the test fails if the program ends before or takes too long."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            if answer := ask():
                return answer
            time.sleep(0.05)
        state = f"took more than {seconds} s" if self.process.poll() is None else "the program ended before"
        pytest.fail(f"{what}: {state}; its output:\n{self.output.read_text()[-4000:]}")


@dataclass(frozen=True)
class Serving(Program):
    """A running server: its process, its output, and its address."""

    url: str


def reset_signals() -> None:
    """Give a child the default signal handlers, as the background of a script ignores and inherits SIGINT."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


@contextmanager
def running(
    *command: str | Path, folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """Run a program in a process group of its own; what is left of the group at the end is killed."""
    with TemporaryDirectory(prefix="lenet-lens-") as place:
        output = Path(place) / "output.txt"
        with (
            output.open("wb") as sink,
            subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdout=sink,
                stderr=sink,
                start_new_session=True,
                preexec_fn=reset_signals,  # noqa: PLW1509 -- it takes no lock
            ) as process,
        ):
            try:
                yield Program(process, output)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)


def run_program(
    *command: str | Path, folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS
    )


def run_python(
    *arguments: str, folder: Path = ROOT, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run this Python to its end in a folder, with further variables of the environment."""
    return run_program(
        sys.executable, *arguments, folder=folder, environment={**os.environ, **(variables or {})}
    )


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def serving(*options: str, **variables: str) -> Iterator[Serving]:
    """Serve on a free port with these options and variables."""
    command = (sys.executable, "-m", "app", "serve", "--port", "0", *options)
    with running(*command, environment={**os.environ, "HOST": "127.0.0.1", **variables}) as program:

        def announced() -> str | None:
            found = re.search(r"http://\S+(?=\s)", program.output.read_text())
            return found and found.group()

        url = program.wait_for(announced, "the server announces its address")
        httpx.get(f"{url}/healthz", timeout=60)
        yield Serving(program.process, program.output, url)
