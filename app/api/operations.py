"""Single operations on a client's numbers: read them, check the limits, compute with `app.lenet.operations`.

The windows of an operation have their place, values and arithmetic, rounded as in `app.lenet.explain`.
"""

from collections.abc import Callable, Iterator, Mapping
from math import prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from app.api.bodies import Floats, read_floats, shown
from app.api.operation_schemas import ActivationBody, ConvolutionBody, PoolingBody
from app.api.problems import counted, invalid, listed, too_large
from app.lenet import operations
from app.lenet.errors import OperationError
from app.lenet.explain import added
from app.lenet.kernels import KERNELS
from app.lenet.operations import Margins, Window, margins, pad, pooling_margins

Document = dict[str, Any]

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
    """Return the result and the windows of a convolution; a Problem if a field or the size cannot be used."""
    numbers = read_floats(body.input, "#/input", (2, 3), MAX_NUMBERS)
    maps = _maps(numbers)
    weight = _weight(body, len(maps))
    window = Window((weight.shape[2], weight.shape[3]), body.stride, body.padding)
    around = _margins(margins, maps, window, "#/kernels" if body.kernel is None else "#/kernel")
    count = len(weight) * _window_count(maps, around, window)
    _check_work(count * len(maps) * prod(window.kernel), count, with_windows)
    bias = _bias(body.bias, len(weight))
    with np.errstate(over="ignore", invalid="ignore"):  # checked below
        result = operations.conv2d(maps[None], weight, bias, *window[1:])[0]
    result = result if body.kernel is None else result[0]
    check_finite(result)
    return _document(
        result, convolution_windows(numbers, weight, bias, window, result) if with_windows else None
    )


def activate(body: ActivationBody, *, with_windows: bool) -> Document:
    """Return the result of an activation with each number, or each row of a softmax, before and after it."""
    numbers = read_floats(body.input, "#/input", (1, 2, 3), MAX_NUMBERS)
    is_softmax = body.kind == "softmax"
    _check_work(numbers.size, numbers.size // (numbers.shape[-1] if is_softmax else 1), with_windows)
    result = _ACTIVATIONS[body.kind](numbers)
    windows = (_softmax_windows if is_softmax else _number_windows)(numbers, result)
    return _document(result, windows if with_windows else None)


def pool(body: PoolingBody, *, with_windows: bool) -> Document:
    """Return the result and the windows of a pooling."""
    numbers = read_floats(body.input, "#/input", (2, 3), MAX_NUMBERS)
    maps = _maps(numbers)
    rows, columns = (body.size, body.size) if isinstance(body.size, int) else body.size
    window = Window((rows, columns), rows if body.stride is None else body.stride, body.padding)
    around = _margins(pooling_margins, maps, window, "#/size")
    count = len(maps) * _window_count(maps, around, window)
    _check_work(count * prod(window.kernel), count, with_windows)
    with np.errstate(over="ignore", invalid="ignore"):  # checked below
        result = _POOLINGS[body.kind](maps[None], *window)[0]
    result = result if numbers.ndim == 3 else result[0]
    check_finite(result)
    return _document(result, pooling_windows(numbers, body.kind, window, result) if with_windows else None)


def _document(result: Floats, windows: Iterator[Document] | None) -> Document:
    document: Document = {"shape": result.shape, "result": np.ascontiguousarray(result)}
    return document if windows is None else {**document, "windows": list(windows)}


def check_finite(*numbers: Floats | np.float32) -> None:
    """Raise the problem of a result beyond float32."""
    if not all(np.isfinite(one).all() for one in numbers):
        raise invalid("a product or a sum is beyond float32 (3.4e38); send smaller numbers", "#/input")


def _maps(numbers: Floats) -> Floats:
    """Return an input, which may be a single matrix, as (maps, rows, columns)."""
    return numbers if numbers.ndim == 3 else numbers[None]


def _margins(find: Callable[..., Margins], maps: Floats, window: Window, pointer: str) -> Margins:
    try:
        return find(maps.shape[1:], *window)
    except OperationError as error:
        raise invalid(str(error), pointer) from error


def _weight(body: ConvolutionBody, maps: int) -> Floats:
    """Return `kernel` or `kernels` as (kernels, maps, rows, columns)."""
    one, several = body.kernel, body.kernels or ()
    if (one is None) != bool(several):
        given = "neither is given" if one is None else "both are given"
        raise invalid(f"send either kernel, for one, or kernels, for a list: {given}", "#/kernel")
    if one is not None:
        return _kernel(one, "#/kernel", maps)[None]
    if len(several) > MAX_KERNELS:
        raise too_large(f"{len(several)} kernels are given; the maximum is {MAX_KERNELS}", "#/kernels")
    kernels = [_kernel(one, f"#/kernels/{index}", maps) for index, one in enumerate(several)]
    for index, kernel in enumerate(kernels):
        if kernel.shape != kernels[0].shape:
            sizes = [" by ".join(map(str, one.shape[1:])) for one in (kernel, kernels[0])]
            detail = f"kernels {index} is {sizes[0]}, kernels 0 is {sizes[1]}; send kernels of one size"
            raise invalid(detail, f"#/kernels/{index}")
    return np.stack(kernels)


def _kernel(value: Any, pointer: str, maps: int) -> Floats:
    """Return one kernel as (maps, rows, columns); a name or a matrix is repeated for every map."""
    if isinstance(value, str):
        if value not in KERNELS:
            detail = (
                f"no kernel is named {shown(value)}; the names are: {listed(KERNELS)}; or send its numbers"
            )
            raise invalid(detail, pointer)
        numbers = KERNELS[value].values()
    else:
        numbers = read_floats(value, pointer, (2, 3), MAX_NUMBERS)
    if numbers.ndim == 2:
        numbers = np.repeat(numbers[None], maps, axis=0)
    if len(numbers) != maps:
        given = f"the kernel has {counted(len(numbers), 'map')}, the input {maps}"
        raise invalid(f"{given}; send one matrix for each, or one", pointer)
    rows, columns = numbers.shape[1:]
    if max(rows, columns) > MAX_KERNEL_SIDE:
        detail = f"the kernel is {rows} by {columns}; the maximum is {MAX_KERNEL_SIDE} by {MAX_KERNEL_SIDE}"
        raise too_large(detail, pointer)
    return numbers


def _bias(value: Any, kernels: int) -> Floats:
    """Return (kernels,) numbers from one number or a list."""
    bias = read_floats(value, "#/bias", (0, 1), MAX_NUMBERS)
    if bias.shape not in {(), (kernels,)}:
        given = f"bias has {counted(bias.size, 'number')} for {counted(kernels, 'kernel')}"
        raise invalid(f"{given}; send one for each, or one", "#/bias")
    return np.broadcast_to(bias, kernels)


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
            f"the response would hold {windows} windows with {products} numbers; the maximum is "
            f"{MAX_WINDOWS} and {MAX_NUMBERS}: send a smaller input, or leave out windows=true"
        )
        raise too_large(detail, "#/input")


