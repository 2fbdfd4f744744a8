"""The description is a valid OpenAPI document, complete, and true: what it promises is what is answered."""

import re
from typing import Any

import httpx
import orjson
import pytest
import schemathesis
from fastapi import FastAPI
from jsonschema_rs import Draft202012Validator
from starlette.routing import Route

from app.web.problems import KINDS
from tests.web.pictures import ACTIVATIONS, EXPLANATIONS, PREDICTIONS, digit, file_of, rows

METHODS = {"get", "post"}


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    """The document as it is served."""
    served: dict[str, Any] = orjson.loads(client.get("/openapi.json").content)
    return served


@pytest.fixture(scope="module")
def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each operation under its method and path."""
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_the_document_is_valid(application: FastAPI) -> None:
    """It is what OpenAPI 3.1 calls valid, checked by another's validator."""
    schemathesis.openapi.from_dict(application.openapi()).validate()


def test_every_address_of_the_api_is_described(application: FastAPI, operations: dict[str, Any]) -> None:
    """No route under /api, and neither probe, is missing from the document."""
    served = {
        f"{method} {route.path}"
        for route in application.routes
        if isinstance(route, Route) and re.match("/(api|v2|healthz|readyz)", route.path)
        for method in route.methods or ()
    }
    heads = {name.replace("GET", "HEAD") for name in served if name.startswith("GET ")}
    assert set(operations) == served | heads
    assert len({operation["operationId"] for operation in operations.values()}) == len(operations)


def test_everything_is_described_in_words(document: dict[str, Any], operations: dict[str, Any]) -> None:
    """Operations, parameters, answers and schemas each have a description, in whole sentences without placeholders."""
    described = {name: operation["description"] for name, operation in operations.items()}
    for name, operation in operations.items():
        described |= {f"{name} {one['name']}": one["description"] for one in operation.get("parameters", [])}
        described |= {
            f"{name} {status}": one["description"] for status, one in operation["responses"].items()
        }
    described |= {name: schema["description"] for name, schema in document["components"]["schemas"].items()}
    assert [
        name for name, text in described.items() if not text.strip() or text == "Successful Response"
    ] == []


