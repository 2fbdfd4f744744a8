"""nginx with the configuration of `app/deploy/nginx.conf`, on free ports of this machine."""

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.settings import ROOT
from tests.debian import find_program
from tests.serving import free_port, running

CONFIG = ROOT / "app" / "deploy" / "nginx.conf"
REMEDY = "nginx is not installed; on Debian as root: apt-get install nginx-light"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Nginx:
    """A running nginx: the address of the server with a host of its own, and of the one with a sub-path."""

    host: str
    sub_path: str


@contextmanager
def running_nginx(folder: Path, upstream: str, changes: Mapping[str, str] | None = None) -> Iterator[Nginx]:
    """Start nginx in front of `host:port`; some texts of its configuration may be changed."""
    program = find_program("nginx")
    if program is None:
        pytest.fail(REMEDY)
    ports = [free_port(), free_port()]
    temporary = "".join(f"\n    {name}_temp_path {folder}/{name};" for name in TEMPORARY)
    given = {
        "http {": "http {" + temporary,
        "server 127.0.0.1:8000;": f"server {upstream};",
        "listen 80;": f"listen 127.0.0.1:{ports[0]};",
        "listen 8080;": f"listen 127.0.0.1:{ports[1]};",
        **(changes or {}),
    }
    text = CONFIG.read_text()
    for old, new in given.items():
        assert text.count(old) == 1, f"{old} stands in nginx.conf {text.count(old)} times"
        text = text.replace(old, new)
    (folder / "nginx.conf").write_text(text)
    options = ["-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    user = "user root; " if os.geteuid() == 0 else ""  # who else may not enter pytest's folder
    own = ["-g", f"{user}daemon off; pid {folder}/nginx.pid;"]
    with running(program, *options, *own) as process:
        process.wait_for(lambda: all(map(_accepts, ports)), "nginx listens on its ports")
        yield Nginx(*(f"http://127.0.0.1:{port}" for port in ports))


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
