"""The pad: mouse and finger, eraser, undo, clear, and what a reload keeps."""

import httpx
import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.explorer import ONE, PHONE, SEVEN, Explorer, activations_of
from tests.conftest import OpenPage

# The same strokes as a picture, made without the page's pad.
PICTURE = """
    const {EMPTY, beginStroke, extendStroke, withStroke} = await load("ink/stroke.js");
    const {createRaster, redraw} = await load("ink/raster.js");
    const {encodePng} = await load("ink/png.js");
    const stroke = ([x, y, ...points]) => extendStroke(beginStroke("pen", argument.width, x, y), points);
    const {size, pixels} = redraw(createRaster(), argument.strokes.map(stroke).reduce(withStroke, EMPTY));
    return [...encodePng({width: size, height: size, pixels})];
"""

PEN_WIDTH = 20

INK = """
    const pad = document.querySelector("[data-testid=pad]");
    const copy = new OffscreenCanvas(pad.width, pad.height).getContext("2d", {willReadFrequently: true});
    copy.drawImage(pad, 0, 0);
    return copy.getImageData(0, 0, pad.width, pad.height).data.filter((value, i) => i % 4 === 3 && value > 0).length;
"""

# A pen that is turned round, as its driver tells it; DevTools can't hold one.
TURNED_PEN = """
    const pad = document.querySelector("[data-testid=pad]");
    const {x, y, width, height} = pad.getBoundingClientRect();
    pad.setPointerCapture = () => {};
    for (const [type, buttons] of [["pointerdown", 32], ["pointermove", 32], ["pointerup", 0]]) {
        const place = {clientX: x + width / 2, clientY: y + height / 4};
        pad.dispatchEvent(new PointerEvent(type, {...place, pointerId: 7, pointerType: "pen", button: 5, buttons}));
    }
"""


def ink(explorer: Explorer) -> int:
    """How many pixels of the pad have ink."""
    return int(explorer.run(INK))


def test_mouse_strokes_give_the_activations_of_the_same_strokes_as_a_picture(
    page: Page, client: httpx.Client
) -> None:
    """Strokes drawn with the mouse and the same strokes painted by themselves and posted give all the same numbers."""
    explorer = Explorer(page).open()
    strokes = [*SEVEN, [(0.35, 0.55), (0.5, 0.54), (0.65, 0.55)]]
    with page.expect_response(lambda response: "activations" in response.url):
        explorer.draw(strokes)
    box = explorer.part("pad").bounding_box()
    assert box
    padded = [
        [coordinate for point in stroke for coordinate in (280 * point[0], 280 * point[1])]
        for stroke in strokes
    ]
    png = bytes(explorer.run(PICTURE, {"strokes": padded, "width": PEN_WIDTH}))
    answers = [
        client.post(
            "/api/v1/models/lenet/activations", content=body, headers={"content-type": "image/png"}
        ).json()
        for body in (explorer.sent[-1], png)
    ]
    drawn, posted = (activations_of(answer) for answer in answers)
    assert all(np.array_equal(drawn[name], posted[name]) for name in posted)
    shown = np.float32(explorer.part("probability-7").get_attribute("data-value") or "nan")
    assert shown == posted["softmax"][7]


def test_every_move_of_the_pen_is_answered(page: Page) -> None:
    """While the pen is still down, the page already shows the answer to what is drawn so far."""
    explorer = Explorer(page).open()
    sent = len(explorer.sent)
    first, *others = [explorer.on_pad(point) for point in SEVEN[0]]
    page.mouse.move(*first)
    page.mouse.down()
    for point in others:
        page.mouse.move(*point)
        explorer.settle()
    assert explorer.digit == "7"
    page.mouse.up()
    assert len(explorer.sent) >= sent + len(others)


def test_eraser_undo_and_clear(page: Page) -> None:
    """The eraser takes ink away, undo brings each step back, and a cleared pad answers nothing, in words."""
    explorer = Explorer(page).open().draw(SEVEN)
    whole = ink(explorer)
    explorer.part("eraser").click()
    explorer.draw([[(0.2, 0.25), (0.5, 0.25)]])
    assert 0 < ink(explorer) < whole
    explorer.part("undo").click()
    assert ink(explorer.settle()) == whole
    explorer.part("clear").click()
    explorer.settle()
    assert ink(explorer) == 0
    assert explorer.digit == ""
    expect(explorer.answer).to_contain_text("nothing drawn yet")
    explorer.part("undo").click()
    explorer.settle()
    assert (ink(explorer), explorer.digit) == (whole, "7")


def test_a_reload_keeps_the_drawing(page: Page) -> None:
    """At first sight an 8 waits; the first stroke replaces it, and what was drawn is there again after a reload."""
    explorer = Explorer(page).open()
    assert explorer.digit == "8"
    explorer.draw(SEVEN)
    before = (ink(explorer), explorer.digit, explorer.part("probability-7").get_attribute("data-value"))
    explorer.open()
    assert before == (
        ink(explorer),
        explorer.digit,
        explorer.part("probability-7").get_attribute("data-value"),
    )
    explorer.part("clear").click()
    explorer.settle().open()
    assert explorer.digit == ""


def test_a_finger_draws_on_a_phone(open_page: OpenPage) -> None:
    """On a touch screen of 390 by 844 pixels a finger draws a 1; the page doesn't scroll under it, and the answer stays in sight."""
    explorer = Explorer(open_page(**PHONE)).open().touch(ONE)
    assert explorer.digit == "1"
    assert explorer.run("return [scrollX, scrollY];") == [0, 0]
    explorer.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(explorer.answer).to_be_in_viewport(ratio=1)
    assert explorer.run("return document.documentElement.scrollWidth <= innerWidth;") is True


def test_the_pad_follows_pens_that_are_turned_round(page: Page) -> None:
    """A pen that reports its eraser erases, whatever tool is chosen."""
    explorer = Explorer(page).open().draw(SEVEN)
    whole = ink(explorer)
    explorer.run(TURNED_PEN)
    assert ink(explorer.settle()) < whole
