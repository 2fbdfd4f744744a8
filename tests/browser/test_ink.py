"""Pointer samples become strokes, strokes become pixels: the same ones however they are drawn."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.browser.inking import INK, PAD, SCRIBBLES, StrokeJson, pixels, scribble
from tests.browser.modules import Modules


def drawn(modules: Modules, strokes: list[StrokeJson]) -> NDArray[np.uint8]:
    """The pixels of a drawing."""
    return pixels(modules.run(f"{INK} return ink(draw(argument));", strokes))


def smooth_curve(points: list[float]) -> NDArray[np.float64]:
    """A stroke as very many points: straight to the first midpoint and from the last, parabolas between."""
    samples = (np.array(points).reshape(-1, 2) * 8).round() / 8
    if len(samples) == 1:
        return samples
    middles = (samples[1:] + samples[:-1]) / 2
    t = np.linspace(0, 1, 150)[:, None]
    pieces = [samples[0] * (1 - t) + middles[0] * t, middles[-1] * (1 - t) + samples[-1] * t]
    for start, bend, end in zip(middles, samples[1:-1], middles[1:], strict=False):
        pieces.append((1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end)
    return np.concatenate(pieces)


def oracle(points: list[float], width: float) -> NDArray[np.float64]:
    """The ink of each pixel: how far its centre is within the pen's reach of the curve, with a soft edge."""
    curve = smooth_curve(points)
    centres = np.arange(PAD) + 0.5
    nearest = np.full((PAD, PAD), np.inf)
    for x, y in curve:
        nearest = np.minimum(nearest, (centres[None, :] - x) ** 2 + (centres[:, None] - y) ** 2)
    ink: NDArray[np.float64] = 255 * np.clip(width / 2 + 0.5 - np.sqrt(nearest), 0, 1)
    return ink


@pytest.mark.parametrize(("seed", "samples", "width"), [(7, 9, 20), (8, 14, 4), (9, 2, 11), (10, 1, 16)])
def test_a_stroke_is_the_smooth_curve_of_its_samples(
    modules: Modules, seed: int, samples: int, width: float
) -> None:
    """Every pixel has the ink of the smooth curve, to a tenth of a pixel at the pen's edge."""
    points = scribble(seed, samples)
    found = drawn(modules, [("pen", width, points)]).astype(float)
    difference = np.abs(found - oracle(points, width))
    assert found.max() == 255
    assert difference.max() <= 28


@pytest.mark.parametrize("chunk", [1, 3, 1000])
def test_drawing_bit_by_bit_gives_the_same_pixels(modules: Modules, chunk: int) -> None:
    """Painting in pieces of any size leaves the same bytes as painting the whole drawing."""
    body = f"""{INK}
        const {{strokes, chunk}} = argument;
        const raster = redraw(redraw(createRaster(), draw(strokes)), draw([]));
        let before;
        for (const [tool, width, points] of strokes) {{
            let stroke = beginStroke(tool, width, points[0], points[1]);
            begin(raster, stroke, before);
            for (let i = 2; i < points.length; i += 2 * chunk) {{
                stroke = extendStroke(stroke, points.slice(i, i + 2 * chunk));
                extend(raster, stroke);
            }}
            before = stroke;
        }}
        return [bytes(raster.pixels), ink(draw(strokes))];
    """
    live, whole = modules.run(body, {"strokes": SCRIBBLES, "chunk": chunk})
    assert (pixels(live) == pixels(whole)).all()
    assert 0 < (pixels(whole) > 0).mean() < 0.9


def test_the_eraser_takes_ink_away(modules: Modules) -> None:
    """The eraser removes all ink in its path and none beyond it, and a pen can draw there again."""
    line = [20.0, 140.0, 260.0, 140.0]
    across = [140.0, 20.0, 140.0, 260.0]
    before = drawn(modules, [("pen", 20, line)])
    erased = drawn(modules, [("pen", 20, line), ("eraser", 40, across)])
    again = drawn(modules, [("pen", 20, line), ("eraser", 40, across), ("pen", 20, line)])
    assert (erased[:, 121:159] == 0).all()
    assert (erased[:, :118] == before[:, :118]).all()
    assert (again == before).all()


def test_samples_that_do_not_move_are_left_out(modules: Modules) -> None:
    """A resting pen adds no samples; coordinates are eighths and stay near the pad."""
    body = f"""{INK}
        const first = beginStroke("pen", 20, 10.06, 20);
        return [extendStroke(first, [10.06, 20, 10.05, 20.01]) === first,
                extendStroke(first, [10.2, 20, 10.2, 20, 9000, -9000]).points];
    """
    assert modules.run(body) == [True, [10, 20, 10.25, 20, 344, -64]]


def test_every_coalesced_sample_counts(modules: Modules) -> None:
    """A pointer event's coalesced positions become pad pixels, its own position where there are none."""
    body = """
        const {padSamples} = await load("ink/stroke.js");
        const rect = {left: 100, top: 50, width: 140, height: 140};
        const at = (clientX, clientY, more) => ({clientX, clientY, getCoalescedEvents: () => more ?? []});
        return [padSamples(at(0, 0, [at(100, 50), at(170, 120)]), rect), padSamples(at(240, 190), rect),
            padSamples({clientX: 170, clientY: 50}, rect)];
    """
    assert modules.run(body) == [[0, 0, 140, 140], [280, 280], [140, 0]]


def test_ink_is_measured(modules: Modules) -> None:
    """The box is the smallest around pixels with ink, erased ink not counted; an empty pad has none."""
    body = f"""{INK}
        const {{drawingBox, isEmpty}} = await load("ink/raster.js", "ink/stroke.js");
        return argument.map((strokes) => draw(strokes))
            .map((drawing) => [isEmpty(drawing), drawingBox(redraw(createRaster(), drawing))]);
    """
    pen: StrokeJson = ("pen", 20, [50.0, 60.0, 150.0, 60.0])
    wipe: StrokeJson = ("eraser", 80, [20.0, 60.0, 180.0, 60.0])
    box = {"top": 50, "left": 40, "height": 20, "width": 120}
    expected = [[True, None], [False, box], [False, None], [True, None]]
    assert modules.run(body, [[], [pen], [pen, wipe], [wipe]]) == expected
