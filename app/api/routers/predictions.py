"""Predictions: the digit that one picture or each of several shows."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from app.api.content import predict, source_of
from app.api.dependencies import ModelDep, Services, ServicesDep, check_query
from app.api.documentation import PICTURE_PROBLEMS, picture_body, prediction_lines, problems
from app.api.formats import JSON_TYPE, NDJSON_TYPE, choose_format, json_response, to_json
from app.api.pictures import Pictures, PicturesDep
from app.api.problems import Problem, problem_document
from app.api.schemas import Origin, PictureBody, PictureQuery, PictureResult, PicturesBody
from app.imaging import Preprocess
from app.lenet.model import Model

router = APIRouter(prefix="/api/v1/models/{model}", tags=["pictures"], dependencies=[Depends(check_query)])

LINES_FACTOR = 64
"""A request whose response is a stream of lines may have this many times more pictures."""

CHUNK = 16
"""The lines of this many pictures are sent together."""


class PredictionsQuery(PictureQuery):
    """Parameters of predictions."""

    format: Literal["json", "ndjson"] | None = Field(
        None,
        description="`json` returns one object, `ndjson` streams one line of JSON for each picture; takes "
        "precedence over the `Accept` header.",
    )


class Probabilities(PictureResult):
    """The prediction of one picture, with all probabilities."""

    probabilities: list[float] = Field(description="one for each class", min_length=10, max_length=10)


class OnePrediction(Probabilities, Origin):
    """The prediction of one picture, with the model that made it."""


class Predictions(Origin):
    """The predictions of several pictures, in the order of the request."""

    predictions: list[Probabilities]


@router.post(
    "/predictions",
    summary="Predict digits",
    response_model=OnePrediction | Predictions,
    responses=problems(*PICTURE_PROBLEMS) | prediction_lines(),
    openapi_extra=picture_body(PictureBody, PicturesBody, form=True),
)
async def predict_digits(
    request: Request,
    services: ServicesDep,
    model: ModelDep,
    query: Annotated[PredictionsQuery, Query()],
    pictures: PicturesDep,
) -> Response:
    """Return the prediction and all probabilities of one picture, or of each of several."""
    media_type = choose_format(request, query.format, {"json": JSON_TYPE, "ndjson": NDJSON_TYPE})
    as_lines = media_type == NDJSON_TYPE
    count, limit = len(pictures.decoders), services.settings.max_batch * (LINES_FACTOR if as_lines else 1)
    if count > limit:
        raise Problem("too-large", f"{count} pictures are given; the maximum is {limit}: send them in parts")
    if as_lines:
        lines = _lines(services, model, query.preprocess, pictures)
        return StreamingResponse(lines, media_type=NDJSON_TYPE, headers={"Vary": "Accept"})

    def compute() -> Response:
        found = [predict(model, decode(), query.preprocess) for decode in pictures.decoders]
        body = {"predictions": found} if pictures.batch else found[0]
        return json_response({**source_of(model, query.preprocess), **body})

    response = await services.run(compute, large=pictures.large or count > CHUNK)
    response.headers["Vary"] = "Accept"
    return response


async def _lines(
    services: Services, model: Model, preprocess: Preprocess, pictures: Pictures
) -> AsyncIterator[bytes]:
    """Yield a line of JSON for each picture, in order: the prediction, or why it cannot be decoded."""

    def chunk(start: int) -> bytes:
        lines = []
        for index, decode in enumerate(pictures.decoders[start : start + CHUNK], start):
            found: dict[str, Any]
            try:
                found = predict(model, decode(), preprocess)
            except Problem as problem:
                found = {"problem": problem_document(problem)}
            lines.append(to_json({"index": index, **found}) + b"\n")
        return b"".join(lines)

    for start in range(0, len(pictures.decoders), CHUNK):
        try:
            yield await services.run(partial(chunk, start), large=True)
        except Problem as problem:  # too busy: the rest has no lines
            yield to_json({"index": start, "problem": problem_document(problem)}) + b"\n"
            return
