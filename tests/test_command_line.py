"""The command line: its output, its errors and its exit codes."""

import re
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import httpx
import numpy as np
import orjson
import pytest
from uvicorn.supervisors import Multiprocess

from app.cli import COMMANDS, main
from app.predict import percent
from app.settings import ROOT, Settings, variable_of
from tests.api.pictures import digit, file_of
from tests.serving import run_python, serving


class Result(NamedTuple):
    """How a command ended."""

    code: int
    output: str
    errors: str


Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, which has imported everything, with environment variables."""

    def run(*arguments: str, **variables: str) -> Result:
        monkeypatch.chdir(ROOT)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        code = main(list(arguments))
        return Result(code, *capsys.readouterr())

    return run


def assert_refused(result: Result, *reasons: str) -> None:
    """The command failed with code 1 and one line of error, without a traceback."""
    assert (result.code, result.output) == (1, "")
    assert result.errors.startswith("error: ")
    assert len(result.errors.splitlines()) == 1
    for reason in reasons:
        assert reason in result.errors


HELP = {
    "--help": [text for name, command in COMMANDS.items() for text in (name, command.summary)],
    "serve --help": [variable_of(name) for name in Settings.model_fields],
}


@pytest.mark.parametrize("line", HELP)
def test_help_names_commands_and_variables(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` names each command with what it does; that of `serve` lists the environment variables."""
    with pytest.raises(SystemExit) as stopped:
        main(line.split())
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert [words for words in HELP[line] if words not in text] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    """Each command describes its options, also where only the packages of `make run` are installed."""
    extras = ("httpx", "tqdm", "prometheus_fastapi_instrumentator", "playwright", "onnx", "torch", "ray")
    code = (
        f"import sys; sys.modules |= dict.fromkeys({extras})\n"
        f"from app.cli import main; main([{name!r}, '--help'])"
    )
    result = run_python("-c", code)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"usage: python -m app {name}")


