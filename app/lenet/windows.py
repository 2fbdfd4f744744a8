"""Every window of one operation: what a learner would write down step by step.

The results are `app.lenet.operations`'; here the windows are laid out beside them. As in `app.lenet.explain`, products are
rounded to float32 one by one, and sums are taken in float64 in the order of the window (map by map, row by row) and
rounded once; a result agrees with its window's sum + bias to float32 rounding.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.lenet.operations import Padding, Window, margins, pad, pooling_margins

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ConvolutionWindows:
    """The windows of a convolution of one picture.

    `tops` and `lefts` say where the windows of each row and column of the result begin in the picture; negative ones begin in
    the padding. `values` is (rows, columns, maps, kernel rows, kernel columns); `products` has the kernels before that;
    `sums` is (kernels, rows, columns).
    """

    tops: NDArray[np.int64]
    lefts: NDArray[np.int64]
    values: Floats
    products: Floats
    sums: Floats


@dataclass(frozen=True, slots=True)
class PoolingWindows:
    """The windows of a pooling of one picture.

    `values` is (maps, rows, columns, window rows, window columns); NaN stands for padding, which is nothing to a pooling.
    `sums` and `counts` are those of the real cells.
    """

    tops: NDArray[np.int64]
    lefts: NDArray[np.int64]
    values: Floats
    sums: Floats
    counts: NDArray[np.int64]


def convolution_windows(
    picture: Floats, weight: Floats, stride: int = 1, padding: Padding = 0
) -> ConvolutionWindows:
    """Lay out what `conv2d` multiplies and adds for a picture (maps, rows, columns) and a weight (out, maps, rows, columns)."""
    kernel = (weight.shape[2], weight.shape[3])
    around = margins((picture.shape[1], picture.shape[2]), kernel, stride, padding)
    window = Window(kernel, stride)
    values = _laid_out(pad(picture[None], around)[0], window).transpose(1, 2, 0, 3, 4)
    exact = values.astype(np.float64) * weight.astype(np.float64)[:, None, None]
    tops, lefts = _places((values.shape[0], values.shape[1]), stride, (around[0][0], around[1][0]))
    return ConvolutionWindows(
        tops, lefts, np.ascontiguousarray(values), exact.astype(np.float32, order="C"), _totals(exact, 3)
    )


def pooling_windows(picture: Floats, window: Window) -> PoolingWindows:
    """Lay out what a pooling of a picture (maps, rows, columns) compares or adds."""
    kernel, stride, padding = window
    around = pooling_margins((picture.shape[1], picture.shape[2]), kernel, stride, padding)
    values = _laid_out(pad(picture[None], around, np.nan)[0], window)
    real = ~np.isnan(values)
    tops, lefts = _places((values.shape[1], values.shape[2]), stride, (around[0][0], around[1][0]))
    sums = _totals(np.where(real, values, 0).astype(np.float64), 2)
    return PoolingWindows(tops, lefts, np.ascontiguousarray(values), sums, real.sum(axis=(3, 4)))


def _laid_out(padded: Floats, window: Window) -> Floats:
    """(maps, rows, columns, kernel rows, kernel columns): a view of the padded picture."""
    step = slice(None, None, window.stride)
    return sliding_window_view(padded, window.kernel, axis=(1, 2))[:, step, step]


def _places(
    size: tuple[int, int], stride: int, before: tuple[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    tops, lefts = (np.arange(count) * stride - margin for count, margin in zip(size, before, strict=True))
    return tops, lefts


def _totals(terms: NDArray[np.float64], axes: int) -> Floats:
    """The terms along the last axes added one after the other, rounded once; `np.sum` would add in another order."""
    flat = terms.reshape(*terms.shape[: terms.ndim - axes], -1)
    totals: Floats = np.add.accumulate(flat, axis=-1)[..., -1].astype(np.float32)
    return totals
