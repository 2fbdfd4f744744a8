"""The Python client where nobody answers, somebody else does, or a newer service; and `predict --server`."""

from __future__ import annotations

import importlib
import io
import socket
import sys
from email.message import Message
from typing import TYPE_CHECKING
from unittest.mock import Mock
from urllib.error import HTTPError

import httpx
import pytest

from app.cli import main
from app.client import AsyncLeNetLens, LeNetLens, LeNetLensError
from tests.api.pictures import digit, file_of
from tests.event_loop import run
from tests.test_client import kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import LiveServer


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that is bound, so that no other program listens on it, but not listened on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def answered(response: httpx.Response) -> LeNetLens:
    """A client of a server that gives this response to everything."""
    return LeNetLens(
        "http://other.test", http=httpx.Client(transport=httpx.MockTransport(lambda _request: response))
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("hello", "not one of LeNet Lens: 'hello'"),
        ("[]", "not one of LeNet Lens"),
        ("{}", "not one of LeNet Lens"),
        ('{"problem": {"status": 503, "detail": "64 requests are waiting"}}', "64 requests"),
    ],
)
def test_a_line_that_is_no_prediction_is_an_error(line: str, message: str) -> None:
    """So is a problem of the server, as the pictures after it have no line."""
    with pytest.raises(LeNetLensError, match=message):
        list(answered(httpx.Response(200, text=f"{line}\n")).predict_each([digit(), digit(3)]))


@pytest.mark.parametrize("status", [200, 502])
def test_another_server_is_recognised(status: int) -> None:
    """An answer that is not one of the service, good or bad, is an error with the address and the status."""
    lens = answered(httpx.Response(status, html="<p>hello</p>"))
    for ask in (lens.predict, lens.activations):
        with pytest.raises(LeNetLensError, match=rf"other\.test.* {status} .*not as LeNet Lens") as caught:
            ask(digit())
        assert (caught.value.status, caught.value.problem) == (status, None)


def test_a_newer_service_may_say_more() -> None:
    """Fields that this client does not know are ignored."""
    found = {"blank": False, "prediction": {"digit": 1, "probability": 0.1, "new": 1}, "newer": {}}
    prediction = answered(httpx.Response(200, json=found)).predict(digit()).prediction
    assert prediction is not None
    assert prediction.digit == 1


def test_a_closed_client_says_so() -> None:
    """Neither client can be used when it is closed; the timeout is 30 s by default."""
    closed = LeNetLens(timeout=2.5)
    assert (closed.http.timeout, LeNetLens().http.timeout) == (httpx.Timeout(2.5), httpx.Timeout(30))
    closed.close()
    with pytest.raises(LeNetLensError, match="closed"):
        closed.predict(digit())
    with pytest.raises(LeNetLensError, match="closed"):
        closed.predict_all([digit()])

    async def ask_closed() -> None:
        other = AsyncLeNetLens()
        await other.close()
        with pytest.raises(LeNetLensError, match="closed"):
            await other.predict(digit())

    run(ask_closed)


def test_a_service_that_cannot_be_reached_is_an_error(closed_port: int) -> None:
    """The error names the address and what to check."""
    with (
        LeNetLens(f"http://127.0.0.1:{closed_port}/") as lens,
        pytest.raises(LeNetLensError, match=rf"127\.0\.0\.1:{closed_port} cannot be reached") as caught,
    ):
        lens.predict(digit())
    assert caught.value.status is None
    with LeNetLens("localhost:8000") as lens, pytest.raises(LeNetLensError, match="http://"):
        lens.predict(digit())


def test_without_httpx_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where httpx is not installed, one line says what to install."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "app.client")
    with pytest.raises(ModuleNotFoundError, match="pip install httpx"):
        importlib.import_module("app.client")


def test_the_command_line_asks_a_server(
    live_server: LiveServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`predict --server` prints what `predict` prints, and reports refusals file by file; without httpx."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "app.client")
    (tmp_path / "broken.png").write_bytes(file_of(digit())[:80])
    files = [str(kept(tmp_path, "PNG")), str(kept(tmp_path, "JPEG")), str(tmp_path / "broken.png")]
    for options in ([], ["--json", "--preprocess", "none"]):
        assert main(["predict", *options, *files]) == 1
        printed = capsys.readouterr()
        assert main(["predict", *options, "--server", live_server.url, *files]) == 1
        assert capsys.readouterr() == printed
        assert (len(printed.out.splitlines()), len(printed.err.splitlines())) == (2, 1)


def test_the_command_line_reports_an_unreachable_server(
    closed_port: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`predict --server` at a wrong address ends with one line that says so, and code 1."""
    for url, reason in {
        f"http://127.0.0.1:{closed_port}": "cannot be reached",
        "localhost": "http://",
    }.items():
        assert main(["predict", "--server", url, str(kept(tmp_path, "PNG"))]) == 1
        printed = capsys.readouterr()
        assert (printed.out, len(printed.err.splitlines())) == ("", 1)
        assert reason in printed.err


@pytest.mark.parametrize(
    "answer",
    [
        io.BytesIO(b"<p>hello</p>"),
        io.BytesIO(b"[]"),
        HTTPError("http://other.test", 502, "Bad Gateway", Message(), io.BytesIO(b"<p>hello</p>")),
    ],
)
def test_the_command_line_recognises_another_server(
    answer: io.BytesIO | HTTPError,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`predict --server` says so where something else answers, whatever its status."""
    monkeypatch.setattr("app.predict.urlopen", Mock(side_effect=[answer]))
    assert main(["predict", "--server", "http://other.test", str(kept(tmp_path, "PNG"))]) == 1
    assert "as LeNet Lens does" in capsys.readouterr().err
