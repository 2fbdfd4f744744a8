"""What Hypothesis draws for the tests: arrays of exact numbers, windows that fit, units that exist."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.lenet.architecture import LENET, Architecture, Kind, Layer
from app.lenet.geometry import Unit
from app.lenet.operations import Padding, Window

# Every kind of layer, with padding, strides and overlapping windows; small enough for finite differences.
EVERY_KIND: Architecture = (
    Layer("input", "input", (1, 9, 9)),
    Layer("first", "convolution", (2, 5, 5), ("input",), kernel=(3, 3), stride=2, padding=1),
    Layer("bent", "tanh", (2, 5, 5), ("first",)),
    Layer("halved", "average_pool", (2, 3, 3), ("bent",), kernel=(3, 3), stride=2, padding=1),
    Layer("second", "convolution", (3, 2, 2), ("halved",), kernel=(2, 2), stride=1, padding=0),
    Layer("kept", "relu", (3, 2, 2), ("second",)),
    Layer("largest", "max_pool", (3, 3, 3), ("kept",), kernel=(2, 2), stride=1, padding=1),
    Layer("added", "sum_pool", (3, 2, 2), ("largest",), kernel=(2, 2), stride=1, padding=0),
    Layer("hidden", "dense", (4,), ("added",)),
    Layer("squashed", "sigmoid", (4,), ("hidden",)),
    Layer("last", "dense", (3,), ("squashed",)),
    Layer("softmax", "softmax", (3,), ("last",)),
)


@dataclass(frozen=True)
class Case:
    """Images and a window that fits them."""

    images: NDArray[np.float32]
    window: Window


def arrays(*shape: int) -> st.SearchStrategy[NDArray[np.float32]]:
    """float32 arrays of quarters from -8 to 8: ties are common, and sums are exact."""
    return st.integers(0, 2**32 - 1).map(
        lambda seed: np.random.default_rng(seed).integers(-32, 33, shape).astype(np.float32) / np.float32(4)
    )


@st.composite
def windows(draw: st.DrawFn, size: tuple[int, int], *, pooling: bool) -> Window:
    """A window that fits a picture of `size`; for pooling, one that always holds a cell of the picture."""
    kernel = draw(st.tuples(st.integers(1, size[0]), st.integers(1, size[1])))
    most = min(kernel) - 1 if pooling else 3
    choices: list[Padding] = ["same", "valid", *range(most + 1)]
    padding = draw(st.sampled_from(choices))
    return Window(kernel, draw(st.integers(1, 4)), padding)


@st.composite
def cases(draw: st.DrawFn, *, pooling: bool = False) -> Case:
    """A small batch of small images, and a window."""
    batch, maps, rows, columns = draw(
        st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 7), st.integers(1, 7))
    )
    return Case(draw(arrays(batch, maps, rows, columns)), draw(windows((rows, columns), pooling=pooling)))


def units(*layers: Layer) -> st.SearchStrategy[Unit]:
    """Units of the given layers, of all of the network if none are given."""
    return st.sampled_from(layers or LENET).flatmap(
        lambda layer: st.tuples(*(st.integers(0, size - 1) for size in layer.shape)).map(
            lambda index: Unit(layer.name, index)
        )
    )


@st.composite
def window_networks(draw: st.DrawFn) -> Architecture:
    """An input and one layer with a window, of any size, stride and number of padding that fits."""
    kinds: list[Kind] = ["convolution", "max_pool", "average_pool", "sum_pool"]
    kind = draw(st.sampled_from(kinds))
    rows, columns, maps = draw(st.tuples(st.integers(1, 8), st.integers(1, 8), st.integers(1, 3)))
    kernel = draw(st.tuples(st.integers(1, rows), st.integers(1, columns)))
    stride, padding = draw(st.integers(1, 4)), draw(st.integers(0, min(kernel) - 1))
    height, width = (
        (size + 2 * padding - side) // stride + 1 for size, side in zip((rows, columns), kernel, strict=True)
    )
    outputs = draw(st.integers(1, 3)) if kind == "convolution" else maps
    below = Layer("input", "input", (maps, rows, columns))
    layer = Layer("layer", kind, (outputs, height, width), ("input",), kernel, stride, padding)
    return below, layer
