"""Attributions: how much each pixel contributes to the score of a class or to a unit."""

from dataclasses import fields
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.api import attribution_schemas, parameters
from app.api.attribution_schemas import AttributionsQuery
from app.api.content import BLANK_REASON, present, source_of
from app.api.dependencies import ModelDep, ServicesDep, check_query_once
from app.api.documentation import PICTURE_PROBLEMS, binary_formats, picture_body, problems
from app.api.formats import Content, choose_numbers_format, write_numbers
from app.api.pictures import PictureDep
from app.api.problems import invalid
from app.imaging import Prepared, prepare
from app.lenet.attribution import METHODS, Options
from app.lenet.errors import OptionError, UnitError
from app.lenet.geometry import parse_unit
from app.lenet.model import Model
from app.lenet.targets import Target, class_target, unit_target

router = APIRouter(
    prefix="/api/v1/models/{model}", tags=["pictures"], dependencies=[Depends(check_query_once)]
)

OPTIONS = {one.name for one in fields(Options)}


@router.post(
    "/attributions",
    summary="Attribute a score to pixels",
    response_model=attribution_schemas.Attribution,
    responses=problems(*PICTURE_PROBLEMS) | binary_formats(),
    openapi_extra=picture_body(parameters.PictureBody),
)
async def attribute_score(
    request: Request,
    services: ServicesDep,
    model: ModelDep,
    query: Annotated[AttributionsQuery, Query()],
    picture: PictureDep,
) -> Response:
    """Return how much each pixel of the input contributes to a class, to its lead over another, or to any unit."""
    media_type = choose_numbers_format(request, query.format)

    def compute() -> Response:
        prepared = prepare(picture.pixels, query.preprocess)
        options = Options(**query.model_dump(include=OPTIONS))
        try:
            label, target = _target(model, query, prepared)
            found = METHODS[query.method](target, prepared.image[np.newaxis], options)
        except OptionError as error:
            raise invalid(str(error), error.option, "query") from error
        except UnitError as error:
            raise invalid(str(error), "unit", "query") from error
        arrays = present(
            attribution=found.map, class_scores=found.class_scores, layer_attribution=found.layer_map
        )
        head = {
            **source_of(model, query.preprocess),
            "method": query.method,
            "target": label,
            "against": query.against,
            "unit": query.unit,
            **present(layer=found.layer, score=found.score, baseline_score=found.baseline),
            "shape": found.map.shape,
        }
        return write_numbers(Content(head, arrays, lambda: arrays), media_type)

    # In a thread, whatever the size of the body: some methods take 5 to 100 ms.
    return await services.run(compute, large=True)


def _target(model: Model, query: AttributionsQuery, prepared: Prepared) -> tuple[int | None, Target]:
    """Return the class, None for a unit, and what is attributed."""
    network = model.architecture, model.parameters
    if query.unit is not None:
        if (query.target, query.against) != (None, None):
            detail = "unit is given beside a class; give either unit, or target and against"
            raise OptionError("unit", detail)
        return None, unit_target(*network, parse_unit(query.unit, model.architecture))
    label = query.target
    if label is None:
        if prepared.blank:
            detail = f"the picture is blank ({BLANK_REASON}), so no class is predicted; name one with target=0 to target=9"
            raise OptionError("target", detail)
        label = int(model.engine.predict(prepared.image[np.newaxis, np.newaxis]).argmax())
    return label, class_target(*network, label, query.against, query.score)
