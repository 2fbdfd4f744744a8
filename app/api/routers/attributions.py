"""Attributions: how much each pixel contributes to the score of a class or to a unit."""

from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.api.content import BLANK_REASON, present, source_of
from app.api.dependencies import ModelDep, ServicesDep, check_query
from app.api.documentation import NUMBERS_ROUTE
from app.api.formats import Content, choose_numbers_format, write_numbers
from app.api.pictures import PictureDep
from app.api.problems import FieldError, invalid, invalid_fields
from app.api.schemas import FormatQuery, Maps, Origin, PictureQuery, UnitName
from app.imaging import Prepared, prepare
from app.lenet.attribution import METHODS, OPTIONS, Method, Target
from app.lenet.errors import OptionError, UnitError
from app.lenet.geometry import Unit, parse_unit
from app.lenet.model import Model

router = APIRouter(prefix="/api/v1/models/{model}", tags=["pictures"], dependencies=[Depends(check_query)])


class AttributionsQuery(PictureQuery, FormatQuery):
    """Parameters of attributions."""

    method: Method = Field(
        "gradient",
        description="`gradient`: ∂score/∂pixel; `gradient-x-input`: times the pixel; `integrated-gradients`: "
        "its mean on the way from an empty picture; `smoothgrad`: the mean over noisy copies; `occlusion`: "
        "the fall without a square; `grad-cam`: a layer's maps, weighted by their gradients.",
    )
    target: int | None = Field(None, ge=0, le=9, description="The class; by default the predicted one.")
    against: int | None = Field(None, ge=0, le=9, description="The class to compare with: why not this one?")
    unit: str | None = Field(None, description="Attribute this unit, not a class.", examples=["relu2/3/5/7"])
    score: Literal["logit", "probability"] = Field("logit", description="The score of a class.")
    steps: int = Field(64, ge=1, le=256, description="Steps of integrated gradients.")
    samples: int = Field(32, ge=1, le=256, description="Noisy copies of SmoothGrad.")
    noise: float = Field(0.15, ge=0, le=1, description="Standard deviation of SmoothGrad's noise.")
    seed: int = Field(1, ge=0, le=2**31 - 1, description="Seed of SmoothGrad's noise.")
    window: int = Field(5, ge=1, le=32, description="Rows and columns of the square that occlusion blanks.")
    stride: int = Field(1, ge=1, le=32, description="Pixels from one place of that square to the next.")
    layer: str | None = Field(
        None,
        description="The layer of Grad-CAM; by default the activation after the last convolution.",
        examples=["pool1"],
    )


class Attribution(Origin):
    """How much each pixel of the input contributes to a score."""

    method: Method
    target: int | None = Field(description="the class; null for a unit")
    against: int | None = Field(description="the class that it is compared with")
    unit: UnitName | None
    score: float = Field(description="the score of the picture: of the class, the difference, or the unit")
    baseline_score: float | None = Field(
        None,
        description="integrated gradients only: the score of an empty picture; the more steps, the closer "
        "the sum of the attribution is to `score` less this",
    )
    shape: list[int] = Field(description="rows and columns of the input", examples=[[32, 32]])
    attribution: list[list[float]] = Field(
        description="exact float32 values: positive where a pixel speaks for the target, negative if against"
    )
    class_scores: Maps | None = Field(
        None,
        description="occlusion only: with the square at each place (down, across), the probabilities of all "
        "classes if one of these is attributed, else their logits",
    )
    layer: str | None = Field(None, description="Grad-CAM only: the layer", examples=["relu2"])
    layer_attribution: list[list[float]] | None = Field(None, description="Grad-CAM only: not enlarged")


@router.post("/attributions", summary="Attribute a score", response_model=Attribution, **NUMBERS_ROUTE)
async def attribute_score(
    request: Request,
    services: ServicesDep,
    model: ModelDep,
    query: Annotated[AttributionsQuery, Query()],
    picture: PictureDep,
) -> Response:
    """Return how much each pixel contributes to a class, to its lead over another, or to any unit."""
    media_type = choose_numbers_format(request, query.format)
    options = _options(query)

    def compute() -> Response:
        prepared = prepare(picture.pixels, query.preprocess)
        try:
            target = _target(model, query, prepared)
            found = METHODS[query.method](target, prepared.image[np.newaxis], **options)
        except (OptionError, UnitError) as error:
            raise invalid(str(error), error.option, "query") from error
        arrays = present(
            attribution=found.map, class_scores=found.class_scores, layer_attribution=found.layer_map
        )
        head = {
            **source_of(model, query.preprocess),
            **query.model_dump(include={"method", "against", "unit"}),
            "target": None if query.unit else target.unit.index[0],
            **present(layer=found.layer, score=found.score, baseline_score=found.baseline),
            "shape": found.map.shape,
        }
        return write_numbers(Content(head, arrays, lambda: arrays), media_type)

    # In a thread, whatever the size of the body: some methods take 5 to 100 ms.
    return await services.run(compute, large=True)


def _options(query: AttributionsQuery) -> dict[str, Any]:
    """Return the options of the method; a Problem if options of another one are given, to no effect."""
    errors = [
        FieldError(f"{name} is an option of method={other}, not {query.method}; leave it out", name, "query")
        for other, names in OPTIONS.items()
        for name in names
        if name in query.model_fields_set and name not in OPTIONS[query.method]
    ]
    if errors:
        raise invalid_fields(errors)
    return query.model_dump(include=set(OPTIONS[query.method]))


def _target(model: Model, query: AttributionsQuery, prepared: Prepared) -> Target:
    """Return what is attributed: a unit, or a class, the predicted one by default."""
    network, label = (model.architecture, model.parameters), query.target
    if query.unit is not None:
        if (label, query.against) != (None, None):
            raise OptionError("unit", "unit is given beside a class; give either unit, or target and against")
        return Target(*network, parse_unit(query.unit, model.architecture))
    if label is None:
        if prepared.blank:
            detail = f"the picture is blank ({BLANK_REASON}), so no class is predicted"
            raise OptionError("target", f"{detail}; name one with target=0 to target=9")
        label = int(model.engine.predict(prepared.image[np.newaxis, np.newaxis]).argmax())
    if label == query.against:
        raise OptionError("against", f"against={label} is the target itself; name another class")
    output = model.architecture[-1]
    layer = output.name if query.score == "probability" else output.inputs[0]
    against = None if query.against is None else Unit(layer, (query.against,))
    return Target(*network, Unit(layer, (label,)), against)
