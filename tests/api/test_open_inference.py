"""The Open Inference Protocol by hand: what its addresses answer, and what a good client never sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import orjson
import pytest

from app.api.open_inference.schemas import InferenceResponse, RepositoryModel
from app.lenet.architecture import LENET
from tests.api.test_problems import assert_problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.settings import Settings


INFER = "/v2/models/lenet/infer"
HEADER = "Inference-Header-Content-Length"


def request_of(**changes: Any) -> dict[str, Any]:
    """A good request for one tiny picture; a value of None takes a field of the input out."""
    tensor = {"name": "pixels", "shape": [1, 2, 2], "datatype": "UINT8", "data": [0, 9, 9, 255]}
    tensor |= {name: changes.pop(name) for name in list(changes) if name in {*tensor, "input_parameters"}}
    if "input_parameters" in tensor:
        tensor["parameters"] = tensor.pop("input_parameters")
    kept = {name: value for name, value in tensor.items() if value is not None}
    return {"inputs": [kept], **changes}


def test_data_may_be_flat_or_nested(client: httpx.Client) -> None:
    """Flat and nested data give the same response, which has no id if the request had none."""
    answers = [
        client.post(INFER, json=request_of(data=data)).content
        for data in ([0, 9, 9, 255], [[[0, 9], [9, 255]]])
    ]
    assert answers[0] == answers[1]
    assert "id" not in InferenceResponse.model_validate_json(answers[0]).model_fields_set


def test_parameters_of_the_request_are_defaults(client: httpx.Client) -> None:
    """What the request's parameters say of outputs holds for each that says nothing itself."""
    sent = request_of(
        parameters={"classification": 2, "binary_data_output": True, "timeout": 5},
        outputs=[
            {"name": "softmax"},
            {"name": "fc3", "parameters": {"classification": 1, "binary_data": False}},
        ],
    )
    answer = client.post(INFER, json=sent)
    length = int(answer.headers[HEADER])
    first, second = InferenceResponse.model_validate_json(answer.content[:length]).outputs
    assert (first.shape, first.data) == ([1, 2], None)
    assert first.parameters == {"binary_data_size": len(answer.content) - length}
    assert (second.shape, len(second.data or [])) == ([1, 1], 1)


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"inputs": [{}, {}]}, "#/inputs", "at most 1 item"),
    ({"inputs": [3]}, "#/inputs/0", "object"),
    (request_of(name="picture"), "#/inputs/0/name", "'image' or 'pixels'"),
    (request_of(datatype="FP32"), "#/inputs/0/datatype", "UINT8"),
    (request_of(shape=[2, 2]), "#/inputs/0/shape", "[-1, -1, -1]"),
    (request_of(shape=[1, 0, 2]), "#/inputs/0/shape", "[-1, -1, -1]"),
    (request_of(shape="1x2x2"), "#/inputs/0/shape", "[-1, -1, -1]"),
    (request_of(data=None), "#/inputs/0/data", "list of numbers"),
    (request_of(data=[1, 2, 3]), "#/inputs/0/data", "[1, 2, 2]"),
    (request_of(data=[[[1, 2, 3], [4, 5, 6]]]), "#/inputs/0/data", "[1, 2, 2]"),
    (request_of(data=[0, 0, 0, 256]), "#/inputs/0/data", "from 0 to 255"),
    (request_of(data=[0, 0, 0, 0.5]), "#/inputs/0/data", "integers"),
    (request_of(data=[0, 0, 0, "1"]), "#/inputs/0/data/3", "number"),
    (request_of(input_parameters={"binary_data_size": 5}), "#/inputs/0/parameters/binary_data_size", "has 4"),
    (request_of(parameters={"preprocess": "crop"}), "#/parameters/preprocess", "'center' or 'none'"),
    (request_of(parameters={"classification": -1}), "#/parameters/classification", "at least 1"),
    (request_of(shape=[1, 2.5, 2]), "#/inputs/0/shape", "[-1, -1, -1]"),
    (request_of(shape=[1e300, 2, 2]), "#/inputs/0/shape", "[-1, -1, -1]"),
    (request_of(outputs=[{"name": "fc9"}]), "#/outputs/0/name", "softmax"),
    (request_of(outputs=[{"name": "fc1"}, {"name": "fc1"}]), "#/outputs/1/name", "twice"),
    (
        request_of(outputs=[{"name": "fc1", "parameters": {"classification": 0}}]),
        "#/outputs/0/parameters/classification",
        "at least 1",
    ),
    (
        request_of(outputs=[{"name": "fc1", "parameters": {"classification": 120}}]),
        "#/outputs/0/parameters/classification",
        "maximum is 100",
    ),
]


@pytest.mark.parametrize(("sent", "pointer", "remedy"), REFUSED)
def test_what_cannot_be_used_is_named(
    client: httpx.Client, sent: dict[str, Any], pointer: str, remedy: str
) -> None:
    """A tensor or parameter that cannot be used is a 400 with its name, a pointer and what would be right."""
    problem = assert_problem(client.post(INFER, json=sent), 400, "invalid-tensor", pointer)
    assert remedy in problem.detail


