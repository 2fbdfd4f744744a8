"""Single operations on the caller's own numbers: right to the bit, and told window by window."""

from __future__ import annotations

from typing import Any

import httpx
import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.api.operation_schemas import ActivationResult, ConvolutionResult, KernelList, PoolingResult
from app.lenet import operations
from app.lenet.kernels import KERNELS
from app.lenet.operations import Window
from tests.api.test_fuzz import quietly
from tests.lenet import oracle

CONVOLUTION, ACTIVATION, POOLING = (
    f"/api/v1/operations/{name}" for name in ("convolution", "activation", "pooling")
)
ONE = [[1]]
SQUARE = [[1, 2], [3, 4]]


def numbers(seed: int, *shape: int) -> NDArray[np.float32]:
    """Random float32 numbers around zero."""
    return np.random.default_rng(seed).standard_normal(shape, np.float32)


def bits(nested: Any) -> NDArray[np.uint32]:
    """The bits of numbers out of JSON, as float32."""
    return np.array(nested, np.float32).view(np.uint32)


def answer(client: httpx.Client, path: str, sent: dict[str, Any], *, windows: bool = False) -> dict[str, Any]:
    """What the service answers to arrays and numbers sent as JSON."""
    query = {"windows": "true"} if windows else None
    body = orjson.dumps(sent, option=orjson.OPT_SERIALIZE_NUMPY)
    response = client.post(path, content=body, params=query, headers={"Content-Type": "application/json"})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = orjson.loads(response.content)
    return found


@pytest.mark.parametrize("padding", [0, 2, "valid", "same"])
@pytest.mark.parametrize("stride", [1, 2])
def test_convolution_has_the_networks_bits(client: httpx.Client, stride: int, padding: Any) -> None:
    """Several kernels over several maps give the float32 that `conv2d` gives, bit for bit."""
    picture, weight, bias = numbers(1, 3, 9, 7), numbers(2, 4, 3, 3, 2), numbers(3, 4)
    sent = {"input": picture, "kernels": weight, "bias": bias, "stride": stride, "padding": padding}
    found = answer(client, CONVOLUTION, sent)
    expected = operations.conv2d(picture[None], weight, bias, stride, padding)[0]
    assert found["shape"] == list(expected.shape)
    assert np.array_equal(bits(found["result"]), expected.view(np.uint32))


def test_the_convolutions_of_the_network_can_be_checked(client: httpx.Client) -> None:
    """The API's input and weights, sent to the convolution, give its activations and explanations."""
    weights = client.get("/api/v1/models/lenet/weights").json()["parameters"]
    values = {one["name"]: one["values"] for one in weights}
    drawing = {"pixels": (np.random.default_rng(7).random((28, 28)) * 255).astype(np.uint8).tolist()}
    trace = answer(client, "/api/v1/models/lenet/activations?preprocess=none", drawing)
    layers = {layer["name"]: layer["activations"] for layer in trace["layers"]}
    for name, below in (("conv1", "input"), ("conv2", "pool1")):
        kernels, bias = values[f"{name}.weight"], values[f"{name}.bias"]
        sent = {"input": layers[below], "kernels": kernels, "bias": bias}
        found = answer(client, CONVOLUTION, sent, windows=True)
        assert np.array_equal(bits(found["result"]), bits(layers[name]))
        index, row, column = (window := found["windows"][155])["index"]
        unit = f"{name}/{index}/{row}/{column}"
        address = f"/api/v1/models/lenet/explanations?preprocess=none&unit={unit}"
        (explained,) = answer(client, address, drawing)["explanations"]
        assert np.ravel(window["products"]).tolist() == [one["product"] for one in explained["sources"]]
        assert (window["sum"], window["output"]) == (explained["sum"], explained["output"])


def test_a_matrix_and_a_kernel_give_a_matrix(client: httpx.Client) -> None:
    """Without lists of maps and kernels around them, neither has the answer; its windows have two indices."""
    found = answer(client, CONVOLUTION, {"input": SQUARE, "kernel": ONE, "bias": 1}, windows=True)
    assert found["result"] == [[2, 3], [4, 5]]
    assert [one["index"] for one in found["windows"]] == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert found["windows"][3]["products"] == [[4]]


