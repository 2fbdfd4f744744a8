"""Answers that a client may keep: an ETag goes with each, and a client that has it already gets 304 and no body."""

import hashlib

from starlette.requests import Request
from starlette.responses import Response


def etag_of(body: bytes) -> str:
    """A strong validator: the same bytes always have the same one."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def matches(if_none_match: str, etag: str) -> bool:
    """Whether an If-None-Match header names this validator (RFC 9110, 13.1.2: a weak comparison)."""
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in tags or etag in tags


def kept_response(request: Request, body: bytes, media_type: str, vary: str = "Accept") -> Response:
    """The body with its ETag, to be asked for again each time; 304 for a client that has it."""
    headers = {"ETag": etag_of(body), "Cache-Control": "no-cache", "Vary": vary}
    if matches(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
