"""Models as values: uploads, checkpoints, gradients, training steps and live runs."""

import time

import httpx
import numpy as np
import orjson
import pytest
from safetensors.numpy import load as load_safetensors
from safetensors.numpy import save as save_safetensors

from app.api.routers.models import CheckpointList, ModelDescription
from app.api.routers.training import Gradients, TrainingSteps
from app.imaging import prepare
from app.lenet.architecture import LENET
from app.lenet.learning import Example, example_gradients
from app.lenet.network import Parameters
from app.settings import Settings
from tests.api.bits import as_float32, assert_same_bits
from tests.api.pictures import digit, rows
from tests.api.test_problems import assert_problem
from tests.asgi import served

MODELS = "/api/v1/models"
SAFETENSORS = {"Content-Type": "application/vnd.safetensors"}
RUNS = "/api/v1/training-runs"
EIGHT = {"pixels": rows()}


def upload(client: httpx.Client, file: bytes, query: str = "") -> httpx.Response:
    """Create a model."""
    return client.post(f"{MODELS}{query}", content=file, headers=SAFETENSORS)


def test_an_uploaded_file_becomes_a_model(client: httpx.Client, parameters: Parameters) -> None:
    """The same weights have the same name, and every address works on the new model."""
    changed = dict(parameters) | {"fc3.bias": np.arange(10, dtype=np.float32)}
    first, again = (upload(client, save_safetensors(changed)) for _ in range(2))
    assert first.status_code == 201
    name = ModelDescription.model_validate_json(first.content).name
    assert name == again.json()["name"]
    assert name.startswith("m-")
    assert first.headers["location"] == f"{MODELS}/{name}"
    weights = client.get(f"{MODELS}/{name}/weights?format=safetensors")
    assert_same_bits(load_safetensors(weights.content)["fc3.bias"], changed["fc3.bias"])
    for address in ("predictions", "activations", "explanations?unit=fc3/8", "gradients?label=8"):
        answer = client.post(f"{MODELS}/{name}/{address}", json=EIGHT)
        assert answer.json()["model"] == name
    assert client.get("/api/v1/models/lenet").json()["weights"] != weights.headers["etag"]


def test_other_files_are_refused(client: httpx.Client, parameters: Parameters) -> None:
    """Wrong shapes, bytes that are not safetensors, too many bytes and unknown architectures."""
    changed = dict(parameters) | {"fc3.bias": np.zeros(9, np.float32)}
    refused = upload(client, save_safetensors(changed))
    assert "fc3.bias" in assert_problem(refused, 422, "invalid-field").detail
    assert_problem(upload(client, b"nonsense"), 422, "invalid-field")
    assert_problem(upload(client, bytes(3_000_000)), 413, "too-large")
    assert_problem(upload(client, b"x", "?architecture=vgg"), 422, "invalid-field")
    assert_problem(client.post(MODELS, json={}), 415, "unsupported-media")


def test_models_that_are_gone_have_a_problem_of_their_own(settings: Settings, parameters: Parameters) -> None:
    """The store keeps so many created models; older ones are told apart from names that never were."""
    with served(settings, max_models=2) as client:
        names = []
        for value in range(3):
            changed = dict(parameters) | {"fc3.bias": np.full(10, value, np.float32)}
            names.append(upload(client, save_safetensors(changed)).json()["name"])
        assert [client.get(f"{MODELS}/{name}").status_code for name in names] == [404, 200, 200]
        assert_problem(client.get(f"{MODELS}/{names[0]}"), 404, "model-gone")
        for name, remedy in {
            "lenet@41": "lenet@0 to lenet@40",
            "lenet@" + "9" * 5_000: "lenet@0",
            "mlp@0": "use mlp",
            "m-012345678901": "again",
        }.items():
            assert remedy in assert_problem(client.get(f"{MODELS}/{name}"), 404, "model-gone").detail
        assert_problem(client.get(f"{MODELS}/vgg"), 404, "not-found")


@pytest.mark.parametrize("name", ["mlp", "lenet-1998"])
def test_further_networks_predict(client: httpx.Client, name: str) -> None:
    """The other shipped networks read the digits 0 to 9, and describe layers of their own."""
    layers = [layer["name"] for layer in client.get(f"{MODELS}/{name}").json()["layers"]]
    answer = client.post(f"{MODELS}/{name}/activations", json=EIGHT).json()
    assert [layer["name"] for layer in answer["layers"]] == layers
    pictures = {"pictures": [rows(kind) for kind in range(10)]}
    found = client.post(f"{MODELS}/{name}/predictions", json=pictures).json()["predictions"]
    assert [one["prediction"]["digit"] for one in found] == list(range(10))
    assert client.get(f"/v2/models/{name}").json()["outputs"][0]["name"] == "input"


