"""Error responses as RFC 9457 problem documents.

`Problem` is the only exception that this package raises on purpose. Its type decides the status and the title:

malformed-request   400  the body is empty, cut off, or not what its Content-Type says
unreadable-picture  400  the picture is damaged or cut short
invalid-tensor      400  under /v2: a tensor or a parameter has a value that cannot be used
not-offered         400  under /v2: an extension of the protocol that this server does not implement
not-found           404  no such address, model or sample
model-gone          404  a created model that is not in memory (any longer), or no such checkpoint
method-not-allowed  405  the address exists, the method does not; `Allow` lists the methods
training-off        403  live training is switched off by a setting
training-busy       409  another training run is in progress
not-acceptable      406  the Accept header allows none of the available formats
too-large           413  more bytes, pixels, pictures or units than the limits allow
unsupported-media   415  the media type of the body is not supported
invalid-field       422  a field or parameter has a value that cannot be used
internal-error      500  a bug of this server; the response says nothing about it but its id
too-busy            503  too many requests with large bodies are waiting; `Retry-After` says when to try again
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal, get_type_hints

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic.fields import FieldInfo
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match, Mount

MEDIA_TYPE = "application/problem+json"

Part = Literal["body", "query", "path", "header"]


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One type of problem: the last part of its `type` URI, its status, and what it means."""

    slug: str
    status: int
    meaning: str
    title: str = ""

    @property
    def heading(self) -> str:
        """The `title` of the problem: the reason phrase of the status, unless the type has one of its own."""
        return self.title or HTTPStatus(self.status).phrase


