"""Predictions: softmax's bits, one picture or many, in one answer or line by line."""

from typing import Any

import httpx
import numpy as np
import orjson
import pytest

from app.api.routers.predictions import OnePrediction, Predictions
from app.lenet.network import Trace
from tests.api.bits import as_float32, assert_same_bits
from tests.api.pictures import PREDICTIONS, digit, file_of, rows
from tests.conftest import LiveServer

NDJSON = "application/x-ndjson"


def test_numbers_need_not_be_whole(client: httpx.Client) -> None:
    """Fractions between 0 and 255 are ink too, and -0 is 0."""
    pixels = (digit(5).astype(np.float64) * 0.995).tolist()
    pixels[0][0] = -0.0
    answer = orjson.loads(client.post(PREDICTIONS, json={"pixels": pixels}).content)
    assert answer["prediction"]["digit"] == 5


def test_a_prediction_is_the_largest_probability(client: httpx.Client, trace: Trace) -> None:
    """The ten probabilities are softmax's bits; the digit is the place of the largest."""
    answer = OnePrediction.model_validate_json(client.post(PREDICTIONS, json={"pixels": rows()}).content)
    assert_same_bits(as_float32(answer.probabilities), trace.activations["softmax"][0])
    assert answer.prediction is not None
    assert answer.prediction.digit == 8
    assert np.float32(answer.prediction.probability) == max(as_float32(answer.probabilities))


def test_a_batch_is_the_same_as_one_by_one(client: httpx.Client) -> None:
    """As a list of numbers and as files of a form, each of ten digits has the answer that it has alone."""
    alone = [
        orjson.loads(client.post(PREDICTIONS, json={"pixels": rows(kind)}).content) for kind in range(10)
    ]
    batch = client.post(PREDICTIONS, json={"pictures": [rows(kind) for kind in range(10)]})
    files = [("picture", (f"{kind}.png", file_of(digit(kind)), "image/png")) for kind in range(10)]
    form = client.post(PREDICTIONS, files=files)
    for answer in (batch, form):
        document = Predictions.model_validate_json(answer.content)
        assert [one.prediction.digit for one in document.predictions if one.prediction] == list(range(10))
        entries = orjson.loads(answer.content)["predictions"]
        wanted = ("blank", "crop", "prediction", "probabilities")
        assert entries == [{name: one[name] for name in wanted} for one in alone]


def lines(response: httpx.Response) -> list[dict[str, Any]]:
    """Every line, read as JSON."""
    assert (response.status_code, response.headers["content-type"]) == (200, NDJSON)
    assert response.content.endswith(b"\n")
    return [orjson.loads(line) for line in response.content.splitlines()]


@pytest.mark.parametrize(("query", "accept"), [("?format=ndjson", "*/*"), ("", NDJSON)])
def test_lines_say_what_one_answer_says(client: httpx.Client, query: str, accept: str) -> None:
    """Asked for either way, each line is the entry of the whole answer with its index before it."""
    pictures = [rows(at % 10) for at in range(40)]
    whole = client.post(PREDICTIONS, json={"pictures": pictures})
    found = client.post(PREDICTIONS + query, json={"pictures": pictures}, headers={"Accept": accept})
    assert lines(found) == [
        {"index": at, **entry} for at, entry in enumerate(orjson.loads(whole.content)["predictions"])
    ]
    assert found.headers["vary"] == whole.headers["vary"] == "Accept"


def test_lines_come_while_others_are_still_computed(live_server: LiveServer) -> None:
    """Over a socket, a long batch arrives in several pieces."""
    body = {"pictures": [rows()] * 200}
    with httpx.stream("POST", f"{live_server.url}{PREDICTIONS}?format=ndjson", json=body) as answer:
        pieces = list(answer.iter_raw())
    assert len(pieces) > 1
    assert len(b"".join(pieces).splitlines()) == 200
