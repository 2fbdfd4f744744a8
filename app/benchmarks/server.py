"""The service in a process of its own, and what Linux knows of it."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from mmap import PAGESIZE
from pathlib import Path

from app.settings import ROOT


class NotStartedError(OSError):
    """The service ended before it answered."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running service."""

    url: str
    process: int
    seconds_to_start: float

    def memory(self) -> float:
        """Return the resident memory in MB; 0 where the system does not tell."""
        pages = Path(f"/proc/{self.process}/statm")
        return int(pages.read_text().split()[1]) * PAGESIZE / 1e6 if pages.exists() else 0.0


@contextmanager
def serving(folder: Path = ROOT) -> Iterator[Server]:
    """Serve the checkout in a folder on a free port; `NotStartedError` if it does not start."""
    settings = {**os.environ, "HOST": "127.0.0.1", "PORT": "0", "PYTHONUNBUFFERED": "1"}
    command, pipe = [sys.executable, "-m", "app", "serve"], subprocess.PIPE
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env=settings, stdout=pipe, text=True) as process:  # noqa: S603 -- no shell
        try:
            address = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
            if address is None:
                raise NotStartedError(f"the service of {folder} did not start")
            # The address is printed when the socket is bound: the request waits until it is accepted.
            urllib.request.urlopen(f"{address.group()}/readyz", timeout=60).close()  # noqa: S310 -- ours
            yield Server(address.group(), process.pid, time.perf_counter() - start)
        finally:
            process.terminate()
