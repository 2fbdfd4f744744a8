"""The documented examples of problems are what the service answers, word for word."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from app.main import create_app
from app.web.problem_examples import EXAMPLES
from app.web.problems import KINDS, problem_document
from tests.asgi import client_of
from tests.serving import Serving, everything, serving
from tests.web.pictures import ACTIVATIONS, PREDICTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from fastapi import FastAPI

    from app.settings import Settings
    from app.web.problems import Problem

JSON = {"Content-Type": "application/json"}
TENSOR = {"name": "pixels", "shape": [1, 2, 2], "datatype": "UINT8", "data": [0, 9, 9]}
ASKED: list[tuple[str, str, str, dict[str, Any]]] = [
    ("malformed-request", "POST", PREDICTIONS, {"content": b'{"pixels": [[0, 255', "headers": JSON}),
    ("unreadable-picture", "POST", PREDICTIONS,
     {"content": b"\x89PNG\r\n\x1a\n", "headers": {"Content-Type": "image/png"}}),
    ("invalid-tensor", "POST", "/v2/models/lenet/infer", {"json": {"inputs": [TENSOR]}}),
    ("not-offered", "GET", "/v2/models/lenet/config", {}),
    ("not-found", "GET", "/api/v1/models/vgg", {}),
    ("method-not-allowed", "DELETE", "/api/v1/models", {}),
    ("not-acceptable", "GET", "/api/v1/models", {"headers": {"Accept": "text/html"}}),
    ("too-large", "POST", PREDICTIONS, {"json": {"pictures": [[[9]]] * 257}}),
    ("unsupported-media", "POST", PREDICTIONS, {"content": b"", "headers": {"Content-Encoding": "gzip"}}),
    ("invalid-field", "POST", PREDICTIONS, {"json": {"pixels": [[0, 255], [300, 0]]}}),
    ("invalid-field", "GET", "/api/v1/models/lenet/weights?format=xml", {}),
]  # fmt: skip


def test_every_kind_has_an_example() -> None:
    """Each of them, and of the right kind."""
    assert list(EXAMPLES) == [kind.slug for kind in KINDS]
    assert all(problem.kind.slug == slug for slug, problems in EXAMPLES.items() for problem in problems)


def assert_answered(answer: httpx.Response, example: Problem) -> None:
    """What was answered is the example."""
    assert answer.status_code == example.kind.status
    assert orjson.loads(answer.content) == problem_document(example)
    assert {name.lower(): value for name, value in example.headers.items()}.items() <= answer.headers.items()


@pytest.mark.parametrize(("slug", "method", "path", "sent"), ASKED)
def test_what_is_asked_wrongly_is_answered_so(
    client: httpx.Client, slug: str, method: str, path: str, sent: dict[str, Any]
) -> None:
    """A request that brings the example about is answered with it."""
    of_parameter = "?" in path
    assert_answered(client.request(method, path, **sent), EXAMPLES[slug][int(of_parameter)])


def test_another_host_is_answered_so(settings: Settings) -> None:
    """Where hosts are named, a request for another one is answered with the example."""
    with client_of(create_app(replace(settings, trusted_hosts=("lens.example",)))) as client:
        answer = client.get("/api/v1/models", headers={"Host": "elsewhere.example"})
    assert_answered(answer, EXAMPLES["wrong-host"][0])


def test_a_server_about_to_stop_answers_so(application: FastAPI) -> None:
    """Readiness of a server that stops is the example."""
    with client_of(application) as client:
        application.state.readiness.stopping = True
        try:
            assert_answered(client.get("/readyz"), EXAMPLES["stopping"][0])
        finally:
            application.state.readiness.stopping = False


def test_too_much_to_do_is_answered_so(application: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all places taken the answer is the example."""
    monkeypatch.setattr("app.web.threads._THREADS", FullThreads())
    with client_of(application) as client:
        answer = client.post(
            "/api/v1/operations/activation", content=b'{"input": [1], "kind": "relu"}', headers=JSON
        )
    assert_answered(answer, EXAMPLES["too-busy"][0])


class FullThreads:
    """A place for threads of which all are taken."""

    taken = most = 64

    def get(self, _default: object = None) -> FullThreads:
        """Itself, in place of the event loop's own."""
        return self

    def set(self, _threads: object) -> None:
        """Stay as it is."""


def test_a_bug_is_answered_so(application: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug under a caller's id is the example."""
    monkeypatch.setattr("app.web.api.answers.activations", None)
    example = EXAMPLES["internal-error"][0]
    with client_of(application, raise_errors=False) as client:
        answer = client.post(ACTIVATIONS, json={"pixels": [[0, 255]]}, headers=example.headers)
    assert_answered(answer, example)


@pytest.fixture(scope="module")
def impatient() -> Iterator[Serving]:
    """A server that waits a second for headers."""
    with serving(LENET_HEADER_SECONDS="1") as server:
        yield server


@pytest.mark.parametrize(
    ("slug", "sent"),
    [
        ("too-slow", b"GET / HTTP/1.1\r\n"),
        ("large-headers", b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000),
        ("not-implemented", b"POST /v2 HTTP/1.1\r\nHost: lens\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
    ],
)
def test_what_is_wrong_with_a_connection_is_answered_so(impatient: Serving, slug: str, sent: bytes) -> None:
    """Headers that do not end, are too many or not understood: the example is answered; the seconds are those of the setting."""
    with impatient.connect() as connection:
        connection.sendall(sent)
        head, _, body = everything(connection).partition(b"\r\n\r\n")
    expected = problem_document(EXAMPLES[slug][0])
    assert head.startswith(b"HTTP/1.1 %d " % EXAMPLES[slug][0].kind.status)
    assert orjson.loads(re.sub(rb"within 1 s", b"within 10 s", body)) == expected
