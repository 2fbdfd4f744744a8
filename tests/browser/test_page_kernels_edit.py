"""Weights changed by hand: every way to change a number of a kernel, what follows, and the way back; weights opened from a file."""

import base64
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, Route, expect
from safetensors.numpy import load, save

from app.lenet.kernels import BY_NAME
from app.settings import Settings
from tests.browser.explorer import Explorer
from tests.browser.test_page_models import VALUE
from tests.conftest import OpenPage, Trouble

CREATED = re.compile("m-[0-9a-f]{12}")
Weights = dict[str, NDArray[np.float32]]

# Drops a file on the page.
DROP = """
    const {name, bytes} = argument;
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name));
    document.querySelector("#network").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
"""


def opened(page: Page, unit: str = "conv1/2/9/9") -> Explorer:
    """A page with the kernels of the unit's layer open, and what can be copied there."""
    explorer = Explorer(page)
    page.goto(f"/#sample=61&unit={unit}")
    explorer.settle().part("kernels").click()
    expect(explorer.part("named-kernel")).to_be_visible()
    return explorer


def cell_of(explorer: Explorer, at: str) -> Locator:
    """The field of a number: `conv1.weight/37`."""
    return explorer.page.locator(f'[data-at="{at}"]')


def created(explorer: Explorer, other_than: str = "") -> str:
    """The name of the created model that is shown, once another one than before is, with its numbers."""
    expect(explorer.answer).to_have_attribute(
        "data-model", re.compile(f"^(?!{other_than}$){CREATED.pattern}$")
    )
    explorer.settle()
    name = explorer.answer.get_attribute("data-model")
    assert name
    return name


def weights_of(page: Page, model: str) -> Weights:
    """The weights of a model as the API has them."""
    return load(page.request.get(f"/api/v1/models/{model}/weights?format=safetensors").body())


def changes(before: Weights, after: Weights) -> dict[str, float]:
    """What differs, by the page's names."""
    return {
        f"{name}/{i}": float(after[name].flat[i])
        for name in before
        for i in np.flatnonzero(before[name] != after[name])
    }


@pytest.mark.parametrize(
    ("unit", "at", "typed", "value"),
    [
        ("conv1/2/9/9", "conv1.bias/2", "-.5", -0.5),
        ("conv2/5/3/4", "conv2.weight/763", "\u22121,25e0", -1.25),
    ],
)
def test_a_typed_number_is_the_networks(page: Page, unit: str, at: str, typed: str, value: float) -> None:
    """A weight or bias that is typed makes a model that differs in it alone; the screen has the API's numbers of that model, and the link its name."""
    explorer = opened(page, unit)
    cell_of(explorer, at).fill(typed)
    model = created(explorer)
    assert changes(weights_of(page, "lenet"), weights_of(page, model)) == {at: pytest.approx(value)}
    expect(explorer.part("model")).to_have_value(model)
    expect(explorer.part("kernels-answer")).to_contain_text(model)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(f"model={model}"))
    shown = [one for one in explorer.explained(unit) if one.role == "output"]
    expected = explorer.run(VALUE, {"model": model, "unit": unit, "index": 61})
    assert {float(one.value) for one in shown} == {expected}
    assert expected != explorer.run(VALUE, {"model": "lenet", "unit": unit, "index": 61})
    page.reload()
    assert created(explorer) == model


def test_undo_and_reset(page: Page) -> None:
    """Undo goes back model by model to the first one, Reset at once; what Reset took away Undo brings back."""
    explorer = opened(page)
    cell = cell_of(explorer, "conv1.weight/0")
    trained = cell.get_attribute("data-value")
    expect(explorer.part("kernels-undo")).to_be_disabled()
    names = [""]
    for typed in ("0.5", "1.5"):
        cell.fill(typed)
        names.append(created(explorer, names[-1]))
        cell.press("Enter")
    explorer.part("kernels-undo").click()
    assert created(explorer, names[2]) == names[1]
    expect(cell).to_have_attribute("data-value", "0.5")
    explorer.part("kernels-reset").click()
    expect(explorer.answer).to_have_attribute("data-model", "lenet")
    expect(cell).to_have_attribute("data-value", str(trained))
    expect(explorer.part("kernels-reset")).to_be_disabled()
    explorer.part("kernels-undo").click()
    assert created(explorer) == names[1]
    cell.focus()
    page.keyboard.press("Control+z")
    expect(explorer.answer).to_have_attribute("data-model", "lenet")
    expect(explorer.part("kernels-undo")).to_be_disabled()


