"""The Python client: what it sends, and what it makes of the answers."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import save as save_safetensors

from app.client import AsyncLeNetLens, LeNetLens, LeNetLensError
from app.lenet.architecture import LENET
from app.settings import ROOT, Settings
from tests.api.pictures import ACTIVATIONS, PREDICTIONS, digit, file_of, rows
from tests.asgi import served
from tests.event_loop import run

if TYPE_CHECKING:
    from fastapi import FastAPI


UNIT = "pool1/3/5/7"
NAMES = [layer.name for layer in LENET]


@pytest.fixture(scope="module")
def lens(client: httpx.Client) -> LeNetLens:
    """The client, talking to the application without a socket."""
    return LeNetLens(str(client.base_url), http=client)


def kept(tmp_path: Path, kind: str) -> Path:
    """An eight in a file."""
    path = tmp_path / f"digit.{kind.lower()}"
    path.write_bytes(file_of(digit(), kind))
    return path


def digits(found: list[Any]) -> list[int | None]:
    """The predicted digits; None for errors and blank pictures."""
    return [getattr(getattr(one, "prediction", None), "digit", None) for one in found]


def test_any_form_of_a_picture_gives_the_same_bits(lens: LeNetLens, tmp_path: Path) -> None:
    """Path, bytes, PIL image, lists and arrays, from 0 to 255 or from 0 to 1, reach the network alike."""
    path = kept(tmp_path, "PNG")
    forms: list[Any] = [
        path,
        str(path),
        path.read_bytes(),
        Image.fromarray(digit()),
        Image.fromarray(digit()).convert("RGB").convert("CMYK"),
        kept(tmp_path, "WEBP"),
        digit(),
        rows(),
        np.asfortranarray(digit(), np.float32),
        digit() / 255,
        digit().astype(np.float32) / 255,
        (digit() / 255).tolist(),
    ]
    answers = [lens.predict(form) for form in forms]
    assert answers == [answers[0]] * len(forms)
    assert digits(answers[:1]) == [8]
    inputs = [lens.activations(form, "input", "none")["input"].tobytes() for form in forms]
    assert inputs == [inputs[0]] * len(forms)


def test_predictions_are_those_of_the_api(lens: LeNetLens, client: httpx.Client) -> None:
    """A prediction holds what the API says, to the bit; a blank picture has none, and true is foreground."""
    answer = client.post(PREDICTIONS, content=file_of(digit()), headers={"Content-Type": "image/png"}).json()
    assert asdict(lens.predict(file_of(digit()))).items() >= answer.items()
    assert lens.predict(np.zeros((9, 9), np.uint8)).prediction is None
    stroke = np.pad(np.ones((20, 3)), 4)
    assert digits([lens.predict(stroke * 1.0005), lens.predict(stroke > 0)]) == [1, 1]


def test_several_pictures_are_predicted_in_their_order(lens: LeNetLens) -> None:
    """Files, arrays, one array of all, and a mixture; more of them than one request may hold."""
    arrays = [digit(kind) for kind in (3, 1, 4)]
    mixture = [arrays[0], file_of(arrays[1]), Image.fromarray(arrays[2])]
    for forms in (arrays, mixture, np.stack(arrays), map(file_of, arrays)):
        assert digits(lens.predict_all(forms)) == [3, 1, 4]
    many = [digit(kind % 10) for kind in range(300)]
    assert digits(lens.predict_all(many)) == [kind % 10 for kind in range(300)]


def test_parts_that_are_too_large_are_halved(settings: Settings) -> None:
    """If the service answers 413, fewer pictures go together; a single one that is too large is an error."""
    with served(settings, max_body_bytes=8_192) as http:
        lens = LeNetLens(str(http.base_url), http=http)
        assert digits(lens.predict_all([digit(kind) for kind in range(10)])) == list(range(10))
        with pytest.raises(LeNetLensError, match="maximum is 8192") as caught:
            lens.predict_all([digit(), np.full((100, 100), 200)])
    assert caught.value.status == 413


def test_many_pictures_are_read_one_after_the_other(lens: LeNetLens) -> None:
    """An iterator gives each prediction, and the error of a picture that cannot be decoded in its place."""
    found = list(lens.predict_each([file_of(digit(3)), b"no picture", file_of(digit(5))]))
    assert digits(found) == [3, None, 5]
    assert isinstance(found[1], LeNetLensError)
    assert str(found[1]).startswith("file 1: ")
    with pytest.raises(LeNetLensError, match="pictures"):
        next(lens.predict_each([]))
    with pytest.raises(LeNetLensError, match="file 1: "):
        lens.predict_all([file_of(digit(3)), b"no picture"])


def test_activations_are_exact_arrays(lens: LeNetLens, client: httpx.Client) -> None:
    """Layers are arrays of the API's float32, in network order; `about` is the rest of the answer."""
    maps = lens.activations(digit())
    assert [(name, maps[name].shape) for name in maps if "." not in name] == [
        (one.name, one.shape) for one in LENET
    ]
    answer = client.post(ACTIVATIONS, json={"pixels": rows()}).json()
    for layer in answer.pop("layers"):
        assert np.array_equal(maps[layer["name"]], np.array(layer["activations"], np.float32))
        if "winners" in layer:
            assert np.array_equal(maps[f"{layer['name']}.winners"], layer["winners"])
    assert maps.about == answer
    assert list(lens.activations(digit(), ["fc1", "softmax"], preprocess="none")) == ["fc1", "softmax"]


