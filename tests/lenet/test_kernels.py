"""The named kernels: their numbers, and what they do to a picture."""

from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from app.lenet.kernels import KERNELS
from app.lenet.operations import conv2d

MEANS = {"identity", "sharpen", "emboss", "box_blur", "gaussian_blur", "gaussian_blur_5"}


@pytest.mark.parametrize("name", KERNELS)
def test_a_kernel_keeps_brightness_or_leaves_only_edges(name: str) -> None:
    """A blur sums to exactly 1, an edge detector to 0, each number rounded once to float32."""
    kernel = KERNELS[name]
    total = sum(Fraction(number, kernel.divisor) for row in kernel.numbers for number in row)
    assert total == (1 if name in MEANS else 0)
    values = kernel.values()
    assert values.dtype == np.float32
    assert values.shape == (values.shape[0] | 1,) * 2
    assert values.tolist() == (np.array(kernel.numbers) / kernel.divisor).astype(np.float32).tolist()


def convolved(picture: NDArray[np.float32], name: str) -> NDArray[np.float32]:
    """A picture convolved with one kernel, as large as before."""
    weight = KERNELS[name].values()[None, None]
    batch = conv2d(picture[None, None], weight, np.zeros(1, np.float32), padding="same")
    found: NDArray[np.float32] = batch[0, 0]
    return found


def test_edge_detectors_know_their_direction() -> None:
    """Brightness that grows to the right is seen by x kernels only, downwards by y kernels only."""
    ramp = np.tile(np.arange(6, dtype=np.float32), (6, 1))
    assert np.array_equal(convolved(ramp, "identity"), ramp)
    inner = (slice(1, -1), slice(1, -1))
    for name, steepness in (("sobel", 8), ("prewitt", 6)):
        assert (convolved(ramp, f"{name}_x")[inner] == steepness).all()
        assert (convolved(ramp, f"{name}_y")[inner] == 0).all()
        assert (convolved(ramp.T.copy(), f"{name}_y")[inner] == steepness).all()