def let_forget(page: Page, *models: str) -> None:
    """Let the server say that these models are gone, until they are created again; other tests ask the same server."""
    gone = set(models)

    def answer(route: Route) -> None:
        if any(f"/{name}/" in route.request.url for name in gone):
            problem = {"title": "Model gone", "status": 404, "detail": "it is not there (any longer)"}
            return route.fulfill(status=404, content_type="application/problem+json", json=problem)
        response = route.fetch()
        if response.status == 201:
            gone.discard(response.json()["name"])
        return route.fulfill(response=response)

    page.route(re.compile("/api/v1/models"), answer)


def test_models_that_the_server_forgot_are_made_again(page: Page, trouble: Trouble) -> None:
    """The server forgets created models when there are too many: the edited one comes back with the next drawing, and Undo still goes back to others."""
    explorer = opened(page)
    cell = cell_of(explorer, "conv1.weight/0")
    cell.fill("0.5")
    first = created(explorer)
    cell.press("Enter")
    cell.fill("0.25")
    second = created(explorer, first)
    let_forget(page, first, second)
    expect(page).to_have_url(re.compile(f"model={second}"))
    page.evaluate("location.hash = location.hash.replace('sample=61', 'sample=0')")
    expect(explorer.part("kernels-answer")).to_contain_text(f"{second} reads 7")
    expect(explorer.part("status")).to_be_empty()
    explorer.part("kernels-undo").click()
    assert created(explorer, second) == first
    assert all("404" in line for line in trouble.take())


def test_keys_wheel_and_drag(page: Page) -> None:
    """Up and down change a number, with Shift in big steps, so do the wheel and a drag; left, right and page keys lead on, and each gesture is undone by itself."""
    explorer = opened(page)
    cell = cell_of(explorer, "conv1.weight/24")
    cell.fill("0.5")
    cell.press("ArrowUp")
    expect(cell).to_have_attribute("data-value", "0.51")
    cell.press("Shift+ArrowDown")
    expect(cell).to_have_attribute("data-value", "0.41")
    cell.press("ArrowRight")
    expect(cell_of(explorer, "conv1.bias/1")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    expect(cell_of(explorer, "conv1.weight/50")).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell_of(explorer, "conv1.weight/55")).to_be_focused()
    box = cell.bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    for up in (10, 30, 59):
        page.mouse.move(middle[0], middle[1] - up)
    page.mouse.up()
    expect(cell).to_have_attribute("data-value", "1")
    page.mouse.move(*middle)
    page.mouse.wheel(0, 200)
    expect(cell).to_have_attribute("data-value", "0.98")
    model = created(explorer)
    explorer.part("kernels-undo").click()
    expect(cell).to_have_attribute("data-value", "0.41")
    assert created(explorer, model) != model


def test_typing_is_left_alone(page: Page) -> None:
    """What is no number changes nothing and is gone when the field is left; too large a number becomes the largest that there may be."""
    explorer = opened(page)
    cell = cell_of(explorer, "conv1.weight/7")
    before = cell.input_value()
    cell.fill("-")
    cell.blur()
    expect(cell).to_have_value(before)
    expect(explorer.part("kernels-undo")).to_be_disabled()
    cell.fill("123456")
    expect(cell).to_have_attribute("data-value", "10000")
    expect(cell).to_have_value("123456")
    cell.blur()
    expect(cell).to_have_value("10000.000")


