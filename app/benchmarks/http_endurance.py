"""The memory of a worker after a hundred thousand requests; it takes some minutes, so it is done only when asked for."""

import tempfile
from pathlib import Path

from app.benchmarks.http_questions import questions
from app.benchmarks.http_server import serving
from app.benchmarks.http_wrk import find_wrk, put_under_load
from app.benchmarks.machine import machine_told
from app.benchmarks.timing import table

MILESTONES = (1_000, 10_000, 50_000, 100_000)
CONNECTIONS = 8
SECONDS = 2


def run() -> None:
    """Print the table."""
    find_wrk()
    with machine_told(), tempfile.TemporaryDirectory() as folder, serving() as lens:
        asked = list(questions(Path(folder)).values())
        rows = [["0", told(lens.memory())]]
        count = turn = 0
        for milestone in MILESTONES:
            while count < milestone:
                question = asked[turn % len(asked)]
                count += put_under_load(lens.url, question, CONNECTIONS, SECONDS).requests
                turn += 1
            rows.append([f"{count:,}", told(lens.memory())])
        print(table("Memory of one worker, four kinds of requests in turn", ["requests", "MB"], rows))


def told(memory: float | None) -> str:
    """The figure, or that there is none."""
    return "?" if memory is None else f"{memory:.1f}"
