"""The numbers on the screen are the API's and NumPy's: arithmetic, digits, rounded sums, kernels."""

import re
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import expect

from app.lenet.weights import load
from app.settings import Settings
from tests.browser.explorer import SEVEN, Explorer, activations


def test_the_answer_and_its_probabilities_are_those_of_the_api(
    explorer: Explorer, client: httpx.Client
) -> None:
    """The ten probabilities have the API's values, and their texts never round to 100 %."""
    explorer.open().draw(SEVEN).shows("answer", digit=7)
    expected = activations(client, explorer.sent[-1])["softmax"]
    assert [explorer.number(f"probability-{digit}") for digit in range(10)] == expected.tolist()
    for digit, share in enumerate(expected):
        text = explorer.part(f"probability-{digit}").inner_text()
        percent = float(re.findall(r"[\d.]+(?= %)", text)[0])
        assert percent == pytest.approx(100 * share, abs=0.1001 if ">" in text else 0.0501)
        assert percent < 100


EACH = 20
KINDS = {
    "input": ["input"],
    "convolution": ["conv1", "conv2"],
    "relu": ["relu1", "relu3"],
    "max_pool": ["pool1", "pool2"],
    "dense": ["fc1", "fc2", "fc3"],
    "softmax": ["softmax"],
}

# Pins one unit after the other, and reads what the panel says: the terms of its own arithmetic by unit, its
# other numbers, those of the units that it leads down to, and all as they are written.
READ = """
    const panel = part("inspector");
    const all = () => [...panel.querySelectorAll("[data-value]")];
    const own = () => all().filter((one) => !one.closest(".story"));
    const told = ({dataset: {role, value}}) => [role, Number(value)];
    const found = [];
    for (const unit of argument) {
        location.hash = `unit=${unit}`;
        await until(() => panel.dataset.unit === unit);
        const terms = {};
        const openers = [...panel.querySelectorAll(".subtotal")];
        for (const open of openers.length ? openers : [null]) {
            // a convolution lists the products of one map at a time
            open?.click();
            for (const one of own()) {
                const name = one.closest(".is-term")?.dataset.unit;
                if (name) (terms[name] ??= []).push(told(one));
            }
        }
        found.push({unit, terms, rest: own().filter((one) => !one.closest(".is-term")).map(told),
            story: all().filter((one) => one.closest(".story")).map(told),
            written: all().map((one) => [...told(one), one.textContent])});
    }
    return found;
"""


def random_units(shapes: dict[str, tuple[int, ...]]) -> list[str]:
    """Units of every kind of layer, as many of each, spread over the layers of that kind."""
    random = np.random.default_rng(20)
    names = [layers[i % len(layers)] for layers in KINDS.values() for i in range(EACH)]
    units = ["/".join([name, *(str(random.integers(side)) for side in shapes[name])]) for name in names]
    return list(dict.fromkeys(units))


def values(pairs: list[Any], *roles: str) -> list[np.float32]:
    """The exact numbers that have one of these roles."""
    return [np.float32(value) for role, value in pairs if role in roles]


def check(shown: dict[str, Any], told: dict[str, Any]) -> None:
    """Hold what the panel says of one unit against the API's explanation of it."""
    sources = {source["unit"]: source for source in told["sources"]}
    assert values(shown["rest"], "output")[0] == np.float32(told["output"])
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


def check_story(shown: dict[str, Any], below: dict[str, Any]) -> None:
    """Hold what a pooled pixel's panel says of the convolution below its maximum against the API."""
    output = np.float32(below["output"])
    assert values(shown["story"], "output")[-1] == values(shown["story"], "source", "winner")[-1] == output
    for role in ("sum", "bias"):
        assert values(shown["story"], role) == [np.float32(below[role])]
    for role, value, text in shown["written"]:
        assert abs(abs(float(text.replace("\u2212", "-"))) - abs(value)) <= 0.0005001
        assert role != "bias" or text[0] in "+\u2212"


