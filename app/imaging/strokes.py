"""How wide a pen's strokes are, and strokes made wider or narrower.

A stroke of width w and length l covers w·l pixels and has an outline of about 2·l, so w ≈ 2 · area / outline. The outline
of a grey picture is its total variation: the sum of the lengths of its gradients, here along the diagonals (Roberts' cross),
which measures a slanted stroke nearly as an upright one.
"""

import math

import numpy as np
from numpy.typing import NDArray


def stroke_width(ink: NDArray[np.uint8]) -> float:
    """Estimate the mean width of the strokes, in pixels; at least about 1, since a finer line is blurred to that."""
    height, width = ink.shape
    framed = np.zeros((height + 2, width + 2), np.float32)
    framed[1:-1, 1:-1] = ink
    falling, rising = framed[1:, 1:] - framed[:-1, :-1], framed[1:, :-1] - framed[:-1, 1:]
    falling *= falling
    rising *= rising
    falling += rising
    outline = float(np.add.reduce(np.sqrt(falling, out=falling), axis=None)) / math.sqrt(2)
    return 2 * float(np.add.reduce(framed, axis=None)) / outline if outline else 0.0


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
    return _dilated(_framed(ink, margin, 0), by, edge=0)[1:-1, 1:-1]


def _framed(ink: NDArray[np.uint8], margin: int, edge: int) -> NDArray[np.uint8]:
    height, width = ink.shape
    framed = np.full((height + 2 * margin, width + 2 * margin), edge, np.uint8)
    framed[margin : margin + height, margin : margin + width] = ink
    return framed


def _dilated(ink: NDArray[np.uint8], by: float, edge: int) -> NDArray[np.uint8]:
    grown = _framed(ink, 1, edge)
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
