"""The figures for Prometheus: counted by route, bounded in number, joined over workers, and told only where wanted."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.main import create_app
from app.settings import Settings, SettingsError
from app.web.threads import too_busy
from tests.asgi import client_of
from tests.serving import serving
from tests.web.pictures import PREDICTIONS, rows
from tests.web.test_problems import assert_problem

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def counted(settings: Settings) -> Iterator[httpx.Client]:
    """A service that counts, from nothing."""
    with client_of(create_app(replace(settings, metrics="on"))) as client:
        yield client


def figures(answer: httpx.Response) -> Figures:
    """Every figure by name and labels, as Prometheus's own parser reads them."""
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def figure(found: Figures, name: str, **labels: str) -> float:
    """One of them."""
    return found[name, frozenset(labels.items())]


def test_requests_are_counted_by_route_method_and_status(counted: httpx.Client) -> None:
    """Answers and problems of an address are counted under its route, with the time that they took."""
    for body in ({"pixels": rows()}, {"pixels": rows()}, {}):
        counted.post(PREDICTIONS, json=body)
    counted.get("/static/css/base.css")
    found = figures(counted.get("/metrics"))
    route = "/api/v1/models/{model}/predictions"
    assert figure(found, "lenet_requests_total", route=route, method="POST", status="200") == 2
    assert figure(found, "lenet_requests_total", route=route, method="POST", status="422") == 1
    assert figure(found, "lenet_request_seconds_count", route=route) == 3
    assert figure(found, "lenet_request_seconds_bucket", route=route, le="+Inf") == 3
    assert figure(found, "lenet_requests_total", route="/static", method="GET", status="200") == 1
    assert figure(found, "lenet_requests_in_flight") == 1, "this one"
    assert figure(found, "lenet_requests_rejected_total") == 0


def test_the_model_is_told(counted: httpx.Client) -> None:
    """Which weights answer stands among the figures."""
    weights = counted.get("/api/v1/models/lenet").json()["weights"]
    assert figure(figures(counted.get("/metrics")), "lenet_model_info", model="lenet", weights=weights) == 1


def test_labels_are_bounded(counted: httpx.Client) -> None:
    """Addresses and methods that somebody thinks up do not become figures of their own."""
    for at in range(20):
        counted.get(f"/nowhere/{at}")
        counted.get(f"/api/v1/samples/{at}")
        counted.request(f"M{at}", "/healthz")
    found = figures(counted.get("/metrics"))
    assert figure(found, "lenet_requests_total", route="none", method="GET", status="404") == 20
    assert (
        figure(found, "lenet_requests_total", route="/api/v1/samples/{index}", method="GET", status="200")
        == 20
    )
    assert figure(found, "lenet_requests_total", route="/healthz", method="other", status="405") == 20


def test_only_what_is_refused_for_load_is_rejected(settings: Settings) -> None:
    """A probe that is told to go elsewhere is counted by its status alone; a request without a place is rejected."""
    application = create_app(replace(settings, metrics="on"))

    async def full(_request: Request) -> Response:
        """There is no place."""
        raise too_busy("all places are taken")

    application.router.routes.insert(0, Route("/full", full))
    application.state.readiness.stop()
    with client_of(application) as client:
        assert client.get("/readyz").status_code == client.get("/full").status_code == 503
        found = figures(client.get("/metrics"))
    assert figure(found, "lenet_requests_total", route="/readyz", method="GET", status="503") == 1
    assert figure(found, "lenet_requests_rejected_total") == 1


def test_nothing_is_counted_unasked(client: httpx.Client) -> None:
    """Without the setting there is no such address."""
    assert_problem(client.get("/metrics"), 404, "not-found")


def test_the_missing_package_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where prometheus-client is not installed, the setting is refused with the remedy, and everything else works."""
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    monkeypatch.delitem(sys.modules, "app.web.metrics", raising=False)
    with pytest.raises(SettingsError, match=r"LENET_METRICS=on cannot be used: .*prometheus-client"):
        create_app(replace(settings, metrics="on"))
    create_app(settings)


def test_workers_count_together() -> None:
    """Whichever worker is asked, it tells the requests of all of them."""
    with serving(LENET_METRICS="on", LENET_WORKERS="2") as server:
        for _ in range(8):
            assert httpx.get(f"{server.url}/readyz", timeout=60).is_success
        found = figures(httpx.get(f"{server.url}/metrics", timeout=60))
        assert figure(found, "lenet_requests_total", route="/readyz", method="GET", status="200") == 8
        server.process.terminate()
        assert server.process.communicate(timeout=60) == ("", "")
