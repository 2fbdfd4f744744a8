"""Samples: the 10,000 test digits of MNIST."""

import io
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from PIL import Image
from starlette.responses import Response

from app.api import parameters, schemas
from app.api.dependencies import ServicesDep, check_query
from app.api.documentation import files, problems
from app.api.formats import JSON_TYPE, PNG_TYPE, cached_json, cached_response, choose_format, require_json
from app.api.parameters import NoQuery
from app.api.problems import Problem, quoted
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


@router.get(
    "",
    summary="List samples",
    response_model=schemas.SampleList,
    responses=problems(406, 422),
    dependencies=[Depends(require_json)],
)
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
    response_model=schemas.Sample,
    responses=problems(404, 406, 422) | files(PNG_TYPE),
)
async def get_sample(
    request: Request,
    services: ServicesDep,
    index: SampleIndex,
    query: Annotated[parameters.SampleQuery, Query()],
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