def test_a_name_or_a_matrix_counts_for_every_map(client: httpx.Client) -> None:
    """A kernel that is one matrix, by name or in numbers, sees the sum of all maps."""
    picture = np.round(numbers(4, 2, 5, 5) * 8)
    by_name = answer(client, CONVOLUTION, {"input": picture, "kernel": "laplacian"})
    laplacian = KERNELS["laplacian"].values()
    in_numbers = answer(client, CONVOLUTION, {"input": picture.sum(axis=0), "kernel": laplacian})
    assert by_name == in_numbers


@pytest.mark.parametrize(
    ("kernel", "stride", "padding"),
    [((3, 3), 2, "same"), ((2, 4), 1, 1), ((1, 3), 3, "valid"), ((4, 2), 2, 2)],
)
def test_windows_lie_where_plain_loops_put_them(
    client: httpx.Client, kernel: tuple[int, int], stride: int, padding: Any
) -> None:
    """Each window has its place, values, products, sum and bias, and together they make the output."""
    picture, weight, bias = numbers(5, 2, 6, 5), numbers(6, 3, 2, *kernel), numbers(7, 3)
    sent = {"input": picture, "kernels": weight, "bias": bias, "padding": padding, "stride": stride}
    found = answer(client, CONVOLUTION, sent, windows=True)
    ConvolutionResult.model_validate(found)
    pads = operations.margins((6, 5), kernel, stride, padding)
    covered = oracle.each_window(picture[None].astype(float), Window(kernel, stride, padding))
    assert len(found["windows"]) == np.prod(found["shape"])
    for window in found["windows"]:
        index, row, column = window["index"]
        corner = row * stride - pads[0][0], column * stride - pads[1][0]
        assert (window["top"], window["left"]) == corner
        values = np.nan_to_num(covered[row][column][0]).astype(np.float32)
        assert np.array_equal(bits(window["values"]), values.view(np.uint32))
        products = values * weight[index]
        assert np.array_equal(bits(window["products"]), products.view(np.uint32))
        assert window["output"] == found["result"][index][row][column]
        assert window["sum"] == pytest.approx(products.sum(dtype=np.float64), abs=1e-6)
        assert window["sum"] + window["bias"] == pytest.approx(window["output"], abs=1e-5)


@pytest.mark.parametrize("kind", ["relu", "tanh", "sigmoid", "softmax"])
@pytest.mark.parametrize("shape", [(5,), (2, 5), (2, 3, 4)])
def test_activations_have_the_networks_bits(client: httpx.Client, kind: str, shape: tuple[int, ...]) -> None:
    """An activation keeps the shape, gives the network's float32, and tells each number or row."""
    sent = numbers(8, *shape)
    found = answer(client, ACTIVATION, {"input": sent, "kind": kind}, windows=True)
    ActivationResult.model_validate(found)
    assert np.array_equal(bits(found["result"]), getattr(operations, kind)(sent).view(np.uint32))
    told = np.array([one["output"] for one in found["windows"]]).reshape(shape)
    assert np.array_equal(told, np.array(found["result"]))
    for window in found["windows"] if kind == "softmax" else []:
        quotient = np.array(window["exponentials"]) / window["sum"]
        np.testing.assert_allclose(quotient, window["output"], rtol=1e-6)


@pytest.mark.parametrize(("kind", "function"), [("average", "average_pool2d"), ("sum", "sum_pool2d")])
@pytest.mark.parametrize("padding", [0, 1, "same"])
def test_poolings_have_the_networks_bits(
    client: httpx.Client, kind: str, function: str, padding: Any
) -> None:
    """Means and sums are the network's float32; their windows leave out the padding."""
    picture = numbers(9, 2, 7, 6)
    sent = {"input": picture, "kind": kind, "size": [3, 2], "stride": 2, "padding": padding}
    found = answer(client, POOLING, sent, windows=True)
    PoolingResult.model_validate(found)
    expected = getattr(operations, function)(picture[None], (3, 2), 2, padding)[0]
    assert np.array_equal(bits(found["result"]), expected.view(np.uint32))
    for window in found["windows"]:
        real = [value for row in window["values"] for value in row if value is not None]
        assert window["count"] == len(real)
        whole = window["sum"] / (window["count"] if kind == "average" else 1)
        assert whole == pytest.approx(window["output"], abs=1e-6)


