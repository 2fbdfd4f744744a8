"""Activations over HTTP: one worker and kept connections, beside a bare route that answers as many static bytes."""

import tempfile
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from app.benchmarks.http_questions import questions
from app.benchmarks.http_server import Server, serving
from app.benchmarks.http_wrk import Load, Question, find_wrk, put_under_load
from app.benchmarks.machine import machine_told
from app.benchmarks.timing import table

CONNECTIONS = (1, 8, 64)
ROUNDS = 5
STARTS = 3
BARE = "app.benchmarks.http_bare"


@dataclass(slots=True)
class Side:
    """A server, what it is asked, and what came of every round."""

    server: Server
    question: Question
    loads: list[Load] = field(default_factory=list)
    processor_seconds: float = 0.0

    def work(self, connections: int) -> None:
        """Answer for a second."""
        before = self.server.processor_seconds()
        self.loads.append(put_under_load(self.server.url, self.question, connections))
        after = self.server.processor_seconds()
        self.processor_seconds += (after or 0.0) - (before or 0.0)

    def cost(self) -> float:
        """Processor seconds a request."""
        return self.processor_seconds / sum(round_.requests for round_ in self.loads)


def run() -> None:
    """Print the tables."""
    find_wrk()
    with machine_told():
        starts = [_seconds_to_start() for _ in range(STARTS)]
        with tempfile.TemporaryDirectory() as folder, serving() as lens:
            memory = [lens.memory()]
            asked = 0
            for name, question in questions(Path(folder)).items():
                asked += _beside_bare(name, lens, question)
            memory.append(lens.memory())
        print(_worker(starts, memory, asked))


def shares(mine: Sequence[Load], others: Sequence[Load]) -> float:
    """The middle of the rounds' shares in another's requests: in one round both had the same machine."""
    return median(one.rate / other.rate for one, other in zip(mine, others, strict=True))


def _seconds_to_start() -> tuple[float, float]:
    """By the clock, and of the processor."""
    with serving() as server:
        return server.seconds_to_ready, server.processor_seconds() or 0.0


def _answer_bytes(lens: Server, question: Question) -> int:
    headers = {"Content-Type": question.content_type, **dict(question.headers)}
    request = urllib.request.Request(lens.url + question.path, question.file.read_bytes(), headers)  # noqa: S310 -- our own server
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 -- as above
        return len(answer.read())


def _beside_bare(name: str, lens: Server, question: Question) -> int:
    """Print one table; return how many requests the application answered for it."""
    count = _answer_bytes(lens, question)
    with ExitStack() as stack:
        bare = stack.enter_context(serving((BARE, str(count)), ready="/"))
        asked_bare = Question("/", question.content_type, question.file)
        for server, asked in ((lens, question), (bare, asked_bare)):
            put_under_load(server.url, asked, CONNECTIONS[0])
        sides = {many: (Side(lens, question), Side(bare, asked_bare)) for many in CONNECTIONS}
        for _ in range(ROUNDS):
            for many, pair in sides.items():
                for side in pair:
                    side.work(many)
    rows = [row(many, *pair) for many, pair in sides.items()]
    header = [
        "connections",
        "requests/s",
        "bare",
        "share",
        "p50 ms",
        "p99 ms",
        "p99/p50",
        "processor µs",
        "bare",
        "share",
    ]
    print(table(f"Activations, {name} ({count:,} bytes), one worker", header, rows))
    return sum(round_.requests for pair in sides.values() for round_ in pair[0].loads)


def row(many: int, mine: Side, bare: Side) -> list[str]:
    """A line of the table; every figure is the middle one of the rounds'."""
    p50, p99 = (median(getattr(one, name) for one in mine.loads) for name in ("p50", "p99"))
    spread = median(one.p99 / one.p50 for one in mine.loads)
    costs = mine.cost(), bare.cost()
    return [
        str(many),
        *(f"{median(one.rate for one in side.loads):,.0f}" for side in (mine, bare)),
        f"{shares(mine.loads, bare.loads):.2f}",
        f"{p50 * 1e3:.1f}",
        f"{p99 * 1e3:.1f}",
        f"{spread:.1f}",
        *(f"{cost * 1e6:.0f}" for cost in costs),
        f"{costs[1] / costs[0]:.2f}" if costs[0] else "?",
    ]


def _worker(starts: Sequence[tuple[float, float]], memory: Sequence[float | None], asked: int) -> str:
    clock, used = (median(times) for times in zip(*starts, strict=True))
    told = ["?" if value is None else f"{value:.0f} MB" for value in memory]
    rows = [
        [f"start to ready, the middle of {len(starts)}", f"{clock:.2f} s"],
        ["of that, time of the processor", f"{used:.2f} s"],
        ["memory at rest", told[0]],
        [f"memory after {asked:,} requests", told[1]],
    ]
    return table("One worker", ["", ""], rows)
