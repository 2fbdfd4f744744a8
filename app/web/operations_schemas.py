"""The shapes of the answers about single operations and kernels, for the OpenAPI document and the tests."""

from typing import Annotated

from pydantic import Field

from app.web.schemas import Schema

Row = list[float]
Matrix = list[Row]
Maps = list[Matrix]
Place = Annotated[list[int], Field(description="`[row, column]`, or `[map, row, column]` among several maps")]


class KernelDescription(Schema):
    """A kernel with a name."""

    name: str = Field(description="what `kernel` may be in a convolution", examples=["sobel_x"])
    title: str
    meaning: str
    numbers: list[list[int]] = Field(description="as it is written in books")
    divisor: int = Field(description="what all its numbers are divided by")
    values: Matrix = Field(description="the numbers divided, as float32")


class KernelList(Schema):
    """Every kernel with a name."""

    kernels: list[KernelDescription]


class ConvolutionWindow(Schema):
    """How one number of a convolution's result came about: sum + bias = output, to float32 rounding."""

    index: Place = Field(description="which number of the result")
    top: int = Field(description="the window's first row in the input; negative in the padding above it")
    left: int = Field(
        description="the window's first column in the input; negative in the padding left of it"
    )
    values: Matrix | Maps = Field(description="what the window covers of each map; padding is 0")
    products: Matrix | Maps = Field(
        description="each value times the kernel's number over it, rounded to float32"
    )
    sum: float = Field(description="of the products, added in float64 and rounded once")
    bias: float
    output: float = Field(description="the number in the result")


class ConvolutionResult(Schema):
    """What a convolution makes of a matrix: a matrix for `kernel`, a list of them for `kernels`."""

    shape: list[int] = Field(examples=[[2, 2]])
    result: Matrix | Maps = Field(description="exact float32 values")
    windows: list[ConvolutionWindow] | None = Field(default=None, description="with `windows=true`")


class NumberWindow(Schema):
    """One number before and after."""

    index: list[int]
    value: float
    output: float


class SoftmaxWindow(Schema):
    """One row of a softmax: each output is its own exponential over their sum."""

    index: list[int] = Field(description="which row; empty where there is only one")
    values: Row
    exponentials: Row = Field(description="e^(value - the row's largest value)")
    sum: float = Field(description="of the exponentials, added in float64 and rounded once")
    output: Row


class ActivationResult(Schema):
    """What an activation makes of numbers; as many as were sent, in the same shape."""

    shape: list[int] = Field(examples=[[2, 3]])
    result: Row | Matrix | Maps = Field(description="exact float32 values")
    windows: list[NumberWindow] | list[SoftmaxWindow] | None = Field(
        default=None, description="with `windows=true`: each number, or each row of a softmax"
    )


class PoolingWindow(Schema):
    """How one number of a pooling's result came about."""

    index: Place = Field(description="which number of the result")
    top: int = Field(description="the window's first row in the input; negative in the padding above it")
    left: int = Field(
        description="the window's first column in the input; negative in the padding left of it"
    )
    values: list[list[float | None]] = Field(
        description="what the window covers; null is padding, which does not count"
    )
    winner: Place | None = Field(
        default=None,
        description="max: where in the input the largest number stands, the first of them row by row",
    )
    ties: list[Place] | None = Field(default=None, description="max: where others as large stand")
    sum: float | None = Field(
        default=None, description="average and sum: of the values, in float64, rounded once"
    )
    count: int | None = Field(default=None, description="average and sum: how many values there are")
    output: float = Field(description="the number in the result")


class PoolingResult(Schema):
    """What a pooling makes of a matrix, or of each matrix of a list."""

    shape: list[int] = Field(examples=[[2, 2]])
    result: Matrix | Maps = Field(description="exact float32 values")
    windows: list[PoolingWindow] | None = Field(default=None, description="with `windows=true`")
