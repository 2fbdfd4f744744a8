"""The numbers of the inspector: the arithmetic of every kind of unit against the API, digits, sums that rounding spoils, kernels."""

import re
from typing import Any

import httpx
import numpy as np
from playwright.sync_api import Page, expect

from app.lenet.weights import load
from app.settings import Settings
from tests.browser.explorer import SEVEN, Explorer

EACH = 20
KINDS = {
    "input": "input",
    "conv1": "convolution",
    "conv2": "convolution",
    "relu1": "relu",
    "relu3": "relu",
    "pool1": "max_pool",
}
KINDS |= {"pool2": "max_pool", "fc1": "dense", "fc2": "dense", "fc3": "dense", "softmax": "softmax"}
# Pins one unit after the other through the link, and reads what the panel says of its own arithmetic: the terms by unit, and the rest.
READ = """
    const panel = document.querySelector("[data-testid=inspector]");
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const found = [];
    for (const unit of argument) {
        location.hash = `unit=${unit}`;
        while (panel.dataset.unit !== unit) await frame();
        const own = () => [...panel.querySelectorAll("[data-value]")].filter((one) => !one.closest(".story"));
        const terms = {};
        const openers = [...panel.querySelectorAll(".subtotal")];
        for (const open of openers.length ? openers : [null]) { // a convolution lists the products of one map at a time
            open?.click();
            for (const one of own()) {
                const name = one.closest(".is-term")?.dataset.unit;
                if (name) (terms[name] ??= []).push([one.dataset.role, Number(one.dataset.value)]);
            }
        }
        const rest = own().filter((one) => !one.closest(".is-term")).map((one) => [one.dataset.role, Number(one.dataset.value)]);
        found.push({unit, terms, rest});
    }
    return found;
"""


def random_units(shapes: dict[str, tuple[int, ...]]) -> list[str]:
    """Units of every kind of layer, as many of each, spread over the layers of that kind."""
    random = np.random.default_rng(20)
    units = []
    for kind in sorted(set(KINDS.values())):
        names = [name for name, its in KINDS.items() if its == kind]
        for i in range(EACH):
            name = names[i % len(names)]
            units.append("/".join([name, *(str(random.integers(side)) for side in shapes[name])]))
    return list(dict.fromkeys(units))


def values(pairs: list[Any], *roles: str) -> list[np.float32]:
    """The exact numbers that have one of these roles."""
    return [np.float32(value) for role, value in pairs if role in roles]


def check(shown: dict[str, Any], told: dict[str, Any]) -> None:
    """Hold what the panel says of one unit against the API's explanation of it."""
    sources = {source["unit"]: source for source in told["sources"]}
    output = np.float32(told["output"])
    assert values(shown["rest"], "output")[0] == output
    assert set(shown["terms"]) <= set(sources)
    assert len(shown["terms"]) == (min(8, len(sources)) if told["kind"] == "dense" else len(sources))
    for unit, numbers in shown["terms"].items():
        source = sources[unit]
        assert set(values(numbers, "source", "winner")) == {np.float32(source["value"])}
        for role in ("weight", "product"):
            assert values(numbers, role) == ([np.float32(source[role])] if role in source else [])
        if told["kind"] == "max_pool":
            assert ("winner" in {role for role, _ in numbers}) == (unit == told["winner"])
    for role in ("bias", "sum"):
        if told.get(role) is not None:
            assert np.float32(told[role]) in values(shown["rest"], role)


def test_units_of_every_kind_are_explained_with_the_numbers_of_the_api(
    page: Page, client: httpx.Client
) -> None:
    """Of 20 random units of every kind, each source, weight, product, winner, bias, sum and output equals the API's as float32."""
    explorer = Explorer(page).open().draw(SEVEN)
    layers = client.get("/api/v1/models/lenet").json()["layers"]
    units = random_units({layer["name"]: tuple(layer["shape"]) for layer in layers})
    shown = explorer.run(READ, units)
    address = "/api/v1/models/lenet/explanations?" + "&".join(f"unit={unit}" for unit in units)
    answer = client.post(address, content=explorer.sent[-1], headers={"content-type": "image/png"})
    told = answer.json()["explanations"]
    assert [one["unit"] for one in told] == [one["unit"] for one in shown] == units
    for ours, theirs in zip(shown, told, strict=True):
        check(ours, theirs)


