"""Where the parts are joined: settings go in, the application comes out."""

import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from threadpoolctl import threadpool_limits

from app.imaging import Limits
from app.samples import Samples
from app.settings import ROOT, Settings, SettingsError
from app.web.api import Api
from app.web.api_routes import TAGS, digit_operations, model_operations, probe_operations, sample_operations
from app.web.bodies import BodyLimits
from app.web.gate import Gate
from app.web.head import HeadRequests
from app.web.index_api import index_operation
from app.web.logs import AccessLog
from app.web.model import Model, load_model
from app.web.open_inference import OpenInference
from app.web.open_inference_absent import AbsentExtensions
from app.web.open_inference_routes import open_inference_operations
from app.web.openapi import DescribedApplication, Operation
from app.web.operations_api import OperationsApi
from app.web.operations_body import OperationLimits
from app.web.operations_routes import operations_operations
from app.web.origins import TrustedHosts, cors
from app.web.pages import page_routes, template_environment
from app.web.probes import Probes, Readiness
from app.web.problems import problem_handlers
from app.web.quiet import hush_libraries
from app.web.samples_api import SamplesApi
from app.web.security import SecurityHeaders
from app.web.static_files import RevalidatedStaticFiles
from app.web.threads import open_threads

if TYPE_CHECKING:
    from app.web.metrics import Measuring

NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""The service calls nobody, whatever the environment holds; FastAPI would look for exporters at every request."""


def create_app(settings: Settings) -> DescribedApplication:
    """Join the parts; WeightsError if the weights cannot be used.

    One process with one numerical thread serves: passes through this network are shorter than a hand-over to a second one.
    """
    model = load_model(settings.weights)
    models, limits, readiness = {model.name: model}, body_limits(settings), Readiness()
    api = Api(models, limits)
    samples = SamplesApi(Samples(ROOT / "static" / "data" / "mnist"), model.misread)
    operations = [
        *digit_operations(api),
        *model_operations(api),
        *sample_operations(samples),
        *operations_operations(OperationsApi(OperationLimits(depth=settings.max_json_depth))),
        *open_inference_operations(OpenInference(models, limits, readiness)),
        *probe_operations(Probes([model.name], readiness)),
    ]
    operations.append(index_operation(operations))
    measuring = measured_by(model) if settings.metrics == "on" else None
    application = DescribedApplication(
        title="LeNet Lens",
        version="1",
        description="Every number of a LeNet for any picture of a digit: predictions, activations, explanations.",
        openapi_tags=list(TAGS),
        openapi_url=None,
        redirect_slashes=False,
        telemetry=NO_TELEMETRY,
        lifespan=partial(few_threads, settings),
        routes=guarded(operations, Gate(settings.max_body_bytes)),
        exception_handlers=problem_handlers(),
        middleware=middleware(settings, measuring),
    )
    application.state.readiness = readiness
    if measuring:
        application.router.routes.append(measuring.route)
    application.router.routes.extend(
        page_routes(template_environment(ROOT / "templates"), ROOT / "static", application)
    )
    application.mount("/static", RevalidatedStaticFiles(ROOT / "static"), name="static")
    return application


def guarded(operations: Sequence[Operation], gate: Gate) -> list[BaseRoute]:
    """The routes in the order in which they are tried, behind the gate unless they are exempt."""
    routes: list[BaseRoute] = []
    for operation in sorted(operations, key=lambda operation: not operation.often):
        route = operation.route()
        if not operation.exempt:
            route.app = gate.guard(route.app)
        routes.append(route)
    routes.insert(sum(operation.often for operation in operations), AbsentExtensions())
    return routes


def middleware(settings: Settings, measuring: "Measuring | None") -> list[Middleware]:
    """What every request passes, from the outside in; what no setting asks for is not there."""
    layers = []
    if settings.access_log != "off":
        layers.append(Middleware(AccessLog, style=settings.access_log))
    if measuring:
        layers.append(measuring.middleware)
    layers.append(Middleware(SecurityHeaders, frame_ancestors=settings.frame_ancestors))
    if settings.cors_origins:
        layers.append(cors(settings.cors_origins))
    if settings.trusted_hosts:
        layers.append(Middleware(TrustedHosts, names=settings.trusted_hosts))
    layers.append(Middleware(HeadRequests))
    return layers


def measured_by(model: Model) -> "Measuring":
    """What counts requests; its package is an extra."""
    try:
        from app.web.metrics import measuring  # noqa: PLC0415 -- there only if it is asked for
    except ModuleNotFoundError as error:
        raise SettingsError(
            "LENET_METRICS=on cannot be used: it needs the package prometheus-client; use off, or install it: "
            f"{sys.executable} -m pip install prometheus-client"
        ) from error
    return measuring(model)


def body_limits(settings: Settings) -> BodyLimits:
    """How much the body of one request may hold."""
    return BodyLimits(
        pictures=settings.max_batch,
        units=settings.max_units,
        depth=settings.max_json_depth,
        picture=Limits(max_bytes=settings.max_body_bytes, max_pixels=settings.max_pixels),
    )


@asynccontextmanager
async def few_threads(settings: Settings, _application: FastAPI) -> AsyncIterator[None]:
    """While the application runs, BLAS keeps to the thread that calls it, large requests to theirs, and libraries are silent."""
    hush_libraries()
    open_threads(settings.threads, settings.max_concurrent, settings.answer_seconds)
    with threadpool_limits(1, "blas"):
        yield
