"""What a change of an operation's arguments does to the loss: one backward per operation and argument.

Each takes `gradient`, the loss's derivatives by every number of the operation's result, and applies the chain rule:
it returns the derivatives by every number of one argument, in that argument's shape and type.
"""

from collections.abc import Iterator
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.operations import HALVING, Float, Padding, Window


class ParameterGradients(NamedTuple):
    """Derivatives by a layer's own numbers, in the shapes of its weight and bias."""

    weight: NDArray[np.floating]
    bias: NDArray[np.floating]


def conv2d_by_images(
    gradient: NDArray[Float],
    weight: NDArray[Float],
    size: tuple[int, int],
    stride: int = 1,
    padding: Padding = 0,
) -> NDArray[Float]:
    """Spread every output's derivative over the window it came from, weighted by the kernel.

    Args:
        gradient: (batch, out, rows, columns), by the convolution's result.
        weight: (out, in, kernel rows, kernel columns).
        size: rows and columns of the images.
        stride: as in the convolution.
        padding: as in the convolution.

    Returns:
        (batch, in, *size).
    """
    kernel = (weight.shape[2], weight.shape[3])
    outputs, maps = weight.shape[:2]
    result = np.empty((len(gradient), maps, *size), gradient.dtype)
    for block in operations.blocks(len(gradient)):
        some = gradient[block]
        by_columns = np.matmul(weight.reshape(outputs, -1).T, some.reshape(len(some), outputs, -1))
        by_cell = by_columns.reshape(len(some), maps, kernel[0] * kernel[1], *some.shape[2:])
        shares = iter(by_cell.transpose(2, 0, 1, 3, 4))
        result[block] = _spread(shares, (len(some), maps, *size), Window(kernel, stride, padding))
    return result


def conv2d_by_parameters(
    gradient: NDArray[Float],
    images: NDArray[Float],
    kernel: tuple[int, int],
    stride: int = 1,
    padding: Padding = 0,
) -> ParameterGradients:
    """Each weight met one cell of every window: sum those cells, weighted by the outputs' derivatives.

    Args:
        gradient: (batch, out, rows, columns), by the convolution's result.
        images: (batch, in, rows, columns), the convolution's images.
        kernel: the kernel's rows and columns.
        stride: as in the convolution.
        padding: as in the convolution.

    Returns:
        weight (out, in, *kernel) and bias (out,).
    """
    outputs, maps = gradient.shape[1], images.shape[1]
    around = operations.margins((images.shape[2], images.shape[3]), kernel, stride, padding)
    both = np.zeros((outputs, maps * kernel[0] * kernel[1] + 1), gradient.dtype)
    for block in operations.blocks(len(images)):
        some = gradient[block]
        windows = operations.columns(images[block], kernel, stride, around).transpose(0, 2, 1)
        both += np.matmul(some.reshape(len(some), outputs, -1), windows).sum(axis=0)
    return ParameterGradients(both[:, :-1].reshape(outputs, maps, *kernel), both[:, -1].copy())


def max_pool2d_by_images(
    gradient: NDArray[Float], winners: NDArray[np.uint8], size: tuple[int, int], window: Window = HALVING
) -> NDArray[Float]:
    """Hand every derivative to its window's winner: the other cells did not matter. Returns (batch, maps, *size)."""
    shares = (gradient * (winners == cell) for cell in range(window.kernel[0] * window.kernel[1]))
    return _spread(shares, (*gradient.shape[:2], *size), window)


def sum_pool2d_by_images(
    gradient: NDArray[Float], size: tuple[int, int], window: Window = HALVING
) -> NDArray[Float]:
    """Hand every derivative to each cell of its window. Returns (batch, maps, *size)."""
    shares = repeat(gradient, window.kernel[0] * window.kernel[1])
    return _spread(shares, (*gradient.shape[:2], *size), window)


def average_pool2d_by_images(
    gradient: NDArray[Float], size: tuple[int, int], window: Window = HALVING
) -> NDArray[Float]:
    """Share every derivative among its window's real cells. Returns (batch, maps, *size)."""
    counts = operations.sum_pool2d(np.ones((1, 1, *size), gradient.dtype), *window)
    return sum_pool2d_by_images(gradient / counts, size, window)


def relu_by_values(gradient: NDArray[Float], result: NDArray[Float]) -> NDArray[Float]:
    """Let through where the result is above 0; at 0 itself, where both are defensible, nothing."""
    return gradient * (result > 0)


def tanh_by_values(gradient: NDArray[Float], result: NDArray[Float]) -> NDArray[Float]:
    """The derivative of tanh is 1 - tanh²."""
    by_values: NDArray[Float] = gradient * (1 - result * result)
    return by_values


def sigmoid_by_values(gradient: NDArray[Float], result: NDArray[Float]) -> NDArray[Float]:
    """The derivative of the sigmoid s is s · (1 - s)."""
    by_values: NDArray[Float] = gradient * result * (1 - result)
    return by_values


def dense_by_vectors(gradient: NDArray[Float], weight: NDArray[Float]) -> NDArray[Float]:
    """From gradient (batch, out) and weight (out, in) → (batch, in)."""
    result: NDArray[Float] = np.matmul(gradient, weight)
    return result


def dense_by_parameters(gradient: NDArray[Float], vectors: NDArray[Float]) -> ParameterGradients:
    """From gradient (batch, out) and the layer's vectors (batch, in) → weight (out, in) and bias (out,)."""
    return ParameterGradients(np.matmul(gradient.T, vectors), gradient.sum(axis=0))


def softmax_by_logits(gradient: NDArray[Float], result: NDArray[Float]) -> NDArray[Float]:
    """∂ p_i / ∂ x_j = p_i · (δ_ij - p_j), so the derivative is p · (gradient - Σ gradient · p); (batch, classes)."""
    inner = (gradient * result).sum(axis=-1, keepdims=True)
    by_logits: NDArray[Float] = result * (gradient - inner)
    return by_logits


def cross_entropy_by_logits(
    gradient: NDArray[Float], probabilities: NDArray[Float], labels: NDArray[np.integer]
) -> NDArray[Float]:
    """Probability minus truth, which is 1 at the label: gradient (batch,) by the losses → (batch, classes)."""
    difference = probabilities.copy()
    difference[np.arange(len(labels)), labels] -= 1
    return difference * gradient[:, None]


def _spread(
    shares: Iterator[NDArray[Float]], shape: tuple[int, int, int, int], window: Window
) -> NDArray[Float]:
    """Add up, in each cell of images of `shape`, its shares in the windows that it is part of.

    `shares` has an array (batch, maps, rows, columns), a number per window, for every cell of the window, row by row.
    """
    size = (shape[2], shape[3])
    (above, below), (left, right) = operations.margins(size, *window)
    padded_size = (size[0] + above + below, size[1] + left + right)
    first = next(shares)
    padded = np.zeros((*shape[:2], *padded_size), first.dtype)
    cells = operations.window_slices(padded_size, window.kernel, window.stride)
    for share, (down, across) in zip(chain([first], shares), cells, strict=True):
        padded[:, :, down, across] += share
    return padded[:, :, above : above + size[0], left : left + size[1]]
