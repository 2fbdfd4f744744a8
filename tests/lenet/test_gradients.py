"""Every backward against finite differences in float64."""

from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.lenet import gradients, operations
from app.lenet.operations import Window
from tests.lenet.strategies import Case, cases

Array = NDArray[np.float64]
STEP = 1e-6
few = settings(max_examples=15)
seeds = st.integers(0, 2**32 - 1)


def numbers(seed: int, *shape: int) -> Array:
    """Random float64 numbers around zero."""
    values: Array = np.random.default_rng(seed).standard_normal(shape, np.float64)
    return values


def apart(seed: int, *shape: int) -> Array:
    """Random numbers no two of which are nearer than 0.02, and none within 0.006 of zero: no small step changes which is larger."""
    generator = np.random.default_rng(seed)
    count = int(np.prod(shape))
    values: Array = np.float64(0.02) * (generator.permutation(count).reshape(shape) - count // 2 + 0.3)
    return values


def differences(function: Callable[[Array], Array], argument: Array, gradient: Array) -> Array:
    """How Σ gradient · function(argument) changes with each number of the argument: central differences."""
    result = np.zeros(argument.shape)
    for place in np.ndindex(argument.shape):
        step = np.zeros(argument.shape)
        step[place] = STEP
        change = function(argument + step) - function(argument - step)
        result[place] = (gradient * change).sum() / (2 * STEP)
    return result


def close(found: NDArray[np.floating], expected: Array) -> None:
    """Equal as far as differences can tell."""
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-7)


@few
@given(case=cases(), outputs=st.integers(1, 2), seed=seeds)
def test_convolution(case: Case, outputs: int, seed: int) -> None:
    """Convolution: the derivatives by images, weight and bias, for any kernel, stride and padding."""
    kernel, stride, padding = case.window
    images = numbers(seed, *case.images.shape)
    weight, bias = numbers(seed + 1, outputs, images.shape[1], *kernel), numbers(seed + 2, outputs)
    gradient = numbers(seed + 3, *operations.conv2d(images, weight, bias, stride, padding).shape)
    size = (images.shape[2], images.shape[3])
    found = gradients.conv2d_by_parameters(gradient, images, kernel, stride, padding)
    close(
        gradients.conv2d_by_images(gradient, weight, size, stride, padding),
        differences(lambda one: operations.conv2d(one, weight, bias, stride, padding), images, gradient),
    )
    close(
        found.weight,
        differences(lambda one: operations.conv2d(images, one, bias, stride, padding), weight, gradient),
    )
    close(
        found.bias,
        differences(lambda one: operations.conv2d(images, weight, one, stride, padding), bias, gradient),
    )


@few
@given(case=cases(pooling=True), seed=seeds)
def test_max_pooling(case: Case, seed: int) -> None:
    """Max pooling: a derivative goes to the winner, wherever windows overlap, leave gaps or reach into padding."""
    images = apart(seed, *case.images.shape)
    maxima, winners = operations.max_pool2d(images, *case.window)
    gradient = numbers(seed, *maxima.shape)
    size = (images.shape[2], images.shape[3])
    close(
        gradients.max_pool2d_by_images(gradient, winners, size, case.window),
        differences(lambda one: operations.max_pool2d(one, *case.window)[0], images, gradient),
    )


@few
@given(case=cases(pooling=True), seed=seeds)
def test_sum_and_average_pooling(case: Case, seed: int) -> None:
    """Sum and average pooling: a derivative goes to every real cell of the window."""
    images, window = numbers(seed, *case.images.shape), case.window
    gradient = numbers(seed + 1, *operations.sum_pool2d(images, *window).shape)
    size = (images.shape[2], images.shape[3])
    close(
        gradients.sum_pool2d_by_images(gradient, size, window),
        differences(lambda one: operations.sum_pool2d(one, *window), images, gradient),
    )
    close(
        gradients.average_pool2d_by_images(gradient, size, window),
        differences(lambda one: operations.average_pool2d(one, *window), images, gradient),
    )


@few
@given(batch=st.integers(1, 4), inputs=st.integers(1, 6), outputs=st.integers(1, 6), seed=seeds)
def test_dense(batch: int, inputs: int, outputs: int, seed: int) -> None:
    """Dense layers: the derivatives by vectors, weight and bias."""
    vectors, weight, bias = (
        numbers(seed, batch, inputs),
        numbers(seed + 1, outputs, inputs),
        numbers(seed + 2, outputs),
    )
    gradient = numbers(seed + 3, batch, outputs)
    found = gradients.dense_by_parameters(gradient, vectors)
    close(
        gradients.dense_by_vectors(gradient, weight),
        differences(lambda one: operations.dense(one, weight, bias), vectors, gradient),
    )
    close(found.weight, differences(lambda one: operations.dense(vectors, one, bias), weight, gradient))
    close(found.bias, differences(lambda one: operations.dense(vectors, weight, one), bias, gradient))


@few
@given(batch=st.integers(1, 3), count=st.integers(1, 7), seed=seeds)
def test_activations(batch: int, count: int, seed: int) -> None:
    """ReLU, tanh, sigmoid and softmax: the derivatives by what they were given, from their results."""
    values, gradient = apart(seed, batch, count), numbers(seed, batch, count)
    for function, backward in (
        (operations.relu, gradients.relu_by_values),
        (operations.tanh, gradients.tanh_by_values),
        (operations.sigmoid, gradients.sigmoid_by_values),
        (operations.softmax, gradients.softmax_by_logits),
    ):
        close(backward(gradient, function(values)), differences(function, values, gradient))


@few
@given(batch=st.integers(1, 3), classes=st.integers(2, 6), seed=seeds)
def test_cross_entropy(batch: int, classes: int, seed: int) -> None:
    """Cross-entropy: the derivatives by the logits, from the probabilities."""
    logits, gradient = numbers(seed, batch, classes), numbers(seed + 1, batch)
    labels = np.random.default_rng(seed).integers(0, classes, batch)
    close(
        gradients.cross_entropy_by_logits(gradient, operations.softmax(logits), labels),
        differences(lambda one: operations.cross_entropy(one, labels), logits, gradient),
    )


def test_relu_lets_nothing_through_at_zero() -> None:
    """At exactly 0, where ReLU has no derivative, none is passed on."""
    assert gradients.relu_by_values(np.ones(3), operations.relu(np.array([-1.0, 0.0, 1.0]))).tolist() == [
        0,
        0,
        1,
    ]


def test_float32_stays_float32() -> None:
    """Training's type is kept by every backward that it uses."""
    images, weight = np.ones((17, 1, 6, 6), np.float32), np.ones((2, 1, 3, 3), np.float32)
    gradient = np.ones((17, 2, 4, 4), np.float32)
    found = gradients.conv2d_by_parameters(gradient, images, (3, 3))
    winners = np.zeros((17, 2, 2, 2), np.uint8)
    pooled = gradients.max_pool2d_by_images(gradient[:, :, :2, :2], winners, (4, 4), Window((2, 2), 2))
    results = [*found, gradients.conv2d_by_images(gradient, weight, (6, 6)), pooled]
    assert {result.dtype for result in results} == {np.dtype(np.float32)}
