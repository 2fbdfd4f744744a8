"""The pad: mouse and finger, eraser, undo, clear, and what a reload keeps."""

import httpx
import numpy as np
from playwright.sync_api import expect

from tests.browser.explorer import ONE, PHONE, SEVEN, Explorer, activations
from tests.conftest import OpenPage

PEN_WIDTH = 20

# The same strokes as a picture, made without the page's pad.
PICTURE = """
    const {EMPTY, beginStroke, extendStroke, withStroke} = await load("ink/stroke.js");
    const {createRaster, redraw} = await load("ink/raster.js");
    const {encodePng} = await load("ink/png.js");
    const stroke = ([x, y, ...points]) => extendStroke(beginStroke("pen", argument.width, x, y), points);
    const {size, pixels} = redraw(createRaster(), argument.strokes.map(stroke).reduce(withStroke, EMPTY));
    return [...encodePng({width: size, height: size, pixels})];
"""

# A pen that is turned round, as its driver tells it; DevTools can't hold one.
TURNED_PEN = """
    const pad = part("pad");
    const {x, y, width, height} = pad.getBoundingClientRect();
    pad.setPointerCapture = () => {};
    for (const [type, buttons] of [["pointerdown", 32], ["pointermove", 32], ["pointerup", 0]]) {
        const place = {clientX: x + width / 2, clientY: y + height / 4};
        pad.dispatchEvent(new PointerEvent(type, {...place, pointerId: 7, pointerType: "pen", button: 5,
            buttons}));
    }
"""


def ink(explorer: Explorer) -> int:
    """How many pixels of the pad have ink."""
    return int(explorer.run("return inkOf().filter(Boolean).length;"))


def test_mouse_strokes_give_the_activations_of_the_same_strokes_as_a_picture(
    explorer: Explorer, client: httpx.Client
) -> None:
    """Strokes drawn with the mouse give the same numbers as the same strokes painted and posted."""
    strokes = [*SEVEN, [(0.35, 0.55), (0.5, 0.54), (0.65, 0.55)]]
    with explorer.open().page.expect_response(lambda response: "activations" in response.url):
        explorer.draw(strokes)
    padded = [[280 * coordinate for point in stroke for coordinate in point] for stroke in strokes]
    png = bytes(explorer.run(PICTURE, {"strokes": padded, "width": PEN_WIDTH}))
    drawn, posted = (activations(client, body) for body in (explorer.sent[-1], png))
    assert all(np.array_equal(drawn[name], posted[name]) for name in posted)
    assert explorer.number("probability-7") == posted["softmax"][7]


def test_every_move_of_the_pen_is_answered(explorer: Explorer) -> None:
    """While the pen is still down, the page already shows the answer to what is drawn so far."""
    sent = len(explorer.open().sent)
    first, *others = map(explorer.on_pad, SEVEN[0])
    mouse = explorer.page.mouse
    mouse.move(*first)
    mouse.down()
    for point in others:
        mouse.move(*point)
        explorer.settle()
    explorer.shows("answer", digit=7)
    mouse.up()
    assert len(explorer.sent) >= sent + len(others)


def test_erasers_undo_and_clear(explorer: Explorer) -> None:
    """The eraser, or a turned pen, takes ink away, undo brings it back, a cleared pad answers in words."""
    whole = ink(explorer.open().draw(SEVEN))
    explorer.run(TURNED_PEN)
    assert ink(explorer.settle()) < whole
    assert ink(explorer.click("undo").settle()) == whole
    explorer.click("eraser").draw([[(0.2, 0.25), (0.5, 0.25)]])
    assert 0 < ink(explorer) < whole
    assert ink(explorer.click("undo").settle()) == whole
    explorer.click("clear").shows("answer", digit="").settle()
    expect(explorer.answer).to_contain_text("nothing drawn yet")
    assert ink(explorer) == 0
    assert ink(explorer.click("undo").settle().shows("answer", digit=7)) == whole


def test_a_reload_keeps_the_drawing(explorer: Explorer) -> None:
    """The first stroke replaces the 8 that waits at first sight, and a reload keeps what was drawn."""
    explorer.open().shows("answer", digit=8).draw(SEVEN)
    before = (ink(explorer), explorer.digit, explorer.data("probability-7"))
    explorer.open()
    assert (ink(explorer), explorer.digit, explorer.data("probability-7")) == before
    explorer.click("clear").settle().open().shows("answer", digit="")


def test_a_finger_draws_on_a_phone(open_page: OpenPage) -> None:
    """A finger draws a 1 while the page does not scroll under it and the answer stays in sight."""
    explorer = Explorer(open_page(**PHONE)).open().touch(ONE).shows("answer", digit=1)
    assert explorer.run("return [scrollX, scrollY];") == [0, 0]
    explorer.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(explorer.answer).to_be_in_viewport(ratio=1)
    assert explorer.run("return document.documentElement.scrollWidth <= innerWidth;")