def test_checkpoints_lead_from_chance_to_the_weights(client: httpx.Client) -> None:
    """Each checkpoint is a model; before training it knows nothing, at the end it reads the digits."""
    found = CheckpointList.model_validate_json(client.get(f"{MODELS}/lenet/checkpoints").content)
    assert [one.index for one in found.checkpoints] == list(range(len(found.checkpoints)))
    assert found.checkpoints[0].training_loss is None
    assert found.checkpoints[0].validation_accuracy < 0.3
    assert found.checkpoints[-1].validation_accuracy > 0.99
    for one in (found.checkpoints[0], found.checkpoints[-1]):
        answer = client.post(f"{MODELS}/{one.model}/predictions", json=EIGHT).json()
        assert answer["model"] == one.model
        assert (answer["prediction"]["digit"] == 8) == (one.index > 0)
    assert client.get(f"{MODELS}/mlp/checkpoints").json()["checkpoints"] == []


@pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
def test_gradients_are_the_networks_own(client: httpx.Client, parameters: Parameters, loss: str) -> None:
    """JSON and safetensors hold the gradients that NumPy computes, to the bit."""
    example = Example(
        prepare(digit()).image[np.newaxis], 3, "squared-error" if loss[0] == "s" else "cross-entropy"
    )
    truth = example_gradients(LENET, parameters, example)
    query = f"label=3&loss={loss}&parameters=conv1.weight,fc3.bias"
    answer = client.post(f"{MODELS}/lenet/gradients?{query}", json=EIGHT)
    document = Gradients.model_validate_json(answer.content)
    assert np.float32(document.loss) == truth.loss
    assert document.target == [float(kind == 3) for kind in range(10)]
    for layer in document.layers:
        assert_same_bits(as_float32(layer.gradient), np.ascontiguousarray(truth.activations[layer.name]))
    assert document.parameters is not None
    assert [one.name for one in document.parameters] == ["conv1.weight", "fc3.bias"]
    packed = client.post(f"{MODELS}/lenet/gradients?{query}&format=safetensors&layers=fc1", json=EIGHT)
    tensors = load_safetensors(packed.content)
    assert set(tensors) == {"fc1", "conv1.weight", "fc3.bias"}
    assert_same_bits(tensors["conv1.weight"], np.ascontiguousarray(truth.parameters["conv1.weight"]))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("gradients", "label"),
        ("gradients?label=10", "label"),
        ("gradients?label=1&loss=hinge", "loss"),
        ("gradients?label=1&layers=fc9", "layers"),
        ("gradients?label=1&parameters=fc9.weight", "parameters"),
        ("training-steps?label=1&steps=0", "steps"),
        ("training-steps?label=1&steps=101", "steps"),
        ("training-steps?label=1&learning_rate=0", "learning_rate"),
    ],
)
def test_bad_parameters_are_named(client: httpx.Client, address: str, name: str) -> None:
    """A parameter that cannot be used, or a learning rate that leads out of range, is a 422 with its name."""
    assert_problem(client.post(f"{MODELS}/lenet/{address}", json=EIGHT), 422, "invalid-field", name)


@pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
def test_steps_on_one_digit_drive_its_loss_to_0(client: httpx.Client, loss: str) -> None:
    """From before training, repeated steps create models that read this digit better; the parent stays."""
    model, losses = "lenet@0", []
    before = client.post(f"{MODELS}/lenet@0/predictions", json=EIGHT).json()
    for _ in range(3):
        query = f"label=8&loss={loss}&learning_rate=0.1&steps=10"
        answer = client.post(f"{MODELS}/{model}/training-steps?{query}", json=EIGHT)
        found = TrainingSteps.model_validate_json(answer.content)
        assert found.parent == model
        assert len(found.losses) == 11
        losses += found.losses
        model = found.model
    assert losses[-1] < 0.01 < losses[0]
    assert found.after.prediction.digit == 8
    assert client.post(f"{MODELS}/{model}/predictions", json=EIGHT).json()["prediction"]["digit"] == 8
    assert client.post(f"{MODELS}/lenet@0/predictions", json=EIGHT).json() == before


