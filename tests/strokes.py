"""Digits as pen strokes, and pictures of them: the drawings that tests make.

Each digit is a list of strokes, each stroke a list of points in a box whose longest side is 1, x to the
right, y down. A stroke runs smoothly through its points; a corner is where one stroke ends and another
begins.
"""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Point = tuple[float, float]
Bytes = NDArray[np.uint8]

HANDS: dict[str, tuple[float, Point, float]] = {
    "natural": (160, (60, 60), 18),
    "hair line": (240, (15, 18), 1),
    "thin line": (230, (20, 22), 3),
    "small": (60, (201, 7), 9),
    "fat finger": (90, (17, 160), 26),
    "tiny": (40, (230, 120), 12),
}
"""How people draw on a pad of 280: size, place and pen's width."""


def read_strokes(text: str) -> list[list[Point]]:
    """Strokes as they are written in tables: points "x,y" with spaces between them, strokes with "/"."""
    words = [[word.split(",") for word in stroke.split()] for stroke in text.split("/")]
    return [[(float(x), float(y)) for x, y in stroke] for stroke in words]


TABLE = """
0: 0.32,0 0.08,0.2 0,0.5 0.08,0.82 0.32,1 0.58,0.82 0.66,0.5 0.56,0.18 0.32,0
1: 0,0 0,1
2: 0,0.22 0.1,0.06 0.32,0 0.55,0.1 0.58,0.32 0.35,0.66 0,1 / 0,1 0.65,0.98
3: 0.05,0.1 0.28,0 0.52,0.08 0.55,0.28 0.42,0.42 0.2,0.47 / 0.2,0.47 0.48,0.52 0.6,0.72 0.5,0.92 0.27,1 0,0.92
4: 0.22,0 0.12,0.34 0,0.62 / 0,0.62 0.68,0.58 / 0.52,0.2 0.46,1
5: 0.58,0 0.12,0.02 / 0.12,0.02 0.06,0.42 / 0.06,0.42 0.32,0.36 0.55,0.5 0.58,0.74 0.42,0.95 0.2,1 0,0.9
6: 0.5,0 0.22,0.2 0.05,0.5 0,0.75 0.12,0.96 0.36,1 0.55,0.84 0.5,0.62 0.3,0.54 0.05,0.7
7: 0,0.02 0.62,0 / 0.62,0 0.4,0.42 0.22,1
8: 0.52,0.12 0.3,0 0.08,0.13 0.14,0.36 0.42,0.58 0.56,0.8 0.32,1 0.04,0.83 0.16,0.6 0.46,0.36 0.52,0.12
9: 0.55,0.16 0.32,0 0.06,0.12 0.04,0.36 0.26,0.46 0.5,0.32 0.55,0.16 / 0.55,0.16 0.52,0.6 0.44,1
slashed 0: 0.36,0 0.12,0.2 0.04,0.5 0.12,0.82 0.36,1 0.62,0.82 0.7,0.5 0.6,0.18 0.36,0 / 0.66,0.12 0.06,0.88
flagged 1: 0,0.3 0.32,0 / 0.32,0 0.3,1
closed 4: 0.46,0 0,0.62 / 0,0.62 0.66,0.6 / 0.46,0 0.46,1
barred 7: 0,0.04 0.62,0 / 0.62,0 0.4,0.42 0.22,1 / 0.14,0.5 0.58,0.46
straight 9: 0.52,0.12 0.3,0 0.06,0.12 0.05,0.36 0.28,0.46 0.52,0.3 0.52,0.12 / 0.52,0.12 0.52,1
"""
DIGITS = {name: read_strokes(text) for name, text in (row.split(": ") for row in TABLE.strip().splitlines())}
"""The ten digits, and other ways in which people write some of them; the last character is what was meant."""


def path(name: str, size: float = 160, at: Point = (80, 60)) -> list[list[Point]]:
    """The strokes of a digit in pixels: its longest side `size`, the top left corner of its box at `at`."""
    return [[(at[0] + x * size, at[1] + y * size) for x, y in _smooth(stroke)] for stroke in DIGITS[name]]


def draw(name: str, size: float = 160, at: Point = (80, 60), pen: float = 18, pad: int = 280) -> Bytes:
    """A digit drawn with a round pen on a square pad: (pad, pad) anti-aliased bytes, ink bright."""
    return stroked(path(name, size, at), pen, (pad, pad))


def stroked(strokes: Sequence[Sequence[Point]], pen: float, size: tuple[int, int]) -> Bytes:
    """Strokes in pixels drawn with a round pen on a picture of (width, height)."""
    finer = 4
    image = Image.new("L", (size[0] * finer, size[1] * finer))
    canvas = ImageDraw.Draw(image)
    radius = pen * finer / 2
    for stroke in strokes:
        points = [(x * finer, y * finer) for x, y in stroke]
        canvas.line(points, fill=255, width=max(1, round(2 * radius)))
        for x, y in points:
            canvas.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(image.reduce(finer))


def file_of(picture: Bytes | Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """A picture as a file's bytes."""
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def photograph(ink: Bytes, seed: int = 0, light: float = 0.75, noise: float = 5) -> Bytes:
    """A grey photograph of ink on paper: blurred, unevenly lit, with noise and a soft shadow."""
    rng = np.random.default_rng(seed)
    height, width = ink.shape
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    soft = np.asarray(Image.fromarray(ink).filter(ImageFilter.GaussianBlur(1.2)), np.float32) / 255
    lit = light * (0.75 + 0.5 * across - 0.2 * down) * (1 - 0.2 / (1 + np.exp(30 * (down - 0.8))))
    grey = 255 * lit * (1 - 0.75 * soft) + rng.normal(0, noise, ink.shape)
    photographed: Bytes = np.rint(np.clip(grey, 0, 255)).astype(np.uint8)
    return photographed


def _smooth(points: Sequence[Point], parts: int = 8) -> list[Point]:
    """A Catmull-Rom curve through the points; closed if it ends where it began."""
    if len(points) == 2:
        steps = np.linspace(0, 1, parts)[:, None]
        line = (1 - steps) * np.array(points[0]) + steps * np.array(points[1])
        return [(float(x), float(y)) for x, y in line]
    closed = points[0] == points[-1]
    before = points[-2] if closed else points[0]
    after = points[1] if closed else points[-1]
    knots = np.array([before, *points, after])
    steps = (np.arange(parts) / parts)[:, None]
    curve = [_between(knots[index : index + 4], steps) for index in range(len(points) - 1)]
    return [(float(x), float(y)) for x, y in np.concatenate([*curve, knots[-2:-1]])]


def _between(knots: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    before, start, end, after = knots
    linear, square, cube = (
        end - before,
        2 * before - 5 * start + 4 * end - after,
        3 * (start - end) + after - before,
    )
    curve: NDArray[np.float64] = start + (linear * steps + square * steps**2 + cube * steps**3) / 2
    return curve
