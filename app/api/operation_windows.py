"""The windows of single operations as documents: place, values and arithmetic of each window."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from app.api.numbers import Floats
from app.api.problems import invalid
from app.lenet.explain import added
from app.lenet.operations import Margins, Window, pad, pooling_margins

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Convolution:
    """Arguments of a convolution: maps (maps, rows, columns), weight (kernels, maps, rows, columns), bias (kernels,)."""

    maps: Floats
    weight: Floats
    bias: Floats
    window: Window
    around: Margins
    is_matrix: bool
    is_one_kernel: bool


def check_finite(numbers: Floats | np.float32) -> None:
    """Raise the problem of a result beyond float32."""
    if not np.isfinite(numbers).all():
        raise invalid("a product or a sum is beyond float32 (3.4e38); send smaller numbers", "#/input")


def result_document(result: Floats, windows: Iterable[Document] | None) -> Document:
    """Return the document of a result, with its windows if there are any."""
    document: Document = {"shape": result.shape, "result": np.ascontiguousarray(result)}
    return document if windows is None else {**document, "windows": list(windows)}


class Place(NamedTuple):
    """A window of an input: its row and column in the result, its corner in the input, negative in the padding, and its values."""

    row: int
    column: int
    top: int
    left: int
    values: Floats


def windows_of(maps: Floats, window: Window, around: Margins, outside: float = 0.0) -> Iterator[Place]:
    """Yield the windows of an input (maps, rows, columns) with these margins, row by row; values (maps, *kernel)."""
    padded = pad(maps[None], around, outside)[0]
    stride, (height, width) = window.stride, window.kernel
    for row, top in enumerate(range(0, padded.shape[1] - height + 1, stride)):
        for column, left in enumerate(range(0, padded.shape[2] - width + 1, stride)):
            values = padded[:, top : top + height, left : left + width]
            yield Place(row, column, top - around[0][0], left - around[1][0], np.ascontiguousarray(values))


def describe_convolution(given: Convolution, result: Floats) -> Iterator[Document]:
    """Yield the windows of a convolution, kernel by kernel; numbers are rounded as in `app.lenet.explain`."""
    part = 0 if given.is_matrix else slice(None)
    for kernel, weight in enumerate(given.weight.astype(np.float64)):
        for row, column, top, left, values in windows_of(given.maps, given.window, given.around):
            exact = values * weight
            with np.errstate(over="ignore"):  # checked below
                products, total = exact.astype(np.float32), added(exact.ravel())
            check_finite(products)
            check_finite(total)
            yield {
                "index": (row, column) if given.is_one_kernel else (kernel, row, column),
                "top": top,
                "left": left,
                "values": values[part],
                "products": products[part],
                "sum": total,
                "bias": given.bias[kernel],
                "output": result[kernel, row, column],
            }


def describe_numbers(numbers: Floats, result: Floats) -> Iterator[Document]:
    """Yield each number before and after an activation."""
    for index in np.ndindex(numbers.shape):
        yield {"index": index, "value": numbers[index], "output": result[index]}


def describe_softmax(numbers: Floats, result: Floats) -> Iterator[Document]:
    """Yield each row, with its exponentials in float64, each rounded once, as `app.lenet.explain` does."""
    for index in np.ndindex(numbers.shape[:-1]):
        exponentials = np.exp(numbers[index].astype(np.float64) - np.float64(numbers[index].max()))
        yield {
            "index": index,
            "values": np.ascontiguousarray(numbers[index]),
            "exponentials": exponentials.astype(np.float32),
            "sum": added(exponentials),
            "output": np.ascontiguousarray(result[index]),
        }


def describe_pooling(
    maps: Floats, kind: str, window: Window, result: Floats, is_matrix: bool
) -> Iterator[Document]:
    """Yield the windows of a pooling, map by map and row by row; padding, which does not count, is NaN."""
    around = pooling_margins((maps.shape[1], maps.shape[2]), *window)
    for number, one in enumerate(maps):
        lead = () if is_matrix else (number,)
        for row, column, top, left, (values,) in windows_of(one[None], window, around, np.nan):
            document: Document = {"index": (*lead, row, column), "top": top, "left": left, "values": values}
            if kind == "max":
                places = np.argwhere(values == np.nanmax(values)).tolist()
                maxima = [(*lead, top + down, left + across) for down, across in places]
                document |= {"winner": maxima[0], "ties": maxima[1:]}
            else:
                real = values[~np.isnan(values)]
                with np.errstate(over="ignore"):  # checked below
                    total = added(real.astype(np.float64))
                check_finite(total)
                document |= {"sum": total, "count": real.size}
            yield {**document, "output": result[number, row, column]}