def test_max_pooling_tells_winners_and_ties(client: httpx.Client) -> None:
    """The first place of a window's largest number is the winner, others that have it are ties."""
    picture = np.random.default_rng(10).integers(-2, 3, (2, 6, 6)).astype(np.float32)
    found = answer(
        client, POOLING, {"input": picture, "kind": "max", "size": 3, "stride": 1, "padding": 1}, windows=True
    )
    PoolingResult.model_validate(found)
    ties = 0
    for window in found["windows"]:
        places = [
            [window["index"][0], window["top"] + row, window["left"] + column]
            for row, values in enumerate(window["values"])
            for column, value in enumerate(values)
            if value == window["output"]
        ]
        assert [window["winner"], *window["ties"]] == places
        assert all(picture[tuple(place)] == window["output"] for place in places)
        ties += len(window["ties"])
    assert ties > 0


def test_a_pooling_steps_by_its_own_height(client: httpx.Client) -> None:
    """Size and stride left out are LeNet's 2; a stride left out is the height of the window."""
    picture = numbers(11, 6, 6)
    for size in (None, 2, 3):
        sent = {"input": picture, "kind": "max"} | ({} if size is None else {"size": size})
        side = size or 2
        expected = operations.max_pool2d(picture[None, None], (side, side), side)[0][0, 0]
        assert np.array_equal(bits(answer(client, POOLING, sent)["result"]), expected.view(np.uint32))


def test_kernels_are_listed(client: httpx.Client) -> None:
    """Every named kernel is told with its float32 values, and a client that has the list is told so."""
    response = client.get("/api/v1/kernels")
    listed = KernelList.model_validate_json(response.content).kernels
    assert [one.name for one in listed] == list(KERNELS)
    for one, kernel in zip(listed, KERNELS.values(), strict=True):
        assert np.array_equal(bits(one.values), kernel.values().view(np.uint32))
    again = client.get("/api/v1/kernels", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


values = st.integers(-3, 300) | st.floats() | st.booleans() | st.none() | st.text(max_size=2)
matrices = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.floats(width=32) | st.integers(-9, 9), min_size=width, max_size=width),
        min_size=1,
        max_size=5,
    )
)
nested = matrices | st.recursive(values, lambda inner: st.lists(inner, max_size=3), max_leaves=5)
documents = st.fixed_dictionaries(
    {"input": nested, "kind": st.sampled_from(["relu", "softmax", "max", "sum", "average"])}
) | st.fixed_dictionaries(
    {"input": nested, "kernel": nested | st.sampled_from(list(KERNELS))},
    optional={"stride": values, "padding": values | st.sampled_from(["same", "valid"]), "bias": nested},
)


@quietly
@given(document=documents, path=st.sampled_from([CONVOLUTION, ACTIVATION, POOLING]))
def test_any_operation_is_answered(client: httpx.Client, document: object, path: str) -> None:
    """A hundred documents, good and bad: a result of finite numbers, or a problem that blames the request."""
    headers = {"Content-Type": "application/json"}
    response = client.post(path, content=orjson.dumps(document), params={"windows": "true"}, headers=headers)
    assert response.status_code in {200, 413, 422}
    if response.status_code == 200:
        assert np.isfinite(np.array(orjson.loads(response.content)["result"], np.float64)).all()


def test_an_answer_may_be_sent_again(client: httpx.Client) -> None:
    """The largest float32 is accepted as JSON shows it, although its exact value is a little smaller."""
    found = answer(client, ACTIVATION, {"input": [[3.4028234663852886e38]], "kind": "relu"})
    assert answer(client, ACTIVATION, {"input": found["result"], "kind": "relu"}) == found
    convolved = answer(client, CONVOLUTION, {"input": SQUARE, "kernel": ONE, "kernels": None})
    assert convolved["result"] == SQUARE
