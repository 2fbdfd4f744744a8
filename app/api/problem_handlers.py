"""Exception handlers: the errors of routes, FastAPI and Starlette become problem documents."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match, Mount

from app.api.bodies import limits_of, refused_fields
from app.api.dependencies import fields_of
from app.api.problems import (
    PROBLEM_TYPES,
    FieldError,
    Problem,
    invalid_fields,
    listed,
    problem_response,
    quoted,
)

_SLUG_OF_STATUS: Mapping[int, str] = {one.status: one.slug for one in reversed(PROBLEM_TYPES)}


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
    if isinstance(error.body, bytes):  # FastAPI parses no other media types
        given = quoted(request.headers.get("content-type", ""))
        detail = f"Content-Type {given} is not supported; send application/json"
        return Problem("unsupported-media", detail, headers={"Accept": "application/json"})
    in_body = [{**one, "loc": one["loc"][1:]} for one in error.errors() if one["loc"][0] == "body"]
    elsewhere = [_parameter_error(one, request) for one in error.errors() if one["loc"][0] != "body"]
    return invalid_fields([*elsewhere, *refused_fields(in_body, error.body, fields_of(request, "body"))])


def _parameter_error(error: Mapping[str, Any], request: Request) -> FieldError:
    part, name = error["loc"][0], str(error["loc"][1])
    known = fields_of(request)
    if error["type"] == "extra_forbidden":
        detail = f"unknown parameter {quoted(name)}; the parameters are: {listed(known) or 'none'}"
    elif error["type"] == "missing":
        examples = known[name].examples if name in known else None
        example = f"; for example {name}={listed(examples[0])}" if examples else ""
        detail = f"parameter {name} is missing{example}"
    else:
        expected = limits_of(error, known.get(name)) or error.get("ctx", {}).get("expected")
        remedy = f"; use {expected}" if expected else f": {error['msg']}"
        detail = f"parameter {name} is {quoted(str(error['input']))}{remedy}"
    return FieldError(detail, name[:60], part)


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
    """Return the methods of all routes that match the path; mounted static files have GET and HEAD."""
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]
    methods = {
        method
        for method in ("DELETE", "GET", "POST")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    }
    return sorted(methods | {"GET", "HEAD"}) if "GET" in methods or not methods else sorted(methods)


def _path_without_slash(request: Request) -> str | None:
    """Return the path without its trailing slash if a route matches it; without a host, for proxies."""
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
