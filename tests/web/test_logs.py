"""The access log and the log of bugs: what stands there, and that nothing of a drawing does."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import orjson
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from app.main import create_app
from app.settings import Settings
from app.web.logs import Contained
from app.web.outcome import NOBODY_LEFT
from tests.asgi import client_of
from tests.event_loop import run
from tests.serving import Serving, serving
from tests.web.pictures import ACTIVATIONS, PREDICTIONS, rows
from tests.web.test_gate import send_nowhere
from tests.web.test_problems import assert_problem

Read = Callable[[], list[str]]
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00"


@contextmanager
def logging(
    settings: Settings, style: str, capsys: pytest.CaptureFixture[str]
) -> Iterator[tuple[httpx.Client, Read]]:
    """A client of a service that logs, and what reads the lines written since the last look."""
    with client_of(create_app(replace(settings, access_log=style))) as client:
        yield client, lambda: capsys.readouterr().out.splitlines()  # noqa: PLW0108 -- it is to be read then


def test_a_line_of_json_for_each_request(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Time, id, method, path, status, milliseconds and bytes stand there for answers and problems alike."""
    with logging(settings, "json", capsys) as (client, read):
        answers = [client.get("/healthz"), client.post(PREDICTIONS, json={}), client.head("/docs")]
        lines = [orjson.loads(line) for line in read()]
    assert [list(line) for line in lines] == [
        ["time", "request", "method", "path", "status", "milliseconds", "bytes"]
    ] * 3
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        ("GET", "/healthz", 200),
        ("POST", PREDICTIONS, 422),
        ("HEAD", "/docs", 200),
    ]
    assert [line["request"] for line in lines] == [one.headers["x-request-id"] for one in answers]
    assert len({line["request"] for line in lines}) == 3
    assert [line["bytes"] for line in lines] == [len(one.content) for one in answers]
    assert all(re.fullmatch(TIME, line["time"]) and line["milliseconds"] >= 0 for line in lines)


def test_a_line_of_text_for_each_request(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """The same to read."""
    with logging(settings, "text", capsys) as (client, read):
        client.get("/healthz", headers={"X-Request-ID": "lesson-7"})
        (line,) = read()
    assert re.fullmatch(rf"{TIME} lesson-7 GET /healthz 200 \d+\.\d ms 15 bytes", line)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("a" * 128, True),
        ("4bf92f-35.77/a+b=:", True),
        ("a" * 129, False),
        ("a b", False),
        ("<i>", False),
        ("", False),
    ],
)
def test_a_plain_id_of_the_caller_is_kept(
    settings: Settings, capsys: pytest.CaptureFixture[str], given: str, taken: bool
) -> None:
    """An id that is short and plain goes through; another one is replaced, and never written down."""
    with logging(settings, "json", capsys) as (client, read):
        answer = client.get("/healthz", headers={"X-Request-ID": given})
        (line,) = read()
    assert orjson.loads(line)["request"] == answer.headers["x-request-id"]
    assert (answer.headers["x-request-id"] == given) == taken


