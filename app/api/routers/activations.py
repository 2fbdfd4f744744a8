"""Activations: every number that a model computes for a picture."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BeforeValidator, Field
from starlette.responses import Response

from app.api.content import activations_content, forward
from app.api.dependencies import ModelName, check_query, services_of
from app.api.documentation import NUMBERS_ROUTE
from app.api.formats import choose_numbers_format, write_numbers
from app.api.pictures import read_picture
from app.api.problems import check_names
from app.api.schemas import (
    FormatQuery,
    Maps,
    Origin,
    PictureQuery,
    PictureResult,
    Schema,
    split_commas,
)
from app.lenet.architecture import Kind

router = APIRouter(prefix="/api/v1/models/{model}", tags=["pictures"])


class ActivationsQuery(PictureQuery, FormatQuery):
    """Parameters of activations."""

    layers: Annotated[list[str] | None, BeforeValidator(split_commas)] = Field(
        None,
        description="The layers to return, separated by commas or repeated; all layers by default.",
        examples=[["pool1", "softmax"]],
    )


class LayerActivations(Schema):
    """Every number of one layer."""

    name: str
    kind: Kind
    shape: list[int]
    activations: list[float] | Maps = Field(description="nested lists of that shape; exact float32 values")
    winners: list[list[list[int]]] | None = Field(
        None,
        description="max pooling only: the index of the maximum in each window, counted row by row from 0; "
        "the first one if several cells are equal",
    )


class Activations(PictureResult, Origin):
    """Every feature map of a picture."""

    layers: list[LayerActivations]


@router.post("/activations", summary="Compute activations", response_model=Activations, **NUMBERS_ROUTE)
async def compute_activations(
    request: Request, model: ModelName, query: Annotated[ActivationsQuery, Query()]
) -> Response:
    """Return the feature maps of every layer, or of the layers named, for one picture."""
    # The most used route calls what others declare as dependencies: FastAPI takes 35 µs to solve each.
    await check_query(request)
    services = services_of(request)
    network = services.models.get(model)
    picture = await read_picture(request)
    media_type = choose_numbers_format(request, query.format)
    check_names(query.layers, [layer.name for layer in network.architecture], "layers")

    def compute() -> Response:
        result = forward(network, picture.pixels, query.preprocess)
        return write_numbers(activations_content(result, query.layers), media_type)

    return await services.run(compute, large=picture.large)
