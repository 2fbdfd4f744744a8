"""The convolution lab: its output is the server's and NumPy's, and its kernel goes into the network."""

import io
import re
from base64 import urlsafe_b64encode

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from app.lenet import operations
from tests.browser.explorer import Explorer
from tests.browser.lab_explorer import ARTICLE, EDGE, convolved, edge, lab, layers_of_sample, output, point


def test_the_article_and_its_kernel(explorer: Explorer) -> None:
    """The 5x5 example with its kernel gives its nine known numbers, and the sum is written out."""
    lab(explorer).part("lab-source").select_option("article")
    explorer.click("lab-chip-article").shows("lab-output", side=3, value=4).shows("lab-cell-1-1", value=1)
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
    explorer: Explorer, window: str, stride: int, padding: int, bias: float
) -> None:
    """For strides, paddings, biases and turned kernels every cell is NumPy's, the formula's side too."""
    kernel = edge(3, turned=window.endswith("f"))
    expected = convolved(ARTICLE[None], kernel, stride, padding, bias)[0]
    lab(explorer, f"article~{window}~none~none~{EDGE}/3/{bias}").shows("lab-output", side=len(expected))
    np.testing.assert_array_equal(output(explorer), expected)
    explorer.shows("lab-formula", value=len(expected))


POOLS = {
    "max": lambda *window: operations.max_pool2d(*window)[0],
    "average": operations.average_pool2d,
    "sum": operations.sum_pool2d,
}


@pytest.mark.parametrize(("kind", "pooling"), [("relu", "max2"), ("tanh", "average3"), ("sigmoid", "sum4")])
def test_activation_and_pooling_follow(explorer: Explorer, kind: str, pooling: str) -> None:
    """Activation and pooling of the convolution equal NumPy's, and the stage before can be shown."""
    lab(explorer, f"article~k3s1p2~{kind}~{pooling}~{EDGE}/4/0.25")
    activated = getattr(operations, kind)(convolved(ARTICLE[None], edge(4), 1, 2, 0.25))
    size = int(pooling[-1])
    pooled = POOLS[pooling[:-1]](activated[None], (size, size), size)[0, 0]
    np.testing.assert_array_equal(output(explorer), pooled)
    explorer.part("lab-stage").select_option("activation")
    explorer.shows("lab-output", stage="activation")
    assert point(explorer, 1, 5) == activated[0, 1, 5]


def test_the_drawing_and_maps_of_layers_are_inputs(explorer: Explorer) -> None:
    """The prepared drawing, as it changes, and a layer's map are convolved, by learned kernels too."""
    layers = layers_of_sample(lab(explorer, more="&sample=61").settle())
    expected = convolved(layers["input"], edge())[0]
    assert [point(explorer, *cell) for cell in [(9, 14), (15, 20)]] == [expected[9, 14], expected[15, 20]]
    explorer.part("lab-source").select_option("pool1")
    explorer.part("lab-map").select_option("3")
    explorer.shows("lab-output", side=12)
    point(explorer, 5, 7)
    explorer.shows("lab-output", value=convolved(layers["pool1"][3:4], edge())[0][5, 7])  # after map 0's
    explorer.part("lab-source").select_option("drawing")
    explorer.click("lab-learned-2").shows("lab-output", side=28)
    assert point(explorer, 9, 12) == pytest.approx(layers["conv1"][2, 9, 12], abs=1e-5)
    explorer.go("view=lab&lab=drawing~k1s1p0~none~none~1/1/0").click("clear").shows("lab-output", side=32)
    assert point(explorer, 16, 16) == 0
    explorer.draw([[(0.45, 0.3), (0.5, 0.5), (0.5, 0.7)]])
    expect(explorer.part("lab-output")).not_to_have_attribute("data-value", "0")


def test_a_picture_in_colour_has_three_kernels(explorer: Explorer) -> None:
    """Three channels lie side by side, each has a kernel of its own, and their convolutions are added up."""
    pixels = np.arange(3 * 16, dtype=np.uint8) * 5
    text = urlsafe_b64encode(pixels.tobytes()).decode().rstrip("=")
    lab(explorer, f"rgb/4/{text}~k2s1p0~none~none~1,0,0,1!0,2,0,0!-1,0,0,0/1/0.5").shows("lab-output", side=3)
    maps = (pixels.astype(np.float64) / 255).astype(np.float32).reshape(3, 4, 4)
    kernel = np.array([[[1, 0], [0, 1]], [[0, 2], [0, 0]], [[-1, 0], [0, 0]]], np.float32)
    np.testing.assert_array_equal(output(explorer), convolved(maps, kernel, bias=0.5)[0])
    expect(explorer.part("lab-input").locator(".lab-map")).to_have_count(3)
    expect(explorer.part("lab-input").get_by_role("button")).to_have_count(3)
    expect(explorer.part("lab-sum").locator("[data-role=subtotal]")).to_have_count(3)
    explorer.click("lab-channel-1").shows("lab-cell-0-1", value=2)


