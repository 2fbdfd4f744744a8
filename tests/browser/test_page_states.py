"""What surrounds the numbers: layout, crispness, the order of painting, themes, and errors in words."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, expect
from safetensors.numpy import load as load_tensors

from tests.browser.explorer import Explorer, refuse
from tests.conftest import OpenPage, Trouble

# The answer's element is watched; the maps are read in the moment in which it becomes live, and again later.
ORDER = """
    const answer = part("answer");
    const before = pixelsOf(maps);
    const live = new Promise((resolve) => new MutationObserver(() => {
        if (answer.dataset.state === "live" && answer.dataset.digit === "3") resolve(pixelsOf(maps));
    }).observe(answer, {attributes: true}));
    part("sample-3").click();
    const pending = answer.dataset.state;
    const atOnce = await live;
    await frames(6);
    const same = (one, other) => one.every((value, i) => value === other[i]);
    return [pending, same(before, atOnce), same(atOnce, pixelsOf(maps))];
"""

# How many colours there are in the square of each unit.
CRISP = """
    const {inScene, inStage} = await sceneNow();
    return argument.map((unit) => {
        const {x, y, width, height} = inStage(inScene(unit));
        const data = pixelsOf(maps, ...[x, y, width, height].map((place) => Math.round(
            place * devicePixelRatio)));
        const pixels = Array.from({length: data.length / 4}, (_, i) => data.slice(4 * i, 4 * i + 4).join());
        return new Set(pixels).size;
    });
"""

OVERLAPS = """
    const names = ["pad", "received", "samples", "network", "answer", "inspector", "legend"];
    const boxes = names.map((id) => [id, document.getElementById(id).getBoundingClientRect()]);
    const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
    const outside = boxes.filter(([, {left, top, right, bottom}]) =>
        left < 0 || top < 0 || right > innerWidth || bottom > innerHeight).map(([id]) => id);
    const covered = boxes.flatMap(([name, box], i) =>
        boxes.slice(i + 1).filter(([, other]) => !apart(box, other)).map(([other]) => `${name} ${other}`));
    const {scrollWidth, scrollHeight} = document.documentElement;
    return {outside, covered, scrolls: scrollWidth > innerWidth || scrollHeight > innerHeight};
"""


@pytest.mark.layout
@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (1920, 1080)])
def test_everything_is_on_one_screen(open_page: OpenPage, size: tuple[int, int]) -> None:
    """On wide screens nothing scrolls, nothing is cut off and nothing covers anything else."""
    explorer = Explorer(open_page(viewport={"width": size[0], "height": size[1]})).open()
    assert explorer.run(OVERLAPS) == {"outside": [], "covered": [], "scrolls": False}


@pytest.mark.parametrize("ratio", [1, 2])
def test_maps_are_crisp(open_page: OpenPage, ratio: int) -> None:
    """A pixel of a feature map is one colour over its whole square at any density of the screen."""
    explorer = Explorer(open_page(device_scale_factor=ratio)).open()
    assert explorer.run(CRISP, ["conv1/3/12/14", "pool1/2/7/7", "fc1/17"]) == [1, 1, 1]


def test_the_answer_changes_only_after_the_maps(explorer: Explorer) -> None:
    """When the answer becomes live for a new drawing, the maps of that drawing are painted already."""
    assert explorer.open().run(ORDER) == ["pending", False, True]


def test_a_server_that_is_gone_or_refuses_is_told(explorer: Explorer, trouble: Trouble) -> None:
    """Without an answer the page says so and goes on by itself with what was drawn; a refusal is told."""
    explorer.open().page.route("**/activations?**", lambda route: route.abort("connectionrefused"))
    explorer.click("sample-4").shows("answer", state="error")
    expect(explorer.part("status")).to_contain_text("The server does not answer.")
    explorer.drag(explorer.on_pad((0.5, 0.5)), explorer.on_pad((0.52, 0.5)))
    explorer.page.unroute("**/activations?**")
    expect(explorer.settle().part("status")).to_be_empty()
    assert all("ERR_CONNECTION_REFUSED" in line for line in trouble.take())
    refuse(explorer.page, "**/activations?**", 400, "The picture is upside down.")
    expect(explorer.click("sample-5").part("status")).to_contain_text("The picture is upside down.")
    explorer.page.unroute("**/activations?**")
    expect(explorer.draw([[(0.2, 0.2), (0.25, 0.2)]]).part("status")).to_be_empty()
    assert all("400" in line for line in trouble.take())


# What a message lies upon, of all that can be pressed, drawn on or read as a picture.
COVERED = """
    await frames(3);
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
    pad, status = explorer.part("pad"), explorer.part("status")
    before = explorer.box(pad)
    expect(explorer.go("nose=1&foot=2&sample=4").part("status")).to_contain_text("nose")
    assert explorer.run(COVERED) == []
    box = explorer.box(status)
    assert box["y"] + box["height"] <= height
    assert explorer.box(pad) == before


