"""Other origins and other names: by default nobody's pages may read answers, and every name is answered for."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from app.main import create_app
from app.settings import Settings
from tests.asgi import client_of
from tests.conftest import LiveServer
from tests.serving import serving
from tests.web.pictures import PREDICTIONS, rows
from tests.web.test_problems import assert_problem

SCHOOL, OTHER = "https://school.example", "https://other.example"


@pytest.fixture(scope="module")
def open_to_school(settings: Settings) -> Iterator[httpx.Client]:
    """A service that one other origin may call, and that answers for two names."""
    chosen = replace(settings, cors_origins=(SCHOOL,), trusted_hosts=("lens.test", "*.lens.example"))
    with client_of(create_app(chosen)) as client:
        yield client


def preflight(client: httpx.Client, origin: str, header: str = "content-type") -> httpx.Response:
    """Ask as a browser does before it posts from another origin."""
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": header,
    }
    return client.options(PREDICTIONS, headers=asked)


def test_an_origin_that_is_named_may_call(open_to_school: httpx.Client) -> None:
    """Its preflight is granted and its answers may be read, problems too; for others and for more headers nothing is."""
    granted = preflight(open_to_school, SCHOOL)
    assert granted.status_code == 200
    assert granted.headers["access-control-allow-origin"] == SCHOOL
    for body in ({"pixels": rows()}, {"pixels": 1}):
        answer = open_to_school.post(PREDICTIONS, json=body, headers={"Origin": SCHOOL})
        assert answer.headers["access-control-allow-origin"] == SCHOOL
        assert "ETag" in answer.headers["access-control-expose-headers"]
    assert preflight(open_to_school, SCHOOL, "authorization").status_code == 400
    for refused in (
        preflight(open_to_school, OTHER),
        open_to_school.post(PREDICTIONS, json={"pixels": rows()}, headers={"Origin": OTHER}),
    ):
        assert "access-control-allow-origin" not in refused.headers


def test_every_origin_may_call_where_that_is_set(settings: Settings) -> None:
    """A star lets everybody's pages read, and still no credentials."""
    with client_of(create_app(replace(settings, cors_origins=("*",)))) as client:
        answer = client.get("/api/v1/models", headers={"Origin": OTHER})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("lens.test", True),
        ("LENS.test:8000", True),
        ("a.b.lens.example", True),
        ("lens.example", False),
        ("evil-lens.example", False),
        ("lens.test.evil", False),
        ("", False),
        ("10.0.0.7:8000", False),
    ],
)
def test_other_hosts_are_not_answered_for(open_to_school: httpx.Client, host: str, known: bool) -> None:
    """Only the names given are answered for, whatever the port; health checks ask by address and are answered."""
    answer = open_to_school.get("/api/v1/models", headers={"Host": host})
    if known:
        assert answer.status_code == 200
    else:
        assert_problem(answer, 421, "wrong-host")
    assert open_to_school.get("/readyz", headers={"Host": host}).status_code == 200


def test_only_trusted_proxies_are_believed(live_server: LiveServer) -> None:
    """What a proxy says of the client's scheme counts where its address is trusted, and nowhere else."""
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}

    def scheme(url: str) -> str:
        """How the server thinks that it was asked: it redirects there."""
        return httpx.get(f"{url}/healthz/", headers=said, timeout=60).headers["location"].partition(":")[0]

    assert scheme(live_server.url) == "http"
    for trusted, believed in (("127.0.0.0/8", "https"), ("192.0.2.1", "http")):
        with serving(LENET_TRUSTED_PROXIES=trusted) as server:
            assert scheme(server.url) == believed


def test_without_the_setting_every_host_is(client: httpx.Client) -> None:
    """An installation that sets nothing answers for any name."""
    assert client.get("/api/v1/models", headers={"Host": "any.example"}).status_code == 200
