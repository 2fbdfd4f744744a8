"""Pictures of one digit as other people send them.

Each kind makes variations of hand, size, pen, place, light and noise.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from tests.strokes import Point, path, stroked

Dice = np.random.Generator
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Line = tuple[float, float, float, float]


def ink(name: str, dice: Dice, fill: float = 0.6, pen: float = 0.055, side: int = 280) -> Bytes:
    """A digit a little turned, slanted and stretched, somewhere in a square.

    `fill` and `pen` are shares of its side.
    """
    turn, slant, narrow = dice.uniform(-0.08, 0.08), dice.uniform(-0.15, 0.2), dice.uniform(0.85, 1.1)
    moves = np.array([(narrow, turn), (-slant - turn, 1)])
    strokes = [np.array(stroke) @ moves for stroke in path(name, 1, (0, 0))]
    points = np.concatenate(strokes)
    low, size = points.min(axis=0), np.ptp(points, axis=0)
    scale = side * fill * dice.uniform(0.92, 1.08) / size.max()
    pen *= side * dice.uniform(0.85, 1.2)
    room = np.maximum(side * 0.94 - size * scale - pen, 0) / 2
    corner = (side - size * scale) / 2 + dice.uniform(-room, room)
    placed: list[list[Point]] = [
        [(float(x), float(y)) for x, y in (stroke - low) * scale + corner] for stroke in strokes
    ]
    return stroked(placed, pen, (side, side))


def photo(
    drawn: Bytes, dice: Dice, paper: Floats | float = 225, tone: float = 0.3, noise: float = 3
) -> Image.Image:
    """Dark ink on paper, darker to one side, with noise; `tone` is what the ink leaves of the light."""
    angle, loss = dice.uniform(0, 2 * math.pi), dice.uniform(0, 0.3)
    y, x = np.mgrid[-0.5 : 0.5 : drawn.shape[0] * 1j, -0.5 : 0.5 : drawn.shape[1] * 1j]
    light = paper * (1 - loss * (0.5 + (x * math.cos(angle) + y * math.sin(angle)) / 1.42))
    grey = light * (1 - (1 - tone) * (drawn / 255)) + dice.normal(0, noise, drawn.shape)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def clean(drawn: Bytes) -> Image.Image:
    """Black on white, as a drawing program saves it."""
    return Image.fromarray(255 - drawn)


def either(drawn: Bytes, dice: Dice) -> Image.Image:
    """A photograph or a clean picture."""
    return photo(drawn, dice) if dice.random() < 0.5 else clean(drawn)


def lined(image: Image.Image, lines: list[Line], width: int, tone: int) -> Image.Image:
    """A picture with lines drawn across it."""
    for line in lines:
        ImageDraw.Draw(image).line(line, fill=tone, width=width)
    return image


def lines_paper(dice: Dice, gap: int, strength: float, *, squares: bool, side: int = 280) -> Floats:
    """Ruled or squared paper, its lines two pixels wide and weaker than the paper by a share of it."""
    paper = np.full((side, side), 225.0)
    for turned in (paper, paper.T) if squares else (paper,):
        start = int(dice.integers(gap))
        turned[start::gap] = turned[start + 1 :: gap] = 225 * (1 - strength)
    return paper


def small(name: str, dice: Dice) -> Image.Image:
    """24 to 64 pixels, thin or wide pen, unevenly lit."""
    drawn = Image.fromarray(ink(name, dice, dice.uniform(0.6, 0.8), dice.uniform(0.06, 0.11)))
    side = int(dice.integers(24, 65))
    return photo(np.asarray(drawn.resize((side, side), Image.Resampling.BOX)), dice, noise=2)


def wide(name: str, dice: Dice) -> Image.Image:
    """A wide pen in a tight crop, blurred."""
    drawn = ink(name, dice, 0.72, dice.uniform(0.1, 0.13), int(dice.integers(100, 300)))
    return photo(drawn, dice, 200, 0.45, 2).filter(ImageFilter.GaussianBlur(dice.uniform(0, 3)))


def sheet(name: str, dice: Dice) -> Image.Image:
    """A sheet on a dark table, turned and seen a little from one side."""
    page = photo(ink(name, dice, 0.5, 0.045, 300), dice)
    square = np.array([(0, 0), (0, 300), (300, 300), (300, 0)])
    rows, targets = [], []
    for (x, y), (u, v) in zip(square + 50 + dice.uniform(-25, 25, (4, 2)), square, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        targets += [u, v]
    factors = np.linalg.solve(np.array(rows), np.array(targets)).tolist()
    page, inside = (
        image.transform((400, 400), Image.Transform.PERSPECTIVE, factors)
        for image in (page, Image.new("L", page.size, 255))
    )
    return Image.composite(page, Image.new("L", (400, 400), int(dice.integers(30, 90))), inside)


def frame(name: str, dice: Dice) -> Image.Image:
    """A frame around the whole picture."""
    return ImageOps.expand(either(ink(name, dice), dice), int(dice.integers(2, 7)), int(dice.integers(0, 80)))


def form_box(name: str, dice: Dice) -> Image.Image:
    """A printed box, with paper around it."""
    left, top, right, bottom = (float(x) for x in dice.uniform((10, 10, 255, 255), (25, 25, 270, 270)))
    box = [(left, top, right, top), (right, top, right, bottom), (right, bottom, left, bottom)]
    image = either(ink(name, dice, 0.5, 0.045), dice)
    return lined(image, [*box, (left, bottom, left, top)], int(dice.integers(2, 5)), 60)


def cell(name: str, dice: Dice) -> Image.Image:
    """A cell of a form, whose lines go on beyond the picture."""
    near, far = float(dice.uniform(6, 18)), float(dice.uniform(262, 274))
    lines = [(0, near, 280, near), (0, far, 280, far), (near, 0, near, 280), (far, 0, far, 280)]
    return lined(either(ink(name, dice, 0.55), dice), lines, int(dice.integers(2, 5)), 70)


def axes(name: str, dice: Dice) -> Image.Image:
    """The axes of a plot, with ticks or without."""
    x, y = float(dice.uniform(12, 22)), float(dice.uniform(258, 268))
    lines = [(x, 8, x, y), (x, y, 274, y)]
    if dice.random() < 0.5:
        lines += [(x - 6, at, x, at) for at in range(30, 250, 60)]
        lines += [(at, y, at, y + 6) for at in range(40, 280, 60)]
    return lined(either(ink(name, dice, 0.6, 0.05), dice), lines, int(dice.integers(2, 4)), 40)


def bar(name: str, dice: Dice) -> Image.Image:
    """A dark bar along one side."""
    image, width = either(ink(name, dice), dice), int(dice.integers(6, 14))
    boxes = ((0, 0, 280, width), (0, 0, width, 280), (0, 280 - width, 280, 280), (280 - width, 0, 280, 280))
    image.paste(50, boxes[int(dice.integers(4))])
    return image


def screenshot(name: str, dice: Dice) -> Image.Image:
    """A dark pad on a bright page."""
    border = tuple(int(side) for side in dice.integers(15, 70, 4))
    return ImageOps.expand(Image.fromarray(ink(name, dice)), border, int(dice.integers(235, 256)))


def dark_squares(name: str, dice: Dice) -> Image.Image:
    """Squared paper, its lines as dark as the ink or nearly."""
    paper = lines_paper(dice, int(dice.integers(36, 60)), dice.uniform(0.5, 0.7), squares=True)
    return photo(ink(name, dice, 0.65, 0.05), dice, paper)


def cut(name: str, dice: Dice) -> Image.Image:
    """A digit that meets the edge, or is cut a little by it."""
    drawn = ink(name, dice, 0.8, 0.06, 300)
    rows, columns = np.flatnonzero(drawn.max(axis=1)), np.flatnonzero(drawn.max(axis=0))
    part = (
        drawn[rows[0] + int(dice.integers(6)) :]
        if dice.random() < 0.5
        else drawn[: rows[-1] - int(dice.integers(6))]
    )
    return photo(part[:, columns[0] + int(dice.integers(6)) :] if dice.random() < 0.5 else part, dice)


def footed(_: str, dice: Dice) -> Image.Image:
    """A one with a foot whose stem meets the edge, but not its foot, for any asked digit."""
    x, lean, gap, wide, pen = dice.uniform((110, -15, 8, 35, 7), (170, 15, 20, 60, 14))
    end = float(dice.uniform(170, 220))
    stem, foot = [(x + lean, 0.0), (x, end)], [(x - wide, end + gap + pen), (x + wide, end + gap + pen)]
    return photo(stroked([stem, foot], float(pen), (280, 280)), dice, 245)


def pencil(name: str, dice: Dice) -> Image.Image:
    """Pencil on ruled paper whose lines are as strong."""
    paper = lines_paper(dice, int(dice.integers(30, 50)), dice.uniform(0.25, 0.4), squares=False)
    return photo(ink(name, dice, 0.65, dice.uniform(0.014, 0.03)), dice, paper, 0.7, 2)


def base_line(name: str, dice: Dice) -> Image.Image:
    """A clean picture with a printed line below the digit."""
    y = float(dice.uniform(255, 272))
    return lined(
        clean(ink(name, dice, 0.6)),
        [(0, y, 280, y + float(dice.uniform(-4, 4)))],
        int(dice.integers(2, 6)),
        0,
    )


def caption(name: str, dice: Dice) -> Image.Image:
    """A clean picture with a few small letters below the digit."""
    image = clean(np.pad(ink(name, dice, 0.65), ((0, 40), (0, 0))))
    ImageDraw.Draw(image).text((float(dice.uniform(20, 120)), 290), "sample no. 12", fill=0)
    return image


def neighbour(name: str, dice: Dice) -> Image.Image:
    """A clean picture or photograph with a part of another digit at its edge."""
    drawn, other = ink(name, dice, 0.6, 0.05), ink("8", dice, 0.6, 0.05)
    columns = np.flatnonzero(other.max(axis=0))
    visible = int(dice.integers(8, 26))
    page = np.pad(drawn, ((0, 0), (10, 40)))
    page[:, -visible:] = other[:, columns[0] : columns[0] + visible]
    return either(page, dice)


def coloured(name: str, dice: Dice) -> Image.Image:
    """Ink of the paper's brightness, but of another colour."""
    drawn = (ink(name, dice) / 255)[:, :, None]
    paper, pen = np.array([220, 60, 60]) + dice.integers(-8, 9, 3), np.array([40, 152, 60])
    colours = paper * (1 - drawn) + pen * drawn + dice.normal(0, 2, (*drawn.shape[:2], 3))
    return Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8))


KINDS: dict[str, Callable[[str, Dice], Image.Image]] = {
    "A small, uneven light": small,
    "B wide pen in a tight crop": wide,
    "C sheet on a table": sheet,
    "D frame": frame,
    "D box": form_box,
    "D cell": cell,
    "D axes": axes,
    "D bar": bar,
    "D screenshot": screenshot,
    "E dark squares": dark_squares,
    "F cut by the edge": cut,
    "F one with a foot": footed,
    "G pencil on ruled paper": pencil,
    "H base line": base_line,
    "H caption": caption,
    "H neighbour": neighbour,
    "I equal brightness": coloured,
}
