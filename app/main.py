"""Where the parts are joined: settings go in, the application comes out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware
from threadpoolctl import threadpool_limits

from app.imaging import Limits
from app.samples import Samples
from app.settings import ROOT, Settings
from app.web.api import Api
from app.web.api_routes import TAGS, digit_operations, model_operations, probe_operations, sample_operations
from app.web.bodies import BodyLimits
from app.web.head import HeadRequests
from app.web.model import load_model
from app.web.open_inference import OpenInference
from app.web.open_inference_routes import open_inference_operations
from app.web.openapi import DescribedApplication
from app.web.operations_api import OperationsApi
from app.web.operations_body import OperationLimits
from app.web.operations_routes import operations_operations
from app.web.pages import page_routes, template_environment
from app.web.probes import Probes
from app.web.problems import problem_handlers
from app.web.samples_api import SamplesApi
from app.web.security import SecurityHeaders
from app.web.static_files import RevalidatedStaticFiles

NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""The service calls nobody, whatever the environment holds; FastAPI would look for exporters at every request."""


def create_app(settings: Settings) -> DescribedApplication:
    """Join the parts; WeightsError if the weights cannot be used.

    One process with one numerical thread serves: passes through this network are shorter than a hand-over to a second one.
    """
    model = load_model(settings.weights)
    models, limits = {model.name: model}, body_limits(settings)
    api = Api(models, limits)
    samples = SamplesApi(Samples(ROOT / "static" / "data" / "mnist"), model.misread)
    operations = [
        *digit_operations(api),
        *model_operations(api),
        *sample_operations(samples),
        *operations_operations(OperationsApi(settings.max_body_bytes, OperationLimits())),
        *open_inference_operations(OpenInference(models, limits)),
        *probe_operations(Probes([model.name])),
    ]
    application = DescribedApplication(
        title="LeNet Lens",
        version="1",
        description="Every number of a LeNet for any picture of a digit: predictions, activations, explanations.",
        openapi_tags=list(TAGS),
        openapi_url=None,
        telemetry=NO_TELEMETRY,
        lifespan=one_numerical_thread,
        routes=[operation.route() for operation in operations],
        exception_handlers=problem_handlers(),
        middleware=[
            Middleware(SecurityHeaders, frame_ancestors=settings.frame_ancestors),
            Middleware(HeadRequests),
        ],
    )
    application.router.routes.extend(
        page_routes(template_environment(ROOT / "templates"), ROOT / "static", application)
    )
    application.mount("/static", RevalidatedStaticFiles(ROOT / "static"), name="static")
    return application


def body_limits(settings: Settings) -> BodyLimits:
    """How much one request may bring."""
    return BodyLimits(
        bytes=settings.max_body_bytes,
        pictures=settings.max_batch,
        units=settings.max_units,
        picture=Limits(max_bytes=settings.max_body_bytes, max_pixels=settings.max_pixels),
    )


@asynccontextmanager
async def one_numerical_thread(_application: FastAPI) -> AsyncIterator[None]:
    """While the application runs, BLAS keeps to the thread that calls it."""
    with threadpool_limits(1, "blas"):
        yield
