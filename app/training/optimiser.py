"""How far each parameter moves after a batch: AdamW, or descent with momentum; and the schedule of the rate.

An optimiser changes the parameters in place. What it remembers between batches are its `slots`, one array per
parameter and slot, which a checkpoint keeps.
"""

import math
from collections.abc import Callable, Mapping, MutableMapping
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Tensors = Mapping[str, NDArray[np.float32]]
Slots = Mapping[str, Tensors]
Name = Literal["adamw", "momentum"]
NAMES: tuple[Name, ...] = get_args(Name)

FRICTION = 0.9
"""Momentum, and Adam's decay of the mean gradient."""

SPREAD = 0.999
"""Adam's decay of the mean squared gradient."""

EPSILON = 1e-8


def adamw(parameters: Tensors, gradients: Tensors, slots: Slots, rate: float, step: int) -> None:
    """Each number moves by about `rate`, against its mean gradient (Kingma & Ba, 2015)."""
    unbias_mean, unbias_square = 1 - FRICTION**step, 1 - SPREAD**step
    for name, parameter in parameters.items():
        gradient, mean, square = gradients[name], slots["mean"][name], slots["square"][name]
        mean += np.float32(1 - FRICTION) * (gradient - mean)
        square += np.float32(1 - SPREAD) * (gradient * gradient - square)
        size = np.sqrt(square / np.float32(unbias_square)) + np.float32(EPSILON)
        np.subtract(parameter, np.float32(rate / unbias_mean) * (mean / size), out=parameter)


def momentum(parameters: Tensors, gradients: Tensors, slots: Slots, rate: float, step: int) -> None:  # noqa: ARG001 - as adamw
    """A ball rolling downhill: its velocity forgets slowly (Polyak, 1964)."""
    for name, parameter in parameters.items():
        velocity = slots["velocity"][name]
        velocity *= np.float32(FRICTION)
        velocity += gradients[name]
        np.subtract(parameter, np.float32(rate) * velocity, out=parameter)


Update = Callable[[Tensors, Tensors, Slots, float, int], None]
UPDATES: Mapping[Name, tuple[Update, tuple[str, ...]]] = {
    "adamw": (adamw, ("mean", "square")),
    "momentum": (momentum, ("velocity",)),
}
"""Each optimiser's function and the slots that it keeps."""


def empty_slots(name: Name, parameters: Tensors) -> dict[str, dict[str, NDArray[np.float32]]]:
    """What the optimiser remembers before the first batch: zeros."""
    return {
        slot: {key: np.zeros_like(value) for key, value in parameters.items()} for slot in UPDATES[name][1]
    }


def decay(parameters: Tensors, by: float) -> None:
    """Shrink the weights, not the biases (Loshchilov & Hutter, "Decoupled weight decay", 2019)."""
    for name, parameter in parameters.items():
        if name.endswith(".weight"):
            np.multiply(parameter, np.float32(1 - by), out=parameter)


def average(averaged: MutableMapping[str, NDArray[np.float32]], parameters: Tensors, keep: float) -> None:
    """Let the averaged parameters follow: they keep this share of themselves (Polyak & Juditsky, 1992)."""
    for name, parameter in parameters.items():
        averaged[name] += np.float32(1 - keep) * (parameter - averaged[name])


def cosine(step: int, steps: int, warm_up: int) -> float:
    """The share of the full rate at a step from 1 to `steps`: a straight rise, then half a cosine down to nothing."""
    rise = min(1.0, step / warm_up) if warm_up else 1.0
    return rise * 0.5 * (1 + math.cos(math.pi * (step - 1) / steps))
