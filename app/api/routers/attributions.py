"""Attributions: how much each pixel contributes to the score of a class or to a unit."""

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends, Query, Request
from numpy.typing import NDArray
from starlette.responses import Response

from app.api import attribution_schemas, parameters
from app.api.attribution_schemas import AttributionsQuery
from app.api.content import BLANK_REASON, Document, present, source_of
from app.api.dependencies import ModelDep, ServicesDep, check_query_once
from app.api.documentation import PICTURE_PROBLEMS, binary_formats, picture_body, problems
from app.api.formats import Content, choose_numbers_format, write_numbers
from app.api.pictures import PictureDep
from app.api.problems import invalid, listed, quoted
from app.imaging import Prepared, prepare
from app.lenet.attribution import METHODS, Attribution, Options, default_layer, feature_layers
from app.lenet.errors import UnitError
from app.lenet.geometry import parse_unit
from app.lenet.model import Model
from app.lenet.targets import Target, class_target, unit_target

router = APIRouter(
    prefix="/api/v1/models/{model}", tags=["pictures"], dependencies=[Depends(check_query_once)]
)

SLOW_METHODS = frozenset({"integrated-gradients", "smoothgrad", "occlusion"})
"""Methods that take 5 to 100 ms, and so go to a thread; the others take about 1 ms."""


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
    _check_query(query)

    def compute() -> Response:
        prepared = prepare(picture.pixels, query.preprocess)
        label, target = _target(model, query, prepared)
        options = Options(
            query.steps,
            query.samples,
            query.noise,
            query.seed,
            query.window,
            query.stride,
            _layer(model, query, target),
        )
        image = prepared.image[np.newaxis]
        found = METHODS[query.method](model.architecture, model.parameters, image, target, options)
        about = source_of(model, query.preprocess) | {"method": query.method, "target": label}
        about |= {"against": query.against, "unit": query.unit} | present(layer=options.layer)
        return write_numbers(_content(about, found), media_type)

    return await services.run(compute, large=picture.large or query.method in SLOW_METHODS)


def _check_query(query: AttributionsQuery) -> None:
    """Refuse parameters that contradict each other."""
    if query.unit is not None and (query.target, query.against) != (None, None):
        raise invalid(
            "unit is given beside a class; give either unit, or target and against", "unit", "query"
        )
    if query.method == "occlusion" and query.stride > query.window:
        detail = (
            f"stride {query.stride} is larger than the window, {query.window}, and would leave pixels out"
        )
        raise invalid(detail, "stride", "query")


def _predicted(model: Model, prepared: Prepared) -> int:
    if prepared.blank:
        detail = f"the picture is blank ({BLANK_REASON}), so no class is predicted; name one with target=0 to target=9"
        raise invalid(detail, "target", "query")
    return int(model.engine.predict(prepared.image[np.newaxis, np.newaxis])[0].argmax())


def _target(model: Model, query: AttributionsQuery, prepared: Prepared) -> tuple[int | None, Target]:
    """Return the class, None for a unit, and what is attributed."""
    if query.unit is not None:
        try:
            return None, unit_target(model.architecture, parse_unit(query.unit, model.architecture))
        except UnitError as error:
            raise invalid(str(error), "unit", "query") from error
    label = _predicted(model, prepared) if query.target is None else query.target
    if label == query.against:
        raise invalid(f"against={label} is the target itself; name another class", "against", "query")
    return label, class_target(model.architecture, label, query.against, query.score)


def _layer(model: Model, query: AttributionsQuery, target: Target) -> str | None:
    """Return the layer of Grad-CAM, or None for other methods."""
    if query.method != "grad-cam":
        return None
    known = feature_layers(model.architecture, target)
    if not known:
        detail = f"grad-cam needs a layer with feature maps, and {model.name} has none below {target.layer}"
        raise invalid(f"{detail}; use another method", "method", "query")
    if query.layer is not None and query.layer not in known:
        detail = f"no layer {quoted(query.layer)} with feature maps below {target.layer}; there are: {listed(known)}"
        raise invalid(detail, "layer", "query")
    return query.layer or default_layer(model.architecture, target)


def _content(about: Document, found: Attribution) -> Content:
    arrays: dict[str, NDArray[Any]] = {
        name: np.ascontiguousarray(values)
        for name, values in present(
            attribution=found.map, class_scores=found.class_scores, layer_attribution=found.layer_map
        ).items()
    }
    scores = {"score": found.score} | present(baseline_score=found.baseline)
    return Content({**about, **scores, "shape": found.map.shape}, arrays, lambda: arrays)