@pytest.mark.parametrize("arguments", [[], ["fly"], ["serve", "--fly"], ["predict"]])
def test_wrong_usage_is_reported(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A missing or unknown command, option or file ends with code 2 and the usage."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("usage: python -m app")
    if arguments in ([], ["fly"]):
        assert all(name in said for name in COMMANDS)


@pytest.mark.parametrize(
    ("name", "absent"),
    [
        ("serve", ("app.training.commands", "app.benchmarks", "app.client", "httpx", "tqdm")),
        ("train", ("app.main", "fastapi", "pydantic")),
        ("bench", ("app.main", "fastapi", "numpy")),
    ],
)
def test_a_command_imports_only_what_it_needs(name: str, absent: tuple[str, ...]) -> None:
    """The packages of one command need not be installed for another."""
    code = (
        "import sys; from app.cli import main\n"
        f"try: main([{name!r}, '--help'])\n"
        "except SystemExit: pass\n"
        f"sys.exit(', '.join(name for name in {absent} if name in sys.modules))"
    )
    assert run_python("-c", code).stderr.strip() == ""


def test_a_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without tqdm, `train` and `evaluate` say what installs it."""
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.delitem(sys.modules, "app.training.session", raising=False)
    for name in ("train", "evaluate"):
        assert main([name]) == 1
        wanted = f"error: {name} needs the package tqdm; `make {name}` installs it\n"
        assert capsys.readouterr().err == wanted


def test_a_bug_is_not_reported_as_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only exceptions of this application, and those of files and packages, are printed in one line."""
    monkeypatch.setattr("app.predict.load_settings", lambda: None)
    with pytest.raises(AttributeError):
        main(["predict", "x.png"])


def test_pictures_are_predicted(tmp_path: Path, run: Run) -> None:
    """Each picture has a line, in order; files that cannot be read are reported, and the code is 1."""
    for kind in (3, 8):
        (tmp_path / f"{kind}.png").write_bytes(file_of(digit(kind)))
    (tmp_path / "none.png").write_bytes(file_of(np.zeros((28, 28), np.uint8)))
    (tmp_path / "bad.png").write_text("not a picture")
    good = [str(tmp_path / name) for name in ("8.png", "3.png", "none.png")]
    bad = [str(tmp_path), *(str(tmp_path / name) for name in ("missing.png", "bad.png"))]
    result = run("predict", *good)
    assert (result.code, result.errors) == (0, "")
    lines = result.output.splitlines()
    assert re.fullmatch(re.escape(good[0]) + r": 8 \((\d\d\.\d|>99\.9)%\)", lines[0])
    assert lines[1].startswith(f"{good[1]}: 3 (")
    assert lines[2] == f"{good[2]}: nothing drawn"
    mixed = run("predict", *bad, *good)
    assert (mixed.code, mixed.output) == (1, result.output)
    said = zip(mixed.errors.splitlines(), bad, strict=True)
    assert all(line.startswith(f"error: {name}: ") for line, name in said)


def test_a_probability_is_never_called_certain() -> None:
    """A probability that rounds to 100 % is shown as more than 99.9 %."""
    assert [percent(share) for share in (0.5, 0.999, 0.99999976)] == ["50.0%", "99.9%", ">99.9%"]


def test_json_is_the_answer_of_the_api(tmp_path: Path, client: httpx.Client, run: Run) -> None:
    """With `--json` each line is the API's answer with the name of the file."""
    data = file_of(digit(5))
    (tmp_path / "five.png").write_bytes(data)
    result = run("predict", "--json", "--preprocess", "none", str(tmp_path / "five.png"))
    line = orjson.loads(result.output)
    assert line.pop("file") == str(tmp_path / "five.png")
    answer = client.post(
        "/api/v1/models/lenet/predictions?preprocess=none",
        content=data,
        headers={"Content-Type": "image/png"},
    )
    assert line == orjson.loads(answer.content)


@pytest.mark.parametrize("command", [["serve"], ["predict", "x.png"]])
@pytest.mark.parametrize(
    ("variables", "reasons"),
    [
        ({"LENET_WEIGHTS": "/nowhere/lenet.safetensors"}, ["/nowhere/lenet.safetensors", "No such file"]),
        ({"LENET_WEIGHTS": "pyproject.toml"}, ["pyproject.toml", "not a safetensors file"]),
        ({"PORT": "eighty"}, ["PORT=eighty", "0 to 65535"]),
    ],
)
def test_a_bad_environment_stops_the_start(
    run: Run, command: list[str], variables: dict[str, str], reasons: list[str]
) -> None:
    """Weights or settings that cannot be used are reported in one line, and nothing is served."""
    assert_refused(run(*command, **{"PORT": "0", **variables}), *reasons)


def test_an_address_that_cannot_be_had_is_reported(run: Run) -> None:
    """A port of another program is named with the way out, and an address of another machine as it is."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert_refused(
            run("serve", HOST="127.0.0.1", PORT=str(port)), f"port {port}", "taken", f"PORT={port + 1}"
        )
    assert_refused(run("serve", HOST="192.0.2.1", PORT="0"), "HOST=192.0.2.1")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_serving_ends_quietly(number: signal.Signals, code: int) -> None:
    """Ctrl-C and SIGTERM end the server without output but its address; `--port` comes before PORT."""
    with serving(PORT="1") as server:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d\d+", server.url)
        assert httpx.get(f"{server.url}/readyz", timeout=60).json()["status"] == "ready"
        server.process.send_signal(number)
        assert server.process.wait(timeout=60) == code
        assert server.output.read_text().count("\n") == 1


def test_a_slow_worker_is_not_taken_for_dead(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a worker may need long to answer its supervisor, which kills it after this time."""
    seconds: list[float] = []

    def note(supervisor: Multiprocess) -> None:
        seconds.append(supervisor.config.timeout_worker_healthcheck)
        for listener in supervisor.sockets:
            listener.close()

    monkeypatch.setattr(Multiprocess, "run", note)
    monkeypatch.setattr(signal, "signal", lambda *_arguments: None)  # those of the tests stay
    assert run("serve", HOST="127.0.0.1", PORT="0", LENET_WORKERS="2").code == 0
    assert seconds == [60]


def test_workers_have_the_settings_of_the_command_line() -> None:
    """Workers read the environment, in which options are set too: training is off on public addresses."""
    with serving("--host", "0.0.0.0", LENET_WORKERS="2") as server:  # noqa: S104 -- for a second
        assert httpx.post(f"{server.url}/api/v1/training-runs", json={}, timeout=60).status_code == 403
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=60) == 0
