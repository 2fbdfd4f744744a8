"""The page "The API in ten minutes": every example is run as it stands there, against the running service."""

from __future__ import annotations

import html
import json
import os
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from app.settings import ROOT
from tests.serving import run_program

EXAMPLES = sorted(
    path.name for path in (ROOT / "templates" / "examples").iterdir() if path.suffix in {".sh", ".py", ".mjs"}
)
SERVER = "127.0.0.1:8000"
"""The address in the examples."""

PROGRAMS = {".sh": ("sh", "-e"), ".py": (sys.executable,), ".mjs": ("node",)}


@pytest.fixture(scope="module")
def page(client: httpx.Client) -> str:
    """The HTML of the page."""
    return client.get("/docs/ten-minutes").text


@pytest.fixture(scope="module")
def folder(page: str, training_server: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every example, in which the first one has fetched the client and a digit."""
    folder = tmp_path_factory.mktemp("ten-minutes")
    for name in EXAMPLES:
        text = block(page, "data-run", name)
        (folder / name).write_text(text.replace(SERVER, urlsplit(training_server).netloc))
    assert run(folder, "1-fetch.sh") == ""
    assert (folder / "digit.png").read_bytes().startswith(b"\x89PNG")
    assert (folder / "lenet_lens.py").read_bytes() == (ROOT / "app" / "client.py").read_bytes()
    return folder


def block(page: str, attribute: str, name: str) -> str:
    """The text of the block of code that an attribute names; empty if there is none."""
    found = re.search(rf'{attribute}="{re.escape(name)}"><(code|samp)>(.*?)</\1>', page, re.DOTALL)
    return html.unescape(found[2]).strip() if found else ""


def run(folder: Path, name: str) -> str:
    """Run an example and return what it prints."""
    places = [str(Path(sys.executable).parent), os.environ["PATH"]]
    variables = {**os.environ, "PATH": os.pathsep.join(places)}
    done = run_program(*PROGRAMS[Path(name).suffix], name, folder=folder, environment=variables)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def assert_holds(answer: Any, shown: Any) -> None:
    """Everything that is shown is in the answer, which may have more fields."""
    if isinstance(shown, dict):
        for name, value in shown.items():
            assert_holds(answer[name], value)
    elif isinstance(shown, list):
        assert len(answer) == len(shown)
        for one, other in zip(answer, shown, strict=True):
            assert_holds(one, other)
    else:
        assert answer == shown


def documents(text: str) -> list[Any]:
    """One JSON document, or one on each line."""
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines()]


def assert_printed(page: str, name: str, printed: str) -> None:
    """What an example printed is what the page shows below it: of JSON a part, of anything else all."""
    shown = block(page, "data-prints", name)
    if Path(name).suffix == ".sh":
        assert_holds(documents(printed), documents(shown))
    else:
        assert printed == shown


def test_every_example_is_on_the_page(page: str) -> None:
    """The page shows the examples that are run here, in order, and begins with fetching the client."""
    assert re.findall(r'data-run="([^"]+)"', page) == EXAMPLES
    assert "/client/lenet_lens.py" in block(page, "data-run", EXAMPLES[0])


def test_the_contents_link_to_every_heading(page: str) -> None:
    """Each heading of the page has its link in the contents, in order."""
    assert re.findall(r'<li><a href="#([^"]+)"', page) == re.findall(r'<h2 id="([^"]+)"', page)


@pytest.mark.parametrize("name", EXAMPLES[1:])
def test_an_example_prints_what_the_page_shows(page: str, folder: Path, name: str) -> None:
    """Run in the folder with the client and the digit, each example prints what stands below it."""
    assert_printed(page, name, run(folder, name))
