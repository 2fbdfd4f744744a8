"""What can be taken along: files that hold what the screen and the API say, programs that run as pasted, the link."""

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from safetensors.numpy import load as load_safetensors

from tests.browser.explorer import SEVEN, Explorer, activations_of
from tests.conftest import LiveServer, OpenPage

UNITS = ["conv1/2/10/12", "pool1/3/5/7", "fc1/17", "relu2/9/4/4", "input/0/15/15"]
MARGIN = 32
SCALE = 2

# The colours of units on the screen, and the middles of their cells in the scene.
CELLS = """
    const {layoutScene} = await load("model/layout.js");
    const {rectOf} = await load("model/places.js");
    const {parseUnit} = await load("model/layers.js");
    const {layers} = await (await fetch("/api/v1/models/lenet")).json();
    const scene = layoutScene(layers);
    const maps = document.querySelector("[data-testid=network] canvas");
    const copy = new OffscreenCanvas(maps.width, maps.height).getContext("2d", {willReadFrequently: true});
    copy.drawImage(maps, 0, 0);
    const stage = maps.getBoundingClientRect();
    return argument.places.map(([x, y], i) => {
        const {x: left, y: top, width, height} = rectOf(scene, parseUnit(layers, argument.units[i]));
        const [red, green, blue] = copy.getImageData(Math.floor((x - stage.left) * maps.width / stage.width), Math.floor((y - stage.top) * maps.height / stage.height), 1, 1).data;
        return {colour: [red, green, blue], middle: [left + width / 2, top + height / 2]};
    });
"""


# Where a unit is in the scene.
RECT = """
    const {layoutScene} = await load("model/layout.js");
    const {rectOf} = await load("model/places.js");
    const {parseUnit} = await load("model/layers.js");
    const {layers} = await (await fetch("/api/v1/models/lenet")).json();
    return rectOf(layoutScene(layers), parseUnit(layers, argument));
"""


def opened(explorer: Explorer) -> Explorer:
    """A page with a seven of one's own and the dialog open."""
    explorer.open().part("clear").click()
    explorer.draw(SEVEN)
    explorer.part("export").click()
    return explorer


def taken(explorer: Explorer, name: str) -> bytes:
    """The file that a button gives."""
    with explorer.page.expect_download() as download:
        explorer.part(f"take-{name}").click()
    assert download.value.suggested_filename == f"lenet.{name}"
    expect(explorer.part("export-told")).to_contain_text(f"lenet.{name}")
    return Path(download.value.path()).read_bytes()


