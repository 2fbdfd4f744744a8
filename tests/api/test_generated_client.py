"""A client that openapi-python-client generates from the OpenAPI document works against the service."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.pictures import digit, file_of, rows
from tests.serving import run_python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    import httpx

PACKAGE = "generated_lenet_lens"


@pytest.fixture(scope="module")
def generated(client: httpx.Client, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The generated package, with every module of it imported."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "openapi.json").write_bytes(client.get("/openapi.json").content)
    (folder / "config.yaml").write_text("post_hooks: []\n")
    options = f"--path openapi.json --meta none --output-path {PACKAGE} --config config.yaml".split()
    done = run_python("-m", "openapi_python_client", "generate", *options, folder=folder)
    said = re.findall(r"^(?:Unsupported|ERROR|Cannot).* (\S+)$", done.stdout + done.stderr, re.MULTILINE)
    assert done.returncode == 0
    assert set(said) == {"image/png", "image/jpeg", "image/webp", "application/vnd.safetensors"}
    sys.path.insert(0, str(folder))
    package = importlib.import_module(PACKAGE)
    for module in pkgutil.walk_packages(package.__path__, f"{PACKAGE}."):
        importlib.import_module(module.name)
    yield package
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def call(generated: ModuleType, client: httpx.Client) -> Callable[..., Any]:
    """Call an operation by its tag and its id."""
    connection = generated.Client(base_url=str(client.base_url)).set_httpx_client(client)

    def call(name: str, *arguments: Any, **keywords: Any) -> Any:
        module = importlib.import_module(f"{PACKAGE}.api.{name}")
        return module.sync(*arguments, client=connection, **keywords)

    return call


def models() -> Any:
    """The generated classes."""
    return importlib.import_module(f"{PACKAGE}.models")


def file_type(data: bytes) -> Any:
    """A file as generated clients take it."""
    return importlib.import_module(f"{PACKAGE}.types").File(BytesIO(data), "digit.png", "image/png")


def test_pictures_are_predicted_in_every_form(call: Callable[..., Any]) -> None:
    """Numbers, a file, and a form of files have classes of their own."""
    numbers = models().PictureBody(pixels=rows())
    assert call("pictures.predict_digits", "lenet", body=numbers).prediction.digit == 8
    data = file_of(digit())
    assert call("pictures.predict_digits", "lenet", body=file_type(data)).prediction.digit == 8
    form = models().PredictDigitsFilesBody(picture=[file_type(file_of(digit(kind))) for kind in (3, 5)])
    found = call("pictures.predict_digits", "lenet", body=form).predictions
    assert [one.prediction.digit for one in found] == [3, 5]


def test_answers_have_attributes(call: Callable[..., Any]) -> None:
    """Activations, explanations, models, samples and operations are objects with the documented fields."""
    picture = models().PictureBody(pixels=rows())
    (softmax,) = call("pictures.compute_activations", "lenet", body=picture, layers=["softmax"]).layers
    assert len(softmax.activations) == 10
    first, second = call(
        "pictures.explain_units", "lenet", body=picture, unit=["pool1/3/5/7", "fc3/8"]
    ).explanations
    assert (first.kind, len(first.sources), len(second.sources)) == ("max_pool", 4, 100)
    assert call("training.compute_gradients", "lenet", body=picture, label=8).loss >= 0
    assert [one.name for one in call("models.list_models").models] == ["lenet", "mlp", "lenet-1998"]
    assert call("models.get_model", "lenet").layers[0].shape == [1, 32, 32]
    assert call("samples.get_sample", 61).label == 8
    body = models().PoolingBody(input_=[[1, 2], [3, 4]], kind=models().PoolingBodyKind.MAX)
    assert call("operations.pool_numbers", body=body, windows=True).result == [[4]]


def test_uploads_and_problems_are_objects(call: Callable[..., Any], client: httpx.Client) -> None:
    """A file of weights becomes a model; a refusal is a problem document with its fields."""
    weights = client.get("/api/v1/models/lenet/weights?format=safetensors").content
    assert call("models.create_model", body=file_type(weights)).name.startswith("m-")
    problem = call("pictures.explain_units", "lenet", body=models().PictureBody(pixels=rows()), unit=["x/1"])
    assert (problem.status, problem.errors[0].parameter) == (422, "unit")