def windows_of(maps: Floats, window: Window, around: Margins, outside: float = 0.0) -> Floats:
    """Return the windows of (maps, rows, columns) with these margins: (rows, columns, maps, *kernel)."""
    windows = sliding_window_view(pad(maps[None], around, outside)[0], window.kernel, axis=(1, 2))
    return np.moveaxis(windows[:, :: window.stride, :: window.stride], 0, 2)


def _corner(row: int, column: int, window: Window, around: Margins) -> Document:
    """Return where the window of a number of the result begins in the input; negative in the padding."""
    return {"top": row * window.stride - around[0][0], "left": column * window.stride - around[1][0]}


def convolution_windows(
    numbers: Floats, weight: Floats, bias: Floats, window: Window, result: Floats
) -> Iterator[Document]:
    """Yield the windows in the order of the result, which is (rows, columns) or (kernels, rows, columns)."""
    maps, exact_weight = _maps(numbers), weight.astype(np.float64)
    around = margins((maps.shape[1], maps.shape[2]), *window)
    windows = windows_of(maps, window, around)
    for index in np.ndindex(result.shape):
        *lead, row, column = index
        kernel = lead[0] if lead else 0
        values = np.ascontiguousarray(windows[row, column])
        exact = values * exact_weight[kernel]
        with np.errstate(over="ignore"):  # checked below
            products, total = exact.astype(np.float32), added(exact.ravel())
        check_finite(products, total)
        yield {
            "index": index,
            **_corner(row, column, window, around),
            "values": values if numbers.ndim == 3 else values[0],
            "products": products if numbers.ndim == 3 else products[0],
            "sum": total,
            "bias": bias[kernel],
            "output": result[index],
        }


def pooling_windows(numbers: Floats, kind: str, window: Window, result: Floats) -> Iterator[Document]:
    """Yield the windows of a pooling, in the order of the result; padding, which does not count, is NaN."""
    maps = _maps(numbers)
    around = pooling_margins((maps.shape[1], maps.shape[2]), *window)
    windows = windows_of(maps, window, around, np.nan)
    for index in np.ndindex(result.shape):
        *lead, row, column = index
        values = np.ascontiguousarray(windows[row, column, lead[0] if lead else 0])
        corner = _corner(row, column, window, around)
        document: Document = {"index": index, **corner, "values": values, "output": result[index]}
        if kind == "max":
            places = np.argwhere(values == np.nanmax(values)).tolist()
            maxima = [(*lead, corner["top"] + down, corner["left"] + across) for down, across in places]
            yield document | {"winner": maxima[0], "ties": maxima[1:]}
        else:
            real = values[~np.isnan(values)]
            with np.errstate(over="ignore"):  # checked below
                total = added(real.astype(np.float64))
            check_finite(total)
            yield document | {"sum": total, "count": real.size}


def _number_windows(numbers: Floats, result: Floats) -> Iterator[Document]:
    """Yield each number before and after an activation."""
    for index in np.ndindex(numbers.shape):
        yield {"index": index, "value": numbers[index], "output": result[index]}


def _softmax_windows(numbers: Floats, result: Floats) -> Iterator[Document]:
    """Yield each row, with its exponentials in float64, each rounded once."""
    for index in np.ndindex(numbers.shape[:-1]):
        exponentials = np.exp(numbers[index].astype(np.float64) - np.float64(numbers[index].max()))
        yield {
            "index": index,
            "values": np.ascontiguousarray(numbers[index]),
            "exponentials": exponentials.astype(np.float32),
            "sum": added(exponentials),
            "output": np.ascontiguousarray(result[index]),
        }
