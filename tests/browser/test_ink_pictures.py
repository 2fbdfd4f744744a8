"""Pictures under the strokes, what moves and turns a drawing, and the way back through its history."""

import base64

import numpy as np
import pytest

from tests.browser.inking import INK, StrokeJson, digits, picture, pixels
from tests.browser.modules import Modules


def test_a_sample_is_sent_to_the_pixel(modules: Modules) -> None:
    """A sample, on the pad in squares of ten, is sent as its own 28x28 pixels; drawn upon, the pad is."""
    body = f"""{INK}
        const {{pictureOf}} = await load("ink/base.js");
        const base = baseFrom(pictureOfBytes(argument));
        const sent = (drawing) => {{
            const {{width, height, pixels}} = pictureOf(drawing, redraw(createRaster(), drawing));
            return [width, height, bytes(pixels)];
        }};
        const drawing = {{...EMPTY, base}};
        return [sent(drawing), ink(drawing), sent(draw([["pen", 20, [140, 140]]], base))];
    """
    alone, pad, touched = modules.run(body, picture(digits()[0]))
    assert alone == [28, 28, base64.b64encode(digits()[0].tobytes()).decode()]
    assert (pixels(pad) == np.kron(digits()[0], np.ones((10, 10), np.uint8))).all()
    assert touched[:2] == [280, 280]
    assert pixels(touched[2])[140, 140] == 255


@pytest.mark.parametrize(("width", "height"), [(280, 280), (28, 28), (100, 60), (5, 9)])
def test_an_eraser_blanks_what_lies_under_it(modules: Modules, width: int, height: int) -> None:
    """Exactly the pixels whose centre, on the pad, lies in the square are blank; the picture itself stays."""
    body = """
        const {erased, padMatrix, baseFrom} = await load("ink/erase.js", "ink/base.js");
        const [width, height, left, top] = argument;
        const base = baseFrom({width, height, pixels: new Uint8Array(width * height).fill(200)});
        const rest = erased(base, padMatrix({base, strokes: []}, base), {left, top, side: 60});
        return [[...rest.pixels], base.pixels.every((value) => value === 200)];
    """
    scale = 280 / max(width, height)
    across, down = (280 - width * scale) / 2, (280 - height * scale) / 2
    for left, top in [(0, 0), (110, 83), (220, 220)]:
        x, y = across + scale * (np.arange(width) + 0.5), down + scale * (np.arange(height) + 0.5)
        covered = np.outer((top <= y) & (y < top + 60), (left <= x) & (x < left + 60))
        rest, same = modules.run(body, [width, height, left, top])
        assert (np.array(rest).reshape(height, width) == np.where(covered, 0, 200)).all()
        assert same


@pytest.mark.parametrize(("width", "height"), [(280, 100), (40, 280), (3, 5)])
def test_a_picture_fills_the_pad_undistorted(modules: Modules, width: int, height: int) -> None:
    """A picture of any shape is scaled to the pad's side and centred; the rest stays paper."""
    body = f"{INK} return ink({{...EMPTY, base: baseFrom(pictureOfBytes(argument))}});"
    found = pixels(modules.run(body, picture(np.full((height, width), 255, np.uint8))))
    rows, columns = np.flatnonzero(found[:, 140] == 255), np.flatnonzero(found[140] == 255)
    longest = max(width, height)
    assert len(rows) == pytest.approx(280 * height / longest, abs=1)
    assert len(columns) == pytest.approx(280 * width / longest, abs=1)
    assert rows.mean() == pytest.approx(139.5, abs=0.5)
    assert columns.mean() == pytest.approx(139.5, abs=0.5)


def test_shifting_moves_the_pixels(modules: Modules) -> None:
    """A drawing moved by whole pixels is the same picture elsewhere, strokes and picture alike."""
    body = f"""{INK}
        const {{shift, transformed}} = await load("ink/transform.js");
        const drawing = draw(argument.strokes, baseFrom(pictureOfBytes(argument.picture)));
        return [ink(drawing), ink(transformed(drawing, shift(12, -7)))];
    """
    strokes: list[StrokeJson] = [("pen", 12, [100.0, 100.0, 130.0, 150.0, 180.0, 120.0])]
    before, after = modules.run(body, {"picture": picture(digits()[0]), "strokes": strokes})
    assert (pixels(after)[:-7, 12:] == pixels(before)[7:, :-12]).all()


def test_turning_and_scaling_are_undone_by_their_opposites(modules: Modules) -> None:
    """Four quarter turns, or a scale and its inverse, give the drawing back."""
    body = f"""{INK}
        const {{transformed, turn}} = await load("ink/transform.js");
        const centre = {{x: 140, y: 140}};
        const drawing = draw(argument);
        const quarter = turn(Math.PI / 2, 1, centre);
        const turned = [1, 2, 3, 4].reduce((now) => transformed(now, quarter), drawing);
        const large = transformed(drawing, turn(0, 2, centre));
        return [ink(drawing), ink(transformed(drawing, quarter)), ink(turned), large.strokes[0].width, ink(
            transformed(large, turn(0, 0.5, centre)))];
    """
    strokes: list[StrokeJson] = [("pen", 16, [120.0, 100.0, 150.0, 130.0, 140.0, 170.0])]
    before, once, four, width, back = modules.run(body, strokes)
    assert width == 32
    assert (pixels(four) == pixels(before)).all()
    assert (pixels(back) == pixels(before)).all()
    clockwise = np.rot90(pixels(before), -1).astype(int)
    assert np.abs(pixels(once).astype(int) - clockwise).max() <= 40


def test_history_walks_back_and_forth(modules: Modules) -> None:
    """Undo and redo walk through 200 steps; a new step drops what was undone; strokes are replaced."""
    body = """
        const {canRedo, canUndo, historyOf, push, redo, replace, undo} = await load("ink/history.js");
        const start = historyOf("a");
        const three = push(push(start, "b"), "c");
        const back = undo(undo(three));
        const grown = replace(push(start, "b"), "B");
        const many = Array.from({length: 500}, (_, i) => String(i)).reduce(push, start);
        return {
            presents: [three, undo(three), back, redo(back), redo(redo(back)), grown, undo(grown)].map((
                {present}) => present),
            can: [start, three, back].map((one) => [canUndo(one), canRedo(one)]),
            ends: [undo(start) === start, redo(three) === three, push(back, "d").future.length,
                many.past.length],
        };
    """
    assert modules.run(body) == {
        "presents": ["c", "b", "a", "b", "c", "B", "a"],
        "can": [[False, False], [True, False], [False, True]],
        "ends": [True, True, 0, 200],
    }
