"""How the server takes its leave: it says so, serves on for a while, finishes what is running, and ends with 0."""

from __future__ import annotations

import signal

import httpx

from tests.serving import everything, serving
from tests.web.pictures import PREDICTIONS, digit, file_of
from tests.web.test_problems import assert_problem

PNG = {"Content-Type": "image/png"}


def test_while_it_drains_it_answers_and_is_not_ready() -> None:
    """After SIGTERM health checks say 503, requests are answered and told to go elsewhere; a second one ends it at once."""
    with serving(LENET_DRAIN_SECONDS="3600") as server:
        with httpx.Client(base_url=server.url, timeout=60) as client:
            assert client.get("/readyz").status_code == 200
            server.process.terminate()
            while client.get("/readyz").status_code == 200:
                pass
            for path in ("/readyz", "/v2/health/ready"):
                assert_problem(client.get(path), 503, "stopping")
            assert client.get("/healthz").status_code == 200
            answer = client.post(PREDICTIONS, content=file_of(digit()), headers=PNG)
            assert answer.json()["prediction"]["digit"] == 8
            while client.get("/healthz").headers.get("connection") != "close":
                pass
        server.process.terminate()
        assert server.process.communicate(timeout=60) == ("", "")
        assert server.process.returncode == 0


def test_the_drain_ends() -> None:
    """When its seconds are over the server ends by itself."""
    with serving(LENET_DRAIN_SECONDS="1") as server:
        assert httpx.get(f"{server.url}/readyz", timeout=60).is_success
        server.process.terminate()
        assert server.process.wait(timeout=60) == 0


def test_ctrl_c_does_not_drain() -> None:
    """Whoever sits before it does not wait."""
    with serving(LENET_DRAIN_SECONDS="3600") as server:
        assert httpx.get(f"{server.url}/readyz", timeout=60).is_success
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(timeout=60) == 130


def test_what_is_running_is_finished() -> None:
    """Without a drain, too: a body that is coming at SIGTERM is answered; until then health checks say 503 and others are refused."""
    picture = file_of(digit())
    with serving() as server, server.connect() as connection, httpx.Client(timeout=60) as client:
        head = f"POST {PREDICTIONS} HTTP/1.1\r\nHost: lens\r\nContent-Type: image/png\r\nContent-Length: {len(picture)}\r\n\r\n"
        connection.sendall(head.encode() + picture[:100])
        assert client.get(f"{server.url}/readyz").is_success
        server.process.terminate()
        while client.get(f"{server.url}/api/v1/models").is_success:
            pass
        refused = httpx.post(f"{server.url}{PREDICTIONS}", content=picture, headers=PNG, timeout=60)
        assert_problem(refused, 503, "stopping")
        assert refused.headers["connection"] == "close"
        for path in ("/readyz", "/v2/health/ready", "/v2/models/lenet/ready"):
            assert_problem(httpx.get(f"{server.url}{path}", timeout=60), 503, "stopping")
        assert httpx.get(f"{server.url}/healthz", timeout=60).is_success
        connection.sendall(picture[100:])
        assert b'"digit":8' in everything(connection)
        assert server.process.wait(timeout=60) == 0
