"""The page "The API in ten minutes": every example on it is run as it stands there, against the running service."""

from __future__ import annotations

import html
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import orjson
import pytest

from app.pages import EXAMPLE_SERVER as SERVER
from app.settings import ROOT
from tests.api.pictures import digit, file_of
from tests.curl import main as curl

if TYPE_CHECKING:
    from tests.conftest import LiveServer

SNIPPETS = sorted(path.name for path in (ROOT / "templates" / "snippets").iterdir())
SHELL = [name for name in SNIPPETS if name.endswith(".sh")]
PROGRAMS = [name for name in SNIPPETS if not name.endswith(".sh")]
TOOLS = Path(sys.executable).parent


def assert_alike(found: Any, expected: Any) -> None:
    """The same JSON, up to the last digits of numbers, which another processor may round differently."""
    if isinstance(expected, dict):
        assert list(found) == list(expected)
        for name, value in expected.items():
            assert_alike(found[name], value)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert_alike(one, other)
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-3, abs=1e-5)
    else:
        assert found == expected


def shortened(value: Any) -> Any:
    """A JSON value with long lists cut: ten numbers or texts are a short list, of other things two."""
    if isinstance(value, dict):
        return {name: shortened(one) for name, one in value.items()}
    if not isinstance(value, list):
        return value
    flat = not any(isinstance(one, (dict, list)) for one in value)
    short = value if len(value) <= (10 if flat else 2) else value[: 5 if flat else 2]
    return [shortened(one) for one in short]


@pytest.fixture(scope="module")
def page(client: httpx.Client) -> str:
    """The page's text."""
    return client.get("/docs/ten-minutes").text


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def block(page: str, attribute: str, name: str) -> str | None:
    """The text of the block of code that an attribute names; None if there is none."""
    pattern = rf'{attribute}="{re.escape(name)}"><(code|samp)>(.*?)</\1>'
    found = re.search(pattern, page, re.DOTALL)
    return html.unescape(found[2]) if found else None


def example(page: str, name: str, folder: Path, url: str) -> Path:
    """A file with an example of the page, the service's address in place of the usual one."""
    text = block(page, "data-run", name)
    assert text is not None
    path = folder / name
    path.write_text(
        text.replace(SERVER, url).replace(SERVER.removeprefix("http://"), url.removeprefix("http://"))
    )
    return path


def run(tool: str, path: Path) -> str:
    """Run an example with a tool of the environment or of the machine, and return what it prints.

    Where the machine has no curl, a stand-in is put on the path.
    """
    places = [str(TOOLS), os.environ["PATH"]]
    if shutil.which("curl") is None:
        curl = path.parent / "bin" / "curl"
        curl.parent.mkdir(exist_ok=True)
        curl.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m tests.curl "$@"\n')
        curl.chmod(0o755)
        places.append(str(curl.parent))
    environment = {**os.environ, "PATH": os.pathsep.join(places)}
    found = shutil.which(tool, path=environment["PATH"])
    assert found, f"{tool} is missing"
    options = ["-e"] if tool == "sh" else []
    done = subprocess.run(
        [found, *options, path], cwd=path.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_every_example_is_on_the_page(page: str) -> None:
    """The page shows exactly the examples that are run here, each as its file has it, in order."""
    assert re.findall(r'data-run="([^"]+)"', page) == SNIPPETS
    for name in SNIPPETS:
        expected = (ROOT / "templates" / "snippets" / name).read_text()
        shown = block(page, "data-run", name)
        assert shown is not None
        assert shown.strip() == expected.strip()


def test_the_contents_lead_to_every_part(page: str) -> None:
    """Each heading of the page has its link in the contents, and no link leads nowhere."""
    parts = re.findall(r'<h2 id="([^"]+)"', page)
    assert re.findall(r'<li><a href="#([^"]+)"', page) == parts


def check_shell_answers(page: str, printed: dict[str, str], folder: Path) -> None:
    """What the examples for the shell print is what the page shows below them, and says around them."""
    assert (folder / "digit.png").read_bytes().startswith(b"\x89PNG")
    assert printed.pop("1-digit.sh") == ""
    for name, text in printed.items():
        shown = block(page, "data-prints", name)
        assert shown is not None
        lines = [shortened(orjson.loads(line)) for line in text.splitlines()]
        told = map(orjson.loads, shown.splitlines()) if len(lines) > 1 else [orjson.loads(shown)]
        assert_alike(list(told), lines)
    answers = {name: orjson.loads(text.splitlines()[-1]) for name, text in printed.items()}
    assert answers["2-predict.sh"]["prediction"]["digit"] == 8
    assert [layer["name"] for layer in answers["3-layers.sh"]["layers"]] == ["pool2", "softmax"]
    assert (answers["5a-lines.sh"]["index"], answers["5a-lines.sh"]["prediction"]["digit"]) == (1, 1)
    assert answers["6-problem.sh"]["errors"][0]["pointer"] == "#/pixels/1/1"
    assert answers["7-operation.sh"]["result"] == [[36, 36]]


def test_the_shell_examples_run(page: str, tmp_path: Path, live_server: LiveServer) -> None:
    """One after the other in one folder, as a reader would paste them, each prints the answer that its text promises."""
    printed = {name: run("sh", example(page, name, tmp_path, live_server.url)) for name in SHELL}
    check_shell_answers(page, printed, tmp_path)


def test_the_stand_in_for_curl_does_the_same(
    page: str, here: Path, live_server: LiveServer, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Where there is no curl, the commands of the examples are understood by the tests' own, its code for errors included."""
    printed = {}
    for name in SHELL:
        lines = example(page, name, here, live_server.url).read_text().replace("\\\n", "").splitlines()
        assert [curl(shlex.split(line)[1:]) for line in lines] == [0] * len(lines)
        printed[name] = capfdbinary.readouterr().out.decode()
    check_shell_answers(page, printed, here)
    assert curl(["-sSf", f"{live_server.url}/nowhere"]) == 22


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_programs_print_what_the_page_says(
    page: str, name: str, here: Path, live_server: LiveServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each example in Python and JavaScript prints exactly what stands below it."""
    (here / "digit.png").write_bytes(file_of(digit()))
    path = example(page, name, here, live_server.url)
    if path.suffix == ".py":
        runpy.run_path(str(path), run_name="__main__")
        printed = capsys.readouterr().out
    else:
        printed = run("node", path)
    assert printed.strip() == block(page, "data-prints", name)
