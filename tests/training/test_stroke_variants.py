"""Stroke variants: where the extra strokes are, and which digits get them."""

import numpy as np
import pytest

from app.lenet.network import Floats
from app.training.stroke_variants import (
    ON_PATH,
    VARIANTS,
    Strokes,
    Variant,
    add_variants,
    distance_to,
    landmarks,
)
from app.training.thinning import STEPS_PER_PIXEL, pen_distances
from tests.training.synthetic import digits

DIGITS = digits(40)
FIELDS: Floats = pen_distances(DIGITS.scans).astype(np.float32) / np.float32(STEPS_PER_PIXEL)


def test_distances_to_a_stroke_are_those_of_its_points() -> None:
    """For every pixel the nearest of many points along the stroke is as far as the formula says."""
    rng = np.random.default_rng(6)
    ends = rng.uniform(0, 20, (4, 5))
    ends[2:, 4] = ends[:2, 4]  # a stroke may be a point
    found = distance_to(Strokes(*ends), (20, 20))
    along = np.linspace(0, 1, 2001)[:, None]
    for stroke in range(5):
        start, end = ends[:2, stroke], ends[2:, stroke]
        points = start + along * (end - start)
        for row, column in ((0, 0), (3, 17), (10, 10), (19, 4)):
            nearest = np.hypot(*(points - (row, column)).T).min()
            assert found[stroke, row, column] == pytest.approx(nearest, abs=0.01)


def test_landmarks_are_the_paths_extremes() -> None:
    """No pixel of the path lies outside the box, and one lies on each side."""
    at = landmarks(FIELDS)
    for index, field in enumerate(FIELDS):
        rows, columns = np.nonzero(field < ON_PATH)
        assert (at.top[index], at.bottom[index]) == (rows.min(), rows.max())
        assert (at.left[index], at.right[index]) == (columns.min(), columns.max())
        assert field[rows.min(), int(at.top_column[index])] < ON_PATH
        assert field[rows.max(), int(at.bottom_column[index])] < ON_PATH


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.strokes.__name__)
def test_variants_stay_near_their_digit(variant: Variant) -> None:
    """Each extra stroke touches or crosses its digit and does not run off the picture."""
    fields = np.repeat(FIELDS[DIGITS.labels == variant.digit], 50, axis=0)
    strokes = variant.strokes(landmarks(fields), np.random.default_rng(7))
    ends = np.stack([end.astype(np.float64) for end in strokes])
    assert np.isfinite(ends).all()
    assert ends.min() > -6
    assert ends.max() < 34
    extra = distance_to(strokes, (28, 28))
    gap = (extra + fields).min(axis=(1, 2))
    assert gap.max() < 6, "the stroke is far from the digit"
    assert ((extra < ON_PATH) & (fields > 1.5)).any(axis=(1, 2)).mean() > 0.9, "the stroke adds nothing"


def test_only_the_digits_of_the_table_change() -> None:
    """Digits without a variant stay as they are; those with one change about as often as the table says."""
    labels = np.tile(DIGITS.labels, 50)
    fields = np.tile(FIELDS, (50, 1, 1))
    before = fields.copy()
    written = add_variants(fields, labels, np.random.default_rng(8))
    changed = (written != before).any(axis=(1, 2))
    assert np.array_equal(fields, before)
    for digit in range(10):
        rarely = np.prod([1 - variant.share for variant in VARIANTS if variant.digit == digit])
        assert changed[labels == digit].mean() == pytest.approx(1 - rarely, abs=0.12)


def test_flags_hang_to_the_left_of_the_stem() -> None:
    """A one's flag begins at its top and ends further down and to the left, well above its foot."""
    ones = np.repeat(FIELDS[DIGITS.labels == 1], 50, axis=0)
    at = landmarks(ones)
    flag = next(variant for variant in VARIANTS if variant.strokes.__name__ == "flag_of_one")
    strokes = flag.strokes(at, np.random.default_rng(9))
    assert np.array_equal(strokes.from_row, at.top)
    assert (strokes.to_column < strokes.from_column).all()
    assert (strokes.to_row > strokes.from_row).all()
    assert (strokes.to_row < at.bottom).all()
