"""Processes that tests start: this Python, and servers as people start them, on a free port."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from app.settings import ROOT


@dataclass(frozen=True)
class Serving:
    """A running server: its process, its address, and the file that its output goes to."""

    process: subprocess.Popen[bytes]
    url: str
    output: Path


def reset_signals() -> None:
    """Give a child process the default signal handlers.

    SIGINT is ignored in the background of a script, and inherited.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


def run_python(
    *arguments: str, folder: Path = ROOT, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run this Python to its end in a folder, with further variables of the environment."""
    environment = {**os.environ, **(variables or {})}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@contextmanager
def serving(*options: str, **variables: str) -> Iterator[Serving]:
    """Serve on a free port with these options and variables; killed at the end, if it still runs."""
    with TemporaryDirectory(prefix="lenet-lens-") as folder:
        output = Path(folder) / "output.txt"
        with (
            output.open("wb") as sink,
            subprocess.Popen(
                [sys.executable, "-m", "app", "serve", "--port", "0", *options],
                cwd=ROOT,
                env={**os.environ, "HOST": "127.0.0.1", **variables},
                stdout=sink,
                stderr=sink,
                preexec_fn=reset_signals,  # noqa: PLW1509 -- it takes no lock
            ) as process,
        ):
            try:
                yield Serving(process, _announced_address(process, output), output)
            finally:
                process.kill()


def _announced_address(process: subprocess.Popen[bytes], output: Path) -> str:
    """Wait until the server has printed its address and answers there."""
    for _ in range(1200):
        if address := re.search(r"http://\S+(?=\s)", output.read_text()):
            httpx.get(f"{address.group()}/healthz", timeout=300)
            return address.group()
        if process.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"the server did not start:\n{output.read_text()}")
