"""The service behind nginx with the shipped configuration, on a host of its own and on a sub-path."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.api.pictures import PREDICTIONS, digit, file_of
from tests.conftest import LiveServer
from tests.deploy.nginx import Nginx, running_nginx
from tests.serving import serving

SLOW_CLIENTS = 600
PNG = {"Content-Type": "image/png"}


@pytest.fixture(scope="module")
def own_host(live_server: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of nginx in front of a service with a host of its own."""
    folder = tmp_path_factory.mktemp("nginx")
    with (
        running_nginx(folder, urlsplit(live_server.url).netloc) as nginx,
        httpx.Client(base_url=nginx.host, timeout=60) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def sub_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """Nginx in front of a service that is reached under /lenet."""
    folder = tmp_path_factory.mktemp("nginx")
    with (
        serving(LENET_ROOT_PATH="/lenet", LENET_METRICS="on") as server,
        running_nginx(folder, urlsplit(server.url).netloc) as nginx,
    ):
        yield nginx


def connected(url: str) -> socket.socket:
    """A connection to the server of an address."""
    address = urlsplit(url)
    return socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=20)


def test_the_api_is_the_same_behind_it(own_host: httpx.Client, client: httpx.Client) -> None:
    """Answers, problems, types and validators pass through unchanged; figures do not."""
    for method, path, body in (
        ("POST", PREDICTIONS, file_of(digit())),
        ("POST", f"{PREDICTIONS}?preprocess=x", file_of(digit())),
        ("GET", "/api/v1/models/lenet/weights", b""),
        ("HEAD", "/static/js/main.js", b""),
    ):
        through, straight = (
            one.request(method, path, content=body, headers=PNG) for one in (own_host, client)
        )
        assert (through.status_code, through.content) == (straight.status_code, straight.content)
        assert through.headers["content-type"] == straight.headers["content-type"]
        assert through.headers.get("etag") == straight.headers.get("etag")
    assert own_host.get("/metrics").headers["content-type"] == "text/html"


def test_too_much_is_a_problem(tmp_path: Path, live_server: LiveServer) -> None:
    """Too large bodies and too many requests are refused by nginx with the service's problem documents."""
    changes = {"rate=1000r/s": "rate=1r/m", " burst=500 nodelay": ""}
    with (
        running_nginx(tmp_path, urlsplit(live_server.url).netloc, changes) as nginx,
        httpx.Client(timeout=60) as client,
    ):
        large = client.post(nginx.host + PREDICTIONS, content=bytes(16 * 1024 * 1024 + 1), headers=PNG)
        allowed = client.get(f"{nginx.host}/healthz")
        refused = client.get(f"{nginx.sub_path}/lenet/healthz")
    assert (large.status_code, large.json()["status"], large.json()["type"]) == (413, 413, "/docs#too-large")
    assert allowed.status_code == 200
    assert (refused.status_code, refused.json()["type"]) == (429, "/lenet/docs#too-busy")
    assert refused.headers["retry-after"] == "1"
    for problem in (large, refused):
        assert problem.headers["content-type"] == "application/problem+json"


def test_api_and_documents_work_below_the_sub_path(sub_path: Nginx) -> None:
    """Predictions, lines, problems, OpenAPI, client and redirects are right there, metrics are not served."""
    with httpx.Client(base_url=f"{sub_path.sub_path}/lenet", timeout=60) as client:
        answer = client.post(f"{PREDICTIONS}?preprocess=none", content=file_of(digit()), headers=PNG)
        assert answer.json()["prediction"]["digit"] == 8
        assert answer.json()["preprocess"] == "none"
        lines = client.post(f"{PREDICTIONS}?format=ndjson", files=[("p", file_of(digit()))] * 3)
        assert [json.loads(line)["index"] for line in lines.text.splitlines()] == [0, 1, 2]
        for path in ("/nothing", "/static/nothing"):
            assert client.get(path).json()["type"] == "/lenet/docs#not-found"
        assert client.get("/openapi.json").json()["servers"] == [{"url": "/lenet"}]
        assert client.get("/metrics").status_code == 404
        for path in ("/docs", "/docs/ten-minutes", "/client/lenet_lens.py"):
            assert client.get(path).status_code == 200
        for path, whole in (("", "/"), ("/api/v1/models/", "/api/v1/models"), ("/docs/", "/docs")):
            target = client.get(f"{sub_path.sub_path}/lenet{path}").headers["location"]
            assert target.removeprefix(sub_path.sub_path) == f"/lenet{whole}"


