"""The windows of single operations, against the explanations of the network and against plain loops."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.api.operations import convolution_windows, pooling_windows, windows_of
from app.lenet.architecture import layer_named
from app.lenet.explain import explain
from app.lenet.geometry import Unit
from app.lenet.network import Parameters, Trace
from app.lenet.operations import Padding, Window, margins, max_pool2d, pooling_margins


def test_windows_are_the_networks_explanations(parameters: Parameters, trace: Trace) -> None:
    """Values, products, sums and places of windows have the bits that the explanation of the same unit has."""
    weight, bias = (parameters[f"conv2.{name}"][:2] for name in ("weight", "bias"))
    pooled, relu = trace.activations["pool1"][0], trace.activations["relu1"][0]
    convolved = trace.activations["conv2"][0][:2]
    found = {
        "conv2": list(convolution_windows(pooled, weight, bias, Window((5, 5)), convolved)),
        "pool1": list(pooling_windows(relu, "max", Window((2, 2), 2), pooled)),
    }
    for name, place in (("conv2", 0), ("conv2", 155), ("pool1", 7), ("pool1", 6 * 14 * 14 - 1)):
        one = found[name][place]
        expected = explain(parameters, trace, Unit(name, one["index"]))
        assert one["values"].ravel().tolist() == [source.value for source in expected.sources]
        assert expected.window is not None
        assert (one["top"], one["left"]) == (expected.window.top, expected.window.left)
        assert one["output"] == expected.output
        if name == "conv2":
            assert one["products"].ravel().tolist() == [source.product for source in expected.sources]
            assert one["sum"] == expected.sum
    assert len(found["conv2"]) == 2 * 10 * 10
    assert layer_named("pool1").shape == pooled.shape


@given(
    size=st.tuples(st.integers(1, 3), st.integers(4, 7), st.integers(4, 7)),
    kernel=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    stride=st.integers(1, 3),
    padding=st.sampled_from([0, 1, 2, "valid", "same"]),
)
def test_windows_of_any_size(
    size: tuple[int, int, int], kernel: tuple[int, int], stride: int, padding: Padding
) -> None:
    """Each window lies where plain loops put it, with NaN for padding; the maximum of a pooling's is the result."""
    picture = np.random.default_rng(4).standard_normal(size, np.float32)
    window, around = Window(kernel, stride, padding), margins(size[1:], kernel, stride, padding)
    found = windows_of(picture, window, around, np.nan)
    for row, column in np.ndindex(found.shape[:2]):
        corner = (row * stride - around[0][0], column * stride - around[1][0])
        assert np.array_equal(found[row, column], cut(picture, corner, kernel), equal_nan=True)
    if max(map(max, around)) < min(kernel):
        assert pooling_margins(size[1:], *window) == around
        result = max_pool2d(picture[None], *window)[0][0]
        assert np.array_equal(np.nanmax(found, axis=(3, 4)), np.moveaxis(result, 0, 2))


def cut(
    picture: NDArray[np.float32], corner: tuple[int, int], kernel: tuple[int, int]
) -> NDArray[np.float32]:
    """What a window covers, cell by cell."""
    window = np.full((len(picture), *kernel), np.nan, np.float32)
    for row, column in np.ndindex(kernel):
        y, x = corner[0] + row, corner[1] + column
        if 0 <= y < picture.shape[1] and 0 <= x < picture.shape[2]:
            window[:, row, column] = picture[:, y, x]
    return window
