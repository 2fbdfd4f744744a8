"""The optimisers against their formulas, and the rate's schedule."""

import math

import numpy as np
import pytest

from app.training.optimiser import NAMES, UPDATES, Tensors, average, cosine, decay, empty_slots


def tensors(seed: int) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """A weight and a bias."""
    rng = np.random.default_rng(seed)
    return {"a.weight": rng.standard_normal((2, 3), np.float32), "a.bias": rng.standard_normal(2, np.float32)}


def test_adamw_is_the_published_formula() -> None:
    """After three batches each number is where the formula of the paper, in float64, puts it."""
    parameters, slots = tensors(0), empty_slots("adamw", tensors(0))
    expected = parameters["a.weight"].astype(np.float64)
    mean = square = np.zeros_like(expected)
    for step in (1, 2, 3):
        gradients = tensors(step)
        UPDATES["adamw"][0](parameters, gradients, slots, 0.01, step)
        gradient = gradients["a.weight"].astype(np.float64)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        expected = expected - 0.01 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    assert np.allclose(parameters["a.weight"], expected, atol=1e-6)


def test_momentum_adds_up_what_it_forgets_slowly() -> None:
    """Under a constant gradient the second step is 1.9 times the first."""
    parameters, slots = tensors(0), empty_slots("momentum", tensors(0))
    places = [parameters["a.bias"].copy()]
    for step in (1, 2):
        UPDATES["momentum"][0](parameters, tensors(7), slots, 0.1, step)
        places.append(parameters["a.bias"].copy())
    assert np.allclose(places[1] - places[0], -0.1 * tensors(7)["a.bias"], atol=1e-6)
    assert np.allclose(places[2] - places[1], 1.9 * (places[1] - places[0]), atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_every_optimiser_finds_the_bottom_of_a_bowl(name: str) -> None:
    """From anywhere the minimum of a sum of squares is reached, in float32, and gradients stay as they are."""
    optimiser = next(known for known in NAMES if known == name)
    parameters, slots = tensors(1), empty_slots(optimiser, tensors(1))
    for step in range(1, 1001):
        gradients: Tensors = {key: 2 * value for key, value in parameters.items()}
        UPDATES[optimiser][0](parameters, gradients, slots, 0.02 * cosine(step, 1000, 10), step)
    assert max(float(np.abs(value).max()) for value in parameters.values()) < 0.01
    assert {value.dtype for value in parameters.values()} == {np.dtype(np.float32)}


def test_decay_shrinks_weights_and_leaves_biases() -> None:
    """Only what multiplies is made smaller."""
    parameters = tensors(2)
    decay(parameters, 0.25)
    assert np.allclose(parameters["a.weight"], 0.75 * tensors(2)["a.weight"])
    assert np.array_equal(parameters["a.bias"], tensors(2)["a.bias"])


def test_the_average_keeps_its_share() -> None:
    """Each number is that share of what it was and the rest of the new one."""
    averaged = tensors(3)
    average(averaged, tensors(4), 0.75)
    for name, values in averaged.items():
        assert np.allclose(values, 0.75 * tensors(3)[name] + 0.25 * tensors(4)[name], atol=1e-6)


def test_the_rate_rises_and_falls() -> None:
    """A straight rise while warming up, half a cosine down after it, and never above 1 or below 0."""
    shares = [cosine(step, 100, 10) for step in range(1, 101)]
    assert shares[0] == pytest.approx(0.1)
    assert max(shares) == pytest.approx(shares[9])
    assert shares[9:] == sorted(shares[9:], reverse=True)
    assert shares[50] == pytest.approx(0.5)
    assert 0 < shares[-1] < 0.001
    assert cosine(1, 100, 0) == 1
    assert cosine(51, 100, 0) == pytest.approx(0.5 * (1 + math.cos(math.pi / 2)))
