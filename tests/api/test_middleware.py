"""Middleware: request ids, exceptions, HEAD, security headers and metrics; CORS is in tests/contract."""

import logging
import sys

import httpx
import pytest

from app.main import create_app
from app.settings import Settings, SettingsError
from tests.api.pictures import PREDICTIONS
from tests.api.test_problems import assert_problem
from tests.asgi import client_of, replaced, served


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a" * 128, True), ("4bf92f-35.77/a+b=:", True), ("a" * 129, False), ("a b", False), ("<i>", False)],
)
def test_a_request_id_is_sent_back(client: httpx.Client, given: str, kept: bool) -> None:
    """A plain id of the client is kept; another one is replaced."""
    returned = client.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"]
    assert (returned == given) == kept


def test_a_bug_tells_the_client_only_its_id(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """An unexpected exception is a problem; the log has its place and type, not its message."""
    app = create_app(settings)

    @app.get("/bug")
    async def bug() -> None:
        raise ValueError("a drawing")

    with client_of(app) as client, caplog.at_level(logging.ERROR, "lenet_lens"):
        response = client.get("/bug")
    problem = assert_problem(response, 500, "internal-error")
    (record,) = caplog.records
    message = record.getMessage()
    assert response.headers["x-request-id"] in problem.detail
    assert response.headers["x-request-id"] in message
    assert "ValueError at " in message
    assert "test_middleware.py" in message
    assert "a drawing" not in caplog.text + response.text


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/docs", "/healthz", "/v2", "/static/js/main.js", "/static/favicon.svg", "/api/v1/models"),
        *("/api/v1/models/lenet/weights", "/api/v1/samples/7"),
    ],
)
def test_head_is_get_without_the_body(client: httpx.Client, path: str) -> None:
    """Status and headers are those of GET."""
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) > 0
    unstable = {"x-request-id", "date"}
    assert {k: v for k, v in head.headers.items() if k not in unstable} == {
        k: v for k, v in get.headers.items() if k not in unstable
    }


@pytest.mark.parametrize("path", ["/", "/docs", "/nothing", "/api/v1/models", PREDICTIONS])
def test_every_document_has_security_headers(client: httpx.Client, path: str) -> None:
    """Pages, answers and problems allow nothing from other hosts and no framing by other sites."""
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


def test_metrics_are_served_if_asked_for(settings: Settings, client: httpx.Client) -> None:
    """Requests are counted by route, so that made-up addresses do not become figures of their own."""
    with served(settings, metrics=True) as counted:
        counted.get("/api/v1/models/lenet")
        counted.get("/nowhere/1")
        text = counted.get("/metrics").text
    assert 'handler="/api/v1/models/{model}"' in text
    assert "/nowhere" not in text
    assert client.get("/metrics").status_code == 404


def test_the_missing_metrics_package_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting is refused with the remedy where the optional package is not installed."""
    monkeypatch.setitem(sys.modules, "prometheus_fastapi_instrumentator", None)
    with pytest.raises(SettingsError, match="prometheus-fastapi-instrumentator"):
        create_app(replaced(settings, metrics=True))
