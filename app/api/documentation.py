"""What routes add to the OpenAPI document: bodies of several media types, and problem documents."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.api import operation_schemas, parameters, schemas
from app.api.formats import BINARY_TYPE, JSON_TYPE, NDJSON_TYPE, NPZ_TYPE, SAFETENSORS_TYPE
from app.api.open_inference.schemas import InferenceRequest, LoadRequest, RepositoryRequest
from app.api.pictures import FORM_TYPE, PICTURE_TYPES
from app.api.problems import MEDIA_TYPE, PROBLEM_TYPES

Document = dict[str, Any]

BINARY: Document = {"schema": {"type": "string", "format": "binary"}}
PICTURE_PROBLEMS = (400, 404, 406, 413, 415, 422, 503)

BODIES: Sequence[type[BaseModel]] = (
    parameters.PictureBody,
    parameters.PicturesBody,
    operation_schemas.ConvolutionBody,
    operation_schemas.ActivationBody,
    operation_schemas.PoolingBody,
    InferenceRequest,
    RepositoryRequest,
    LoadRequest,
)
"""Models of bodies that routes read themselves, so that FastAPI does not know them."""

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
        status: {"description": " ".join(meaning), "model": schemas.ProblemDocument}
        for status, meaning in meanings.items()
    }


def binary_formats() -> dict[int | str, Document]:
    """Return the successful response as safetensors and npz."""
    return {200: {"content": {SAFETENSORS_TYPE: BINARY, NPZ_TYPE: BINARY}}}


def binary_file(media_type: str) -> dict[int | str, Document]:
    """Return the successful response as a file."""
    return {200: {"content": {media_type: BINARY}}}


def prediction_lines() -> dict[int | str, Document]:
    """Return the successful response of predictions as lines of JSON."""
    description = (
        "Each line is a JSON object: `index`, and the fields of Probabilities or, for a picture that cannot be decoded, "
        "`problem` with those of ProblemDocument."
    )
    return {200: {"content": {NDJSON_TYPE: {"schema": {"type": "string", "description": description}}}}}


def json_body(model: type[BaseModel], *, required: bool = True, also: str | None = None) -> Document:
    """Return the `openapi_extra` of a route that reads a JSON body, or also a binary one, itself."""
    content: Document = {JSON_TYPE: {"schema": _reference(model)}}
    return {"requestBody": {"required": required, "content": content | ({also: BINARY} if also else {})}}


def picture_body(*models: type[BaseModel], form: bool = False) -> Document:
    """Return the `openapi_extra` of a route that reads a picture file, JSON or a form of files."""
    references = [_reference(model) for model in models]
    # octet-stream is for generated clients, many of which know no picture types; the bytes decide anyway
    content: Document = dict.fromkeys((*PICTURE_TYPES, BINARY_TYPE), BINARY)
    content[JSON_TYPE] = {"schema": references[0] if len(references) == 1 else {"oneOf": references}}
    if form:
        files = {
            "type": "array",
            "minItems": 1,
            "items": BINARY["schema"],
            "description": "One file or more.",
        }
        content[FORM_TYPE] = {
            "schema": {"type": "object", "required": ["picture"], "properties": {"picture": files}},
            "encoding": {"picture": {"contentType": ", ".join(PICTURE_TYPES)}},
        }
    return {"requestBody": {"required": True, "content": content}}


def _reference(model: type[BaseModel]) -> Document:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def add_openapi(app: FastAPI) -> None:
    """Extend FastAPI's document by the schemas of bodies, and by the media type of problem documents."""

    def openapi() -> Document:
        if app.openapi_schema is None:
            app.openapi_schema = _openapi(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the way of FastAPI's documentation, "Extending OpenAPI"


def _openapi(app: FastAPI) -> Document:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        license_info=app.license_info,
    )
    document["security"] = []  # there is no authentication
    _, definitions = models_json_schema(
        [(model, "validation") for model in BODIES], ref_template="#/components/schemas/{model}"
    )
    document["components"]["schemas"].update(definitions["$defs"])
    for unused in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(unused, None)
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"] = _problem_responses(operation["responses"])
    return document


def _problem_responses(responses: Document) -> Document:
    """Return responses with errors as problem documents, without FastAPI's own 422, which is answered as one of them."""
    found = {}
    for status, response in responses.items():
        if status < "400":
            for content in response.get("content", {}).values():
                if content.pop("itemSchema", None):  # OpenAPI 3.2, which FastAPI uses for server-sent events
                    content["schema"] = {"description": "Server-sent events."}
            found[status] = response
        elif "ProblemDocument" in str(response):
            (schema,) = response["content"].values()
            found[status] = {**response, "content": {MEDIA_TYPE: schema}}
    return found
