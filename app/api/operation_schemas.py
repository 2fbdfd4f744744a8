"""Pydantic models of the operations: bodies and results."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, WithJsonSchema

from app.api.bodies import FLOAT32_MAX
from app.api.schemas import WHOLE_FLOATS, Schema
from app.lenet.kernels import KERNELS

ActivationName = Literal["relu", "tanh", "sigmoid", "softmax"]
PoolingName = Literal["max", "average", "sum"]

Number = Annotated[float, Field(ge=-FLOAT32_MAX, le=FLOAT32_MAX)]
NonEmpty = Field(min_length=1)
Row = Annotated[list[Number], NonEmpty]
Matrix = Annotated[list[Row], NonEmpty]
Maps = Annotated[list[Matrix], NonEmpty]
KernelName = Annotated[str, Field(json_schema_extra={"enum": list(KERNELS)})]


def _numbers(kind: Any) -> WithJsonSchema:
    """Describe nested lists of numbers, which NumPy converts and checks."""
    return WithJsonSchema(TypeAdapter(kind).json_schema())


Input = Annotated[
    Any,
    _numbers(Matrix | Maps),
    Field(description="Rows of equal length, or several maps (channels) of equal size."),
]
Kernel = Annotated[
    Any,
    _numbers(KernelName | Matrix | Maps),
    Field(description="The name of a kernel, a matrix for every map alike, or a matrix for each map."),
]
Stride = Annotated[
    int, Field(ge=1, le=256, description="The step of the window in rows and columns."), WHOLE_FLOATS
]
Padding = Annotated[
    Annotated[int, Field(ge=0, le=256), WHOLE_FLOATS] | Literal["valid", "same"],
    Field(
        description="Rows and columns added on every side; `valid` is 0; `same` gives input size / stride "
        "rows and columns, rounded up, with the odd one below and to the right."
    ),
]
Side = Annotated[int, Field(ge=1, le=16), WHOLE_FLOATS]
Place = Annotated[list[int], Field(description="`[row, column]`, or `[map, row, column]` among several maps")]

_EDGE = [[0, 0, 9, 9]] * 4


def _examples(*examples: dict[str, Any]) -> ConfigDict:
    return ConfigDict(strict=True, json_schema_extra={"examples": list(examples)})


class ConvolutionBody(Schema):
    """An input with either `kernel` or `kernels`."""

    model_config = _examples(
        {"input": _EDGE, "kernel": "sobel_x"},
        {"input": _EDGE, "kernel": [[1, 0], [0, -1]], "bias": 0.5, "stride": 2, "padding": "same"},
        {
            "input": [[[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[0, 1, 0], [1, 0, 1], [0, 1, 0]]],
            "kernels": [[[[1, 0], [0, 1]], [[0, 2], [2, 0]]], [[1, 1], [1, 1]]],
            "bias": [0, -10],
        },
    )

    input: Input
    kernel: Kernel | None = None
    kernels: list[Kernel] | None = Field(
        None, min_length=1, description="At most 64 kernels of one size; the result is a list."
    )
    bias: Annotated[Any, _numbers(Number | Row)] = Field(0, description="One number, or one for each kernel.")
    stride: Stride = 1
    padding: Padding = 0


class ActivationBody(Schema):
    """Numbers and the function to apply."""

    model_config = _examples(
        {"input": [[-1, 2], [0.5, -0.5]], "kind": "relu"}, {"input": [1, 2, 3], "kind": "softmax"}
    )

    input: Annotated[Any, _numbers(Row | Matrix | Maps)] = Field(description="The result has the same shape.")
    kind: ActivationName


class PoolingBody(Schema):
    """An input and the window of the pooling."""

    model_config = _examples(
        {"input": [[1, 3, 2, 2], [0, 3, 1, 2]], "kind": "max"},
        {"input": _EDGE, "kind": "average", "size": [3, 3], "stride": 2, "padding": 1},
    )

    input: Input
    kind: PoolingName
    size: Side | Annotated[list[Side], Field(min_length=2, max_length=2)] = Field(
        2, description="The window: one number for both sides, or rows and columns."
    )
    stride: Stride | None = Field(None, description="By default the rows of the window.")
    padding: Padding = 0


class KernelDescription(Schema):
    """A kernel with a name."""

    name: str = Field(description="what `kernel` may be in a convolution", examples=["sobel_x"])
    title: str
    meaning: str
    numbers: list[list[int]] = Field(description="integers, before division")
    divisor: int = Field(description="what all numbers are divided by")
    values: list[list[float]] = Field(description="the numbers divided, as float32")


class KernelList(Schema):
    """Every kernel with a name."""

    kernels: list[KernelDescription]


class WindowPlace(Schema):
    """A window, and the number of the result that is computed from it."""

    index: Place
    top: int = Field(description="first row of the window in the input; negative in the padding")
    left: int = Field(description="first column of the window in the input; negative in the padding")
    output: float = Field(description="the number in the result")


class ConvolutionWindow(WindowPlace):
    """The arithmetic of one number of the result: sum + bias = output, up to float32 rounding."""

    values: Matrix | Maps = Field(description="the input under the window; padding is 0")
    products: Matrix | Maps = Field(description="value times weight, rounded to float32")
    sum: float = Field(description="of the products, added in float64 and rounded once")
    bias: float


class ConvolutionResult(Schema):
    """The result of a convolution: a matrix for `kernel`, a list of matrices for `kernels`."""

    shape: list[int] = Field(examples=[[2, 2]])
    result: Matrix | Maps = Field(description="exact float32 values")
    windows: list[ConvolutionWindow] | None = Field(None, description="with `windows=true`")


class NumberWindow(Schema):
    """One number before and after the activation."""

    index: list[int]
    value: float
    output: float


class SoftmaxWindow(Schema):
    """One row of a softmax: each output is its exponential over the sum."""

    index: list[int] = Field(description="the row; empty if there is only one")
    values: list[float]
    exponentials: list[float] = Field(description="e^(value - the row's maximum)")
    sum: float = Field(description="of the exponentials, added in float64 and rounded once")
    output: list[float]


class ActivationResult(Schema):
    """The result of an activation, in the shape of the input."""

    shape: list[int] = Field(examples=[[2, 3]])
    result: Row | Matrix | Maps = Field(description="exact float32 values")
    windows: list[NumberWindow] | list[SoftmaxWindow] | None = Field(
        None, description="with `windows=true`: each number, or each row of a softmax"
    )


class PoolingWindow(WindowPlace):
    """The arithmetic of one number of the result."""

    values: list[list[float | None]] = Field(
        description="the input under the window; null is padding, which does not count"
    )
    winner: Place | None = Field(None, description="max: where the maximum is, the first in row-major order")
    ties: list[Place] | None = Field(None, description="max: further places with the same value")
    sum: float | None = Field(None, description="average and sum: in float64, rounded once")
    count: int | None = Field(None, description="average and sum: the number of values")


class PoolingResult(Schema):
    """The result of a pooling, for a matrix or each matrix of a list."""

    shape: list[int] = Field(examples=[[2, 2]])
    result: Matrix | Maps = Field(description="exact float32 values")
    windows: list[PoolingWindow] | None = Field(None, description="with `windows=true`")
