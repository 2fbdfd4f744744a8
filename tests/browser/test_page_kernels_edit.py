"""Weights changed by hand, in every way that a number can be, and back; weights opened from a file."""

import base64
import re
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, Route, expect
from safetensors.numpy import load, save

from app.lenet.kernels import KERNELS
from app.settings import Settings
from tests.browser.explorer import Explorer
from tests.browser.test_page_models import value_of
from tests.conftest import OpenPage, Trouble

Weights = dict[str, NDArray[np.float32]]
UNIT = "conv1/2/9/9"

# Drops a file on the page.
DROP = """
    const {name, bytes} = argument;
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name));
    part("network").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true,
        cancelable: true}));
"""


def opened(explorer: Explorer, unit: str = UNIT) -> Explorer:
    """A page with the kernels of the unit's layer open, and what can be copied there."""
    explorer.open(f"sample=61&unit={unit}").click("kernels")
    expect(explorer.part("named-kernel")).to_be_visible()
    return explorer


def cell_of(explorer: Explorer, at: str) -> Locator:
    """The field of a number: `conv1.weight/37`."""
    return explorer.page.locator(f'[data-at="{at}"]')


def created(explorer: Explorer, other_than: str = "") -> str:
    """The name of the created model that is shown, once another one than before is, with its numbers."""
    explorer.shows("answer", model=re.compile(f"^(?!{other_than}$)m-[0-9a-f]{{12}}$")).settle()
    return explorer.data("answer", "model")


def expect_value(cell: Locator, value: float | str) -> None:
    """Wait until a cell has a number."""
    expect(cell).to_have_attribute("data-value", str(value))


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
    [(UNIT, "conv1.bias/2", "-.5", -0.5), ("conv2/5/3/4", "conv2.weight/763", "\u22121,25e0", -1.25)],
)
def test_a_typed_number_is_the_networks(
    explorer: Explorer, unit: str, at: str, typed: str, value: float
) -> None:
    """A typed weight or bias makes a model that differs in it alone; screen and link are that model's."""
    cell_of(opened(explorer, unit), at).fill(typed)
    model = created(explorer)
    after = weights_of(explorer.page, model)
    assert changes(weights_of(explorer.page, "lenet"), after) == {at: pytest.approx(value)}
    expect(explorer.part("model")).to_have_value(model)
    expect(explorer.part("kernels-answer")).to_contain_text(model)
    explorer.press("Escape")
    expect(explorer.page).to_have_url(re.compile(f"model={model}"))
    expected = value_of(explorer, model, unit)
    assert set(explorer.values(unit)) == {expected}
    assert expected != value_of(explorer, "lenet", unit)
    explorer.page.reload()
    assert created(explorer) == model


def test_undo_and_reset(explorer: Explorer) -> None:
    """Undo goes back model by model, Reset to the first one at once, and Undo undoes Reset too."""
    cell = cell_of(opened(explorer), "conv1.weight/0")
    trained = cell.get_attribute("data-value") or ""
    expect(explorer.part("kernels-undo")).to_be_disabled()
    names = [""]
    for typed in ("0.5", "1.5"):
        cell.fill(typed)
        names.append(created(explorer, names[-1]))
        cell.press("Enter")
    assert created(explorer.click("kernels-undo"), names[2]) == names[1]
    expect_value(cell, 0.5)
    explorer.click("kernels-reset").shows("answer", model="lenet")
    expect_value(cell, trained)
    expect(explorer.part("kernels-reset")).to_be_disabled()
    assert created(explorer.click("kernels-undo")) == names[1]
    cell.focus()
    explorer.press("Control+z").shows("answer", model="lenet")
    expect(explorer.part("kernels-undo")).to_be_disabled()


def let_forget(page: Page, *models: str) -> None:
    """Let the server say to this page only that models are gone, until they are created again."""
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


def test_models_that_the_server_forgot_are_made_again(explorer: Explorer, trouble: Trouble) -> None:
    """An edited model that the server forgot returns with the next drawing; Undo still works."""
    cell = cell_of(opened(explorer), "conv1.weight/0")
    cell.fill("0.5")
    first = created(explorer)
    cell.press("Enter")
    cell.fill("0.25")
    second = created(explorer, first)
    let_forget(explorer.page, first, second)
    expect(explorer.page).to_have_url(re.compile(f"model={second}"))
    explorer.run("location.hash = location.hash.replace('sample=61', 'sample=0')")
    expect(explorer.part("kernels-answer")).to_contain_text(f"{second} reads 7")
    expect(explorer.part("status")).to_be_empty()
    assert created(explorer.click("kernels-undo"), second) == first
    assert all("404" in line for line in trouble.take())


