"""Predictions: softmax's bits, one picture or many, and what of a picture is read."""

import httpx
import numpy as np
import orjson

from app.api.routers.predictions import OnePrediction, Predictions
from app.lenet.network import Trace
from tests.api.bits import as_float32, assert_same_bits
from tests.api.pictures import PREDICTIONS, digit, file_of, rows


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
    """Ten digits as a list of numbers and as files of a form: each entry equals the answer to that picture alone."""
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


def test_a_batch_of_one_is_a_batch(client: httpx.Client) -> None:
    """A list with one picture is answered with a list, so that a program need not tell the cases apart."""
    answer = orjson.loads(client.post(PREDICTIONS, json={"pictures": [rows()]}).content)
    assert len(answer["predictions"]) == 1
    assert orjson.loads(client.post(PREDICTIONS, files={"x": file_of(digit())}).content) == answer
