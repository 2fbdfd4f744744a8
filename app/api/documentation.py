"""What routes add to the OpenAPI document: bodies of several media types, and problem documents."""

from collections.abc import Sequence
from typing import Any

from fastapi import Depends, FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.api import operation_schemas, schemas
from app.api.bodies import PICTURE_TYPES
from app.api.formats import BINARY_TYPE, JSON_TYPE, NDJSON_TYPE, NPZ_TYPE, SAFETENSORS_TYPE, require_json
from app.api.open_inference.schemas import InferenceRequest, LoadRequest, RepositoryRequest
from app.api.pictures import FORM_TYPE
from app.api.problems import MEDIA_TYPE, PROBLEM_TYPES
from app.api.runs import TrainingRunBody
from app.api.schemas import ProblemDocument

Document = dict[str, Any]

BINARY: Document = {"schema": {"type": "string", "format": "binary"}}
BINARY_FORMATS = (SAFETENSORS_TYPE, NPZ_TYPE)
PICTURE_PROBLEMS = (400, 404, 406, 413, 415, 422, 503)

REFERENCED: Sequence[type[BaseModel]] = (
    ProblemDocument,
    schemas.PictureBody,
    schemas.PicturesBody,
    operation_schemas.ConvolutionBody,
    operation_schemas.ActivationBody,
    operation_schemas.PoolingBody,
    TrainingRunBody,
    InferenceRequest,
    RepositoryRequest,
    LoadRequest,
)
"""Models that FastAPI does not find, as routes only name them: errors, and bodies that routes read."""

TAGS: Sequence[dict[str, str]] = (
    {
        "name": "pictures",
        "description": "Predictions, activations, explanations and attributions of a picture.",
    },
    {"name": "models", "description": "Architectures, weights and checkpoints."},
    {"name": "training", "description": "Gradients, steps of gradient descent, and live training."},
    {"name": "samples", "description": "The 10,000 test digits of MNIST."},
    {"name": "operations", "description": "Convolution, activation and pooling of your own numbers."},
    {"name": "inference", "description": "The Open Inference Protocol v2, for clients of KServe and Triton."},
    {"name": "health", "description": "Liveness and readiness."},
)


def problems(*statuses: int) -> dict[int | str, Document]:
    """Return the error responses of a route."""
    meanings = {status: [one.meaning for one in PROBLEM_TYPES if one.status == status] for status in statuses}
    return {
        status: {
            "description": " ".join(meaning),
            "content": {MEDIA_TYPE: {"schema": _reference(ProblemDocument)}},
        }
        for status, meaning in meanings.items()
    }


def json_route(*statuses: int) -> dict[str, Any]:
    """Return the arguments of a route that answers with JSON only, and with these problems among others."""
    return {"responses": problems(*sorted({*statuses, 406, 422})), "dependencies": [Depends(require_json)]}


def files(*media_types: str) -> dict[int | str, Document]:
    """Return the successful response as a file of these types."""
    return {200: {"content": dict.fromkeys(media_types, BINARY)}}


def prediction_lines() -> dict[int | str, Document]:
    """Return the successful response of predictions as lines of JSON."""
    description = (
        "Each line is a JSON object: `index`, and the fields of Probabilities or, for a picture that cannot "
        "be decoded, `problem` with those of ProblemDocument."
    )
    return {200: {"content": {NDJSON_TYPE: {"schema": {"type": "string", "description": description}}}}}


def json_body(model: type[BaseModel], *, required: bool = True, also: str | None = None) -> Document:
    """Return the `openapi_extra` of a route that reads JSON, or the binary type that `also` names."""
    content: Document = {JSON_TYPE: {"schema": _reference(model)}}
    return {"requestBody": {"required": required, "content": content | ({also: BINARY} if also else {})}}


def picture_body(*models: type[BaseModel], form: bool = False) -> Document:
    """Return the `openapi_extra` of a route that reads a picture file, JSON or a form of files."""
    references = [_reference(model) for model in models]
    # Many generated clients know no picture types and send octet-stream; the bytes decide anyway.
    content: Document = dict.fromkeys((*PICTURE_TYPES, BINARY_TYPE), BINARY)
    content[JSON_TYPE] = {"schema": references[0] if len(references) == 1 else {"oneOf": references}}
    if form:
        pictures = {
            "type": "array",
            "minItems": 1,
            "items": BINARY["schema"],
            "description": "One file or more.",
        }
        content[FORM_TYPE] = {
            "schema": {"type": "object", "required": ["picture"], "properties": {"picture": pictures}},
            "encoding": {"picture": {"contentType": ", ".join(PICTURE_TYPES)}},
        }
    return {"requestBody": {"required": True, "content": content}}


def _reference(model: type[BaseModel]) -> Document:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


PICTURE_ROUTE: Document = {
    "responses": problems(*PICTURE_PROBLEMS),
    "openapi_extra": picture_body(schemas.PictureBody),
}
"""The arguments of a route that reads one picture."""

NUMBERS_ROUTE = PICTURE_ROUTE | {"responses": PICTURE_ROUTE["responses"] | files(*BINARY_FORMATS)}
"""The arguments of one that answers with arrays in any format."""


def add_openapi(app: FastAPI) -> None:
    """Extend FastAPI's document by the schemas that routes name by reference."""
    described = app.openapi

    def openapi() -> Document:
        if app.openapi_schema is None:
            _extend(described())
        return described()

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI documents it


def _extend(document: Document) -> None:
    document["security"] = []  # there is no authentication
    _, definitions = models_json_schema(
        [(model, "validation") for model in REFERENCED], ref_template="#/components/schemas/{model}"
    )
    document["components"]["schemas"].update(definitions["$defs"])
    for unused in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(unused, None)
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"] = _own_responses(operation["responses"])


def _own_responses(responses: Document) -> Document:
    """Return the responses without FastAPI's own 422, and events as OpenAPI 3.1 knows them."""
    for response in responses.values():
        for content in response.get("content", {}).values():
            if content.pop("itemSchema", None):  # OpenAPI 3.2
                content["schema"] = {"description": "Server-sent events."}
    return {
        status: response
        for status, response in responses.items()
        if "HTTPValidationError" not in str(response)
    }
