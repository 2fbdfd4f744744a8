"""The API's answers are the network's numbers, bit for bit, and have the shape that is described."""

import hashlib
import io
import re

import httpx
import numpy as np
import orjson
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load as load_safetensors

from app.imaging import decode, prepare
from app.lenet.architecture import LENET, parameter_shapes
from app.lenet.explain import explain, parse_unit
from app.lenet.network import Parameters, Trace, forward
from app.lenet.weights import load, sha256_of
from app.settings import Settings
from app.web import schemas
from tests.web.pictures import ACTIVATIONS, EXPLANATIONS, PREDICTIONS, digit, file_of, rows

POOLS = [layer.name for layer in LENET if layer.kind == "max_pool"]


@pytest.fixture(scope="module")
def parameters(settings: Settings) -> Parameters:
    """The weights that are served, read from their file."""
    return load(settings.weights)


@pytest.fixture(scope="module")
def trace(parameters: Parameters) -> Trace:
    """What the clear forward pass makes of the eight: the truth for every answer about it."""
    return forward(parameters, prepare(digit()).image[np.newaxis, np.newaxis])


def as_float32(values: object) -> NDArray[np.float32]:
    """Numbers from JSON, read as any client reads them: first as doubles."""
    return np.array(values, np.float64).astype(np.float32)


def assert_same_bits(found: NDArray[np.float32], expected: NDArray[np.float32]) -> None:
    """Equal to the last bit, the sign of zero included."""
    assert found.shape == expected.shape
    assert found.tobytes() == np.ascontiguousarray(expected).tobytes()


def test_every_number_survives_json(client: httpx.Client, trace: Trace) -> None:
    """All 13 layers and both lists of winners read back from JSON have the bits that NumPy computed."""
    answer = client.post(ACTIVATIONS, json={"pixels": rows()})
    document = schemas.Activations.model_validate_json(answer.content)
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
    """Both binary formats have every layer under its name, the winners, and the JSON answer without its layers."""
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


def test_the_accept_header_chooses_the_format(client: httpx.Client) -> None:
    """Without `format` the Accept header decides; with it, it does not matter."""
    accept = {"Accept": "application/octet-stream"}
    packed = client.post(ACTIVATIONS, json={"pixels": rows()}, headers=accept)
    assert packed.headers["content-type"] == "application/vnd.safetensors"
    assert packed.headers["vary"] == "Accept"
    named = client.post(f"{ACTIVATIONS}?format=json", json={"pixels": rows()}, headers=accept)
    assert named.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "query", ["layers=softmax,pool1", "layers=softmax&layers=pool1", "layers=pool1,softmax,pool1"]
)
def test_layers_can_be_chosen(client: httpx.Client, query: str) -> None:
    """Only the layers asked for come, once each, in the network's order."""
    answer = orjson.loads(client.post(f"{ACTIVATIONS}?{query}", json={"pixels": rows()}).content)
    assert [layer["name"] for layer in answer["layers"]] == ["pool1", "softmax"]
    packed = client.post(f"{ACTIVATIONS}?{query}&format=safetensors", json={"pixels": rows()})
    assert sorted(load_safetensors(packed.content)) == ["pool1", "pool1.winners", "softmax"]


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_file_and_its_numbers_give_the_same(client: httpx.Client, kind: str, media_type: str) -> None:
    """The same pixels, as a lossless file or as numbers, give the same answer to the byte."""
    sent = client.post(ACTIVATIONS, content=file_of(digit(), kind), headers={"Content-Type": media_type})
    assert sent.content == client.post(ACTIVATIONS, json={"pixels": rows()}).content


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
    """`none` pads 28 to 32 and nothing else; `center` moves a digit that was drawn in a corner, and says which part it took."""
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


def test_numbers_need_not_be_whole(client: httpx.Client) -> None:
    """Fractions between 0 and 255 are ink too, and -0 is 0."""
    pixels = (digit(5).astype(np.float64) * 0.995).tolist()
    pixels[0][0] = -0.0
    answer = orjson.loads(client.post(PREDICTIONS, json={"pixels": pixels}).content)
    assert answer["prediction"]["digit"] == 5


