"""Learning from one image: gradients against finite differences, and steps that reduce the loss."""

from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from app.lenet.architecture import ARCHITECTURES, LENET, Architecture
from app.lenet.checkpoints import load_checkpoint, read_index
from app.lenet.errors import DivergenceError, LenetError
from app.lenet.learning import Example, Loss, example_gradients, training_steps
from app.lenet.network import Parameters, initialise
from app.samples import Samples
from app.settings import ROOT
from tests.lenet import oracle

losses = pytest.mark.parametrize("loss", get_args(Loss))


@pytest.fixture(scope="module")
def eight() -> NDArray[np.float32]:
    """A test digit 8 as the network's input."""
    scan = Samples(ROOT / "static" / "data" / "mnist").images[61]
    return np.pad(scan.astype(np.float32) / np.float32(255), 2)[None]


@pytest.fixture(scope="module")
def untrained() -> Parameters:
    """The weights before training: `lenet@0`."""
    history = ROOT / "model_weights" / "history"
    return load_checkpoint(history, read_index(history)[0])


@losses
@pytest.mark.parametrize("architecture", ARCHITECTURES.values(), ids=ARCHITECTURES)
def test_gradients_are_finite_differences(architecture: Architecture, loss: Loss) -> None:
    """For every network and loss, gradients by some pixels and parameters are those of differences."""
    generator = np.random.default_rng(1)
    # float64, as finite differences need; biases that are not 0, where ReLU has no derivative.
    parameters: dict[str, NDArray[Any]] = {
        name: values + generator.normal(0, 0.05, values.shape)
        for name, values in initialise(architecture, generator).items()
    }
    image: NDArray[Any] = generator.random((1, 32, 32))
    example = Example(image, 3, loss)
    found = example_gradients(architecture, parameters, example)

    def loss_now() -> float:
        return float(example_gradients(architecture, parameters, example).loss)

    assert list(found.activations) == [layer.name for layer in architecture]
    assert list(found.parameters) == list(parameters)
    for values, gradient in [
        (image, found.activations["input"]),
        *((parameters[name], found.parameters[name]) for name in parameters),
    ]:
        assert gradient.shape == values.shape
        for flat in generator.integers(0, values.size, 3):
            place = tuple(map(int, np.unravel_index(flat, values.shape)))
            expected = oracle.derivative(loss_now, values, place)
            assert gradient[place] == pytest.approx(expected, rel=1e-3, abs=1e-8)


@losses
def test_activations_have_the_gradients_of_their_biases(
    loss: Loss, eight: NDArray[np.float32], untrained: Parameters
) -> None:
    """A bias is added to all activations of its map or unit, so its gradient is the sum of theirs."""
    found = example_gradients(LENET, untrained, Example(eight, 8, loss))
    for layer in LENET:
        assert found.activations[layer.name].shape == layer.shape
        if f"{layer.name}.bias" in found.parameters:
            sums = found.activations[layer.name].reshape(layer.shape[0], -1).sum(axis=1)
            np.testing.assert_allclose(sums, found.parameters[f"{layer.name}.bias"], rtol=1e-4, atol=1e-6)


def test_the_losses_are_their_formulas(eight: NDArray[np.float32], untrained: Parameters) -> None:
    """Loss and output gradient, from target and probabilities; both losses agree on these."""
    entropy = example_gradients(LENET, untrained, Example(eight, 8))
    squared = example_gradients(LENET, untrained, Example(eight, 8, "squared-error"))
    target, probabilities = entropy.target, entropy.probabilities
    assert target.tolist() == [0, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    assert np.array_equal(probabilities, squared.probabilities)
    assert entropy.loss == pytest.approx(-np.log(probabilities[8]), rel=1e-5)
    assert squared.loss == pytest.approx(0.5 * ((target - probabilities) ** 2).sum(), rel=1e-5)
    np.testing.assert_allclose(entropy.activations["softmax"], -target / probabilities, rtol=1e-5)
    np.testing.assert_allclose(entropy.activations["fc3"], probabilities - target, rtol=1e-5)
    np.testing.assert_allclose(squared.activations["softmax"], probabilities - target, rtol=1e-5)


def test_an_impossible_output_has_finite_gradients(eight: NDArray[np.float32], untrained: Parameters) -> None:
    """Also where the label's probability is 0 in float32, no gradient is infinite."""
    bias = np.where(np.arange(10) == 8, -500, 0).astype(np.float32)
    found = example_gradients(LENET, {**untrained, "fc3.bias": bias}, Example(eight, 8))
    assert found.probabilities[8] == 0
    assert np.isfinite(found.loss)
    assert all(np.isfinite(values).all() for values in found.activations.values())


def test_a_step_is_parameter_minus_rate_times_gradient(
    eight: NDArray[np.float32], untrained: Parameters
) -> None:
    """The new parameters are new, read-only float32 values; the old ones are as they were."""
    before = {name: values.copy() for name, values in untrained.items()}
    example = Example(eight, 8)
    found = example_gradients(LENET, untrained, example)
    result = training_steps(LENET, untrained, example, 0.5)
    assert result.losses[0] == found.loss
    for name, values in result.parameters.items():
        assert np.array_equal(untrained[name], before[name])
        assert values.dtype == np.float32
        assert not values.flags.writeable
        np.testing.assert_array_equal(values, before[name] - np.float32(0.5) * found.parameters[name])
        assert result.changes[name] == np.abs(values - before[name]).max()


def test_what_cannot_be_learnt_is_refused(eight: NDArray[np.float32], untrained: Parameters) -> None:
    """A label that is no class, and a learning rate that leaves the range of float32."""
    with pytest.raises(LenetError, match="label 10 is not a class: expected 0 to 9"):
        example_gradients(LENET, untrained, Example(eight, 10))
    with pytest.raises(DivergenceError, match=r"step 1 with learning rate 1e\+30 .* use a smaller"):
        training_steps(LENET, untrained, Example(eight, 8), 1e30, 3)
