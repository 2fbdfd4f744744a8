"""What came of reading something that may be no picture."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.imaging import PictureError


def outcome(read: Callable[[], NDArray[np.uint8] | NDArray[np.float32]]) -> int:
    """200 where a picture was read, else the status of the refusal.

    Any other exception is the test's failure.
    """
    try:
        assert read().ndim == 2
    except PictureError as refusal:
        return refusal.status
    return 200