@pytest.mark.parametrize("path", [ACTIVATIONS, PREDICTIONS, f"{EXPLANATIONS}?unit=fc3/0"])
@pytest.mark.parametrize("preprocess", ["center", "none"])
def test_a_blank_picture_has_maps_but_no_prediction(client: httpx.Client, path: str, preprocess: str) -> None:
    """Nothing drawn: the answer says so and everything else is there."""
    blank = {"pixels": [[0] * 28] * 28}
    address = httpx.URL(path).copy_merge_params({"preprocess": preprocess})
    answer = orjson.loads(client.post(address, json=blank).content)
    assert answer["blank"] is True
    assert answer["prediction"] is None
    assert answer.get("crop") is None
    assert answer.get("layers") or answer.get("probabilities") or answer.get("explanations")


def test_a_prediction_is_the_largest_probability(client: httpx.Client, trace: Trace) -> None:
    """The ten probabilities are softmax's bits; the digit is the place of the largest."""
    answer = schemas.OnePrediction.model_validate_json(
        client.post(PREDICTIONS, json={"pixels": rows()}).content
    )
    assert_same_bits(as_float32(answer.probabilities), trace.activations["softmax"][0])
    assert answer.prediction is not None
    assert answer.prediction.digit == 8
    assert np.float32(answer.prediction.probability) == max(as_float32(answer.probabilities))


def test_a_batch_is_the_same_as_one_by_one(client: httpx.Client) -> None:
    """Ten digits as a list of numbers and as files of a form: each entry equals the answer to that picture alone."""
    alone = [
        orjson.loads(client.post(PREDICTIONS, json={"pixels": rows(kind)}).content) for kind in range(10)
    ]
    batch = client.post(PREDICTIONS, json={"pictures": [rows(kind) for kind in range(10)]})
    files = [("picture", (f"{kind}.png", file_of(digit(kind)), "image/png")) for kind in range(10)]
    form = client.post(PREDICTIONS, files=files)
    for answer in (batch, form):
        document = schemas.Predictions.model_validate_json(answer.content)
        assert [one.prediction.digit for one in document.predictions if one.prediction] == list(range(10))
        entries = orjson.loads(answer.content)["predictions"]
        wanted = ("blank", "crop", "prediction", "probabilities")
        assert entries == [{name: one[name] for name in wanted} for one in alone]


def test_a_batch_of_one_is_a_batch(client: httpx.Client) -> None:
    """A list with one picture is answered with a list, so that a program need not tell the cases apart."""
    answer = orjson.loads(client.post(PREDICTIONS, json={"pictures": [rows()]}).content)
    assert len(answer["predictions"]) == 1
    assert orjson.loads(client.post(PREDICTIONS, files={"x": file_of(digit())}).content) == answer


UNITS = [
    "input/0/16/16",
    "conv1/2/13/9",
    "relu1/0/0/0",
    "pool1/3/5/7",
    "conv2/15/9/9",
    "relu2/7/4/4",
    "pool2/0/4/4",
    "fc1/17",
    "relu3/119",
    "fc2/99",
    "relu4/0",
    "fc3/8",
    "softmax/8",
]


def test_an_explanation_is_the_networks_own(
    client: httpx.Client, parameters: Parameters, trace: Trace
) -> None:
    """For a unit of each layer the answer has every number of `explain`, to the bit, in one call for all of them."""
    answer = client.post(EXPLANATIONS, params={"unit": UNITS}, json={"pixels": rows()})
    document = schemas.Explanations.model_validate_json(answer.content)
    assert [one.unit for one in document.explanations] == UNITS
    for found in document.explanations:
        truth = explain(parameters, trace, parse_unit(found.unit))
        assert (found.layer, tuple(found.index), found.kind) == (
            truth.unit.layer,
            truth.unit.index,
            truth.kind,
        )
        assert [source.unit for source in found.sources] == [str(source.unit) for source in truth.sources]
        for name in ("output", "bias", "sum"):
            assert_same_number(getattr(found, name), getattr(truth, name))
        for source, true_source in zip(found.sources, truth.sources, strict=True):
            assert source.winner == true_source.winner
            for name in ("value", "weight", "product", "exponential"):
                assert_same_number(getattr(source, name), getattr(true_source, name))
        assert found.winner == (None if truth.winner is None else str(truth.winner))
        assert found.ties == ([str(unit) for unit in truth.ties] if truth.winner else None)
        field = truth.receptive_field
        assert found.receptive_field.model_dump(exclude={"maps", "layer"}) == {
            "top": field.top,
            "left": field.left,
            "height": field.height,
            "width": field.width,
        }


