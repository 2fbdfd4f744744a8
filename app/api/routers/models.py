"""Models: their architecture and weights."""

from dataclasses import asdict
from math import prod
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.api.bodies import check_media_type
from app.api.dependencies import ModelDep, ServicesDep
from app.api.documentation import BINARY, BINARY_FORMATS, files, json_route, problems
from app.api.formats import (
    BINARY_TYPE,
    JSON_TYPE,
    SAFETENSORS_TYPE,
    Content,
    cached_json,
    cached_response,
    choose_numbers_format,
    to_json,
    write_numbers,
)
from app.api.problems import FieldError, Problem
from app.api.schemas import ArchitectureName, FormatQuery, Maps, NoQuery, Schema, Weights
from app.lenet.architecture import Kind, layer_parameter_shapes, parameter_shapes
from app.lenet.errors import WeightsError
from app.lenet.model import CLASSES, Model, created_model

router = APIRouter(prefix="/api/v1/models", tags=["models"])

WEIGHTS_TYPES = (SAFETENSORS_TYPE, BINARY_TYPE)
CURL = f"curl -H 'Content-Type: {SAFETENSORS_TYPE}' --data-binary @lenet.safetensors"


class ModelSummary(Schema):
    """A model in the list of models."""

    name: str = Field(examples=["lenet"])
    title: str
    input_shape: list[int] = Field(description="maps, rows, columns", examples=[[1, 32, 32]])
    classes: list[str] = Field(description="the class of each output, in order")
    architecture: str = Field(description="the name of the architecture", examples=["lenet"])
    accuracy: dict[str, float] = Field(
        description="share of digits predicted correctly, by data set", examples=[{"test": 0.995}]
    )
    weights: Weights


class ModelList(Schema):
    """All models."""

    models: list[ModelSummary]


class LayerDescription(Schema):
    """One stage of a network."""

    name: str = Field(examples=["conv1"])
    kind: Kind
    shape: list[int] = Field(description="maps, rows, columns; or units", examples=[[6, 28, 28]])
    kernel: list[int] | None = Field(description="rows and columns of its window", examples=[[5, 5]])
    stride: int | None
    padding: int | None
    inputs: list[str] = Field(description="the layers that it reads", examples=[["input"]])
    parameters: dict[str, list[int]] = Field(
        description="shape of each parameter", examples=[{"conv1.bias": [6]}]
    )
    parameter_count: int


class ModelDescription(ModelSummary):
    """A model with its architecture."""

    parameter_count: int
    layers: list[LayerDescription] = Field(description="in order, the input first")


class Parameter(Schema):
    """One tensor of weights."""

    name: str = Field(examples=["conv1.weight"])
    shape: list[int] = Field(description="out, in, rows, columns; or out, in; or out: PyTorch's layout")
    values: list[float] | list[list[float]] | list[Maps] = Field(description="nested lists of that shape")


class ModelWeights(Schema):
    """Every parameter of a model."""

    model: str
    weights: Weights
    parameters: list[Parameter]


class UploadQuery(Schema):
    """Parameters of an upload."""

    architecture: ArchitectureName | None = Field(
        None, description="The architecture; by default it is found by the names and shapes of the tensors."
    )


class Checkpoint(Schema):
    """The state of the weights at one moment of the training."""

    index: int
    model: str = Field(description="the name of the model at this moment", examples=["lenet@12"])
    epoch: int = Field(description="complete epochs")
    batch: int = Field(description="batches of the next epoch")
    images: int = Field(description="training images seen")
    training_loss: float | None = Field(description="mean cross-entropy since the checkpoint before")
    validation_loss: float
    validation_accuracy: float


class CheckpointList(Schema):
    """The checkpoints of a model; empty for a model without."""

    model: str
    checkpoints: list[Checkpoint]


@router.get("", summary="List models", response_model=ModelList, **json_route())
async def list_models(request: Request, services: ServicesDep, _query: NoQuery) -> Response:
    """List every model with its accuracy and the checksum of its weights."""
    return cached_json(request, {"models": [_summary(model) for model in services.models.shipped.values()]})


@router.get("/{model}", summary="Get a model", response_model=ModelDescription, **json_route(404))
async def get_model(request: Request, model: ModelDep, _query: NoQuery) -> Response:
    """Return the architecture of a model: kind, shape, kernel, inputs, parameters … of every layer."""
    return cached_json(request, _description(model))


@router.get(
    "/{model}/weights",
    summary="Get the weights of a model",
    response_model=ModelWeights,
    responses=problems(404, 406, 422) | files(*BINARY_FORMATS),
)
async def get_weights(request: Request, model: ModelDep, query: Annotated[FormatQuery, Query()]) -> Response:
    """Return every parameter under PyTorch's name and layout; as safetensors it is the file itself."""
    media_type = choose_numbers_format(request, query.format)
    is_file = media_type == SAFETENSORS_TYPE
    body = model.file if is_file else bytes(write_numbers(_weights_content(model), media_type).body)
    return cached_response(request, body, media_type)


@router.get(
    "/{model}/checkpoints",
    summary="List checkpoints of a model",
    response_model=CheckpointList,
    **json_route(404),
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
    response_model=ModelDescription,
    openapi_extra={"requestBody": {"required": True, "content": dict.fromkeys(WEIGHTS_TYPES, BINARY)}},
    **json_route(400, 413, 415),
)
async def create_model(
    request: Request, services: ServicesDep, query: Annotated[UploadQuery, Query()]
) -> Response:
    """Create a model from a safetensors file; the same weights have the same name."""
    body = await request.body()
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
