"""The OpenAPI document is valid, complete, and agrees with what is answered."""

from typing import Any

import httpx
import orjson
import pytest
import schemathesis
from fastapi import FastAPI
from jsonschema_rs import Draft202012Validator

from tests.api.pictures import ACTIVATIONS, EXPLANATIONS, PREDICTIONS, digit, file_of, rows


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
    """Operations have unique verbs with nouns as ids; they, their parameters and responses have descriptions."""
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


def resolved(schema: dict[str, Any], document: dict[str, Any]) -> Draft202012Validator:
    """A validator for one schema of the document."""
    return Draft202012Validator({**schema, "components": document["components"]})


def test_the_index_lists_every_address(client: httpx.Client, operations: dict[str, Any]) -> None:
    """`/api/v1` names every address below it, and where the documentation is."""
    index = orjson.loads(client.get("/api/v1").content)
    listed = {f"{one['method']} {one['path']}" for one in index["addresses"]}
    assert listed == {name for name in operations if "/api/v1" in name}
    assert client.get(index["openapi"]).is_success
    assert client.get(index["documentation"]).is_success


EIGHT = {"pixels": rows()}
MODEL = "/api/v1/models/{model}"
UNITS = ("input/0/0/0", "pool1/3/5/7", "conv2/1/2/3", "fc3/8", "softmax/8", "relu1/0/0/0", "x")
REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("GET /healthz", "/healthz", {}),
    ("GET /readyz", "/readyz", {}),
    ("GET /api/v1", "/api/v1", {}),
    ("GET /api/v1/models", "/api/v1/models", {}),
    (f"GET {MODEL}", "/api/v1/models/lenet", {}),
    (f"GET {MODEL}", "/api/v1/models/x", {}),
    (f"GET {MODEL}/weights", "/api/v1/models/lenet/weights", {}),
    (f"GET {MODEL}/evaluation", "/api/v1/models/mlp/evaluation", {}),
    (f"GET {MODEL}/features/{{layer}}", "/api/v1/models/lenet/features/conv1", {}),
    (f"GET {MODEL}/features/{{layer}}/{{map}}", "/api/v1/models/lenet/features/conv1/3", {}),
    ("GET /api/v1/samples", "/api/v1/samples", {}),
    ("GET /api/v1/samples/{index}", "/api/v1/samples/9999", {}),
    ("GET /api/v1/samples/{index}", "/api/v1/samples/10000", {}),
    (f"POST {MODEL}/activations", ACTIVATIONS, {"json": EIGHT}),
    (f"POST {MODEL}/activations", f"{ACTIVATIONS}?layers=fc1,pool2", {"json": EIGHT}),
    (f"POST {MODEL}/activations", ACTIVATIONS, {"json": {"pixels": [[0]]}}),
    (f"POST {MODEL}/activations", ACTIVATIONS, {"json": {"pixels": [[-1]]}}),
    (f"POST {MODEL}/activations", ACTIVATIONS, {"content": b"x"}),
    *(
        (f"POST {MODEL}/attributions", f"/api/v1/models/lenet/attributions?{query}", {"json": EIGHT})
        for query in ("", "method=occlusion&stride=4", "method=grad-cam", "unit=fc1/3", "target=10")
    ),
    (f"POST {MODEL}/predictions", PREDICTIONS, {"json": EIGHT}),
    (f"POST {MODEL}/predictions", PREDICTIONS, {"json": {"pictures": [[[0]], [[9]]]}}),
    (f"POST {MODEL}/predictions", PREDICTIONS, {"files": {"picture": file_of(digit())}}),
    *((f"POST {MODEL}/explanations", f"{EXPLANATIONS}?unit={unit}", {"json": EIGHT}) for unit in UNITS),
]


@pytest.mark.parametrize(("name", "path", "sent"), REQUESTS)
def test_answers_agree_with_the_document(
    client: httpx.Client, document: dict[str, Any], name: str, path: str, sent: dict[str, Any]
) -> None:
    """Each answer, good or bad, has a status, a media type and a body that the document promises."""
    method, template = name.split()
    response = client.request(method, path, **sent)
    promised = document["paths"][template][method.lower()]["responses"][str(response.status_code)]
    schema = promised["content"][response.headers["content-type"]]["schema"]
    resolved(schema, document).validate(orjson.loads(response.content))


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
                resolved(schema, document).validate(example)
                path = name.removeprefix("POST ").replace("{model}", "lenet").replace("{version}", "1")
                query = {"unit": "pool1/3/5/7"} if path.endswith("explanations") else {}
                query |= {"label": "8"} if path.endswith(("gradients", "training-steps")) else {}
                answer = client.post(path, params=query, json=example)
                assert answer.status_code in {200, 202}, answer.text
                answered += 1
    assert answered >= 12
