"""The OpenAPI document as the reference page shows it: a pure function from one to the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import orjson

from app.web.pretty_json import pretty

Document = Mapping[str, Any]

SERVER = "http://127.0.0.1:8000"
"""Where the examples are sent: what `make run` serves, and in a browser the address that the page was opened at."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a schema."""

    name: str
    type: str
    required: bool
    description: str
    place: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One status that an operation answers with; `schemas` are the names of what its JSON is made of."""

    status: str
    description: str
    media_types: Sequence[str]
    schemas: Sequence[str]
    headers: Sequence[str]


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
    answered: str


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
    everywhere: Sequence[Answer]
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
    shared = document["components"].get("responses", {})
    everywhere = [_answer(str(_status(answer)), answer) for answer in shared.values()]
    return Reference(document["info"]["title"], document["info"]["description"], groups, everywhere, schemas)


def _status(answer: Document) -> int:
    """The status of a problem's answer, which its examples tell."""
    (media,) = answer["content"].values()
    return int(next(iter(media["examples"].values()))["value"]["status"])


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
                required=parameter.get("required", False),
                description=parameter["description"],
                place=parameter["in"],
                default=_default(parameter["schema"]),
            )
            for parameter in parameters
        ],
        bodies=list(content),
        fields=_fields_of_body(content),
        answers=[
            _answer(status, answer)
            for status, answer in operation["responses"].items()
            if "$ref" not in answer  # told once for all addresses
        ],
        example=_curl(path, parameters, content),
        answered=_answered(operation["responses"]["200"]),
    )


def _answer(status: str, answer: Document) -> Answer:
    content = answer.get("content", {})
    schemas = dict.fromkeys(name for media in content.values() for name in schemas_of(media["schema"]))
    return Answer(
        status, answer["description"], list(content), list(schemas), list(answer.get("headers", {}))
    )


def _answered(answer: Document) -> str:
    """The first example of an answer as JSON."""
    examples = answer["content"].get("application/json", {}).get("examples", {})
    return next((pretty(example["value"]) for example in examples.values()), "")


def _default(schema: Document) -> str:
    """What is taken for a value that is not given."""
    return orjson.dumps(schema["default"]).decode() if schema.get("default") is not None else ""


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
            required=field in required,
            description=value.get("description", ""),
            default=_default(value),
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


def schemas_of(schema: Document) -> list[str]:
    """The names of all schemas that this one refers to, in order."""
    if "$ref" in schema:
        return [type_of(schema)]
    inner = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    inner += [
        schema[name] for name in ("items", "additionalProperties") if isinstance(schema.get(name), Mapping)
    ]
    return [name for one in inner for name in schemas_of(one)]
