"""The backward pass of each operation: from the loss's gradient by the result to its gradient by one argument.

`gradient` is always ∂loss/∂result, of the result's shape; a function returns ∂loss/∂argument in the argument's shape
and type, by the chain rule.
"""

from collections.abc import Iterator
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.operations import HALVING, Float, Padding, Size, Window


class ParameterGradients(NamedTuple):
    """Gradients by a layer's weight and bias, in their shapes."""

    weight: NDArray[np.floating]
    bias: NDArray[np.floating]


def conv2d_by_images(
    gradient: NDArray[Float], weight: NDArray[Float], size: Size, stride: int = 1, padding: Padding = 0
) -> NDArray[Float]:
    """Add each output's gradient, times the kernel, to the cells of its window.

    Args:
        gradient: (batch, out, rows, columns).
        weight: (out, in, kernel rows, kernel columns).
        size: Rows and columns of the images.
        stride: As in the convolution.
        padding: As in the convolution.

    Returns:
        (batch, in, *size).
    """
    outputs, maps, *kernel = weight.shape
    window = Window((kernel[0], kernel[1]), stride, padding)
    result = np.empty((len(gradient), maps, *size), gradient.dtype)
    for block in operations.blocks(len(gradient)):
        some = gradient[block]
        by_columns = np.matmul(weight.reshape(outputs, -1).T, some.reshape(len(some), outputs, -1))
        by_cell = by_columns.reshape(len(some), maps, kernel[0] * kernel[1], *some.shape[2:])
        result[block] = _scatter(iter(by_cell.transpose(2, 0, 1, 3, 4)), (len(some), maps, *size), window)
    return result


def conv2d_by_parameters(
    gradient: NDArray[Float], images: NDArray[Float], kernel: Size, stride: int = 1, padding: Padding = 0
) -> ParameterGradients:
    """Sum each weight's cells over all windows, times the outputs' gradients.

    Args:
        gradient: (batch, out, rows, columns).
        images: (batch, in, rows, columns).
        kernel: The kernel's rows and columns.
        stride: As in the convolution.
        padding: As in the convolution.

    Returns:
        weight (out, in, *kernel) and bias (out,).
    """
    outputs, maps = gradient.shape[1], images.shape[1]
    around = operations.margins((images.shape[2], images.shape[3]), kernel, stride, padding)
    both = np.zeros((outputs, maps * kernel[0] * kernel[1] + 1), gradient.dtype)
    for block in operations.blocks(len(images)):
        some = gradient[block]
        windows = operations.im2col(images[block], kernel, stride, around).transpose(0, 2, 1)
        both += np.matmul(some.reshape(len(some), outputs, -1), windows).sum(axis=0)
    return ParameterGradients(both[:, :-1].reshape(outputs, maps, *kernel), both[:, -1].copy())


def max_pool2d_by_images(
    gradient: NDArray[Float], winners: NDArray[np.uint8], size: Size, window: Window = HALVING
) -> NDArray[Float]:
    """Give each gradient to its window's winner: (batch, maps, *size)."""
    shares = (gradient * (winners == cell) for cell in range(window.kernel[0] * window.kernel[1]))
    return _scatter(shares, (*gradient.shape[:2], *size), window)


def sum_pool2d_by_images(gradient: NDArray[Float], size: Size, window: Window = HALVING) -> NDArray[Float]:
    """Give each gradient to every cell of its window: (batch, maps, *size)."""
    shares = repeat(gradient, window.kernel[0] * window.kernel[1])
    return _scatter(shares, (*gradient.shape[:2], *size), window)


def average_pool2d_by_images(
    gradient: NDArray[Float], size: Size, window: Window = HALVING
) -> NDArray[Float]:
    """Divide each gradient among the cells of its window, padding left out: (batch, maps, *size)."""
    counts = operations.sum_pool2d(np.ones((1, 1, *size), gradient.dtype), *window)
    return sum_pool2d_by_images(gradient / counts, size, window)


def relu_by_values(gradient: NDArray[Float], result: NDArray[Float]) -> NDArray[Float]:
    """The derivative of ReLU is 1 where the result is above 0 and else 0; at 0 itself, 0 by convention."""
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
    """Gradient (batch, out) and weight (out, in) → (batch, in)."""
    result: NDArray[Float] = np.matmul(gradient, weight)
    return result


def dense_by_parameters(gradient: NDArray[Float], vectors: NDArray[Float]) -> ParameterGradients:
    """Gradient (batch, out) and vectors (batch, in) → weight (out, in) and bias (out,)."""
    return ParameterGradients(np.matmul(gradient.T, vectors), gradient.sum(axis=0))


def softmax_by_logits(gradient: NDArray[Float], result: NDArray[Float]) -> NDArray[Float]:
    """∂p_i/∂x_j = p_i · (δ_ij - p_j), so the gradient is p · (gradient - Σ gradient · p): (batch, classes)."""
    inner = (gradient * result).sum(axis=-1, keepdims=True)
    by_logits: NDArray[Float] = result * (gradient - inner)
    return by_logits


def cross_entropy_by_logits(
    gradient: NDArray[Float], probabilities: NDArray[Float], labels: NDArray[np.integer]
) -> NDArray[Float]:
    """Probability - target, where the target is 1 at the label: gradient (batch,) → (batch, classes)."""
    difference = probabilities.copy()
    difference[np.arange(len(labels)), labels] -= 1
    return difference * gradient[:, None]


def _scatter(
    shares: Iterator[NDArray[Float]], shape: tuple[int, int, int, int], window: Window
) -> NDArray[Float]:
    """Add up, in each cell of images of `shape`, its shares from all windows that contain it.

    `shares` has an array (batch, maps, rows, columns), one number per window, for each cell of the window in row-major
    order.
    """
    size = (shape[2], shape[3])
    (above, below), (left, right) = operations.margins(size, *window)
    padded_size = (size[0] + above + below, size[1] + left + right)
    first = next(shares)
    padded = np.zeros((*shape[:2], *padded_size), first.dtype)
    cells = operations.window_slices(padded_size, window.kernel, window.stride)
    for share, (rows, columns) in zip(chain([first], shares), cells, strict=True):
        padded[:, :, rows, columns] += share
    return padded[:, :, above : above + size[0], left : left + size[1]]
