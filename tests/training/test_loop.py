"""Training loop: gradients of a batch, states of a run, order of digits, networks that learn."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.lenet.architecture import ARCHITECTURES, LENET, architecture_named
from app.lenet.network import forward, initialise
from app.training.evaluation import predict
from app.training.inputs import as_input
from app.training.loop import DataLoader, Recipe, State, batch_gradients, begin, train
from tests.training.synthetic import digits

DIGITS = digits(40)
RECIPE = Recipe(epochs=3, batch=10, warm_up=2, keep=0.8)


LOADER = DataLoader(DIGITS.labels, lambda chosen, _rng: as_input(DIGITS.scans[chosen]), seed=1, size=10)


def last(state: State, recipe: Recipe) -> State:
    """The state at the end of the run."""
    *_, end = train(state, recipe, LOADER)
    return end


def bits(state: State) -> list[bytes]:
    """Everything that must not depend on interruptions."""
    return [values.tobytes() for group in (state.parameters, state.averaged) for values in group.values()]


@pytest.mark.parametrize("smoothing", [0.0, 0.2])
def test_gradients_are_those_of_the_loss(smoothing: float) -> None:
    """Along a random direction the loss changes as its gradient says, in float64."""
    rng = np.random.default_rng(1)
    # Without zero biases: with them, empty background is exactly where ReLU has no derivative.
    parameters: dict[str, NDArray[Any]] = {
        name: values + rng.normal(0, 0.02, values.shape) for name, values in initialise(LENET, rng).items()
    }
    direction = {name: rng.standard_normal(values.shape) for name, values in parameters.items()}
    images: NDArray[Any] = as_input(DIGITS.scans[:6]).astype(np.float64)
    labels = DIGITS.labels[:6]

    def loss(by: float) -> float:
        moved: dict[str, NDArray[Any]] = {
            name: values + by * direction[name] for name, values in parameters.items()
        }
        logits = forward(moved, images).activations["fc3"]
        logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        target = np.full((6, 10), smoothing / 10)
        target[np.arange(6), labels] += 1 - smoothing
        return float(-(target * logs).sum(axis=1).mean())

    gradients = batch_gradients(parameters, (images, labels), LENET, smoothing)[2]
    expected = (loss(1e-6) - loss(-1e-6)) / 2e-6
    found = sum(float((gradients[name] * direction[name]).sum()) for name in parameters)
    assert found == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_every_network_learns(name: str) -> None:
    """In a few dozen batches forty digits are learnt by heart, also by the averaged weights."""
    recipe = Recipe(architecture=name, epochs=16, batch=10, warm_up=5, keep=0.8)
    state = last(begin(recipe), recipe)
    for parameters in (state.parameters, state.averaged):
        found = predict(parameters, as_input(DIGITS.scans), DIGITS.labels, architecture_named(name))
        assert found.accuracy == 1


def test_the_seed_decides_the_weights() -> None:
    """Two runs agree in every bit; another seed begins elsewhere."""
    assert bits(last(begin(RECIPE), RECIPE)) == bits(last(begin(RECIPE), RECIPE))
    assert bits(begin(RECIPE)) != bits(begin(Recipe(seed=2)))


def test_states_count_epochs_and_batches() -> None:
    """A state is yielded after every batch, with the sums of its epoch, also when that has just ended."""
    states = list(train(begin(RECIPE), RECIPE, LOADER))
    assert [(state.epoch, state.batch) for state in states] == [
        (epoch + (batch == 4), batch % 4) for epoch in range(3) for batch in range(1, 5)
    ]
    assert [(state.images, len(state.losses)) for state in states] == [(10, 1), (20, 2), (30, 3), (40, 4)] * 3
    assert all(0 <= state.correct <= state.images for state in states)


@pytest.mark.parametrize("stop_after", [1, 4, 6])
def test_a_run_goes_on_from_any_state(stop_after: int) -> None:
    """From the state after any batch, also the last of an epoch, the run ends with the same bits."""
    states = list(train(begin(RECIPE), RECIPE, LOADER))
    assert bits(last(states[stop_after - 1], RECIPE)) == bits(states[-1])


def test_an_epoch_sees_every_digit_once() -> None:
    """The order is a permutation, another one in every epoch; what does not fill a batch is left out."""
    loader = DataLoader(
        DIGITS.labels[:26], lambda chosen, _rng: as_input(DIGITS.scans[chosen]), seed=4, size=8
    )
    assert sorted(loader.order(0)) == list(range(26))
    assert not np.array_equal(loader.order(0), loader.order(1))
    images, labels = zip(*loader.epoch(0, 0), strict=True)
    assert loader.batches == len(images) == 3
    chosen = loader.order(0)[:24]
    assert np.array_equal(np.concatenate(labels), DIGITS.labels[chosen])
    assert np.array_equal(np.concatenate(images), as_input(DIGITS.scans[chosen]))
