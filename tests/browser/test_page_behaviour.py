"""What a new user expects: a blank pad, lost pointers, a misread digit, crafted links, dropped files."""

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import SEVEN, Explorer
from tests.browser.scripts import NOTED


def test_a_blank_pad_has_no_winner(explorer: Explorer) -> None:
    """While nothing is drawn the maps are muted and the softmax row shows no probability."""
    explorer.page.add_init_script(NOTED)
    maps = explorer.open().page.locator(".network-canvas").first
    expect(maps).to_have_css("opacity", "1")
    explorer.run("noted.length = 0;")
    explorer.click("clear")
    expect(maps).to_have_css("opacity", "0.4")
    assert explorer.settle().run("return noted.filter(([words]) => words.includes('%'));") == []
    explorer.draw(SEVEN)
    expect(maps).to_have_css("opacity", "1")


# Pointer events in shares of the pad, after which the strokes that are in the link's drawing are counted.
POINTERS = """
    const {parseDrawing} = await load("ink/serialise.js");
    const IDS = {palm: [5, "touch"], pen: [7, "pen"], mouse: [1, "mouse"], finger: [2, "touch"], other: [3,
        "touch"]};
    const pad = part("pad");
    pad.setPointerCapture = () => {};
    const box = pad.getBoundingClientRect();
    for (const event of argument.events.split(", ")) {
        const [name, kind, x, y] = event.split(" ");
        const [pointerId, pointerType] = IDS[name];
        pad.dispatchEvent(new PointerEvent(`pointer${kind.replace("hover", "move")}`, {
            pointerId, pointerType, isPrimary: true, buttons: kind === "down" || kind === "move" ? 1 : 0,
                button: 0,
            bubbles: true, clientX: box.left + x * box.width, clientY: box.top + y * box.height}));
    }
    let strokes = [];
    for (let i = 0; i < 300 && strokes.join() !== argument.strokes.join(); i++) {
        await frames(1);
        const text = new URLSearchParams(location.hash.slice(1)).get("drawing");
        strokes = text ? parseDrawing(text).strokes.map(({points}) => points.length / 2) : [];
    }
    return strokes;
"""


@pytest.mark.parametrize(
    ("events", "strokes"),
    [
        ("palm down .9 .9, pen down .5 .2, pen move .5 .8, pen up .5 .8", [2]),
        ("mouse down .5 .2, mouse move .5 .8, mouse hover .9 .9, mouse hover .1 .9", [2]),
        ("finger down .5 .2, finger move .5 .8, other down .2 .2, other move .2 .8, other up .2 .8", [2, 2]),
    ],
    ids=["pen after palm", "release lost", "new finger after a lost one"],
)
def test_pointers_that_were_lost_do_not_draw(explorer: Explorer, events: str, strokes: list[int]) -> None:
    """A pen replaces a palm, a move without a button ends the stroke, a new pointer the old one."""
    assert explorer.open().run(POINTERS, {"events": events, "strokes": strokes}) == strokes


def test_what_comes_from_outside_is_refused_or_taken(explorer: Explorer) -> None:
    """Too many wide strokes in a link are refused, a long unknown name is cut, what is dropped is taken."""
    crafted = """
        const {serialiseDrawing, parseDrawing} = await load("ink/serialise.js");
        const points = Array.from({length: 8000}, (_, i) => i % 2 ? 9 : 270);
        return [280, 20].map((width) =>
            parseDrawing(serialiseDrawing({base: null, strokes: [{tool: "pen", width, points}]})) === null);
    """
    assert explorer.open().run(crafted) == [True, False]
    explorer.go(f"{'x' * 90}=1")
    expect(explorer.part("status")).to_contain_text(f"Unknown in this link: {'x' * 40}….")
    taken = """
        const options = {bubbles: true, cancelable: true, dataTransfer: new DataTransfer()};
        return ["dragover", "drop"].map((kind) => !document.documentElement.dispatchEvent(new DragEvent(kind,
            options)));
    """
    assert explorer.run(taken) == [True, True]


def test_a_misread_digit_is_told_beside_the_answer(explorer: Explorer) -> None:
    """The answer says what was read and what it is."""
    index, label = explorer.open().run("""
        const [index] = (await (await fetch("/api/v1/samples")).json()).misread;
        return [index, (await (await fetch(`/api/v1/samples/${index}`)).json()).label];
    """)
    explorer.go(f"sample={index}")
    expect(explorer.page.locator(".answer-note")).to_contain_text(f"true label {label}")