def test_a_run_goes_on_from_a_model(training: httpx.Client) -> None:
    """A run that starts with a model begins with its parameters; a model that is not there is a 404."""
    started = training.post(RUNS, json={"batches": 1, "model": "lenet"})
    text = training.get(f"{started.headers['location']}/events").text
    first = orjson.loads(text.split("data: ")[1].split("\n")[0])
    weights = [
        training.get(f"{MODELS}/{name}/weights?format=safetensors") for name in ("lenet", first["model"])
    ]
    assert weights[0].headers["etag"] == weights[1].headers["etag"]
    assert first["accuracy"] > 0.98
    assert_problem(training.post(RUNS, json={"model": "m-000000000000"}), 404, "model-gone")


def test_one_run_at_a_time(training: httpx.Client) -> None:
    """A second run is a 409 until the first one is deleted."""
    body = {"batches": 2_000}
    first = training.post(RUNS, json=body)
    assert first.status_code == 202
    assert first.headers["location"] == f"{RUNS}/{first.json()['id']}"
    assert_problem(training.post(RUNS, json=body), 409, "training-busy")
    assert training.delete(first.headers["location"]).json()["state"] == "stopped"
    assert_problem(training.get(first.headers["location"]), 404, "not-found")
    second = training.post(RUNS, json=body)
    assert second.status_code == 202
    assert training.delete(second.headers["location"]).status_code == 200
    for address in (f"{RUNS}/nothing", f"{RUNS}/nothing/events"):
        assert f"POST {RUNS}" in assert_problem(training.get(address), 404, "not-found").detail


BAD: dict[str, list[object]] = {
    "batches": [0, 2_501],
    "batch_size": [0, 4_001, 32.5, "32"],
    "architecture": ["vgg"],
    "model": ["mlp"],
    "seed": [-1, True],
    "learning_rate": [0],
    "augment": [0],
    "epochs": [3],
}


@pytest.mark.parametrize(("field", "value"), [(name, one) for name, values in BAD.items() for one in values])
def test_a_bad_run_is_refused(training: httpx.Client, field: str, value: object) -> None:
    """More than 20 epochs, unknown fields and values out of range are a 422 that points at the field."""
    assert_problem(training.post(RUNS, json={field: value}), 422, "invalid-field", f"#/{field}")


def test_batches_and_their_size_make_20_epochs(training: httpx.Client) -> None:
    """Large batches may be few: the problem says how many; so many of them are trained on."""
    for size, most in ((4_000, 20), (3_999, 20), (1, 80_000)):
        body = {"batch_size": size, "batches": most + 1}
        problem = assert_problem(training.post(RUNS, json=body), 422, "invalid-field", "#/batches")
        if most < 80_000:
            assert f"the maximum is {most}: 20 epochs of 4000 digits in batches of {size}" in problem.detail
        started = training.post(RUNS, json=body | {"batches": most, "architecture": "mlp"})
        assert started.status_code == 202
        assert training.delete(started.headers["location"]).json()["state"] == "stopped"


def test_a_run_needs_json(training: httpx.Client) -> None:
    """Another media type is a 415, an empty body or text that is not JSON a 400, 5 MB of it a 413."""
    for headers in ({"Content-Type": "text/plain"}, {}):
        refused = training.post(RUNS, content=b"{}", headers=headers)
        assert "application/json" in assert_problem(refused, 415, "unsupported-media").detail
    assert_problem(training.post(RUNS, json={"model": "m" * 5_000_000}), 413, "too-large")
    for content in (b"", b"{", b"\xff", b'{"learning_rate": NaN}', b'{"model": "\\ud800"}'):
        refused = training.post(RUNS, content=content, headers={"Content-Type": "application/json"})
        assert_problem(refused, 400, "malformed-request")


def test_training_is_off_on_other_addresses(settings: Settings) -> None:
    """A service that listens for other machines, or is told not to, does not train."""
    for changed in ({"host": "0.0.0.0"}, {"training": "off"}):  # noqa: S104 -- nothing listens
        with served(settings, **changed) as client:
            assert "LENET_TRAINING" in assert_problem(client.post(RUNS, json={}), 403, "training-off").detail


def test_drawings_are_answered_while_a_run_trains(training: httpx.Client) -> None:
    """Requests and a run go side by side; the run goes on."""
    address = training.post(RUNS, json={"batches": 2_000}).headers["location"]
    for _ in range(20):
        assert training.post(f"{MODELS}/lenet/predictions", json=EIGHT).json()["prediction"]["digit"] == 8
        time.sleep(0.02)
    assert training.get(address).json()["state"] == "running"
    assert training.delete(address).status_code == 200
