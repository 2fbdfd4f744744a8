"""Explanations: the arithmetic of single units."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BeforeValidator, Field
from starlette.responses import Response

from app.api.content import explanations_document, forward
from app.api.dependencies import ModelDep, Services, ServicesDep, check_query
from app.api.documentation import PICTURE_ROUTE
from app.api.formats import json_response, require_json
from app.api.pictures import PictureDep
from app.api.problems import Problem, invalid
from app.api.schemas import (
    Box,
    Index,
    Origin,
    PictureQuery,
    PictureResult,
    Schema,
    UnitName,
    split_commas,
)
from app.lenet.architecture import Kind
from app.lenet.errors import UnitError
from app.lenet.geometry import Unit, parse_unit
from app.lenet.model import Model

router = APIRouter(
    prefix="/api/v1/models/{model}",
    tags=["pictures"],
    dependencies=[Depends(check_query), Depends(require_json)],
)

FEW_UNITS = 4
"""Units that are explained in the event loop; one of the first dense layer has 400 sources and takes 1 ms."""


class ExplanationsQuery(PictureQuery):
    """Parameters of explanations."""

    unit: Annotated[list[str], BeforeValidator(split_commas)] = Field(
        description="The units to explain, as `layer/map/row/column` or `layer/unit`.",
        examples=[["pool1/3/5/7"]],
        min_length=1,
    )


class Window(Box):
    """A block of one layer's units."""

    layer: str
    maps: list[int]


class Source(Schema):
    """A unit that another unit is computed from, and its contribution."""

    unit: UnitName
    layer: str
    index: Index
    value: float
    weight: float | None = Field(None, description="convolution, dense, average and sum pooling")
    product: float | None = Field(None, description="weight times value, rounded to float32")
    exponential: float | None = Field(None, description="softmax: e^(value - the largest value)")
    winner: bool | None = Field(None, description="max pooling: this is the first maximum")


class Explanation(Schema):
    """The arithmetic of one unit.

    `output` is, by kind: sum + bias to float32 rounding (convolution, dense), sum (average and sum pooling),
    the winner's value (max pooling), its own exponential / sum (softmax), or the function of its one source.
    """

    unit: UnitName
    layer: str
    index: Index
    kind: Kind
    window: Window | None = Field(None, description="where the sources are; the input has none")
    sources: list[Source]
    bias: float | None = None
    sum: float | None = Field(
        None, description="of the products, or of softmax's exponentials, added in float64 and rounded once"
    )
    winner: UnitName | None = Field(None, description="max pooling: the first maximum")
    ties: list[UnitName] | None = Field(None, description="max pooling: other sources with the same value")
    output: float = Field(description="the activation of the unit")
    receptive_field: Window = Field(description="the part of the input that can influence this unit")


class Explanations(PictureResult, Origin):
    """The arithmetic of some units."""

    explanations: list[Explanation]


@router.post(
    "/explanations",
    summary="Explain units",
    response_model=Explanations,
    response_model_exclude_none=True,
    **PICTURE_ROUTE,
)
async def explain_units(
    services: ServicesDep, model: ModelDep, query: Annotated[ExplanationsQuery, Query()], picture: PictureDep
) -> Response:
    """Return the sources, weights, products, bias, sum and output of units."""
    units = _parse_units(query.unit, model, services)

    def compute() -> Response:
        return json_response(explanations_document(forward(model, picture.pixels, query.preprocess), units))

    return await services.run(compute, large=picture.large or len(units) > FEW_UNITS)


def _parse_units(names: list[str], model: Model, services: Services) -> list[Unit]:
    limit = services.settings.max_batch
    if len(names) > limit:
        raise Problem("too-large", f"{len(names)} units are given; the maximum is {limit}")
    try:
        return [parse_unit(name, model.architecture) for name in names]
    except UnitError as error:
        raise invalid(f"{error}; for example unit=pool1/3/5/7", "unit", "query") from error
