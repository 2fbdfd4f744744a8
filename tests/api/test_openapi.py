"""The OpenAPI document is valid and complete; test_schemathesis holds that answers agree with it."""

from typing import Any

import httpx
import orjson
import pytest
import schemathesis
from fastapi import FastAPI
from jsonschema_rs import Draft202012Validator


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
    """An independent validator accepts it as OpenAPI 3.1."""
    schemathesis.openapi.from_dict(application.openapi()).validate()


def test_everything_is_documented(document: dict[str, Any], operations: dict[str, Any]) -> None:
    """Operations have unique verbs with nouns as ids; they, parameters and schemas have descriptions."""
    ids = [operation["operationId"] for operation in operations.values()]
    assert len(set(ids)) == len(ids)
    assert all("_" in name for name in ids)
    assert not [name for name in operations if name.startswith(("HEAD", "OPTIONS"))]
    assert document["info"]["license"]["name"] == "MIT"
    assert document["servers"] == [{"url": "/"}]
    texts = {name: operation["description"] for name, operation in operations.items()}
    for name, operation in operations.items():
        texts |= {
            f"{name} {one['name']}": one.get("description", "") for one in operation.get("parameters", [])
        }
    texts |= {name: one.get("description", "") for name, one in document["components"]["schemas"].items()}
    assert [name for name, text in texts.items() if not text.strip()] == []


def test_bodies_are_named_schemas(operations: dict[str, Any]) -> None:
    """JSON bodies are references to components, so that generated clients have classes for them."""
    for name, operation in operations.items():
        if name.startswith("POST"):
            content = operation["requestBody"]["content"]
            schema = content.get("application/json", {}).get("schema", {"$ref": ""})
            assert all("$ref" in one for one in schema.get("oneOf", [schema])), name


def test_parameters_have_their_types(operations: dict[str, Any]) -> None:
    """`unit` and `layers` are arrays, `windows` is a boolean."""
    types = {
        one["name"]: one["schema"]
        for name, operation in operations.items()
        for one in operation.get("parameters", [])
        if not name.endswith("/attributions")  # which have a single unit
    }
    assert types["unit"]["type"] == "array"
    assert {"type": "array", "items": {"type": "string"}} in types["layers"]["anyOf"]
    assert types["windows"]["type"] == "boolean"
    assert types["index"]["type"] == "integer"


def test_errors_are_problem_documents(operations: dict[str, Any]) -> None:
    """Every documented error has the media type and the schema of a problem."""
    for operation in operations.values():
        for status, response in operation["responses"].items():
            if status >= "400":
                (media_type,) = response["content"]
                assert media_type == "application/problem+json"
                assert response["content"][media_type]["schema"]["$ref"].endswith("/ProblemDocument")


def test_the_index_lists_every_address(client: httpx.Client, operations: dict[str, Any]) -> None:
    """`/api/v1` names every address below it, and where the documentation is."""
    index = orjson.loads(client.get("/api/v1").content)
    listed = {f"{one['method']} {one['path']}" for one in index["addresses"]}
    assert listed == {name for name in operations if "/api/v1" in name}
    assert client.get(index["openapi"]).is_success
    assert client.get(index["documentation"]).is_success


def test_examples_of_bodies_are_answered(
    client: httpx.Client, document: dict[str, Any], operations: dict[str, Any]
) -> None:
    """Every example of a body agrees with its schema and is answered."""
    schemas = document["components"]["schemas"]
    answered = 0
    for name, operation in operations.items():
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {"schema": {}})
        for reference in body["schema"].get("oneOf", [body["schema"]]):
            schema = schemas.get(reference.get("$ref", "").rpartition("/")[2], {})
            for example in schema.get("examples", []):
                Draft202012Validator(schema | {"components": document["components"]}).validate(example)
                path = name.removeprefix("POST ").replace("{model}", "lenet").replace("{version}", "1")
                query = {"unit": "pool1/3/5/7"} if path.endswith("explanations") else {}
                query |= {"label": "8"} if path.endswith(("gradients", "training-steps")) else {}
                answer = client.post(path, params=query, json=example)
                assert answer.status_code in {200, 202}, answer.text
                answered += 1
    assert answered >= 12
