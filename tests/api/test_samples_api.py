"""The digits that ship with the page."""

import io

import httpx
import numpy as np
import orjson
import pytest
from PIL import Image

from app.api.routers.samples import Sample, SampleList
from app.idx import read_labels
from app.samples import FEATURED, Samples
from app.settings import ROOT
from tests.api.pictures import PREDICTIONS, SAMPLES


def test_one_of_each_is_featured(client: httpx.Client) -> None:
    """The samples are the digits 0 to 9 in order, each read right by the served network."""
    document = SampleList.model_validate_json(client.get("/api/v1/samples").content)
    assert document.count == len(read_labels(ROOT / "static/data/mnist/t10k-labels-idx1-ubyte.gz")) == 10_000
    assert [sample.label for sample in document.featured] == list(range(10))
    assert [sample.index for sample in document.featured] == list(FEATURED)
    answer = client.post(PREDICTIONS, json={"pictures": [sample.pixels for sample in document.featured]})
    read = [one["prediction"]["digit"] for one in orjson.loads(answer.content)["predictions"]]
    assert read == list(range(10))
    assert not {sample.index for sample in document.featured} & set(document.misread)
    assert all(0 <= index < document.count for index in document.misread)


@pytest.mark.parametrize("index", [0, 1234, 9999])
def test_a_digit_is_the_same_as_numbers_and_as_a_picture(client: httpx.Client, index: int) -> None:
    """JSON and PNG hold MNIST's own pixels."""
    path = f"/api/v1/samples/{index}"
    sample = Sample.model_validate_json(client.get(path).content)
    assert (sample.index, sample.label) == (index, SAMPLES.labels[index])
    np.testing.assert_array_equal(sample.pixels, SAMPLES.images[index])
    for picture in (
        client.get(path, params={"format": "png"}),
        client.get(path, headers={"Accept": "image/*"}),
    ):
        assert picture.headers["content-type"] == "image/png"
        np.testing.assert_array_equal(
            np.asarray(Image.open(io.BytesIO(picture.content))), SAMPLES.images[index]
        )


def test_nothing_is_read_before_it_is_asked_for() -> None:
    """A service that nobody asks for samples does not need the files."""
    samples = Samples(ROOT / "nowhere")
    with pytest.raises(OSError, match="nowhere"):
        len(samples)
