"""Other origins and other names: by default nobody's pages may read answers, and every name is answered for."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.main import create_app
from app.settings import Settings
from app.web.server import Manners, configured
from tests.asgi import client_of
from tests.event_loop import run
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


@pytest.mark.parametrize(
    ("trusted", "known"),
    [
        ((), ("http", "127.0.0.1")),
        (("127.0.0.0/8",), ("https", "203.0.113.9")),
        (("192.0.2.1",), ("http", "127.0.0.1")),
    ],
)
def test_only_trusted_proxies_are_believed(trusted: tuple[str, ...], known: tuple[str, str]) -> None:
    """What a proxy says of the client counts where its address is trusted, and nowhere else."""
    seen = []

    async def application(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append((scope["scheme"], scope["client"][0]))

    async def main() -> None:
        config = configured(application, Manners(trusted_proxies=trusted))
        config.load()
        said = [(b"x-forwarded-proto", b"https"), (b"x-forwarded-for", b"203.0.113.9")]
        scope = {"type": "http", "scheme": "http", "client": ("127.0.0.1", 1), "headers": said}
        await config.loaded_app(scope, None, None)

    run(main)
    assert seen == [known]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/docs/", "/docs"),
        ("/docs//?a=b%20c", "/docs?a=b%20c"),
        ("/api/v1/models/%6cenet/", "/api/v1/models/%6cenet"),
    ],
)
def test_a_slash_too_many_leads_to_the_address_that_was_meant(
    client: httpx.Client, asked: str, meant: str
) -> None:
    """On this server, whatever host the request names."""
    answer = client.get(asked, headers={"Host": "evil.example"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, meant)


@pytest.mark.parametrize("asked", ["//evil.example/docs/", "/nothing/", "/static/nothing/", "//"])
def test_nothing_else_leads_anywhere(client: httpx.Client, asked: str) -> None:
    """What is not there with its slash, and is not without, is not there."""
    address = str(client.base_url).rstrip("/") + asked  # whole, as two slashes alone would name a host
    assert_problem(client.get(address), 404, "not-found")


def test_what_is_refused_before_a_route_is_found_may_be_read_by_other_origins(
    open_to_school: httpx.Client,
) -> None:
    """An answer to a wrong host has the headers of any other; a preflight that is not granted is a problem."""
    answer = open_to_school.get("/api/v1/models", headers={"Host": "evil", "Origin": SCHOOL})
    assert_problem(answer, 421, "wrong-host")
    assert answer.headers["access-control-allow-origin"] == SCHOOL
    refused = preflight(open_to_school, OTHER)
    assert "origin" in assert_problem(refused, 400, "malformed-request").detail
    for name in ("content-security-policy", "referrer-policy", "permissions-policy"):
        assert name in answer.headers
        assert name in refused.headers


def test_a_bug_has_the_headers_of_any_answer(settings: Settings) -> None:
    """What went wrong in the server may be read by pages that may read the rest, and is as guarded."""

    async def fail(_request: Request) -> Response:
        """A bug."""
        raise ValueError

    application = create_app(replace(settings, cors_origins=(SCHOOL,)))
    application.router.routes.insert(0, Route("/bug", fail))
    with client_of(application, raise_errors=False) as client:
        answer = client.get("/bug", headers={"Origin": SCHOOL})
    assert_problem(answer, 500, "internal-error")
    assert answer.headers["access-control-allow-origin"] == SCHOOL
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    assert "content-security-policy" in answer.headers


def test_without_the_setting_every_host_is(client: httpx.Client) -> None:
    """An installation that sets nothing answers for any name."""
    assert client.get("/api/v1/models", headers={"Host": "any.example"}).status_code == 200
