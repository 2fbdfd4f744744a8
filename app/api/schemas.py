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
    classes: list[str] = Field(description="what each output stands for, in order")
    architecture: str = Field(description="the name of the architecture", examples=["lenet"])
    accuracy: dict[str, float] = Field(
        description="share of digits read rightly, by data set", examples=[{"test": 0.995}]
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
    """What a picture was read as."""

    digit: int = Field(ge=0, le=9)
    probability: float = Field(ge=0, le=1)


class Origin(Schema):
    """Where an answer comes from."""

    model: str = Field(examples=["lenet"])
    weights: Weights
    preprocess: Preprocess


class Verdict(Schema):
    """What one picture was read as."""

    blank: bool = Field(description="nothing is drawn")
    reason: str | None = Field(None, description="why the picture is blank")
    hint: str | None = Field(None, description="what may be unusual about the picture, and what to do")
    crop: Box | None = Field(
        description="the part of the picture, in its pixels, that was scaled to 20 pixels; "
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
        default=None,
        description="max pooling only: which cell of its window each number came from, counted row by row from 0; "
        "the first one where several are equal",
    )


class Activations(Verdict, Origin):
    """Every feature map of a picture."""

    layers: list[LayerActivations]


class Window(Box):
    """A block of one layer's units."""

    layer: str
    maps: list[int]


class Source(Schema):
    """One unit that another was computed from, and what it contributed."""

    unit: UnitName
    layer: str
    index: Index
    value: float
    weight: float | None = Field(default=None, description="convolution, dense, average and sum pooling")
    product: float | None = Field(default=None, description="weight times value, rounded to float32")
    exponential: float | None = Field(default=None, description="softmax: e^(value - the largest value)")
    winner: bool | None = Field(default=None, description="max pooling: this is the first of the largest")


class Explanation(Schema):
    """Where one number comes from.

    `output` is, by kind: sum + bias to float32 rounding (convolution, dense), sum (average and sum pooling), the winner's value (max
    pooling), its own exponential / sum (softmax), or the function of its one source.
    """

    unit: UnitName
    layer: str
    index: Index
    kind: Kind
    window: Window | None = Field(default=None, description="where the sources lie; the input has none")
    sources: list[Source]
    bias: float | None = None
    sum: float | None = Field(
        default=None,
        description="of the products, or of softmax's exponentials, added in float64 and rounded once",
    )
    winner: UnitName | None = Field(default=None, description="max pooling: the source that was taken")
    ties: list[UnitName] | None = Field(default=None, description="max pooling: other sources as large")
    output: float = Field(description="the number itself, as the network computed it")
    receptive_field: Window = Field(description="the part of the input that can reach this unit")


class Explanations(Verdict, Origin):
    """Where the numbers of some units come from."""

    explanations: list[Explanation]


class Probabilities(Verdict):
    """What one picture of several was read as."""

    probabilities: list[float] = Field(description="one for each class", min_length=10, max_length=10)


class OnePrediction(Probabilities, Origin):
    """What a picture was read as."""


class Predictions(Origin):
    """What several pictures were read as, in their order."""

    predictions: list[Probabilities]


class Sample(Schema):
    """One of MNIST's test digits."""

    index: int = Field(ge=0)
    label: int = Field(ge=0, le=9, description="the digit that it is")
    pixels: list[list[int]] = Field(description="28 rows of 28 numbers from 0 (background) to 255 (ink)")


class SampleList(Schema):
    """Which digits there are, and some of them."""

    count: int
    featured: list[Sample] = Field(description="a well-formed digit of each kind, 0 to 9")
    misread: list[int] = Field(
        description="indices of the digits that this network reads wrongly with `preprocess=center`"
    )


class Health(Schema):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Schema):
    """The service has its weights and answers questions about digits."""

    status: Literal["ready"]
    models: list[str]


class ProblemField(Schema):
    """What is wrong with one field."""

    detail: str
    pointer: str | None = Field(
        default=None,
        description="in the body: a JSON Pointer (RFC 6901, as a URI fragment)",
        examples=["#/pixels/3/17"],
    )
    parameter: str | None = Field(
        default=None, description="elsewhere: the name of the parameter", examples=["layers"]
    )
    part: Literal["body", "query", "path", "header"] = Field(
        alias="in", description="the part of the request that the field is in"
    )


class ProblemDocument(Schema):
    """An error, as RFC 9457 has it."""

    type: str = Field(
        description="what kind of problem; also an address that explains it", examples=["/docs#invalid-field"]
    )
    title: str = Field(description="the kind in words")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what is wrong with this request, and what to do")
    errors: list[ProblemField] | None = Field(default=None, description="each field that is wrong")
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
