"""The convolution lab: input, kernel and output with the server's numbers, edited, linked, and put into the network."""

import re
from base64 import urlsafe_b64encode
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.lenet import operations
from tests.browser.conftest import Modules
from tests.browser.explorer import Explorer
from tests.browser.test_page_access import DESKTOP, faults
from tests.browser.test_page_drawing import PHONE
from tests.conftest import OpenPage

ARTICLE = np.array(
    [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]], np.float32
)
CROSS = "1,0,1,0,1,0,1,0,1"
EDGE = "-1,0,1,-2,0,2,-1,0,1"

# The network's layers for the drawing on the pad, as the server gives them to the page itself.
LAYERS = """
    const {createClient} = await load("api/client.js");
    const {encodePng} = await load("ink/png.js");
    const {pictureFrom} = await load("ink/base.js");
    const {pixels} = await createClient().sample(argument);
    const {layers} = await createClient().activations(encodePng(pictureFrom(pixels)));
    return [...layers].filter(([, {shape}]) => shape.length === 3).map(([name, {shape, data}]) => [name, shape, [...data]]);
"""

ROUND_TRIP = """
    const {formatLab, parseLab} = await load("state/lab-text.js");
    return argument.map((text) => { const found = parseLab(text); return found && formatLab(found); });
"""

Floats = np.ndarray[Any, np.dtype[np.float32]]


def lab(page: Page, setting: str = "", more: str = "") -> Explorer:
    """Open the lab with a setting of the link, and wait for its output."""
    explorer = Explorer(page)
    page.goto(f"/#view=lab{more}" + (f"&lab={setting}" if setting else ""))
    expect(explorer.part("lab-output")).to_have_attribute("data-value", re.compile("."))
    return explorer


def output(explorer: Explorer) -> Floats:
    """The shown map, read cell by cell with the arrow keys, as somebody does who sees nothing."""
    field = explorer.part("lab-output")
    side = int(field.get_attribute("data-side") or 0)
    field.focus()
    for _ in range(side):
        explorer.page.keyboard.press("ArrowUp")
        explorer.page.keyboard.press("ArrowLeft")
    values = np.zeros((side, side), np.float32)
    for row in range(side):
        explorer.page.keyboard.press("Home")
        for column in range(side):
            expect(field).to_have_attribute("data-row", str(row))
            expect(field).to_have_attribute("data-column", str(column))
            values[row, column] = np.float32(field.get_attribute("data-value"))
            explorer.page.keyboard.press("ArrowRight")
        explorer.page.keyboard.press("ArrowDown")
    return values


def point(explorer: Explorer, row: int, column: int) -> np.float32:
    """The value of a cell of the output that the mouse is on."""
    field = explorer.part("lab-output")
    side = int(field.get_attribute("data-side") or 1)
    box = field.bounding_box()
    assert box
    explorer.page.mouse.move(
        box["x"] + (column + 0.5) * box["width"] / side, box["y"] + (row + 0.5) * box["height"] / side
    )
    expect(field).to_have_attribute("data-row", str(row))
    expect(field).to_have_attribute("data-column", str(column))
    return np.float32(field.get_attribute("data-value"))


def convolved(maps: Floats, kernel: Floats, stride: int = 1, padding: int = 0, bias: float = 0.0) -> Floats:
    """What NumPy makes of maps (maps, rows, columns) and one kernel of the same number of maps."""
    return operations.conv2d(maps[None], kernel[None], np.array([bias], np.float32), stride, padding)[0]


def test_the_article_and_its_kernel(page: Page) -> None:
    """The 5 by 5 of zeros and ones, chosen with its kernel, gives the article's nine numbers, and their sum is written out."""
    explorer = lab(page)
    explorer.part("lab-source").select_option("article")
    explorer.part("lab-chip-article").click()
    expect(explorer.part("lab-output")).to_have_attribute("data-side", "3")
    expect(explorer.part("lab-cell-1-1")).to_have_attribute("data-value", "1")
    expect(explorer.part("lab-output")).to_have_attribute("data-value", "4")
    np.testing.assert_array_equal(output(explorer), [[4, 3, 4], [2, 4, 3], [2, 3, 4]])
    point(explorer, 0, 1)
    sums = explorer.part("lab-sum")
    expect(sums.locator("[data-role=output]")).to_have_attribute("data-value", "3")
    expect(sums.locator("[data-product='1']")).to_have_count(3)


