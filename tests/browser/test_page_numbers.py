"""The numbers on the screen are the API's and NumPy's."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser
from threadpoolctl import threadpool_limits

from app.imaging import Limits, decode, prepare
from app.lenet.network import Parameters, Trace, forward
from app.lenet.weights import load
from app.settings import Settings
from tests.browser.explorer import SEVEN, Explorer, Shown, activations_of
from tests.conftest import LiveServer, Trouble

POOLS = {"pool1": ("relu1", "conv1", (6, 14, 14)), "pool2": ("relu2", "conv2", (16, 5, 5))}
ROUNDING = 1e-4
HALF_A_DIGIT = 0.0005001


Arrays = dict[str, NDArray[Any]]


@pytest.fixture(scope="module")
def seven(browser: Browser, live_server: LiveServer) -> Iterator[Explorer]:
    """A page on which a seven was drawn; trouble in it fails the file."""
    trouble = Trouble(urlsplit(live_server.url).netloc)
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    trouble.watch(page)
    yield Explorer(page).open().draw(SEVEN)
    context.close()
    assert trouble.found == []


@pytest.fixture(scope="module")
def from_api(seven: Explorer, client: httpx.Client) -> Arrays:
    """The layers of what the page sent, as the API answers programs."""
    headers = {"content-type": "image/png"}
    answer = client.post("/api/v1/models/lenet/activations", content=seven.sent[-1], headers=headers)
    return activations_of(answer.json())


@pytest.fixture(scope="module")
def parameters(settings: Settings) -> Parameters:
    """The weights that the server serves."""
    return load(settings.weights)


def random_pooled_units(count: int) -> list[tuple[str, tuple[int, ...]]]:
    """Pixels of both pooling layers, among them corners."""
    random = np.random.default_rng(50)
    names = ["pool1", "pool2"] * (count // 2)
    inner = [(name, tuple(int(random.integers(side)) for side in POOLS[name][2])) for name in names[:-2]]
    return [*inner, ("pool1", (5, 13, 13)), ("pool2", (0, 0, 0))]


def numpy_trace(png: bytes, parameters: Parameters) -> Trace:
    """The forward pass of what the page sent, without the server."""
    image = prepare(decode(png, Limits()), "center").image
    with threadpool_limits(1, "blas"):  # as the server does: the order of additions decides the last bit
        return forward(parameters, image[np.newaxis, np.newaxis])


def with_role(numbers: list[Shown], *roles: str) -> list[np.float32]:
    """The exact values of some of the numbers, in the order in which they are shown."""
    return [number.value for number in numbers if number.role in roles]


def seen(number: Shown) -> float:
    """What the eye reads."""
    return float(number.text.replace("\u2212", "-").replace("+", ""))


def check_panel(numbers: list[Shown], name: str, index: tuple[int, ...], layers: Arrays, winner: int) -> None:
    """Hold the explanation of one pooled pixel against arrays."""
    rectified, convolved, _ = POOLS[name]
    channel, row, column = index
    window = layers[rectified][channel, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2].ravel()
    outputs = with_role(numbers, "output")
    pooled = layers[name][index]
    below = (channel, 2 * row + winner // 2, 2 * column + winner % 2)
    *in_grid_and_formula, before = [number for number in numbers if number.role in {"source", "winner"}]
    assert [number.value for number in in_grid_and_formula] == 2 * window.tolist()
    assert [number.role for number in in_grid_and_formula].index("winner") == winner
    assert outputs[:3] == [pooled] * 3
    assert before.value == outputs[3] == layers[convolved][below]


def test_fifty_pooled_pixels_show_the_numbers_of_the_api_and_of_numpy(
    seven: Explorer, from_api: Arrays, parameters: Parameters
) -> None:
    """The panel of 50 random pooled pixels, from window and winner down to the convolution, equals both to the last bit."""
    trace = numpy_trace(seven.sent[-1], parameters)
    assert all(np.array_equal(from_api[name], values[0]) for name, values in trace.activations.items())
    units = random_pooled_units(50)
    names = ["/".join([name, *map(str, index)]) for name, index in units]
    for (name, index), unit, place in zip(units, names, seven.places(names), strict=True):
        seven.page.mouse.move(*place)
        numbers = seven.explained(unit)
        check_panel(numbers, name, index, from_api, int(trace.winners[name][0][index]))
        bias, total = with_role(numbers, "bias")[0], with_role(numbers, "sum")[0]
        assert bias == parameters[f"{POOLS[name][1]}.bias"][index[0]]
        assert total + bias == pytest.approx(with_role(numbers, "output")[-1], abs=ROUNDING)
        assert all(number.text[0] in "+\u2212" for number in numbers if number.role == "bias")
        assert all(abs(abs(seen(number)) - abs(float(number.value))) <= HALF_A_DIGIT for number in numbers)


def test_units_of_every_kind_show_their_own_number(seven: Explorer, from_api: Arrays) -> None:
    """A unit of each layer is told with the API's number for it, exactly in its data and rounded to the eye."""
    random = np.random.default_rng(13)
    indices = {
        name: tuple(int(random.integers(side)) for side in values.shape) for name, values in from_api.items()
    }
    units = ["/".join([name, *map(str, index)]) for name, index in indices.items()]
    for (name, index), unit, place in zip(indices.items(), units, seven.places(units), strict=True):
        seven.page.mouse.move(*place)
        first, *_ = seven.explained(unit)
        assert first.role == "output"
        assert first.value == from_api[name][index]
        assert seen(first) == pytest.approx(float(first.value), abs=HALF_A_DIGIT)


def test_the_answer_and_its_probabilities_are_those_of_the_api(seven: Explorer, from_api: Arrays) -> None:
    """The ten probabilities beside the answer carry the API's values, and their texts are those values in percent, never all of it."""
    expected = from_api["softmax"]
    parts = [seven.part(f"probability-{digit}") for digit in range(10)]
    shown = [np.float32(part.get_attribute("data-value") or "nan") for part in parts]
    texts = [part.inner_text() for part in parts]
    percents = [float(re.findall(r"[\d.]+(?= %)", text)[0]) for text in texts]
    assert shown == expected.tolist()
    for text, percent, share in zip(texts, percents, 100 * expected, strict=True):
        assert percent == pytest.approx(share, abs=0.1001 if ">" in text else 0.0501)
        assert percent < 100
    assert seven.digit == str(expected.argmax()) == "7"
