"""Servers in processes of their own, and what Linux knows of them."""

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from app.settings import ROOT

LENS = ("app", "serve")
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
PATIENCE = 60.0
"""Seconds within which a server must be ready, or it is thought not to start."""


class NotStartedError(OSError):
    """A server ended, or was not ready in time."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    url: str
    process: int
    seconds_to_ready: float

    def memory(self) -> float | None:
        """Resident memory in MB, or None where the system does not tell."""
        status = Path(f"/proc/{self.process}/status")
        return resident_memory(status.read_text()) if status.exists() else None

    def memory_of_all(self) -> float | None:
        """MB that it and all processes that it started hold, shared pages counted by halves, thirds and so on."""
        places = [Path(f"/proc/{process}/smaps_rollup") for process in family(self.process)]
        if not all(place.exists() for place in places):
            return None
        return sum(proportional_memory(place.read_text()) for place in places)

    def processor_seconds(self) -> float | None:
        """Processor time so far of it and the processes that it started, or None where the system does not tell."""
        places = [Path(f"/proc/{process}/stat") for process in family(self.process)]
        if not all(place.exists() for place in places):
            return None
        return sum(processor_time(place.read_text()) for place in places)


def family(process: int) -> list[int]:
    """A process, its children, their children, and so on, where the system tells."""
    children = [
        int(child)
        for told in Path(f"/proc/{process}/task").glob("*/children")
        for child in told.read_text().split()
    ]
    return [process, *(inner for child in children for inner in family(child))]


@contextmanager
def serving(
    module: Sequence[str] = LENS,
    ready: str = "/readyz",
    python: str = sys.executable,
    settings: Mapping[str, str] = NO_SETTINGS,
) -> Iterator[Server]:
    """Run `python -m …`, which prints its address, on a free port, until the block ends; settings are of the environment."""
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": "0", "PYTHONUNBUFFERED": "1", **settings}
    start = time.perf_counter()
    command = [python, "-m", *module]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- no shell
        try:
            address = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
            if address is None:
                raise NotStartedError(f"{' '.join(command)} did not start")
            _wait_for(address.group() + ready, process)
            yield Server(address.group(), process.pid, time.perf_counter() - start)
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[str]) -> None:
    address = urlsplit(url)
    end = time.perf_counter() + PATIENCE
    while process.poll() is None and time.perf_counter() < end:
        connection = http.client.HTTPConnection(address.netloc, timeout=PATIENCE)
        try:
            connection.request("GET", address.path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.005)
    raise NotStartedError(f"{url} did not answer within {PATIENCE:.0f} s")


def resident_memory(status: str) -> float | None:
    """MB of `VmRSS`, of the text of /proc/PID/status."""
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found.group(1)) * 1024 / 1e6 if found else None


def proportional_memory(rollup: str) -> float:
    """MB of `Pss`, of the text of /proc/PID/smaps_rollup."""
    found = re.search(r"^Pss:\s+(\d+) kB$", rollup, re.MULTILINE)
    return int(found.group(1)) * 1024 / 1e6 if found else 0.0


def processor_time(stat: str) -> float:
    """Seconds in user and system mode, of the text of /proc/PID/stat; the program's name in it may have spaces."""
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
