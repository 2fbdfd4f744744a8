"""The convolution lab: whatever is its input and whatever follows, its output is the server's and NumPy's; a kernel goes into the network."""

import re
from base64 import urlsafe_b64encode
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.lenet import operations
from tests.browser.explorer import Explorer
from tests.browser.lab_explorer import ARTICLE, EDGE, convolved, lab, output, point

# The network's layers for the drawing on the pad, as the server gives them to the page itself.
LAYERS = """
    const {createClient} = await load("api/client.js");
    const {encodePng} = await load("ink/png.js");
    const {pictureFrom} = await load("ink/base.js");
    const {pixels} = await createClient().sample(argument);
    const {layers} = await createClient().activations(encodePng(pictureFrom(pixels)));
    return [...layers].filter(([, {shape}]) => shape.length === 3).map(([name, {shape, data}]) => [name, shape, [...data]]);
"""


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


@pytest.mark.parametrize(("kind", "pooling"), [("relu", "max2"), ("tanh", "average3"), ("sigmoid", "sum4")])
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
    point(explorer, 5, 7)
    expect(explorer.part("lab-output")).to_have_attribute("data-value", str(expected[5, 7]))  # after map 0's
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
    expect(explorer.part("lab-input").locator(".lab-map")).to_have_count(3)
    expect(explorer.part("lab-input").get_by_role("button")).to_have_count(3)
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
    expect(explorer.part("lab")).to_contain_text("the middle square of your picture, reduced to 32")
    page.wait_for_url(re.compile("lab=rgb/32/"))


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
    # The link follows a moment later; what is added to it before would leave the model out.
    page.wait_for_function("() => location.hash.includes('model=m-') && !location.hash.includes('view=lab')")
    page.evaluate("location.hash += '&unit=conv1/3/12/13'")
    shown = [float(one.value) for one in explorer.explained("conv1/3/12/13") if one.role == "output"]
    assert shown == pytest.approx([value] * len(shown), abs=1e-5)
    assert shown
    explorer.part("view-lab").click()
    explorer.part("lab-undo").click()
    expect(explorer.answer).to_have_attribute("data-model", "lenet")
    expect(explorer.part("lab-undo")).to_have_count(0)


@pytest.mark.parametrize("unit", ["conv1/2/9/9", "conv2/5/3/4"])
def test_a_pixel_leads_to_the_lab(page: Page, unit: str) -> None:
    """From the arithmetic of a convolved pixel the lab opens with its kernel over the map that it reads."""
    explorer = Explorer(page)
    page.goto(f"/#sample=61&unit={unit}")
    explorer.settle().explained(unit)
    explorer.part("inspector-lab").click()
    expect(explorer.part("lab-size")).to_have_value("5")
    expect(explorer.part("lab-output")).to_have_attribute("data-value", re.compile("."))
    _, _, row, column = unit.split("/")
    value = point(explorer, int(row), int(column))
    if unit.startswith("conv1"):
        layers = {name: np.array(data).reshape(shape) for name, shape, data in explorer.run(LAYERS, 61)}
        assert value == pytest.approx(layers["conv1"][2, 9, 9], abs=1e-5)
    else:
        expect(explorer.part("lab-source")).to_have_value("pool1")


def test_a_kernel_leads_to_the_lab(page: Page) -> None:
    """From the list of conv2's kernels the lab opens with the chosen one over the map that it reads."""
    explorer = Explorer(page)
    page.goto("/#sample=61&unit=conv2/5/3/4")
    explorer.settle().explained("conv2/5/3/4")
    explorer.part("kernels").click()
    cell = page.locator("[data-kernel='5/2'] input").first
    cell.focus()
    weight = cell.get_attribute("data-value") or ""
    explorer.part("kernels-lab").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(explorer.part("lab-source")).to_have_value("pool1")
    expect(explorer.part("lab-map")).to_have_value("2")
    expect(explorer.part("lab-cell-0-0")).to_have_attribute("data-value", weight)


def test_only_what_fits_is_put_into_the_network(page: Page) -> None:
    """Neither a kernel of another size, nor a network without conv1 takes it."""
    explorer = lab(page)
    expect(explorer.part("lab-apply")).to_be_disabled()
    explorer.part("lab-size").select_option("5")
    expect(explorer.part("lab-apply")).to_be_enabled()
    explorer.part("model").select_option("mlp")
    expect(explorer.answer).to_have_attribute("data-model", "mlp")
    expect(explorer.part("lab-apply")).to_be_disabled()


def test_the_lab_does_the_tasks_of_the_edge_finder(page: Page) -> None:
    """In the lab a chip, or typed cells, do the task; the lesson's steps change the lab, and closing it gives the view back."""
    explorer = Explorer(page)
    page.goto("/#lesson=edges&step=1")
    expect(explorer.part("lab-cell-1-1")).to_have_value("1")
    expect(explorer.part("lesson")).to_have_attribute("data-done", "0")
    explorer.part("lab-chip-sobel_x").click()
    expect(explorer.part("lesson")).to_have_attribute("data-done", "1")
    explorer.part("lesson-next").click()
    expect(explorer.part("lesson")).to_have_attribute("data-step", "2")
    explorer.part("lab-chip-prewitt_y").click()
    expect(explorer.part("lesson")).to_have_attribute("data-done", "1")
    explorer.part("lesson-close").click()
    expect(explorer.part("view-2d")).to_have_attribute("aria-pressed", "true")
