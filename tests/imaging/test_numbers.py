"""Grids of numbers: which are ink as they are, and which are refused with which status."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.imaging import Limits, PictureError, from_numbers
from tests.imaging.outcomes import outcome


@pytest.mark.parametrize(
    ("rows", "ink"),
    [
        pytest.param([[0, 255], [7, 128]], np.array([[0, 255], [7, 128]], np.uint8), id="whole"),
        pytest.param(
            [[255, 255], [255, 0]], np.array([[255, 255], [255, 0]], np.uint8), id="mostly ink, not inverted"
        ),
        pytest.param([[0.0, 255], [63.75, 51]], np.array([[0, 1], [0.25, 0.2]], np.float32), id="fractions"),
        pytest.param(np.eye(3, dtype=np.uint8), np.eye(3, dtype=np.uint8), id="array"),
    ],
)
def test_numbers_are_ink_as_they_are(rows: object, ink: NDArray[np.uint8] | NDArray[np.float32]) -> None:
    """A grid of numbers from 0 (background) to 255 (ink) is taken exactly; fractions become shares of 1."""
    read = from_numbers(rows)
    assert read.dtype == ink.dtype
    assert np.array_equal(read, ink)


@pytest.mark.parametrize(
    ("rows", "status", "words"),
    [
        pytest.param([[1, 2], [3]], 400, "differ in length", id="ragged"),
        pytest.param([], 400, "rows of numbers", id="empty"),
        pytest.param([[]], 400, "rows of numbers", id="empty row"),
        pytest.param([1, 2], 400, "rows of numbers", id="one list"),
        pytest.param([[[1]]], 400, "rows of numbers", id="too deep"),
        pytest.param([["1"]], 400, "rows of numbers", id="text"),
        pytest.param([[None]], 400, "rows of numbers", id="null"),
        pytest.param([[True]], 400, "rows of numbers", id="truth values"),
        pytest.param({"a": 1}, 400, "rows of numbers", id="object"),
        pytest.param(5, 400, "rows of numbers", id="number"),
        pytest.param([[0, 256]], 400, "found 256", id="above 255"),
        pytest.param([[-0.5, 3]], 400, "found -0.5", id="below 0"),
        pytest.param([[0, float("nan")]], 400, "found nan", id="not a number"),
        pytest.param([[0, 10**30]], 400, "rows of numbers", id="beyond any integer"),
        pytest.param(np.zeros((11, 10)), 413, "at most 100", id="too many"),
    ],
)
def test_what_is_no_grid_of_numbers_is_refused(rows: object, status: int, words: str) -> None:
    """Each malformed grid is refused with the status and the words that say why."""
    with pytest.raises(PictureError) as refusal:
        from_numbers(rows, Limits(max_pixels=100))
    assert refusal.value.status == status
    assert words in refusal.value.detail


numbers = st.one_of(st.integers(), st.floats(), st.booleans(), st.none(), st.text(max_size=3))


@given(rows=st.recursive(numbers, lambda inner: st.lists(inner, max_size=4), max_leaves=20))
def test_any_json_is_a_grid_or_refused(rows: object) -> None:
    """Whatever JSON holds in place of the rows, the answer is a picture or a refusal."""
    assert outcome(lambda: from_numbers(rows)) in {200, 400, 413}
