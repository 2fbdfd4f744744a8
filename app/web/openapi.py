"""How an operation is described: one record from which FastAPI makes the route and the OpenAPI document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, get_args

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter
from starlette.applications import Starlette
from starlette.types import ASGIApp

from app.web.problems import BY_SLUG, MEDIA_TYPE, Kind
from app.web.query import Parameter
from app.web.routing import Handler, PlainRoute
from app.web.schemas import ProblemDocument

Document = dict[str, Any]

PROBLEM_SCHEMA = "Problem"


def path_parameter(name: str, description: str, example: str | int, **schema: object) -> Document:
    """A parameter in an address, `{name}`; a text unless the schema says otherwise."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string", **schema},
        "example": example,
    }


MODEL_PATH = path_parameter("model", "The model's name.", "lenet")


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method.

    `answer` is the schema of the answer as JSON, `also` the other representations of it by media type. `bodiless` requests may
    leave their body out. `problems` are the kinds of problem that its clients can run into; `internal-error` always goes with
    them.
    """

    path: str
    handler: Handler
    summary: str
    tag: str
    answer: Any
    method: str = "GET"
    parameters: tuple[Parameter, ...] = ()
    in_path: tuple[Document, ...] = ()
    body: Document | None = None
    bodiless: bool = False
    also: Mapping[str, Document] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    exempt: bool = False
    """Answered however much else there is to do."""
    often: bool = False
    """Asked so often that its address is looked for before all others."""

    def route(self) -> PlainRoute:
        """The route that FastAPI describes from this record."""
        extra: Document = {}
        if self.in_path or self.parameters:
            extra["parameters"] = [*self.in_path, *(one.documented() for one in self.parameters)]
        if self.body is not None:
            extra["requestBody"] = {"required": not self.bodiless, "content": self.body}
        return PlainRoute(
            self.path,
            self.handler,
            methods=[self.method],
            summary=self.summary,
            tags=[self.tag],
            operation_id=getattr(self.handler, "__name__", self.summary),
            response_model=self.answer,
            response_description=_description(self.answer),
            responses={
                200: {"content": dict(self.also)},
                **problem_responses((*self.problems, *self._everywhere())),
            },
            openapi_extra=extra,
        )

    def _everywhere(self) -> tuple[str, ...]:
        """The problems that come from the server's load and the client's pace, not from what is asked."""
        slow = ("too-slow",) if self.body is not None else ()
        return slow if self.exempt else (*slow, "too-busy")


def _description(answer: Any) -> str:
    """What the docstrings of the answer's schemas say in their first lines."""
    return " ".join(
        (getattr(one, "__doc__", None) or "").partition("\n")[0] for one in get_args(answer) or (answer,)
    )


def problem_responses(slugs: tuple[str, ...]) -> dict[int | str, Document]:
    """The error answers of an operation: one for each status, naming the kinds of problem that have it."""
    kinds = sorted((BY_SLUG[slug] for slug in (*slugs, "internal-error")), key=lambda kind: kind.status)
    return {
        status: _problem_response(list(group)) for status, group in groupby(kinds, lambda kind: kind.status)
    }


def _problem_response(kinds: list[Kind]) -> Document:
    examples = {
        kind.slug: {
            "summary": kind.title,
            "value": {
                "type": f"/docs#{kind.slug}",
                "title": kind.title,
                "status": kind.status,
                "detail": kind.meaning,
                "error": kind.meaning,
            },
        }
        for kind in kinds
    }
    schema = {"$ref": f"#/components/schemas/{PROBLEM_SCHEMA}"}
    return {
        "description": " ".join(f"`{kind.slug}`: {kind.meaning}" for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": schema, "examples": examples}},
    }


class DescribedApplication(FastAPI):
    """FastAPI whose document also has the schema of problems, which its answers refer to by name."""

    def build_middleware_stack(self) -> ASGIApp:
        """Starlette's: what FastAPI puts around every request besides is for its own kind of routes, and there are none."""
        return Starlette.build_middleware_stack(self)

    def openapi(self) -> Document:
        """The whole document; made once."""
        if self.openapi_schema is not None:
            return self.openapi_schema
        document = get_openapi(
            title=self.title,
            version=self.version,
            description=self.description,
            tags=self.openapi_tags,
            routes=[route.described() for route in self.routes if isinstance(route, PlainRoute)],
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        if PROBLEM_SCHEMA not in schemas:
            template = "#/components/schemas/{model}"
            problem = TypeAdapter(ProblemDocument).json_schema(ref_template=template, by_alias=True)
            schemas.update(problem.pop("$defs"))
            schemas[PROBLEM_SCHEMA] = {**problem, "title": PROBLEM_SCHEMA}
        self.openapi_schema = document
        return document
