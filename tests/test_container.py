"""The container file does what it says.

Its steps are carried out here, in an empty folder, without a container engine.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Instruction:
    """One instruction of a container file: its word and what follows."""

    word: str
    rest: str


def read_instructions(path: Path) -> list[Instruction]:
    """The instructions of a container file, continued lines joined."""
    text = re.sub(r"\\\n\s*", "", path.read_text())
    lines = [line.strip() for line in text.splitlines()]
    return [Instruction(*line.split(maxsplit=1)) for line in lines if line and not line.startswith("#")]


def last_stage(instructions: list[Instruction]) -> list[Instruction]:
    """The instructions of the stage that becomes the image."""
    last = max(index for index, instruction in enumerate(instructions) if instruction.word == "FROM")
    return instructions[last:]


def copy_context(rest: str, folder: Path) -> None:
    """Carry out ``COPY source… destination`` from the repository into a folder."""
    *sources, destination = rest.split()
    patterns = (ROOT / ".dockerignore").read_text().split()

    def left_out(parent: str, names: list[str]) -> list[str]:
        place = Path(parent).relative_to(ROOT)
        return [name for name in names if any((place / name).match(pattern) for pattern in patterns)]

    for source in sources:
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, folder / destination, ignore=left_out)
        else:
            shutil.copy(ROOT / source, folder / destination)


def run_in(folder: Path, command: str) -> None:
    """Carry out ``RUN command``, with this Python as the image's."""
    words = [sys.executable if word == "python" else word for word in command.split()]
    subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the container file makes.

    Both stages laid into one, as the second copies the first's environment.
    """
    folder = tmp_path_factory.mktemp("image")
    instructions = read_instructions(ROOT / "Dockerfile")
    for instruction in instructions:
        if instruction.word == "COPY" and not instruction.rest.startswith("--from"):
            copy_context(instruction.rest, folder)
        elif instruction.word == "RUN" and not instruction.rest.startswith("useradd"):
            run_in(folder, instruction.rest)
    return folder


@pytest.fixture(scope="module")
def container(image: Path) -> Iterator[dict[str, str]]:
    """The image's command running on a free port, with the image's environment only."""
    stage = last_stage(read_instructions(ROOT / "Dockerfile"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    settings = dict(pair.split("=") for step in stage if step.word == "ENV" for pair in step.rest.split())
    environment = {"PATH": os.defpath, **settings, "HOST": "127.0.0.1", "PORT": port}
    command = json.loads(next(step.rest for step in stage if step.word == "CMD"))
    with subprocess.Popen(
        command, cwd=image, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        yield environment
        process.terminate()


def health_check(image: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Run the container file's health check once."""
    text = next(
        step.rest for step in last_stage(read_instructions(ROOT / "Dockerfile")) if step.word == "HEALTHCHECK"
    )
    command = json.loads(text[text.index("CMD") + 3 :])
    return subprocess.run(command, cwd=image, env=environment, capture_output=True, timeout=10, check=False)


def test_the_image_starts_and_is_healthy(image: Path, container: dict[str, str]) -> None:
    """What the container file copies and installs is enough to serve: its own health check passes."""
    deadline = time.monotonic() + 60
    while (answer := health_check(image, container)).returncode != 0 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert answer.returncode == 0, answer.stderr.decode()


def test_the_image_holds_only_what_runs(image: Path) -> None:
    """Neither tests, benchmarks nor development tools are copied or installed."""
    names = {path.name for path in image.iterdir()}
    assert names == {".venv", "app", "model_weights", "run.lock", "static", "templates"}
    assert not (image / "app/benchmarks").exists()
    assert not list(image.glob(".venv/bin/pytest"))


def test_the_image_runs_as_nobody_in_particular() -> None:
    """The second stage drops root before its command."""
    stage = last_stage(read_instructions(ROOT / "Dockerfile"))
    user = next(step.rest for step in stage if step.word == "USER")
    assert user.isdigit()
    assert int(user) >= 1000
    assert len([step for step in read_instructions(ROOT / "Dockerfile") if step.word == "FROM"]) == 2