def described(answer: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """An answer's description, which may stand with the components."""
    place, _, name = answer.get("$ref", "").rpartition("/")
    return document["components"]["responses"][name] if place == "#/components/responses" else answer


def test_every_error_is_described(document: dict[str, Any], operations: dict[str, dict[str, Any]]) -> None:
    """Every operation names its errors, each as a problem document, and every kind of problem is there."""
    named: set[str] = set()
    for name, operation in operations.items():
        errors = {status: one for status, one in operation["responses"].items() if int(status) >= 400}
        assert {"405", "408", "421", "431", "500"} <= set(errors)
        if name.startswith("HEAD "):
            continue
        for answer in errors.values():
            content = described(answer, document)["content"]["application/problem+json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            named |= {example["value"]["type"] for example in content["examples"].values()}
    assert named == {f"/docs#{kind.slug}" for kind in KINDS}


HEADERS = {
    "allow", "accept", "accept-encoding", "retry-after", "etag", "cache-control", "inference-header-content-length"
}  # fmt: skip
"""What a client may act on."""


def test_headers_are_described(
    client: httpx.Client, document: dict[str, Any], operations: dict[str, dict[str, Any]]
) -> None:
    """What GET and HEAD answer has the headers that are described for it and no others; 304 is answered where it is described."""
    for name, operation in operations.items():
        method, template = name.split()
        if method == "POST":
            continue
        path = template.replace("{model}", "lenet").replace("{version}", "1").replace("{index}", "7")
        answer = client.request(method, path)
        promised = {header.lower() for header in operation["responses"]["200"].get("headers", {})}
        assert set(answer.headers) & HEADERS == promised, name
        again = client.request(method, path, headers={"If-None-Match": answer.headers.get("etag", "*")})
        assert (again.status_code == 304) == ("304" in operation["responses"]), name
        takes = {one["name"] for one in operation.get("parameters", []) if one["in"] == "header"}
        assert takes == ({"If-None-Match"} if "304" in operation["responses"] else set())
        wrong = client.post(path)
        allow = described(operation["responses"]["405"], document)["headers"]
        assert wrong.status_code == 405
        assert set(wrong.headers) & HEADERS == {header.lower() for header in allow}


def test_the_example_of_lines_is_true(document: dict[str, Any], operations: dict[str, Any]) -> None:
    """The documented lines are JSON, one with the fields of Probabilities, one with a problem."""
    content = operations["POST /api/v1/models/{model}/predictions"]["responses"]["200"]["content"]
    (example,) = content["application/x-ndjson"]["examples"].values()
    read, refused = map(orjson.loads, example["value"].splitlines())
    assert (read.pop("index"), refused.pop("index")) == (0, 1)
    for name, found in (("Probabilities", read), ("Problem", refused["problem"])):
        resolved(document["components"]["schemas"][name], document).validate(found)


def resolved(schema: dict[str, Any], document: dict[str, Any]) -> Draft202012Validator:
    """A validator for one schema of the document."""
    return Draft202012Validator({**schema, "components": document["components"]})


def test_the_index_lists_every_address(client: httpx.Client, operations: dict[str, Any]) -> None:
    """`/api/v1` names every address below it with its method, and nothing that is not described."""
    index = orjson.loads(client.get("/api/v1").content)
    listed = {f"{one['method']} {one['path']}" for one in index["addresses"]}
    assert listed == {name for name in operations if "/api/v1" in name and not name.startswith("HEAD ")}
    assert client.get(index["openapi"]).is_success
    assert client.get(index["documentation"]).is_success


def test_head_is_answered_wherever_get_is(client: httpx.Client, operations: dict[str, Any]) -> None:
    """Each address that GET is for says the same to HEAD, its length too, and keeps the body back."""
    read = [name.removeprefix("GET ") for name in operations if name.startswith("GET ")]
    assert len(read) > 15
    for template in read:
        path = template.replace("{model}", "lenet").replace("{version}", "1").replace("{index}", "7")
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b"") == (200, b""), path
        assert head.headers["content-length"] == whole.headers["content-length"]
        assert head.headers["content-type"] == whole.headers["content-type"]


EIGHT = {"pixels": rows()}
REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("GET /healthz", "/healthz", {}),
    ("GET /readyz", "/readyz", {}),
    ("GET /api/v1", "/api/v1", {}),
    ("GET /api/v1/models", "/api/v1/models", {}),
    ("GET /api/v1/models/{model}", "/api/v1/models/lenet", {}),
    ("GET /api/v1/models/{model}", "/api/v1/models/x", {}),
    ("GET /api/v1/models/{model}/weights", "/api/v1/models/lenet/weights", {}),
    ("GET /api/v1/samples", "/api/v1/samples", {}),
    ("GET /api/v1/samples/{index}", "/api/v1/samples/9999", {}),
    ("GET /api/v1/samples/{index}", "/api/v1/samples/10000", {}),
    ("POST /api/v1/models/{model}/activations", ACTIVATIONS, {"json": EIGHT}),
    ("POST /api/v1/models/{model}/activations", f"{ACTIVATIONS}?layers=fc1,pool2", {"json": EIGHT}),
    ("POST /api/v1/models/{model}/activations", ACTIVATIONS, {"json": {"pixels": [[0]]}}),
    ("POST /api/v1/models/{model}/activations", ACTIVATIONS, {"json": {"pixels": [[-1]]}}),
    ("POST /api/v1/models/{model}/activations", ACTIVATIONS, {"content": b"x"}),
    ("POST /api/v1/models/{model}/predictions", PREDICTIONS, {"json": EIGHT}),
    ("POST /api/v1/models/{model}/predictions", PREDICTIONS, {"json": {"pictures": [[[0]], [[9]]]}}),
    ("POST /api/v1/models/{model}/predictions", PREDICTIONS, {"files": {"picture": file_of(digit())}}),
    *(
        ("POST /api/v1/models/{model}/explanations", f"{EXPLANATIONS}?unit={unit}", {"json": EIGHT})
        for unit in ("input/0/0/0", "pool1/3/5/7", "conv2/1/2/3", "fc3/8", "softmax/8", "relu1/0/0/0", "x")
    ),
]


@pytest.mark.parametrize(("name", "path", "sent"), REQUESTS)
def test_answers_are_as_described(
    client: httpx.Client, document: dict[str, Any], name: str, path: str, sent: dict[str, Any]
) -> None:
    """Each answer, good or bad, has a status, a media type and a body that the document promises."""
    method, template = name.split()
    response = client.request(method, path, **sent)
    promised = document["paths"][template][method.lower()]["responses"][str(response.status_code)]
    schema = promised["content"][response.headers["content-type"]]["schema"]
    resolved(schema, document).validate(orjson.loads(response.content))


def test_examples_of_bodies_are_answered(client: httpx.Client, operations: dict[str, Any]) -> None:
    """Every example body in the document is one that the operation takes."""
    answered: set[str] = set()
    for name, operation in operations.items():
        examples = (
            operation.get("requestBody", {})
            .get("content", {})
            .get("application/json", {})
            .get("examples", {})
        )
        for example in examples.values():
            path = name.removeprefix("POST ").replace("{model}", "lenet").replace("{version}", "1")
            query = {
                one["name"]: one["example"]
                for one in operation.get("parameters", [])
                if one["in"] == "query" and "example" in one
            }
            answer = client.post(path, params=query, json=example["value"])
            assert answer.status_code == 200, answer.text
            answered.add(name)
    assert answered == {name for name, operation in operations.items() if "requestBody" in operation}
