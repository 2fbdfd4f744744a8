"""What the operations should do, written as plainly as can be: loops over single numbers, in float64."""

from collections.abc import Callable, Iterator
from math import ceil, exp, fsum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.lenet.operations import Padding

Array = NDArray[np.float64]


def before_and_after(size: int, kernel: int, stride: int, padding: Padding) -> tuple[int, int]:
    """How many cells of padding lie before and after an axis."""
    if padding == "valid":
        return 0, 0
    if padding == "same":
        total = max((ceil(size / stride) - 1) * stride + kernel - size, 0)
        return total // 2, total - total // 2
    return int(padding), int(padding)


def window_starts(size: int, kernel: int, stride: int, padding: Padding) -> list[int]:
    """Where along an axis the windows begin: every stride, as long as a whole window fits."""
    before, after = before_and_after(size, kernel, stride, padding)
    return list(range(-before, size + after - kernel + 1, stride))


def cells(start: tuple[int, int], kernel: tuple[int, int]) -> Iterator[tuple[int, tuple[int, int]]]:
    """The cells of one window, row by row, each with its flat index."""
    for row in range(kernel[0]):
        for column in range(kernel[1]):
            yield row * kernel[1] + column, (start[0] + row, start[1] + column)


def inside(place: tuple[int, int], size: tuple[int, int]) -> bool:
    """Whether a cell belongs to the picture, not to its padding."""
    return 0 <= place[0] < size[0] and 0 <= place[1] < size[1]


def each_window(
    images: Array, kernel: tuple[int, int], stride: int, padding: Padding
) -> list[list[tuple[int, int]]]:
    """The window starts, as rows of (row, column)."""
    rows = window_starts(images.shape[2], kernel[0], stride, padding)
    columns = window_starts(images.shape[3], kernel[1], stride, padding)
    return [[(row, column) for column in columns] for row in rows]


def conv2d(images: Array, weight: Array, bias: Array, stride: int, padding: Padding) -> Array:
    """Convolution, one product at a time."""
    kernel, size = (weight.shape[2], weight.shape[3]), (images.shape[2], images.shape[3])
    starts = each_window(images, kernel, stride, padding)
    result = np.zeros((len(images), len(weight), len(starts), len(starts[0])))
    for image, output, row, column in np.ndindex(result.shape):
        terms = [float(bias[output])]
        for channel in range(images.shape[1]):
            for flat, place in cells(starts[row][column], kernel):
                if inside(place, size):
                    terms.append(images[image, channel][place] * weight[output, channel].flat[flat])
        result[image, output, row, column] = fsum(terms)
    return result


def pool(
    images: Array,
    window: tuple[tuple[int, int], int, Padding],
    summary: Callable[[list[tuple[int, float]]], float],
) -> Array:
    """Any pooling: `summary` gets a window's real cells as (flat index, value)."""
    kernel, stride, padding = window
    starts = each_window(images, kernel, stride, padding)
    size = (images.shape[2], images.shape[3])
    result = np.zeros((*images.shape[:2], len(starts), len(starts[0])))
    for image, channel, row, column in np.ndindex(result.shape):
        real = [
            (flat, float(images[image, channel][place]))
            for flat, place in cells(starts[row][column], kernel)
            if inside(place, size)
        ]
        result[image, channel, row, column] = summary(real)
    return result


def maximum(real: list[tuple[int, float]]) -> float:
    """The largest value."""
    return max(value for _, value in real)


def winner(real: list[tuple[int, float]]) -> float:
    """The flat index of the first cell that has the largest value."""
    return min(flat for flat, value in real if value == maximum(real))


def total(real: list[tuple[int, float]]) -> float:
    """The sum."""
    return fsum(value for _, value in real)


def mean(real: list[tuple[int, float]]) -> float:
    """The mean."""
    return total(real) / len(real)


def dense(vectors: Array, weight: Array, bias: Array) -> Array:
    """A dense layer, one product at a time."""
    result = np.zeros((len(vectors), len(weight)))
    for image, output in np.ndindex(result.shape):
        products = (vectors[image, unit] * weight[output, unit] for unit in range(vectors.shape[1]))
        result[image, output] = fsum([float(bias[output]), *products])
    return result


def softmax(logits: Array) -> Array:
    """Softmax of one vector at a time."""
    powers = [[exp(max(value - max(row), -745.0)) for value in row] for row in logits.tolist()]
    return np.array([[power / fsum(row) for power in row] for row in powers])


def derivative(value: Callable[[], float], numbers: NDArray[Any], place: tuple[int, ...]) -> float:
    """The change of a value by one of the float64 numbers that it depends on, as a central difference."""
    before = numbers[place]
    numbers[place] = before + 1e-6
    above = value()
    numbers[place] = before - 1e-6
    below = value()
    numbers[place] = before
    return (above - below) / 2e-6
