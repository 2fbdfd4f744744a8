"""What can be taken along: files with what screen and API say, programs that run as pasted, the link."""

import io
import json
import re
import shutil
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import numpy as np
from PIL import Image
from playwright.sync_api import expect
from safetensors.numpy import load as load_safetensors

from tests.browser.explorer import SEVEN, Explorer, activations, activations_of
from tests.conftest import OpenPage

UNITS = ["conv1/2/10/12", "pool1/3/5/7", "fc1/17", "relu2/9/4/4", "input/0/15/15"]
MARGIN = 32
SCALE = 2
CLIPBOARD = ["clipboard-read", "clipboard-write"]
COPIED = "return navigator.clipboard.readText();"

# The colours of units on the screen, and the middles of their cells in the scene.
CELLS = """
    const {inScene, inStage} = await sceneNow();
    return argument.map((unit) => {
        const rect = inScene(unit);
        const {x, y, width, height} = inStage(rect);
        const at = [x + width / 2, y + height / 2].map((place) => Math.floor(place * devicePixelRatio));
        const [red, green, blue] = pixelsOf(maps, ...at, 1, 1);
        return {colour: [red, green, blue], middle: [rect.x + rect.width / 2, rect.y + rect.height / 2]};
    });
"""


def opened(explorer: Explorer) -> Explorer:
    """A page with a seven of one's own and the dialog open."""
    return explorer.open().click("clear").draw(SEVEN).click("export")


def taken(explorer: Explorer, kind: str) -> bytes:
    """The file that a button gives."""
    name, content = explorer.downloaded(f"take-{kind}")
    assert name == f"lenet.{kind}"
    expect(explorer.part("export-told")).to_contain_text(name)
    return content


def test_files_have_what_the_screen_and_the_api_say(explorer: Explorer, client: httpx.Client) -> None:
    """The SVG has every layer's name, the PNG the screen's colours, the other files the API's numbers."""
    svg = ET.fromstring(taken(opened(explorer), "svg"))  # noqa: S314 -- written by this very page
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    words = {"".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert {"input 1 × 32 × 32", "softmax 10"} <= words  # noqa: RUF001 -- as the page writes shapes
    picture = np.array(Image.open(io.BytesIO(taken(explorer, "png"))).convert("RGB"))
    for unit, cell in zip(UNITS, explorer.run(CELLS, UNITS), strict=True):
        x, y = (int((MARGIN + middle) * SCALE) for middle in cell["middle"])
        assert picture[y, x].tolist() == cell["colour"], unit
    files: dict[str, Any] = {
        "json": activations_of(json.loads(taken(explorer, "json"))),
        "npz": np.load(io.BytesIO(taken(explorer, "npz"))),
        "safetensors": load_safetensors(taken(explorer, "safetensors")),
    }
    for layer, values in activations(client, explorer.sent[-1]).items():
        for name, arrays in files.items():
            np.testing.assert_array_equal(arrays[layer], values, err_msg=f"{name} {layer}")


def test_the_picture_of_a_pinned_unit_tells_what_it_is_about(explorer: Explorer) -> None:
    """In 2D and 3D the SVG shows the pinned unit, its sources, its number and the answer."""
    explorer.open("sample=61&unit=conv2/2/5/2")
    value = explorer.page.locator(".inspector-value .number").text_content()
    rect = explorer.run("const {inScene} = await sceneNow(); return inScene(argument);", "conv2/2/5/2")
    pictures = []
    for view in ("2d", "3d"):
        explorer.click(f"view-{view}").shows("network", view=view).click("export")
        expect(explorer.page.get_by_text("The flat picture of the network")).to_be_visible()
        pictures.append(taken(explorer, "svg").decode())
        explorer.click("export-close")
    assert pictures[0] == pictures[1]
    frames = re.findall(r'<path d="M([\d.]+) ([\d.]+)h[^"]*" stroke-width="2"', pictures[0])
    assert [rect["x"], rect["y"]] in [[float(x), float(y)] for x, y in frames]
    assert len(re.findall(r'<path d="M[\d. ]+L[\d. ]+" stroke="#', pictures[0])) > 25
    assert f"LeNet reads: 8 · conv2 (2, 5, 2) = {value} · Colours from " in pictures[0]


COMMANDS = {
    "curl": ["/bin/sh", "-c"],
    "python": [sys.executable, "-c"],
    "javascript": [shutil.which("node") or "node", "--input-type=module", "--eval"],
}


def test_programs_run_as_pasted(open_page: OpenPage) -> None:
    """What is copied runs in its shell and reads the drawing as the page does."""
    explorer = opened(Explorer(open_page(permissions=CLIPBOARD)))
    for name, command in COMMANDS.items():
        explorer.click(f"take-{name}")
        what = explorer.part(f"take-{name}").inner_text()
        expect(explorer.part("export-told")).to_have_text(f"{what} copied")
        program = [*command, explorer.run(COPIED)]
        said = subprocess.run(program, capture_output=True, text=True, timeout=60, check=True).stdout
        if name == "curl":
            assert json.loads(said)["prediction"]["digit"] == 7
        else:
            assert ": 7," in said
            assert "softmax" in said


def test_share_copies_the_address_and_says_so(open_page: OpenPage) -> None:
    """Share copies the address of the very picture, which opens elsewhere, and says so beside the model."""
    explorer = Explorer(open_page(permissions=CLIPBOARD)).open().click("sample-4").settle().click("share")
    expect(explorer.part("told")).to_have_text("Link copied")
    words, model = explorer.part("told").bounding_box(), explorer.part("model").bounding_box()
    assert words
    assert model
    assert words["x"] + words["width"] <= model["x"]
    other = Explorer(open_page())
    other.page.goto(explorer.run(COPIED))
    other.shows("answer", digit=4)


def test_a_text_that_may_not_be_copied_is_shown_to_copy_by_hand(explorer: Explorer) -> None:
    """Where the browser refuses, the link stands selected in a dialog; Escape gives the focus back."""
    explorer.open().run("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));")
    explorer.part("share").focus()
    explorer.press("Enter").page.wait_for_url("**/#sample=*")
    expect(explorer.part("export-text")).to_have_value(explorer.page.url)
    expect(explorer.part("export-told")).to_contain_text("Ctrl+C")
    expect(explorer.part("told")).to_be_empty()
    expect(explorer.press("Escape").part("export-dialog")).to_be_hidden()
    expect(explorer.part("share")).to_be_focused()
