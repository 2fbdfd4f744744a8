"""The command line: what it says, what it refuses, and its exit codes."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import numpy as np
import orjson
import pytest

from app.cli import COMMANDS, main, percent
from app.settings import ROOT, Settings, variable_of
from tests.api.pictures import digit, file_of
from tests.serving import serving


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m app` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def assert_refused(result: subprocess.CompletedProcess[str], *reasons: str) -> None:
    """The command failed with code 1 and said why in one line, without a traceback."""
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert len(result.stderr.splitlines()) == 1
    for reason in reasons:
        assert reason in result.stderr


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` names each command with what it does."""
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert all(name in text and command.summary in text for name, command in COMMANDS.items())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command explains itself and its options, and does nothing else."""
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: python -m app {name}")


def test_the_help_of_serve_names_every_variable(capsys: pytest.CaptureFixture[str]) -> None:
    """What the environment can set stands in the help."""
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    text = capsys.readouterr().out
    assert all(variable_of(name) in text for name in Settings.model_fields)


@pytest.mark.parametrize("arguments", [[], ["fly"], ["serve", "--fly"], ["predict"]])
def test_a_wrong_call_is_told_the_right_ones(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing or unknown command, option or file ends with code 2 and the usage."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("usage: python -m app")
    if arguments in ([], ["fly"]):
        assert all(name in said for name in COMMANDS)


def test_serving_loads_no_training() -> None:
    """Commands are imported only when asked for: serving starts without the training code."""
    code = (
        "import sys; from app.cli import main\n"
        "try: main(['serve', '--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith(('app.training', 'app.benchmarks', 'httpx'))])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "[]"


def test_a_command_that_is_not_installed_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In an installation without the training code, `train` says where it is to be had."""
    monkeypatch.setitem(sys.modules, "app.training.commands", None)
    assert main(["train"]) == 1
    assert (
        capsys.readouterr().err
        == "error: train is not part of this installation; run it from the repository: make train\n"
    )


def test_pictures_are_read(tmp_path: Path) -> None:
    """A line for each picture, in order; blank ones are called so."""
    for kind in (3, 8):
        (tmp_path / f"{kind}.png").write_bytes(file_of(digit(kind)))
    (tmp_path / "none.png").write_bytes(file_of(np.zeros((28, 28), np.uint8)))
    files = [str(tmp_path / name) for name in ("8.png", "3.png", "none.png")]
    result = run("predict", *files)
    assert (result.returncode, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert re.fullmatch(re.escape(files[0]) + r": 8 \((\d\d\.\d|>99\.9)%\)", lines[0])
    assert lines[1].startswith(f"{files[1]}: 3 (")
    assert lines[2] == f"{files[2]}: nothing drawn"


def test_a_probability_is_never_called_certain() -> None:
    """What rounds to all of it is said to be more than 99.9 %."""
    assert [percent(share) for share in (0.5, 0.999, 0.99999976)] == ["50.0%", "99.9%", ">99.9%"]


def test_pictures_are_read_as_the_api_reads_them(tmp_path: Path, client: httpx.Client) -> None:
    """With `--json` each line is the API's answer with the name of the file."""
    data = file_of(digit(5))
    (tmp_path / "five.png").write_bytes(data)
    result = run("predict", "--json", "--preprocess", "none", str(tmp_path / "five.png"))
    line = orjson.loads(result.stdout)
    assert line.pop("file") == str(tmp_path / "five.png")
    answer = client.post(
        "/api/v1/models/lenet/predictions?preprocess=none",
        content=data,
        headers={"Content-Type": "image/png"},
    )
    assert line == orjson.loads(answer.content)


def test_a_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """What cannot be read is said on standard error, the rest is answered, and the code is 1."""
    (tmp_path / "good.png").write_bytes(file_of(digit()))
    (tmp_path / "bad.png").write_text("not a picture")
    names = [str(tmp_path / name) for name in ("missing.png", "bad.png", "good.png")] + [str(tmp_path)]
    result = run("predict", *names)
    assert result.returncode == 1
    assert result.stdout.startswith(f"{names[2]}: 8 (")
    lines = result.stderr.splitlines()
    assert [
        line.startswith(f"error: {name}: ")
        for line, name in zip(lines, [names[0], names[1], names[3]], strict=True)
    ] == [True] * 3


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
    command: list[str], variables: dict[str, str], reasons: list[str]
) -> None:
    """Weights or settings that cannot be used are refused in one line, and nothing is served."""
    assert_refused(run(*command, **{"PORT": "0", **variables}), *reasons)


def test_a_taken_port_is_told() -> None:
    """If another program has the port, the message names it and the way out."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert_refused(
            run("serve", HOST="127.0.0.1", PORT=str(port)), f"port {port}", "taken", f"PORT={port + 1}"
        )


def test_an_address_of_another_machine_is_told() -> None:
    """A HOST that is not this machine's cannot be listened on, and that is said."""
    assert_refused(run("serve", "--host", "192.0.2.1", "--port", "0"), "HOST=192.0.2.1")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_serving_ends_quietly(number: signal.Signals, code: int) -> None:
    """Ctrl-C and SIGTERM end the server without a word; before that it answers at the option's port, not the variable's."""
    with serving(PORT="1") as server:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d\d+", server.url)
        assert httpx.get(f"{server.url}/readyz", timeout=60).json()["status"] == "ready"
        server.process.send_signal(number)
        assert server.process.communicate(timeout=60) == ("", "")
        assert server.process.returncode == code