def test_a_picture_is_opened(explorer: Explorer) -> None:
    """A file becomes the input, its middle square at most 32 by 32, and stands in the link."""
    picture = io.BytesIO()
    Image.new("RGB", (90, 60), "red").save(picture, "PNG")
    file: FilePayload = {"name": "red.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    lab(explorer).part("lab-picture").set_input_files(file)
    explorer.shows("lab-input", side=32)
    expect(explorer.part("lab-source")).to_have_value("picture")
    expect(explorer.part("lab")).to_contain_text("the middle square of your picture, reduced to 32")
    explorer.linked("lab=rgb/32/")


def test_a_kernel_is_put_into_the_network(explorer: Explorer) -> None:
    """A kernel of the right size makes a model whose map is the lab's output, until Undo, where conv1 is."""
    lab(explorer, f"drawing~k5s1p0~none~none~{','.join(['0.5'] * 25)}/2/-1", "&sample=61").settle()
    explorer.shows("answer", model="lenet").part("lab-apply-map").select_option("3")
    explorer.click("lab-apply").shows("answer", model=re.compile("^m-")).settle()
    value = point(explorer, 12, 13)
    explorer.click("view-2d")
    # The link follows a moment later; what is added to it before would leave the model out.
    link = "() => location.hash.includes('model=m-') && !location.hash.includes('view=lab')"
    explorer.page.wait_for_function(link)
    explorer.run("location.hash += '&unit=conv1/3/12/13'")
    assert explorer.values("conv1/3/12/13")[0] == pytest.approx(value, abs=1e-5)
    explorer.click("view-lab", "lab-undo").shows("answer", model="lenet")
    expect(explorer.part("lab-undo")).to_have_count(0)
    for size, takes in (("3", False), ("5", True)):
        explorer.part("lab-size").select_option(size)
        expect(explorer.part("lab-apply")).to_be_enabled(enabled=takes)
    explorer.part("model").select_option("mlp")
    expect(explorer.shows("answer", model="mlp").part("lab-apply")).to_be_disabled()


def test_a_pixel_and_a_kernel_lead_to_the_lab(explorer: Explorer) -> None:
    """From a convolved pixel or a kernel the lab opens with that kernel over the map it reads."""
    explorer.open("sample=61&unit=conv1/2/9/9").click("inspector-lab")
    expect(explorer.part("lab-size")).to_have_value("5")
    explorer.shows("lab-output", value=re.compile("."))
    expected = layers_of_sample(explorer)["conv1"][2, 9, 9]
    assert point(explorer, 9, 9) == pytest.approx(expected, abs=1e-5)
    explorer.click("view-2d").go("sample=61&unit=conv2/5/3/4").click("inspector-lab")
    expect(explorer.part("lab-source")).to_have_value("pool1")
    explorer.click("view-2d").go("sample=61&unit=conv2/5/3/4").click("kernels")
    cell = explorer.page.locator("[data-kernel='5/2'] input").first
    cell.focus()
    weight = cell.get_attribute("data-value")
    explorer.click("kernels-lab")
    expect(explorer.page.get_by_role("dialog")).to_have_count(0)
    expect(explorer.part("lab-source")).to_have_value("pool1")
    expect(explorer.part("lab-map")).to_have_value("2")
    explorer.shows("lab-cell-0-0", value=weight)


def test_the_lab_does_the_tasks_of_the_edge_finder(explorer: Explorer) -> None:
    """A chip does the lesson's task, its steps change the lab, and closing it gives the view back."""
    explorer.page.goto("/#lesson=edges&step=1")
    expect(explorer.part("lab-cell-1-1")).to_have_value("1")
    explorer.shows("lesson", done=0).click("lab-chip-sobel_x").shows("lesson", done=1)
    explorer.click("lesson-next").shows("lesson", step=2).click("lab-chip-prewitt_y").shows("lesson", done=1)
    explorer.click("lesson-close")
    expect(explorer.part("view-2d")).to_have_attribute("aria-pressed", "true")