def test_the_picture_as_svg_and_png_has_the_colours_of_the_screen(page: Page) -> None:
    """The SVG is well formed, with every layer's name; the PNG has the screen's colour in the middle of each cell."""
    explorer = opened(Explorer(page))
    svg = ET.fromstring(taken(explorer, "svg"))  # noqa: S314 -- written by this very page
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    words = {"".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert {"input 1 × 32 × 32", "softmax 10"} <= words  # noqa: RUF001 -- as the page writes shapes
    picture = Image.open(io.BytesIO(taken(explorer, "png"))).convert("RGB")
    cells = explorer.run(CELLS, {"units": UNITS, "places": explorer.places(UNITS)})
    for unit, cell in zip(UNITS, cells, strict=True):
        place = [int((MARGIN + middle) * SCALE) for middle in cell["middle"]]
        assert list(picture.getpixel((place[0], place[1]))) == cell["colour"], unit  # type: ignore[arg-type]


def test_the_picture_of_a_pinned_unit_tells_what_it_is_about(page: Page) -> None:
    """Flat or in 3D the SVG frames the pinned unit, joins it to its sources, and says the answer, the unit's number and its colours."""
    explorer = Explorer(page)
    page.goto("/#sample=61&unit=conv2/2/5/2")
    value = explorer.settle().page.locator(".inspector-value .number").text_content()
    rect = explorer.run(RECT, "conv2/2/5/2")
    pictures = []
    for view in ("2d", "3d"):
        explorer.part(f"view-{view}").click()
        expect(explorer.part("network")).to_have_attribute("data-view", view)
        explorer.part("export").click()
        expect(page.get_by_text("The flat picture of the network")).to_be_visible()
        pictures.append(taken(explorer, "svg").decode())
        explorer.part("export-close").click()
    assert pictures[0] == pictures[1]
    frames = re.findall(r'<path d="M([\d.]+) ([\d.]+)h[^"]*" stroke-width="2"', pictures[0])
    assert [rect["x"], rect["y"]] in [[float(x), float(y)] for x, y in frames]
    assert len(re.findall(r'<path d="M[\d. ]+L[\d. ]+" stroke="#', pictures[0])) > 25
    assert f"LeNet reads: 8 · conv2 (2, 5, 2) = {value} · Colours from " in pictures[0]


def test_the_numbers_are_those_of_the_api(page: Page, live_server: LiveServer) -> None:
    """JSON, NPZ and safetensors hold the activations that the API gives for the picture that the page sent."""
    explorer = opened(Explorer(page))
    answer = httpx.post(
        f"{live_server.url}/api/v1/models/lenet/activations",
        content=explorer.sent[-1],
        headers={"content-type": "image/png"},
    )
    expected = activations_of(answer.json())
    files: dict[str, Any] = {
        "json": activations_of(json.loads(taken(explorer, "json"))),
        "npz": np.load(io.BytesIO(taken(explorer, "npz"))),
        "safetensors": load_safetensors(taken(explorer, "safetensors")),
    }
    for name, arrays in files.items():
        for layer, values in expected.items():
            np.testing.assert_array_equal(arrays[layer], values, err_msg=f"{name} {layer}")


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("curl", ["/bin/sh", "-c"]),
        ("python", [sys.executable, "-c"]),
        ("javascript", [shutil.which("node") or "node", "--input-type=module", "--eval"]),
    ],
)
def test_programs_run_as_pasted(open_page: OpenPage, name: str, command: list[str]) -> None:
    """What is copied runs in its shell and reads the drawing as the page does."""
    explorer = opened(Explorer(open_page(permissions=["clipboard-read", "clipboard-write"])))
    explorer.part(f"take-{name}").click()
    expect(explorer.part("export-told")).not_to_be_empty()
    program = explorer.run("return navigator.clipboard.readText();")
    done = subprocess.run([*command, program], capture_output=True, text=True, timeout=60, check=True)
    if name == "curl":
        assert json.loads(done.stdout)["prediction"]["digit"] == int(explorer.digit or "")
    else:
        assert f": {explorer.digit}," in done.stdout
        assert "softmax" in done.stdout


def test_share_copies_the_address_and_says_so(open_page: OpenPage) -> None:
    """Share puts the address of the very picture on the clipboard; it opens the same drawing elsewhere."""
    explorer = Explorer(open_page(permissions=["clipboard-read", "clipboard-write"])).open()
    explorer.part("sample-4").click()
    explorer.settle().part("share").click()
    expect(explorer.part("told")).to_have_text("Link copied")
    address = explorer.run("return navigator.clipboard.readText();")
    other = Explorer(open_page())
    other.page.goto(address)
    expect(other.answer).to_have_attribute("data-digit", "4")


def test_a_text_that_may_not_be_copied_is_shown_to_copy_by_hand(page: Page) -> None:
    """Where the browser refuses, the link stands selected in the dialog; Escape closes it and gives the focus back."""
    explorer = Explorer(page).open()
    explorer.run("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));")
    explorer.part("share").focus()
    page.keyboard.press("Enter")
    expect(explorer.part("export-text")).to_have_value(address_of(explorer))
    page.keyboard.press("Escape")
    expect(explorer.part("export-dialog")).to_be_hidden()
    assert explorer.run("return document.activeElement.dataset.testid;") == "share"


def address_of(explorer: Explorer) -> str:
    """The address as the address bar has it, once it has settled."""
    explorer.page.wait_for_url("**/#sample=*")
    return explorer.page.url