def test_nothing_of_a_drawing_is_logged(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither body nor query stands in the log, and a path cannot write a line of its own."""
    with logging(settings, "text", capsys) as (client, read):
        client.post(f"{ACTIVATIONS}?layers=conv1", json={"pixels": rows()})
        client.get("/secret%0a2026 forged?drawing=secret")
        lines = read()
    assert len(lines) == 2
    assert "?" not in "".join(lines)
    assert "layers" not in lines[0]
    assert "GET /secret%0a2026%20forged 404" in lines[1]


def test_a_client_that_left_is_noted() -> None:
    """A request whose client hangs up in the middle of its body has a status of its own, which is never sent."""
    with serving(LENET_ACCESS_LOG="json") as server:
        with server.connect() as connection:
            connection.sendall(
                f"POST {PREDICTIONS} HTTP/1.1\r\nHost: lens\r\nContent-Length: 9\r\n\r\nhalf".encode()
            )
        assert server.process.stdout is not None
        line = orjson.loads(server.process.stdout.readline())
    assert (line["path"], line["status"], line["bytes"]) == (PREDICTIONS, NOBODY_LEFT, 0)


@pytest.fixture(scope="module")
def told() -> Iterator[Serving]:
    """A server that waits a second for anything, logs, and counts."""
    names = ("LENET_HEADER_SECONDS", "LENET_BODY_SECONDS")
    with serving(
        LENET_ACCESS_LOG="json",
        LENET_METRICS="on",
        LENET_TRUSTED_HOSTS="127.0.0.1 lens",
        LENET_CORS_ORIGINS="https://school.example",
        **dict.fromkeys(names, "1"),
    ) as server:
        yield server


POSTED = f"POST {PREDICTIONS} HTTP/1.1\r\nHost: lens\r\nContent-Type: image/png\r\n"
PREFLIGHT = "Host: lens\r\nOrigin: {}\r\nAccess-Control-Request-Method: POST\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "line", "route"),
    [
        (POSTED + "Content-Length: 9\r\n\r\nhalf", ("POST", PREDICTIONS, 408), "{model}/predictions"),
        ("GET /a?b HTTP/1.1\r\nHost: le", ("-", "-", 408), ""),
        ("nonsense\r\n\r\n", ("-", "-", 400), ""),
        ("FOO / HTTP/1.1\r\nHost: lens\r\n\r\n", ("-", "-", 501), ""),
        (f"GET /a?b HTTP/1.1\r\nHost: lens\r\nA: {'a' * 70_000}\r\n\r\n", ("GET", "/a", 431), ""),
        ("GET /a?b HTTP/1.1\r\nHost: evil\r\n\r\n", ("GET", "/a", 421), ""),
        ("GET http://evil/a HTTP/1.1\r\nHost: lens\r\n\r\n", ("GET", "/a", 421), ""),
        ("OPTIONS / HTTP/1.1\r\n" + PREFLIGHT.format("https://other"), ("OPTIONS", "/", 400), ""),
        ("OPTIONS / HTTP/1.1\r\n" + PREFLIGHT.format("https://school.example"), ("OPTIONS", "/", 200), ""),
        ("HEAD /healthz HTTP/1.1\r\nHost: lens\r\n\r\n", ("HEAD", "/healthz", 200), "/healthz"),
    ],
    ids=[
        "slow body",
        "slow headers",
        "nonsense",
        "method",
        "long",
        "host",
        "address",
        "page",
        "granted",
        "HEAD",
    ],
)
def test_what_the_client_got_is_logged_and_counted(
    told: Serving, sent: str, line: tuple[str, str, int], route: str
) -> None:
    """Whoever answered, the application or what stands before it: status and bytes are those of the answer, under its id."""
    before = _counted(told, line, route)
    with told.connect() as connection:
        connection.sendall(sent.encode())
        connection.settimeout(60)
        got = b""
        while b"\r\n\r\n" not in got:
            got += connection.recv(65_536)
        head, _, body = got.partition(b"\r\n\r\n")
        headers = dict(field.split(": ", 1) for field in head.decode().split("\r\n")[1:])
        while len(body) < int(headers["content-length"]) and line[0] != "HEAD":
            body += connection.recv(65_536)
    entry = _next_entry(told)
    assert head.split()[1] == b"%d" % line[2]
    assert (entry["method"], entry["path"], entry["status"]) == line
    assert (entry["request"], entry["bytes"]) == (headers["x-request-id"], len(body))
    assert all(name in headers for name in SECURITY)
    assert _counted(told, line, route) == before + 1


SECURITY = ("content-security-policy", "permissions-policy", "referrer-policy", "x-content-type-options")


def _next_entry(server: Serving) -> dict[str, Any]:
    assert server.process.stdout is not None
    entry: dict[str, Any] = orjson.loads(server.process.stdout.readline())
    return entry


def _counted(server: Serving, line: tuple[str, str, int], route: str) -> float:
    """How many such answers the figures tell of; asking for them has a line in the log of its own."""
    text = httpx.get(f"{server.url}/metrics", timeout=60).text
    assert _next_entry(server)["path"] == "/metrics"
    method = line[0] if line[0] != "-" else "other"
    found = re.findall(
        rf'lenet_requests_total{{method="{method}",route="([^"]*)",status="{line[2]}"}} (\S+)', text
    )
    return sum(float(count) for its_route, count in found if its_route.endswith(route or "none"))


DRAWN = "a drawing"


async def fail(_request: Request) -> Response:
    """A bug whose message quotes what was sent."""
    raise ValueError(DRAWN)


def test_a_bug_is_logged_under_the_id_that_the_client_is_told(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """The place in the code and the kind of bug are written down, not its message; the client learns the id alone."""
    application = create_app(replace(settings, access_log="json"))
    application.router.routes.insert(0, Route("/bug", fail))
    written: list[str] = []

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(Contained(application, written.append))
        async with httpx.AsyncClient(transport=transport, base_url="http://lens.test") as client:
            return await client.get("/bug")

    answer = run(ask)
    name = answer.headers["x-request-id"]
    assert name in assert_problem(answer, 500, "internal-error").detail
    (bug,) = map(orjson.loads, written)
    assert (bug["request"], bug["path"], bug["bug"]) == (name, "/bug", "ValueError")
    assert re.search(r"test_logs\.py:\d+ fail$", bug["places"][-1])
    assert DRAWN not in written[0]
    line = orjson.loads(capsys.readouterr().out)
    assert (line["request"], line["status"]) == (name, 500)


def test_what_the_end_of_the_server_cuts_off_is_no_bug() -> None:
    """A request that is cancelled when the server stops waiting for it ends, and nothing is written of it."""
    written: list[str] = []

    async def main() -> None:
        async def work(_scope: Scope, receive: Receive, _send: Send) -> None:
            await receive()

        async def receive() -> Message:
            return await asyncio.Future()

        task = asyncio.ensure_future(Contained(work, written.append)({"type": "http"}, receive, send_nowhere))
        await asyncio.sleep(0)
        assert task.cancel()
        await task

    run(main)
    assert written == []


def test_the_server_logs_on_standard_output() -> None:
    """The command writes its lines where containers are read, as they happen, and nothing on standard error."""
    with serving(LENET_ACCESS_LOG="json") as server:
        httpx.get(f"{server.url}/healthz", timeout=60)
        assert server.process.stdout is not None
        assert orjson.loads(server.process.stdout.readline())["path"] == "/healthz"
        server.process.terminate()
        assert server.process.communicate(timeout=60) == ("", "")
