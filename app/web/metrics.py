"""Figures for Prometheus, counted by its own client library; with several workers, those of all of them together."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryDirectory

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.model import Model
from app.web.outcome import Outcome

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which the library is told where workers put their figures; it has to be set before it is imported."""

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST"})
NO_ROUTE = "none"


@dataclass(frozen=True, slots=True)
class Measuring:
    """What an application has in addition when it counts."""

    middleware: Middleware
    route: Route


def measuring(model: Model) -> Measuring:
    """Count from now on."""
    metrics = Metrics(model)
    return Measuring(Middleware(Measured, metrics=metrics), Route("/metrics", metrics.tell))


class Metrics:
    """What is counted. Labels are routes, not addresses, so that there are only so many of them."""

    def __init__(self, model: Model) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "lenet_requests", "Requests answered.", ("route", "method", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "lenet_request_seconds",
            "From request to answer.",
            ("route",),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.running = Gauge(
            "lenet_requests_in_flight", "Requests begun.", registry=self.registry, multiprocess_mode="livesum"
        )
        self.rejected = Counter(
            "lenet_requests_rejected",
            "Requests refused for load, with 503 and Retry-After.",
            registry=self.registry,
        )
        information = Gauge(
            "lenet_model_info",
            "The weights that answer.",
            ("model", "weights"),
            registry=self.registry,
            multiprocess_mode="max",
        )
        information.labels(model.name, model.weights).set(1)

    async def tell(self, _request: Request) -> Response:
        """Everything counted so far."""
        registry = self.registry
        if FOLDER in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it publishes no annotation
        return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


@contextmanager
def shared_figures() -> Iterator[Callable[[int], None]]:
    """A folder in which workers that are started meanwhile put their figures; yields what forgets a worker that ended."""
    with TemporaryDirectory(prefix="lenet-lens-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield partial(mark_process_dead, path=folder)
        finally:
            del os.environ[FOLDER]


def paths_of(routes: Sequence[BaseRoute]) -> dict[object, str]:
    """The path of every route, parameters by name, by what the framework calls the route's end."""
    ends: dict[object, str] = {route.endpoint: route.path for route in routes if isinstance(route, Route)}
    return ends | {route.app: route.path for route in routes if isinstance(route, Mount)}


class Measured:
    """ASGI middleware: count every request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics
        self.paths: Mapping[object, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        outcome = Outcome()
        self.metrics.running.inc()
        try:
            await outcome.of(self.app, scope, receive, send)
        finally:
            self.metrics.running.dec()
            self._count(scope, outcome)

    def _count(self, scope: Scope, outcome: Outcome) -> None:
        if not self.paths:
            self.paths = paths_of(scope["app"].routes)
        route = self.paths.get(scope.get("endpoint"), NO_ROUTE)
        method = scope["method"] if scope["method"] in METHODS else "other"
        self.metrics.requests.labels(route, method, str(outcome.status)).inc()
        self.metrics.seconds.labels(route).observe(outcome.seconds())
        if outcome.turned_away:
            self.metrics.rejected.inc()
