"""The optimisers against their formulas, and the schedule of the learning rate."""

import math
from itertools import pairwise

import numpy as np
import pytest

from app.lenet.network import Floats
from app.training.optimiser import NAMES, OPTIMISERS, Name, average, cosine, decay, empty_slots


def tensors(seed: int) -> dict[str, Floats]:
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
        parameters, slots = OPTIMISERS["adamw"].update(parameters, gradients, slots, 0.01, step)
        gradient = gradients["a.weight"].astype(np.float64)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        expected = expected - 0.01 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    assert np.allclose(parameters["a.weight"], expected, atol=1e-6)


@pytest.mark.parametrize(("name", "growth"), [("momentum", 1.9), ("sgd", 1.0)])
def test_the_second_step_under_a_constant_gradient(name: Name, growth: float) -> None:
    """With momentum the second step is 1.9 times the first, without it they are equal."""
    places, slots = [tensors(0)], empty_slots(name, tensors(0))
    for step in (1, 2):
        moved, slots = OPTIMISERS[name].update(places[-1], tensors(7), slots, 0.1, step)
        places.append(moved)
    first, second = (after["a.bias"] - before["a.bias"] for before, after in pairwise(places))
    assert np.allclose(first, -0.1 * tensors(7)["a.bias"], atol=1e-6)
    assert np.allclose(second, growth * first, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_every_optimiser_minimises_a_sum_of_squares(name: Name) -> None:
    """The minimum is reached in float32, and the arguments are not changed."""
    start = tensors(1)
    parameters, slots = start, empty_slots(name, start)
    for step in range(1, 1001):
        gradients = {key: 2 * value for key, value in parameters.items()}
        rate = 0.02 * cosine(step, 1000, 10)
        parameters, slots = OPTIMISERS[name].update(parameters, gradients, slots, rate, step)
    assert max(float(np.abs(value).max()) for value in parameters.values()) < 0.01
    assert {value.dtype for value in parameters.values()} == {np.dtype(np.float32)}
    assert all(np.array_equal(start[key], value) for key, value in tensors(1).items())


def test_decay_shrinks_weights_and_leaves_biases() -> None:
    """Only weights become smaller."""
    decayed = decay(tensors(2), 0.25)
    assert np.allclose(decayed["a.weight"], 0.75 * tensors(2)["a.weight"])
    assert np.array_equal(decayed["a.bias"], tensors(2)["a.bias"])


def test_the_average_keeps_its_share() -> None:
    """Each number is that share of what it was and the rest of the new one."""
    for name, values in average(tensors(3), tensors(4), 0.75).items():
        assert np.allclose(values, 0.75 * tensors(3)[name] + 0.25 * tensors(4)[name], atol=1e-6)


def test_the_rate_rises_and_falls() -> None:
    """A linear warm-up, then half a cosine down, and never above 1 or below 0."""
    shares = [cosine(step, 100, 10) for step in range(1, 101)]
    assert shares[0] == pytest.approx(0.1)
    assert max(shares) == pytest.approx(shares[9])
    assert shares[9:] == sorted(shares[9:], reverse=True)
    assert shares[50] == pytest.approx(0.5)
    assert 0 < shares[-1] < 0.001
    assert cosine(1, 100, 0) == 1
    assert cosine(51, 100, 0) == pytest.approx(0.5 * (1 + math.cos(math.pi / 2)))