def assert_same_number(found: float | None, truth: np.float32 | None) -> None:
    """Both are absent, or the same float32."""
    assert (found is None) == (truth is None)
    if found is not None and truth is not None:
        assert np.float32(found).tobytes() == truth.tobytes()


def test_ties_are_told(client: httpx.Client) -> None:
    """On a blank picture all four cells of a window are equal: the first wins, the other three are ties."""
    answer = client.post(EXPLANATIONS, params={"unit": "pool1/0/0/0"}, json={"pixels": [[0] * 28] * 28})
    found = schemas.Explanations.model_validate_json(answer.content).explanations[0]
    assert found.winner == "relu1/0/0/0"
    assert found.ties == ["relu1/0/0/1", "relu1/0/1/0", "relu1/0/1/1"]


def test_only_what_a_kind_has_is_there(client: httpx.Client) -> None:
    """A pooled unit has a winner and no weights; a dense one has weights and no winner; neither has nulls."""
    answer = client.post(EXPLANATIONS, params={"unit": ["pool1/0/0/0", "fc3/1"]}, json={"pixels": rows()})
    pooled, dense = orjson.loads(answer.content)["explanations"]
    assert set(pooled) - set(dense) == {"winner", "ties"}
    assert set(dense) - set(pooled) == {"bias", "sum"}
    assert set(dense["sources"][0]) == {"unit", "layer", "index", "value", "weight", "product"}
    assert set(pooled["sources"][0]) == {"unit", "layer", "index", "value", "winner"}
    assert b"null" not in answer.content


def test_the_models_are_described(client: httpx.Client, settings: Settings) -> None:
    """The list and the description agree with the table of layers and with the checksum of the file."""
    summary = schemas.ModelList.model_validate_json(client.get("/api/v1/models").content).models[0]
    model = schemas.ModelDescription.model_validate_json(client.get("/api/v1/models/lenet").content)
    assert summary.model_dump() == model.model_dump(include=set(summary.model_dump()))
    assert model.weights == f"sha256:{sha256_of(settings.weights)}"
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
    document = schemas.ModelWeights.model_validate_json(client.get(path).content)
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


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/docs",
        "/openapi.json",
        "/static/data/mnist/t10k-labels-idx1-ubyte.gz",
        "/api/v1",
        "/api/v1/kernels",
        "/api/v1/models",
        "/api/v1/models/lenet",
        "/api/v1/models/lenet/weights",
        "/api/v1/models/lenet/weights?format=npz",
        "/api/v1/models/lenet/weights?format=safetensors",
        "/api/v1/samples",
        "/api/v1/samples/3?format=png",
    ],
)
def test_what_a_client_has_is_not_sent_again(client: httpx.Client, path: str) -> None:
    """Everything that stays the same has an ETag, must be asked for again, and is 304 without a body if it is the same."""
    first = client.get(path)
    assert first.status_code == 200
    assert first.headers["cache-control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = client.get(path, headers={"If-None-Match": '"another"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/healthz", "/api/v1/models", "/static/favicon.svg", "/api/v1/samples/7"]
)
def test_head_is_get_without_the_body(client: httpx.Client, path: str) -> None:
    """HEAD has the headers of GET, its length too, and no body."""
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    each_its_own = {"date", "x-request-id"}
    assert {name: head.headers[name] for name in {*head.headers, *whole.headers} - each_its_own} == {
        name: whole.headers[name] for name in {*head.headers, *whole.headers} - each_its_own
    }
    assert int(head.headers["content-length"]) > 0


def test_probes_tell_that_the_service_is_there(client: httpx.Client) -> None:
    """The process is up, and it has its weights."""
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "models": ["lenet"]}


def test_no_number_is_nan_or_infinite(client: httpx.Client) -> None:
    """Even where all ink is at its brightest, JSON has numbers only."""
    text = client.post(f"{ACTIVATIONS}?preprocess=none", json={"pixels": [[255] * 32] * 32}).text
    assert not re.search("nan|inf|null(?!,)", text.split('"layers"')[1], re.IGNORECASE)
