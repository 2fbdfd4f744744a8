"""Samples: the 10,000 test digits of MNIST."""

import io
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from PIL import Image
from pydantic import Field
from starlette.responses import Response

from app.api.dependencies import ServicesDep, check_query
from app.api.documentation import files, json_route, problems
from app.api.formats import JSON_TYPE, PNG_TYPE, cached_json, cached_response, choose_format
from app.api.problems import Problem, quoted
from app.api.schemas import NoQuery, Schema
from app.samples import FEATURED, Samples

SampleIndex = Annotated[
    str,
    Path(
        description="The index of the digit.",
        json_schema_extra={"type": "integer", "minimum": 0, "maximum": 9999, "examples": [61]},
    ),
]
"""A string, so that anything but an index is answered with 404, as the contract says."""

router = APIRouter(prefix="/api/v1/samples", tags=["samples"], dependencies=[Depends(check_query)])


class SampleQuery(Schema):
    """Parameters of a sample."""

    format: Literal["json", "png"] | None = Field(
        None, description="The digit as numbers or as a picture; takes precedence over the `Accept` header."
    )


class Sample(Schema):
    """One of MNIST's test digits."""

    index: int = Field(ge=0)
    label: int = Field(ge=0, le=9, description="the digit that it is")
    pixels: list[list[int]] = Field(description="28 rows of 28 numbers: 0 = background, 255 = foreground")


class SampleList(Schema):
    """The number of test digits, and some of them."""

    count: int
    featured: list[Sample] = Field(description="a well-formed digit of each kind, 0 to 9")
    misread: list[int] = Field(
        description="indices of the digits that this network predicts wrongly with `preprocess=center`"
    )


@router.get("", summary="List samples", response_model=SampleList, **json_route())
async def list_samples(request: Request, services: ServicesDep, _query: NoQuery) -> Response:
    """Return the number of digits, a typical one of each class, and the indices that the model misreads."""
    samples = services.samples
    document = {
        "count": len(samples),
        "featured": [_sample(samples, index) for index in FEATURED],
        "misread": services.models.get("lenet").misread,
    }
    return cached_json(request, document)


@router.get(
    "/{index}",
    summary="Get a sample",
    response_model=Sample,
    responses=problems(404, 406, 422) | files(PNG_TYPE),
)
async def get_sample(
    request: Request, services: ServicesDep, index: SampleIndex, query: Annotated[SampleQuery, Query()]
) -> Response:
    """Return one digit with its label, as numbers or as a PNG picture."""
    media_type = choose_format(request, query.format, {"json": JSON_TYPE, "png": PNG_TYPE})
    number = _parse_index(index, len(services.samples))
    if media_type == PNG_TYPE:
        file = io.BytesIO()
        Image.fromarray(services.samples.images[number]).save(file, "PNG")
        return cached_response(request, file.getvalue(), PNG_TYPE)
    return cached_json(request, _sample(services.samples, number))


def _sample(samples: Samples, index: int) -> dict[str, Any]:
    return {"index": index, "label": int(samples.labels[index]), "pixels": samples.images[index]}


def _parse_index(text: str, count: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) < count):
        raise Problem("not-found", f"no sample {quoted(text)}; the indices are 0 to {count - 1}")
    return int(text)
