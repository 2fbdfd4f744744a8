"""How wide a pen's strokes are, and strokes made wider or narrower.

A stroke of width w and length l covers w·l pixels and has an outline of about 2·l, so w ≈ 2 · area / outline. The outline
of a grey picture is its total variation: the sum of the lengths of its gradients, here along the diagonals (Roberts' cross),
which measures a slanted stroke nearly as an upright one.
"""

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Pixels = TypeVar("Pixels", NDArray[np.uint8], NDArray[np.float32])


def framed(ink: Pixels, shape: tuple[int, int], at: int = 0, edge: int = 0) -> Pixels:
    """Ink on a larger picture, so many pixels from its top and left (NumPy's `pad` takes ten times as long for so few)."""
    picture = np.full(shape, edge, ink.dtype)
    picture[at : at + ink.shape[0], at : at + ink.shape[1]] = ink
    return picture


def stroke_width(ink: NDArray[np.uint8]) -> float:
    """Estimate the mean width of the strokes, in pixels; at least about 1, since a finer line is blurred to that."""
    inked = framed(ink.astype(np.float32), (ink.shape[0] + 2, ink.shape[1] + 2), 1)
    falling, rising = inked[1:, 1:] - inked[:-1, :-1], inked[1:, :-1] - inked[:-1, 1:]
    outline = float(np.add.reduce(np.sqrt(falling**2 + rising**2), axis=None)) / math.sqrt(2)
    return 2 * float(np.add.reduce(inked, axis=None)) / outline if outline else 0.0


def widened(ink: NDArray[np.uint8], by: float) -> NDArray[np.uint8]:
    """Move every outline outwards by ``by`` pixels (inwards where negative), keeping its anti-aliasing.

    Whole steps are grey dilations with a cross and a square in turn, which together make an octagon, a good round brush;
    a fraction of a step is a blend of two whole ones. Narrowing is widening the background.

    Returns:
        The strokes on a margin of ``ceil(by)`` more pixels on every side where widened; of the same size where narrowed.
    """
    if by < 0:
        return 255 - _dilated(255 - ink, -by, edge=255)[1:-1, 1:-1]
    margin = math.ceil(by)
    return _dilated(framed(ink, (ink.shape[0] + 2 * margin, ink.shape[1] + 2 * margin), margin), by, edge=0)[
        1:-1, 1:-1
    ]


def _dilated(ink: NDArray[np.uint8], by: float, edge: int) -> NDArray[np.uint8]:
    grown = framed(ink, (ink.shape[0] + 2, ink.shape[1] + 2), 1, edge)
    whole = int(by)
    for step in range(whole):
        grown = _step(grown, square=step % 2 == 1)
    part = by - whole
    if part < 0.02:
        return grown
    further = _step(grown, square=whole % 2 == 1)
    return np.rint(grown * np.float32(1 - part) + further * np.float32(part)).astype(np.uint8)


def _step(ink: NDArray[np.uint8], *, square: bool) -> NDArray[np.uint8]:
    """Dilate by one pixel: with the four neighbours, or with all eight."""
    grown = ink.copy()
    np.maximum(grown[1:], ink[:-1], out=grown[1:])
    np.maximum(grown[:-1], ink[1:], out=grown[:-1])
    source = grown.copy() if square else ink
    np.maximum(grown[:, 1:], source[:, :-1], out=grown[:, 1:])
    np.maximum(grown[:, :-1], source[:, 1:], out=grown[:, :-1])
    return grown