@pytest.mark.parametrize(
    ("window", "stride", "padding", "bias"),
    [("k3s1p2", 1, 2, 0.5), ("k3s2p1", 2, 1, -1.25), ("k3s3p3f", 3, 3, 0)],
)
def test_the_output_is_the_convolution(
    page: Page, window: str, stride: int, padding: int, bias: float
) -> None:
    """For several strides, paddings and biases, turned kernels too, every cell is NumPy's number; the formula has its side."""
    explorer = lab(page, f"article~{window}~none~none~{EDGE}/3/{bias}")
    kernel = (np.array(EDGE.split(","), np.float64) / 3).astype(np.float32).reshape(1, 3, 3)
    if window.endswith("f"):
        kernel = kernel[:, ::-1, ::-1].copy()
    expected = convolved(ARTICLE[None], kernel, stride, padding, bias)[0]
    expect(explorer.part("lab-output")).to_have_attribute("data-side", str(len(expected)))
    np.testing.assert_array_equal(output(explorer), expected)
    expect(explorer.part("lab-formula")).to_have_attribute("data-value", str(len(expected)))


@pytest.mark.parametrize("kind", ["relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("pooling", ["max2", "average3", "sum4"])
def test_activation_and_pooling_follow(page: Page, kind: str, pooling: str) -> None:
    """Activation and pooling of the convolution are NumPy's numbers, and the stage before can be looked at."""
    explorer = lab(page, f"article~k3s1p2~{kind}~{pooling}~{EDGE}/4/0.25")
    kernel = (np.array(EDGE.split(","), np.float64) / 4).astype(np.float32).reshape(1, 3, 3)
    maps = convolved(ARTICLE[None], kernel, 1, 2, 0.25)
    activated = {"relu": operations.relu, "tanh": operations.tanh, "sigmoid": operations.sigmoid}[kind](maps)
    size = int(pooling[-1])
    pool = {
        "max": lambda *window: operations.max_pool2d(*window)[0],
        "average": operations.average_pool2d,
        "sum": operations.sum_pool2d,
    }[pooling[:-1]]
    np.testing.assert_array_equal(output(explorer), pool(activated[None], (size, size), size)[0, 0])
    explorer.part("lab-stage").select_option("activation")
    expect(explorer.part("lab-output")).to_have_attribute("data-stage", "activation")
    assert point(explorer, 1, 5) == activated[0, 1, 5]


def test_the_drawing_and_maps_of_layers_are_inputs(page: Page) -> None:
    """The pad's digit as the network receives it, and a map of a layer, are convolved; learned kernels give conv1's own map."""
    explorer = lab(page, more="&sample=61")
    explorer.settle()
    layers = {
        name: np.array(data, np.float32).reshape(shape) for name, shape, data in explorer.run(LAYERS, 61)
    }
    kernel = np.array(EDGE.split(","), np.float32).reshape(1, 3, 3)
    expected = convolved(layers["input"], kernel)[0]
    assert [point(explorer, *cell) for cell in [(9, 14), (15, 20)]] == [expected[9, 14], expected[15, 20]]
    explorer.part("lab-source").select_option("pool1")
    explorer.part("lab-map").select_option("3")
    expect(explorer.part("lab-output")).to_have_attribute("data-side", "12")
    expected = convolved(layers["pool1"][3:4], kernel)[0]
    assert point(explorer, 5, 7) == expected[5, 7]
    explorer.part("lab-source").select_option("drawing")
    explorer.part("lab-learned-2").click()
    expect(explorer.part("lab-output")).to_have_attribute("data-side", "28")
    assert point(explorer, 9, 12) == pytest.approx(layers["conv1"][2, 9, 12], abs=1e-5)


def test_a_stroke_changes_the_output(page: Page) -> None:
    """What is drawn on the pad while the lab is open is convolved at once."""
    explorer = lab(page, "drawing~k1s1p0~none~none~1/1/0")
    explorer.part("clear").click()
    expect(explorer.part("lab-output")).to_have_attribute("data-value", "0")
    explorer.draw([[(0.45, 0.3), (0.5, 0.5), (0.5, 0.7)]])
    expect(explorer.part("lab-output")).not_to_have_attribute("data-value", "0")


def test_cells_are_edited(page: Page) -> None:
    """A cell takes what is typed, a comma too, arrow keys, the wheel and a drag; the output follows."""
    explorer = lab(page, f"article~k3s1p0~none~none~{CROSS}/1/0")
    cell = explorer.part("lab-cell-1-1")
    cell.fill("2,5")
    expect(cell).to_have_attribute("data-value", "2.5")
    expect(explorer.part("lab-output")).to_have_attribute("data-value", "5.5")
    cell.fill("3")
    page.keyboard.press("ArrowUp")
    expect(cell).to_have_attribute("data-value", "4")
    expect(explorer.part("lab-output")).to_have_attribute("data-value", "7")
    page.keyboard.press("ArrowDown")
    expect(cell).to_have_attribute("data-value", "3")
    cell.hover()
    page.mouse.wheel(0, -100)
    expect(cell).to_have_attribute("data-value", "4")
    box = cell.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 36, steps=4)
    page.mouse.up()
    expect(cell).to_have_attribute("data-value", "2")
    expect(explorer.part("lab-output")).to_have_attribute("data-value", "5")
    cell.fill("2x")
    page.keyboard.press("Tab")
    expect(cell).to_have_value("2")


def test_kernels_slide_together(page: Page) -> None:
    """With a depth of three there are three kernels and three maps; a map is chosen with its kernel, and sizes from 1 to 7 are there."""
    explorer = lab(page, f"article~k3s1p1~none~none~{CROSS}/1/0")
    explorer.part("lab-depth").select_option("3")
    expect(explorer.page.locator(".lab-small")).to_have_count(3)
    explorer.part("lab-map-1").click()
    expect(explorer.part("lab-kernel-1")).to_have_attribute("aria-pressed", "true")
    explorer.part("lab-chip-sobel_x").click()
    expected = convolved(ARTICLE[None], np.array(EDGE.split(","), np.float32).reshape(1, 3, 3), 1, 1)[0]
    expect(explorer.part("lab-output")).to_have_attribute("data-value", str(int(expected[2, 2])))
    np.testing.assert_array_equal(output(explorer), expected)
    for size in (7, 1):
        explorer.part("lab-size").select_option(str(size))
        expect(explorer.page.locator(".lab-cell")).to_have_count(size * size)
        expect(explorer.part("lab-formula")).to_have_attribute("data-value", str(max(7 - size + 1, 0)))


def test_a_window_that_does_not_fit_is_said(page: Page) -> None:
    """A kernel larger than its input has no output and a remedy; with more padding it has one."""
    explorer = Explorer(page)
    page.goto(f"/#view=lab&lab=article~k7s1p0~none~none~{','.join(['1'] * 49)}/1/0")
    expect(explorer.part("lab-output")).to_contain_text("padding")
    explorer.part("lab-padding").select_option("1")
    expect(explorer.part("lab-output")).to_have_attribute("data-value", str(int(ARTICLE.sum())))


def test_a_picture_in_colour_has_three_kernels(page: Page) -> None:
    """Three channels lie side by side, each has a kernel of its own, and their convolutions are added up."""
    pixels = np.arange(3 * 16, dtype=np.uint8) * 5
    explorer = Explorer(page)
    text = link_text(pixels)
    page.goto(f"/#view=lab&lab=rgb/4/{text}~k2s1p0~none~none~1,0,0,1!0,2,0,0!-1,0,0,0/1/0.5")
    expect(explorer.part("lab-output")).to_have_attribute("data-side", "3")
    maps = (pixels.astype(np.float64) / 255).astype(np.float32).reshape(3, 4, 4)
    kernel = np.array([[[1, 0], [0, 1]], [[0, 2], [0, 0]], [[-1, 0], [0, 0]]], np.float32)
    np.testing.assert_array_equal(output(explorer), convolved(maps, kernel, bias=0.5)[0])
    expect(explorer.part("lab-input").locator("canvas")).to_have_count(3)
    expect(explorer.part("lab-sum").locator("[data-role=subtotal]")).to_have_count(3)
    explorer.part("lab-channel-1").click()
    expect(explorer.part("lab-cell-0-1")).to_have_attribute("data-value", "2")


def link_text(pixels: np.ndarray[Any, np.dtype[np.uint8]]) -> str:
    """Bytes as a link writes them."""
    return urlsafe_b64encode(pixels.tobytes()).decode().rstrip("=")


def test_a_picture_is_opened(page: Page) -> None:
    """A file becomes the input, its middle square at most 32 by 32, and stands in the link."""
    explorer = lab(page)
    picture = page.evaluate(
        "async () => { const canvas = new OffscreenCanvas(90, 60); const brush = canvas.getContext('2d');"
        " brush.fillStyle = '#f00'; brush.fillRect(0, 0, 90, 60);"
        " return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())]; }"
    )
    explorer.part("lab-picture").set_input_files(
        {"name": "red.png", "mimeType": "image/png", "buffer": bytes(picture)}
    )
    expect(explorer.part("lab-input")).to_have_attribute("data-side", "32")
    expect(explorer.part("lab-source")).to_have_value("picture")
    page.wait_for_url(re.compile("lab=rgb/32/"))


def test_everything_is_in_the_link(open_page: OpenPage) -> None:
    """What is set by hand opens again from the address in another browser, with the same number pointed at."""
    explorer = lab(open_page())
    explorer.part("lab-source").select_option("article")
    for name, value in {
        "lab-size": "2",
        "lab-stride": "2",
        "lab-padding": "1",
        "lab-depth": "2",
        "lab-activation": "tanh",
        "lab-pooling": "sum",
        "lab-pooling-size": "3",
    }.items():
        explorer.part(name).select_option(value)
    explorer.part("lab-cell-0-1").fill("0.75")
    explorer.part("lab-divisor").fill("3")
    explorer.part("lab-bias").fill("-0.5")
    explorer.page.keyboard.press("Tab")
    explorer.part("lab-flip").check()
    explorer.page.wait_for_url(re.compile("article~k2s2p1f~tanh~sum3~.*0.75.*/3/-0.5~"))
    expect(explorer.part("lab-output")).to_have_attribute("data-side", "1")
    other = open_page()
    other.goto(explorer.page.url)
    second = Explorer(other)
    expect(second.part("lab-output")).to_have_attribute(
        "data-value", explorer.part("lab-output").get_attribute("data-value") or ""
    )
    for name in ("lab-stride", "lab-padding", "lab-depth", "lab-activation", "lab-pooling", "lab-divisor"):
        expect(second.part(name)).to_have_value(explorer.part(name).input_value())
    other.evaluate("location.hash = 'view=lab'")
    expect(second.part("lab-source")).to_have_value("drawing")


@pytest.mark.parametrize(
    "text",
    [
        "article~k8s1p0~none~none~1/1/0",
        "article~k1s5p0~none~none~1/1/0",
        "article~k1s1p0~softmax~none~1/1/0",
        "article~k1s1p0~none~max5~1/1/0",
        "article~k1s1p0~none~none~1,2/1/0",
        "article~k1s1p0~none~none~1/0/0",
        "article~k1s1p0~none~none~1/1/0/7",
        "article~k1s1p0~none~none~1e400/1/0",
        "article~k1s1p0~none~none~99999/1/0",
        "article~k1s1p0~none~none",
        "article~k1s1p0~none~none~" + "~".join(["1/1/0"] * 7),
        "rgb/4/AAAA~k1s1p0~none~none~1!1!1/1/0",
        "nonsense",
    ],
)
def test_a_bad_setting_is_refused(page: Page, text: str) -> None:
    """A link that the lab cannot show is named, and the lab is as at first."""
    explorer = lab(page, text)
    expect(explorer.part("status")).to_contain_text("lab")
    expect(explorer.part("lab-cell-1-2")).to_have_attribute("data-value", "2")
    expect(page).not_to_have_url(re.compile("&lab="))


def test_links_are_written_as_they_are_read(modules: Modules) -> None:
    """A setting that is read and written again is the same text."""
    texts = [
        f"article~k3s1p0~none~none~{CROSS}/1/0",
        f"drawing~k3s4p3f~sigmoid~average4~{EDGE}/16/-0.125~{CROSS}/256/1e-7",
        "conv2/15~k1s2p1~relu~max2~0.123456789/1/0",
        "rgb/1/AAEC~k1s1p0~tanh~sum3~1!-2!0.5/1/10000",
    ]
    assert modules.run(ROUND_TRIP, texts) == texts


def test_a_kernel_is_put_into_the_network(page: Page) -> None:
    """The edited kernel makes a model of its own, whose map is the lab's output; undo returns to the former one."""
    explorer = lab(page, f"drawing~k5s1p0~none~none~{','.join(['0.5'] * 25)}/2/-1", "&sample=61")
    explorer.settle()
    expect(explorer.answer).to_have_attribute("data-model", "lenet")
    explorer.part("lab-apply-map").select_option("3")
    explorer.part("lab-apply").click()
    expect(explorer.answer).to_have_attribute("data-model", re.compile("^m-"))
    explorer.settle()
    value = point(explorer, 12, 13)
    explorer.part("view-2d").click()
    page.evaluate("location.hash += '&unit=conv1/3/12/13'")
    shown = [float(one.value) for one in explorer.explained("conv1/3/12/13") if one.role == "output"]
    assert shown == pytest.approx([value] * len(shown), abs=1e-5)
    assert shown
    explorer.part("view-lab").click()
    explorer.part("lab-undo").click()
    expect(explorer.answer).to_have_attribute("data-model", "lenet")
    expect(explorer.part("lab-undo")).to_have_count(0)


def test_only_what_fits_is_put_into_the_network(page: Page) -> None:
    """Neither a kernel of another size, nor a network without conv1 takes it."""
    explorer = lab(page)
    expect(explorer.part("lab-apply")).to_be_disabled()
    explorer.part("lab-size").select_option("5")
    expect(explorer.part("lab-apply")).to_be_enabled()
    explorer.part("model").select_option("mlp")
    expect(explorer.answer).to_have_attribute("data-model", "mlp")
    expect(explorer.part("lab-apply")).to_be_disabled()


def test_the_window_slides(page: Page) -> None:
    """Play moves the pointed cell over the whole output, and ends at its last one."""
    explorer = lab(page, f"article~k3s1p0~none~none~{CROSS}/1/0")
    explorer.part("lab-play").click()
    field = explorer.part("lab-output")
    expect(field).to_have_attribute("data-row", "2")
    expect(field).to_have_attribute("data-column", "2")
    expect(explorer.part("lab-play")).to_have_attribute("aria-label", re.compile("Slide"))


SIZES = """
    const [width, height] = [document.documentElement.scrollWidth, document.documentElement.scrollHeight];
    const parts = ["lab-input", "lab-kernel", "lab-output"].map((name) => document.querySelector(`[data-testid=${name}]`).getBoundingClientRect());
    const sum = document.querySelector("[data-testid=lab-sum]").getBoundingClientRect();
    return {width, height, parts: parts.map((rect) => rect.width), lefts: parts.map((rect) => rect.left), sum: sum.bottom};
"""


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_lab_fits_its_window(open_page: OpenPage, language: str) -> None:
    """At 1280 by 800 input, kernel and output have 340 pixels each and the sum is in sight, with six kernels too; a phone stacks them and scrolls downwards only."""
    kernels = "~".join([",".join(["-0.123"] * 49) + "/1/0"] * 6)
    setting = f"drawing~k7s1p3~relu~max2~{kernels}"
    wide = lab(open_page(locale=language), setting).run(SIZES)
    assert (wide["width"], wide["height"]) == (1280, 800)
    assert min(wide["parts"]) >= 340
    assert wide["sum"] <= 800
    narrow = lab(open_page(**PHONE, locale=language), setting).run(SIZES)
    assert narrow["width"] == 390
    assert len(set(narrow["lefts"])) == 1


@pytest.mark.parametrize("layout", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_lab(open_page: OpenPage, layout: dict[str, Any], scheme: str) -> None:
    """WCAG 2.2 AA holds in the lab: at first, and with several kernels, padding, activation and pooling."""
    explorer = lab(open_page(**layout, color_scheme=scheme, reduced_motion="reduce"))
    explorer.settle()
    assert faults(explorer, scheme) == []
    explorer.run(
        "location.hash = argument;", f"#view=lab&lab=article~k3s1p2~tanh~max2~{CROSS}/1/0~{EDGE}/3/0.5"
    )
    expect(explorer.page.locator(".lab-small")).to_have_count(2)
    assert faults(explorer, scheme) == []


def test_the_lab_and_the_other_views_change_places(page: Page) -> None:
    """The network comes back as it was; training leaves the lab; a German page keeps what the lab is set to."""
    explorer = lab(page, f"article~k3s1p0~none~none~{CROSS}/1/0")
    expect(explorer.part("network")).to_be_hidden()
    explorer.part("language").select_option("de")
    expect(explorer.part("view-lab")).to_have_text("Labor")
    expect(explorer.part("lab-source")).to_have_value("article")
    explorer.part("view-2d").click()
    expect(explorer.part("network")).to_be_visible()
    expect(explorer.part("lab")).to_be_hidden()
    page.mouse.click(*explorer.places(["conv1/1/9/9"])[0])
    explorer.explained("conv1/1/9/9")
    explorer.part("view-lab").click()
    expect(explorer.part("lab-output")).to_be_visible()
    explorer.part("view-train").click()
    expect(explorer.part("lab")).to_be_hidden()
    expect(explorer.part("view-train")).to_have_attribute("aria-pressed", "true")


def test_the_lab_is_small(page: Page) -> None:
    """Opening the lab loads at most 70 kB over the wire: scripts, style sheets, words and its first numbers."""
    Explorer(page).open()
    page.wait_for_load_state("networkidle")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.get_by_test_id("view-lab").click()
    expect(page.get_by_test_id("lab-output")).to_have_attribute("data-value", re.compile("."))
    page.wait_for_load_state("networkidle")
    assert len(sizes) > 5
    assert sum(sizes) <= 70_000
