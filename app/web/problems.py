"""Errors as the API tells them: RFC 9457 problem documents, one kind for each thing that can go wrong.

Problem                    what a handler raises; its kind decides status, type and title
malformed-request   400  the body is not JSON, not multipart, empty, or cut off
unreadable-picture  400  the picture is of a type that is read here, but broken
invalid-tensor      400  under /v2: a tensor or a parameter has a value that cannot be used
not-offered         400  under /v2: an extension of the protocol that this server does not have
not-found           404  no such address, model or sample
method-not-allowed  405  the address is right, the method is not; Allow names the right ones
not-acceptable      406  no format that the Accept header allows
too-slow            408  headers or body did not come in time
too-large           413  more bytes, pixels, pictures or units than the limits allow
unsupported-media   415  a body of a type that is not read here
wrong-host          421  the request is for a host that this is not
invalid-field       422  readable, but a field or parameter has a value that cannot be used
large-headers       431  more bytes of headers than any client needs
internal-error      500  a bug of this server; nothing of it is told to the client
not-implemented     501  a method or a Transfer-Encoding that no address here knows
too-busy            503  as many requests as this server takes at once, or one that took too long; Retry-After says when to ask again
stopping            503  the server is about to stop: those who ask for its health are told, and at the end those who ask for more
"""

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

from app.web.logs import identify
from app.web.outcome import NOBODY_LEFT
from app.web.routing import without_slash

