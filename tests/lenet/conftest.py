"""What the network's tests share: weights, pictures, and their clear forward pass."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.lenet.architecture import LENET
from app.lenet.network import Parameters, Trace, forward, initialise


class Arrays(dict[str, NDArray[Any]]):
    """Named arrays that do not fill the report of a failure with their numbers."""

    def __repr__(self) -> str:
        return f"Arrays({', '.join(self)})"


@pytest.fixture(scope="session")
def parameters() -> Parameters:
    """Random weights, with biases that are not zero."""
    generator = np.random.default_rng(20)
    first = initialise(LENET, generator)
    biases = {
        name: generator.standard_normal(values.shape, np.float32) * np.float32(0.2)
        for name, values in first.items()
        if name.endswith(".bias")
    }
    return Arrays(first | biases)


@pytest.fixture(scope="session")
def images() -> NDArray[np.float32]:
    """Twenty-three pictures: noise of several densities, one empty and one full."""
    generator = np.random.default_rng(21)
    noise = generator.random((23, 1, 32, 32), np.float32)
    sparse = np.where(generator.random(noise.shape) < np.linspace(0, 1, 23)[:, None, None, None], noise, 0)
    sparse[-1] = 1
    return sparse.astype(np.float32)


@pytest.fixture(scope="session")
def trace(parameters: Parameters, images: NDArray[np.float32]) -> Trace:
    """The clear forward pass of all images."""
    found = forward(parameters, images)
    return Trace(Arrays(found.activations), Arrays(found.winners))
