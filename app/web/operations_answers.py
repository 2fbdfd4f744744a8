"""One operation carried out: its result and, if asked for, every window; arrays in plain dictionaries, no HTTP.

The results are those of `app.lenet.operations`, as in the network.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.kernels import KERNELS
from app.lenet.windows import convolution_windows, pooling_windows
from app.web.arrays import Floats
from app.web.operations_body import Activation, Convolution, Pooling
from app.web.problems import invalid

Document = dict[str, Any]

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


def kernels() -> Document:
    """Every kernel that has a name."""
    found = [
        {
            "name": kernel.name,
            "title": kernel.title,
            "meaning": kernel.meaning,
            "numbers": kernel.numbers,
            "divisor": kernel.divisor,
            "values": kernel.values(),
        }
        for kernel in KERNELS
    ]
    return {"kernels": found}


def convolve(asked: Convolution) -> Document:
    """A convolution's result and windows."""
    with np.errstate(over="ignore", invalid="ignore"):  # looked for below
        batch = operations.conv2d(asked.picture[None], asked.weight, asked.bias, asked.stride, asked.padding)
    result = _finite(batch[0])
    windows = _convolution_windows(asked, result) if asked.windows else None
    return _answer(result[0] if asked.flat_result else result, windows)


def activate(asked: Activation) -> Document:
    """An activation's result; for each number, or for each row of a softmax, how it came about."""
    result = _ACTIVATIONS[asked.kind](asked.numbers)
    tell = _softmax_windows if asked.kind == "softmax" else _number_windows
    return _answer(result, tell(asked.numbers, result) if asked.windows else None)


def pool(asked: Pooling) -> Document:
    """A pooling's result and windows."""
    with np.errstate(over="ignore", invalid="ignore"):  # looked for below
        batch = _POOLINGS[asked.kind](asked.picture[None], *asked.window)
    result = _finite(batch[0])
    windows = _pooling_windows(asked, result) if asked.windows else None
    return _answer(result[0] if asked.flat else result, windows)


def _answer(result: Floats, windows: Iterable[Document] | None) -> Document:
    answer: Document = {"shape": result.shape, "result": np.ascontiguousarray(result)}
    if windows is not None:
        answer["windows"] = list(windows)
    return answer


def _finite(numbers: Floats) -> Floats:
    if not np.isfinite(numbers).all():
        raise invalid("a product or a sum is beyond float32 (3.4e38); send smaller numbers", "#/input")
    return numbers


def _convolution_windows(asked: Convolution, result: Floats) -> Iterator[Document]:
    with np.errstate(over="ignore", invalid="ignore"):  # looked for below
        windows = convolution_windows(asked.picture, asked.weight, asked.stride, asked.padding)
    products, sums = _finite(windows.products), _finite(windows.sums)
    values = windows.values[:, :, 0] if asked.flat_picture else windows.values
    for kernel, row, column in np.ndindex(result.shape):
        shown = products[kernel, row, column]
        yield {
            "index": (row, column) if asked.flat_result else (kernel, row, column),
            "top": windows.tops[row],
            "left": windows.lefts[column],
            "values": values[row, column],
            "products": shown[0] if asked.flat_picture else shown,
            "sum": sums[kernel, row, column],
            "bias": asked.bias[kernel],
            "output": result[kernel, row, column],
        }


def _number_windows(numbers: Floats, result: Floats) -> Iterator[Document]:
    for index in np.ndindex(numbers.shape):
        yield {"index": index, "value": numbers[index], "output": result[index]}


def _softmax_windows(numbers: Floats, result: Floats) -> Iterator[Document]:
    """Each row by itself, as `app.lenet.explain` tells a softmax: exponentials in float64, each rounded once."""
    for index in np.ndindex(numbers.shape[:-1]):
        exact = np.exp(numbers[index].astype(np.float64) - np.float64(numbers[index].max()))
        yield {
            "index": index,
            "values": np.ascontiguousarray(numbers[index]),
            "exponentials": exact.astype(np.float32),
            "sum": np.float32(np.add.accumulate(exact)[-1]),
            "output": np.ascontiguousarray(result[index]),
        }


def _pooling_windows(asked: Pooling, result: Floats) -> Iterator[Document]:
    with np.errstate(over="ignore", invalid="ignore"):  # looked for below
        windows = pooling_windows(asked.picture, asked.window)
    sums = windows.sums if asked.kind == "max" else _finite(windows.sums)
    for place in np.ndindex(result.shape):
        map_, row, column = place
        lead = () if asked.flat else (map_,)
        found: Document = {
            "index": (*lead, row, column),
            "top": windows.tops[row],
            "left": windows.lefts[column],
            "values": windows.values[place],
        }
        if asked.kind == "max":
            corner = (int(windows.tops[row]), int(windows.lefts[column]))
            winner, *ties = _largest(windows.values[place], lead, corner)
            found |= {"winner": winner, "ties": ties}
        else:
            found |= {"sum": sums[place], "count": windows.counts[place]}
        yield {**found, "output": result[place]}


def _largest(values: Floats, lead: tuple[int, ...], corner: tuple[int, int]) -> list[tuple[int, ...]]:
    """Where in the input the largest numbers of a window stand, row by row: the winner, then its ties."""
    places: NDArray[np.int64] = np.argwhere(values == np.nanmax(values))
    return [(*lead, int(corner[0] + row), int(corner[1] + column)) for row, column in places]
