"""What one operation is asked to do: read from JSON into a record in which everything fits together.

`input` is one matrix or a list of them, here always (maps, rows, columns); `flat` remembers that it was one matrix.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from app.lenet.errors import OperationError
from app.lenet.kernels import BY_NAME
from app.lenet.operations import Padding, Window, margins, pooling_margins
from app.web.arrays import Floats, read_floats, read_number, read_whole, shown, too_large
from app.web.problems import Problem, counted, invalid, listed

ACTIVATIONS = ("relu", "tanh", "sigmoid", "softmax")
POOLINGS = ("max", "average", "sum")
PADDINGS = ("valid", "same")

MOST_SIDE = 16
"""Rows, or columns, of a pooling's window: 256 cells at most, which a byte can number, where it is square."""

CONVOLUTION_FIELDS = ("input", "kernel", "kernels", "bias", "stride", "padding")
ACTIVATION_FIELDS = ("input", "kind")
POOLING_FIELDS = ("input", "kind", "size", "stride", "padding")


@dataclass(frozen=True, slots=True)
class OperationLimits:
    """How much one operation may take: numbers sent, multiplications, windows told and numbers in them; and how deep JSON is."""

    numbers: int = 262_144
    products: int = 4_194_304
    windows: int = 10_000
    window_numbers: int = 262_144
    stride: int = 256
    padding: int = 256
    kernels: int = 64
    side: int = 64
    depth: int = 64


@dataclass(frozen=True, slots=True)
class Convolution:
    """One convolution: picture (maps, rows, columns), weight (kernels, maps, rows, columns), bias (kernels)."""

    picture: Floats
    weight: Floats
    bias: Floats
    stride: int
    padding: Padding
    flat_picture: bool
    flat_result: bool
    windows: bool


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation, of numbers in one, two or three dimensions."""

    numbers: Floats
    kind: str
    windows: bool


@dataclass(frozen=True, slots=True)
class Pooling:
    """One pooling of a picture (maps, rows, columns)."""

    picture: Floats
    kind: str
    window: Window
    flat: bool
    windows: bool


def read_convolution(fields: Mapping[str, Any], windows: bool, limits: OperationLimits) -> Convolution:
    """A convolution whose kernels fit its picture."""
    picture, flat = _picture(fields, limits)
    weight, flat_result = _weight(fields, len(picture), limits)
    stride = read_whole(fields.get("stride", 1), "#/stride", 1, limits.stride)
    padding = _padding(fields.get("padding", 0), limits)
    kernel = (weight.shape[2], weight.shape[3])
    pointer = "#/kernel" if flat_result else "#/kernels"
    try:
        around = margins((picture.shape[1], picture.shape[2]), kernel, stride, padding)
    except OperationError as error:
        raise invalid(str(error), pointer) from error
    count = len(weight) * _check_size(picture, around, Window(kernel, stride), limits)
    _check_work(count * len(picture) * prod(kernel), count, windows, limits)
    bias = _bias(fields.get("bias", 0), len(weight))
    return Convolution(picture, weight, bias, stride, padding, flat, flat_result, windows)


def read_activation(fields: Mapping[str, Any], windows: bool, limits: OperationLimits) -> Activation:
    """An activation of a row, a matrix or several matrices."""
    numbers = read_floats(_input(fields), "#/input", (1, 2, 3), limits.numbers)
    kind = _kind(fields, ACTIVATIONS)
    count = numbers.size // numbers.shape[-1] if kind == "softmax" else numbers.size
    _check_work(numbers.size, count, windows, limits)
    return Activation(numbers, kind, windows)


def read_pooling(fields: Mapping[str, Any], windows: bool, limits: OperationLimits) -> Pooling:
    """A pooling whose window fits its picture; a stride that is not given is the window's height."""
    picture, flat = _picture(fields, limits)
    kind = _kind(fields, POOLINGS)
    size = _size(fields.get("size", 2))
    stride = read_whole(fields.get("stride", size[0]), "#/stride", 1, limits.stride)
    padding = _padding(fields.get("padding", 0), limits)
    try:
        around = pooling_margins((picture.shape[1], picture.shape[2]), size, stride, padding)
    except OperationError as error:
        raise invalid(str(error), "#/size") from error
    count = len(picture) * _check_size(picture, around, Window(size, stride), limits)
    _check_work(count * prod(size), count, windows, limits)
    return Pooling(picture, kind, Window(size, stride, padding), flat, windows)


def _input(fields: Mapping[str, Any]) -> Any:
    if "input" not in fields:
        raise invalid(
            'input is missing; send your numbers, for example {"input": [[1, 2], [3, 4]]}', "#/input"
        )
    return fields["input"]


def _picture(fields: Mapping[str, Any], limits: OperationLimits) -> tuple[Floats, bool]:
    """The input as maps, and whether it was a matrix by itself."""
    numbers = read_floats(_input(fields), "#/input", (2, 3), limits.numbers)
    return (numbers[None], True) if numbers.ndim == 2 else (numbers, False)


