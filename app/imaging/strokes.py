"""How wide a pen's strokes are, and strokes made wider or narrower.

A stroke of width w and length l covers w·l pixels and has an outline of about 2·l, so w ≈ 2 · area / outline. The outline
of a grey picture is its total variation: the sum of the lengths of its gradients, here along the diagonals (Roberts' cross),
which measures a slanted stroke nearly as an upright one.
"""

import math

import numpy as np

from app.imaging.crop import Array


def padded(picture: Array, shape: tuple[int, int], at: int = 0, value: int = 0) -> Array:
    """A picture on a larger one, so many pixels from its top and left (NumPy's `pad` takes ten times as long)."""
    larger = np.full(shape, value, picture.dtype)
    larger[at : at + picture.shape[0], at : at + picture.shape[1]] = picture
    return larger


def stroke_width(ink: Array) -> float:
    """Estimate the mean width of the strokes, in pixels; at least about 1, since a finer line is blurred to that."""
    inked = padded(ink.astype(np.float32), (ink.shape[0] + 2, ink.shape[1] + 2), 1)
    falling, rising = inked[1:, 1:] - inked[:-1, :-1], inked[1:, :-1] - inked[:-1, 1:]
    outline = float(np.add.reduce(np.sqrt(falling**2 + rising**2), axis=None)) / math.sqrt(2)
    return 2 * float(np.add.reduce(inked, axis=None)) / outline if outline else 0.0


def widened(ink: Array, by: float) -> Array:
    """Move every outline outwards by ``by`` pixels (inwards where negative), keeping its anti-aliasing.

    Whole steps are grey dilations with a cross and a square in turn, which together make an octagon, a good round brush;
    a fraction of a step is a blend of two whole ones. Narrowing is widening the background.

    Returns:
        The strokes on a margin of about ``by`` more pixels on every side where widened; of the same size where narrowed.
    """
    steps = math.ceil(abs(by) - 0.02)
    background, margin = (255, steps) if by < 0 else (0, 2 * steps)
    height, width = (side + 2 * margin for side in ink.shape)
    before = after = padded(ink ^ background, (height, width), margin, background)
    for step in range(steps):
        before, after = after[1:-1, 1:-1], _dilated(after, square=step % 2 == 1)
    part = abs(by) - (steps - 1)
    if steps and part < 1:
        after = np.rint(before * np.float32(1 - part) + after * np.float32(part)).astype(np.uint8)
    return after ^ background


def _dilated(ink: Array, *, square: bool) -> Array:
    """The maximum of each inner pixel and its four neighbours, or all eight: one pixel less on every side."""
    columns = np.maximum(np.maximum(ink[:-2], ink[2:]), ink[1:-1])
    rows = columns if square else ink[1:-1]
    grown: Array = np.maximum(np.maximum(rows[:, :-2], rows[:, 2:]), columns[:, 1:-1])
    return grown
