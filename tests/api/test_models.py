"""The models as they are described, and their weights in every format."""

import hashlib
import io

import httpx
import numpy as np
from safetensors.numpy import load as load_safetensors

from app.api.routers.models import ModelDescription, ModelList, ModelWeights
from app.lenet.architecture import LENET, parameter_shapes
from app.lenet.network import Parameters
from app.lenet.weights import digest_of
from app.settings import Settings
from tests.api.bits import as_float32, assert_same_bits


def test_the_models_are_described(client: httpx.Client, settings: Settings) -> None:
    """The list and the description agree with the table of layers and with the checksum of the file."""
    summary = ModelList.model_validate_json(client.get("/api/v1/models").content).models[0]
    model = ModelDescription.model_validate_json(client.get("/api/v1/models/lenet").content)
    assert summary.model_dump() == model.model_dump(include=set(summary.model_dump()))
    assert model.weights == f"sha256:{digest_of(settings.weights.read_bytes())}"
    assert (model.input_shape, model.classes) == ([1, 32, 32], list("0123456789"))
    for described, layer in zip(model.layers, LENET, strict=True):
        assert (described.name, described.kind) == (layer.name, layer.kind)
        assert (tuple(described.shape), tuple(described.inputs)) == (layer.shape, layer.inputs)
        assert (described.stride, described.padding) == (layer.stride, layer.padding)
        assert described.kernel == (list(layer.kernel) if layer.kernel else None)
    parameters = {name: tuple(shape) for layer in model.layers for name, shape in layer.parameters.items()}
    assert parameters == parameter_shapes()
    assert model.parameter_count == sum(layer.parameter_count for layer in model.layers) == 63_802


def test_the_weights_are_those_of_the_file(client: httpx.Client, parameters: Parameters) -> None:
    """Every parameter, in each format, has the bits that the file has."""
    path = "/api/v1/models/lenet/weights"
    document = ModelWeights.model_validate_json(client.get(path).content)
    assert [one.name for one in document.parameters] == list(parameters)
    for one in document.parameters:
        assert_same_bits(as_float32(one.values), parameters[one.name])
    file = client.get(path, params={"format": "safetensors"}).content
    assert f"sha256:{hashlib.sha256(file).hexdigest()}" == document.weights
    packed = load_safetensors(file)
    archive = np.load(io.BytesIO(client.get(path, params={"format": "npz"}).content), allow_pickle=False)
    for name, array in parameters.items():
        assert_same_bits(packed[name], array)
        assert_same_bits(archive[name], array)
