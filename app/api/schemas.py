"""Pydantic models that several routes share; others stand beside the routes that use them.

Responses are not built through their models: arrays are written to JSON directly, a hundred times faster. The
models document the responses, and tests validate every response against them.
"""

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue

from app.imaging import Preprocess

Index = Annotated[
    list[int], Field(description="`[map, row, column]`, or `[unit]` in a dense layer", examples=[[3, 5, 7]])
]
UnitName = Annotated[
    str,
    Field(description="`layer/map/row/column`, or `layer/unit` in a dense layer", examples=["pool1/3/5/7"]),
]
Weights = Annotated[
    str,
    Field(
        description="`sha256:` and the checksum of the weights file: the same one means the same network",
        pattern="^sha256:[0-9a-f]{64}$",
    ),
]
Maps = list[list[list[float]]]
ArchitectureName = Literal["lenet", "mlp", "lenet-1998"]


class Schema(BaseModel):
    """A JSON object with exactly the fields described."""

    model_config = ConfigDict(extra="forbid")


def split_commas(values: Any) -> Any:
    """Split `layers=a,b` as if it were `layers=a&layers=b`."""
    return [part for value in values for part in value.split(",")] if isinstance(values, list) else values


def _integral(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE_FLOATS = BeforeValidator(_integral)
"""Reads 3.0 as 3, as JSON has a single type of number."""

Integer = Annotated[int, WHOLE_FLOATS]


class NoParameters(Schema):
    """The address has no query parameters."""


NoQuery = Annotated[NoParameters, Query()]


class FormatQuery(Schema):
    """The format of numbers."""

    format: Literal["json", "safetensors", "npz"] | None = Field(
        None,
        description="The format of the response; takes precedence over the `Accept` header. All formats hold "
        "the same float32 values.",
    )


class PictureQuery(Schema):
    """How a picture is prepared."""

    preprocess: Preprocess = Field(
        "center",
        description="`center` crops the foreground, scales it to 20 pixels and moves its centre of mass to "
        "the middle, as MNIST was made; `none` takes the picture as it is.",
    )


Rows = Annotated[
    list[Annotated[list[Annotated[float, Field(ge=0, le=255)]], Field(min_length=1)]],
    Field(min_length=1, description="Rows of equal length, from 0 (background) to 255 (foreground)."),
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


class Box(Schema):
    """A rectangle of pixels."""

    top: int
    left: int
    height: int
    width: int


class Prediction(Schema):
    """The class with the highest probability."""

    digit: int = Field(ge=0, le=9)
    probability: float = Field(ge=0, le=1)


class Origin(Schema):
    """The model and the preprocessing that a response was computed with."""

    model: str = Field(examples=["lenet"])
    weights: Weights
    preprocess: Preprocess


class PictureResult(Schema):
    """What every response about a picture holds."""

    blank: bool = Field(description="nothing is drawn")
    reason: str | None = Field(None, description="why the picture is blank")
    hint: str | None = Field(None, description="what may be unusual about the picture, and what to do")
    crop: Box | None = Field(
        description="the rectangle of the picture, in its pixels, that was scaled to 20 pixels; "
        "null for a blank picture and for preprocess=none"
    )
    prediction: Prediction | None = Field(description="null for a blank picture")


class ProblemField(Schema):
    """What is wrong with one field."""

    detail: str
    pointer: str | None = Field(
        None,
        description="in the body: a JSON Pointer (RFC 6901, as a URI fragment)",
        examples=["#/pixels/3/17"],
    )
    parameter: str | None = Field(
        None, description="elsewhere: the name of the parameter", examples=["layers"]
    )
    part: Literal["body", "query", "path", "header"] = Field(
        alias="in", description="the part of the request that the field is in"
    )


class ProblemDocument(Schema):
    """An error, as RFC 9457 has it."""

    type: str = Field(
        description="the problem type: an address that explains it", examples=["/docs#invalid-field"]
    )
    title: str = Field(description="a short name of the problem type")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what is wrong with this request, and what to do")
    errors: list[ProblemField] | None = Field(None, description="each field that is wrong")
    error: str = Field(
        description="a copy of `detail`, where clients of the Open Inference Protocol look for it"
    )
