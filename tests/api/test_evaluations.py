"""Evaluations: the shipped ones agree with the records, others are computed once, where that is allowed."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from fastapi import FastAPI

from app.api.routers import evaluations
from app.api.routers.evaluations import ModelEvaluation
from app.main import create_app
from app.settings import ROOT, Settings
from tests.api.pictures import SAMPLES
from tests.api.test_problems import assert_problem
from tests.asgi import client_of, replaced, served

MODELS = "/api/v1/models"
SAFETENSORS = {"Content-Type": "application/vnd.safetensors"}


def with_few_digits(settings: Settings) -> FastAPI:
    """An application whose test digits are the first 300, as all take some seconds."""
    app = create_app(settings)
    app.state.services.samples.images = SAMPLES.images[:300]
    app.state.services.samples.labels = SAMPLES.labels[:300]
    return app


def evaluation(client: httpx.Client, model: str) -> ModelEvaluation:
    """The evaluation of a model."""
    answer = client.get(f"{MODELS}/{model}/evaluation")
    assert answer.status_code == 200, answer.text
    return ModelEvaluation.model_validate_json(answer.content)


@pytest.mark.parametrize("model", ["lenet", "lenet-1998", "mlp"])
def test_shipped_evaluations_agree_with_the_record(client: httpx.Client, model: str) -> None:
    """Accuracy, confusion matrix and misread digits are those that training wrote, and the sums are right."""
    found, record = evaluation(client, model), json.loads((ROOT / f"model_weights/{model}.json").read_text())
    assert found.weights == f"sha256:{record['sha256']}"
    raw, centred = found.evaluations
    assert (raw.preprocess, centred.preprocess) == ("none", "center")
    assert raw.confusion_matrix == record["confusion_matrix"]
    assert raw.accuracy == record["accuracy"]["test"]
    assert [one.index for one in raw.misread] == record["misread"]
    assert [one.index for one in centred.misread] == record["misread_centred"]
    for one in (raw, centred):
        matrix = np.array(one.confusion_matrix)
        assert found.digits == matrix.sum() == sum(part.count for part in one.bins) == 10_000
        assert len(one.misread) == 10_000 - np.trace(matrix)
        by_class = np.array(one.accuracy_by_class, np.float64)
        assert np.allclose(by_class, np.diag(matrix) / matrix.sum(axis=1), atol=1e-5)
        for digit in one.misread:
            assert digit.label == SAMPLES.labels[digit.index] != digit.prediction
        gaps = [part.count * abs((part.accuracy or 0) - (part.confidence or 0)) for part in one.bins]
        assert one.expected_calibration_error == pytest.approx(sum(gaps) / 10_000, abs=1e-5)
    answer = client.get(f"{MODELS}/{model}/evaluation")
    again = client.get(f"{MODELS}/{model}/evaluation", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_other_models_are_evaluated_once(settings: Settings) -> None:
    """A checkpoint is computed when asked for, and kept; uploaded shipped weights have their evaluation."""
    app = with_few_digits(replaced(settings, training="on"))
    with client_of(app) as client:
        found = evaluation(client, "lenet@0")
        assert (found.model, found.digits) == ("lenet@0", 300)
        assert all(one.accuracy < 0.3 for one in found.evaluations)
        app.state.services.samples.images = None  # so another computation would fail
        assert evaluation(client, "lenet@0") == found
        file = (ROOT / "model_weights" / "lenet.safetensors").read_bytes()
        created = client.post(MODELS, content=file, headers=SAFETENSORS).json()
        assert evaluation(client, created["name"]).digits == 10_000


def events(client: httpx.Client, model: str) -> list[tuple[str, dict[str, Any]]]:
    """The names and the data of the server-sent events of an evaluation."""
    answer = client.get(f"{MODELS}/{model}/evaluation/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    found = re.findall(r"event: (\w+)\r?\ndata: (.*)", answer.text)
    return [(name, json.loads(data)) for name, data in found]


def test_an_evaluation_can_be_watched(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events count the digits up to the evaluation, which is the only event once it is there."""
    monkeypatch.setattr(evaluations, "INTERVAL", 0.001)
    with client_of(with_few_digits(replaced(settings, training="on"))) as client:
        *progress, done = events(client, "lenet@0")
        assert {name for name, _ in progress} == {"progress"}
        counts = [data["digits"] for _, data in progress]
        assert counts == sorted(counts)
        assert counts[0] == 0
        assert done == ("done", evaluation(client, "lenet@0").model_dump(mode="json"))
        assert events(client, "lenet@0") == [done]
        assert [name for name, _ in events(client, "mlp")] == ["done"]
    with served(settings, training="off") as client:
        assert_problem(client.get(f"{MODELS}/lenet@0/evaluation/events"), 404, "not-found")


def test_only_a_few_evaluations_wait(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more than may wait is refused, and told when to try again."""
    monkeypatch.setattr(evaluations, "MAX_WAITING", -1)
    with served(settings, training="on") as client:
        answer = client.get(f"{MODELS}/lenet@0/evaluation")
        assert_problem(answer, 503, "too-busy")
        assert answer.headers["retry-after"] == "5"


def test_evaluations_are_not_computed_where_training_is_off(settings: Settings) -> None:
    """The problem says how to compute them elsewhere; the shipped ones are there."""
    with served(settings, training="off") as client:
        problem = assert_problem(client.get(f"{MODELS}/lenet@0/evaluation"), 404, "not-found")
        assert "python -m app evaluate --architecture lenet --weights FILE" in problem.detail
        assert evaluation(client, "mlp").digits == 10_000


def test_a_report_of_other_weights_is_not_shown(settings: Settings, tmp_path: Path) -> None:
    """The evaluation beside other weights is ignored: the checksum decides."""
    for name in ("lenet.safetensors", "lenet.evaluation.json"):
        source = "mlp.evaluation.json" if name.endswith("json") else name
        (tmp_path / name).write_bytes((ROOT / "model_weights" / source).read_bytes())
    with served(settings, weights=tmp_path / "lenet.safetensors", training="off") as client:
        assert_problem(client.get(f"{MODELS}/lenet/evaluation"), 404, "not-found")


def test_a_failed_evaluation_is_computed_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """An evaluation that failed is not kept: the next request computes it."""

    def fail(*_: object) -> None:
        raise MemoryError

    with client_of(with_few_digits(settings), raise_errors=False) as client:
        with monkeypatch.context() as patch:
            patch.setattr("app.training.report.evaluate", fail)
            assert client.get(f"{MODELS}/lenet@0/evaluation").status_code == 500
        assert evaluation(client, "lenet@0").digits == 300