def test_images_are_numbers_from_0_to_1(client: httpx.Client) -> None:
    """Others are refused with their place, as bytes and as JSON, and preprocessing is not for images."""
    for wrong in (1.5, -0.25, np.nan, np.inf):
        batch = np.zeros((2, 1, 32, 32), np.float32)
        batch[1, 0, 5, 7] = wrong
        assert "[1, 0, 5, 7]" in assert_problem(send_bytes(client, batch), 400, "invalid-tensor").detail
    sent = request_of(name="image", shape=[1, 1, 32, 32], datatype="FP32", data=[2] + [0] * 1023)
    assert "from 0 to 1" in assert_problem(client.post(INFER, json=sent), 400, "invalid-tensor").detail
    sent["inputs"][0]["data"][0] = 1
    assert client.post(INFER, json=sent).status_code == 200
    refused = client.post(INFER, json={**sent, "parameters": {"preprocess": "center"}})
    assert "with image" in assert_problem(refused, 400, "invalid-tensor").detail


def send_bytes(
    client: httpx.Client, batch: NDArray[np.float32], length: int | None = None, tail: bytes = b""
) -> httpx.Response:
    """Post images as bytes after the JSON; the header tells its length, or what a test wants it to say."""
    size = batch.nbytes
    tensor = request_of(
        name="image",
        shape=batch.shape,
        datatype="FP32",
        data=None,
        input_parameters={"binary_data_size": size},
    )
    text = orjson.dumps(tensor)
    headers = {HEADER: str(len(text) if length is None else length)}
    return client.post(INFER, content=text + batch.tobytes() + tail, headers=headers)


def test_bytes_must_be_where_the_header_says(client: httpx.Client) -> None:
    """A header that contradicts the body, extra bytes and unclaimed bytes are refused by name."""
    batch = np.zeros((1, 1, 32, 32), np.float32)
    assert send_bytes(client, batch).status_code == 200
    assert "has" in assert_problem(send_bytes(client, batch, 99_999), 400, "malformed-request").detail
    assert HEADER in assert_problem(send_bytes(client, batch, 10), 400, "malformed-request").detail
    assert "4097 bytes" in assert_problem(send_bytes(client, batch, tail=b"1"), 400, "invalid-tensor").detail
    text = orjson.dumps(request_of())
    refused = client.post(INFER, content=text + b"1234", headers={HEADER: str(len(text))})
    assert "binary_data_size" in assert_problem(refused, 400, "invalid-tensor").detail
    refused = client.post(INFER, content=text, headers={HEADER: "-1"})
    assert HEADER in assert_problem(refused, 400, "malformed-request").detail
    claimed = request_of(data=None, input_parameters={"binary_data_size": 4})
    assert HEADER in assert_problem(client.post(INFER, json=claimed), 400, "malformed-request").detail


def test_batches_and_pictures_are_limited(client: httpx.Client, settings: Settings) -> None:
    """The most pictures are answered; one more, or one too large, is a 413 that says how many."""
    pictures, pixels = settings.max_batch, settings.max_pixels
    sent = request_of(shape=[pictures, 1, 1], data=[9] * pictures, outputs=[{"name": "softmax"}])
    assert client.post(INFER, json=sent).json()["outputs"][0]["shape"] == [pictures, 10]
    sent = request_of(shape=[pictures + 1, 1, 1], data=[9] * (pictures + 1))
    assert str(pictures) in assert_problem(client.post(INFER, json=sent), 413, "too-large").detail
    sent = request_of(shape=[1, 1, pixels + 1], data=[])
    assert str(pixels) in assert_problem(client.post(INFER, json=sent), 413, "too-large").detail


LOAD = "/v2/repository/models/lenet/load"


def test_loading_takes_a_body_or_none(client: httpx.Client) -> None:
    """A load request may be empty or have null parameters; what is no object is refused with its place."""
    for body in (b"", b"{}", b'{"parameters": null}', b'{"parameters": {}}'):
        answer = client.post(LOAD, content=body)
        assert answer.status_code == 200
        assert RepositoryModel.model_validate_json(answer.content).state == "READY"
    assert_problem(client.post(LOAD, json={"parameters": False}), 400, "not-offered")
    assert_problem(client.post(LOAD, content=b"[]"), 400, "invalid-tensor")
    assert_problem(client.post(LOAD, content=b"{"), 400, "malformed-request")
    assert_problem(client.post("/v2/repository/index", json={"ready": 1}), 400, "invalid-tensor")


NAMES = [layer.name for layer in LENET]
OF_OUTPUTS = ("binary_data", "classification", "shared_memory_region")
NULLS: list[dict[str, Any]] = [
    {"id": None},
    {"parameters": None},
    {"outputs": None},
    {"input_parameters": {"binary_data_size": None}},
    {"parameters": {"preprocess": None, "classification": None, "binary_data_output": None}},
    {"shape": [1.0, 2, 2.0]},
    {"input_parameters": None, "outputs": [{"name": name, "parameters": None} for name in NAMES]},
    {"outputs": [{"name": name, "parameters": dict.fromkeys(OF_OUTPUTS)} for name in NAMES]},
]


@pytest.mark.parametrize("changes", NULLS)
def test_null_is_as_good_as_left_out(client: httpx.Client, changes: dict[str, Any]) -> None:
    """A null for an unset member, and 2.0 for 2, give the same response as leaving it out."""
    with_nulls, without = (client.post(INFER, json=request_of(**sent)).content for sent in (changes, {}))
    assert with_nulls == without


def test_more_classes_than_there_are_is_all_of_them(client: httpx.Client) -> None:
    """As with Triton: a thousand classes of ten numbers are ten."""
    asked = [{"name": "softmax", "parameters": {"classification": count}} for count in (10, 1000)]
    ten, thousand = (client.post(INFER, json=request_of(outputs=[one])) for one in asked)
    assert ten.content == thousand.content
    assert thousand.json()["outputs"][0]["shape"] == [1, 10]
