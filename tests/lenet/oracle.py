"""What the operations should do, written as plainly as can be, window by window in float64."""

from collections.abc import Callable
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.lenet.operations import Padding, Window

Array = NDArray[np.float64]


def before_and_after(size: int, kernel: int, stride: int, padding: Padding) -> tuple[int, int]:
    """How many cells of padding lie before and after an axis."""
    if padding == "valid":
        return 0, 0
    if padding == "same":
        total = max((ceil(size / stride) - 1) * stride + kernel - size, 0)
        return total // 2, total - total // 2
    return int(padding), int(padding)


def each_window(images: Array, window: Window) -> list[list[Array]]:
    """What each window covers, as (batch, maps, *kernel); NaN where it reaches into the padding."""
    (height, width), stride, padding = window
    margins = [before_and_after(images.shape[2 + at], window[0][at], stride, padding) for at in (0, 1)]
    padded = np.pad(images, ((0, 0), (0, 0), *margins), constant_values=np.nan)
    rows = range(0, padded.shape[2] - height + 1, stride)
    columns = range(0, padded.shape[3] - width + 1, stride)
    return [[padded[:, :, top : top + height, left : left + width] for left in columns] for top in rows]


def conv2d(images: Array, weight: Array, bias: Array, stride: int, padding: Padding) -> Array:
    """Convolution, window by window; padding counts as 0."""
    kernel = weight.shape[2], weight.shape[3]
    found = [
        [np.einsum("bcij,ocij->bo", np.nan_to_num(cells), weight) + bias for cells in row]
        for row in each_window(images, Window(kernel, stride, padding))
    ]
    result: Array = np.moveaxis(np.array(found), (0, 1), (2, 3))
    return result


def pool(images: Array, window: Window, summary: Callable[..., Any]) -> Array:
    """Any pooling, window by window; `summary` is one of NumPy's that leave out NaN."""
    found = [
        [summary(cells.reshape(*cells.shape[:2], -1), axis=-1) for cells in row]
        for row in each_window(images, window)
    ]
    result: Array = np.moveaxis(np.array(found), (0, 1), (2, 3))
    return result


def dense(vectors: Array, weight: Array, bias: Array) -> Array:
    """A dense layer."""
    result: Array = np.einsum("bi,oi->bo", vectors, weight) + bias
    return result


def softmax(logits: Array) -> Array:
    """Softmax of each row."""
    powers = np.exp(np.maximum(logits - logits.max(axis=1, keepdims=True), -745))
    shares: Array = powers / powers.sum(axis=1, keepdims=True)
    return shares


def derivative(value: Callable[[], float], numbers: NDArray[Any], place: tuple[int, ...]) -> float:
    """The change of a value by one of the float64 numbers that it depends on, as a central difference."""
    before = numbers[place]
    numbers[place] = before + 1e-6
    above = value()
    numbers[place] = before - 1e-6
    below = value()
    numbers[place] = before
    return (above - below) / 2e-6