def _weight(fields: Mapping[str, Any], maps: int, limits: OperationLimits) -> tuple[Floats, bool]:
    """Every kernel, and whether it was one by itself."""
    if ("kernel" in fields) == ("kernels" in fields):
        given = "both are given" if "kernel" in fields else "neither is given"
        raise invalid(f"send either kernel, for one, or kernels, for a list: {given}", "#/kernel")
    if "kernel" in fields:
        return _kernel(fields["kernel"], "#/kernel", maps, limits)[None], True
    several = fields["kernels"]
    if not isinstance(several, list) or not several:
        raise invalid(f"kernels is {shown(several)}; send a list of kernels, or one as kernel", "#/kernels")
    if len(several) > limits.kernels:
        raise too_large(
            f"{len(several)} kernels are more than the {limits.kernels} taken at once; send them in parts",
            "#/kernels",
        )
    kernels = [_kernel(one, f"#/kernels/{at}", maps, limits) for at, one in enumerate(several)]
    for at, kernel in enumerate(kernels):
        if kernel.shape != kernels[0].shape:
            sizes = [" by ".join(map(str, one.shape[1:])) for one in (kernel, kernels[0])]
            raise invalid(
                f"kernels {at} is {sizes[0]} where kernels 0 is {sizes[1]}; send kernels of one size together",
                f"#/kernels/{at}",
            )
    return np.stack(kernels), False


def _kernel(value: Any, pointer: str, maps: int, limits: OperationLimits) -> Floats:
    """One kernel, as maps: a name or a matrix counts for every map of the input alike."""
    if isinstance(value, str):
        if value not in BY_NAME:
            raise invalid(
                f"no kernel is called {shown(value)}; there are: {listed(BY_NAME)}; or send its numbers",
                pointer,
            )
        numbers = BY_NAME[value].values()
    else:
        numbers = read_floats(value, pointer, (2, 3), limits.numbers)
    if numbers.ndim == 2:
        numbers = np.repeat(numbers[None], maps, axis=0)
    if len(numbers) != maps:
        raise invalid(
            f"the kernel has {counted(len(numbers), 'map')} where the input has {maps}; send one matrix for each, or one for all",
            pointer,
        )
    if max(numbers.shape[1:]) > limits.side:
        raise too_large(
            f"the kernel is {numbers.shape[1]} by {numbers.shape[2]}; at most {limits.side} by {limits.side} is taken",
            pointer,
        )
    return numbers


def _bias(value: Any, kernels: int) -> Floats:
    """One number for every kernel, or one for all."""
    if not isinstance(value, list):
        return np.full(kernels, read_number(value, "#/bias"), np.float32)
    bias = read_floats(value, "#/bias", (1,), max(kernels, len(value)))
    if len(bias) != kernels:
        raise invalid(
            f"bias has {counted(len(bias), 'number')} for {counted(kernels, 'kernel')}; send one for each, or one for all",
            "#/bias",
        )
    return bias


def _padding(value: Any, limits: OperationLimits) -> Padding:
    if value == "valid":
        return "valid"
    if value == "same":
        return "same"
    try:
        return read_whole(value, "#/padding", 0, limits.padding)
    except Problem as error:
        raise invalid(
            f'padding is {shown(value)}; send "valid", "same" or a whole number from 0 to {limits.padding}',
            "#/padding",
        ) from error


def _size(value: Any) -> tuple[int, int]:
    """The rows and columns of a window: one number for both, or two."""
    if not isinstance(value, list):
        side = read_whole(value, "#/size", 1, MOST_SIDE)
        return side, side
    if len(value) != 2:
        raise invalid(f"size is {shown(value)}; send a whole number, or [rows, columns]", "#/size")
    rows, columns = (read_whole(one, f"#/size/{at}", 1, MOST_SIDE) for at, one in enumerate(value))
    return rows, columns


def _kind(fields: Mapping[str, Any], choices: Sequence[str]) -> str:
    kind = fields.get("kind")
    if not isinstance(kind, str) or kind not in choices:
        given = f"is {shown(kind)}" if "kind" in fields else "is missing"
        raise invalid(f"kind {given}; send one of: {listed(choices)}", "#/kind")
    return kind


def _check_size(
    picture: Floats, around: tuple[tuple[int, int], tuple[int, int]], window: Window, limits: OperationLimits
) -> int:
    """The number of places that a window takes on one map; refuses a picture that grows too large by its padding."""
    sides = [size + sum(margin) for size, margin in zip(picture.shape[1:], around, strict=True)]
    if len(picture) * prod(sides) > limits.products:
        raise too_large(
            f"with its padding the input has {len(picture) * prod(sides)} numbers, "
            f"more than the {limits.products} taken here; use a smaller padding",
            "#/padding",
        )
    return prod(
        (side - length) // window.stride + 1 for side, length in zip(sides, window.kernel, strict=True)
    )


def _check_work(products: int, windows: int, told: bool, limits: OperationLimits) -> None:
    """Refuse what takes too long to compute, or is too long to tell."""
    if products > limits.products:
        raise too_large(
            f"this takes {products} products, more than the {limits.products} computed at once; "
            "send a smaller input, fewer kernels, or a larger stride",
            "#/input",
        )
    if told and (windows > limits.windows or products > limits.window_numbers):
        raise too_large(
            f"{windows} windows with {products} numbers are more than the {limits.windows} windows and "
            f"{limits.window_numbers} numbers told at once; send a smaller input, or leave out windows=true",
            "#/input",
        )
