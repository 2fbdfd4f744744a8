"""Hints: inverted numbers and two digits are noticed, ordinary digits are not."""

import numpy as np
import pytest

from app.imaging import find_hint, prepare
from app.imaging.hints import INVERTED, TWO_DIGITS
from tests.api.pictures import SAMPLES


@pytest.mark.parametrize("start", range(0, 1000, 100))
def test_ordinary_digits_have_no_hint(start: int) -> None:
    """Of 1,000 digits of MNIST none is taken for two or for inverted."""
    for digit in SAMPLES.images[start : start + 100]:
        assert find_hint(digit, prepare(digit).crop) is None


def test_numbers_of_the_other_convention_are_noticed() -> None:
    """Where white is 255 and the digit dark, a hint says so, for integers and floats."""
    inverted = 255 - SAMPLES.images[0]
    for picture in (inverted, (inverted / 255).astype(np.float32)):
        assert find_hint(picture, prepare(picture).crop) == INVERTED


@pytest.mark.parametrize("second", [1, 2, 5, 9])
def test_two_digits_are_noticed(second: int) -> None:
    """Two digits side by side."""
    both = np.hstack([SAMPLES.images[0], SAMPLES.images[second]])
    assert find_hint(both, prepare(both).crop) == TWO_DIGITS


def test_a_blank_picture_has_no_hint() -> None:
    """Nothing is unusual about nothing."""
    assert find_hint(np.zeros((28, 28), np.uint8), None) is None
