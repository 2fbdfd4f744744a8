"""Single operations on numbers of the client: read them, check the limits, compute with `app.lenet.operations`.

`input` is a matrix or a list of maps; here it is always (maps, rows, columns).
"""

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

import numpy as np

from app.api.numbers import Floats, read_floats, read_number, shown
from app.api.operation_schemas import ActivationBody, ConvolutionBody, PoolingBody
from app.api.operation_windows import (
    Convolution,
    Document,
    check_finite,
    describe_convolution,
    describe_numbers,
    describe_pooling,
    describe_softmax,
    result_document,
)
from app.api.problems import counted, invalid, listed, too_large
from app.lenet import operations
from app.lenet.errors import OperationError
from app.lenet.kernels import BY_NAME
from app.lenet.operations import Window, margins, pooling_margins

MAX_NUMBERS = 262_144
"""Elements of an input, and numbers of all windows in a response."""

MAX_PRODUCTS = 4_194_304
MAX_WINDOWS = 10_000
MAX_KERNELS = 64
MAX_KERNEL_SIDE = 64

_ACTIVATIONS: Mapping[str, Callable[[Floats], Floats]] = {
    "relu": operations.relu,
    "tanh": operations.tanh,
    "sigmoid": operations.sigmoid,
    "softmax": operations.softmax,
}
_POOLINGS: Mapping[str, Callable[..., Floats]] = {
    "max": lambda batch, *window: operations.max_pool2d(batch, *window)[0],
    "average": operations.average_pool2d,
    "sum": operations.sum_pool2d,
}


def convolve(body: ConvolutionBody, *, with_windows: bool) -> Document:
    """Return the result and the windows of a convolution.

    Raises:
        Problem: A field cannot be used, or the operation exceeds a limit.
    """
    given = _read_convolution(body, with_windows)
    with np.errstate(over="ignore", invalid="ignore"):  # checked below
        result = operations.conv2d(given.maps[None], given.weight, given.bias, *given.window[1:])[0]
    check_finite(result)
    windows = describe_convolution(given, result) if with_windows else None
    return result_document(result[0] if given.is_one_kernel else result, windows)


