"""The container file does what it says: its steps are carried out in an empty folder, without an engine."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.settings import ROOT
from tests.serving import free_port, run_program, running


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


def last_stage() -> dict[str, str]:
    """What follows the words of the stage that becomes the image, and of each word the last."""
    instructions = read_instructions(ROOT / "Dockerfile")
    last = max(index for index, instruction in enumerate(instructions) if instruction.word == "FROM")
    return {instruction.word: instruction.rest for instruction in instructions[last:]}


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


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the container file makes, both stages in one, with this Python as the image's."""
    folder = tmp_path_factory.mktemp("image")
    instructions = read_instructions(ROOT / "Dockerfile")
    for instruction in instructions:
        if instruction.word == "COPY" and not instruction.rest.startswith("--from"):
            copy_context(instruction.rest, folder)
        elif instruction.word == "RUN" and not instruction.rest.startswith("useradd"):
            words = [sys.executable if word == "python" else word for word in instruction.rest.split()]
            assert run_program(*words, folder=folder).returncode == 0
    return folder


def test_the_image_starts_and_is_healthy(image: Path) -> None:
    """What the container file copies and installs is enough to serve: its own health check passes."""
    stage = last_stage()
    settings = dict(pair.split("=") for pair in stage["ENV"].split())
    environment = {"PATH": os.defpath, **settings, "HOST": "127.0.0.1", "PORT": str(free_port())}
    check = json.loads(stage["HEALTHCHECK"].partition("CMD")[2])

    def is_healthy() -> bool:
        return run_program(*check, folder=image, environment=environment).returncode == 0

    with running(*json.loads(stage["CMD"]), folder=image, environment=environment) as program:
        program.wait_for(is_healthy, "the health check passes")


def test_the_image_holds_only_what_runs(image: Path) -> None:
    """Neither tests, benchmarks nor development tools are copied or installed."""
    names = {path.name for path in image.iterdir()}
    assert names == {".venv", "app", "model_weights", "run.lock", "static", "templates"}
    assert not (image / "app/benchmarks").exists()
    assert not list(image.glob(".venv/bin/pytest"))


def test_the_image_runs_as_nobody_in_particular() -> None:
    """The second stage drops root before its command."""
    assert int(last_stage()["USER"]) >= 1000
    assert len([step for step in read_instructions(ROOT / "Dockerfile") if step.word == "FROM"]) == 2
