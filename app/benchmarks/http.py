"""Activations over HTTP: requests a second, percentiles, start and memory of one process.

The load comes from wrk, which is no Python program and costs little of the machine that it measures.
`BESIDE=FOLDER` names a checkout of another version, whose service takes turns with this one.
"""

import io
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
import orjson
from PIL import Image

from app.api.open_inference.inference import HEADER_LENGTH
from app.benchmarks.server import Server, serving
from app.benchmarks.timing import machine_described, table
from app.imaging import prepare
from app.samples import FEATURED, Samples
from app.settings import ROOT

ACTIVATIONS = "/api/v1/models/lenet/activations"
CONNECTIONS = (1, 16)
ROUNDS = 7
STARTS = 3
LARGE = 280
"""Pixels along a side of the drawing that the page sends."""
SCRIPT = Path(__file__).with_name("post.lua")
REMEDY = "http needs the load tool wrk; install it (on Debian and Ubuntu as root: apt-get install wrk)"


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
    """Repeat a request on so many kept connections; `LoadError` if a response failed, or did not come."""
    options = f"--threads 1 --connections {connections} --duration {seconds}s --timeout 30s --script {SCRIPT}"
    headers = [word for header in post.headers.items() for word in header]
    command = [find_wrk(), *options.split(), url + post.path, "--", str(post.file), *headers]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- no shell
    if done.returncode:
        raise LoadError(f"wrk failed: {done.stderr or done.stdout}")
    return read_load(done.stdout)


def read_load(output: str) -> Load:
    """Return what the script printed as a line of JSON; `LoadError` if a request failed."""
    found = json.loads(next(line for line in output.splitlines() if line.startswith("{")))
    if found["errors"] or not found["requests"]:
        raise LoadError(f"{found['errors']} requests failed beside {found['requests']}")
    return Load(found["requests"], found["microseconds"] / 1e6, found["p50"] / 1e6, found["p99"] / 1e6)


def run() -> None:
    """Print the table, and what one process needs."""
    find_wrk()
    beside = os.environ.get("BESIDE")
    with machine_described(), tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        starts = [seconds_to_start() for _ in range(STARTS)]
        servers = [stack.enter_context(serving(Path(place))) for place in (ROOT, beside) if place]
        resting = servers[0].memory()
        rows, requests = [], 0
        for name, post in posts(Path(folder)).items():
            for connections in CONNECTIONS:
                loads = alternate(servers, post, connections)
                requests += sum(load.requests for load in loads[0])
                rows.append([name, str(connections), *cells(loads)])
        header = ["in, out", "connections", "requests/s", "p50 ms", "p99 ms", *(["ratio"] if beside else [])]
        print(table(header, rows))
        print(
            f"start: {median(starts):.2f} s; memory: {resting:.0f} MB at rest, "
            f"{servers[0].memory():.0f} MB after {requests:,} requests"
        )


def seconds_to_start() -> float:
    """Return the seconds from the command to the first response."""
    with serving() as server:
        return server.seconds_to_start


def alternate(servers: list[Server], post: Post, connections: int) -> list[list[Load]]:
    """Put the servers under load in turn; the first round does not count."""
    loads = [[put_under_load(server.url, post, connections) for server in servers] for _ in range(ROUNDS + 1)]
    return [list(rounds) for rounds in zip(*loads[1:], strict=True)]


def cells(loads: list[list[Load]]) -> list[str]:
    """Return the medians of the rounds, and of the ratios to the other server in each of them."""
    mine, *others = loads
    ratios = [
        median(one.rate / other.rate for one, other in zip(mine, rounds, strict=True)) for rounds in others
    ]
    return [
        f"{median(load.rate for load in mine):,.0f}",
        f"{median(load.p50 for load in mine) * 1e3:.1f}",
        f"{median(load.p99 for load in mine) * 1e3:.1f}",
        *(f"{ratio:.2f}" for ratio in ratios),
    ]


def posts(folder: Path) -> Mapping[str, Post]:
    """Return requests for all activations of one digit, with their bodies in files for wrk."""
    digit = Samples(ROOT / "static" / "data" / "mnist").images[FEATURED[8]]
    image = prepare(digit).image.tobytes()
    tensor = {"name": "image", "datatype": "FP32", "shape": [1, 1, 32, 32]}
    parameters = {"parameters": {"binary_data_size": len(image)}}
    head = orjson.dumps({"inputs": [tensor | parameters], "parameters": {"binary_data_output": True}})
    large = Image.fromarray(digit).resize((LARGE, LARGE), Image.Resampling.BICUBIC)
    binary = f"{ACTIVATIONS}?format=safetensors"
    found = {
        "PNG, safetensors": (binary, "image/png", png(Image.fromarray(digit))),
        "PNG of the page, safetensors": (binary, "image/png", png(large, compress_level=0)),
        "JSON, JSON": (ACTIVATIONS, "application/json", orjson.dumps({"pixels": np.asarray(digit).tolist()})),
        "tensor, tensors (/v2)": ("/v2/models/lenet/infer", "application/octet-stream", head + image),
    }
    ready: dict[str, Post] = {}
    for name, (path, media_type, body) in found.items():
        file = folder / str(len(ready))
        file.write_bytes(body)
        ready[name] = Post(path, {"Content-Type": media_type, HEADER_LENGTH: str(len(head))}, file)
    return ready


def png(image: Image.Image, **options: int) -> bytes:
    """Return a picture as a PNG file."""
    file = io.BytesIO()
    image.save(file, "PNG", **options)
    return file.getvalue()
