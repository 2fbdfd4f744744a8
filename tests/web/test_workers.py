"""Several workers: all of them serve, one that dies is replaced, and they end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from app.commands import manners
from app.settings import ROOT, Settings
from app.web.probes import Readiness
from app.web.server import EARS, EARS_OF_SEVERAL, ears, listen
from tests.serving import serving

SCRIPT = """
import os, signal, sys, time
from functools import partial
from pathlib import Path
from app.web.workers import Workers

def work(folder):
    (folder / str(os.getpid())).touch()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    while True:
        time.sleep(60)

if __name__ == "__main__":
    Workers(partial(work, Path(sys.argv[1])), 2).run()
"""


def wait_for(true: Callable[[], bool]) -> None:
    """Look until it is so; a machine that is busy takes its time."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def alive(process: int) -> bool:
    """Whether a process that is not ours runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def supervisor(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Callable[[], set[int]]]]:
    """A process with two idle workers, and what tells the numbers of all that ever began to work."""
    script, folder = tmp_path / "supervisor.py", tmp_path / "workers"
    script.write_text(SCRIPT)
    folder.mkdir()

    def begun() -> set[int]:
        return {int(path.name) for path in folder.iterdir()}

    with subprocess.Popen(
        [sys.executable, str(script), str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            wait_for(lambda: len(begun()) == 2)
            yield process, begun
        finally:
            process.kill()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, -signal.SIGINT)])
def test_workers_end_together(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """SIGTERM and Ctrl-C end every worker, then their parent; Ctrl-C as an interruption, which the command line knows."""
    with supervisor(tmp_path) as (process, begun):
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
        assert not any(alive(one) for one in begun())
    assert process.returncode == code
    assert said.splitlines()[-1:] == (["KeyboardInterrupt"] if code else [])


def test_a_dead_worker_is_replaced(tmp_path: Path) -> None:
    """A worker that is killed is said to have ended, and another one takes its place."""
    with supervisor(tmp_path) as (process, begun):
        (first, _) = before = begun()
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: len(begun()) == 3)
        assert sum(map(alive, begun() | before)) == 2
        process.terminate()
        _, said = process.communicate(timeout=60)
    assert said == f"worker {first} ended with -9; another one starts\n"


def test_workers_do_not_outlive_their_parent(tmp_path: Path) -> None:
    """When the parent is killed, its workers see it and end by themselves: the port is free again."""
    with supervisor(tmp_path) as (process, begun):
        process.kill()
        process.wait(timeout=60)
        wait_for(lambda: not any(map(alive, begun())))


def test_workers_leave_connections_to_one_another() -> None:
    """One worker alone takes on many connections in a turn; of several, none takes on more than a few that came at once."""
    alone, several = (manners(Settings(workers=count), Readiness()).ears for count in (1, 2))
    assert (alone, several) == (EARS, EARS_OF_SEVERAL)
    with listen("127.0.0.1", 0) as listener:
        ours = ears(listener, several)
        assert len(ours) == several < 8
        for one in ours[1:]:
            one.close()


def test_two_workers_serve_one_socket() -> None:
    """The service with two workers answers as with one, and SIGTERM ends it without a word."""
    with serving(LENET_WORKERS="2") as server:
        for _ in range(4):
            assert httpx.get(f"{server.url}/readyz", timeout=60).json()["status"] == "ready"
        server.process.terminate()
        assert server.process.communicate(timeout=60) == ("", "")
        assert server.process.returncode == 0