def test_typing_keys_wheel_and_drag(explorer: Explorer) -> None:
    """Typed nonsense is gone; keys, wheel and a drag change a number, and each is undone by itself."""
    cell = cell_of(opened(explorer), "conv1.weight/7")
    before = cell.input_value()
    cell.fill("-")
    cell.blur()
    expect(cell).to_have_value(before)
    expect(explorer.part("kernels-undo")).to_be_disabled()
    cell.fill("123456")
    expect_value(cell, 10_000)
    expect(cell).to_have_value("123456")
    cell.blur()
    expect(cell).to_have_value("10000.000")
    cell = cell_of(explorer, "conv1.weight/24")
    cell.fill("0.5")
    for key, value in (("ArrowUp", 0.51), ("Shift+ArrowDown", 0.41)):
        cell.press(key)
        expect_value(cell, value)
    ways = ((["ArrowRight"], "bias/1"), (["ArrowRight", "PageDown"], "weight/50"), (["Enter"], "weight/55"))
    for keys, at in ways:
        explorer.press(*keys)
        expect(cell_of(explorer, f"conv1.{at}")).to_be_focused()
    box = explorer.box(cell)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    explorer.drag(*((x, y - up) for up in (0, 10, 30, 59)))
    expect_value(cell, 1)
    explorer.page.mouse.move(x, y)
    explorer.page.mouse.wheel(0, 200)
    expect_value(cell, 0.98)
    model = created(explorer)
    explorer.click("kernels-undo")
    expect_value(cell, 0.41)
    assert created(explorer, model) != model


def test_a_known_kernel_is_copied(open_page: OpenPage) -> None:
    """All that the API knows are named, in German too, and take the chosen kernel's place and no other's."""
    explorer = opened(Explorer(open_page(locale="de-DE")), "conv2/5/3/4")
    options = explorer.part("named-kernel").locator("option")
    assert options.evaluate_all("all => all.map(({value}) => value)") == list(KERNELS)
    assert not any(words.startswith("kernels.") for words in options.all_text_contents())
    expect(explorer.part("kernel-copy")).to_have_text("In Karte 5, von pool1 0 kopieren")
    explorer.page.locator('[data-kernel="3/2"] input').first.focus()
    model = ""
    for name in ("sobel_x", "gaussian_blur_5"):
        explorer.part("named-kernel").select_option(name)
        model = created(explorer.click("kernel-copy"), model)
        expected = weights_of(explorer.page, "lenet")
        expected["conv2.weight"] = expected["conv2.weight"].copy()
        kernel = KERNELS[name].values()
        expected["conv2.weight"][3, 2] = np.pad(kernel, (5 - len(kernel)) // 2)
        assert changes(expected, weights_of(explorer.page, model)) == {}


def weights_file(settings: Settings, **tensors: Any) -> bytes:
    """The trained weights with other tensors."""
    return save(load(settings.weights.read_bytes()) | tensors)


def drop(explorer: Explorer, file: bytes) -> None:
    """Drop a file of weights on the page."""
    explorer.run(DROP, {"name": "mine.safetensors", "bytes": base64.b64encode(file).decode()})


@pytest.mark.parametrize("dropped", [False, True])
def test_weights_are_opened_and_saved(explorer: Explorer, settings: Settings, *, dropped: bool) -> None:
    """An opened or dropped file is shown for drawing and pinned unit, and saved with the same numbers."""
    explorer.open(f"sample=61&unit={UNIT}")
    file = weights_file(settings, **{"conv1.bias": np.arange(6, dtype=np.float32)})
    if dropped:
        drop(explorer, file)
    else:
        with explorer.click("export").page.expect_file_chooser() as chooser:
            explorer.click("open-weights")
        chooser.value.set_files({"name": "mine.safetensors", "mimeType": "", "buffer": file})
    model = created(explorer)
    assert explorer.values(UNIT, "bias") == [2]
    name, saved = explorer.click("export").downloaded("take-weights")
    assert name == f"{model}-weights.safetensors"
    address = f"/api/v1/models/{model}/weights?format=safetensors"
    assert saved == explorer.page.request.get(address).body()
    assert changes(load(file), load(saved)) == {}


def test_a_wrong_file_is_told(explorer: Explorer, settings: Settings, trouble: Trouble) -> None:
    """What is wrong with a file of weights is said in the server's words; model, drawing and unit stay."""
    before = explorer.open(f"sample=61&unit={UNIT}").explained(UNIT)
    for file, told in (
        (weights_file(settings, **{"conv1.bias": np.zeros(5, np.float32)}), "conv1.bias has shape"),
        (weights_file(settings, **{"conv1.bias": np.zeros(6)}), "conv1.bias is F64"),
        (b"a poem", "not a safetensors file"),
    ):
        drop(explorer, file)
        expect(explorer.part("status")).to_contain_text(re.compile(rf"mine\.safetensors.*{told}", re.DOTALL))
        assert explorer.settle().explained(UNIT) == before
        explorer.shows("answer", model="lenet")
    assert all("422" in line for line in trouble.take())


def test_changes_wait_for_the_server(explorer: Explorer, trouble: Trouble) -> None:
    """An edit while the server is away stays, is marked as waiting, and is shown once it is back."""
    cell = cell_of(opened(explorer), "conv1.weight/0")
    cell.fill("0.5")
    first = created(explorer)
    explorer.page.context.set_offline(True)
    cell.fill("0.25")
    expect(explorer.part("kernels-notice")).to_contain_text("does not answer")
    expect_value(cell, 0.25)
    explorer.page.context.set_offline(False)
    assert weights_of(explorer.page, created(explorer, first))["conv1.weight"].flat[0] == 0.25
    expect(explorer.part("kernels-notice")).to_be_empty()
    assert all("ERR_INTERNET_DISCONNECTED" in line for line in trouble.take())