def test_all_digits_are_shown_on_request_and_remembered(page: Page) -> None:
    """The switch turns three digits into the text that gives each float32 back; the link and a reload keep it."""
    explorer = Explorer(page)
    page.goto("/#unit=conv1/2/10/12")
    explorer.settle()
    numbers = explorer.explained("conv1/2/10/12")
    assert all(re.fullmatch(r"[+\u2212]?\d+\.\d{3}", number.text) for number in numbers)
    explorer.part("digits").click()
    expect(page.locator(".product-row")).to_have_count(25)
    numbers = explorer.explained("conv1/2/10/12")
    assert len(numbers) > 75
    assert all(np.float32(number.text.replace("\u2212", "-")) == number.value for number in numbers)
    expect(page).to_have_url(re.compile("digits=all"))
    page.goto("/")
    explorer.settle()
    page.mouse.click(*explorer.places(["fc2/3"])[0])
    expect(explorer.part("digits")).to_be_checked()


def test_kernels_are_shown_with_the_numbers_of_the_weights(page: Page, settings: Settings) -> None:
    """The 6 and the 16 by 6 kernels hold the weights in their own order, not turned, with the bias beside the map each makes."""
    explorer = Explorer(page)
    parameters = load(settings.weights)
    read = """
        const values = (grid) => [...grid.querySelectorAll("[data-role=weight]")].map((one) => Number(one.dataset.value));
        const panel = document.querySelector("[data-testid=kernels-panel]");
        return {
            kernels: Object.fromEntries([...panel.querySelectorAll("[data-kernel]")].map((grid) => [grid.dataset.kernel, values(grid)])),
            bias: [...panel.querySelectorAll("[data-role=bias]")].map((one) => Number(one.dataset.value)),
            maps: panel.querySelectorAll(".kernel-row canvas").length,
        };
    """
    for unit, name in (("pool1/3/5/7", "conv1"), ("conv2/5/4/4", "conv2")):
        page.goto("about:blank")
        page.goto(f"/#unit={unit}")
        explorer.settle()
        explorer.part("kernels").click()
        expect(page.get_by_role("dialog", name=f"The kernels of {name}")).to_be_visible()
        shown = explorer.run(read)
        weight = parameters[f"{name}.weight"]
        expected = {
            f"{i}/{j}": weight[i, j].ravel().tolist()
            for i in range(len(weight))
            for j in range(len(weight[i]))
        }
        assert {
            place: np.array(numbers, np.float32).tolist() for place, numbers in shown["kernels"].items()
        } == expected
        assert np.array(shown["bias"], np.float32).tolist() == parameters[f"{name}.bias"].tolist()
        assert shown["maps"] == len(weight)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


# The last line of each unit's sum: its sign, and the three numbers as they are written and exactly.
SUMS = """
    const panel = document.querySelector("[data-testid=inspector]");
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const found = [];
    for (const unit of argument) {
        location.hash = `sample=61&unit=${unit}`;
        while (panel.dataset.unit !== unit) await frame();
        const at = (role) => panel.querySelector(`.sum [data-role=${role}]`);
        const numbers = ["sum", "bias", "output"].map((role) => [Number(at(role).textContent.replace("\u2212", "-")), Number(at(role).dataset.value)]);
        found.push({sign: panel.querySelector(".is-equals").textContent, numbers});
    }
    return found;
"""


def test_a_sum_that_rounding_spoils_says_about(page: Page) -> None:
    """Where sum and bias as written do not make the total as written, "≈" stands for "="; the exact numbers do add up."""
    explorer = Explorer(page)
    page.goto("/#sample=61&unit=conv2/0/0/0")
    expect(explorer.settle().part("inspector")).to_have_attribute("data-unit", "conv2/0/0/0")
    found = explorer.run(
        SUMS, [f"conv2/2/{row}/5" for row in range(10)] + [f"fc1/{unit}" for unit in range(10)]
    )
    for one in found:
        (total, exact_sum), (bias, exact_bias), (output, exact_output) = one["numbers"]
        assert one["sign"] == ("=" if abs(total + bias - output) < 1e-6 else "≈")
        assert abs(exact_sum + exact_bias - exact_output) < 1e-5
    assert {one["sign"] for one in found} == {"=", "≈"}
