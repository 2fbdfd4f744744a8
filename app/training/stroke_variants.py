"""Ways of writing digits that are rare in MNIST: slashed zeros, barred sevens, ones with a foot.

Each variant is one row of `VARIANTS`: the digit, the share of its samples that get it, and the function that
places the extra stroke. Strokes are added to distance fields (see `thinning`): the union of two lines is the
minimum.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.lenet.network import Floats

Numbers = Floats | NDArray[np.float64]

ON_PATH = 0.75  # distance in pixels below which a pixel's centre belongs to the pen's path


class Landmarks(NamedTuple):
    """Extremes of the pen's path in each distance field of a batch, in pixels; every entry is (batch,)."""

    top: Floats
    left: Floats
    bottom: Floats
    right: Floats
    top_column: Floats  # where the path begins, in its topmost row
    bottom_column: Floats  # where it ends, in its lowest row
    middle_column: Floats  # where it runs, at 55 % of its height
    left_row: Floats  # its highest point in the leftmost columns


def landmarks(fields: Floats) -> Landmarks:
    """Return the path's extremes in each distance field (batch, height, width)."""
    on_path = fields < ON_PATH
    rows: NDArray[np.bool_] = np.logical_or.reduce(on_path, axis=2)
    columns: NDArray[np.bool_] = np.logical_or.reduce(on_path, axis=1)
    top, left = rows.argmax(axis=1), columns.argmax(axis=1)
    bottom = rows.shape[1] - 1 - rows[:, ::-1].argmax(axis=1)
    right = columns.shape[1] - 1 - columns[:, ::-1].argmax(axis=1)
    each = np.arange(len(fields))
    middle = np.rint(top + 0.55 * (bottom - top)).astype(np.intp)
    found = (
        top, left, bottom, right,
        fields[each, top].argmin(axis=1), fields[each, bottom].argmin(axis=1),
        fields[each, middle].argmin(axis=1),
        fields[each, :, np.minimum(left + 1, columns.shape[1] - 1)].argmin(axis=1),
    )  # fmt: skip
    return Landmarks(*(value.astype(np.float32) for value in found))


class Strokes(NamedTuple):
    """The end points of one straight stroke per field; every entry is (batch,)."""

    from_row: Numbers
    from_column: Numbers
    to_row: Numbers
    to_column: Numbers


def _through(row: Numbers, column: Numbers, length: Numbers, angle: Numbers) -> Strokes:
    """A stroke centred on a point; the angle, in radians, is positive if it rises to the right."""
    up, along = 0.5 * length * np.sin(angle), 0.5 * length * np.cos(angle)
    return Strokes(row + up, column - along, row - up, column + along)


def slash_of_zero(at: Landmarks, rng: np.random.Generator) -> Strokes:
    """Through the centre, from lower left to upper right, ending inside the ring or beyond it."""
    count = len(at.top)
    height, width = at.bottom - at.top, at.right - at.left
    angle = np.arctan2(height, np.maximum(width, 4)) + rng.uniform(-0.35, 0.25, count)
    length = np.hypot(height, width) * rng.uniform(0.45, 1.2, count)
    row = (at.top + at.bottom) / 2 + rng.normal(0, 0.6, count)
    return _through(row, (at.left + at.right) / 2 + rng.normal(0, 0.6, count), length, angle)


def bar_of_zero(at: Landmarks, rng: np.random.Generator) -> Strokes:
    """Across the ring, nearly horizontal."""
    count = len(at.top)
    length = (at.right - at.left) * rng.uniform(0.6, 1.4, count)
    row = (at.top + at.bottom) / 2 + rng.normal(0, 1, count)
    return _through(row, (at.left + at.right) / 2, length, rng.uniform(-0.2, 0.5, count))


def bar_of_seven(at: Landmarks, rng: np.random.Generator) -> Strokes:
    """Across the stem, a little below its middle."""
    count = len(at.top)
    height = at.bottom - at.top
    row = at.top + height * rng.uniform(0.42, 0.66, count)
    return _through(
        row, at.middle_column, height * rng.uniform(0.25, 0.65, count), rng.normal(0.1, 0.18, count)
    )


