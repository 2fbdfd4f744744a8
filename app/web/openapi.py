"""How an operation is described: one record from which FastAPI makes the route and the OpenAPI document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.types import ASGIApp

from app.web.openapi_problems import PROBLEM_SCHEMA, everywhere, problem_responses, shared_responses
from app.web.query import Parameter
from app.web.refusals import Refusals
from app.web.routing import Handler, PlainRoute
from app.web.schemas import ProblemDocument

Document = dict[str, Any]

ANSWER_EXAMPLES = Path(__file__).with_name("answer_examples.json")
"""What operations answer to the examples of their requests, with long lists cut; a test asks for them all anew."""


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


IF_NONE_MATCH: Document = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` of an answer that the client has: if it is still the same, it is answered 304, without a body.",
    "schema": {"type": "string"},
}
KEPT_HEADERS: Document = {
    "ETag": {
        "description": "A strong validator of these bytes, for `If-None-Match`.",
        "schema": {"type": "string"},
    },
    "Cache-Control": {
        "description": "The answer may be kept, and is asked for again each time.",
        "schema": {"type": "string", "const": "no-cache"},
    },
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
    headers: Document = field(default_factory=dict)
    """Of a good answer."""
    kept: bool = False
    """The answer has an ETag, and a client that has it already is answered 304."""
    exempt: bool = False
    """Answered however much else there is to do."""
    often: bool = False
    """Asked so often that its address is looked for before all others."""

    def route(self) -> PlainRoute:
        """The route that FastAPI describes from this record."""
        extra: Document = {}
        parameters = [*self.in_path, *(one.documented() for one in self.parameters)]
        if self.kept:
            parameters.append(IF_NONE_MATCH)
        if parameters:
            extra["parameters"] = parameters
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
            responses=self._responses(),
            openapi_extra=extra,
        )

    def _responses(self) -> dict[int | str, Document]:
        """Every answer, by status."""
        good: Document = {"content": dict(self.also)}
        headers = {**self.headers, **(KEPT_HEADERS if self.kept else {})}
        if headers:
            good["headers"] = headers
        responses: dict[int | str, Document] = {200: good}
        if self.kept:
            responses[304] = {
                "description": "`If-None-Match` names the answer's validator: the client has it already.",
                "headers": KEPT_HEADERS,
            }
        slugs = (
            self.problems if self.exempt or "stopping" not in self.problems else (*self.problems, "too-busy")
        )
        problems = problem_responses(slugs, body=self.body is not None)
        return responses | problems | everywhere(problems, exempt=self.exempt)


def _description(answer: Any) -> str:
    """What the docstrings of the answer's schemas say in their first lines."""
    return " ".join(
        (getattr(one, "__doc__", None) or "").partition("\n")[0] for one in get_args(answer) or (answer,)
    )


class DescribedApplication(FastAPI):
    """FastAPI whose document also has the schema of problems, which its answers refer to by name."""

    def build_middleware_stack(self) -> ASGIApp:
        """What every request passes. What FastAPI adds is for its own kind of routes, and there are none.

        Other than in Starlette's, a bug is answered inside of all that, so that its answer carries what every answer does.
        """
        handlers = dict(self.exception_handlers)
        bug = handlers.pop(Exception)
        stack: ASGIApp = ServerErrorMiddleware(ExceptionMiddleware(Refusals(self.router), handlers), bug)
        for layer in reversed(self.user_middleware):
            stack = layer.cls(stack, *layer.args, **layer.kwargs)
        return stack

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
        answers = orjson.loads(ANSWER_EXAMPLES.read_bytes())
        for methods in document["paths"].values():
            for operation in methods.values():
                _show_answer(operation, answers)
        document["paths"] = {path: _with_head(methods) for path, methods in document["paths"].items()}
        document.setdefault("components", {})["responses"] = shared_responses()
        schemas = document["components"].setdefault("schemas", {})
        if PROBLEM_SCHEMA not in schemas:
            template = "#/components/schemas/{model}"
            problem = TypeAdapter(ProblemDocument).json_schema(ref_template=template, by_alias=True)
            schemas.update(problem.pop("$defs"))
            schemas[PROBLEM_SCHEMA] = {**problem, "title": PROBLEM_SCHEMA}
        self.openapi_schema = document
        return document


def _show_answer(operation: Document, answers: Mapping[str, Any]) -> None:
    """Put the example of an operation's answer beside its schema."""
    if operation["operationId"] in answers:
        example = {
            "summary": "Shortened: of long lists there are the first entries.",
            "value": answers[operation["operationId"]],
        }
        operation["responses"]["200"]["content"]["application/json"]["examples"] = {"shortened": example}


def _with_head(methods: Document) -> Document:
    """The operations of an address, and HEAD where there is GET: the same answers, their headers only."""
    if "get" not in methods:
        return methods
    read = methods["get"]
    head = {
        **read,
        "summary": f"{read['summary']} (headers only)",
        "operationId": f"{read['operationId']}_head",
        "responses": {
            status: {name: value for name, value in answer.items() if name != "content"}
            for status, answer in read["responses"].items()
        },
    }
    return {**methods, "head": head}
