"""The Python client: what it sends, what it gives back, and how it says what the service refused."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import orjson
import pytest
from PIL import Image

from app.client import AsyncLeNetLens, LeNetLens, LeNetLensError
from app.lenet.architecture import LENET
from app.settings import ROOT
from tests.api.pictures import ACTIVATIONS, PREDICTIONS, digit, file_of
from tests.event_loop import run

if TYPE_CHECKING:
    from fastapi import FastAPI
    from numpy.typing import NDArray

    from tests.conftest import LiveServer


UNIT = "pool1/3/5/7"


@pytest.fixture(scope="module")
def lens(client: httpx.Client) -> LeNetLens:
    """The client, talking to the application without a socket."""
    return LeNetLens(str(client.base_url), http=client)


def kept(tmp_path: Path, kind: str) -> Path:
    """An eight in a file."""
    path = tmp_path / f"digit.{kind.lower()}"
    path.write_bytes(file_of(digit(), kind))
    return path


def test_any_form_of_a_picture_reads_alike(lens: LeNetLens, tmp_path: Path) -> None:
    """Path, text, bytes, PIL image and array of one eight, whole or floating, all have the same answer."""
    path = kept(tmp_path, "PNG")
    forms: list[Any] = [
        path,
        str(path),
        path.read_bytes(),
        Image.fromarray(digit()),
        Image.fromarray(digit()).convert("RGB").convert("CMYK"),
        kept(tmp_path, "WEBP"),
        digit(),
        np.asfortranarray(digit(), np.float32),
        digit() / 255,
    ]
    answers = [lens.predict(form) for form in forms]
    assert all(answer == answers[0] for answer in answers)
    assert answers[0].prediction is not None
    assert answers[0].prediction.digit == 8


def test_predictions_are_the_apis(lens: LeNetLens, client: httpx.Client) -> None:
    """A prediction holds what the API says, to the bit, and a blank picture has none."""
    said = client.post(PREDICTIONS, content=file_of(digit()), headers={"Content-Type": "image/png"}).json()
    assert {**asdict(lens.predict(file_of(digit())))}.items() >= said.items()
    assert lens.predict(np.zeros((9, 9), np.uint8)).prediction is None


def test_several_pictures_go_in_one_request(lens: LeNetLens) -> None:
    """Files together, or arrays together, are read in their order; a mixture is refused before it is sent."""
    for form in (digit, lambda kind: file_of(digit(kind)), lambda kind: Image.fromarray(digit(kind))):
        answers = lens.predict_all([form(kind) for kind in (3, 1, 4)])
        assert [one.prediction and one.prediction.digit for one in answers] == [3, 1, 4]
    with pytest.raises(TypeError, match="cannot go together"):
        lens.predict_all([digit(), file_of(digit())])


def test_many_pictures_are_read_one_after_the_other(lens: LeNetLens) -> None:
    """An iterator gives what each shows, and the service's own account of one that cannot be read."""
    found = list(lens.predict_each([file_of(digit(3)), b"no picture", file_of(digit(5))]))
    assert [type(one).__name__ for one in found] == ["Result", "LeNetLensError", "Result"]
    assert [
        one.prediction.digit
        for one in (found[0], found[2])
        if not isinstance(one, LeNetLensError) and one.prediction
    ] == [3, 5]
    assert isinstance(found[1], LeNetLensError)
    assert found[1].problem is not None
    assert str(found[1]).startswith("file 1: ")
    with pytest.raises(LeNetLensError, match="pictures"):
        next(lens.predict_each([]))


def test_activations_are_exact_arrays(lens: LeNetLens, client: httpx.Client) -> None:
    """Every layer is an array of its shape with the API's float32, and the rest of the answer stands beside them."""
    maps = lens.activations(digit())
    assert {layer.name: layer.shape for layer in LENET}.items() <= {
        n: a.shape for n, a in maps.items()
    }.items()
    body = orjson.dumps({"pixels": digit()}, option=orjson.OPT_SERIALIZE_NUMPY)
    said = client.post(ACTIVATIONS, content=body, headers={"Content-Type": "application/json"}).json()
    for layer in said["layers"]:
        assert np.array_equal(maps[layer["name"]], np.array(layer["activations"], np.float32))
        if "winners" in layer:
            assert np.array_equal(maps[f"{layer['name']}.winners"], layer["winners"])
    assert maps.about == {name: value for name, value in said.items() if name != "layers"}


def test_layers_and_preprocessing_are_chosen(lens: LeNetLens) -> None:
    """Only the layers named come back; without preprocessing the picture arrives as it is."""
    maps = lens.activations(digit(), ["input", "softmax"], preprocess="none")
    assert set(maps) == {"input", "softmax"}
    assert np.array_equal(maps["input"][0, 2:30, 2:30], np.float32(digit() / np.float32(255)))


def test_explanations_are_typed(lens: LeNetLens) -> None:
    """Each unit's explanation has its sources, and they agree with the activations."""
    pooled, dense = lens.explain(digit(), [UNIT, "fc3/8"])
    assert [pooled, dense] == lens.explain(digit(), UNIT, "fc3/8")
    maps = lens.activations(digit())
    assert pooled.output == maps["pool1"][3, 5, 7] == max(source.value for source in pooled.sources)
    assert pooled.winner in [source.unit for source in pooled.sources]
    assert len(dense.sources) == 100
    assert dense.sum is not None
    assert dense.bias is not None
    assert dense.sum + dense.bias == pytest.approx(maps["fc3"][8], abs=1e-5)


