"""How people write digits that MNIST's writers seldom did: a slash in a zero, a bar on a seven, a flag and a foot on a one.

Each habit is one row of a table: the digit, the share of its samples that get it, and a function that says where
the extra stroke runs. Strokes are added to distance fields (see `skeleton`), where joining two lines is a minimum.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.float32] | NDArray[np.float64]

ON_PATH = 0.75
"""A pixel whose centre is nearer than this to the pen's path counts as part of it."""


class Landmarks(NamedTuple):
    """Where the pen's path lies in each field of a batch, in pixels; every entry has shape (batch,)."""

    top: Floats
    left: Floats
    bottom: Floats
    right: Floats
    top_column: Floats  # where the path begins, in its topmost row
    bottom_column: Floats  # where it ends, in its lowest row
    middle_column: Floats  # where it runs, at 55 % of its height
    left_row: Floats  # its highest point in the leftmost columns


def landmarks(fields: Floats) -> Landmarks:
    """Find the path's extremes in each field (batch, height, width)."""
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
        fields[each, top].argmin(axis=1), fields[each, bottom].argmin(axis=1), fields[each, middle].argmin(axis=1),
        fields[each, :, np.minimum(left + 1, columns.shape[1] - 1)].argmin(axis=1),
    )  # fmt: skip
    return Landmarks(*(value.astype(np.float32) for value in found))


class Strokes(NamedTuple):
    """One straight stroke per field, from one end to the other; every entry has shape (batch,)."""

    from_row: Numbers
    from_column: Numbers
    to_row: Numbers
    to_column: Numbers


def _through(row: Numbers, column: Numbers, length: Numbers, angle: Numbers) -> Strokes:
    """A stroke centred on a point; its angle is measured from the horizontal, rising to the right."""
    up, along = 0.5 * length * np.sin(angle), 0.5 * length * np.cos(angle)
    return Strokes(row + up, column - along, row - up, column + along)


def slash_of_zero(at: Landmarks, rng: np.random.Generator) -> Strokes:
    """Through the middle, from lower left to upper right, from inside the ring to beyond it."""
    count = len(at.top)
    height, width = at.bottom - at.top, at.right - at.left
    angle = np.arctan2(height, np.maximum(width, 4)) + rng.uniform(-0.35, 0.25, count)
    length = np.hypot(height, width) * rng.uniform(0.45, 1.2, count)
    row = (at.top + at.bottom) / 2 + rng.normal(0, 0.6, count)
    return _through(row, (at.left + at.right) / 2 + rng.normal(0, 0.6, count), length, angle)


def bar_of_zero(at: Landmarks, rng: np.random.Generator) -> Strokes:
    """Across the ring, nearly level."""
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
    """The upstroke: from the top back down to the left, off the stem, and steep, or the one would be a seven."""
    count = len(at.top)
    slant = np.arctan2(at.top_column - at.bottom_column, np.maximum(at.bottom - at.top, 1))
    lean = np.minimum(slant + rng.uniform(0.4, 0.9, count), rng.uniform(0.55, 0.85, count))
    # A stem as slanted as that leaves no room for a flag.
    part = np.where(lean - slant > 0.25, rng.uniform(0.2, 0.7, count), 0)
    length = part * np.hypot(at.bottom - at.top, at.bottom_column - at.top_column)
    return Strokes(
        at.top, at.top_column, at.top + length * np.cos(lean), at.top_column - length * np.sin(lean)
    )


def foot_of_one(at: Landmarks, rng: np.random.Generator) -> Strokes:
    """A level stroke under the stem."""
    count = len(at.top)
    length = (at.bottom - at.top) * rng.uniform(0.25, 0.75, count)
    column = at.bottom_column + length * rng.uniform(-0.15, 0.2, count)
    return _through(at.bottom, column, length, rng.normal(0.03, 0.1, count))


def hook_of_nine(at: Landmarks, rng: np.random.Generator) -> Strokes:
    """From the end of the tail to the left, level or rising a little."""
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
class Habit:
    """One way of writing a digit, and how often it is drawn."""

    digit: int
    share: float
    strokes: Callable[[Landmarks, np.random.Generator], Strokes]


HABITS = (
    Habit(0, 0.30, slash_of_zero),
    Habit(0, 0.06, bar_of_zero),
    Habit(1, 0.50, flag_of_one),
    Habit(1, 0.25, foot_of_one),
    Habit(7, 0.45, bar_of_seven),
    Habit(7, 0.20, serif_of_seven),
    Habit(9, 0.15, hook_of_nine),
)


def distance_to(strokes: Strokes, shape: tuple[int, int]) -> Floats:
    """How far every pixel of a picture of this shape is from each stroke: (batch, height, width)."""
    from_row, from_column, to_row, to_column = (end.astype(np.float32)[:, None, None] for end in strokes)
    rows = np.arange(shape[0], dtype=np.float32)[None, :, None] - from_row
    columns = np.arange(shape[1], dtype=np.float32)[None, None, :] - from_column
    down, along = to_row - from_row, to_column - from_column
    squared_length = np.maximum(down * down + along * along, 1e-6)
    part = np.clip((rows * down + columns * along) / squared_length, 0, 1)
    distance: Floats = np.hypot(rows - part * down, columns - part * along).astype(np.float32)
    return distance


def add_habits(fields: Floats, labels: NDArray[np.uint8], rng: np.random.Generator) -> Floats:
    """Give each digit of a batch of distance fields its writer's habits; the given array stays as it is."""
    written = fields.copy()
    for habit in HABITS:
        chosen = np.flatnonzero((labels == habit.digit) & (rng.random(len(labels)) < habit.share))
        if chosen.size:
            extra = distance_to(
                habit.strokes(landmarks(fields[chosen]), rng), (fields.shape[1], fields.shape[2])
            )
            written[chosen] = np.minimum(written[chosen], extra)
    return written