def activate(body: ActivationBody, *, with_windows: bool) -> Document:
    """Return the result of an activation with each number, or each row of a softmax, before and after it."""
    numbers = read_floats(body.input, "#/input", (1, 2, 3), MAX_NUMBERS)
    is_softmax = body.kind == "softmax"
    _check_work(numbers.size, numbers.size // (numbers.shape[-1] if is_softmax else 1), with_windows)
    result = _ACTIVATIONS[body.kind](numbers)
    windows = (describe_softmax if is_softmax else describe_numbers)(numbers, result)
    return result_document(result, windows if with_windows else None)


def pool(body: PoolingBody, *, with_windows: bool) -> Document:
    """Return the result and the windows of a pooling."""
    maps, is_matrix = _maps(body.input)
    window = _pooling_window(body, maps, with_windows)
    with np.errstate(over="ignore", invalid="ignore"):  # checked below
        result = _POOLINGS[body.kind](maps[None], *window)[0]
    check_finite(result)
    windows = describe_pooling(maps, body.kind, window, result, is_matrix) if with_windows else None
    return result_document(result[0] if is_matrix else result, windows)


def _read_convolution(body: ConvolutionBody, with_windows: bool) -> Convolution:
    maps, is_matrix = _maps(body.input)
    weight, is_one_kernel = _weight(body, len(maps))
    window = Window((weight.shape[2], weight.shape[3]), body.stride, body.padding)
    try:
        around = margins((maps.shape[1], maps.shape[2]), *window)
    except OperationError as error:
        raise invalid(str(error), "#/kernel" if is_one_kernel else "#/kernels") from error
    count = len(weight) * _window_count(maps, around, window)
    _check_work(count * len(maps) * prod(window.kernel), count, with_windows)
    bias = _bias(body.bias, len(weight))
    return Convolution(maps, weight, bias, window, around, is_matrix, is_one_kernel)


def _pooling_window(body: PoolingBody, maps: Floats, with_windows: bool) -> Window:
    rows, columns = (body.size, body.size) if isinstance(body.size, int) else body.size
    window = Window((rows, columns), rows if body.stride is None else body.stride, body.padding)
    try:
        around = pooling_margins((maps.shape[1], maps.shape[2]), *window)
    except OperationError as error:
        raise invalid(str(error), "#/size") from error
    count = len(maps) * _window_count(maps, around, window)
    _check_work(count * prod(window.kernel), count, with_windows)
    return window


def _maps(value: Any) -> tuple[Floats, bool]:
    """Return the input as (maps, rows, columns), and whether it was a single matrix."""
    numbers = read_floats(value, "#/input", (2, 3), MAX_NUMBERS)
    return (numbers[None], True) if numbers.ndim == 2 else (numbers, False)


def _weight(body: ConvolutionBody, maps: int) -> tuple[Floats, bool]:
    """Return all kernels as (kernels, maps, rows, columns), and whether `kernel` was given instead of `kernels`."""
    one, several = body.kernel, body.kernels or ()
    if (one is None) != bool(several):
        given = "neither is given" if one is None else "both are given"
        raise invalid(f"send either kernel, for one, or kernels, for a list: {given}", "#/kernel")
    if one is not None:
        return _kernel(one, "#/kernel", maps)[None], True
    if len(several) > MAX_KERNELS:
        raise too_large(f"{len(several)} kernels are given; the maximum is {MAX_KERNELS}", "#/kernels")
    kernels = [_kernel(one, f"#/kernels/{index}", maps) for index, one in enumerate(several)]
    for index, kernel in enumerate(kernels):
        if kernel.shape != kernels[0].shape:
            sizes = [" by ".join(map(str, one.shape[1:])) for one in (kernel, kernels[0])]
            detail = f"kernels {index} is {sizes[0]}, kernels 0 is {sizes[1]}; send kernels of one size"
            raise invalid(detail, f"#/kernels/{index}")
    return np.stack(kernels), False


def _kernel(value: Any, pointer: str, maps: int) -> Floats:
    """Return one kernel as (maps, rows, columns); a name or a matrix is repeated for every map of the input."""
    if isinstance(value, str):
        if value not in BY_NAME:
            detail = (
                f"no kernel is named {shown(value)}; the names are: {listed(BY_NAME)}; or send its numbers"
            )
            raise invalid(detail, pointer)
        numbers = BY_NAME[value].values()
    else:
        numbers = read_floats(value, pointer, (2, 3), MAX_NUMBERS)
    if numbers.ndim == 2:
        numbers = np.repeat(numbers[None], maps, axis=0)
    if len(numbers) != maps:
        detail = f"the kernel has {counted(len(numbers), 'map')}, the input {maps}; send one matrix for each, or one"
        raise invalid(detail, pointer)
    rows, columns = numbers.shape[1:]
    if max(rows, columns) > MAX_KERNEL_SIDE:
        detail = f"the kernel is {rows} by {columns}; the maximum is {MAX_KERNEL_SIDE} by {MAX_KERNEL_SIDE}"
        raise too_large(detail, pointer)
    return numbers


def _bias(value: Any, kernels: int) -> Floats:
    """Return (kernels,) numbers from one number or a list."""
    if not isinstance(value, list):
        return np.full(kernels, read_number(value, "#/bias"), np.float32)
    bias = read_floats(value, "#/bias", (1,), max(kernels, len(value)))
    if len(bias) != kernels:
        detail = f"bias has {counted(len(bias), 'number')} for {counted(kernels, 'kernel')}; send one for each, or one"
        raise invalid(detail, "#/bias")
    return bias


def _window_count(maps: Floats, around: tuple[tuple[int, int], tuple[int, int]], window: Window) -> int:
    """Return the number of windows on one map; refuse an input that its padding makes too large."""
    sides = [size + sum(margin) for size, margin in zip(maps.shape[1:], around, strict=True)]
    padded = len(maps) * prod(sides)
    if padded > MAX_PRODUCTS:
        detail = f"with padding the input has {padded} numbers; the maximum is {MAX_PRODUCTS}"
        raise too_large(detail, "#/padding")
    return prod(
        (side - length) // window.stride + 1 for side, length in zip(sides, window.kernel, strict=True)
    )


def _check_work(products: int, windows: int, with_windows: bool) -> None:
    if products > MAX_PRODUCTS:
        detail = (
            f"this takes {products} products; the maximum is {MAX_PRODUCTS}: "
            "send a smaller input, fewer kernels, or a larger stride"
        )
        raise too_large(detail, "#/input")
    if with_windows and (windows > MAX_WINDOWS or products > MAX_NUMBERS):
        detail = (
            f"the response would hold {windows} windows with {products} numbers; the maximum is {MAX_WINDOWS} "
            f"windows and {MAX_NUMBERS} numbers: send a smaller input, or leave out windows=true"
        )
        raise too_large(detail, "#/input")