MEDIA_TYPE = "application/problem+json"

Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]
Part = Literal["body", "query", "path", "header"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: the last part of its `type`, its status and its title."""

    slug: str
    status: int
    title: str
    meaning: str


KINDS: tuple[Kind, ...] = (
    Kind(
        "malformed-request",
        400,
        "The request cannot be read",
        "The body is empty, cut off, or not what its Content-Type says.",
    ),
    Kind(
        "unreadable-picture",
        400,
        "The picture cannot be read",
        "The bytes begin as a PNG, JPEG or WebP picture does, but are damaged or cut short.",
    ),
    Kind(
        "invalid-tensor",
        400,
        "A tensor or a parameter cannot be used",
        "In the Open Inference Protocol: `errors` names it by a JSON Pointer and says what is wrong with it.",
    ),
    Kind(
        "not-offered",
        400,
        "This part of the protocol is not offered",
        "An extension of the Open Inference Protocol that this server does not have; `detail` names it, `GET /v2` lists those it has.",
    ),
    Kind(
        "not-found",
        404,
        "There is nothing here",
        "No such address, model or sample; `detail` says what there is.",
    ),
    Kind(
        "method-not-allowed",
        405,
        "This address does not know that method",
        "The header `Allow` names the methods of the address.",
    ),
    Kind(
        "not-acceptable",
        406,
        "None of the accepted formats is to be had",
        "Ask for a media type that `detail` names, or use the parameter `format`.",
    ),
    Kind(
        "too-slow",
        408,
        "The request did not come in time",
        "Headers and body have to arrive within seconds that `detail` names; send it again, in one go.",
    ),
    Kind(
        "too-large",
        413,
        "The request is too large",
        "More bytes, pixels, pictures or units than this server takes at once; `detail` has the limit.",
    ),
    Kind(
        "unsupported-media",
        415,
        "This kind of body is not read here",
        "The Content-Type, or what the bytes are whatever it says, is none that is read; send a type that `detail` names.",
    ),
    Kind(
        "wrong-host",
        421,
        "This server is not the one that was asked for",
        "The header `Host` names none of the hosts that this server answers for.",
    ),
    Kind(
        "invalid-field",
        422,
        "A field has a value that cannot be used",
        "`errors` names each field of the body by a JSON Pointer, or the parameter, and says what is wrong with it.",
    ),
    Kind(
        "large-headers",
        431,
        "The headers are too large",
        "Address and headers together have more bytes than `detail` says.",
    ),
    Kind(
        "internal-error",
        500,
        "Something went wrong in the server",
        "A bug, not your fault; sending the same again will most likely fail again.",
    ),
    Kind(
        "not-implemented",
        501,
        "The server does not know how to do this",
        "A method that no address knows, or a Transfer-Encoding other than `chunked`.",
    ),
    Kind(
        "too-busy",
        503,
        "The server has too much to do",
        "Too many requests at once, or one that took too long; ask again after the seconds in `Retry-After`.",
    ),
    Kind(
        "stopping",
        503,
        "The server is about to stop",
        "It finishes what is running; nothing new should be sent to it.",
    ),
)
BY_SLUG: Mapping[str, Kind] = {kind.slug: kind for kind in KINDS}
_BY_STATUS: Mapping[int, Kind] = {kind.status: kind for kind in reversed(KINDS)}


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: a JSON Pointer (RFC 6901, as a URI fragment) into the body, or a parameter's name."""

    detail: str
    place: str
    part: Part = "body"


class Problem(Exception):  # noqa: N818 -- RFC 9457's own word for it
    """A request that cannot be answered as it was asked."""

    def __init__(
        self,
        slug: str,
        detail: str,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = BY_SLUG[slug]
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def invalid(detail: str, place: str, part: Part = "body") -> Problem:
    """The problem of one field that has a value which cannot be used."""
    return Problem("invalid-field", detail, [FieldError(detail, place, part)])


def problem_document(problem: Problem) -> dict[str, object]:
    """The problem as RFC 9457 writes it; `error` repeats `detail` for clients of the Open Inference Protocol."""
    document: dict[str, object] = {
        "type": f"/docs#{problem.kind.slug}",
        "title": problem.kind.title,
        "status": problem.kind.status,
        "detail": problem.detail,
    }
    if problem.errors:
        document["errors"] = [
            {
                "detail": error.detail,
                ("pointer" if error.part == "body" else "parameter"): error.place,
                "in": error.part,
            }
            for error in problem.errors
        ]
    document["error"] = problem.detail
    return document


def problem_response(problem: Problem) -> Response:
    """The problem as an HTTP answer."""
    return Response(
        orjson.dumps(problem_document(problem)), problem.kind.status, problem.headers, media_type=MEDIA_TYPE
    )


def problem_of_status(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Problem:
    """The problem for an error that the framework raised with nothing but a status."""
    kind = _BY_STATUS.get(status) or _BY_STATUS[400 if status < 500 else 500]
    return Problem(kind.slug, detail or HTTPStatus(status).phrase, headers=headers)


def allowed_methods(request: Request) -> list[str]:
    """Every method that some route of the application has for the request's address."""
    methods: set[str] = set()
    for route in request.app.routes:
        scope: Scope = dict(request.scope)
        if route.matches(scope)[0] is not Match.NONE:
            methods |= set(getattr(route, "methods", None) or ())
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def problem_handlers() -> dict[int | type[Exception], Handler]:
    """What the application does with each exception that leaves a handler."""
    return {
        Problem: _answer_problem,
        HTTPException: _answer_http_exception,
        ClientDisconnect: _answer_nobody,
        Exception: _answer_bug,
    }


async def _answer_problem(_request: Request, error: Problem) -> Response:
    return problem_response(error)


async def _answer_http_exception(request: Request, error: HTTPException) -> Response:
    """The framework's own: no such address, or not with that method."""
    path = quoted(request.url.path)
    if error.status_code == 404:
        if meant := without_slash(request):
            return Response(status_code=307, headers={"Location": meant})
        return problem_response(Problem("not-found", f"nothing is at {path}; /docs lists every address"))
    if error.status_code == 405:
        allow = listed(allowed_methods(request)) or (error.headers or {}).get("Allow", "")
        detail = f"{quoted(request.method)} is not for {path}; use {allow}"
        return problem_response(Problem("method-not-allowed", detail, headers={"Allow": allow}))
    return problem_response(problem_of_status(error.status_code, error.detail, error.headers))


async def _answer_nobody(_request: Request, _error: Exception) -> Response:
    """The client went away before its answer: whatever is answered, nobody reads it, but it is noted."""
    return Response(status_code=NOBODY_LEFT)


async def _answer_bug(request: Request, _error: Exception) -> Response:
    """A bug: the server's log has it under an id, and the client learns no more than that."""
    name = identify(request.scope)
    detail = f"the server failed on this request; its log says where, under {name}"
    return problem_response(Problem("internal-error", detail, headers={"X-Request-ID": name}))


def quoted(text: str, limit: int = 60) -> str:
    """A client's own text, safe and short enough to be repeated in a message."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return repr(shown)


def counted(count: int, noun: str) -> str:
    """So many of something: `1 number`, `2 numbers`; the noun takes an s."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(names: Iterable[str]) -> str:
    """Names as a message lists them."""
    return ", ".join(names)
