"""The application: no effects at import, bad weights stop the start, nothing is shared."""

import json
from pathlib import Path

import httpx
import numpy as np
import orjson
import pytest
from fastapi import APIRouter
from pydantic import BaseModel
from threadpoolctl import threadpool_info

from app.lenet.architecture import LENET
from app.lenet.errors import WeightsError
from app.lenet.network import initialise
from app.lenet.weights import save
from app.main import create_app
from app.settings import Settings
from tests.api.pictures import PREDICTIONS, rows
from tests.asgi import client_of, replaced, served
from tests.serving import run_python


@pytest.fixture
def other_weights(tmp_path: Path) -> Path:
    """Untrained weights, without a record beside them."""
    path = tmp_path / "other.safetensors"
    save(path, initialise(LENET, np.random.default_rng(0)))
    return path


def test_importing_creates_nothing() -> None:
    """Importing the application reads no weights, loads no training code and starts nothing."""
    code = (
        "import builtins, sys; opened = []\n"
        "sys.addaudithook(lambda name, rest: opened.append(str(rest[0])) if name == 'open' else None)\n"
        "import app.main\n"
        "print([name for name in opened if 'model_weights' in name or 'templates' in name])\n"
        "print([name for name in sys.modules if name.startswith(('app.training', 'app.benchmarks'))])\n"
    )
    assert run_python("-c", code).stdout.split() == ["[]", "[]"]


def test_applications_share_nothing(client: httpx.Client, settings: Settings, other_weights: Path) -> None:
    """Two applications in one process answer each with its own weights, and say which."""
    with served(settings, weights=other_weights) as other:
        answers = [
            orjson.loads(one.post(PREDICTIONS, json={"pixels": rows()}).content) for one in (client, other)
        ]
        assert other.get("/api/v1/models").json()["models"][0]["accuracy"] == {}
        assert other.get("/api/v1/samples").json()["misread"] == []
    assert answers[0]["weights"] != answers[1]["weights"]
    assert answers[0]["probabilities"] != answers[1]["probabilities"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        *(("{", "not JSON"), ("[]", "not a JSON object"), ('{"sha256": "' + "0" * 64 + '"}', "SHA-256")),
        (None, "not a safetensors file"),
    ],
)
def test_weights_that_cannot_be_used_stop_the_start(
    settings: Settings, other_weights: Path, record: str | None, reason: str
) -> None:
    """Weights with a broken or foreign record, or cut off, are refused in one line that names the file."""
    if record is None:
        other_weights.write_bytes(other_weights.read_bytes()[:-4])
    else:
        other_weights.with_suffix(".json").write_text(record)
    with pytest.raises(WeightsError, match=reason) as caught:
        create_app(replaced(settings, weights=other_weights))
    assert "other." in str(caught.value)
    assert "\n" not in str(caught.value)


def test_while_it_runs_blas_keeps_to_one_thread(settings: Settings) -> None:
    """From start to stop BLAS uses one thread, also in libraries loaded later, then as before."""

    def threads() -> dict[str, int]:
        return {
            pool["filepath"]: pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"
        }

    before = threads()
    with client_of(create_app(settings)):
        assert {threads()[library] for library in before} == {1}
    after = threads()
    assert {library: after[library] for library in before} == before


def test_a_blas_that_is_loaded_later_has_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenCV is loaded with the first photograph, and brings a BLAS of its own."""
    code = (
        "import asyncio, threadpoolctl\n"
        "from app.main import create_app\n"
        "async def load():\n"
        "    async with (app := create_app()).router.lifespan_context(app):\n"
        "        import cv2\n"
        "        return [one['num_threads'] for one in threadpoolctl.threadpool_info() if one['user_api'] "
        "== 'blas']\n"
        "print(asyncio.run(load()))\n"
    )
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    assert set(json.loads(run_python("-c", code).stdout)) == {1}


class Sum(BaseModel):
    """Two numbers to add."""

    first: int
    second: int


def test_an_ordinary_router_works_and_is_documented(settings: Settings) -> None:
    """An ordinary FastAPI router is served, documented, and refuses with problem documents."""
    router = APIRouter()

    @router.post("/sums/{name}")
    async def add(name: str, body: Sum, factor: int) -> dict[str, int]:
        """Add two numbers."""
        return {name: factor * (body.first + body.second)}

    app = create_app(settings)
    app.include_router(router)
    json_type = {"Content-Type": "application/json"}
    with client_of(app) as client:
        body = {"first": 1, "second": 2}
        assert client.post("/sums/total?factor=2", json=body).json() == {"total": 6}
        assert client.get("/openapi.json").json()["paths"]["/sums/{name}"]["post"]["description"]
        text = client.post("/sums/total?factor=2", content=b"{}", headers={"Content-Type": "text/plain"})
        assert (text.status_code, text.json()["type"]) == (415, "/docs#unsupported-media")
        for odd in ("NaN", "1e999", '"\\ud800"'):
            content = f'{{"first": {odd}, "second": 1}}'
            refused = client.post("/sums/total?factor=2", content=content, headers=json_type)
            assert refused.json()["errors"][0]["pointer"] == "#/first"
        refused = client.post("/sums/total", json={"first": "one"})
    assert refused.headers["content-type"] == "application/problem+json"
    fields = [one.get("pointer") or one["parameter"] for one in refused.json()["errors"]]
    assert fields == ["factor", "#/first", "#/second"]
