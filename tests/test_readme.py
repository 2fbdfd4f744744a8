"""The documents keep their word: their commands run as they stand, and their tables say what the code says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from app.settings import ROOT, Settings, variable_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import LiveServer

README = (ROOT / "README.md").read_text()
DOCUMENTS = sorted(ROOT.glob("*.md"))


def commands(text: str) -> list[str]:
    """The commands of a document's shell blocks, comments left out."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.split("     #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def run(command: str, folder: Path, server: LiveServer) -> str:
    """Carry out one documented command in a folder, against a server of the test's own."""
    here = command.replace("http://127.0.0.1:8000", server.url).replace(".venv/bin/python", sys.executable)
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["/bin/sh", "-ec", here],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


def test_the_readmes_requests_are_answered(live_server: LiveServer, tmp_path: Path) -> None:
    """Every curl command of the README, run in order in an empty folder, is answered with what it promises."""
    asked = [command for command in commands(README) if command.startswith("curl")]
    assert len(asked) >= 8
    for command in asked:
        answer = run(command, tmp_path, live_server)
        if " -o " not in command:
            lines = [json.loads(line) for line in answer.splitlines()]
            assert lines, command
            assert all(line.get("status") is None for line in lines), f"{command}\n{answer}"
    assert (tmp_path / "eight.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "lenet.safetensors").read_bytes() == (
        ROOT / "model_weights/lenet.safetensors"
    ).read_bytes()


def test_the_readmes_command_line_reads_the_picture(live_server: LiveServer, tmp_path: Path) -> None:
    """The README's prediction on the command line says that its sample digit is an 8."""
    fetch = next(command for command in commands(README) if "eight.png" in command)
    predict = next(command for command in commands(README) if " predict " in command)
    run(fetch, tmp_path, live_server)
    assert re.search(r"\b8\b", run(predict, tmp_path, live_server))


def test_documented_make_targets_exist() -> None:
    """Every `make …` that a document names is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        name
        for path in DOCUMENTS
        for name in re.findall(r"(?:`|^)make ([a-z-]+)", path.read_text(), re.MULTILINE)
    }
    assert {"run", "test"} <= named
    assert named <= targets


def test_the_settings_table_says_what_the_code_says() -> None:
    """The README's table of settings has a row for each variable, with its default and meaning."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| `([^`]*)` \| (.*) \|$", README, re.MULTILINE)
    expected = []
    for name, field in Settings.model_fields.items():
        default = field.default.relative_to(ROOT) if name == "weights" else field.default
        shown = "off" if default is False else str(default)
        expected.append((variable_of(name), "—" if default in ((), "") else shown, field.description))
    assert rows == expected


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_files_lead_somewhere(path: Path) -> None:
    """Every relative link of a document names a file of the repository."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_paths_named_in_documents_exist() -> None:
    """Every path in the repository that a document names in backticks is there."""
    named = {
        (document.name, path)
        for document in DOCUMENTS
        for path in re.findall(
            r"`((?:app|static|templates|tests|model_weights)/[\w./-]*)`", document.read_text()
        )
    }
    assert sorted(entry for entry in named if not (ROOT / entry[1]).exists()) == []
