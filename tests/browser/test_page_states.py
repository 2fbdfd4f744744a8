"""What surrounds the numbers: layout, crispness, the order of painting, themes, and errors in words."""

import io
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, Route, expect
from safetensors.numpy import load as load_tensors

from tests.browser.explorer import SEVEN, Explorer
from tests.conftest import OpenPage, Trouble

# The first canvas of the stage holds the maps; they are read from a copy, as they are.
MAPS = """
    const maps = document.querySelector("[data-testid=network] canvas");
    const pixels = () => {
        const copy = new OffscreenCanvas(maps.width, maps.height).getContext("2d", {willReadFrequently: true});
        copy.drawImage(maps, 0, 0);
        return copy.getImageData(0, 0, maps.width, maps.height).data;
    };
"""

# The answer's element is watched; the maps are read in the moment in which it becomes live, and again later.
ORDER = f"""
    {MAPS}
    const answer = document.querySelector("[data-testid=answer]");
    const same = (one, other) => one.every((value, i) => value === other[i]);
    const before = pixels();
    const live = new Promise((resolve) => new MutationObserver(() => {{
        if (answer.dataset.state === "live" && answer.dataset.digit === "3") resolve(pixels());
    }}).observe(answer, {{attributes: true}}));
    document.querySelector("[data-testid=sample-3]").click();
    const pending = answer.dataset.state;
    const atOnce = await live;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return [pending, same(before, atOnce), same(atOnce, pixels())];
"""

# Every cell of a map of 28 by 28 is one colour from edge to edge.
CRISP = f"""
    {MAPS}
    const {{x, y, width, height}} = argument;
    const stage = maps.getBoundingClientRect();
    const data = pixels();
    const [left, top] = [Math.round((x - stage.left) * devicePixelRatio), Math.round((y - stage.top) * devicePixelRatio)];
    const [w, h] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    const at = (column, row) => data.slice(4 * ((top + row) * maps.width + left + column)).slice(0, 4).join();
    const colours = new Set();
    for (let row = 0; row < h; row++) for (let column = 0; column < w; column++) colours.add(at(column, row));
    return [...colours];
"""

INCOMING = """
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(argument.bytes)], "seven.png", {type: "image/png"}));
    const events = {drop: () => new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}),
        paste: () => new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})};
    document.querySelector("main").dispatchEvent(events[argument.kind]());
"""

OVERLAPS = """
    const rect = (id) => document.getElementById(id).getBoundingClientRect();
    const parts = ["pad", "received", "samples", "network", "answer", "inspector", "legend"].map((id) => [id, rect(id)]);
    const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
    const outside = parts.filter(([, box]) => box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight);
    const covered = parts.flatMap(([name, box], i) => parts.slice(i + 1).filter(([, other]) => !apart(box, other)).map(([other]) => `${name} ${other}`));
    const {scrollWidth, scrollHeight} = document.documentElement;
    return {outside: outside.map(([id]) => id), covered, scrolls: scrollWidth > innerWidth || scrollHeight > innerHeight};
"""


@pytest.mark.layout
@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (1920, 1080)])
def test_everything_is_on_one_screen(open_page: OpenPage, size: tuple[int, int]) -> None:
    """On wide screens nothing scrolls, nothing is cut off and nothing covers anything else."""
    explorer = Explorer(open_page(viewport={"width": size[0], "height": size[1]})).open()
    assert explorer.run(OVERLAPS) == {"outside": [], "covered": [], "scrolls": False}


@pytest.mark.parametrize("ratio", [1, 2])
def test_maps_are_crisp(open_page: OpenPage, ratio: int) -> None:
    """A pixel of a feature map is one colour over its whole square: nothing is smoothed at any density of the screen."""
    explorer = Explorer(open_page(device_scale_factor=ratio)).open()
    rects = explorer.rects(["conv1/3/12/14", "pool1/2/7/7", "fc1/17"])
    assert [len(explorer.run(CRISP, rect)) for rect in rects] == [1, 1, 1]


