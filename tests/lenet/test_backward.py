"""Back-propagation through a whole network."""

from collections.abc import Mapping
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.architecture import LENET, Architecture, Kind, Layer, parameter_shapes
from app.lenet.backward import BY_INPUT, backward
from app.lenet.errors import LenetError
from app.lenet.gradients import softmax_by_logits
from app.lenet.network import forward

# Every kind of layer once, small enough for finite differences of every number.
SMALL: Architecture = (
    Layer("input", "input", (1, 9, 9)),
    Layer("first", "convolution", (2, 9, 9), ("input",), kernel=(3, 3), stride=1, padding=1),
    Layer("bent", "tanh", (2, 9, 9), ("first",)),
    Layer("halved", "average_pool", (2, 5, 5), ("bent",), kernel=(3, 3), stride=2, padding=1),
    Layer("second", "convolution", (3, 4, 4), ("halved",), kernel=(2, 2), stride=1, padding=0),
    Layer("kept", "relu", (3, 4, 4), ("second",)),
    Layer("largest", "max_pool", (3, 3, 3), ("kept",), kernel=(2, 2), stride=1, padding=0),
    Layer("added", "sum_pool", (3, 2, 2), ("largest",), kernel=(2, 2), stride=1, padding=0),
    Layer("hidden", "dense", (4,), ("added",)),
    Layer("squashed", "sigmoid", (4,), ("hidden",)),
    Layer("last", "dense", (3,), ("squashed",)),
    Layer("softmax", "softmax", (3,), ("last",)),
)

# float64, which finite differences need; the network's signatures speak of float32.
Numbers = NDArray[Any]


def parameters_of(architecture: Architecture, seed: int) -> dict[str, Numbers]:
    """Random float64 parameters, biases too."""
    generator = np.random.default_rng(seed)
    return {
        name: generator.standard_normal(shape) * 0.5 for name, shape in parameter_shapes(architecture).items()
    }


def loss(parameters: Mapping[str, Numbers], images: Numbers) -> float:
    """Something of everything: the probabilities, weighted."""
    trace = forward(parameters, images, SMALL)
    return float((trace.activations["softmax"] * WEIGHTS).sum())


ONES: Numbers = np.ones((1, 1, 9, 9))
WEIGHTS: Numbers = np.random.default_rng(1).standard_normal((2, 3))


def test_derivatives_are_finite_differences() -> None:
    """In a network with every kind of layer, the derivatives by each parameter and pixel are those of differences."""
    parameters = parameters_of(SMALL, 2)
    images: Numbers = np.random.default_rng(3).random((2, 1, 9, 9))
    trace = forward(parameters, images, SMALL)
    found = backward(parameters, trace, {"softmax": WEIGHTS}, architecture=SMALL)
    assert list(found.activations) == [layer.name for layer in reversed(SMALL)]
    assert found.parameters.keys() == parameters.keys()
    for name, values in [*parameters.items(), ("input", images)]:
        known = found.activations[name] if name == "input" else found.parameters[name]
        assert known.shape == values.shape
        for place in list(np.ndindex(values.shape))[::7]:
            kept = values[place]
            values[place] = kept + 1e-6
            above = loss(parameters, images)
            values[place] = kept - 1e-6
            below = loss(parameters, images)
            values[place] = kept
            assert known[place] == pytest.approx((above - below) / 2e-6, rel=1e-5, abs=1e-9), (name, place)


def test_it_goes_down_only_as_far_as_asked() -> None:
    """Training asks down to conv1: all parameters have derivatives, and the input has none computed."""
    parameters = parameters_of(LENET, 4)
    single = {name: values.astype(np.float32) for name, values in parameters.items()}
    trace = forward(single, np.random.default_rng(5).random((3, 1, 32, 32), np.float32))
    gradient = np.random.default_rng(6).standard_normal((3, 10)).astype(np.float32)
    found = backward(single, trace, {"fc3": gradient}, down_to="conv1")
    assert {name: values.shape for name, values in found.parameters.items()} == {
        name: parameter_shapes()[name] for name in found.parameters
    }
    assert found.parameters.keys() == parameter_shapes().keys()
    assert "input" not in found.activations
    assert {values.dtype for values in found.parameters.values()} == {np.dtype(np.float32)}


def test_derivatives_given_for_several_layers_add_up() -> None:
    """What is given at two layers at once gives the sum of what each gives alone."""
    parameters = parameters_of(SMALL, 7)
    trace = forward(parameters, ONES, SMALL)
    top: dict[str, Numbers] = {"last": np.ones((1, 3))}
    middle: dict[str, Numbers] = {"kept": np.ones((1, 3, 4, 4))}
    both, one, other = (
        backward(parameters, trace, given, architecture=SMALL).activations["input"]
        for given in (top | middle, top, middle)
    )
    np.testing.assert_allclose(both, one + other, rtol=1e-12)


def test_loss_and_softmax_agree() -> None:
    """Going through softmax and the logarithm gives the short cut "probability minus truth"."""
    logits = np.random.default_rng(9).standard_normal((4, 3))
    shares, labels = operations.softmax(logits), np.array([0, 2, 1, 1])
    by_shares = np.zeros((4, 3))
    by_shares[np.arange(4), labels] = -1 / shares[np.arange(4), labels]
    expected = shares.copy()
    expected[np.arange(4), labels] -= 1
    np.testing.assert_allclose(softmax_by_logits(by_shares, shares), expected, rtol=1e-12, atol=1e-12)


def test_an_unknown_layer_is_refused() -> None:
    """Asking for derivatives down to a layer that does not exist names the layers that do."""
    parameters = parameters_of(SMALL, 7)
    trace = forward(parameters, ONES, SMALL)
    with pytest.raises(LenetError, match="the layers are input, first"):
        backward(parameters, trace, {}, "conv9", SMALL)


def test_every_kind_goes_backwards() -> None:
    """No kind but the input is without a row in the table, and the small network has every kind."""
    assert set(BY_INPUT) == set(get_args(Kind)) - {"input"}
    assert {layer.kind for layer in SMALL} == set(get_args(Kind))
