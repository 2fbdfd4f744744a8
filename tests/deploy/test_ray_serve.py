"""The service under Ray Serve is the service: the API's tests pass through it, and a replica that dies takes little with it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app.settings import ROOT
from tests.api.pictures import PREDICTIONS, digit, file_of
from tests.deploy.ray_service import ONGOING, RayService, ray_service

pytestmark = pytest.mark.ray

API_TESTS = ("tests/web", "tests/test_client.py")
NOT_OF_RAY = (
    "--ignore=tests/web/test_server.py",
    "--deselect=tests/web/test_corpus.py::test_none_of_them_leaves_anything_behind",
    "--ignore=tests/web/test_fuzz.py",
    "--ignore=tests/web/test_schemathesis.py",
)
"""The program that holds the sockets, which is Ray's proxy here; the memory of this process; and the fuzzers' thousands of
questions, for the time."""
CLIENTS = 24


@pytest.fixture
def one_replica(tmp_path: Path) -> Iterator[RayService]:
    """The service with one replica."""
    with ray_service(tmp_path, replicas=1) as service:
        yield service


@pytest.fixture
def two_replicas(tmp_path: Path) -> Iterator[RayService]:
    """The service with two replicas."""
    with ray_service(tmp_path, replicas=2) as service:
        yield service


def test_the_tests_of_the_api_pass_through_it(one_replica: RayService) -> None:
    """Every test that asks the API something passes when it asks through Ray's proxy."""
    command = [sys.executable, "-m", "pytest", "-q", "--address", one_replica.url, *NOT_OF_RAY, *API_TESTS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:]
    print(done.stdout.splitlines()[-1])


@dataclass(frozen=True, slots=True)
class Asked:
    """One request under load: when it was sent, on the clock of the test, and what came."""

    sent: float
    status: int


def ask_until(stopped: threading.Event, url: str) -> list[Asked]:
    """One client without retries, each request as soon as the one before is answered."""
    asked: list[Asked] = []
    picture = file_of(digit())
    with httpx.Client(base_url=url, headers={"Content-Type": "image/png"}, timeout=60) as client:
        while not stopped.is_set():
            sent = time.monotonic()
            asked.append(Asked(sent, client.post(PREDICTIONS, content=picture).status_code))
    return asked


def wait_for(service: RayService, gone: int, count: int) -> None:
    """Until so many replicas run, none of them the one that was killed."""
    for _ in range(600):
        if gone not in (running := service.replicas()) and len(running) == count:
            return
        time.sleep(0.1)
    pytest.fail(f"{count} replicas should run, without {gone}; there are {service.replicas()}")


def test_a_killed_replica_loses_no_request_that_had_not_begun(two_replicas: RayService) -> None:
    """Two dozen clients ask all the time; one of two replicas stands still, is sent requests, and is killed.

    Whatever it had not begun is answered by the other one: only requests that were under way when it stopped may fail, and
    nobody was refused after. Then there are two again.
    """
    stopped = threading.Event()
    victim = min(two_replicas.replicas())
    with ThreadPoolExecutor(CLIENTS) as pool:
        loads = [pool.submit(ask_until, stopped, two_replicas.url) for _ in range(CLIENTS)]
        try:
            time.sleep(3)
            os.kill(victim, signal.SIGSTOP)
            stood_still = time.monotonic()
            time.sleep(2)
            os.kill(victim, signal.SIGKILL)
            wait_for(two_replicas, gone=victim, count=2)
            time.sleep(2)
        finally:
            stopped.set()
        asked = [one for load in loads for one in load.result()]
    after = [one for one in asked if one.sent > stood_still]
    failed = [one for one in asked if one.status != 200]
    assert len(after) > CLIENTS
    assert {one.status for one in after} == {200}
    assert len(failed) <= ONGOING
    print(
        f"{len(asked)} requests, {len(after)} after the replica stood still; {len(failed)} had begun and failed"
    )
