"""Digits drawn from parametric skeletons: strokes of people whose hands are not in MNIST.

A skeleton, from `allographs.txt`, becomes an input of the network in five steps:
1. its points are moved at random;
2. curves run through them, sampled at an uneven speed, as a pointing device samples a hand;
3. slant, proportions and a smooth bending make a handwriting;
4. a round pen follows the path;
5. the drawing is preprocessed as the server does it.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.imaging import prepare

Points = NDArray[np.float64]
"""(count, 2): x to the right and y down, in hundredths of a digit's height unless said otherwise."""

Stroke = list[tuple[float, float, bool]]
"""x, y, and whether it is a corner, of each point."""

Allograph = tuple[str, ...]
"""One way to write a digit; each part is alternatives in the notation of `allographs.txt`."""

FILE = Path(__file__).with_name("allographs.txt")

FRACTION_BITS = 4  # OpenCV takes coordinates in sixteenths of a pixel


@dataclass(frozen=True, slots=True)
class Hand:
    """How much drawings differ; standard deviations in hundredths of the height, unless said otherwise."""

    jitter: tuple[float, float] = (1.0, 4.5)  # of each point, smallest and largest of a drawing
    bend: float = 4.0  # of a bending that is the same for all strokes
    tremor: float = 0.5  # of neighbouring samples, at most
    slant: float = 0.18  # shift to the right per height
    rotation: float = 5.0  # degrees
    aspect: tuple[float, float] = (0.65, 1.45)  # smallest and largest factor of the width
    narrowest: float = 0.34  # least width of any digit but a one, as a share of its height
    # smallest and largest width of the pen, in pixels of a digit that is 20 pixels long
    pen: tuple[float, float] = (0.8, 4.0)
    length: tuple[float, float] = (44.0, 78.0)  # smallest and largest longest side of a drawing, in pixels
    joined: float = 0.15  # share of the optional pen lifts that are left out
    broken: float = 0.08  # share of the drawings in which the pen skips a short way


HAND = Hand()


@cache
def allographs() -> tuple[list[Allograph], ...]:
    """Return the allographs of each digit."""
    text = re.sub("#.*\n", "", FILE.read_text(encoding="utf-8")).replace("\n  ", " ").strip()
    names: dict[str, str] = {}
    digits: list[list[Allograph]] = []
    for paragraph in re.split("\n\n+", text):
        if paragraph.startswith("digit"):
            digits.append([])
        elif " = " in paragraph:
            name, _, names[name] = paragraph.partition(" = ")
        else:
            digits[-1].append(tuple(part.format(**names) for part in paragraph.splitlines()))
    return tuple(digits)


def write(kind: Allograph, rng: np.random.Generator, joined: float = HAND.joined) -> list[Stroke]:
    """Return the strokes of an allograph, with one alternative for each of its parts."""
    parts = [part.split(";") for part in kind]
    text = " ".join(part[rng.integers(len(part))] for part in parts)
    strokes: list[Stroke] = [[]]
    for word in text.split():
        if word == "|" or (word == "/" and rng.random() > joined):
            strokes.append([])
        elif word != "/":
            x, y = word.rstrip("!").split(",")
            strokes[-1].append((float(x), float(y), word.endswith("!")))
    return strokes


def curve(points: Points, rng: np.random.Generator) -> Points:
    """Return samples of a curve through the points, at an uneven speed.

    It is a cubic Hermite spline whose parameter is the square root of the distance between points, as in
    centripetal Catmull-Rom curves: so it makes neither loops nor cusps between points that lie close.
    """
    chords = np.sqrt(np.hypot(*np.diff(points, axis=0).T)) + 1e-3
    knots = np.concatenate(([0.0], np.cumsum(chords)))
    tangents = np.gradient(points, knots, axis=0)
    length = float((chords**2).sum())
    steps = np.cumsum(rng.uniform(0.4, 1.6, 3 + int(length / rng.uniform(2.5, 8))))
    at = np.concatenate(([0.0], steps / steps[-1])) * knots[-1]
    piece = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(chords) - 1)
    span = chords[piece][:, None]
    u = (at - knots[piece])[:, None] / span
    start, end = points[piece], points[piece + 1]
    leaving, arriving = tangents[piece] * span, tangents[piece + 1] * span
    return (
        start
        + u * leaving
        + u**2 * (3 * (end - start) - 2 * leaving - arriving)
        + u**3 * (2 * (start - end) + leaving + arriving)
    )


