"""Every window of one operation, laid out as a learner would write it down step by step.

The results are those of `app.lenet.operations`. As in `app.lenet.explain`, products are rounded to float32
one by one, and sums are taken in float64 in the order of the window (map by map, row by row) and rounded
once; a result agrees with its window's sum + bias to float32 rounding.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.lenet.operations import Margins, Padding, Window, margins, pad, pooling_margins

Floats = NDArray[np.float32]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ConvolutionWindows:
    """The windows of a convolution of one picture."""

    tops: Places  # the first row in the picture of each row of windows; negative in the padding
    lefts: Places  # the first column of each column of windows
    values: Floats  # (rows, columns, maps, kernel rows, kernel columns)
    products: Floats  # weight · value: (kernels, rows, columns, maps, kernel rows, kernel columns)
    sums: Floats  # of the products: (kernels, rows, columns)


@dataclass(frozen=True, slots=True)
class PoolingWindows:
    """The windows of a pooling of one picture."""

    tops: Places  # as in `ConvolutionWindows`
    lefts: Places  # as in `ConvolutionWindows`
    # (maps, rows, columns, window rows, window columns); NaN for padding, which a pooling ignores
    values: Floats
    sums: Floats  # of the cells that are not padding: (maps, rows, columns)
    counts: Places  # their number, of the same shape


def convolution_windows(
    picture: Floats, weight: Floats, stride: int = 1, padding: Padding = 0
) -> ConvolutionWindows:
    """Return what `conv2d` multiplies and adds.

    picture (maps, rows, columns), weight (out, maps, kernel rows, kernel columns).
    """
    kernel = (weight.shape[2], weight.shape[3])
    around = margins((picture.shape[1], picture.shape[2]), kernel, stride, padding)
    values = _windows(pad(picture[None], around)[0], Window(kernel, stride)).transpose(1, 2, 0, 3, 4)
    exact = values.astype(np.float64) * weight.astype(np.float64)[:, None, None]
    tops, lefts = _places((values.shape[0], values.shape[1]), stride, around)
    products = exact.astype(np.float32, order="C")
    return ConvolutionWindows(tops, lefts, np.ascontiguousarray(values), products, _totals(exact, 3))


def pooling_windows(picture: Floats, window: Window) -> PoolingWindows:
    """Return what a pooling of a picture (maps, rows, columns) compares or adds."""
    kernel, stride, padding = window
    around = pooling_margins((picture.shape[1], picture.shape[2]), kernel, stride, padding)
    values = _windows(pad(picture[None], around, np.nan)[0], window)
    real = ~np.isnan(values)
    tops, lefts = _places((values.shape[1], values.shape[2]), stride, around)
    sums = _totals(np.where(real, values, 0).astype(np.float64), 2)
    return PoolingWindows(tops, lefts, np.ascontiguousarray(values), sums, real.sum(axis=(3, 4)))


def _windows(padded: Floats, window: Window) -> Floats:
    """A view of the padded picture: (maps, rows, columns, kernel rows, kernel columns)."""
    step = slice(None, None, window.stride)
    return sliding_window_view(padded, window.kernel, axis=(1, 2))[:, step, step]


def _places(size: tuple[int, int], stride: int, around: Margins) -> tuple[Places, Places]:
    tops, lefts = (
        np.arange(count) * stride - before for count, (before, _) in zip(size, around, strict=True)
    )
    return tops, lefts


def _totals(terms: NDArray[np.float64], axes: int) -> Floats:
    """The terms along the last axes added one by one, rounded once; `np.sum` adds in another order."""
    flat = terms.reshape(*terms.shape[: terms.ndim - axes], -1)
    return np.add.accumulate(flat, axis=-1)[..., -1].astype(np.float32)
