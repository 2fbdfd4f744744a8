"""The windows of single operations, against the explanations of the network and against plain loops."""

from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.lenet.architecture import layer_named
from app.lenet.explain import explain
from app.lenet.geometry import Unit
from app.lenet.network import Parameters, Trace
from app.lenet.operations import Padding, Window, conv2d, max_pool2d, pooling_margins
from app.lenet.windows import convolution_windows, pooling_windows


def numbers(seed: int, *shape: int) -> NDArray[np.float32]:
    """Random float32 numbers around zero."""
    return np.random.default_rng(seed).standard_normal(shape, np.float32)


@pytest.mark.parametrize(("name", "below"), [("conv1", "input"), ("conv2", "pool1")])
def test_convolution_windows_are_the_networks_explanations(
    name: str, below: str, parameters: Parameters, trace: Trace
) -> None:
    """A window's values, products and sum have the bits that the explanation of the same unit has."""
    layer = layer_named(name)
    found = convolution_windows(trace.activations[below][0], parameters[f"{name}.weight"])
    generator = np.random.default_rng(1)
    for _ in range(8):
        map_, row, column = (int(generator.integers(size)) for size in layer.shape)
        expected = explain(parameters, trace, Unit(name, (map_, row, column)))
        assert found.values[row, column].ravel().tolist() == [one.value for one in expected.sources]
        assert found.products[map_, row, column].ravel().tolist() == [one.product for one in expected.sources]
        assert found.sums[map_, row, column] == expected.sum
        assert expected.window is not None
        assert (found.tops[row], found.lefts[column]) == (expected.window.top, expected.window.left)


def test_pooling_windows_are_the_networks_explanations(parameters: Parameters, trace: Trace) -> None:
    """A pooling's windows hold the values that the explanation of the same unit has."""
    found = pooling_windows(trace.activations["relu1"][0], Window((2, 2), 2))
    for index in [(0, 0, 0), (5, 13, 13), (3, 5, 7)]:
        expected = explain(parameters, trace, Unit("pool1", index))
        assert found.values[index].ravel().tolist() == [one.value for one in expected.sources]
        assert found.counts[index] == 4


@given(
    maps=st.integers(1, 3),
    kernel=st.tuples(st.integers(1, 2), st.integers(1, 4), st.integers(1, 4)),
    more=st.tuples(st.integers(0, 4), st.integers(0, 4)),
    stride=st.integers(1, 3),
    padding=st.sampled_from([0, 1, 2, "valid", "same"]),
)
def test_convolution_windows_of_any_size(
    maps: int, kernel: tuple[int, int, int], more: tuple[int, int], stride: int, padding: Padding
) -> None:
    """Wherever a kernel fits, each window lies where plain loops put it, and sum + bias is the output."""
    picture = numbers(1, maps, kernel[1] + more[0], kernel[2] + more[1])
    weight, bias = numbers(2, kernel[0], maps, *kernel[1:]), numbers(3, kernel[0])
    found = convolution_windows(picture, weight, stride, padding)
    result = conv2d(picture[None], weight, bias, stride, padding)[0]
    assert found.sums.shape == result.shape
    np.testing.assert_allclose(found.sums + bias[:, None, None], result, rtol=1e-4, atol=1e-4)
    for row, column in np.ndindex(result.shape[1:]):
        expected = cut(picture, (int(found.tops[row]), int(found.lefts[column])), kernel[1:], 0)
        assert np.array_equal(found.values[row, column], expected)


@given(
    size=st.tuples(st.integers(1, 3), st.integers(4, 7), st.integers(4, 7)),
    kernel=st.tuples(st.integers(2, 4), st.integers(2, 4)),
    stride=st.integers(1, 3),
    padding=st.sampled_from([0, 1, "valid", "same"]),
)
def test_pooling_windows_of_any_size(
    size: tuple[int, int, int], kernel: tuple[int, int], stride: int, padding: Padding
) -> None:
    """Each window lies where plain loops put it, NaN for padding, and its maximum is the output."""
    picture = numbers(4, *size)
    assert pooling_margins(size[1:], kernel, stride, padding)
    found = pooling_windows(picture, Window(kernel, stride, padding))
    result = max_pool2d(picture[None], kernel, stride, padding)[0][0]
    assert np.array_equal(np.nanmax(found.values, axis=(3, 4)), result)
    for map_, row, column in np.ndindex(result.shape):
        corner = (int(found.tops[row]), int(found.lefts[column]))
        expected = cut(picture, corner, kernel, np.nan)[map_]
        assert np.array_equal(found.values[map_, row, column], expected, equal_nan=True)
        assert found.counts[map_, row, column] == prod(kernel) - np.isnan(expected).sum()


def cut(
    picture: NDArray[np.float32], corner: tuple[int, int], kernel: tuple[int, int], outside: float
) -> NDArray[np.float32]:
    """What a window covers, cell by cell."""
    window = np.full((len(picture), *kernel), outside, np.float32)
    for row, column in np.ndindex(kernel):
        y, x = corner[0] + row, corner[1] + column
        if 0 <= y < picture.shape[1] and 0 <= x < picture.shape[2]:
            window[:, row, column] = picture[:, y, x]
    return window
