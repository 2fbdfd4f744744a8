"""`SECURITY.md`: what it points at exists, and its claims that no other test holds are true."""

from __future__ import annotations

import json
import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest

from app.settings import ROOT, Settings, variable_of
from tests.api.pictures import PREDICTIONS, digit, file_of

if TYPE_CHECKING:
    from tests.conftest import LiveServer

TEXT = (ROOT / "SECURITY.md").read_text()


def test_what_it_points_at_exists() -> None:
    """Files and settings that the document names exist, threats have tests, and limits are named."""
    files = re.findall(r"`((?:app|tests)/[\w/.]+)`", TEXT)
    assert files
    assert [name for name in files if not (ROOT / name).is_file()] == []
    settings = set(re.findall(r"LENET_[A-Z_]+", TEXT))
    assert settings <= set(map(variable_of, Settings.model_fields))
    assert settings >= {variable_of(name) for name in Settings.model_fields if name.startswith("max_")}
    rows = [line for line in TEXT.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 10
    assert [row for row in rows if "`tests/" not in row.rsplit("|", 2)[1]] == []


@pytest.mark.parametrize("path", ["/", "/api/v1/models", "/static/js/main.js", "/v2/models/lenet"])
def test_other_origins_may_read_nothing(client: httpx.Client, path: str) -> None:
    """No answer allows another origin or sets a cookie, and no document has the referrer sent on."""
    headers = client.get(path, headers={"Origin": "https://other.test"}).headers
    assert [name for name in headers if name.startswith("access-control-") or name == "set-cookie"] == []
    assert headers.get("referrer-policy") == (None if path.endswith(".js") else "no-referrer")
    preflight = client.options(path, headers={"Origin": "https://other.test"})
    assert (preflight.status_code, "access-control-allow-origin" in preflight.headers) == (405, False)


def test_nothing_that_is_drawn_is_logged(live_server: LiveServer) -> None:
    """A request to the running service, good or bad, leaves no trace in its output."""
    before = live_server.output.read_text()
    for query, status in (("", 200), ("?preprocess=drawing-of-mine", 422)):
        answer = httpx.post(
            f"{live_server.url}{PREDICTIONS}{query}",
            content=file_of(digit()),
            headers={"Content-Type": "image/png"},
        )
        assert answer.status_code == status
    assert live_server.output.read_text() == before


def test_packages_are_pinned_by_hash() -> None:
    """Every package of every lock file has an exact version and a hash."""
    locks = sorted((ROOT / "requirements").glob("*.lock"))
    assert len(locks) == 8
    for lock in locks:
        entries = re.findall(r"^[^\s#].*(?:\n\s+.*)*", lock.read_text(), re.MULTILINE)
        assert entries
        assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    packages = json.loads((ROOT / "requirements/package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


@pytest.mark.parametrize(
    "path",
    ["/static/../README.md", "/static/%2e%2e/README.md", "/static/..%2fREADME.md", "/static//etc/passwd"],
)
def test_static_files_cannot_be_escaped_from(live_server: LiveServer, path: str) -> None:
    """An address that climbs out of the folder, sent as it is, finds nothing."""
    address = urlsplit(live_server.url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=30) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: lens\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"Draw a digit" not in answer
