"""The load tool wrk, which is no Python program and costs little of the machine that it measures."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("post.lua")
REMEDY = "http needs the load tool wrk on the PATH; install it (on Debian and Ubuntu as root: apt-get install wrk), and run it again"


class LoadError(OSError):
    """Requests failed, or wrk did, or it is not installed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Post:
    """A request that is repeated; its body is in a file."""

    path: str
    headers: Mapping[str, str]
    file: Path


@dataclass(frozen=True, slots=True)
class Load:
    """The result of one measurement; times in seconds."""

    requests: int
    seconds: float
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def find_wrk() -> str:
    """Return the path of wrk, or raise `LoadError`."""
    if found := shutil.which("wrk"):
        return found
    raise LoadError(REMEDY)


def put_under_load(url: str, post: Post, connections: int, seconds: int = 1) -> Load:
    """Repeat a request on so many kept connections; `LoadError` if a response was no success, or did not come."""
    options = f"--threads 1 --connections {connections} --duration {seconds}s --timeout 30s --script {SCRIPT}"
    headers = [word for header in post.headers.items() for word in header]
    command = [find_wrk(), *options.split(), url + post.path, "--", str(post.file), *headers]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- found on the PATH, no shell
    if done.returncode:
        raise LoadError(f"wrk failed: {done.stderr or done.stdout}")
    return read_load(done.stdout)


def read_load(output: str) -> Load:
    """Return what the script printed as a line of JSON; `LoadError` if a request failed."""
    found = json.loads(next(line for line in output.splitlines() if line.startswith("{")))
    if found["errors"] or not found["requests"]:
        raise LoadError(f"{found['errors']} requests failed beside {found['requests']}")
    return Load(found["requests"], found["microseconds"] / 1e6, found["p50"] / 1e6, found["p99"] / 1e6)
