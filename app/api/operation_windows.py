"""The windows of single operations as documents: place, values and arithmetic of each window."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.api.numbers import Floats
from app.api.problems import invalid
from app.lenet.operations import Padding, Window
from app.lenet.windows import convolution_windows, pooling_windows

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Convolution:
    """Arguments of a convolution: maps (maps, rows, columns), weight (kernels, maps, rows, columns), bias (kernels,)."""

    maps: Floats
    weight: Floats
    bias: Floats
    stride: int
    padding: Padding
    is_matrix: bool
    is_one_kernel: bool


def check_finite(numbers: Floats) -> None:
    """Raise the problem of a result beyond float32."""
    if not np.isfinite(numbers).all():
        raise invalid("a product or a sum is beyond float32 (3.4e38); send smaller numbers", "#/input")


def result_document(result: Floats, windows: Iterable[Document] | None) -> Document:
    """Return the document of a result, with its windows if there are any."""
    document: Document = {"shape": result.shape, "result": np.ascontiguousarray(result)}
    return document if windows is None else {**document, "windows": list(windows)}


def describe_convolution(given: Convolution, result: Floats) -> Iterator[Document]:
    """Yield the windows of a convolution, kernel by kernel and row by row."""
    with np.errstate(over="ignore", invalid="ignore"):  # checked below
        windows = convolution_windows(given.maps, given.weight, given.stride, given.padding)
    check_finite(windows.products)
    check_finite(windows.sums)
    for kernel, row, column in np.ndindex(result.shape):
        values, products = windows.values[row, column], windows.products[kernel, row, column]
        yield {
            "index": (row, column) if given.is_one_kernel else (kernel, row, column),
            "top": windows.tops[row],
            "left": windows.lefts[column],
            "values": values[0] if given.is_matrix else values,
            "products": products[0] if given.is_matrix else products,
            "sum": windows.sums[kernel, row, column],
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
            "sum": np.float32(np.add.accumulate(exponentials)[-1]),
            "output": np.ascontiguousarray(result[index]),
        }


def describe_pooling(
    maps: Floats, kind: str, window: Window, result: Floats, is_matrix: bool
) -> Iterator[Document]:
    """Yield the windows of a pooling, map by map and row by row."""
    with np.errstate(over="ignore", invalid="ignore"):  # checked below
        windows = pooling_windows(maps, window)
    if kind != "max":
        check_finite(windows.sums)
    for place in np.ndindex(result.shape):
        map_index, row, column = place
        lead = () if is_matrix else (map_index,)
        top, left = int(windows.tops[row]), int(windows.lefts[column])
        values = windows.values[place]
        document: Document = {"index": (*lead, row, column), "top": top, "left": left, "values": values}
        if kind == "max":
            maxima = [
                (*lead, top + int(r), left + int(c)) for r, c in np.argwhere(values == np.nanmax(values))
            ]
            document |= {"winner": maxima[0], "ties": maxima[1:]}
        else:
            document |= {"sum": windows.sums[place], "count": windows.counts[place]}
        yield {**document, "output": result[place]}
