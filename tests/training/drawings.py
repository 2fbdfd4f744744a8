"""Digits drawn by hand as coordinates: the second validation set, made by no generator.

`python -m tests.training.drawings [WEIGHTS]` measures weights on it.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.imaging import prepare
from app.lenet import weights
from app.training.evaluation import predict
from tests.strokes import Point, read_strokes, stroked

PENS = (8, 18, 30)
"""Widths in pixels; digits are 160 high, on a pad of 280."""

SHAPES = {
    "as drawn": (1, 0, 0),
    "leaning right": (1, 0.35, 0),
    "leaning left": (1, -0.3, 0),
    "narrow": (0.75, 0, 0),
    "wide": (1.4, 0, 0),
    "turned right": (1, 0, 12),
    "turned left": (1, 0, -12),
}
"""Width, shift to the right per height, and degrees."""

FILE = Path(__file__).with_name("drawings.txt")
WEIGHTS = Path(__file__).parents[2] / "model_weights" / "lenet.safetensors"


class Drawing(NamedTuple):
    """A digit of the file."""

    label: int
    hand: str
    strokes: list[list[Point]]


def drawings() -> list[Drawing]:
    """The digits of the file."""
    found, hand = [], ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        first, _, rest = line.partition(" ")
        if first == "hand":
            hand = rest
        elif first != "#":
            found.append(Drawing(int(first), hand, read_strokes(rest)))
    return found


def rounded(points: list[Point]) -> list[Point]:
    """Cut the corners of a polyline twice (Chaikin, 1974), as a hand does."""
    for _ in range(2):
        ends = np.array(points)
        near, far = 0.75 * ends[:-1] + 0.25 * ends[1:], 0.25 * ends[:-1] + 0.75 * ends[1:]
        cut = np.stack((near, far), axis=1).reshape(-1, 2)
        points = [points[0], *((float(x), float(y)) for x, y in cut), points[-1]]
    return points


def picture(strokes: list[list[Point]], shape: str, pen: float) -> NDArray[np.uint8]:
    """A digit on a pad of 280, drawn with a round pen."""
    width, slant, degrees = SHAPES[shape]
    cos, sin = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    matrix = np.array(((cos, -sin), (sin, cos))) @ np.array(((width, -slant), (0, 1))) * 1.7
    moved = [(np.array(rounded(stroke)) - (45, 50)) @ matrix.T + 140 for stroke in strokes]
    return stroked([[(float(x), float(y)) for x, y in stroke] for stroke in moved], pen, (280, 280))


def inputs(drawn: list[Drawing]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """The drawings in every shape with every pen, which vary fastest, as network inputs; and their labels."""
    kinds = [(shape, pen) for shape in SHAPES for pen in PENS]
    images = [prepare(picture(drawing.strokes, *kind)).image for drawing in drawn for kind in kinds]
    labels = np.repeat(np.array([drawing.label for drawing in drawn], np.uint8), len(kinds))
    return np.stack(images)[:, None], labels


def main(*paths: Path) -> None:
    """Print what weights read of the drawings, by shape, pen, digit and hand."""
    drawn = drawings()
    images, labels = inputs(drawn)
    for path in paths or (WEIGHTS,):
        found = predict(weights.load(path), images, labels)
        right = (found.digits == labels).reshape(len(drawn), len(SHAPES), len(PENS))
        print(f"{path}: {right.mean():.2%} of {right.size}, loss {found.loss:.4f}")
        shares = dict(zip(SHAPES, right.mean(axis=(0, 2)), strict=True))
        shares |= {f"{pen} px": share for pen, share in zip(PENS, right.mean(axis=(0, 1)), strict=True)}
        for name in ("label", "hand"):
            kinds = np.array([str(getattr(drawing, name)) for drawing in drawn])
            shares |= {str(kind): right[kinds == kind].mean() for kind in np.unique(kinds)}
        print("\n".join(f"    {name} {share:.1%}" for name, share in shares.items()))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
