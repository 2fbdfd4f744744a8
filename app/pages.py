"""HTML pages, static files and the OpenAPI document, compressed with gzip.

Pages name the version of scripts and styles in their addresses, so that browsers need not ask for them again.
"""

import hashlib
import os
import re
from collections.abc import Awaitable, Callable
from os.path import normpath
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.api.formats import cached_json, cached_response
from app.api.problems import PROBLEM_TYPES
from app.settings import ROOT

STATIC = ROOT / "static"
VERSIONED = ("css", "js", "vendor")
IMMUTABLE = "public, max-age=31536000, immutable"
GZIP = [Middleware(GZipMiddleware, compresslevel=6)]
IMPORT = re.compile(r'^(?:import|export)\b[^;"]*?\bfrom\s+"(\.[^"]+)"', re.MULTILINE)

Page = Callable[[Request], Awaitable[Response]]


class VersionedFiles(StaticFiles):
    """Static files that may be kept for ever under an address with their version, else are revalidated."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._folders = [directory / name for name in VERSIONED]
        self._version = ""

    def read_version(self) -> str:
        """Return the version of the files as they are now: any change of any file gives another one."""
        digest = hashlib.blake2b(digest_size=8)
        for folder in self._folders:
            for parent, _, names in os.walk(folder):
                for name in names:
                    path = os.path.join(parent, name)  # noqa: PTH118 -- five times as fast as with Path
                    status = os.stat(path)  # noqa: PTH116 -- five times as fast as with Path
                    digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
        self._version = digest.hexdigest()
        return self._version

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, or 304 if the client has it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        version = scope["path_params"].get("version")
        if version and (version == self._version or version == self.read_version()):
            response.headers["Cache-Control"] = IMMUTABLE
            del response.headers["Last-Modified"]  # 5 kB of the first view; the ETag is enough
        return response


def add_pages(app: FastAPI) -> None:
    """Add every page, the static files, the OpenAPI document and the Python client to the application.

    Addresses in pages are relative to `root`, the way from the page to the top, so they work under any path
    of a proxy; those of scripts and styles begin with `static`, which changes whenever one of them does.
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


def imported_modules(entry: Path) -> list[Path]:
    """Return the files that a JavaScript module imports, directly or indirectly, without dynamic imports."""
    found, known = [entry], {str(entry)}
    for module in found:  # grows while it is iterated
        for target in IMPORT.findall(module.read_text(encoding="utf-8")):
            path = normpath(module.parent / target)
            if path not in known:
                known.add(path)
                found.append(Path(path))
    return found[1:]
