"""What each layer kind computes, as pure functions of arrays.

The batch is the first axis: images are (batch, maps, rows, columns), vectors (batch, units). float32
arguments give a float32 result and float64 ones float64. An image has the same bits alone and in any batch:
matrix products are made image by image, so that BLAS always gets the same shapes.

`padding` is a number of rows and columns on every side, "valid" (none), or "same": as much as gives the
result ceil(size / stride) rows and columns, the odd one below and to the right, as in TensorFlow and ONNX. A
convolution reads padding as zeros. A pooling ignores it: it is never the maximum, adds nothing and is not
counted.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.lenet.errors import OperationError

Float = TypeVar("Float", bound=np.floating)
Size = tuple[int, int]
Padding = int | Literal["valid", "same"]
Margins = tuple[tuple[int, int], tuple[int, int]]  # (above, below), (left, right)


class Window(NamedTuple):
    """Rows and columns of a kernel, its stride, and the padding around the images."""

    kernel: Size
    stride: int = 1
    padding: Padding = 0


BLOCK = 16  # images per im2col matrix; with all 128 of a batch at once it takes twice as long


def margins(size: Size, kernel: Size, stride: int, padding: Padding) -> Margins:
    """Return the rows and columns of padding around images of `size`; `OperationError` if no window fits."""
    if stride < 1 or min(kernel) < 1:
        raise OperationError(f"stride {stride} and kernel {kernel} must be at least 1")
    if padding == "same":
        pads = [max((-(-n // stride) - 1) * stride + k - n, 0) for n, k in zip(size, kernel, strict=True)]
        (rows, columns) = ((pad // 2, pad - pad // 2) for pad in pads)
    elif padding == "valid" or (isinstance(padding, int) and padding >= 0):
        number = 0 if padding == "valid" else int(padding)
        rows = columns = (number, number)
    else:
        raise OperationError(f'padding {padding!r} is not "same", "valid" or a number from 0')
    if size[0] + sum(rows) < kernel[0] or size[1] + sum(columns) < kernel[1]:
        raise OperationError(
            f"a window of {kernel[0]} by {kernel[1]} does not fit a picture of {size[0]} by {size[1]} "
            f"with padding {padding!r}"
        )
    return rows, columns


def pooling_margins(size: Size, kernel: Size, stride: int, padding: Padding) -> Margins:
    """As `margins`, for a pooling: every window must contain at least one cell of the image."""
    around = margins(size, kernel, stride, padding)
    if max(around[0]) >= kernel[0] or max(around[1]) >= kernel[1]:
        raise OperationError(
            f"padding {padding!r} leaves windows of {kernel[0]} by {kernel[1]} with no cell of the picture; "
            'use less, or "same", which never does'
        )
    return around


def pad(images: NDArray[Float], around: Margins, value: float = 0.0) -> NDArray[Float]:
    """Return the images with `value` around them; the images themselves if there is nothing to add."""
    if not any(map(sum, around)):
        return images
    return np.pad(images, ((0, 0), (0, 0), *around), constant_values=value)


def im2col(images: NDArray[Float], kernel: Size, stride: int, around: Margins) -> NDArray[Float]:
    """Return each window as a column, with a last row of ones for the bias.

    images (batch, maps, rows, columns) → (batch, maps * kernel rows * kernel columns + 1, windows). A
    convolution then is one matrix product (Chellapilla et al., "High performance convolutional neural
    networks", 2006).
    """
    windows = sliding_window_view(pad(images, around), kernel, axis=(2, 3))[:, :, ::stride, ::stride]
    batch, maps, rows, width = windows.shape[:4]
    matrix = np.empty((batch, maps * kernel[0] * kernel[1] + 1, rows * width), images.dtype)
    matrix[:, :-1].reshape(batch, maps, *kernel, rows, width)[:] = windows.transpose(0, 1, 4, 5, 2, 3)
    matrix[:, -1] = 1
    return matrix


def blocks(count: int) -> Iterator[slice]:
    """Slices of `BLOCK` images: their columns stay in the processor's cache."""
    return (slice(first, first + BLOCK) for first in range(0, count, BLOCK))


def conv2d(
    images: NDArray[Float],
    weight: NDArray[Float],
    bias: NDArray[Float],
    stride: int = 1,
    padding: Padding = 0,
) -> NDArray[Float]:
    """Convolve: out[o, y, x] = bias[o] + Σ weight[o, i, r, c] · in[i, y·stride + r, x·stride + c].

    As in all deep-learning libraries the kernel is not flipped: strictly, this is a cross-correlation.
    images (batch, in, rows, columns), weight (out, in, kernel rows, kernel columns), bias (out,) →
    (batch, out, rows, columns); `OperationError` for other shapes.
    """
    fits = images.ndim == weight.ndim == 4 and images.shape[1] == weight.shape[1]
    if not fits or bias.shape != weight.shape[:1]:
        raise OperationError(
            f"images {images.shape}, weight {weight.shape} and bias {bias.shape} do not fit: "
            "expected (batch, in, rows, columns), (out, in, rows, columns) and (out,)"
        )
    kernel = (weight.shape[2], weight.shape[3])
    around = margins(_size(images), kernel, stride, padding)
    matrix = np.concatenate([weight.reshape(len(weight), -1), bias[:, None]], axis=1)
    rows, width = _output_size(_size(images), kernel, stride, around)
    result = np.empty((len(images), len(weight), rows * width), images.dtype)
    for block in blocks(len(images)):
        np.matmul(matrix, im2col(images[block], kernel, stride, around), out=result[block])
    return result.reshape(len(images), len(weight), rows, width)


def max_pool2d(
    images: NDArray[Float], kernel: Size = (2, 2), stride: int = 2, padding: Padding = 0
) -> tuple[NDArray[Float], NDArray[np.uint8]]:
    """Return the maximum of every window, and the winners: the flat index in the window of its first maximum.

    images (batch, maps, rows, columns) → two such arrays, the winners uint8: a kernel has at most 256 cells.
    `OperationError` if no window fits, or a window contains only padding.
    """
    if kernel[0] * kernel[1] > 256:
        raise OperationError(f"a window of {kernel} has more than the 256 cells that a winner can tell apart")
    cells = _window_cells(images, kernel, stride, padding, -np.inf)
    maxima = next(cells).copy()
    winners = np.zeros(maxima.shape, np.uint8)
    for index, cell in enumerate(cells, start=1):
        np.copyto(winners, np.uint8(index), where=cell > maxima)
        np.maximum(maxima, cell, out=maxima)
    return maxima, winners


def sum_pool2d(
    images: NDArray[Float], kernel: Size = (2, 2), stride: int = 2, padding: Padding = 0
) -> NDArray[Float]:
    """Return the sum of every window, added in row-major order; arguments and errors as `max_pool2d`."""
    cells = _window_cells(images, kernel, stride, padding, 0.0)
    total = next(cells).copy()
    for cell in cells:
        total += cell
    return total


def average_pool2d(
    images: NDArray[Float], kernel: Size = (2, 2), stride: int = 2, padding: Padding = 0
) -> NDArray[Float]:
    """Return the mean of every window's cells, without padding; arguments and errors as `max_pool2d`."""
    total = sum_pool2d(images, kernel, stride, padding)
    return total / cell_counts(images, kernel, stride, padding)


def cell_counts(images: NDArray[Float], kernel: Size, stride: int, padding: Padding) -> NDArray[Float]:
    """Return how many cells of the image, not of its padding, each window has: (1, 1, rows, columns)."""
    return sum_pool2d(np.ones((1, 1, *_size(images)), images.dtype), kernel, stride, padding)


def relu(values: NDArray[Float]) -> NDArray[Float]:
    """max(0, x), elementwise."""
    return np.maximum(values, values.dtype.type(0))


def tanh(values: NDArray[Float]) -> NDArray[Float]:
    """The hyperbolic tangent, elementwise."""
    return np.tanh(values)


def sigmoid(values: NDArray[Float]) -> NDArray[Float]:
    """1 / (1 + e^-x), elementwise, computed from e^-|x| so that nothing overflows."""
    small = np.exp(-np.abs(values))
    return np.where(values >= 0, 1, small) / (1 + small)


def dense(vectors: NDArray[Float], weight: NDArray[Float], bias: NDArray[Float]) -> NDArray[Float]:
    """Fully connected layer: out[o] = bias[o] + Σ weight[o, i] · in[i].

    vectors (batch, in), weight (out, in), bias (out,) → (batch, out); `OperationError` for other shapes.
    """
    fits = vectors.ndim == weight.ndim == 2 and vectors.shape[1] == weight.shape[1]
    if not fits or bias.shape != weight.shape[:1]:
        raise OperationError(
            f"vectors {vectors.shape}, weight {weight.shape} and bias {bias.shape} do not fit: "
            "expected (batch, in), (out, in) and (out,)"
        )
    result: NDArray[Float] = np.matmul(weight, vectors[:, :, None])[:, :, 0]
    result += bias
    return result


def softmax(logits: NDArray[Float]) -> NDArray[Float]:
    """e^x / Σ e^x along the last axis: probabilities that sum to 1.

    The largest logit is subtracted first, which does not change the quotient, so that no finite logit
    overflows.
    """
    # The difference of two finite logits may be -inf, whose exponential is correctly 0.
    with np.errstate(over="ignore"):
        exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def cross_entropy(logits: NDArray[Float], labels: NDArray[np.integer]) -> NDArray[Float]:
    """-log softmax(logits)[label] of every image: logits (batch, classes) and labels (batch,) → (batch,)."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = shifted[np.arange(len(labels)), labels]
    return np.log(np.exp(shifted).sum(axis=-1)) - chosen


def window_slices(size: Size, kernel: Size, stride: int) -> Iterator[tuple[slice, slice]]:
    """For each cell of a window, row by row: the slices of an image with that cell of every window."""
    rows, width = _output_size(size, kernel, stride, ((0, 0), (0, 0)))
    for row in range(kernel[0]):
        for column in range(kernel[1]):
            yield (
                slice(row, row + (rows - 1) * stride + 1, stride),
                slice(column, column + (width - 1) * stride + 1, stride),
            )


def _window_cells(
    images: NDArray[Float], kernel: Size, stride: int, padding: Padding, outside: float
) -> Iterator[NDArray[Float]]:
    """For each cell of a window, row by row: that cell of every window, (batch, maps, rows, columns)."""
    if images.ndim != 4:
        raise OperationError(f"images {images.shape} are not (batch, maps, rows, columns)")
    padded = pad(images, pooling_margins(_size(images), kernel, stride, padding), outside)
    for rows, width in window_slices(_size(padded), kernel, stride):
        yield padded[:, :, rows, width]


def _size(images: NDArray[Float]) -> Size:
    return images.shape[2], images.shape[3]


def _output_size(size: Size, kernel: Size, stride: int, around: Margins) -> Size:
    rows = (size[0] + sum(around[0]) - kernel[0]) // stride + 1
    width = (size[1] + sum(around[1]) - kernel[1]) // stride + 1
    return rows, width
