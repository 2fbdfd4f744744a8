"""Activations: the network's numbers, bit for bit, in every format and of every kind of picture."""

import io

import httpx
import numpy as np
import orjson
import pytest
from safetensors.numpy import load as load_safetensors

from app.api.routers.activations import Activations
from app.imaging import decode, prepare
from app.lenet.architecture import LENET
from app.lenet.network import Parameters, Trace, forward
from tests.api.bits import as_float32, assert_same_bits
from tests.api.pictures import ACTIVATIONS, EXPLANATIONS, PREDICTIONS, digit, file_of, rows

POOLS = [layer.name for layer in LENET if layer.kind == "max_pool"]


def test_every_number_survives_json(client: httpx.Client, trace: Trace) -> None:
    """All 13 layers and both lists of winners read back from JSON have the bits that NumPy computed."""
    answer = client.post(ACTIVATIONS, json={"pixels": rows()})
    document = Activations.model_validate_json(answer.content)
    assert [(layer.name, layer.kind, tuple(layer.shape)) for layer in document.layers] == [
        (layer.name, layer.kind, layer.shape) for layer in LENET
    ]
    for layer in document.layers:
        assert_same_bits(as_float32(layer.activations), trace.activations[layer.name][0])
        assert (layer.winners is not None) == (layer.name in POOLS)
        if layer.winners is not None:
            np.testing.assert_array_equal(layer.winners, trace.winners[layer.name][0])


def test_the_json_has_the_documented_order(client: httpx.Client) -> None:
    """Small things first, so that a reader of the raw answer sees the verdict before the numbers."""
    answer = orjson.loads(client.post(ACTIVATIONS, json={"pixels": rows()}).content)
    assert list(answer) == ["model", "weights", "preprocess", "blank", "crop", "prediction", "layers"]
    assert list(answer["layers"][3]) == ["name", "kind", "shape", "activations", "winners"]
    assert list(answer["prediction"]) == ["digit", "probability"]
    short = orjson.loads(client.post(PREDICTIONS, json={"pixels": rows()}).content)
    assert list(short) == ["model", "weights", "preprocess", "blank", "crop", "prediction", "probabilities"]
    assert short["crop"] == answer["crop"]


def test_safetensors_and_npz_hold_the_same(client: httpx.Client, trace: Trace) -> None:
    """Both binary formats hold every layer, the winners, and the JSON response without its layers."""
    head = orjson.loads(client.post(ACTIVATIONS, json={"pixels": rows()}).content)
    del head["layers"]
    packed = client.post(f"{ACTIVATIONS}?format=safetensors", json={"pixels": rows()})
    archive = client.post(f"{ACTIVATIONS}?format=npz", json={"pixels": rows()})
    assert packed.headers["content-type"] == "application/vnd.safetensors"
    assert archive.headers["content-type"] == "application/x-npz"
    tensors = load_safetensors(packed.content)
    arrays = dict(np.load(io.BytesIO(archive.content), allow_pickle=False))
    assert orjson.loads(str(arrays.pop("response"))) == head
    metadata = orjson.loads(packed.content[8 : 8 + int.from_bytes(packed.content[:8], "little")])[
        "__metadata__"
    ]
    assert metadata["format"] == "lenet-lens"
    assert orjson.loads(metadata["response"]) == head
    for found in (tensors, arrays):
        assert set(found) == {layer.name for layer in LENET} | {f"{name}.winners" for name in POOLS}
        for layer in LENET:
            assert_same_bits(found[layer.name], trace.activations[layer.name][0])
        for name in POOLS:
            np.testing.assert_array_equal(found[f"{name}.winners"], trace.winners[name][0])


@pytest.mark.parametrize(
    "query", ["layers=softmax,pool1", "layers=softmax&layers=pool1", "layers=pool1,softmax,pool1"]
)
def test_layers_can_be_chosen(client: httpx.Client, query: str) -> None:
    """Only the layers asked for come, once each, in the network's order."""
    answer = orjson.loads(client.post(f"{ACTIVATIONS}?{query}", json={"pixels": rows()}).content)
    assert [layer["name"] for layer in answer["layers"]] == ["pool1", "softmax"]
    packed = client.post(f"{ACTIVATIONS}?{query}&format=safetensors", json={"pixels": rows()})
    assert sorted(load_safetensors(packed.content)) == ["pool1", "pool1.winners", "softmax"]


def test_a_jpeg_is_read_as_imaging_reads_it(client: httpx.Client, parameters: Parameters) -> None:
    """A JPEG, dark pen on light paper and large, goes through the same preprocessing as anywhere else."""
    page = np.invert(np.kron(np.pad(digit(3), 40), np.ones((4, 4), np.uint8))).astype(np.uint8)
    data = file_of(page, "JPEG")
    answer = orjson.loads(
        client.post(ACTIVATIONS, content=data, headers={"Content-Type": "image/jpeg"}).content
    )
    image = prepare(decode(data)).image
    assert_same_bits(as_float32(answer["layers"][0]["activations"])[0], image)
    expected = forward(parameters, image[np.newaxis, np.newaxis]).activations["softmax"][0]
    assert_same_bits(as_float32(answer["layers"][-1]["activations"]), expected)


def test_preprocessing_can_be_turned_off(client: httpx.Client) -> None:
    """`none` only pads 28 to 32; `center` moves a digit drawn in a corner, and says which part it took."""
    corner = np.zeros((60, 60), np.uint8)
    corner[2:22, 30:48] = digit()[4:24, 5:23]
    plain = orjson.loads(
        client.post(f"{ACTIVATIONS}?preprocess=none&layers=input", json={"pixels": rows()}).content
    )
    assert plain["preprocess"] == "none"
    assert plain["crop"] is None
    expected = np.pad(digit().astype(np.float32) / np.float32(255), 2)
    assert_same_bits(as_float32(plain["layers"][0]["activations"])[0], expected)
    moved = orjson.loads(client.post(ACTIVATIONS, json={"pixels": corner.tolist()}).content)
    assert moved["preprocess"] == "center"
    assert moved["crop"]["left"] >= 30
    assert moved["crop"]["top"] + moved["crop"]["height"] <= 22
    assert moved["prediction"]["digit"] == 8


@pytest.mark.parametrize("path", [ACTIVATIONS, PREDICTIONS, f"{EXPLANATIONS}?unit=fc3/0"])
@pytest.mark.parametrize("preprocess", ["center", "none"])
def test_a_blank_picture_has_maps_but_no_prediction(client: httpx.Client, path: str, preprocess: str) -> None:
    """Nothing drawn: the answer says so and why, and everything else is there."""
    blank = {"pixels": [[0] * 28] * 28}
    address = httpx.URL(path).copy_merge_params({"preprocess": preprocess})
    answer = orjson.loads(client.post(address, json=blank).content)
    assert answer["blank"] is True
    assert "stands out" in answer["reason"]
    assert answer["prediction"] is None
    assert answer.get("crop") is None
    assert answer.get("layers") or answer.get("probabilities") or answer.get("explanations")