def path(stroke: Stroke, jitter: float, rng: np.random.Generator, tremor: float = HAND.tremor) -> Points:
    """Return the samples of one stroke: smooth between corners, its points moved, by a trembling hand."""
    points = np.array([(x, y) for x, y, _ in stroke]) + rng.normal(0, jitter, (len(stroke), 2))
    corners = [index for index, (_, _, corner) in enumerate(stroke) if corner and 0 < index < len(stroke) - 1]
    ends = [0, *corners, len(stroke) - 1]
    samples = np.concatenate([curve(points[first : last + 1], rng) for first, last in pairwise(ends)])
    trembling = rng.normal(0, tremor * rng.random(), samples.shape)
    trembling[1:] = (trembling[1:] + trembling[:-1]) * 0.7
    return samples + trembling


def shaped(strokes: list[Points], hand: Hand, narrowest: float, rng: np.random.Generator) -> list[Points]:
    """Return the strokes with one hand's proportions, slant and bending, scaled to a longest side of 1."""
    low, high = _box(strokes)
    slant = np.clip(rng.normal(0.06, hand.slant), -0.3, 0.42)
    angle = np.deg2rad(np.clip(rng.normal(0, hand.rotation), -12, 12))
    factor = np.exp(rng.uniform(*np.log(hand.aspect)))
    turned = np.array(((np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))))
    matrix = turned @ np.array(((factor, -slant), (0, 1)))
    bending = rng.normal(0, hand.bend, (2, 3))
    drawn = []
    for points in strokes:
        x, y = ((2 * points - low - high) / max(high - low)).T
        drawn.append((points + (bending @ np.stack((x * x, x * y, y * y))).T) @ matrix.T)
    low, high = _box(drawn)
    size = high - low
    widening = np.array((max(1, narrowest * size[1] / size[0]), 1))
    return [(points - low) * widening / max(size * widening) for points in drawn]


def _box(strokes: list[Points]) -> tuple[Points, Points]:
    """The corners of the strokes' bounding box."""
    together = np.concatenate(strokes)
    return together.min(axis=0), together.max(axis=0)


def broken(strokes: list[Points], rng: np.random.Generator) -> list[Points]:
    """Return the strokes with a sample missing inside the longest one, which so becomes two."""
    longest = max(range(len(strokes)), key=lambda index: len(strokes[index]))
    points = strokes[longest]
    if len(points) < 12:
        return strokes
    at = int(rng.integers(4, len(points) - 4))
    return [*strokes[:longest], points[:at], points[at + 1 :], *strokes[longest + 1 :]]


def draw(digit: int, rng: np.random.Generator, allograph: int | None = None) -> NDArray[np.uint8]:
    """Return a drawing of a digit, bytes from 0 = background to 255, with this allograph or a random one.

    Ones vary less than other digits: with a larger flag, or widened, they would be sevens.
    """
    kinds = allographs()[digit]
    kind = kinds[rng.integers(len(kinds)) if allograph is None else allograph]
    is_one = digit == 1
    jitter = float(rng.uniform(*HAND.jitter)) * (0.6 if is_one else 1)
    strokes = [path(stroke, jitter, rng) for stroke in write(kind, rng)]
    strokes = shaped(strokes, HAND, 0 if is_one else HAND.narrowest, rng)
    if rng.random() < HAND.broken:
        strokes = broken(strokes, rng)
    length = rng.uniform(*HAND.length)
    width = max(1, round(length / 20 * np.exp(rng.uniform(*np.log(HAND.pen)))))
    return _with_pen(strokes, length, width)


def _with_pen(strokes: list[Points], length: float, width: int) -> NDArray[np.uint8]:
    """Strokes, whose longest side is 1, drawn `length` pixels long with a round pen."""
    margin = width + length // 3  # as on a pad: without margins it would be taken for a photograph
    columns, rows = (int(np.ceil(side + 2 * margin)) for side in _box(strokes)[1] * length)
    canvas = np.zeros((rows, columns), np.uint8)
    places = [np.rint((points * length + margin) * 2**FRACTION_BITS).astype(np.int32) for points in strokes]
    cv2.polylines(canvas, places, False, 255, width, cv2.LINE_AA, FRACTION_BITS)
    return canvas


def collection(count: int, seed: int) -> NDArray[np.uint8]:
    """Return `count` drawings of every digit after the server's preprocessing: (10, count, 28, 28) bytes."""
    drawings = np.empty((len(allographs()), count, 28, 28), np.uint8)
    for digit, place in np.ndindex(drawings.shape[:2]):
        picture = prepare(draw(digit, np.random.default_rng([seed, digit, place]))).image
        drawings[digit, place] = np.rint(picture[2:-2, 2:-2] * 255)
    return drawings
