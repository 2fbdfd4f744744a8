"""Where the parts are joined: settings and weights go in, the application comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware import Middleware

from app.settings import ROOT
from app.web.pages import page_routes, template_environment
from app.web.probes import probe_routes
from app.web.security import SecurityHeaders
from app.web.static_files import RevalidatedStaticFiles

if TYPE_CHECKING:
    from app.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """Join the parts; the same settings always give the same application."""
    application = FastAPI(
        title="LeNet Lens",
        docs_url=None,
        redoc_url=None,
        middleware=[Middleware(SecurityHeaders, frame_ancestors=settings.frame_ancestors)],
    )
    application.router.routes.extend(page_routes(template_environment(ROOT / "templates")))
    application.router.routes.extend(probe_routes())
    application.mount("/static", RevalidatedStaticFiles(ROOT / "static"), name="static")
    return application
