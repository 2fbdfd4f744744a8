"""Single lessons: curves, the step of learning, claims about the weights and other networks."""

import json
import re

from playwright.sync_api import expect
from safetensors.numpy import load_file

from app.settings import ROOT
from tests.browser.explorer import Explorer
from tests.browser.modules import Modules
from tests.browser.test_page_lessons import lesson
from tests.conftest import OpenPage


def test_a_step_of_learning_is_shown(open_page: OpenPage) -> None:
    """The buttons of a training step are pressed for the learner; the next step has the card as it was."""
    explorer = lesson(Explorer(open_page(reduced_motion="reduce")), "lesson=learning&step=3")
    explorer.shows("lesson", done=0).part("timeline").focus()
    explorer.press("ArrowRight").settle().shows("lesson", done=0).press("ArrowLeft")
    explorer.click("lesson-show").shows("lesson", done=1).shows("step-count", count=1)
    expect(explorer.part("step-again")).to_have_attribute("aria-pressed", "true")
    explorer.shows("answer", model=re.compile("^m-")).click("lesson-next")
    expect(explorer.part("training-checkpoints")).to_have_attribute("aria-pressed", "true")
    explorer.click("training-step")
    expect(explorer.part("step-again")).to_have_attribute("aria-pressed", "false")
    expect(explorer.part("step-count")).to_have_count(0)


def test_the_numbers_of_a_picture_file_are_shown(explorer: Explorer) -> None:
    """The first lesson writes the bytes around the pointed pixel of the input, at its rim too."""
    lesson(explorer, "sample=61&lesson=picture")
    for row, column in ((31, 0), (16, 14)):
        unit = f"input/0/{row}/{column}"
        value = round(255 * float(explorer.point(unit).values(unit)[0]))
        told = f"row {row}, column {column} is {value}."
        expect(explorer.page.get_by_role("figure")).to_contain_text(told)


def test_a_point_is_dragged_along_the_curves(open_page: OpenPage) -> None:
    """Mouse, finger and arrow keys move x and its three values, and keys do not turn the page there."""
    explorer = lesson(Explorer(open_page(has_touch=True)), "lesson=relu")
    plot, page = explorer.part("dial-value"), explorer.page
    expect(plot).to_have_attribute("aria-valuetext", "x = 2.0; ReLU 2.00; tanh 0.96; sigmoid 0.88")
    plot.locator("circle").first.hover()
    page.mouse.down()
    box = explorer.box(plot)
    middle = (box["x"] + box["width"] / 2, box["y"] + 20)
    page.mouse.move(*middle, steps=4)
    expect(plot).to_have_attribute("aria-valuetext", "x = 0.0; ReLU 0.00; tanh 0.00; sigmoid 0.50")
    page.mouse.move(5, 5)
    page.mouse.up()
    expect(plot).to_have_attribute("aria-valuenow", "-3")
    explorer.shows("lesson", done=1)
    for key, value in (("End", "3"), ("PageDown", "2"), ("ArrowLeft", "1.9"), ("ArrowUp", "2")):
        explorer.press(key)
        expect(plot).to_have_attribute("aria-valuenow", value)
    page.touchscreen.tap(*middle)
    expect(plot).to_have_attribute("aria-valuenow", "0")
    explorer.shows("lesson", lesson="relu", step=1)


def test_the_lessons_claims_hold_for_the_weights() -> None:
    """Map 2 of conv1 subtracts left from right, and untrained one digit in seven is right."""
    kernel = load_file(ROOT / "model_weights" / "lenet.safetensors")["conv1.weight"][2, 0]
    assert (kernel[:, :2] < 0).all()
    assert (kernel[:, 2:4] > 0).all()
    history = json.loads((ROOT / "model_weights" / "history" / "history.json").read_text())
    assert round(1 / history[0]["validation_accuracy"]) == 7
    assert [point["batch"] for point in history[3:5]] == [100, 300]


PUBLISHED = [
    ["AlexNet", 8, 60_965_224],
    ["ZF Net", 8, 62_357_608],
    ["GoogLeNet", 22, 6_998_552],
    ["VGG-16", 16, 138_357_544],
    ["ResNet-50", 50, 25_557_032],
    ["DenseNet-121", 121, 7_978_856],
]


def test_the_networks_have_their_published_sizes(modules: Modules) -> None:
    """Parameters computed from the papers' layer tables equal the published weights."""
    body = """
        const {ARCHITECTURES} = await load("lessons/architectures.js");
        return ARCHITECTURES.map(({name, depth, parameters}) => [name, depth, parameters]);
    """
    assert modules.run(body) == PUBLISHED
