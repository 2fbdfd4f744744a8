"""The application: settings go in, routers, middleware, exception handlers and pages are joined."""

import gc
import logging
import os
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware.cors import CORSMiddleware
from threadpoolctl import threadpool_limits

from app.api.dependencies import Services
from app.api.documentation import TAGS, add_openapi
from app.api.middleware import CommonResponses, RequestBodies, TrustedHosts
from app.api.open_inference import router as open_inference_router
from app.api.open_inference.inference import HEADER_LENGTH
from app.api.problem_handlers import add_problem_handlers
from app.api.routers import (
    activations,
    attributions,
    evaluations,
    explanations,
    features,
    health,
    index,
    models,
    operations,
    predictions,
    samples,
    training,
    training_runs,
)
from app.api.store import ModelStore
from app.pages import add_pages
from app.samples import Samples
from app.settings import ROOT, Settings, SettingsError, load_settings

NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""FastAPI would look for OpenTelemetry exporters in the environment; this service calls nobody."""

ROUTERS = (
    activations,
    open_inference_router,
    predictions,
    attributions,
    explanations,
    index,
    training,
    training_runs,
    models,
    evaluations,
    features,
    samples,
    operations,
    health,
)
"""In the order in which FastAPI tries routes: the most used first, as each that does not match takes 2 µs."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """Create the application, for `uvicorn app.main:create_app --factory` and for tests.

    Settings are by default those of the environment; `SettingsError` or `WeightsError` if they are no use.
    """
    settings = settings or load_settings()
    app = FastAPI(
        title="LeNet Lens",
        version="1",
        description="Predictions, activations and explanations of a LeNet for any picture of a digit.",
        openapi_tags=list(TAGS),
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_url=None,
        redirect_slashes=False,
        telemetry=NO_TELEMETRY,
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.services = Services(
        settings,
        ModelStore(settings.weights, settings.max_models),
        Samples(ROOT / "static" / "data" / "mnist"),
    )
    for module in ROUTERS:
        app.include_router(module.router)
    add_problem_handlers(app)
    add_openapi(app)
    add_pages(app)
    add_middleware(app, settings)
    return app


def add_middleware(app: FastAPI, settings: Settings) -> None:
    """Add middleware from the inside out."""
    app.add_middleware(RequestBodies, limit=settings.max_body_bytes)
    if settings.trusted_hosts:
        app.add_middleware(TrustedHosts, allowed_hosts=settings.trusted_hosts)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=("GET", "HEAD", "POST"),
            allow_headers=("Content-Type", "If-None-Match", HEADER_LENGTH, "X-Request-ID"),
            expose_headers=("ETag", HEADER_LENGTH, "Retry-After", "X-Request-ID"),
        )
    app.add_middleware(CommonResponses, frame_ancestors=settings.frame_ancestors)
    if settings.metrics:
        add_metrics(app)


def add_metrics(app: FastAPI) -> None:
    """Serve figures for Prometheus at /metrics; `SettingsError` if the package is not installed."""
    try:
        from prometheus_fastapi_instrumentator import Instrumentator  # noqa: PLC0415 -- an optional package
    except ModuleNotFoundError as error:
        raise SettingsError(
            "LENET_METRICS=on needs the package prometheus-fastapi-instrumentator; install it, or use off"
        ) from error
    Instrumentator().instrument(app).expose(app, include_in_schema=False)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Use one BLAS thread, faster for small matrices; keep libraries from logging what clients send."""
    for library in ("PIL", "python_multipart"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
        warnings.filterwarnings("ignore", module=rf"{library}(\.|$)")
    gc.freeze()  # what is loaded stays; checking it for garbage would block requests for 30 ms
    gc.set_threshold(20_000)  # the default, every 700 objects, takes a tenth of the time of a request
    os.environ["OPENBLAS_NUM_THREADS"] = (
        "1"  # read by OpenCV's own BLAS, which is loaded with the first photograph
    )
    with threadpool_limits(1, "blas"):
        yield
    await app.state.services.runs.close()
