"""Pydantic models of attributions."""

from pydantic import Field

from app.api.parameters import FormatQuery, PictureQuery
from app.api.schemas import Maps, Origin, UnitName
from app.lenet.attribution import Method, Options
from app.lenet.targets import Score

DEFAULTS = Options()


class AttributionsQuery(PictureQuery, FormatQuery):
    """Parameters of attributions."""

    method: Method = Field(
        "gradient",
        description="`gradient`: ∂score/∂pixel; `gradient-x-input`: times the pixel; `integrated-gradients`: its mean on "
        "the way from an empty picture; `smoothgrad`: the mean over noisy copies; `occlusion`: how far the score falls "
        "without a square; `grad-cam`: the maps of a layer, weighted by their gradients.",
    )
    target: int | None = Field(
        None, ge=0, le=9, description="The class whose score is attributed; by default the predicted one."
    )
    against: int | None = Field(
        None, ge=0, le=9, description="Attribute the difference to this class: why the target, and not this?"
    )
    unit: str | None = Field(
        None,
        description="Attribute the activation of this unit, `layer/map/row/column` or `layer/unit`, instead of a class.",
        examples=["relu2/3/5/7"],
    )
    score: Score = Field("logit", description="The score of a class: its logit, or its probability.")
    steps: int = Field(DEFAULTS.steps, ge=1, le=256, description="Steps of integrated gradients.")
    samples: int = Field(DEFAULTS.samples, ge=1, le=256, description="Noisy copies of SmoothGrad.")
    noise: float = Field(
        DEFAULTS.noise,
        ge=0,
        le=1,
        description="Standard deviation of SmoothGrad's noise; pixels are from 0 to 1.",
    )
    seed: int = Field(DEFAULTS.seed, ge=0, le=2**31 - 1, description="Seed of SmoothGrad's noise.")
    window: int = Field(
        DEFAULTS.window, ge=1, le=32, description="Rows and columns of the square that occlusion blanks."
    )
    stride: int = Field(
        DEFAULTS.stride,
        ge=1,
        le=32,
        description="Pixels from one place of that square to the next, at most `window`.",
    )
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
        description="integrated gradients only: the score of an empty picture; the attribution adds up to `score` less this, "
        "and the nearer it comes to that, the more exact are the steps",
    )
    shape: list[int] = Field(description="rows and columns of the input", examples=[[32, 32]])
    attribution: list[list[float]] = Field(
        description="exact float32 values: positive where a pixel speaks for the target, negative where against it"
    )
    class_scores: Maps | None = Field(
        None,
        description="occlusion only: with the square at each place (down, across), the probabilities of all classes if "
        "`score=probability`, else their logits",
    )
    layer: str | None = Field(None, description="Grad-CAM only: the layer", examples=["relu2"])
    layer_attribution: list[list[float]] | None = Field(
        None, description="Grad-CAM only: the attribution in the size of the layer"
    )