def test_the_page_works_below_the_sub_path(sub_path: Nginx, browser: Browser) -> None:
    """The page loads its modules, asks the API and shows a digit; no request leaves the sub-path."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{sub_path.sub_path}/lenet/#sample=61")
    expect(page.get_by_test_id("answer")).to_have_attribute("data-state", "live")
    page.context.close()
    outside = [url for url in asked if not url.startswith((f"{sub_path.sub_path}/lenet/", "data:", "blob:"))]
    assert outside == []


class HeldUpstream:
    """A server that answers any request with one line, and sends a second one when it is told to."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.reached, self.proceed = threading.Event(), threading.Event()
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        connection = self.listener.accept()[0]
        self.reached.set()
        with connection:
            connection.recv(65_536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n")
            connection.sendall(b"Transfer-Encoding: chunked\r\n\r\n6\r\nfirst\n\r\n")
            self.proceed.wait(60)
            connection.sendall(b"7\r\nsecond\n\r\n0\r\n\r\n")


@pytest.mark.parametrize("server", ["host", "sub_path"])
def test_lines_are_passed_on_as_they_come(tmp_path: Path, server: str) -> None:
    """The first line of a stream arrives while the service still works on the second."""
    upstream = HeldUpstream()
    prefix = "" if server == "host" else "/lenet"
    with upstream.listener, running_nginx(tmp_path, upstream.address) as nginx:
        url = getattr(nginx, server) + prefix + PREDICTIONS
        with httpx.stream("POST", url, content=b"{}", timeout=20) as response:
            lines = response.iter_lines()
            assert next(lines) == "first"
            upstream.proceed.set()
            assert next(lines) == "second"


def test_slow_headers_end_and_slow_bodies_wait_in_nginx(tmp_path: Path) -> None:
    """Headers that do not end are hung up on, and a body reaches the service when it is complete."""
    upstream = HeldUpstream()
    upstream.proceed.set()
    changes = {"client_header_timeout 10s;": "client_header_timeout 1s;"}
    with upstream.listener, running_nginx(tmp_path, upstream.address, changes) as nginx:
        with connected(nginx.host) as headers:
            headers.sendall(b"GET / HTTP/1.1\r\nHost: lens\r\nX-Slow: ")
            with suppress(ConnectionResetError):
                assert headers.recv(100) == b""
        with connected(nginx.host) as body:
            body.sendall(b"POST /v2 HTTP/1.1\r\nHost: lens\r\nContent-Length: 9\r\n\r\n12345678")
            assert not upstream.reached.wait(0.5)
            body.sendall(b"9")
            assert re.match(rb"HTTP/1.1 200", body.recv(100))


def test_slow_clients_do_not_keep_others_out(own_host: httpx.Client) -> None:
    """Beside 600 unfinished requests of one address every request of another is answered."""
    start = f"POST {PREDICTIONS} HTTP/1.1\r\nHost: lens\r\nContent-Length: 1000\r\n"
    with ExitStack() as connections:
        for number in range(SLOW_CLIENTS):
            slow = connections.enter_context(connected(str(own_host.base_url)))
            slow.sendall(start.encode() + (b"\r\nslow" if number % 2 else b"X-Slow: "))
        picture = file_of(digit())
        found = {own_host.post(PREDICTIONS, content=picture, headers=PNG).status_code for _ in range(100)}
    assert found == {200}
