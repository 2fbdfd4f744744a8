"""The page does what a new user expects: pinning, a blank pad, a misread digit, and texts without font glyphs."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import SEVEN, Explorer


@pytest.mark.parametrize("click", ["the same pixel", "empty space"])
def test_a_second_click_unpins(page: Page, click: str) -> None:
    """The pinned pixel clicked again, or a click beside the maps, unpins."""
    explorer = Explorer(page).open()
    place, other = explorer.places(["pool1/3/5/7"])[0], explorer.rects(["input/0/31/31"])[0]
    page.mouse.click(*place)
    expect(page.locator("#inspector")).to_contain_class("is-pinned")
    page.mouse.click(*(place if click == "the same pixel" else (other["x"] + 80, other["y"])))
    expect(page.locator("#inspector")).not_to_contain_class("is-pinned")


# How strongly the maps are shown, and what is written on the answer's tiles.
NOTED = """
    window.noted = new Set();
    const {fillText} = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (words, ...place) {
        window.noted.add(words); fillText.call(this, words, ...place); };
"""


def test_a_blank_pad_has_no_winner(page: Page) -> None:
    """Nothing is drawn: the maps are muted and no probability stands in the softmax row, until there is ink."""
    page.add_init_script(NOTED)
    explorer = Explorer(page).open()
    canvas = page.locator(".network-canvas").first
    expect(canvas).to_have_css("opacity", "1")
    explorer.run("noted.clear();")
    explorer.part("clear").click()
    expect(canvas).to_have_css("opacity", "0.4")
    explorer.settle()
    assert [words for words in explorer.run("return [...noted];") if "%" in words] == []
    explorer.draw(SEVEN)
    expect(canvas).to_have_css("opacity", "1")


def test_keys_move_the_ink_by_what_the_state_is(page: Page) -> None:
    """The Move tool chosen and four steps of ten pixels within one frame: the ink is moved by forty."""
    explorer = Explorer(page).open()
    explorer.part("sample-1").click()
    explorer.settle()
    explorer.part("move").click()
    left = "return Math.min(...document.querySelector('.handles polygon').getAttribute('points').split(' ').map(parseFloat));"
    expect(page.locator(".handles polygon")).to_have_count(1)
    before = explorer.run(left)
    explorer.part("pen").click()
    explorer.run("""
        document.querySelector("[data-testid=move]").click();
        const pad = document.querySelector("[data-testid=pad]");
        pad.focus();
        for (let i = 0; i < 4; i++) for (const type of ["keydown", "keyup"]) {
            pad.dispatchEvent(new KeyboardEvent(type, {key: "ArrowRight", code: "ArrowRight", shiftKey: true, bubbles: true}));
        }
    """)
    explorer.settle()
    assert explorer.run(left) - before == pytest.approx(40, abs=2)


# Pointer events in shares of the pad, after which the number of strokes that are in the link's drawing is counted.
POINTERS = """
    const {parseDrawing} = await load("ink/serialise.js");
    const pad = document.querySelector("[data-testid=pad]");
    pad.setPointerCapture = () => {};
    const box = pad.getBoundingClientRect();
    for (const [type, pointerId, pointerType, x, y, buttons] of argument) pad.dispatchEvent(new PointerEvent(type,
        {pointerId, pointerType, isPrimary: true, buttons, button: 0, bubbles: true,
            clientX: box.left + x * box.width, clientY: box.top + y * box.height}));
    while (!location.hash.includes("drawing=")) await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done, 900));
    const text = new URLSearchParams(location.hash.slice(1)).get("drawing");
    return parseDrawing(text).strokes.map(({points}) => points.length / 2);
"""


@pytest.mark.parametrize(
    ("events", "strokes"),
    [
        (
            [
                ("pointerdown", 5, "touch", 0.9, 0.9, 1),
                ("pointerdown", 7, "pen", 0.5, 0.2, 1),
                ("pointermove", 7, "pen", 0.5, 0.8, 1),
                ("pointerup", 7, "pen", 0.5, 0.8, 0),
            ],
            [2],
        ),
        (
            [
                ("pointerdown", 1, "mouse", 0.5, 0.2, 1),
                ("pointermove", 1, "mouse", 0.5, 0.8, 1),
                ("pointermove", 1, "mouse", 0.9, 0.9, 0),
                ("pointermove", 1, "mouse", 0.1, 0.9, 0),
            ],
            [2],
        ),
        (
            [
                ("pointerdown", 2, "touch", 0.5, 0.2, 1),
                ("pointermove", 2, "touch", 0.5, 0.8, 1),
                ("pointerdown", 3, "touch", 0.2, 0.2, 1),
                ("pointermove", 3, "touch", 0.2, 0.8, 1),
                ("pointerup", 3, "touch", 0.2, 0.8, 0),
            ],
            [2, 2],
        ),
    ],
    ids=["pen after palm", "release lost", "new finger after a lost one"],
)
def test_pointers_that_were_lost_do_not_draw(
    page: Page, events: list[tuple[object, ...]], strokes: list[int]
) -> None:
    """A pen takes over from a palm, a move without a button ends the stroke, a new primary pointer ends the old one."""
    assert Explorer(page).open().run(POINTERS, events) == strokes


def test_a_crafted_link_is_refused_and_named_briefly(page: Page) -> None:
    """A drawing of too many wide strokes is refused before anything is painted; long unknown names are cut."""
    explorer = Explorer(page).open()
    crafted = """
        const {serialiseDrawing, parseDrawing} = await load("ink/serialise.js");
        const stroke = {tool: "pen", width: 280, points: Array.from({length: 8000}, (_, i) => i % 2 ? 9 : 270)};
        const fine = {base: null, strokes: [{...stroke, width: 20}]};
        return [parseDrawing(serialiseDrawing({base: null, strokes: [stroke]})) === null, parseDrawing(serialiseDrawing(fine)) !== null];
    """
    assert explorer.run(crafted) == [True, True]
    explorer.run(f"location.hash = '{'x' * 90}=1';")
    expect(explorer.part("status")).to_contain_text(f"Unknown in this link: {'x' * 40}….")


def test_a_misread_digit_is_told_beside_the_answer(page: Page) -> None:
    """The answer says what was read and what it is."""
    explorer = Explorer(page).open()
    misread = explorer.run("""
        const {misread} = await (await fetch("/api/v1/samples")).json();
        for (const index of misread) {
            const {label} = await (await fetch(`/api/v1/samples/${index}`)).json();
            return {index, label};
        }
    """)
    explorer.run("location.hash = `sample=${argument}`;", misread["index"])
    expect(page.locator(".answer-note")).to_contain_text(f"true label {misread['label']}")


def test_what_is_dropped_never_leaves_the_page(page: Page) -> None:
    """A file or a link dropped anywhere is taken by the page."""
    explorer = Explorer(page).open()
    dropped = "['dragover', 'drop'].map((type) => !document.documentElement.dispatchEvent("
    assert explorer.run(
        f"return {dropped}new DragEvent(type, {{bubbles: true, cancelable: true, dataTransfer: new DataTransfer()}})));"
    ) == [True, True]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_automatic_dark_theme(page: Page, theme: str) -> None:
    """A chosen theme is the only one: the browser does not invert it."""
    explorer = Explorer(page)
    page.goto(f"/#theme={theme}")
    explorer.settle()
    expect(page.locator("html")).to_have_css("color-scheme", f"{theme} only")
