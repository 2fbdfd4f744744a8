"""The service under Ray Serve beside the service alone: what a proxy, a controller and replicas cost, and what they give."""

import tempfile
from pathlib import Path
from statistics import median

from app.benchmarks.http_load import CONNECTIONS, Side, shares
from app.benchmarks.http_questions import questions
from app.benchmarks.http_server import Server, serving
from app.benchmarks.http_wrk import Question, find_wrk, put_under_load
from app.benchmarks.machine import machine_told
from app.benchmarks.timing import table
from app.settings import ROOT

RAY_PYTHON = ROOT / ".venv-ray" / "bin" / "python"
REPLICAS = (1, 2)
ROUNDS = 3
SECONDS = 2
"""Of load before anything counts: Ray's processes are new."""


def run() -> None:
    """Print the tables."""
    find_wrk()
    if not RAY_PYTHON.exists():
        raise ModuleNotFoundError("no Ray in .venv-ray; `make test-ray` installs it", name="ray")
    with machine_told(), tempfile.TemporaryDirectory() as folder, serving() as alone:
        asked = questions(Path(folder))["PNG in, safetensors out"]
        rows = [row for replicas in REPLICAS for row in _beside(alone, replicas, asked)]
        header = [
            "replicas",
            "connections",
            "Ray, requests/s",
            "alone",
            "share",
            "Ray, p50 ms",
            "alone",
            "Ray, p99 ms",
            "alone",
        ]
        print(table("Activations through Ray Serve, and from one process alone", header, rows))


def _beside(alone: Server, replicas: int, asked: Question) -> list[list[str]]:
    """Ray with so many replicas and the service alone take turns."""
    module = ("app.deploy.ray_serve", "--least", str(replicas), "--most", str(replicas))
    with serving(module, python=str(RAY_PYTHON)) as ray:
        for server in (ray, alone):
            put_under_load(server.url, asked, CONNECTIONS[-1], SECONDS)
        sides = {many: (Side(ray, asked), Side(alone, asked)) for many in CONNECTIONS}
        for _ in range(ROUNDS):
            for many, pair in sides.items():
                for side in pair:
                    side.work(many)
        memory = (ray.memory_of_all() or 0.0, alone.memory() or 0.0)
        print(
            f"{replicas} under Ray: ready after {ray.seconds_to_ready:.0f} s, {memory[0]:.0f} MB in all; alone: {memory[1]:.0f} MB"
        )
    return [row(replicas, many, *pair) for many, pair in sides.items()]


def row(replicas: int, many: int, ray: Side, alone: Side) -> list[str]:
    """A line of the table; every figure is the middle one of the rounds'."""
    times = [
        f"{median(getattr(one, name) for one in side.loads) * 1e3:.1f}"
        for name in ("p50", "p99")
        for side in (ray, alone)
    ]
    rates = [f"{median(one.rate for one in side.loads):,.0f}" for side in (ray, alone)]
    return [str(replicas), str(many), *rates, f"{shares(ray.loads, alone.loads):.2f}", *times]