@pytest.mark.parametrize("name", ["sobel_x", "gaussian_blur_5"])
def test_a_known_kernel_is_copied(page: Page, name: str) -> None:
    """It takes the place of the chosen kernel of conv2, 3 x 3 in the middle of zeros, and of nothing else."""
    explorer = opened(page, "conv2/5/3/4")
    explorer.part("kernels-panel").locator('[data-kernel="3/2"] input').first.focus()
    explorer.part("named-kernel").select_option(name)
    explorer.part("kernel-copy").click()
    after = weights_of(page, created(explorer))
    kernel = BY_NAME[name].values()
    expected = weights_of(page, "lenet")
    expected["conv2.weight"] = expected["conv2.weight"].copy()
    expected["conv2.weight"][3, 2] = np.pad(kernel, (5 - len(kernel)) // 2)
    assert changes(expected, after) == {}


def test_every_known_kernel_has_a_name(open_page: OpenPage) -> None:
    """What the API knows can be chosen, in German too."""
    explorer = opened(open_page(locale="de-DE"))
    options = explorer.part("named-kernel").locator("option")
    assert options.evaluate_all("all => all.map(({value}) => value)") == list(BY_NAME)
    assert all(not words.startswith("kernels.") for words in options.all_text_contents())
    expect(explorer.part("kernel-copy")).to_have_text("In Karte 2 kopieren")


def weights_file(settings: Settings, **tensors: Any) -> bytes:
    """The trained weights with other tensors."""
    return save(load(settings.weights.read_bytes()) | tensors)


@pytest.mark.parametrize("dropped", [False, True])
def test_weights_are_opened_and_saved(page: Page, settings: Settings, *, dropped: bool) -> None:
    """A safetensors file that is opened or dropped is shown, with the drawing and the pinned unit; saved again it holds the same numbers."""
    explorer = Explorer(page)
    page.goto("/#sample=61&unit=conv1/2/9/9")
    explorer.settle()
    file = weights_file(settings, **{"conv1.bias": np.arange(6, dtype=np.float32)})
    if dropped:
        explorer.run(DROP, {"name": "mine.safetensors", "bytes": base64.b64encode(file).decode()})
    else:
        explorer.part("export").click()
        with page.expect_file_chooser() as chooser:
            explorer.part("open-weights").click()
        chooser.value.set_files({"name": "mine.safetensors", "mimeType": "", "buffer": file})
    model = created(explorer)
    assert [one.value for one in explorer.explained("conv1/2/9/9") if one.role == "bias"] == [2]
    explorer.part("export").click()
    with page.expect_download() as download:
        explorer.part("take-weights").click()
    assert download.value.suggested_filename == f"{model}-weights.safetensors"
    saved = Path(download.value.path()).read_bytes()
    assert saved == page.request.get(f"/api/v1/models/{model}/weights?format=safetensors").body()
    assert changes(load(file), load(saved)) == {}


@pytest.mark.parametrize(
    ("tensors", "told"),
    [
        ({"conv1.bias": np.zeros(5, np.float32)}, "conv1.bias has shape"),
        ({"conv1.bias": np.zeros(6)}, "conv1.bias is F64"),
        (None, "not a safetensors file"),
    ],
)
def test_a_wrong_file_is_told(
    page: Page, settings: Settings, trouble: Trouble, tensors: Any, told: str
) -> None:
    """What is wrong with a file of weights is said in the server's words; model, drawing and unit stay."""
    explorer = Explorer(page)
    page.goto("/#sample=61&unit=conv1/2/9/9")
    before = explorer.settle().explained("conv1/2/9/9")
    file = b"a poem" if tensors is None else weights_file(settings, **tensors)
    explorer.run(DROP, {"name": "bad.safetensors", "bytes": base64.b64encode(file).decode()})
    expect(explorer.part("status")).to_contain_text("bad.safetensors")
    expect(explorer.part("status")).to_contain_text(told)
    assert explorer.settle().explained("conv1/2/9/9") == before
    assert explorer.answer.get_attribute("data-model") == "lenet"
    assert all("422" in line for line in trouble.take())


def test_changes_wait_for_the_server(page: Page, trouble: Trouble) -> None:
    """What is changed while the server is away stays in its cell, is told to be waiting, and is shown when the server is back."""
    explorer = opened(page)
    cell = cell_of(explorer, "conv1.weight/0")
    cell.fill("0.5")
    first = created(explorer)
    page.context.set_offline(True)
    cell.fill("0.25")
    expect(explorer.part("kernels-notice")).to_contain_text("does not answer")
    expect(cell).to_have_attribute("data-value", "0.25")
    page.context.set_offline(False)
    assert weights_of(page, created(explorer, first))["conv1.weight"].flat[0] == 0.25
    expect(explorer.part("kernels-notice")).to_be_empty()
    assert all("ERR_INTERNET_DISCONNECTED" in line for line in trouble.take())
