"""Static files: always revalidated (a nested module is never stale), and text goes compressed."""

import gzip
import os
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import Scope

from app.web.caching import accepts_gzip

TEXT_SUFFIXES = frozenset(
    {".css", ".html", ".js", ".json", ".map", ".md", ".mjs", ".svg", ".txt", ".webmanifest"}
)
SMALLEST_WORTH_COMPRESSING = 500
"""Bytes; below it the gzip frame and the Content-Encoding header cost what they save."""


class RevalidatedStaticFiles(StaticFiles):
    """Starlette's static files with `Cache-Control: no-cache`; text is compressed once and kept."""

    def __init__(self, directory: PathLike) -> None:
        super().__init__(directory=directory)
        self._compressed = lru_cache(maxsize=256)(_compress)

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Answer with the file, its compressed form, or 304 where the client has it already."""
        request = Headers(scope=scope)
        response: Response = FileResponse(full_path, status_code=status_code, stat_result=stat_result)
        path = Path(full_path)
        worthwhile = path.suffix in TEXT_SUFFIXES and stat_result.st_size >= SMALLEST_WORTH_COMPRESSING
        if worthwhile and "range" not in request and accepts_gzip(request.get("accept-encoding", "")):
            response = self._compressed_response(path, stat_result, response)
        response.headers["cache-control"] = "no-cache"
        if worthwhile:
            response.headers["vary"] = "Accept-Encoding"
        if self.is_not_modified(response.headers, request):
            return NotModifiedResponse(response.headers)
        return response

    def _compressed_response(self, path: Path, stat: os.stat_result, plain: Response) -> Response:
        body = self._compressed(path, stat.st_mtime_ns, stat.st_size)
        headers = {
            "content-encoding": "gzip",
            "etag": plain.headers["etag"].removesuffix('"') + '-gzip"',
            "last-modified": plain.headers["last-modified"],
        }
        return Response(body, plain.status_code, headers, plain.media_type)


def _compress(path: Path, mtime_ns: int, size: int) -> bytes:
    """Compress one version of a file; time and size are only there to name the version in the cache."""
    del mtime_ns, size
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
