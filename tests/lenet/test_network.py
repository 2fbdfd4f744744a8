"""The architecture's table and the clear forward pass."""

from itertools import pairwise
from math import prod

import numpy as np
import pytest

from app.lenet.architecture import (
    ARCHITECTURES,
    LENET,
    LENET_1998,
    Architecture,
    Layer,
    architecture_named,
    layer_named,
    layer_parameter_shapes,
    logits_name,
    parameter_shapes,
)
from app.lenet.errors import LenetError, OperationError
from app.lenet.network import Parameters, Trace, forward, initialise
from app.lenet.operations import Window
from tests.lenet import oracle

# The stages as the product promises them, in words of their own: the table must not drift.
PROMISED = {
    "lenet": """
input input 1x32x32 | conv1 convolution 6x28x28 | relu1 relu 6x28x28 | pool1 max_pool 6x14x14
conv2 convolution 16x10x10 | relu2 relu 16x10x10 | pool2 max_pool 16x5x5
fc1 dense 120 | relu3 relu 120 | fc2 dense 100 | relu4 relu 100 | fc3 dense 10 | softmax softmax 10
""",
    "lenet-1998": """
input input 1x32x32 | conv1 convolution 6x28x28 | tanh1 tanh 6x28x28 | pool1 average_pool 6x14x14
conv2 convolution 16x10x10 | tanh2 tanh 16x10x10 | pool2 average_pool 16x5x5
fc1 dense 120 | tanh3 tanh 120 | fc2 dense 84 | tanh4 tanh 84 | fc3 dense 10 | softmax softmax 10
""",
    "mlp": """
input input 1x32x32 | fc1 dense 300 | relu1 relu 300 | fc2 dense 100 | relu2 relu 100
fc3 dense 10 | softmax softmax 10
""",
}
WEIGHTS = "conv1 6x1x5x5 | conv2 16x6x5x5 | fc1 120x400 | fc2 100x120 | fc3 10x100"


def test_layers_have_their_names_kinds_and_shapes() -> None:
    """Each table has the promised layers in the promised order, each computed from the one before it."""
    assert PROMISED.keys() == ARCHITECTURES.keys()
    for name, promised in PROMISED.items():
        architecture = architecture_named(name)
        layers = [layer.split() for line in promised.strip().splitlines() for layer in line.split("|")]
        assert layers == [[layer.name, layer.kind, "x".join(map(str, layer.shape))] for layer in architecture]
        assert architecture[0].inputs == ()
        assert all(above.inputs == (below.name,) for below, above in pairwise(architecture))
        assert logits_name(architecture) == "fc3"


def test_parameters_have_the_names_and_layouts_of_pytorch() -> None:
    """Ten tensors, (out, in, rows, columns) or (out, in), layer by layer: 63,802 numbers in all."""
    expected: list[tuple[str, tuple[int, ...]]] = []
    for name, sizes in (layer.split() for layer in WEIGHTS.split("|")):
        shape = tuple(map(int, sizes.split("x")))
        expected += [(f"{name}.weight", shape), (f"{name}.bias", shape[:1])]
    assert list(parameter_shapes().items()) == expected
    assert sum(prod(shape) for shape in parameter_shapes().values()) == 63802
    assert layer_parameter_shapes(layer_named("pool1")) == {}


def test_unknown_names_are_refused_with_those_that_exist() -> None:
    """Asking for a layer or an architecture that does not exist names those that do."""
    with pytest.raises(LenetError, match=r"no architecture 'alexnet'; .* are lenet, lenet-1998, mlp"):
        architecture_named("alexnet")
    with pytest.raises(LenetError, match=r"no layer 'conv3'; the layers are input, conv1, .*softmax"):
        layer_named("conv3")
    with pytest.raises(LenetError, match=r"relu1 .* has no kernel"):
        _ = layer_named("relu1").window


def plainly(layer: Layer, below: oracle.Array, parameters: dict[str, oracle.Array]) -> oracle.Array:
    """The oracle's result of one layer."""
    if layer.kind == "convolution":
        weight, bias = parameters[f"{layer.name}.weight"], parameters[f"{layer.name}.bias"]
        return oracle.conv2d(below, weight, bias, 1, 0)
    if layer.kind == "dense":
        weight, bias = parameters[f"{layer.name}.weight"], parameters[f"{layer.name}.bias"]
        return oracle.dense(below.reshape(1, -1), weight, bias)
    if layer.kind == "max_pool":
        return oracle.pool(below, Window(*layer.window), np.nanmax)
    if layer.kind == "average_pool":
        return oracle.pool(below, Window(*layer.window), np.nanmean)
    if layer.kind == "tanh":
        return np.tanh(below)
    return oracle.softmax(below) if layer.kind == "softmax" else np.maximum(below, 0)


