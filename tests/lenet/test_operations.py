"""The operations against loops over single numbers, for any shape, kernel, stride and padding."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.errors import OperationError
from app.lenet.operations import Window
from tests.lenet import oracle
from tests.lenet.strategies import Case, arrays, cases

Floats = NDArray[np.float32]
finite = st.floats(allow_nan=False, allow_infinity=False, width=32)


def numbers(seed: int, *shape: int) -> Floats:
    """Random float32 numbers around zero."""
    return np.random.default_rng(seed).standard_normal(shape, np.float32)


@given(case=cases(), outputs=st.integers(1, 3), data=st.data())
def test_convolution_is_what_loops_make_of_it(case: Case, outputs: int, data: st.DataObject) -> None:
    """A convolution of exact numbers equals one product after another, in shape and in every number."""
    kernel, stride, padding = case.window
    weight = data.draw(arrays(outputs, case.images.shape[1], *kernel))
    bias = data.draw(arrays(outputs))
    result = operations.conv2d(case.images, weight, bias, stride, padding)
    assert result.dtype == np.float32
    np.testing.assert_array_equal(
        result,
        oracle.conv2d(case.images.astype(float), weight.astype(float), bias.astype(float), stride, padding),
    )


@given(case=cases(pooling=True))
def test_max_pooling_is_what_loops_make_of_it(case: Case) -> None:
    """Max pooling gives every window's largest number and the first place that has it, padding never."""
    maxima, winners = operations.max_pool2d(case.images, *case.window)
    images = case.images.astype(float)
    assert maxima.dtype == np.float32
    assert winners.dtype == np.uint8
    np.testing.assert_array_equal(maxima, oracle.pool(images, case.window, np.nanmax))
    np.testing.assert_array_equal(winners, oracle.pool(images, case.window, np.nanargmax))


@given(case=cases(pooling=True))
def test_sum_and_average_pooling_are_what_loops_make_of_them(case: Case) -> None:
    """Sum and average pooling see every window's real cells and nothing of the padding."""
    images = case.images.astype(float)
    np.testing.assert_array_equal(
        operations.sum_pool2d(case.images, *case.window), oracle.pool(images, case.window, np.nansum)
    )
    np.testing.assert_allclose(
        operations.average_pool2d(case.images, *case.window),
        oracle.pool(images, case.window, np.nanmean),
        rtol=1e-6,
    )


@given(case=cases(pooling=True))
def test_pooling_leaves_its_images_alone(case: Case) -> None:
    """No operation writes into the array that it was given, nor hands out a view of it."""
    before = case.images.copy()
    results: list[NDArray[Any]] = [
        *operations.max_pool2d(case.images, *case.window),
        operations.sum_pool2d(case.images, *case.window),
        operations.average_pool2d(case.images, *case.window),
        operations.relu(case.images),
    ]
    for result in results:
        result[...] = 99
    np.testing.assert_array_equal(case.images, before)


@given(st.tuples(st.integers(1, 4), st.integers(1, 9), st.integers(1, 9)), st.data())
def test_dense_is_what_loops_make_of_it(sizes: tuple[int, int, int], data: st.DataObject) -> None:
    """A dense layer of exact numbers equals one product after another."""
    batch, inputs, outputs = sizes
    vectors, weight, bias = (
        data.draw(arrays(*shape)) for shape in ((batch, inputs), (outputs, inputs), (outputs,))
    )
    np.testing.assert_array_equal(
        operations.dense(vectors, weight, bias),
        oracle.dense(vectors.astype(float), weight.astype(float), bias.astype(float)),
    )


@given(st.lists(st.lists(finite, min_size=10, max_size=10), min_size=1, max_size=3))
def test_softmax_is_stable_for_any_finite_logits(rows: list[list[float]]) -> None:
    """For any finite logits softmax gives the probabilities of its definition, which sum to 1."""
    logits = np.array(rows, np.float32)
    result = operations.softmax(logits)
    assert result.dtype == np.float32
    np.testing.assert_allclose(result.sum(axis=-1), 1, rtol=1e-6)
    np.testing.assert_allclose(result, oracle.softmax(logits.astype(float)), rtol=1e-4, atol=1e-37)