def serif_of_seven(at: Landmarks, rng: np.random.Generator) -> Strokes:
    """A short stroke down from the left end of the top."""
    count = len(at.top)
    length = (at.bottom - at.top) * rng.uniform(0.1, 0.28, count)
    lean = rng.uniform(-0.4, 0.3, count)
    return Strokes(at.left_row, at.left, at.left_row + length * np.cos(lean), at.left + length * np.sin(lean))


def flag_of_one(at: Landmarks, rng: np.random.Generator) -> Strokes:
    """The upstroke: from the top down to the left, and steep, or the one would be a seven."""
    count = len(at.top)
    slant = np.arctan2(at.top_column - at.bottom_column, np.maximum(at.bottom - at.top, 1))
    lean = np.minimum(slant + rng.uniform(0.4, 0.9, count), rng.uniform(0.55, 0.85, count))
    # There is no room for a flag beside a stem with such a slant.
    part = np.where(lean - slant > 0.25, rng.uniform(0.2, 0.7, count), 0)
    length = part * np.hypot(at.bottom - at.top, at.bottom_column - at.top_column)
    return Strokes(
        at.top, at.top_column, at.top + length * np.cos(lean), at.top_column - length * np.sin(lean)
    )


def foot_of_one(at: Landmarks, rng: np.random.Generator) -> Strokes:
    """A horizontal stroke under the stem."""
    count = len(at.top)
    length = (at.bottom - at.top) * rng.uniform(0.25, 0.75, count)
    column = at.bottom_column + length * rng.uniform(-0.15, 0.2, count)
    return _through(at.bottom, column, length, rng.normal(0.03, 0.1, count))


def hook_of_nine(at: Landmarks, rng: np.random.Generator) -> Strokes:
    """From the end of the tail to the left, horizontal or rising a little."""
    count = len(at.top)
    length = (at.bottom - at.top) * rng.uniform(0.12, 0.4, count)
    rise = rng.uniform(-0.1, 0.6, count)
    return Strokes(
        at.bottom,
        at.bottom_column,
        at.bottom - length * np.sin(rise),
        at.bottom_column - length * np.cos(rise),
    )


@dataclass(frozen=True, slots=True)
class Variant:
    """An extra stroke of a digit, and the share of its samples that get it."""

    digit: int
    share: float
    strokes: Callable[[Landmarks, np.random.Generator], Strokes]


VARIANTS = (
    Variant(0, 0.30, slash_of_zero),
    Variant(0, 0.06, bar_of_zero),
    Variant(1, 0.50, flag_of_one),
    Variant(1, 0.25, foot_of_one),
    Variant(7, 0.45, bar_of_seven),
    Variant(7, 0.20, serif_of_seven),
    Variant(9, 0.15, hook_of_nine),
)


def distance_to(strokes: Strokes, shape: tuple[int, int]) -> Floats:
    """Return each pixel's distance to each stroke, in pictures of `shape`: (batch, height, width)."""
    from_row, from_column, to_row, to_column = (end.astype(np.float32)[:, None, None] for end in strokes)
    rows = np.arange(shape[0], dtype=np.float32)[None, :, None] - from_row
    columns = np.arange(shape[1], dtype=np.float32)[None, None, :] - from_column
    down, along = to_row - from_row, to_column - from_column
    squared_length = np.maximum(down * down + along * along, 1e-6)
    part = np.clip((rows * down + columns * along) / squared_length, 0, 1)
    return np.hypot(rows - part * down, columns - part * along).astype(np.float32)


def add_variants(fields: Floats, labels: NDArray[np.uint8], rng: np.random.Generator) -> Floats:
    """Return distance fields, in pixels, with extra strokes for some digits: (batch, height, width)."""
    written = fields.copy()
    for variant in VARIANTS:
        chosen = np.flatnonzero((labels == variant.digit) & (rng.random(len(labels)) < variant.share))
        if chosen.size:
            extra = distance_to(
                variant.strokes(landmarks(fields[chosen]), rng), (fields.shape[1], fields.shape[2])
            )
            written[chosen] = np.minimum(written[chosen], extra)
    return written
