"""HTML pages, static files and the OpenAPI document, compressed with gzip."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route

from app.api.formats import cached_json, cached_response
from app.api.problems import PROBLEM_TYPES
from app.module_graph import imported_modules
from app.settings import ROOT
from app.static_files import VersionedFiles

STATIC = ROOT / "static"
GZIP = [Middleware(GZipMiddleware, compresslevel=6)]

Page = Callable[[Request], Awaitable[Response]]


def add_pages(app: FastAPI) -> None:
    """Add every page, the static files, the OpenAPI document and the Python client to the application.

    Addresses in pages are relative to `root`, the way from the page to the top, so they work under any path of a proxy;
    those of scripts and styles begin with `static`, which changes whenever one of them does.
    """
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    files = VersionedFiles(STATIC)
    modules = [path.relative_to(STATIC).as_posix() for path in imported_modules(STATIC / "js" / "main.js")]

    def page(template: str, root: str = ".", **values: Any) -> Page:
        async def show(request: Request) -> Response:
            static = f"{root}/static/v-{files.read_version()}"
            html = environment.get_template(template).render(root=root, static=static, **values)
            return cached_response(request, html.encode(), "text/html", vary="")

        return show

    async def show_openapi(request: Request) -> Response:
        root_path = request.base_url.path.rstrip("/")
        document = {**request.app.openapi(), "servers": [{"url": root_path or "/"}]}
        return cached_json(request, document, vary="")

    async def send_client(_request: Request) -> Response:
        return FileResponse(ROOT / "app" / "client.py", media_type="text/x-python")

    pages = {
        "/": page("explorer.html", modules=modules, models=list(app.state.services.models.shipped)),
        "/docs": page("reference.html", problem_types=PROBLEM_TYPES),
        "/docs/ten-minutes": page("ten_minutes.html", root=".."),
        "/openapi.json": show_openapi,
        "/client/lenet_lens.py": send_client,
    }
    for path, endpoint in pages.items():
        app.router.routes.append(Route(path, endpoint, middleware=GZIP))
    for path in ("/static/v-{version}", "/static"):
        app.router.routes.append(Mount(path, files, middleware=GZIP))