def test_the_asynchronous_client_says_the_same(application: FastAPI, lens: LeNetLens) -> None:
    """Its methods, awaited together, give what the other's give."""

    async def ask() -> tuple[Any, ...]:
        http = httpx.AsyncClient(transport=httpx.ASGITransport(application))
        async with AsyncLeNetLens("http://lens.test", http=http) as other:
            return await asyncio.gather(
                other.predict(digit()),
                other.predict_all([digit(), digit(1)]),
                other.activations(digit(), ["fc1"]),
                other.explain(digit(), UNIT),
            )

    predicted, several, maps, explained = run(ask)
    assert predicted == lens.predict(digit())
    assert several == lens.predict_all([digit(), digit(1)])
    assert np.array_equal(maps["fc1"], lens.activations(digit())["fc1"])
    assert explained == lens.explain(digit(), UNIT)


def test_the_asynchronous_client_reads_lines_too(application: FastAPI) -> None:
    """Two pictures, one after the other, in an `async for`; what is refused as a whole is raised."""

    async def ask() -> list[int]:
        http = httpx.AsyncClient(transport=httpx.ASGITransport(application))
        async with AsyncLeNetLens("http://lens.test", http=http) as other:
            with pytest.raises(LeNetLensError, match="pictures"):
                await anext(other.predict_each([]))
            found = [one async for one in other.predict_each([digit(3), digit(5)])]
        return [
            one.prediction.digit for one in found if not isinstance(one, LeNetLensError) and one.prediction
        ]

    assert run(ask) == [3, 5]


def test_a_refusal_carries_the_problem(lens: LeNetLens) -> None:
    """What the service refuses is an error with the service's words, status and pointers."""
    with pytest.raises(LeNetLensError, match="pool1/99/0/0") as caught:
        lens.explain(digit(), "pool1/99/0/0")
    assert caught.value.status == 422
    assert caught.value.problem is not None
    assert caught.value.problem["errors"][0]["parameter"] == "unit"
    with pytest.raises(LeNetLensError, match="PNG, JPEG") as caught:
        lens.predict(b"GIF89a no picture that is read")
    assert caught.value.status == 415
    with pytest.raises(LeNetLensError, match="empty"):
        lens.predict(b"")


@pytest.mark.parametrize(
    "array", [np.zeros((2, 2, 3)), np.zeros(4), np.array([["a"]]), np.zeros((2, 2), bool)]
)
def test_an_array_that_is_no_picture_is_refused_at_once(lens: LeNetLens, array: NDArray[Any]) -> None:
    """Arrays of other dimensions or types are not sent."""
    with pytest.raises(TypeError, match="rows, columns"):
        lens.predict(array)


@pytest.mark.parametrize("wrong", [[[0, 255]], None, 8, {"pixels": []}])
def test_what_is_no_picture_is_said(lens: LeNetLens, wrong: Any) -> None:
    """Anything else is not sent either, and the error says what is expected."""
    with pytest.raises(TypeError, match=r"is no picture; expected a path, .* PIL image"):
        lens.predict(wrong)


@pytest.mark.parametrize("wrong", ["digit.png", b"bytes", Path("digit.png"), Image.new("L", (2, 2)), None])
def test_one_picture_is_not_several(lens: LeNetLens, wrong: Any) -> None:
    """Where several are asked for, one by itself is refused, rather than its letters or bytes taken for pictures."""
    for ask in (lens.predict_all, lambda one: next(lens.predict_each(one))):
        with pytest.raises(TypeError, match="not several pictures"):
            ask(wrong)


def test_one_layer_may_be_named_by_itself(lens: LeNetLens) -> None:
    """A layer's name is not taken for a list of letters."""
    assert set(lens.activations(digit(), "fc1")) == {"fc1"}


def test_the_types_are_published() -> None:
    """The package says that it is typed, so that a type checker of its users reads the annotations."""
    assert (ROOT / "app" / "py.typed").exists()


def test_long_lists_are_sent_in_parts(lens: LeNetLens) -> None:
    """More pictures than one request may hold are predicted, in their order."""
    found = lens.predict_all([digit(kind % 10) for kind in range(300)])
    assert [one.prediction and one.prediction.digit for one in found] == [kind % 10 for kind in range(300)]


def test_everything_else_of_the_api_is_there(lens: LeNetLens) -> None:
    """Models, architecture, weights, samples, kernels and operations."""
    assert [model["name"] for model in lens.models()] == ["lenet", "mlp", "lenet-1998"]
    names = [layer["name"] for layer in lens.architecture()["layers"]]
    assert names == [layer.name for layer in LENET] == [n for n in lens.activations(digit()) if "." not in n]
    assert lens.weights()["conv1.weight"].shape == (6, 1, 5, 5)
    assert lens.samples()["count"] == 10_000
    assert lens.sample(61)["label"] == 8
    assert "sobel_x" in [kernel["name"] for kernel in lens.kernels()]
    pooled = lens.operation("pooling", input=np.arange(16).reshape(4, 4), kind="max", windows=True)
    assert pooled["result"] == [[5, 7], [13, 15]]
    assert len(pooled["windows"]) == 4


def test_the_file_works_by_itself(live_server: LiveServer, tmp_path: Path) -> None:
    """The client that the service hands out runs alone in an empty folder."""
    source = httpx.get(f"{live_server.url}/client/lenet_lens.py").text
    (tmp_path / "lenet_lens.py").write_text(source)
    code = (
        "import numpy as np; from lenet_lens import LeNetLens\n"
        "drawing = np.zeros((40, 40)); drawing[5:35, 18:22] = 1\n"
        f"with LeNetLens({live_server.url!r}) as lens: print(lens.predict(drawing).prediction.digit)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("1\n", "")