PROBLEM_TYPES: Sequence[ProblemType] = (
    ProblemType(
        "malformed-request",
        400,
        "The body is empty, cut off, or not what its Content-Type says.",
    ),
    ProblemType(
        "unreadable-picture",
        400,
        "The bytes begin like a PNG, JPEG or WebP file, but the file is damaged or cut short.",
        "Unreadable Picture",
    ),
    ProblemType(
        "invalid-tensor",
        400,
        "Open Inference Protocol: `errors` names the tensor or parameter by a JSON Pointer.",
        "Invalid Tensor",
    ),
    ProblemType(
        "not-offered",
        400,
        "Open Inference Protocol: this extension is not implemented; `GET /v2` lists those that are.",
        "Unsupported Extension",
    ),
    ProblemType(
        "not-found", 404, "No such address, model or sample; `detail` lists what exists where it can."
    ),
    ProblemType(
        "model-gone",
        404,
        "A created model that is not in memory, or a checkpoint that does not exist; create it again or use a shipped model.",
        "Model Not Found",
    ),
    ProblemType("method-not-allowed", 405, "The `Allow` header lists the methods of this address."),
    ProblemType(
        "training-off", 403, "Live training is switched off by `LENET_TRAINING`.", "Training Switched Off"
    ),
    ProblemType(
        "training-busy",
        409,
        "Another training run is in progress; wait for it or delete it.",
        "Training In Progress",
    ),
    ProblemType(
        "not-acceptable", 406, "Accept a media type that `detail` lists, or use the `format` parameter."
    ),
    ProblemType(
        "too-large",
        413,
        "More bytes, pixels, pictures or units than the limit, which `detail` names.",
        "Content Too Large",
    ),
    ProblemType("unsupported-media", 415, "Send a media type that `detail` lists."),
    ProblemType(
        "invalid-field",
        422,
        "`errors` names each field of the body by a JSON Pointer, or the parameter, and says what is wrong.",
        "Validation Error",
    ),
    ProblemType(
        "internal-error", 500, "A bug of the server. Its log has the details under the `X-Request-ID`."
    ),
    ProblemType(
        "too-busy",
        503,
        "Too many requests with large bodies are waiting; try again after the seconds in `Retry-After`.",
    ),
)
BY_SLUG: Mapping[str, ProblemType] = {one.slug: one for one in PROBLEM_TYPES}
_SLUG_OF_STATUS: Mapping[int, str] = {one.status: one.slug for one in reversed(PROBLEM_TYPES)}


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field.

    Attributes:
        detail: One sentence.
        field: A JSON Pointer into the body (RFC 6901, as a URI fragment), or the name of a parameter.
        part: The part of the request that the field is in.
    """

    detail: str
    field: str
    part: Part = "body"


class Problem(Exception):  # noqa: N818 -- RFC 9457's own word
    """A request that is answered with a problem document."""

    def __init__(
        self,
        slug: str,
        detail: str,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.type = BY_SLUG[slug]
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def invalid(detail: str, field: str, part: Part = "body") -> Problem:
    """Return the problem of one field with a value that cannot be used."""
    return Problem("invalid-field", detail, [FieldError(detail, field, part)])


def too_large(detail: str, field: str) -> Problem:
    """Return the problem of one field of the body that exceeds a limit."""
    return Problem("too-large", detail, [FieldError(detail, field)])


def problem_document(problem: Problem, root_path: str = "") -> dict[str, object]:
    """Return the problem as RFC 9457 JSON; `error` repeats `detail` for clients of the Open Inference Protocol."""
    document: dict[str, object] = {
        "type": f"{root_path}/docs#{problem.type.slug}",
        "title": problem.type.heading,
        "status": problem.type.status,
        "detail": problem.detail,
    }
    if problem.errors:
        document["errors"] = [
            {
                "detail": error.detail,
                ("pointer" if error.part == "body" else "parameter"): error.field,
                "in": error.part,
            }
            for error in problem.errors
        ]
    document["error"] = problem.detail
    return document


def problem_response(problem: Problem, root_path: str = "") -> Response:
    """Return the HTTP response of a problem."""
    body = orjson.dumps(problem_document(problem, root_path))
    return Response(body, problem.type.status, problem.headers, media_type=MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every exception that a route may raise with a problem document."""

    @app.exception_handler(Problem)
    async def handle_problem(request: Request, error: Problem) -> Response:
        return problem_response(error, _root_path(request))

    @app.exception_handler(RequestValidationError)
    async def handle_validation_error(request: Request, error: RequestValidationError) -> Response:
        return problem_response(_problem_of_validation(request, error), _root_path(request))

    @app.exception_handler(HTTPException)
    async def handle_http_exception(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404 and (target := _path_without_slash(request)):
            return Response(status_code=307, headers={"Location": target})
        return problem_response(_problem_of_status(request, error), _root_path(request))


def _root_path(request: Request) -> str:
    """Return the path under which a proxy serves the application."""
    return request.base_url.path.rstrip("/")


def _problem_of_validation(request: Request, error: RequestValidationError) -> Problem:
    """Return the problem for parameters or fields of a body that FastAPI refused."""
    if any(one["type"] == "json_invalid" for one in error.errors()):
        return Problem("malformed-request", "the body is not JSON")
    errors = [
        _body_error(one) if one["loc"][0] == "body" else _parameter_error(one, request)
        for one in error.errors()
    ]
    return Problem("invalid-field", "; ".join(one.detail for one in errors[:3]), errors[:20])


def _parameter_error(error: Mapping[str, Any], request: Request) -> FieldError:
    part, name = error["loc"][0], str(error["loc"][1])
    known = _query_parameters(request)
    if error["type"] == "extra_forbidden":
        detail = f"unknown parameter {quoted(name)}; the parameters are: {listed(known) or 'none'}"
    elif error["type"] == "missing":
        examples = known[name].examples if name in known else None
        example = f"; for example {name}={listed(examples[0])}" if examples else ""
        detail = f"parameter {name} is missing{example}"
    else:
        detail = f"parameter {name} is {_remedy(error)}"
    return FieldError(detail, name[:60], part)


def _body_error(error: Mapping[str, Any]) -> FieldError:
    path = [str(one)[:60] for one in error["loc"][1:]]
    name = " ".join(path) or "the body"
    if error["type"] == "extra_forbidden":
        detail = f"unknown field {quoted(name)}"
    elif error["type"] == "missing":
        detail = f"{name} is missing"
    else:
        detail = f"{name} is {_remedy(error)}"
    escaped = (one.replace("~", "~0").replace("/", "~1") for one in path)
    return FieldError(detail, "/".join(["#", *escaped]))


def _remedy(error: Mapping[str, Any]) -> str:
    """Return a refused value with what to use instead."""
    expected = error.get("ctx", {}).get("expected")
    return f"{quoted(str(error['input']))}{f'; use {expected}' if expected else ': ' + error['msg']}"


def _query_parameters(request: Request) -> Mapping[str, FieldInfo]:
    """Return the fields of the query model of the route."""
    hints = get_type_hints(request.scope["endpoint"])
    model = hints.get("query") or hints.get("_query")
    return model.model_fields if model else {}


def _problem_of_status(request: Request, error: HTTPException) -> Problem:
    """Return the problem for an exception that Starlette or FastAPI raised with a status."""
    path = quoted(request.url.path)
    if error.status_code == 404:
        return Problem("not-found", f"no such address: {path}; /docs lists every address")
    if error.status_code == 405:
        allow = listed(_allowed_methods(request))
        detail = f"method {quoted(request.method)} is not allowed for {path}; use {allow}"
        return Problem("method-not-allowed", detail, headers={"Allow": allow})
    slug = _SLUG_OF_STATUS.get(error.status_code, "malformed-request")
    return Problem(slug, str(error.detail), headers=error.headers)


def _allowed_methods(request: Request) -> list[str]:
    """Return the methods of every route that matches the path; static files, which are mounted, have GET and HEAD."""
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]
    methods = {
        method
        for method in ("DELETE", "GET", "POST")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    }
    return sorted(methods | {"GET", "HEAD"}) if "GET" in methods or not methods else sorted(methods)


def _path_without_slash(request: Request) -> str | None:
    """Return the path without its trailing slash, if a route matches that; relative to the host that was asked."""
    path = request.scope["path"]
    stripped = path.rstrip("/")
    if stripped in {path, ""}:
        return None
    scope = {**request.scope, "path": stripped}
    if all(route.matches(scope)[0] is Match.NONE for route in request.app.routes):
        return None
    prefix = _root_path(request)
    location = stripped if stripped.startswith(prefix) else prefix + stripped
    return f"{location}?{request.url.query}" if request.url.query else location


def quoted(text: str, limit: int = 60) -> str:
    """Return a client's own text in quotes, shortened so that a message can repeat it."""
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: `1 number`, `2 numbers`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(names: Iterable[str]) -> str:
    """Return names separated by commas."""
    return ", ".join(names)
