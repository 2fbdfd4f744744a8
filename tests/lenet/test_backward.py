"""Backpropagation against finite differences in float64, for every layer kind and any window."""

from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.lenet.architecture import LENET, Architecture, Kind, Layer, parameter_shapes
from app.lenet.backward import BY_INPUT, activation_gradients, parameter_gradients
from app.lenet.errors import LenetError
from app.lenet.network import forward
from tests.lenet import oracle
from tests.lenet.strategies import EVERY_KIND, window_networks

# float64, which finite differences need; the network's signatures speak of float32.
Numbers = NDArray[Any]


def parameters_of(architecture: Architecture, seed: int) -> dict[str, Numbers]:
    """Random float64 parameters, biases too."""
    generator = np.random.default_rng(seed)
    return {
        name: generator.standard_normal(shape) * 0.5 for name, shape in parameter_shapes(architecture).items()
    }


def distinct(seed: int, *shape: int) -> Numbers:
    """Random numbers at least 0.02 apart and 0.006 from zero: no small step changes which one is larger."""
    count = int(np.prod(shape))
    order = np.random.default_rng(seed).permutation(count).reshape(shape)
    numbers: Numbers = 0.02 * (order - count // 2 + 0.3)
    return numbers


def check(architecture: Architecture, images: Numbers, seed: int, every: int = 1) -> None:
    """The gradients of a weighted sum of the outputs, by each parameter and pixel, are finite differences."""
    parameters, output = parameters_of(architecture, seed), architecture[-1].name
    weights: Numbers = np.random.default_rng(seed + 1).standard_normal((len(images), *architecture[-1].shape))

    def loss() -> float:
        return float((forward(parameters, images, architecture).activations[output] * weights).sum())

    trace = forward(parameters, images, architecture)
    by_activations = activation_gradients(parameters, trace, {output: weights}, architecture=architecture)
    by_parameters = parameter_gradients(trace, by_activations, architecture)
    assert list(by_activations) == [layer.name for layer in reversed(architecture)]
    assert list(by_parameters) == list(parameters)
    for name, values in [*parameters.items(), ("input", images)]:
        known = by_activations[name] if name == "input" else by_parameters[name]
        assert known.shape == values.shape
        for place in list(np.ndindex(values.shape))[::every]:
            expected = oracle.derivative(loss, values, place)
            assert known[place] == pytest.approx(expected, rel=1e-5, abs=1e-7), (name, place)


def test_gradients_are_finite_differences_through_every_kind() -> None:
    """In a network with every layer kind, gradients by parameters and pixels are those of differences."""
    check(EVERY_KIND, np.random.default_rng(3).random((2, 1, 9, 9)), seed=2, every=3)
    assert set(BY_INPUT) == set(get_args(Kind)) - {"input"}
    assert {layer.kind for layer in EVERY_KIND} == set(get_args(Kind))


@settings(max_examples=40)
@given(architecture=window_networks(), batch=st.integers(1, 2), seed=st.integers(0, 2**31))
def test_gradients_are_finite_differences_for_any_window(
    architecture: Architecture, batch: int, seed: int
) -> None:
    """Convolution and pooling, wherever windows overlap, leave gaps or reach into the padding."""
    check(architecture, distinct(seed, batch, *architecture[0].shape), seed, every=3)


def test_it_goes_down_only_as_far_as_asked() -> None:
    """Down to conv1, all parameters have gradients, the input has none, and float32 stays float32."""
    single = {name: values.astype(np.float32) for name, values in parameters_of(LENET, 4).items()}
    trace = forward(single, np.random.default_rng(5).random((3, 1, 32, 32), np.float32))
    gradient = np.random.default_rng(6).standard_normal((3, 10)).astype(np.float32)
    by_activations = activation_gradients(single, trace, {"fc3": gradient}, down_to="conv1")
    by_parameters = parameter_gradients(trace, by_activations)
    assert {name: values.shape for name, values in by_parameters.items()} == parameter_shapes()
    assert "input" not in by_activations
    arrays = [*by_parameters.values(), *by_activations.values()]
    assert {values.dtype for values in arrays} == {np.dtype(np.float32)}


def test_gradients_given_for_several_layers_add_up() -> None:
    """What is given at two layers at once gives the sum of what each gives alone."""
    parameters = parameters_of(EVERY_KIND, 7)
    trace = forward(parameters, np.ones((1, 1, 9, 9)), EVERY_KIND)  # type: ignore[arg-type]  # float64
    top: dict[str, Numbers] = {"last": np.ones((1, 3))}
    middle: dict[str, Numbers] = {"kept": np.ones((1, 3, 2, 2))}
    both, one, other = (
        activation_gradients(parameters, trace, given, architecture=EVERY_KIND)["input"]
        for given in (top | middle, top, middle)
    )
    np.testing.assert_allclose(both, one + other, rtol=1e-12)


def test_relu_lets_nothing_through_at_zero() -> None:
    """At exactly 0, where ReLU has no derivative, none is passed on."""
    network: Architecture = (Layer("input", "input", (3,)), Layer("relu", "relu", (3,), ("input",)))
    trace = forward({}, np.array([[-1, 0, 1]], np.float32), network)
    found = activation_gradients({}, trace, {"relu": np.ones((1, 3), np.float32)}, architecture=network)
    assert found["input"].tolist() == [[0, 0, 1]]


def test_an_unknown_layer_is_refused() -> None:
    """Asking for gradients down to a layer that does not exist names the layers that do."""
    trace = forward(parameters_of(EVERY_KIND, 7), np.ones((1, 1, 9, 9)), EVERY_KIND)  # type: ignore[arg-type]  # float64
    with pytest.raises(LenetError, match="the layers are input, first"):
        activation_gradients(parameters_of(EVERY_KIND, 7), trace, {}, "conv9", EVERY_KIND)
