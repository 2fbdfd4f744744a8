"""The Python client where nobody answers, somebody else does, or a newer service; and the command line that asks through it."""

from __future__ import annotations

import importlib
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import orjson
import pytest

from app.cli import main
from app.client import AsyncLeNetLens, LeNetLens, LeNetLensError
from tests.api.pictures import digit, file_of
from tests.event_loop import run
from tests.test_client import kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import LiveServer


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that is taken, so that nobody else listens there, and on which nobody does."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_a_line_that_is_none_is_an_error() -> None:
    """A server that answers with other lines is told from the service."""
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, text="hello\n"))
    with pytest.raises(LeNetLensError, match="hello"):
        list(LeNetLens(http=httpx.Client(transport=transport)).predict_each([digit()]))


def test_an_answer_that_ends_early_is_an_error() -> None:
    """A last line that says that the time was over is raised: the pictures after it have no answer."""
    problem = {
        "type": "/docs#too-busy",
        "title": "Busy",
        "status": 503,
        "detail": "not within 1 s",
        "error": "not within 1 s",
    }
    line = orjson.dumps({"index": 0, "problem": problem}).decode() + "\n"
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, text=line))
    with pytest.raises(LeNetLensError, match="not within 1 s"):
        list(LeNetLens(http=httpx.Client(transport=transport)).predict_each([digit(), digit(3)]))


def test_a_closed_client_says_so() -> None:
    """Neither of the clients can be used when it is closed."""
    closed = LeNetLens(http=httpx.Client())
    closed.close()
    for ask in (closed.predict, lambda one: next(closed.predict_each([one]))):
        with pytest.raises(LeNetLensError, match="closed"):
            ask(digit())

    async def ask_closed() -> None:
        other = AsyncLeNetLens()
        await other.close()
        with pytest.raises(LeNetLensError, match="closed"):
            await other.predict(digit())

    run(ask_closed)


def test_patience_is_the_callers() -> None:
    """Both clients wait as long as they are told to, and half a minute if they are not."""
    for client in (LeNetLens, AsyncLeNetLens):
        assert client(timeout=2.5).http.timeout == httpx.Timeout(2.5)
        assert client().http.timeout == httpx.Timeout(30)


@pytest.mark.parametrize("status", [200, 502])
def test_another_server_is_told_apart(status: int) -> None:
    """An answer that is none of the service's, good or bad, is an error that names the address and the status."""
    page = httpx.MockTransport(lambda _request: httpx.Response(status, html="<p>hello</p>"))
    lens = LeNetLens("http://other.test", http=httpx.Client(transport=page))
    for ask in (lens.predict, lens.activations):
        with pytest.raises(LeNetLensError, match=rf"other\.test.* {status} .*not as LeNet Lens") as caught:
            ask(digit())
        assert caught.value.status == status
        assert caught.value.problem is None


def test_nobody_there_is_said(closed_port: int) -> None:
    """A service that cannot be reached is an error with its address and what to look at."""
    with (
        LeNetLens(f"http://127.0.0.1:{closed_port}/") as lens,
        pytest.raises(LeNetLensError, match=rf"127\.0\.0\.1:{closed_port} cannot be reached") as caught,
    ):
        lens.predict(digit())
    assert caught.value.status is None
    with LeNetLens("localhost:8000") as lens, pytest.raises(LeNetLensError, match="http://"):
        lens.predict(digit())


def test_a_newer_service_may_say_more() -> None:
    """Fields that this client does not know are passed over."""
    known = {
        "model": "lenet",
        "weights": f"sha256:{'0' * 64}",
        "preprocess": "none",
        "probabilities": [0.1] * 10,
    }
    said = {
        **known,
        "blank": False,
        "crop": None,
        "prediction": {"digit": 1, "probability": 0.1, "new": 1},
        "newer": {},
    }
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, json=said))
    answer = LeNetLens(http=httpx.Client(transport=transport)).predict(digit())
    assert answer.prediction is not None
    assert answer.prediction.digit == 1


def test_without_httpx_the_remedy_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where httpx is not installed, whoever asks for the client reads in one line what to install."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "app.client")
    with pytest.raises(ModuleNotFoundError, match="pip install httpx"):
        importlib.import_module("app.client")
    assert main(["predict", "--server", "http://lens.test", "digit.png"]) == 1
    assert "pip install httpx" in capsys.readouterr().err


def test_the_command_line_asks_a_server(
    live_server: LiveServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`predict --server` prints what `predict` prints, and tells refusals file by file."""
    (tmp_path / "broken.png").write_bytes(file_of(digit())[:80])
    files = [str(kept(tmp_path, "PNG")), str(kept(tmp_path, "JPEG")), str(tmp_path / "broken.png")]
    for options in ([], ["--json", "--preprocess", "none"]):
        codes_and_outputs = [
            (main(["predict", *options, *server, *files]), capsys.readouterr())
            for server in ([], ["--server", live_server.url])
        ]
        assert codes_and_outputs[0] == codes_and_outputs[1]
        code, printed = codes_and_outputs[0]
        assert (code, len(printed.out.splitlines()), len(printed.err.splitlines())) == (1, 2, 1)


def test_the_command_line_says_that_nobody_is_there(
    closed_port: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`predict --server` at a wrong address ends with one line that says so, and code 1."""
    assert main(["predict", "--server", f"http://127.0.0.1:{closed_port}", str(kept(tmp_path, "PNG"))]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert "cannot be reached" in printed.err