@given(st.lists(st.lists(st.floats(-60, 60, width=32), min_size=3, max_size=3), min_size=1, max_size=4))
def test_cross_entropy_is_minus_the_logarithm_of_softmax(rows: list[list[float]]) -> None:
    """The loss of a label is -log of the probability that softmax gives it."""
    logits = np.array(rows)
    labels = np.arange(len(rows)) % 3
    expected = -np.log(oracle.softmax(logits)[np.arange(len(rows)), labels])
    np.testing.assert_allclose(operations.cross_entropy(logits, labels), expected, rtol=1e-9, atol=1e-12)


@given(st.lists(finite, min_size=1, max_size=20))
def test_activations_are_their_formulas(values: list[float]) -> None:
    """ReLU, tanh and the sigmoid of any finite numbers are what their formulas say, without a warning."""
    array = np.array(values, np.float32)
    exact = array.astype(float)
    np.testing.assert_array_equal(operations.relu(array), np.where(exact > 0, exact, 0))
    np.testing.assert_allclose(operations.tanh(array), np.tanh(exact), rtol=1e-6, atol=1e-45)
    expected = [1 / (1 + np.exp(-min(max(value, -700), 700))) for value in exact]
    np.testing.assert_allclose(operations.sigmoid(array), expected, rtol=1e-6, atol=1e-37)


IMAGES = numbers(6, 2, 3, 5, 5)
REFUSED: list[tuple[str, Callable[[], object]]] = [
    ("do not fit", lambda: operations.conv2d(IMAGES, numbers(1, 4, 2, 3, 3), numbers(2, 4))),
    ("do not fit", lambda: operations.conv2d(IMAGES, numbers(1, 4, 3, 3, 3), numbers(2, 3))),
    ("do not fit", lambda: operations.conv2d(IMAGES[0], numbers(1, 4, 3, 3, 3), numbers(2, 4))),
    ("does not fit", lambda: operations.conv2d(IMAGES, numbers(1, 4, 3, 6, 3), numbers(2, 4))),
    ("at least 1", lambda: operations.conv2d(IMAGES, numbers(1, 4, 3, 3, 3), numbers(2, 4), stride=0)),
    ("padding -1", lambda: operations.conv2d(IMAGES, numbers(1, 4, 3, 3, 3), numbers(2, 4), padding=-1)),
    ("do not fit", lambda: operations.dense(numbers(1, 2, 5), numbers(2, 3, 4), numbers(3, 3))),
    ("do not fit", lambda: operations.dense(numbers(1, 2, 4), numbers(2, 3, 4), numbers(3, 4))),
    ("does not fit", lambda: operations.max_pool2d(IMAGES, (6, 2))),
    ("no cell", lambda: operations.max_pool2d(IMAGES, (2, 2), 2, 2)),
    ("256", lambda: operations.max_pool2d(numbers(1, 1, 1, 20, 20), (17, 17), 1)),
    ("are not", lambda: operations.sum_pool2d(IMAGES[0])),
    ("at least 1", lambda: operations.average_pool2d(IMAGES, (0, 2))),
]


@pytest.mark.parametrize(("message", "call"), REFUSED)
def test_what_does_not_fit_is_refused(message: str, call: Callable[[], object]) -> None:
    """Arrays and windows that do not fit together are refused with a message that names them."""
    with pytest.raises(OperationError, match=message):
        call()


def test_same_padding_is_that_of_tensorflow_and_onnx() -> None:
    """Padding "same" puts the odd row and column below and right, and gives ceil(size / stride)."""
    assert operations.margins((5, 6), (2, 4), 1, "same") == ((0, 1), (1, 2))
    images = numbers(7, 1, 1, 5, 6)
    assert operations.max_pool2d(images, (3, 3), 2, "same")[0].shape == (1, 1, 3, 3)
    assert Window((2, 2)).padding == 0
