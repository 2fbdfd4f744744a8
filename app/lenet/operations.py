"""What a layer computes: arrays in, new arrays out, nothing kept.

The batch comes first: pictures are (batch, maps, rows, columns), vectors (batch, units). float32 in gives float32
out and float64 gives float64. An image's result has the same bits alone and in any batch: matrix products are made per
image, so that BLAS is asked the same question however many images there are.

`padding` is a number of rows and columns on every side, "valid" (none), or "same": as much as it takes for the result to
have ceil(size / stride) rows and columns, the odd one below and to the right, as in TensorFlow and ONNX.
Padding is zero to a convolution. To a pooling it is nothing: it never wins, adds nothing, and is not counted.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.lenet.errors import OperationError

Float = TypeVar("Float", bound=np.floating)
Padding = int | Literal["valid", "same"]
Margins = tuple[tuple[int, int], tuple[int, int]]  # (above, below), (left, right)


class Window(NamedTuple):
    """How a kernel is laid over a picture: its rows and columns, its step, and what is put around the picture."""

    kernel: tuple[int, int]
    stride: int = 1
    padding: Padding = 0


HALVING = Window((2, 2), 2)  # the pooling of LeNet
BLOCK = 16  # images whose columns are made at once; against all 128 of a batch at once this halves the time


def margins(size: tuple[int, int], kernel: tuple[int, int], stride: int, padding: Padding) -> Margins:
    """The rows and columns that `padding` puts around a picture of `size`; refuses what cannot work."""
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
            f"a window of {kernel[0]} by {kernel[1]} does not fit a picture of {size[0]} by {size[1]} with padding {padding!r}"
        )
    return rows, columns


def pad(images: NDArray[Float], around: Margins, value: float = 0.0) -> NDArray[Float]:
    """The images with `value` around them; the images themselves where there is nothing to add."""
    if not any(map(sum, around)):
        return images
    return np.pad(images, ((0, 0), (0, 0), *around), constant_values=value)


def columns(images: NDArray[Float], kernel: tuple[int, int], stride: int, around: Margins) -> NDArray[Float]:
    """Each window as a column, and a last row of ones that the bias multiplies: "im2col".

    images (batch, maps, rows, columns) → (batch, maps * kernel rows * kernel columns + 1, windows). One matrix
    product then is the whole convolution (Chellapilla et al., 2006).
    """
    windows = sliding_window_view(pad(images, around), kernel, axis=(2, 3))[:, :, ::stride, ::stride]
    batch, maps, rows, width = windows.shape[:4]
    matrix = np.empty((batch, maps * kernel[0] * kernel[1] + 1, rows * width), images.dtype)
    matrix[:, :-1].reshape(batch, maps, *kernel, rows, width)[:] = windows.transpose(0, 1, 4, 5, 2, 3)
    matrix[:, -1] = 1
    return matrix


def blocks(count: int) -> Iterator[slice]:
    """Slices of `count` images, a few at a time: their columns then stay in the processor's cache."""
    return (slice(first, first + BLOCK) for first in range(0, count, BLOCK))


def conv2d(
    images: NDArray[Float],
    weight: NDArray[Float],
    bias: NDArray[Float],
    stride: int = 1,
    padding: Padding = 0,
) -> NDArray[Float]:
    """Slide every kernel over the images: out[o, y, x] = bias[o] + Σ weight[o, i, r, c] · in[i, y·s + r, x·s + c].

    As in every network library the kernel is not turned round: strictly, this is a cross-correlation.

    Args:
        images: (batch, in, rows, columns).
        weight: (out, in, kernel rows, kernel columns).
        bias: (out,).
        stride: the step of the window, both ways.
        padding: see the module.

    Returns:
        (batch, out, rows, columns) of the images' type.

    Raises:
        OperationError: the shapes do not fit together.
    """
    if (
        images.ndim != 4
        or weight.ndim != 4
        or images.shape[1] != weight.shape[1]
        or bias.shape != weight.shape[:1]
    ):
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
        np.matmul(matrix, columns(images[block], kernel, stride, around), out=result[block])
    return result.reshape(len(images), len(weight), rows, width)


def max_pool2d(
    images: NDArray[Float], kernel: tuple[int, int] = (2, 2), stride: int = 2, padding: Padding = 0
) -> tuple[NDArray[Float], NDArray[np.uint8]]:
    """The largest number of every window, and which one it was.

    Args:
        images: (batch, maps, rows, columns).
        kernel: the window's rows and columns, at most 256 cells.
        stride: the step of the window, both ways.
        padding: see the module; a number must be smaller than the kernel.

    Returns:
        maxima (batch, maps, rows, columns), and winners of the same shape, uint8: the flat index in the window, row
        by row, of the first that is as large as any.

    Raises:
        OperationError: the window does not fit.
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
    images: NDArray[Float], kernel: tuple[int, int] = (2, 2), stride: int = 2, padding: Padding = 0
) -> NDArray[Float]:
    """The sum of every window, added row by row; arguments and errors as `max_pool2d`."""
    cells = _window_cells(images, kernel, stride, padding, 0.0)
    total = next(cells).copy()
    for cell in cells:
        total += cell
    return total


def average_pool2d(
    images: NDArray[Float], kernel: tuple[int, int] = (2, 2), stride: int = 2, padding: Padding = 0
) -> NDArray[Float]:
    """The mean of every window's real cells, padding not counted; arguments and errors as `max_pool2d`."""
    counts = sum_pool2d(np.ones((1, 1, *images.shape[2:]), images.dtype), kernel, stride, padding)
    means: NDArray[Float] = sum_pool2d(images, kernel, stride, padding) / counts
    return means


