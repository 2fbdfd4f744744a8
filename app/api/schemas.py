"""Pydantic models of responses.

Responses are not built through these models: arrays are written to JSON directly, which is a hundred times faster. They document the
responses, and tests validate every response against them.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.imaging import Preprocess
from app.lenet.architecture import Kind

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
        description="`sha256:` and the checksum of the weights file; the same checksum means the same network",
        pattern="^sha256:[0-9a-f]{64}$",
    ),
]
Maps = list[list[list[float]]]


class Schema(BaseModel):
    """A JSON object with exactly the fields described."""

    model_config = ConfigDict(extra="forbid")


class ModelSummary(Schema):
    """A model in the list of models."""

    name: str = Field(examples=["lenet"])
    title: str
    input_shape: list[int] = Field(description="maps, rows, columns", examples=[[1, 32, 32]])
    classes: list[str] = Field(description="the class of each output, in order")
    architecture: str = Field(description="the name of the architecture", examples=["lenet"])
    accuracy: dict[str, float] = Field(
        description="share of digits predicted correctly, by data set", examples=[{"test": 0.995}]
    )
    weights: Weights


class ModelList(Schema):
    """All models."""

    models: list[ModelSummary]


class LayerDescription(Schema):
    """One stage of a network."""

    name: str = Field(examples=["conv1"])
    kind: Kind
    shape: list[int] = Field(description="maps, rows, columns; or units", examples=[[6, 28, 28]])
    kernel: list[int] | None = Field(description="rows and columns of its window", examples=[[5, 5]])
    stride: int | None
    padding: int | None
    inputs: list[str] = Field(description="the layers that it reads", examples=[["input"]])
    parameters: dict[str, list[int]] = Field(
        description="shape of each parameter", examples=[{"conv1.bias": [6]}]
    )
    parameter_count: int


class ModelDescription(ModelSummary):
    """A model with its architecture."""

    parameter_count: int
    layers: list[LayerDescription] = Field(description="in order, the input first")


class Parameter(Schema):
    """One tensor of weights."""

    name: str = Field(examples=["conv1.weight"])
    shape: list[int] = Field(description="out, in, rows, columns; or out, in; or out: PyTorch's layout")
    values: list[float] | list[list[float]] | list[Maps] = Field(description="nested lists of that shape")


class ModelWeights(Schema):
    """Every parameter of a model."""

    model: str
    weights: Weights
    parameters: list[Parameter]


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


class LayerActivations(Schema):
    """Every number of one layer."""

    name: str
    kind: Kind
    shape: list[int]
    activations: list[float] | Maps = Field(description="nested lists of that shape; exact float32 values")
    winners: list[list[list[int]]] | None = Field(
        None,
        description="max pooling only: the index of the maximum in each window, counted row by row from 0; "
        "the first one if several cells are equal",
    )


class Activations(PictureResult, Origin):
    """Every feature map of a picture."""

    layers: list[LayerActivations]


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

    `output` is, by kind: sum + bias to float32 rounding (convolution, dense), sum (average and sum pooling), the winner's value (max
    pooling), its own exponential / sum (softmax), or the function of its one source.
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


class Probabilities(PictureResult):
    """The prediction of one picture, with all probabilities."""

    probabilities: list[float] = Field(description="one for each class", min_length=10, max_length=10)


class OnePrediction(Probabilities, Origin):
    """The prediction of one picture, with the model that made it."""


class Predictions(Origin):
    """The predictions of several pictures, in the order of the request."""

    predictions: list[Probabilities]


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


class Health(Schema):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Schema):
    """The weights are loaded and the service can compute predictions."""

    status: Literal["ready"]
    models: list[str]


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


class Address(Schema):
    """One method of one address."""

    method: str = Field(examples=["POST"])
    path: str = Field(examples=["/api/v1/models/{model}/predictions"])
    summary: str


class ApiIndex(Schema):
    """The addresses of the API, and where it is documented."""

    name: str
    documentation: str = Field(description="for people")
    openapi: str = Field(description="for programs")
    addresses: list[Address]