def test_units_of_every_kind_are_explained_with_the_numbers_of_the_api(
    explorer: Explorer, client: httpx.Client
) -> None:
    """Every number of 20 random units of every kind, and of what is below a pooled one, is the API's."""
    layers = client.get("/api/v1/models/lenet").json()["layers"]
    units = random_units({layer["name"]: tuple(layer["shape"]) for layer in layers})
    shown = explorer.open().draw(SEVEN).run(READ, units)

    def explanations(units: list[str]) -> list[dict[str, Any]]:
        address = "/api/v1/models/lenet/explanations?" + "&".join(f"unit={unit}" for unit in units)
        answer = client.post(address, content=explorer.sent[-1], headers={"content-type": "image/png"})
        return list(answer.json()["explanations"])

    told = explanations(units)
    assert [one["unit"] for one in told] == [one["unit"] for one in shown] == units
    for ours, theirs in zip(shown, told, strict=True):
        check(ours, theirs)
    pooled = [one["unit"] for one in told if one["kind"] == "max_pool"]
    below = explanations([one["winner"].replace("relu", "conv") for one in told if one["unit"] in pooled])
    for ours, theirs in zip((one for one in shown if one["unit"] in pooled), below, strict=True):
        check_story(ours, theirs)


def test_all_digits_are_shown_on_request_and_remembered(explorer: Explorer) -> None:
    """The switch shows the digits that give each float32 back, and link and reload keep it."""
    unit = "conv1/2/10/12"
    numbers = explorer.open(f"unit={unit}").explained(unit)
    assert all(re.fullmatch(r"[+\u2212]?\d+\.\d{3}", number.text) for number in numbers)
    expect(explorer.click("digits").page.locator(".product-row")).to_have_count(25)
    numbers = explorer.explained(unit)
    assert len(numbers) > 75
    assert all(np.float32(number.text.replace("\u2212", "-")) == number.value for number in numbers)
    expect(explorer.page).to_have_url(re.compile("digits=all"))
    expect(explorer.open().pin("fc2/3").part("digits")).to_be_checked()


KERNELS = """
    const numbers = (root, role) => [...root.querySelectorAll(`[data-role=${role}]`)].map((one) => Number(
        one.dataset.value));
    const panel = part("kernels-panel");
    const grids = [...panel.querySelectorAll("[data-kernel]")];
    return {kernels: Object.fromEntries(grids.map((grid) => [grid.dataset.kernel, numbers(grid, "weight")])),
        bias: numbers(panel, "bias"), maps: panel.querySelectorAll(".kernel-row canvas").length};
"""


def test_kernels_are_shown_with_the_numbers_of_the_weights(explorer: Explorer, settings: Settings) -> None:
    """The kernels show the weights in their own order, not flipped, with each map's bias."""
    parameters = load(settings.weights)
    for unit, name in (("pool1/3/5/7", "conv1"), ("conv2/5/4/4", "conv2")):
        explorer.page.goto("about:blank")
        explorer.open(f"unit={unit}").click("kernels")
        expect(explorer.page.get_by_role("dialog", name=f"The kernels of {name}")).to_be_visible()
        shown = explorer.run(KERNELS)
        weight = parameters[f"{name}.weight"]
        assert set(shown["kernels"]) == {f"{i}/{j}" for i, j in np.ndindex(*weight.shape[:2])}
        for (i, j), kernel in zip(np.ndindex(*weight.shape[:2]), weight.reshape(-1, 25), strict=True):
            assert np.array_equal(np.float32(shown["kernels"][f"{i}/{j}"]), kernel)
        assert np.array_equal(np.float32(shown["bias"]), parameters[f"{name}.bias"])
        assert shown["maps"] == len(weight)
        expect(explorer.press("Escape").page.get_by_role("dialog")).to_have_count(0)


# The last line of each unit's sum: its sign, and the three numbers as they are written and exactly.
SUMS = """
    const panel = part("inspector");
    const found = [];
    for (const unit of argument) {
        location.hash = `sample=61&unit=${unit}`;
        await until(() => panel.dataset.unit === unit);
        const numbers = ["sum", "bias", "output"].map((role) => panel.querySelector(
            `.sum [data-role=${role}]`))
            .map(({textContent, dataset}) => [Number(textContent.replace("\u2212", "-")), Number(
                dataset.value)]);
        found.push({sign: panel.querySelector(".is-equals").textContent, numbers});
    }
    return found;
"""


def test_a_sum_that_rounding_spoils_says_about(explorer: Explorer) -> None:
    """Where sum and bias as written do not make the written total, "≈" stands for "="."""
    units = [f"conv2/2/{row}/5" for row in range(10)] + [f"fc1/{unit}" for unit in range(10)]
    found = explorer.open("sample=61&unit=conv2/0/0/0").run(SUMS, units)
    for one in found:
        (total, exact_sum), (bias, exact_bias), (output, exact_output) = one["numbers"]
        assert one["sign"] == ("=" if abs(total + bias - output) < 1e-6 else "≈")
        assert abs(exact_sum + exact_bias - exact_output) < 1e-5
    assert {one["sign"] for one in found} == {"=", "≈"}
