"""Over a real socket: the server as it is started, with what only a connection can show."""

import asyncio
import gc
import os
import socket
import sys
from urllib.parse import urlsplit

import httpx
import orjson
import pytest
import uvloop
from starlette.applications import Starlette

from app.web.server import EARS, ListenError, Server, address_of, ears, listen, run
from tests.conftest import LiveServer
from tests.web.pictures import ACTIVATIONS, PREDICTIONS, digit, file_of, rows


def test_the_socket_gives_the_same_answer(client: httpx.Client, live_server: LiveServer) -> None:
    """A request over the wire is answered byte for byte as in the process."""
    png = {"Content-Type": "image/png"}
    for path in (ACTIVATIONS, f"{ACTIVATIONS}?format=safetensors", PREDICTIONS):
        sent = httpx.post(live_server.url + path, content=file_of(digit()), headers=png)
        assert sent.content == client.post(path, content=file_of(digit()), headers=png).content


def test_a_connection_is_kept(live_server: LiveServer) -> None:
    """Many requests go over one connection, errors among them."""
    with httpx.Client(base_url=live_server.url, limits=httpx.Limits(max_connections=1)) as lens:
        statuses = [
            lens.post(PREDICTIONS, json=body).status_code
            for body in ({"pixels": rows()}, {"pixels": 1}, {"pictures": [rows(), rows(3)]})
        ]
        stream = lens.get("/healthz").extensions["network_stream"]
        before = stream.get_extra_info("client_addr")
        after = lens.get("/healthz").extensions["network_stream"].get_extra_info("client_addr")
    assert statuses == [200, 422, 200]
    assert before == after


def test_a_huge_body_is_refused_before_it_is_sent(live_server: LiveServer) -> None:
    """A client that announces a gigabyte is refused on its announcement, and the connection ends."""
    address = urlsplit(live_server.url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as connection:
        connection.sendall(
            f"POST {PREDICTIONS} HTTP/1.1\r\nHost: lens\r\nContent-Type: image/png\r\n"
            f"Content-Length: {2**30}\r\n\r\nonly this".encode()
        )
        answer = b""
        while part := connection.recv(65536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert orjson.loads(answer.partition(b"\r\n\r\n")[2])["type"] == "/docs#too-large"


def test_a_client_that_leaves_is_not_missed(live_server: LiveServer) -> None:
    """A connection that is cut in the middle of a body leaves no trace: the next one is answered, the log stays empty."""
    address = urlsplit(live_server.url)
    before = live_server.output.read_text()
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as connection:
        connection.sendall(
            f"POST {PREDICTIONS} HTTP/1.1\r\nHost: lens\r\nContent-Type: image/png\r\nContent-Length: 99\r\n\r\n".encode()
        )
    assert httpx.get(f"{live_server.url}/healthz").is_success
    assert live_server.output.read_text() == before


def test_the_server_does_not_say_what_it_is(live_server: LiveServer) -> None:
    """No header names the server's software or its version."""
    assert "server" not in httpx.get(live_server.url).headers


EVERYWHERE = "0.0.0.0"  # noqa: S104 -- bound for a moment, to see what is shown


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", EVERYWHERE])
def test_the_address_can_be_opened(host: str) -> None:
    """What is printed is an address for a browser, also where every network is listened on."""
    with listen(host, 0) as listener:
        assert address_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_name_that_does_not_exist_is_told() -> None:
    """A HOST that cannot be resolved is named in the refusal."""
    with pytest.raises(ListenError, match=r"HOST=no\.such\.host\.invalid"):
        listen("no.such.host.invalid", 0)


def test_a_shared_socket_never_blocks() -> None:
    """A worker that prepares to listen does not make the others, which share its socket, wait for connections."""
    with listen("127.0.0.1", 0) as listener:
        assert not os.get_blocking(listener.fileno())
        # What a worker makes of the socket that it is sent: Python's own record of it says that it blocks.
        received = socket.socket(fileno=os.dup(listener.fileno()))
        made_blocking: list[object] = []

        class Watched(socket.socket):
            """Notes whoever makes it block."""

            def settimeout(self, value: float | None) -> None:
                """Note it."""
                made_blocking.extend([value] if value is None else [])
                super().settimeout(value)

        with Watched(fileno=received.detach()) as own:
            for ear in ears(own)[1:]:
                ear.close()
        assert made_blocking == []
        assert not os.get_blocking(listener.fileno())


def test_clients_that_come_at_once_are_taken_on_at_once() -> None:
    """As many connections as there are ears wait no longer than one: they are there after the same turns of the event loop."""
    taken: list[asyncio.BaseTransport] = []

    class Greeter(asyncio.Protocol):
        """Notes who comes."""

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            """A connection was taken on."""
            taken.append(transport)

    async def turns_until_all_are_taken() -> int:
        """Let them all connect, then count."""
        loop = asyncio.get_running_loop()
        with listen("127.0.0.1", 0) as listener:
            servers = [await loop.create_server(Greeter, sock=ear) for ear in ears(listener)]
            clients = [socket.create_connection(listener.getsockname(), timeout=10) for _ in range(EARS)]
            turns = 0
            while len(taken) < EARS and turns < EARS:
                await asyncio.sleep(0)
                turns += 1
            for server in servers:
                server.close()
            for client in clients:
                client.close()
            for transport in taken:
                transport.close()
        return turns

    assert uvloop.run(turns_until_all_are_taken()) < EARS / 2


def test_what_was_there_before_serving_is_no_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Collections, which hold up every request, do not look at what the application made when it started."""

    def at_once(_server: Server, sockets: list[socket.socket]) -> None:
        """Instead of serving: note what is looked at, and end."""
        looked_at.append(any(one is made for one in gc.get_objects()))
        for ear in sockets[1:]:
            ear.close()

    made = [object()]
    looked_at: list[bool] = []
    monkeypatch.setattr(Server, "run", at_once)
    interval = sys.getswitchinterval()
    try:
        with listen("127.0.0.1", 0) as listener:
            run(Starlette(), listener)
    finally:
        gc.unfreeze()
        sys.setswitchinterval(interval)
    assert looked_at == [False]
