"""How alike two inputs are, whichever way their balance points were rounded."""

import numpy as np

from app.imaging import Prepared


def alike(one: Prepared, other: Prepared) -> float:
    """The correlation of two inputs, at the best of nine placements one pixel apart."""
    shifts = [(down, across) for down in (-1, 0, 1) for across in (-1, 0, 1)]
    moved = [np.roll(one.image, shift, axis=(0, 1)) for shift in shifts]
    return max(float(np.corrcoef(image.ravel(), other.image.ravel())[0, 1]) for image in moved)