@pytest.mark.parametrize("architecture", ARCHITECTURES.values(), ids=ARCHITECTURES)
def test_the_trace_is_what_loops_make_of_it(architecture: Architecture, images: np.ndarray) -> None:
    """The activations of every layer are the oracle's result of the layer below, winners included."""
    parameters = initialise(architecture, np.random.default_rng(1))
    trace = forward(parameters, images[:1], architecture)
    numbers = {name: values.astype(float) for name, values in trace.activations.items()}
    exact = {name: values.astype(float) for name, values in parameters.items()}
    for layer in architecture[1:]:
        below = numbers[layer.inputs[0]][:1]
        expected = plainly(layer, below, exact)
        assert trace.activations[layer.name].dtype == np.float32
        np.testing.assert_allclose(trace.activations[layer.name][:1], expected, rtol=1e-4, atol=1e-5)
        if layer.kind == "max_pool":
            np.testing.assert_array_equal(
                trace.winners[layer.name][:1], oracle.pool(below, Window(*layer.window), np.nanargmax)
            )


def test_the_trace_has_every_stage_in_order(images: np.ndarray, trace: Trace) -> None:
    """The trace has all layers in the table's order, batch first, and winners for max pooling only."""
    assert [(name, values.shape) for name, values in trace.activations.items()] == [
        (layer.name, (len(images), *layer.shape)) for layer in LENET
    ]
    assert {name: (values.dtype, values.shape) for name, values in trace.winners.items()} == {
        "pool1": (np.dtype(np.uint8), (len(images), 6, 14, 14)),
        "pool2": (np.dtype(np.uint8), (len(images), 16, 5, 5)),
    }
    assert trace.activations["input"] is images


def test_forward_keeps_nothing_and_changes_nothing(parameters: Parameters, images: np.ndarray) -> None:
    """Images and parameters are left alone, and a second pass gives the same bits in arrays of its own."""
    before = images.copy()
    first, second = forward(parameters, images), forward(parameters, images)
    np.testing.assert_array_equal(images, before)
    for name in first.activations.keys() - {"input"}:
        assert first.activations[name].tobytes() == second.activations[name].tobytes()
        assert not np.shares_memory(first.activations[name], second.activations[name])


@pytest.mark.parametrize("architecture", ARCHITECTURES.values(), ids=ARCHITECTURES)
def test_an_image_has_the_same_bits_alone_and_in_a_batch(
    architecture: Architecture, images: np.ndarray
) -> None:
    """Every number of every layer is bit for bit the same whether an image comes alone or among others."""
    parameters = initialise(architecture, np.random.default_rng(2))
    together = forward(parameters, images, architecture)
    for place in range(len(images)):
        alone = forward(parameters, images[place : place + 1], architecture)
        for name, values in alone.activations.items():
            assert values[0].tobytes() == together.activations[name][place].tobytes(), name
        for name, winners in alone.winners.items():
            assert winners[0].tobytes() == together.winners[name][place].tobytes(), name


def test_images_of_another_shape_are_refused(parameters: Parameters) -> None:
    """A picture of MNIST's own 28 by 28 is refused with the shape that was expected."""
    with pytest.raises(OperationError, match=r"\(1, 1, 28, 28\) are not \(batch, 1, 32, 32\)"):
        forward(parameters, np.zeros((1, 1, 28, 28), np.float32))


def test_first_weights_are_repeatable_and_keep_the_scale() -> None:
    """The same seed gives the same weights; their variance is gain / inputs, and biases are zero."""
    one, same, other = (initialise(LENET, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert {name: values.shape for name, values in one.items()} == parameter_shapes()
    assert all(np.array_equal(one[name], same[name]) for name in one)
    assert not np.array_equal(one["fc1.weight"], other["fc1.weight"])
    assert not one["fc1.bias"].any()
    assert one["fc1.weight"].dtype == np.float32
    assert one["fc1.weight"].var() == pytest.approx(2 / 400, rel=0.05)
    tanh = initialise(LENET_1998, np.random.default_rng(1))
    assert tanh["fc1.weight"].var() == pytest.approx(1 / 400, rel=0.05)
