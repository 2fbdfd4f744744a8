"""The Move tool: ink that is shifted, turned and scaled through the network, and the crop's box."""

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import SEVEN, Explorer

HANDLE = """
    const box = document.querySelector("[data-testid=handles] circle").getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
"""
CROP = "return ['x', 'y', 'width', 'height'].map((name) => Number(part('crop').getAttribute(name)));"
SEEN = "return document.querySelector('.received-pixels').toDataURL();"
INK = """
    const {inkBox} = await load("ink/raster.js");
    const {left, top, width, height} = inkBox({size: 280, pixels: inkOf()});
    return [left, top, width, height];
"""


def ink(explorer: Explorer) -> list[float]:
    """Where the ink is on the pad: left, top, width, height in its 280 pixels."""
    return [float(value) for value in explorer.settle().run(INK)]


def test_a_drag_inside_shifts_the_ink_in_one_step(explorer: Explorer) -> None:
    """Dragged, the ink goes along, centring undoes it for the network, and one undo brings it back."""
    before = ink(explorer.open().draw(SEVEN))
    explorer.click("move").drag(*(explorer.on_pad((x, 0.5)) for x in (0.5, 0.55, 0.6)))
    left, top, width, height = moved = ink(explorer)
    assert left == pytest.approx(before[0] + 28, abs=1)
    assert [top, width, height] == before[1:]
    assert ink(explorer.shows("answer", digit=7).click("undo")) == before
    assert ink(explorer.click("redo")) == moved


def test_a_corner_turns_and_scales(explorer: Explorer) -> None:
    """A corner drawn to the middle makes the ink smaller, and drawn round the middle turns it on its side."""
    left, top, width, height = ink(explorer.open().draw(SEVEN).click("move"))
    middle = explorer.on_pad(((left + width / 2) / 280, (top + height / 2) / 280))
    x, y = explorer.run(HANDLE)
    explorer.drag((x, y), ((x + middle[0]) / 2, (y + middle[1]) / 2))
    small = ink(explorer)
    assert small[2:] == pytest.approx([width / 2, height / 2], abs=3)
    x, y = explorer.run(HANDLE)
    explorer.drag((x, y), (middle[0] - (y - middle[1]), middle[1] + x - middle[0]))
    assert ink(explorer)[2:] == pytest.approx(small[:1:-1], abs=3)


def test_a_held_key_moves_the_ink_in_one_step(explorer: Explorer) -> None:
    """Arrow keys move the ink, not the page; what one held key did is one step to undo."""
    before = ink(explorer.open().draw(SEVEN).click("move"))
    keyboard = explorer.page.keyboard
    keyboard.down("Shift")
    for _ in range(4):
        keyboard.down("ArrowRight")
    keyboard.up("ArrowRight")
    keyboard.up("Shift")
    assert ink(explorer) == [before[0] + 40, *before[1:]]
    assert ink(explorer.click("undo")) == before


def test_keys_move_the_ink_by_what_the_state_is(explorer: Explorer) -> None:
    """The Move tool chosen and four steps of ten pixels within one frame: the ink is moved by forty."""
    before = ink(explorer.open().draw(SEVEN))
    explorer.run("""
        part("move").click();
        part("pad").focus();
        for (let i = 0; i < 4; i++) for (const type of ["keydown", "keyup"]) part("pad").dispatchEvent(
            new KeyboardEvent(type, {key: "ArrowRight", code: "ArrowRight", shiftKey: true, bubbles: true}));
    """)
    assert ink(explorer) == [before[0] + 40, *before[1:]]


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
        assert explorer.run(CROP) == pytest.approx(ink(explorer), abs=3)
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