def test_the_answer_changes_only_after_the_maps(page: Page) -> None:
    """When the answer becomes live for a new drawing, the maps of that drawing are painted already."""
    explorer = Explorer(page).open()
    assert explorer.run(ORDER) == ["pending", False, True]


def test_a_server_that_is_gone_is_told_in_words_and_its_return_noticed(page: Page, trouble: Trouble) -> None:
    """While no answer comes the page says so and keeps the drawing; it recovers by itself, with what was drawn meanwhile."""
    explorer = Explorer(page).open()
    page.route("**/activations?**", lambda route: route.abort("connectionrefused"))
    explorer.part("sample-4").click()
    expect(explorer.answer).to_have_attribute("data-state", "error")
    expect(explorer.part("status")).to_contain_text("The server does not answer.")
    x, y = explorer.on_pad((0.5, 0.5))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y)
    page.mouse.up()
    page.unroute("**/activations?**")
    explorer.settle()
    expect(explorer.part("status")).to_be_empty()
    assert all("ERR_CONNECTION_REFUSED" in line for line in trouble.take())


# What a message lies upon, of all that can be pressed, drawn on or read as a picture.
COVERED = """
    const box = document.querySelector(".status").getBoundingClientRect();
    return [...document.querySelectorAll("button, a, input, select, label, canvas, .panel")]
        .filter((one) => one.checkVisibility() && !one.closest(".status, dialog"))
        .filter((one) => {
            const {left, right, top, bottom} = one.getBoundingClientRect();
            return left < box.right && right > box.left && top < box.bottom && bottom > box.top;
        }).map((one) => one.outerHTML.slice(0, 80));
"""


@pytest.mark.layout
@pytest.mark.parametrize(("width", "height", "locale"), [(1280, 800, "en"), (1180, 720, "de")])
def test_a_message_covers_nothing(open_page: OpenPage, width: int, height: int, locale: str) -> None:
    """What is told has room of its own inside the window, and the pad stays where it is."""
    explorer = Explorer(open_page(viewport={"width": width, "height": height}, locale=locale)).open()
    before = explorer.part("pad").bounding_box()
    explorer.run("location.hash = '#nose=1&foot=2&sample=4';")
    expect(explorer.part("status")).to_contain_text("nose")
    explorer.run("for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(done));")
    assert explorer.run(COVERED) == []
    box = explorer.part("status").bounding_box()
    assert box
    assert box["y"] + box["height"] <= height
    assert explorer.part("pad").bounding_box() == before


def test_a_refused_picture_is_told_in_words(page: Page, trouble: Trouble) -> None:
    """What the server says against a picture is shown beside the pad, and the next stroke is answered again."""
    explorer = Explorer(page).open()

    def refuse(route: Route) -> None:
        problem = {
            "type": "about:blank",
            "title": "Bad picture",
            "status": 400,
            "detail": "The picture is upside down.",
        }
        route.fulfill(status=400, content_type="application/problem+json", json=problem)

    page.route("**/activations?**", refuse)
    explorer.part("sample-4").click()
    expect(explorer.part("status")).to_contain_text("The picture is upside down.")
    page.unroute("**/activations?**")
    explorer.draw([[(0.2, 0.2), (0.25, 0.2)]])
    expect(explorer.part("status")).to_be_empty()
    assert all("400" in line for line in trouble.take())


def seven(picture: Image.Image, ink: Any, left: int = 0, top: int = 0) -> bytes:
    """A PNG of a seven, 50 wide and 75 high, drawn into a picture."""
    corners = [(left + 20, top + 25), (left + 70, top + 25), (left + 40, top + 100)]
    ImageDraw.Draw(picture).line(corners, fill=ink, width=8, joint="curve")
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def dark_seven() -> bytes:
    """A seven in dark ink on white paper, as a scanner sees it."""
    return seven(Image.new("L", (90, 120), 255), 20)


FILES = {
    "white on transparent": seven(Image.new("RGBA", (90, 120), (0, 0, 0, 0)), (255, 255, 255, 255)),
    "small on a large page": seven(Image.new("L", (1200, 1600), 250), 30, 700, 1100),
    "a dim photograph": seven(Image.new("RGB", (90, 120), (70, 66, 60)), (22, 20, 20)),
}


