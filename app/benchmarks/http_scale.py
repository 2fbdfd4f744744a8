"""What grows with what: the cost of a request with its pictures, and the rate with the processes that answer."""

import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from app.benchmarks.http_load import Side
from app.benchmarks.http_questions import pictures, questions, tensors
from app.benchmarks.http_server import Server, serving
from app.benchmarks.http_wrk import Question, find_wrk, put_under_load
from app.benchmarks.machine import machine_told
from app.benchmarks.timing import table

BATCHES = (1, 8, 64, 256)
WORKERS = (1, 2)
CONNECTIONS = (8, 64)
ROUNDS = 5

Batch = Callable[[Path, int], Question]


def run() -> None:
    """Print the tables."""
    find_wrk()
    with machine_told(), tempfile.TemporaryDirectory() as folder:
        with serving() as lens:
            print(_growth("Predictions, JSON in and out, one connection", lens, Path(folder), pictures))
            print(_growth("Every stage, tensors in and out, one connection", lens, Path(folder), tensors))
        print(_workers(questions(Path(folder))["PNG in, safetensors out"]))


def _growth(title: str, lens: Server, folder: Path, batch: Batch) -> str:
    sides = {count: Side(lens, batch(folder, count)) for count in BATCHES}
    for side in sides.values():
        put_under_load(lens.url, side.question, 1)
    for _ in range(ROUNDS):
        for side in sides.values():
            side.work(1)
    rows = [growth_row(count, side, sides[1]) for count, side in sides.items()]
    return table(title, ["pictures", "p50 ms", "processor ms", "of that, a picture", "of one alone"], rows)


def growth_row(count: int, side: Side, alone: Side) -> list[str]:
    """A line of the table: what so many pictures in one request cost, and each beside one that is sent alone."""
    p50 = median(one.p50 for one in side.loads)
    each = side.cost() / count
    return [
        str(count),
        f"{p50 * 1e3:.1f}",
        f"{side.cost() * 1e3:.2f}",
        f"{each * 1e3:.2f}",
        f"{each / alone.cost():.2f}" if alone.cost() else "?",
    ]


def _workers(question: Question) -> str:
    """One process and two take turns."""
    with ExitStack() as stack:
        servers = {
            count: stack.enter_context(serving(settings={"LENET_WORKERS": str(count)})) for count in WORKERS
        }
        sides = {
            (count, many): Side(server, question) for count, server in servers.items() for many in CONNECTIONS
        }
        for server in servers.values():
            put_under_load(server.url, question, CONNECTIONS[-1], 2)
        for _ in range(ROUNDS):
            for (_, many), side in sides.items():
                side.work(many)
        memory = {count: server.memory_of_all() for count, server in servers.items()}
    rows = [workers_row(count, many, sides, memory[count]) for count, many in sides]
    header = ["workers", "connections", "requests/s", "of one worker's", "p50 ms", "p99 ms", "memory MB"]
    return table("Activations, PNG in, safetensors out, by worker processes", header, rows)


def workers_row(
    count: int, many: int, sides: Mapping[tuple[int, int], Side], memory: float | None
) -> list[str]:
    """A line of the table; every figure is the middle one of the rounds'."""
    mine, one = sides[count, many].loads, sides[WORKERS[0], many].loads
    gain = median(load.rate / other.rate for load, other in zip(mine, one, strict=True))
    return [
        str(count),
        str(many),
        f"{median(load.rate for load in mine):,.0f}",
        f"{gain:.2f}",
        *(f"{median(getattr(load, name) for load in mine) * 1e3:.1f}" for name in ("p50", "p99")),
        "?" if memory is None else f"{memory:.0f}",
    ]
