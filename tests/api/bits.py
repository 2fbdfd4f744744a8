"""Numbers of answers held against numbers of the network, to the last bit."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def as_float32(values: object) -> NDArray[np.float32]:
    """Numbers from JSON, read as any client reads them: first as doubles."""
    return np.array(values, np.float64).astype(np.float32)


def assert_same_bits(found: NDArray[Any], expected: NDArray[np.float32]) -> None:
    """float32 of one shape, equal to the last bit, the sign of zero included."""
    assert (found.dtype, found.shape) == (np.dtype(np.float32), expected.shape)
    assert found.tobytes() == np.ascontiguousarray(expected).tobytes()


def assert_same_number(found: float | None, truth: np.float32 | None) -> None:
    """Both are absent, or the same float32."""
    assert (found is None) == (truth is None)
    if found is not None and truth is not None:
        assert np.float32(found).tobytes() == truth.tobytes()
