"""One good client among bad ones: how long it waits before, while two hundred do their worst, and after."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.benchmarks.abuse_clients import MODEL, empty_picture
from app.benchmarks.http_server import Server, serving
from app.benchmarks.machine import machine_told
from app.benchmarks.timing import percentile, table
from app.settings import ROOT

BAD = 200
QUIET, ABUSE = 5.0, 40.0
"""Seconds without the bad clients, before and after, and with them: longer than the server waits for headers or a body."""
PAUSE = 0.05
"""Seconds between two pictures of the good client, about as they come from a hand that draws."""
LOOKS = 0.25
PATIENCE = 60.0
"""Seconds after which an answer that does not come counts as refused."""
Outcomes = dict[str, dict[str, int]]


@dataclass(slots=True)
class Phase:
    """What the good client met for a while, in seconds, and the largest memory of the server meanwhile, in MB."""

    name: str
    waits: list[float] = field(default_factory=list)
    refused: int = 0
    memory: float = 0.0


def run() -> None:
    """Print the tables."""
    with machine_told(), serving() as lens:
        ask(lens, Phase("to warm up"), 1.0)
        before, during, after = Phase("before"), Phase(f"with {BAD} bad clients"), Phase("after")
        ask(lens, before, QUIET)
        with bad_clients(lens.url) as told:
            ask(lens, during, ABUSE)
        time.sleep(QUIET)  # in which the last time-outs end what is left
        ask(lens, after, QUIET)
        header = ["one good client", "pictures", "refused", "p50 ms", "p99 ms", "slowest ms", "memory MB"]
        print(table("## Abuse", header, [row(phase) for phase in (before, during, after)]))
        print(table("What the bad clients got", *outcomes(told)))


@contextmanager
def bad_clients(url: str) -> Iterator[Outcomes]:
    """Have them do their worst meanwhile, from a process of their own that gives way to the server; then what they got."""
    command = [sys.executable, "-m", "app.benchmarks.abuse_clients", url, str(ABUSE), str(BAD)]
    told: Outcomes = {}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- this interpreter
        yield told
        told.update(json.loads(process.communicate(timeout=ABUSE)[0]))


def ask(lens: Server, phase: Phase, seconds: float) -> None:
    """Be the good client for a while."""
    address = urlsplit(lens.url)
    picture, headers = empty_picture(28), {"Content-Type": "image/png"}
    connection = http.client.HTTPConnection(address.netloc, timeout=PATIENCE)
    end, next_look = time.monotonic() + seconds, 0.0
    while (now := time.monotonic()) < end:
        if now >= next_look:
            phase.memory, next_look = max(phase.memory, lens.memory() or 0.0), now + LOOKS
        began = time.perf_counter()
        try:
            connection.request("POST", f"{MODEL}/activations?format=safetensors", picture, headers)
            answer = connection.getresponse()
            answer.read()
            phase.refused += answer.status != 200
        except (OSError, http.client.HTTPException):
            phase.refused += 1
            connection.close()
        phase.waits.append(time.perf_counter() - began)
        time.sleep(PAUSE)
    connection.close()


def row(phase: Phase) -> list[str]:
    """A phase as a line."""
    waits = [percentile(phase.waits, share) * 1e3 for share in (50, 99, 100)]
    return [
        phase.name,
        str(len(phase.waits)),
        str(phase.refused),
        *(f"{wait:.1f}" for wait in waits),
        f"{phase.memory:.0f}",
    ]


def outcomes(told: Outcomes) -> tuple[Sequence[str], list[list[str]]]:
    """Header and lines: for each kind of client, how often it was answered with what."""
    ends = sorted({end for counts in told.values() for end in counts})
    return ["sent", *ends], [
        [name, *(str(counts.get(end, 0)) for end in ends)] for name, counts in told.items()
    ]
