"""The Move tool: ink that is shifted, turned and scaled through the network; and the box that centring crops."""

from playwright.sync_api import Page, expect

from tests.browser.explorer import SEVEN, Explorer, Point

HANDLE = """
    const box = document.querySelector("[data-testid=handles] circle").getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
"""
CROP = """
    const box = document.querySelector("[data-testid=crop]");
    return ["x", "y", "width", "height"].map((name) => Number(box.getAttribute(name)));
"""
SEEN = "return document.querySelector('.received-pixels').toDataURL();"
INK = """
    const pad = document.querySelector("[data-testid=pad]");
    const copy = new OffscreenCanvas(pad.width, pad.height).getContext("2d", {willReadFrequently: true});
    copy.drawImage(pad, 0, 0);
    const {data} = copy.getImageData(0, 0, pad.width, pad.height);
    const {inkBox} = await load("ink/raster.js");
    const {left, top, width, height} = inkBox({size: pad.width, pixels: data.filter((_, i) => i % 4 === 3)});
    return [left, top, width, height];
"""


def ink(explorer: Explorer) -> list[float]:
    """Where the ink is on the pad: left, top, width, height in its 280 pixels."""
    return [float(value) for value in explorer.run(INK)]


def drag(explorer: Explorer, start: Point, end: Point) -> None:
    """Drag with the mouse from one place of the window to another, and wait for the answer."""
    mouse = explorer.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    mouse.move(*end)
    mouse.up()
    explorer.settle()


def test_a_drag_inside_shifts_the_ink_in_one_step(page: Page) -> None:
    """Dragged, the ink goes along, centring undoes it for the network, and one undo brings it back."""
    explorer = Explorer(page).open().draw(SEVEN)
    before = ink(explorer)
    explorer.part("move").click()
    drag(explorer, explorer.on_pad((0.5, 0.5)), explorer.on_pad((0.6, 0.5)))
    left, top, width, height = ink(explorer)
    assert abs(left - before[0] - 28) <= 1
    assert [top, width, height] == before[1:]
    assert explorer.digit == "7"
    explorer.part("undo").click()
    explorer.settle()
    assert ink(explorer) == before
    explorer.part("redo").click()
    explorer.settle()
    assert ink(explorer) == [left, top, width, height]


def test_a_corner_turns_and_scales(page: Page) -> None:
    """A corner drawn to the middle makes the ink smaller, and drawn round the middle turns it on its side."""
    explorer = Explorer(page).open().draw(SEVEN)
    explorer.part("move").click()
    before = ink(explorer)
    corner = explorer.run(HANDLE)
    middle = explorer.on_pad(((before[0] + before[2] / 2) / 280, (before[1] + before[3] / 2) / 280))
    drag(explorer, corner, ((corner[0] + middle[0]) / 2, (corner[1] + middle[1]) / 2))
    small = ink(explorer)
    assert abs(small[2] - before[2] / 2) <= 3
    assert abs(small[3] - before[3] / 2) <= 3
    corner = explorer.run(HANDLE)
    across, down = corner[0] - middle[0], corner[1] - middle[1]
    drag(explorer, corner, (middle[0] - down, middle[1] + across))
    turned = ink(explorer)
    assert abs(turned[2] - small[3]) <= 3
    assert abs(turned[3] - small[2]) <= 3


def test_a_held_key_moves_the_ink_in_one_step(page: Page) -> None:
    """Arrow keys move the ink, not the page; what one held key did is one step to undo."""
    explorer = Explorer(page).open().draw(SEVEN)
    before = ink(explorer)
    explorer.part("move").click()
    page.keyboard.down("Shift")
    for _ in range(4):
        page.keyboard.down("ArrowRight")
    page.keyboard.up("ArrowRight")
    page.keyboard.up("Shift")
    explorer.settle()
    assert ink(explorer) == [before[0] + 40, *before[1:]]
    explorer.part("undo").click()
    explorer.settle()
    assert ink(explorer) == before


def test_without_centring_the_network_sees_the_move(page: Page) -> None:
    """Moved by keys, the ink arrives where it was with centring on, and elsewhere with centring off."""
    explorer = Explorer(page).open().draw(SEVEN)
    explorer.part("move").click()
    for is_centred in (True, False):
        explorer.part("center").set_checked(is_centred)
        before = explorer.settle().run(SEEN)
        explorer.part("pad").focus()
        page.keyboard.press("Shift+ArrowRight")
        assert (explorer.settle().run(SEEN) == before) is is_centred


def test_the_crop_is_shown_round_the_ink_of_samples_and_strokes(page: Page) -> None:
    """With centring, a box lies round the ink, a sample's or a stroke's, and goes along; without, there is none."""
    explorer = Explorer(page).open()
    for _ in range(2):
        for one, other in zip(explorer.run(CROP), ink(explorer), strict=True):
            assert abs(one - other) <= 3
        explorer.draw(SEVEN)
    explorer.part("center").click()
    explorer.settle()
    expect(explorer.part("crop")).to_be_hidden()
    explorer.part("center").click()
    expect(explorer.part("crop")).to_be_visible()


def test_every_third_surprise_is_misread_and_says_what_mnist_says(page: Page) -> None:
    """Of three surprises the third is among those that the network misreads; beside it stands the label that MNIST gives."""
    explorer = Explorer(page).open()
    misread = explorer.run("return (await (await fetch('/api/v1/samples')).json()).misread;")
    for _ in range(3):
        with page.expect_response(lambda response: "/samples/" in response.url) as answered:
            explorer.part("surprise").click()
        sample = answered.value.json()
        expect(explorer.part("label")).to_have_text(f"True label {sample['label']}")
    assert sample["index"] in misread
    explorer.settle().draw([[(0.1, 0.1), (0.2, 0.1)]])
    expect(explorer.part("label")).to_have_text("")