@pytest.mark.parametrize("kind", FILES)
def test_an_opened_file_is_sent_itself(page: Page, kind: str) -> None:
    """The server answers as to the file's own bytes, and what it makes of them stands on the pad: the network's input, as ink."""
    explorer = Explorer(page).open()
    with page.expect_request("**/activations?**") as sent:
        explorer.part("file").set_input_files(
            {"name": "seven.png", "mimeType": "image/png", "buffer": FILES[kind]}
        )
    response = sent.value.response()
    own = page.request.post(sent.value.url, headers={"content-type": "image/png"}, data=FILES[kind])
    assert response
    assert response.body() == own.body()
    prepared = load_tensors(own.body())["input"][0, 2:30, 2:30]
    expect(explorer.answer).to_have_attribute("data-digit", "7")
    assert explorer.settle().digit == "7"
    alpha = explorer.run("""
        const {data} = document.querySelector("[data-testid=pad]").getContext("2d").getImageData(0, 0, 280, 280);
        return Array.from({length: 784}, (_, i) => data[4 * (280 * (10 * Math.floor(i / 28) + 5) + 10 * (i % 28) + 5) + 3]);
    """)
    assert np.array(alpha).reshape(28, 28) == pytest.approx(255 * prepared, abs=0.5)


def test_files_are_opened_or_refused_in_words(page: Page, trouble: Trouble) -> None:
    """A picture file, here dark ink on paper, is drawn and read; a file that is none is named, and the drawing stays."""
    explorer = Explorer(page).open()
    explorer.part("file").set_input_files(
        {"name": "seven.png", "mimeType": "image/png", "buffer": dark_seven()}
    )
    expect(explorer.answer).to_have_attribute("data-digit", "7")
    explorer.part("file").set_input_files(
        {"name": "letter.png", "mimeType": "image/png", "buffer": b"Dear reader"}
    )
    expect(explorer.part("status")).to_contain_text("“letter.png” could not be read")
    assert explorer.settle().digit == "7"
    assert len(trouble.take()) == 1


def test_pictures_may_be_dropped_or_pasted(page: Page) -> None:
    """A picture that is dropped on the page or pasted into it is drawn and read, and Ctrl+Z takes each back."""
    explorer = Explorer(page).open()
    for kind in ("drop", "paste"):
        explorer.run(INCOMING, {"kind": kind, "bytes": list(dark_seven())})
        expect(explorer.answer).to_have_attribute("data-digit", "7")
        page.keyboard.press("Control+z")
        expect(explorer.answer).to_have_attribute("data-digit", "8")
    page.keyboard.press("Control+Shift+z")
    expect(explorer.answer).to_have_attribute("data-digit", "7")


def test_the_theme_follows_the_system_or_the_hand(open_page: OpenPage) -> None:
    """A system that asks for dark gets it; the button overrules it, and a reload remembers."""
    explorer = Explorer(open_page(color_scheme="dark")).open()
    background = "return getComputedStyle(document.documentElement).backgroundColor;"
    dark = explorer.run(background)
    explorer.part("theme").click()
    expect(explorer.page.locator("html")).to_have_attribute("data-theme", "light")
    light = explorer.run(background)
    assert (dark, light) == ("rgb(18, 19, 22)", "rgb(251, 251, 249)")
    assert explorer.open().run(background) == light


def test_a_whole_visit_asks_no_other_host_and_leaves_the_console_empty(page: Page, trouble: Trouble) -> None:
    """Loading, drawing, pointing, samples, ranges and themes ask this server only, and nothing is said in the console."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    explorer = Explorer(page).open().draw(SEVEN)
    for place in explorer.places(["softmax/3", "fc1/7", "pool2/2/2/2", "input/0/3/3"]):
        page.mouse.click(*place)
    explorer.part("surprise").click()
    explorer.settle()
    explorer.part("range").select_option("network")
    explorer.part("center").click()
    explorer.settle().part("theme").click()
    assert len(asked) > 20
    assert {urlsplit(url).netloc for url in asked} == {trouble.host}
    assert trouble.found == []
