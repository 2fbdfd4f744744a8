"""What the tests of ink share: strokes and pictures on their way to the page and back."""

import base64
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.idx import read_images
from app.settings import ROOT

PAD = 280

# `draw` makes a drawing of strokes given as [tool, width, [x, y, …]]; `ink` returns a raster's pixels as
# base64.
INK = """
    const {EMPTY, beginStroke, extendStroke, withStroke} = await load("ink/stroke.js");
    const {baseFrom, begin, createRaster, extend, redraw} = await load("ink/base.js", "ink/raster.js");
    const {parseDrawing, serialiseDrawing} = await load("ink/serialise.js");
    const stroke = ([tool, width, [x, y, ...points]]) => extendStroke(beginStroke(tool, width, x, y), points);
    const draw = (strokes, base = null) => strokes.map(stroke).reduce(withStroke, {...EMPTY, base});
    const pictureOfBytes = ({width, height, pixels}) =>
        ({width, height, pixels: Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0))});
    const bytes = (array) => { let text = ""; for (const byte of array) text += String.fromCharCode(byte);
        return btoa(text); };
    const ink = (drawing) => bytes(redraw(createRaster(), drawing).pixels);
"""

StrokeJson = tuple[str, float, list[float]]


def pixels(text: str, side: int = PAD) -> NDArray[np.uint8]:
    """A raster as it comes from the page."""
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(side, side)


@cache
def digits() -> NDArray[np.uint8]:
    """Some digits of the MNIST test set."""
    return read_images(ROOT / "static/data/mnist/t10k-images-idx3-ubyte.gz")[:20]


def picture(array: NDArray[np.uint8]) -> dict[str, Any]:
    """A picture as it goes to the page."""
    height, width = array.shape
    return {"width": width, "height": height, "pixels": base64.b64encode(array.tobytes()).decode()}


def scribble(seed: int, samples: int = 40) -> list[float]:
    """A wandering pen that now and then leaves the pad."""
    random = np.random.default_rng(seed)
    steps = random.normal(0, 14, (samples, 2)).cumsum(axis=0) + random.uniform(60, 220, 2)
    points: list[float] = steps.round(3).ravel().tolist()
    return points


SCRIBBLES: list[StrokeJson] = [
    ("pen", 20, scribble(1)),
    ("pen", 3.5, scribble(2)),
    ("eraser", 36, scribble(3, 12)),
    ("pen", 9, scribble(4, 2)),
    ("pen", 14, scribble(5, 1)),
]
