"""Query parameters, and bodies of pictures as numbers, as pydantic models."""

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BeforeValidator, ConfigDict, Field, JsonValue

from app.api.schemas import Schema
from app.imaging import Preprocess


def split_commas(values: Any) -> Any:
    """Split `layers=a,b` as if it were `layers=a&layers=b`."""
    return [part for value in values for part in value.split(",")] if isinstance(values, list) else values


def _integral(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE_FLOATS = BeforeValidator(_integral)
"""Reads 3.0 as 3, as JSON has a single type of number."""

Integer = Annotated[int, WHOLE_FLOATS]


def _parse_bool(value: Any) -> Any:
    """Accept `true` and `false` only, where pydantic would take `yes`, `1` and others."""
    return value if isinstance(value, bool) else {"true": True, "false": False}.get(value, "neither")


class NoParameters(Schema):
    """The address has no query parameters."""


NoQuery = Annotated[NoParameters, Query()]


class FormatQuery(Schema):
    """The format of numbers."""

    format: Literal["json", "safetensors", "npz"] | None = Field(
        None,
        description="The format of the response; takes precedence over the `Accept` header. All formats hold the same "
        "float32 values.",
    )


class PictureQuery(Schema):
    """How a picture is prepared."""

    preprocess: Preprocess = Field(
        "center",
        description="`center` crops the foreground, scales it to 20 pixels and moves its centre of mass to the middle, as "
        "MNIST was made; `none` takes the picture as it is.",
    )


class ActivationsQuery(PictureQuery, FormatQuery):
    """Parameters of activations."""

    layers: Annotated[list[str] | None, BeforeValidator(split_commas)] = Field(
        None,
        description="The layers to return, separated by commas or repeated; all layers by default.",
        examples=[["pool1", "softmax"]],
    )


class PredictionsQuery(PictureQuery):
    """Parameters of predictions."""

    format: Literal["json", "ndjson"] | None = Field(
        None,
        description="`json` returns one object, `ndjson` streams one line of JSON for each picture; takes precedence over "
        "the `Accept` header.",
    )


class ExplanationsQuery(PictureQuery):
    """Parameters of explanations."""

    unit: Annotated[list[str], BeforeValidator(split_commas)] = Field(
        description="The units to explain, as `layer/map/row/column` or `layer/unit`.",
        examples=[["pool1/3/5/7"]],
        min_length=1,
    )


class SampleQuery(Schema):
    """Parameters of a sample."""

    format: Literal["json", "png"] | None = Field(
        None, description="The digit as numbers or as a picture; takes precedence over the `Accept` header."
    )


class OperationQuery(Schema):
    """Parameters of an operation."""

    windows: Annotated[bool, BeforeValidator(_parse_bool)] = Field(
        False, description="Return every window beside the result: its place, its values and the arithmetic."
    )


Rows = Annotated[
    list[Annotated[list[Annotated[float, Field(ge=0, le=255)]], Field(min_length=1)]],
    Field(
        min_length=1,
        description="Rows of equal length, from 0 (background) to 255 (foreground).",
    ),
]
_EXAMPLE_ROWS: list[JsonValue] = [[0, 0, 0, 255, 0, 0, 0] for _ in range(7)]


class PictureBody(Schema):
    """One picture as numbers."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"pixels": _EXAMPLE_ROWS}]})

    pixels: Rows


class PicturesBody(Schema):
    """Several pictures as numbers."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"pictures": [_EXAMPLE_ROWS, _EXAMPLE_ROWS]}]}
    )

    pictures: list[Rows] = Field(min_length=1)
