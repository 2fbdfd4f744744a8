"""The numbers on the screen are the API's and NumPy's."""

import re
from typing import Any

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from app.imaging import Limits, decode, prepare
from app.lenet.network import forward
from app.lenet.weights import load
from app.settings import Settings
from tests.browser.explorer import SEVEN, Explorer, Shown, activations

POOLS = {"pool1": ("relu1", "conv1", (6, 14, 14)), "pool2": ("relu2", "conv2", (16, 5, 5))}
ROUNDING = 1e-4
HALF_A_DIGIT = 0.0005001

Arrays = dict[str, NDArray[Any]]


def random_pooled_units(count: int) -> list[tuple[str, tuple[int, ...]]]:
    """Pixels of both pooling layers, among them corners."""
    random = np.random.default_rng(50)
    names = ["pool1", "pool2"] * (count // 2 - 1)
    inner = [(name, tuple(int(random.integers(side)) for side in POOLS[name][2])) for name in names]
    return [*inner, ("pool1", (5, 13, 13)), ("pool2", (0, 0, 0))]


def seen(number: Shown) -> float:
    """What the eye reads."""
    return float(number.text.replace("\u2212", "-").replace("+", ""))


def check_panel(numbers: list[Shown], name: str, index: tuple[int, ...], layers: Arrays, winner: int) -> None:
    """Hold the explanation of one pooled pixel against arrays."""
    rectified, convolved, _ = POOLS[name]
    channel, row, column = index
    window = layers[rectified][channel, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2].ravel()
    outputs = [number.value for number in numbers if number.role == "output"]
    below = (channel, 2 * row + winner // 2, 2 * column + winner % 2)
    *in_grid_and_formula, before = [number for number in numbers if number.role in {"source", "winner"}]
    assert [number.value for number in in_grid_and_formula] == 2 * window.tolist()
    assert [number.role for number in in_grid_and_formula].index("winner") == winner
    assert outputs[:3] == [layers[name][index]] * 3
    assert before.value == outputs[3] == layers[convolved][below]


def test_pooled_pixels_show_the_numbers_of_the_api_and_of_numpy(
    explorer: Explorer, client: httpx.Client, settings: Settings
) -> None:
    """The explanations of 20 random pooled pixels equal the API and NumPy to the last bit."""
    explorer.open().draw(SEVEN)
    parameters = load(settings.weights)
    image = prepare(decode(explorer.sent[-1], Limits()), "center").image
    with threadpool_limits(1, "blas"):  # as the server does: the order of additions decides the last bit
        trace = forward(parameters, image[np.newaxis, np.newaxis])
    layers = activations(client, explorer.sent[-1])
    assert all(np.array_equal(layers[name], values[0]) for name, values in trace.activations.items())
    units = random_pooled_units(20)
    names = ["/".join([name, *map(str, index)]) for name, index in units]
    for (name, index), unit, place in zip(units, names, explorer.places(names), strict=True):
        explorer.page.mouse.move(*place)
        numbers = explorer.explained(unit)
        check_panel(numbers, name, index, layers, int(trace.winners[name][0][index]))
        total, bias, output = (
            [one for one in numbers if one.role == role] for role in ("sum", "bias", "output")
        )
        assert bias[0].value == parameters[f"{POOLS[name][1]}.bias"][index[0]]
        assert total[0].value + bias[0].value == pytest.approx(output[-1].value, abs=ROUNDING)
        assert all(number.text[0] in "+\u2212" for number in bias)
        assert all(abs(abs(seen(number)) - abs(float(number.value))) <= HALF_A_DIGIT for number in numbers)


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
