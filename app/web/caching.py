"""Answers that a client may keep: an ETag goes with each, and a client that has it already gets 304 and no body."""

import gzip
import hashlib
import re

from starlette.requests import Request
from starlette.responses import Response


def etag_of(body: bytes) -> str:
    """A strong validator: the same bytes always have the same one. A page has a hundred of them, so they are short."""
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


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


def kept_text(request: Request, body: bytes, media_type: str) -> Response:
    """The same for text, which goes compressed to clients that can unpack it."""
    packed = accepts_gzip(request.headers.get("accept-encoding", ""))
    sent = gzip.compress(body, mtime=0) if packed else body
    response = kept_response(request, sent, media_type, vary="Accept-Encoding")
    if packed and response.status_code == 200:
        response.headers["Content-Encoding"] = "gzip"
    return response


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header allows gzip (RFC 9110, 12.5.3)."""
    for item in accept_encoding.lower().split(","):
        coding, _, parameter = item.partition(";")
        if coding.strip() in {"gzip", "x-gzip", "*"}:
            return not re.fullmatch(r"q=0(\.0*)?", parameter.replace(" ", ""))
    return False
