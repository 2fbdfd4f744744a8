"""Models: their architecture and weights."""

from dataclasses import asdict
from math import prod
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.api import parameters, schemas, training_schemas
from app.api.dependencies import BodyDep, ModelDep, ServicesDep
from app.api.documentation import BINARY, BINARY_FORMATS, files, problems
from app.api.formats import (
    BINARY_TYPE,
    JSON_TYPE,
    SAFETENSORS_TYPE,
    Content,
    cached_json,
    cached_response,
    choose_numbers_format,
    require_json,
    to_json,
    write_numbers,
)
from app.api.parameters import NoQuery
from app.api.pictures import check_media_type
from app.api.problems import FieldError, Problem
from app.lenet.architecture import layer_parameter_shapes, parameter_shapes
from app.lenet.errors import WeightsError
from app.lenet.model import CLASSES, Model, created_model

router = APIRouter(prefix="/api/v1/models", tags=["models"])

WEIGHTS_TYPES = (SAFETENSORS_TYPE, BINARY_TYPE)
CURL = f"curl -H 'Content-Type: {SAFETENSORS_TYPE}' --data-binary @lenet.safetensors"


@router.get(
    "",
    summary="List models",
    response_model=schemas.ModelList,
    responses=problems(406, 422),
    dependencies=[Depends(require_json)],
)
async def list_models(request: Request, services: ServicesDep, _query: NoQuery) -> Response:
    """List every model with its accuracy and the checksum of its weights."""
    return cached_json(request, {"models": [_summary(model) for model in services.models.shipped.values()]})


@router.get(
    "/{model}",
    summary="Get a model",
    response_model=schemas.ModelDescription,
    responses=problems(404, 406, 422),
    dependencies=[Depends(require_json)],
)
async def get_model(request: Request, model: ModelDep, _query: NoQuery) -> Response:
    """Return the architecture of a model: kind, shape, kernel, stride, padding, inputs and parameters of every layer."""
    return cached_json(request, _description(model))


@router.get(
    "/{model}/weights",
    summary="Get the weights of a model",
    response_model=schemas.ModelWeights,
    responses=problems(404, 406, 422) | files(*BINARY_FORMATS),
)
async def get_weights(
    request: Request, model: ModelDep, query: Annotated[parameters.FormatQuery, Query()]
) -> Response:
    """Return every parameter under PyTorch's name and layout; as safetensors it is the file that the server loaded."""
    media_type = choose_numbers_format(request, query.format)
    is_file = media_type == SAFETENSORS_TYPE
    body = model.file if is_file else bytes(write_numbers(_weights_content(model), media_type).body)
    return cached_response(request, body, media_type)


@router.get(
    "/{model}/checkpoints",
    summary="List checkpoints of a model",
    response_model=training_schemas.CheckpointList,
    responses=problems(404, 406, 422),
    dependencies=[Depends(require_json)],
)
async def list_checkpoints(
    request: Request, services: ServicesDep, model: ModelDep, _query: NoQuery
) -> Response:
    """List the checkpoints of a model's training; each is a model of its own, `lenet@0` before training."""
    entries = []
    for index, checkpoint in enumerate(services.models.checkpoints(model.name)):
        figures = asdict(checkpoint)
        del figures["file"]
        entries.append({"index": index, "model": f"{model.name}@{index}", **figures})
    return cached_json(request, {"model": model.name, "checkpoints": entries})


@router.post(
    "",
    summary="Create a model",
    status_code=201,
    response_model=schemas.ModelDescription,
    responses=problems(400, 406, 413, 415, 422),
    openapi_extra={"requestBody": {"required": True, "content": dict.fromkeys(WEIGHTS_TYPES, BINARY)}},
    dependencies=[Depends(require_json)],
)
async def create_model(
    request: Request,
    services: ServicesDep,
    body: BodyDep,
    query: Annotated[training_schemas.UploadQuery, Query()],
) -> Response:
    """Create a model from a safetensors file; the same weights have the same name."""
    check_media_type(request, body, WEIGHTS_TYPES, CURL)
    try:
        model = created_model(body, query.architecture)
    except WeightsError as error:
        slug = "too-large" if "maximum is" in str(error) else "invalid-field"
        raise Problem(slug, str(error), [FieldError(str(error), "#")]) from error
    services.models.add(model)
    location = {"Location": f"{request.url.path}/{model.name}"}
    return Response(to_json(_description(model)), 201, location, media_type=JSON_TYPE)


def _summary(model: Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "title": model.title,
        "input_shape": model.architecture[0].shape,
        "classes": CLASSES,
        "architecture": model.architecture_name,
        "accuracy": dict(model.accuracy),
        "weights": model.weights,
    }


def _description(model: Model) -> dict[str, Any]:
    layers = []
    for layer in model.architecture:
        shapes = layer_parameter_shapes(layer, model.architecture)
        layers.append({**asdict(layer), "parameters": shapes, "parameter_count": _count(shapes)})
    count = _count(parameter_shapes(model.architecture))
    return {**_summary(model), "parameter_count": count, "layers": layers}


def _weights_content(model: Model) -> Content:
    names = parameter_shapes(model.architecture)
    arrays = {name: np.ascontiguousarray(model.parameters[name]) for name in names}

    def body() -> dict[str, Any]:
        entries = [{"name": name, "shape": array.shape, "values": array} for name, array in arrays.items()]
        return {"parameters": entries}

    return Content({"model": model.name, "weights": model.weights}, arrays, body)


def _count(shapes: dict[str, tuple[int, ...]]) -> int:
    return sum(map(prod, shapes.values()))
