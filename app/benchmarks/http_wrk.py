"""The load tool wrk, which is not Python and so costs little of the machine that it measures."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("http_post.lua")
REMEDY = "http needs the load tool wrk on the PATH; install it (on Debian and Ubuntu as root: apt-get install wrk), and run it again"

LONGEST = 16
"""Seconds after which even a busy machine has let something through."""


class NoLoadToolError(FileNotFoundError):
    """There is no wrk; the message says what to do."""


class LoadError(OSError):
    """The load was not answered as it should."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is posted again and again."""

    path: str
    content_type: str
    file: Path
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a while of load; times in seconds."""

    requests: int
    seconds: float
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def find_wrk() -> str:
    """The path of wrk."""
    if found := shutil.which("wrk"):
        return found
    raise NoLoadToolError(REMEDY)


def command(wrk: str, url: str, question: Question, connections: int, seconds: int) -> list[str]:
    """One thread, so many kept connections, each asking again as soon as it is answered."""
    load = f"--threads 1 --connections {connections} --duration {seconds}s --timeout 30s"
    return [
        wrk,
        *load.split(),
        *("--script", str(SCRIPT), url + question.path, "--", str(question.file)),
        *("Content-Type", question.content_type),
        *(word for header in question.headers for word in header),
    ]


def put_under_load(url: str, question: Question, connections: int, seconds: int = 1) -> Load:
    """Ask for a while; for longer if a busy machine let nothing through.

    Raises:
        LoadError: an answer was no success, or did not come.
    """
    line = command(find_wrk(), url, question, connections, seconds)
    done = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 -- found on the PATH, no shell
    if done.returncode:
        raise LoadError(f"wrk failed: {done.stderr or done.stdout}")
    found = read_load(done.stdout)
    if found.requests == 0 and seconds < LONGEST:
        return put_under_load(url, question, connections, 4 * seconds)
    return found


def read_load(output: str) -> Load:
    """What the script told in its line of JSON."""
    told = json.loads(next(line for line in output.splitlines() if line.startswith("{")))
    if told["errors"]:
        raise LoadError(
            f"{told['errors']} requests failed beside {told['requests']}; figures of errors say nothing"
        )
    return Load(told["requests"], told["microseconds"] / 1e6, told["p50"] / 1e6, told["p99"] / 1e6)