def seven(picture: Image.Image, ink: Any, left: int = 0, top: int = 0) -> bytes:
    """A PNG of a seven, 50 wide and 75 high, drawn into a picture."""
    corners = [(left + 20, top + 25), (left + 70, top + 25), (left + 40, top + 100)]
    ImageDraw.Draw(picture).line(corners, fill=ink, width=8, joint="curve")
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


FILES = {
    "dark on white": seven(Image.new("L", (90, 120), 255), 20),
    "white on transparent": seven(Image.new("RGBA", (90, 120), (0, 0, 0, 0)), (255, 255, 255, 255)),
    "small on a large page": seven(Image.new("L", (1200, 1600), 250), 30, 700, 1100),
    "a dim photograph": seven(Image.new("RGB", (90, 120), (70, 66, 60)), (22, 20, 20)),
}

# The ink in the middle of each of the pad's squares of ten pixels.
SQUARES = """
    const ink = inkOf();
    return Array.from({length: 784}, (_, i) => ink[280 * (10 * Math.floor(i / 28) + 5) + 10 * (i % 28) + 5]);
"""


def test_files_are_opened_or_refused_in_words(explorer: Explorer, trouble: Trouble) -> None:
    """A file goes to the server as it is and is shown as prepared; what is no picture is named."""
    file = explorer.open().part("file")
    for content in FILES.values():
        payload: FilePayload = {"name": "seven.png", "mimeType": "image/png", "buffer": content}
        explorer.click("clear").shows("answer", digit="").settle()
        with explorer.page.expect_request("**/activations?**") as sent:
            file.set_input_files(payload)
        response = sent.value.response()
        headers = {"content-type": "image/png"}
        own = explorer.page.request.post(sent.value.url, headers=headers, data=content).body()
        assert response
        assert response.body() == own
        explorer.shows("answer", digit=7).settle()
        prepared = load_tensors(own)["input"][0, 2:30, 2:30].ravel()
        assert explorer.run(SQUARES) == pytest.approx(np.asarray(255 * prepared), abs=0.5)
    file.set_input_files({"name": "letter.png", "mimeType": "image/png", "buffer": b"Dear reader"})
    expect(explorer.part("status")).to_contain_text("“letter.png” could not be read")
    explorer.settle().shows("answer", digit=7)
    assert len(trouble.take()) == 1


INCOMING = """
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(argument.bytes)], "seven.png", {type: "image/png"}));
    const options = {dataTransfer: data, clipboardData: data, bubbles: true, cancelable: true};
    const Kind = {drop: DragEvent, paste: ClipboardEvent}[argument.kind];
    document.querySelector("main").dispatchEvent(new Kind(argument.kind, options));
"""


def test_pictures_may_be_dropped_or_pasted(explorer: Explorer) -> None:
    """A dropped or pasted picture is drawn and read, and Ctrl+Z takes each back."""
    explorer.open()
    for kind in ("drop", "paste"):
        explorer.run(INCOMING, {"kind": kind, "bytes": list(FILES["dark on white"])})
        explorer.shows("answer", digit=7).press("Control+z").shows("answer", digit=8)
    explorer.press("Control+Shift+z").shows("answer", digit=7)


def test_the_theme_follows_the_system_or_the_hand(open_page: OpenPage) -> None:
    """A dark system gets dark; the button overrules it, and a reload remembers; no browser inverts it."""
    explorer = Explorer(open_page(color_scheme="dark")).open()
    page = explorer.page.locator("html")
    expect(page).to_have_css("background-color", "rgb(18, 19, 22)")
    explorer.click("theme")
    expect(page).to_have_css("background-color", "rgb(251, 251, 249)")
    explorer.open()
    expect(page).to_have_css("background-color", "rgb(251, 251, 249)")
    expect(page).to_have_css("color-scheme", "light only")
    expect(explorer.click("theme").page.locator("html")).to_have_css("color-scheme", "dark only")
