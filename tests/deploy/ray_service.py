"""The service under Ray, started as people start it, and the processes that it is made of."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.settings import ROOT

RAY_PYTHON = ROOT / ".venv-ray" / "bin" / "python"
SECONDS_TO_START = 180
ONGOING = 8


@dataclass(frozen=True)
class RayService:
    """A running `python -m app.deploy.ray_serve`."""

    url: str
    process: subprocess.Popen[bytes]

    def replicas(self) -> set[int]:
        """The processes that run the application."""
        return {
            pid for pid in descendants(self.process.pid) if command_of(pid).startswith("ray::ServeReplica")
        }


def ray_environment(folder: Path) -> dict[str, str]:
    """Ray keeps a token in the home folder and its logs in another: both are thrown away with the test's own."""
    return {**os.environ, "HOME": str(folder), "PYTHONUNBUFFERED": "1", "RAY_USAGE_STATS_ENABLED": "0"}


@contextmanager
def ray_service(folder: Path, replicas: int) -> Iterator[RayService]:
    """So many replicas, no more and no less, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    output = folder / "output.txt"
    scale = ["--least", str(replicas), "--most", str(replicas), "--ongoing", str(ONGOING)]
    command = [str(RAY_PYTHON), "-m", "app.deploy.ray_serve", *scale]
    environment = {**ray_environment(folder), "HOST": "127.0.0.1", "PORT": str(port)}
    with (
        output.open("wb") as sink,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=sink, stderr=sink) as process,
    ):
        try:
            yield RayService(_announced(process, output), process)
        finally:
            process.terminate()
            process.wait(timeout=60)


def _announced(process: subprocess.Popen[bytes], output: Path) -> str:
    """Wait until the service has printed its address; it answers there by then."""
    for _ in range(SECONDS_TO_START * 4):
        if address := re.search(r"LeNet Lens: (http://\S+)", output.read_text()):
            return address[1]
        if process.poll() is not None:
            break
        time.sleep(0.25)
    pytest.fail(f"the service did not start under Ray:\n{output.read_text()}")


def descendants(pid: int) -> list[int]:
    """A process's children, their children, and so on."""
    children: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        children += map(int, _text(task).split())
    return [*children, *(inner for child in children for inner in descendants(child))]


def command_of(pid: int) -> str:
    """What a process calls itself; nothing once it is gone."""
    return _text(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def run_under_ray(folder: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a module with the Python that has Ray."""
    return subprocess.run(
        [str(RAY_PYTHON), *arguments],
        cwd=ROOT,
        env=ray_environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