def test_explanations_agree_with_activations(lens: LeNetLens) -> None:
    """Units are given one by one or as a list, and each explanation has its sources."""
    pooled, dense = lens.explain(digit(), [UNIT, "fc3/8"])
    assert [pooled, dense] == lens.explain(digit(), UNIT, "fc3/8")
    maps = lens.activations(digit())
    assert pooled.output == maps["pool1"][3, 5, 7] == max(source.value for source in pooled.sources)
    assert pooled.winner in [source.unit for source in pooled.sources]
    assert len(dense.sources) == 100
    assert dense.sum is not None
    assert dense.bias is not None
    assert dense.sum + dense.bias == pytest.approx(maps["fc3"][8], abs=1e-5)


def test_models_are_values(lens: LeNetLens) -> None:
    """Models are listed, described, created by an upload or by training, and used by `using`."""
    assert [one["name"] for one in lens.models()] == ["lenet", "mlp", "lenet-1998"]
    assert [layer["name"] for layer in lens.model()["layers"]] == NAMES
    assert lens.checkpoints()[0]["model"] == "lenet@0"
    assert [one["preprocess"] for one in lens.evaluation()["evaluations"]] == ["none", "center"]
    assert lens.features("conv2", 7)["maps"] == 16
    assert len(lens.layer_features("conv2")["maps"]) == 16
    assert lens.using("mlp").predict(digit()).model == "mlp"
    changed = dict(lens.weights()) | {"fc3.bias": np.array([0, 0, 0, 99, *[0] * 6], np.float32)}
    created = lens.using(lens.create_model(save_safetensors(changed))["name"])
    assert digits([created.predict(digit())]) == [3]
    gradients = created.gradients(digit(), 8, layers="fc3", parameters=["conv1.weight"])
    assert [(name, one.shape) for name, one in gradients.items()] == [
        ("fc3", (10,)),
        ("conv1.weight", (6, 1, 5, 5)),
    ]
    why = created.attributions(digit(), "grad-cam", against=8)
    assert {name: one.shape for name, one in why.items()} == {
        "attribution": (32, 32),
        "layer_attribution": (10, 10),
    }
    assert (why.about["target"], why.about["layer"]) == (3, "relu2")
    trained = created.training_steps(digit(), 8, steps=2)
    assert trained["losses"][2] < trained["losses"][0] == pytest.approx(gradients.about["loss"], rel=1e-5)
    assert created.using(trained["model"]).model()["name"] == trained["model"]


def test_samples_and_operations_are_there(lens: LeNetLens) -> None:
    """Test digits, kernels, and single operations on arrays or lists."""
    assert lens.samples()["count"] == 10_000
    assert digits([lens.predict(lens.sample(61)["pixels"])]) == [lens.sample(61)["label"]]
    assert "sobel_x" in [kernel["name"] for kernel in lens.kernels()]
    numbers = np.arange(16).reshape(4, 4)
    pooled = lens.pooling(input=numbers, kind="max", windows=True)
    assert (pooled["result"], len(pooled["windows"])) == ([[5, 7], [13, 15]], 4)
    assert lens.convolution(input=numbers, kernel=[[1, 1], [0, 0]], stride=2)["result"] == [[1, 5], [17, 21]]
    assert lens.activation(input=[[-1, 2]], kind="relu")["result"] == [[0, 2]]


def test_the_asynchronous_client_answers_the_same(application: FastAPI, lens: LeNetLens) -> None:
    """Its methods, awaited together, give what those of the other client give."""

    async def ask() -> tuple[Any, ...]:
        http = httpx.AsyncClient(transport=httpx.ASGITransport(application))
        async with AsyncLeNetLens("http://lens.test", http=http) as other:
            with pytest.raises(LeNetLensError, match="pictures"):
                await anext(other.predict_each([]))
            each = [one async for one in other.predict_each([digit(3), file_of(digit(5))])]
            return each, *await asyncio.gather(
                other.predict(digit()),
                other.predict_all([digit(), digit(1)]),
                other.activations(digit(), ["fc1"]),
                other.explain(digit(), UNIT),
                other.using("mlp").model(),
            )

    each, predicted, several, maps, explained, described = run(ask)
    assert digits(each) == [3, 5]
    assert predicted == lens.predict(digit())
    assert several == lens.predict_all([digit(), digit(1)])
    assert np.array_equal(maps["fc1"], lens.activations(digit())["fc1"])
    assert explained == lens.explain(digit(), UNIT)
    assert described == lens.using("mlp").model()


def test_a_refusal_carries_the_problem(lens: LeNetLens) -> None:
    """What the service refuses is an error with the service's words, status and fields."""
    with pytest.raises(LeNetLensError, match="pool1/99/0/0") as caught:
        lens.explain(digit(), "pool1/99/0/0")
    assert caught.value.status == 422
    assert caught.value.problem is not None
    assert caught.value.problem["errors"][0]["parameter"] == "unit"
    with pytest.raises(LeNetLensError, match="PNG, JPEG") as caught:
        lens.predict(b"GIF89a no picture that is read")
    assert caught.value.status == 415
    with pytest.raises(LeNetLensError, match="drop the channel axis"):
        lens.predict(np.zeros((1, 28, 28)))


def test_wrong_arguments_are_not_sent(lens: LeNetLens) -> None:
    """Errors say what is expected; one picture is not taken for several, and a method has its name."""
    values: list[Any] = [None, 8, {"pixels": []}]
    for wrong in values:
        with pytest.raises(TypeError, match=r"is no picture; expected a path, .* PIL image"):
            lens.predict(wrong)
    single: list[Any] = ["digit.png", b"bytes", Path("digit.png"), Image.new("L", (2, 2)), None]
    for wrong in single:
        with pytest.raises(TypeError, match="not several pictures"):
            lens.predict_all(wrong)
    sample: Any = lens.sample
    with pytest.raises(TypeError, match=r"sample\(\) missing .* 'index'"):
        sample()
    assert (ROOT / "app" / "py.typed").exists()
