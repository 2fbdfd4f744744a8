"""The OpenAPI document as the reference page shows it: a pure function from one to the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import orjson

Document = Mapping[str, Any]

SERVER = "http://127.0.0.1:8000"
"""Where the examples are sent: what `make run` serves."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a schema."""

    name: str
    type: str
    link: str
    required: bool
    description: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One status that an operation answers with."""

    status: str
    description: str
    media_types: Sequence[str]
    link: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: Sequence[Field]
    bodies: Sequence[str]
    fields: Sequence[Field]
    answers: Sequence[Answer]
    example: str


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that belong together."""

    name: str
    description: str
    operations: Sequence[Operation]


@dataclass(frozen=True, slots=True)
class Schema:
    """A named object that answers are made of."""

    name: str
    description: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything on the page."""

    title: str
    description: str
    groups: Sequence[Group]
    schemas: Sequence[Schema]


def reference(document: Document) -> Reference:
    """Arrange an OpenAPI document for reading."""
    operations = [
        (operation["tags"][0], _operation(method, path, operation))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "head"  # the same as GET
    ]
    groups = [
        Group(tag["name"], tag["description"], [one for name, one in operations if name == tag["name"]])
        for tag in document["tags"]
    ]
    schemas = [_schema(name, schema) for name, schema in document["components"]["schemas"].items()]
    return Reference(document["info"]["title"], document["info"]["description"], groups, schemas)


def _operation(method: str, path: str, operation: Document) -> Operation:
    parameters = operation.get("parameters", [])
    content = operation.get("requestBody", {}).get("content", {})
    return Operation(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        parameters=[
            Field(
                name=parameter["name"],
                type=type_of(parameter["schema"]),
                link=link_of(parameter["schema"]),
                required=parameter.get("required", False),
                description=parameter["description"],
                place=parameter["in"],
            )
            for parameter in parameters
        ],
        bodies=list(content),
        fields=_fields_of_body(content),
        answers=[_answer(status, answer) for status, answer in operation["responses"].items()],
        example=_curl(path, parameters, content),
    )


def _answer(status: str, answer: Document) -> Answer:
    content = answer.get("content", {})
    links = [link_of(media["schema"]) for media in content.values()]
    return Answer(status, answer["description"], list(content), next(filter(None, links), ""))


def _curl(path: str, parameters: Sequence[Document], content: Document) -> str:
    """A command that can be pasted as it is, with a picture called digit.png where one is asked for."""
    query: dict[str, str] = {}
    for parameter in parameters:
        if "example" not in parameter:
            continue
        example = parameter["example"]
        text = ",".join(example) if isinstance(example, list) else str(example)
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", text)
        else:
            query[parameter["name"]] = text
    address = f"{SERVER}{path}{'?' if query else ''}{urlencode(query, safe='/,')}"
    return f"curl {_data(content)}'{address}'"


def _data(content: Document) -> str:
    """What the command sends: a picture where pictures are read, else the first example of JSON."""
    if "image/png" in content:
        return "-H 'Content-Type: image/png' --data-binary @digit.png \\\n  "
    for media_type, media in content.items():
        example = next(iter(media["examples"].values()))["value"]
        return f"-H 'Content-Type: {media_type}' --data '{orjson.dumps(example).decode()}' \\\n  "
    return ""


def _schema(name: str, schema: Document) -> Schema:
    return Schema(name, schema.get("description", ""), _fields(schema))


def _fields(schema: Document) -> list[Field]:
    required = schema.get("required", ())
    return [
        Field(
            name=field,
            type=type_of(value),
            link=link_of(value),
            required=field in required,
            description=value.get("description", ""),
        )
        for field, value in schema.get("properties", {}).items()
    ]


def _fields_of_body(content: Document) -> list[Field]:
    """The fields of a JSON body; where it may be one of several objects, those of all of them."""
    schema = content.get("application/json", {}).get("schema", {})
    alternatives = [schema] if "properties" in schema else schema.get("oneOf", [])
    fields = [field for one in alternatives for field in _fields(one)]
    return [replace(field, required=len(alternatives) == 1 and field.required) for field in fields]


def type_of(schema: Document) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "enum" in schema or "const" in schema:
        return " | ".join(str(value) for value in schema.get("enum", [schema.get("const")]))
    for alternatives in ("anyOf", "oneOf"):
        if alternatives in schema:
            return " or ".join(type_of(one) for one in schema[alternatives])
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return f"object of {type_of(schema['additionalProperties'])}"
    kinds = schema.get("type", "anything")
    return " or ".join(kinds) if isinstance(kinds, list) else str(kinds)


def link_of(schema: Document) -> str:
    """The name of the first schema that this one refers to; empty if it refers to none."""
    if "$ref" in schema:
        return type_of(schema)
    inner = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    inner += [
        schema[name] for name in ("items", "additionalProperties") if isinstance(schema.get(name), Mapping)
    ]
    return next(filter(None, map(link_of, inner)), "")
