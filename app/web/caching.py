"""Answers that a client may keep: an ETag goes with each, and a client that has it already gets 304 and no body."""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.web.negotiation import accepts_gzip, whole_header


def etag_of(body: bytes) -> str:
    """A strong validator: the same bytes always have the same one. A page has a hundred of them, so they are short."""
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def matches(if_none_match: str, etag: str) -> bool:
    """Whether an If-None-Match header names this validator (RFC 9110, 13.1.2: a weak comparison)."""
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in tags or etag in tags


def kept_response(request: Request, body: bytes, media_type: str) -> Response:
    """The body with its ETag, to be asked for again each time; 304 for a client that has it."""
    return _response(request, _Version(body, etag_of(body)), media_type, {"Vary": "Accept"})


@dataclass(frozen=True, slots=True)
class _Version:
    """A body with its validator."""

    body: bytes
    etag: str


class Kept:
    """An answer that is the same as long as the process runs: made once, in a thread, when it is first asked for.

    Text is kept compressed, too, and goes so to clients that can unpack it.
    """

    def __init__(self, make: Callable[[], bytes], media_type: str, *, is_text: bool = True) -> None:
        self.media_type = media_type
        self.is_text = is_text
        self._make = make
        self._lock = Lock()
        self._versions: Mapping[str, _Version] = {}

    async def respond(self, request: Request) -> Response:
        """The body with its ETag, or 304, as `kept_response` answers."""
        versions = self._versions or await run_in_threadpool(self._made)
        if not self.is_text:
            return _response(request, versions[""], self.media_type, {"Vary": "Accept"})
        coding = "gzip" if accepts_gzip(whole_header(request.headers, "accept-encoding")) else ""
        response = _response(request, versions[coding], self.media_type, {"Vary": "Accept-Encoding"})
        if coding and response.status_code == 200:
            response.headers["Content-Encoding"] = coding
        return response

    def _made(self) -> Mapping[str, _Version]:
        """By content coding: made by the first who comes, for whom the others wait."""
        with self._lock:
            if not self._versions:
                body = self._make()
                bodies = {"": body, "gzip": gzip.compress(body, mtime=0)} if self.is_text else {"": body}
                self._versions = {coding: _Version(sent, etag_of(sent)) for coding, sent in bodies.items()}
            return self._versions


def _response(request: Request, version: _Version, media_type: str, headers: Mapping[str, str]) -> Response:
    headers = {"ETag": version.etag, "Cache-Control": "no-cache", **headers}
    if matches(whole_header(request.headers, "if-none-match"), version.etag):
        return Response(status_code=304, headers=headers)
    return Response(version.body, media_type=media_type, headers=headers)
