"""The documents are true: their commands run as they stand, and their tables agree with the code."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from app.lenet.architecture import LENET
from app.lenet.geometry import parse_unit
from app.samples import Samples
from app.settings import ROOT, Settings, variable_of
from tests import event_loop
from tests.api.pictures import ACTIVATIONS, digit, file_of
from tests.serving import run_program

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

    from fastapi import FastAPI

    from tests.conftest import LiveServer

README = (ROOT / "README.md").read_text()
DOCUMENTS = sorted(ROOT.glob("*.md"))


def commands(text: str) -> list[str]:
    """The commands of a document's shell blocks, comments left out."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.split("     #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def run(command: str, folder: Path, server: LiveServer) -> str:
    """Run one documented command in a folder, against the server of the tests."""
    here = command.replace("http://127.0.0.1:8000", server.url).replace(".venv/bin/python", sys.executable)
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    done = run_program("/bin/sh", "-ec", here, folder=folder, environment=environment)
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def folder(live_server: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the README's first two requests have put the client and a digit."""
    folder = tmp_path_factory.mktemp("readme")
    for command in commands(README):
        if command.endswith(("lenet_lens.py", "eight.png")) and " -o " in command:
            run(command, folder, live_server)
    assert (folder / "lenet_lens.py").read_bytes() == (ROOT / "app" / "client.py").read_bytes()
    assert (folder / "eight.png").read_bytes().startswith(b"\x89PNG")
    return folder


def test_the_requests_are_answered(live_server: LiveServer, folder: Path) -> None:
    """Every curl command of the README gets JSON without a problem, or a file."""
    requests = [command for command in commands(README) if command.startswith("curl")]
    assert len(requests) >= 6
    for command in requests:
        answer = run(command, folder, live_server)
        if " -o " not in command:
            lines = [json.loads(line) for line in answer.splitlines()]
            assert lines, command
            assert all(line.get("status") is None for line in lines), f"{command}\n{answer}"
    shipped = ROOT / "model_weights/lenet.safetensors"
    assert (folder / "lenet.safetensors").read_bytes() == shipped.read_bytes()


def test_the_python_example_runs(live_server: LiveServer, folder: Path) -> None:
    """The README's program prints what its comments say."""
    (program,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (folder / "example.py").write_text(program.replace("http://127.0.0.1:8000", live_server.url))
    first, second, third = run(".venv/bin/python example.py", folder, live_server).splitlines()
    assert first.startswith("Prediction(digit=8, probability=0.9") or "probability=1.0" in first
    assert second == "(6, 14, 14)"
    assert third.startswith("relu1/3/")


def test_the_command_line_predicts_the_digit(live_server: LiveServer, folder: Path) -> None:
    """The README's prediction on the command line says that its sample digit is an 8."""
    predict = next(command for command in commands(README) if " predict " in command)
    assert re.search(r"\b8\b", run(predict, folder, live_server))


def test_the_embedded_page_shows_what_the_readme_says() -> None:
    """The address of the iframe names a digit of the class in the text, and a unit of the network."""
    digit, index, unit = re.search(  # type: ignore[union-attr]  # no match fails, too
        r"digit (\d) with a pinned unit.*#embed=1&sample=(\d+)&unit=([\w/]+)", README
    ).groups()
    assert Samples(ROOT / "static" / "data" / "mnist").labels[int(index)] == int(digit)
    parse_unit(unit, LENET)


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


def test_the_settings_table_agrees_with_the_code() -> None:
    """The README's table of settings has a row for each variable, with its default and description."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| `([^`]*)` \| (.*) \|$", README, re.MULTILINE)
    expected = []
    for name, field in Settings.model_fields.items():
        default = field.default.relative_to(ROOT) if name == "weights" else field.default
        shown = "off" if default is False else str(default)
        expected.append((variable_of(name), "—" if default in ((), "") else shown, field.description))
    assert rows == expected


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_paths_exist(document: Path) -> None:
    """Every relative link, and every path in backticks, of a document is a file of the repository."""
    text = document.read_text()
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    named = re.findall(r"`((?:app|static|templates|tests|model_weights)/[\w./-]*)`", text)
    paths = [*(document.parent / link for link in links), *(ROOT / path for path in named)]
    assert [path for path in paths if not path.exists()] == []


def test_the_path_of_a_drawing_is_true(application: FastAPI) -> None:
    """A posted drawing passes the functions that CONTRIBUTING lists, and no other file of `app/api`."""
    section = (ROOT / "CONTRIBUTING.md").read_text().split("## The path of a drawing")[1]
    rows = re.findall(r"^\| `(app/\S+)` \| (`\w.*) \|$", section, re.MULTILINE)
    listed = {(file, name) for file, names in rows for name in re.findall(r"`([\w.]+)`", names)}
    passed: set[tuple[str, str]] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(f"{ROOT}/app/"):
            passed.add((frame.f_code.co_filename.removeprefix(f"{ROOT}/"), frame.f_code.co_qualname))

    async def post() -> int:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://lens.test") as client:
            sys.setprofile(note)
            headers = {"Content-Type": "image/png"}
            answer = await client.post(ACTIVATIONS, content=file_of(digit()), headers=headers)
            sys.setprofile(None)
            return answer.status_code

    assert event_loop.run(post) == 200
    called = {(file, name.split(".<locals>")[0].removesuffix(".__call__")) for file, name in passed}
    called |= {("app/imaging/", name) for file, name in called if file.startswith("app/imaging/")}
    assert listed - called == set()
    assert len(listed) <= 16
    helpers = {"app/api/store.py", "app/api/problems.py"}
    files = {file for file, _ in passed if file.startswith("app/api/")} - helpers
    assert files == {file for file, _ in listed if file.startswith("app/api/")}
