"""Optimisers: how far each parameter moves after a batch, and the schedule of the learning rate.

Everything is a pure function: new parameters are new arrays, so a state of training is a value that can be
kept. What an optimiser remembers between batches are its slots: one array per parameter and slot.
"""

import math
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, get_args

import numpy as np

from app.lenet.network import Floats

Tensors = Mapping[str, Floats]
Slots = Mapping[str, Tensors]
Name = Literal["adamw", "momentum", "sgd"]
NAMES: tuple[Name, ...] = get_args(Name)

BETA1 = 0.9  # Adam's decay of the mean gradient, and the momentum
BETA2 = 0.999  # Adam's decay of the mean squared gradient
EPSILON = 1e-8


class Update(NamedTuple):
    """The parameters and slots after one batch."""

    parameters: dict[str, Floats]
    slots: dict[str, dict[str, Floats]]


def adamw(parameters: Tensors, gradients: Tensors, slots: Slots, rate: float, step: int) -> Update:
    """Move by rate · mean / √(mean square), both bias-corrected (Kingma & Ba, "Adam", 2015)."""
    correction1, correction2 = 1 - BETA1**step, 1 - BETA2**step
    moved: dict[str, Floats] = {}
    means: dict[str, Floats] = {}
    squares: dict[str, Floats] = {}
    for name, parameter in parameters.items():
        gradient, mean, square = gradients[name], slots["mean"][name], slots["square"][name]
        means[name] = mean + np.float32(1 - BETA1) * (gradient - mean)
        squares[name] = square + np.float32(1 - BETA2) * (gradient * gradient - square)
        size: Floats = np.sqrt(squares[name] / np.float32(correction2)) + np.float32(EPSILON)
        moved[name] = parameter - np.float32(rate / correction1) * (means[name] / size)
    return Update(moved, {"mean": means, "square": squares})


def momentum(parameters: Tensors, gradients: Tensors, slots: Slots, rate: float, _step: int) -> Update:
    """Move by rate · velocity, where velocity = 0.9 · velocity + gradient (Polyak, 1964)."""
    velocities = {name: slots["velocity"][name] * np.float32(BETA1) + gradients[name] for name in parameters}
    moved = {name: values - np.float32(rate) * velocities[name] for name, values in parameters.items()}
    return Update(moved, {"velocity": velocities})


def sgd(parameters: Tensors, gradients: Tensors, _slots: Slots, rate: float, _step: int) -> Update:
    """Move by rate · gradient: stochastic gradient descent."""
    moved = {name: values - np.float32(rate) * gradients[name] for name, values in parameters.items()}
    return Update(moved, {})


class Optimiser(NamedTuple):
    """An optimiser's function of (parameters, gradients, slots, rate, step from 1) and its slots' names."""

    update: Callable[[Tensors, Tensors, Slots, float, int], Update]
    slots: tuple[str, ...]


OPTIMISERS: Mapping[Name, Optimiser] = {
    "adamw": Optimiser(adamw, ("mean", "square")),
    "momentum": Optimiser(momentum, ("velocity",)),
    "sgd": Optimiser(sgd, ()),
}


def empty_slots(name: Name, parameters: Tensors) -> dict[str, dict[str, Floats]]:
    """Return the slots before the first batch: zeros."""
    return {
        slot: {key: np.zeros_like(value) for key, value in parameters.items()}
        for slot in OPTIMISERS[name].slots
    }


def decay(parameters: Tensors, by: float) -> dict[str, Floats]:
    """Shrink the weights, not the biases (Loshchilov & Hutter, "Decoupled weight decay", 2019)."""
    factor = np.float32(1 - by)
    return {
        name: values * factor if name.endswith(".weight") else values for name, values in parameters.items()
    }


def average(averaged: Tensors, parameters: Tensors, keep: float) -> dict[str, Floats]:
    """Exponential moving average: keep · averaged + (1 - keep) · parameters (Polyak & Juditsky, 1992)."""
    share = np.float32(1 - keep)
    return {name: values + share * (parameters[name] - values) for name, values in averaged.items()}


def cosine(step: int, steps: int, warm_up: int) -> float:
    """Return the share of the full rate at a step from 1: linear warm-up, then half a cosine down to 0."""
    rise = min(1.0, step / warm_up) if warm_up else 1.0
    return rise * 0.5 * (1 + math.cos(math.pi * (step - 1) / steps))
