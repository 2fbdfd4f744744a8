"""The pad: mouse and finger, eraser, undo, what a reload keeps, and the Move tool with the crop's box."""

import httpx
import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.explorer import ONE, PHONE, SEVEN, Explorer, activations
from tests.conftest import OpenPage

PEN_WIDTH = 20

# The same strokes as a picture, made without the page's pad.
PICTURE = """
    const {EMPTY, beginStroke, extendStroke, withStroke} = await load("ink/stroke.js");
    const {createRaster, redraw, encodePng} = await load("ink/raster.js", "ink/png.js");
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


HANDLE = """
    const box = document.querySelector("[data-testid=handles] circle").getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
"""
CROP = "return ['x', 'y', 'width', 'height'].map((name) => Number(part('crop').getAttribute(name)));"
SEEN = "return document.querySelector('.received-pixels').toDataURL();"
INK = """
    const {drawingBox} = await load("ink/raster.js");
    const {left, top, width, height} = drawingBox({size: 280, pixels: inkOf()});
    return [left, top, width, height];
"""


def ink_box(explorer: Explorer) -> list[float]:
    """Where the ink is on the pad: left, top, width, height in its 280 pixels."""
    return [float(value) for value in explorer.settle().run(INK)]


def test_a_drag_moves_the_ink_and_a_corner_turns_and_scales_it(explorer: Explorer) -> None:
    """Dragged, the ink goes along in one step to undo; a corner makes it smaller, or turns it on its side."""
    before = ink_box(explorer.open().draw(SEVEN))
    explorer.click("move").drag(*(explorer.on_pad((x, 0.5)) for x in (0.5, 0.55, 0.6)))
    left, top, width, height = moved = ink_box(explorer)
    assert left == pytest.approx(before[0] + 28, abs=1)
    assert [top, width, height] == before[1:]
    assert ink_box(explorer.shows("answer", digit=7).click("undo")) == before
    assert ink_box(explorer.click("redo")) == moved
    left, top, width, height = ink_box(explorer.click("undo"))
    middle = explorer.on_pad(((left + width / 2) / 280, (top + height / 2) / 280))
    x, y = explorer.run(HANDLE)
    explorer.drag((x, y), ((x + middle[0]) / 2, (y + middle[1]) / 2))
    small = ink_box(explorer)
    assert small[2:] == pytest.approx([width / 2, height / 2], abs=3)
    x, y = explorer.run(HANDLE)
    explorer.drag((x, y), (middle[0] - (y - middle[1]), middle[1] + x - middle[0]))
    assert ink_box(explorer)[2:] == pytest.approx(small[:1:-1], abs=3)


def test_a_held_key_moves_the_ink_in_one_step(explorer: Explorer) -> None:
    """A held arrow key moves the ink in one step to undo, and four keys within one frame move it by four."""
    before = ink_box(explorer.open().draw(SEVEN).click("move"))
    keyboard = explorer.page.keyboard
    keyboard.down("Shift")
    for _ in range(4):
        keyboard.down("ArrowRight")
    keyboard.up("ArrowRight")
    keyboard.up("Shift")
    assert ink_box(explorer) == [before[0] + 40, *before[1:]]
    assert ink_box(explorer.click("undo")) == before
    explorer.click("pen").run("""
        part("move").click();
        part("pad").focus();
        for (let i = 0; i < 4; i++) for (const type of ["keydown", "keyup"]) part("pad").dispatchEvent(
            new KeyboardEvent(type, {key: "ArrowRight", code: "ArrowRight", shiftKey: true, bubbles: true}));
    """)
    assert ink_box(explorer) == [before[0] + 40, *before[1:]]


def test_without_centring_the_network_sees_the_move(explorer: Explorer) -> None:
    """Moved by keys, the ink arrives where it was with centring on, and elsewhere with centring off."""
    explorer.open().draw(SEVEN).click("move")
    for is_centred in (True, False):
        explorer.part("center").set_checked(is_centred)
        before = explorer.settle().run(SEEN)
        explorer.part("pad").focus()
        assert (explorer.press("Shift+ArrowRight").settle().run(SEEN) == before) is is_centred


def test_the_crop_is_shown_round_the_ink_of_samples_and_strokes(explorer: Explorer) -> None:
    """With centring a box lies round the ink of a sample or a stroke; without, there is none."""
    explorer.open()
    for _ in range(2):
        assert explorer.run(CROP) == pytest.approx(ink_box(explorer), abs=3)
        explorer.draw(SEVEN)
    expect(explorer.click("center").settle().part("crop")).to_be_hidden()
    expect(explorer.click("center").part("crop")).to_be_visible()


def test_every_third_surprise_is_misread_and_says_what_mnist_says(explorer: Explorer) -> None:
    """The third surprise is one that the network misreads, and each stands beside MNIST's label."""
    misread = explorer.open().run("return (await (await fetch('/api/v1/samples')).json()).misread;")
    for _ in range(3):
        with explorer.page.expect_response(lambda response: "/samples/" in response.url) as answered:
            explorer.click("surprise")
        surprise = answered.value.json()
        expect(explorer.part("label")).to_have_text(f"True label {surprise['label']}")
    assert surprise["index"] in misread
    explorer.settle().draw([[(0.1, 0.1), (0.2, 0.1)]])
    expect(explorer.part("label")).to_have_text("")