def relu(values: NDArray[Float]) -> NDArray[Float]:
    """max(0, x), number by number; any shape."""
    result: NDArray[Float] = np.maximum(values, values.dtype.type(0))
    return result


def tanh(values: NDArray[Float]) -> NDArray[Float]:
    """The hyperbolic tangent, number by number; any shape."""
    result: NDArray[Float] = np.tanh(values)
    return result


def sigmoid(values: NDArray[Float]) -> NDArray[Float]:
    """1 / (1 + e^-x), number by number, written with e^-|x| so that nothing overflows; any shape."""
    small = np.exp(-np.abs(values))
    result: NDArray[Float] = np.where(values >= 0, 1, small) / (1 + small)
    return result


def dense(vectors: NDArray[Float], weight: NDArray[Float], bias: NDArray[Float]) -> NDArray[Float]:
    """Every output sums all inputs, weighted: out[o] = bias[o] + Σ weight[o, i] · in[i].

    Args:
        vectors: (batch, in).
        weight: (out, in).
        bias: (out,).

    Returns:
        (batch, out) of the vectors' type.

    Raises:
        OperationError: the shapes do not fit together.
    """
    if (
        vectors.ndim != 2
        or weight.ndim != 2
        or vectors.shape[1] != weight.shape[1]
        or bias.shape != weight.shape[:1]
    ):
        raise OperationError(
            f"vectors {vectors.shape}, weight {weight.shape} and bias {bias.shape} do not fit: "
            "expected (batch, in), (out, in) and (out,)"
        )
    result: NDArray[Float] = np.matmul(weight, vectors[:, :, None])[:, :, 0]
    result += bias
    return result


def softmax(logits: NDArray[Float]) -> NDArray[Float]:
    """e^x over the sum of all e^x along the last axis: numbers from 0 to 1 that sum to 1.

    The largest logit is subtracted first: that changes nothing in the quotient, and no finite logit overflows.
    """
    # The distance of two finite logits may be -inf, whose exponential is a right 0.
    with np.errstate(over="ignore"):
        powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: NDArray[Float] = powers / powers.sum(axis=-1, keepdims=True)
    return result


def cross_entropy(logits: NDArray[Float], labels: NDArray[np.integer]) -> NDArray[Float]:
    """-log softmax(logits)[label] for every image: logits (batch, classes) and labels (batch,) → (batch,)."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = shifted[np.arange(len(labels)), labels]
    losses: NDArray[Float] = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return losses


def window_slices(
    size: tuple[int, int], kernel: tuple[int, int], stride: int
) -> Iterator[tuple[slice, slice]]:
    """For each cell of a window, row by row, where in a picture of `size` that cell of every window lies."""
    rows, width = _output_size(size, kernel, stride, ((0, 0), (0, 0)))
    for row in range(kernel[0]):
        for column in range(kernel[1]):
            yield (
                slice(row, row + (rows - 1) * stride + 1, stride),
                slice(column, column + (width - 1) * stride + 1, stride),
            )


def pooling_margins(size: tuple[int, int], kernel: tuple[int, int], stride: int, padding: Padding) -> Margins:
    """`margins` for a pooling, where every window must hold at least one real cell."""
    around = margins(size, kernel, stride, padding)
    if max(around[0]) >= kernel[0] or max(around[1]) >= kernel[1]:
        raise OperationError(
            f"padding {padding!r} leaves windows of {kernel[0]} by {kernel[1]} with no cell of the picture; "
            'use less, or "same", which never does'
        )
    return around


def _window_cells(
    images: NDArray[Float], kernel: tuple[int, int], stride: int, padding: Padding, outside: float
) -> Iterator[NDArray[Float]]:
    """For each cell of the window, row by row, that cell of every window: views (batch, maps, rows, columns)."""
    if images.ndim != 4:
        raise OperationError(f"images {images.shape} are not (batch, maps, rows, columns)")
    padded = pad(images, pooling_margins(_size(images), kernel, stride, padding), outside)
    for rows, width in window_slices(_size(padded), kernel, stride):
        yield padded[:, :, rows, width]


def _size(images: NDArray[Float]) -> tuple[int, int]:
    return images.shape[2], images.shape[3]


def _output_size(
    size: tuple[int, int], kernel: tuple[int, int], stride: int, around: Margins
) -> tuple[int, int]:
    rows = (size[0] + sum(around[0]) - kernel[0]) // stride + 1
    width = (size[1] + sum(around[1]) - kernel[1]) // stride + 1
    return rows, width
