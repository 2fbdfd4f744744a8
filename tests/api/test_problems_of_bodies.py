"""What is wrong with a picture in JSON is pointed at, with the remedy; files are judged by their bytes."""

import httpx
import pytest

from tests.api.pictures import ACTIVATIONS, PREDICTIONS, digit, file_of
from tests.api.test_problems import assert_problem
from tests.api.test_training import RUNS


@pytest.mark.parametrize(
    ("body", "pointer", "remedy"),
    [
        ({"pixels": [[1, 2], [3]]}, "#/pixels/1", "equally long"),
        ({"pixels": [[0, 256]]}, "#/pixels/0/1", "0 (background) to 255"),
        ({"pixels": [[0], [-0.001]]}, "#/pixels/1/0", "-0.001"),
        ({"pixels": [[0], [10**30]]}, "#/pixels/1/0", "255"),
        ({"pixels": [[0, True]]}, "#/pixels/0/1", "true"),
        ({"pixels": [[None]]}, "#/pixels/0/0", "null"),
        ({"pixels": [["255"]]}, "#/pixels/0/0", '"255"'),
        ({"pixels": [[{"a": "x" * 5000}]]}, "#/pixels/0/0", "…"),
        ({"pixels": [[[0] * 28] * 28]}, "#/pixels/0/0", "drop the channel axis"),
        ({"pixels": [[[[0] * 28] * 28]] * 2}, "#/pixels/0/0", "`pictures`"),
        ({"pixels": [0] * 784}, "#/pixels/0", "reshape(28, 28)"),
        ({"pixels": "iVBORw0KGgo="}, "#/pixels", "base64"),
        ({"pixels": "data:image/png;base64,iVBORw0KGgo="}, "#/pixels", "base64"),
        ({"pixels": [[0, 1.0, 0, 0]] * 4}, "#/pixels", "multiply by 255"),
        ({"pictures": [[[0, 1, 0, 0]] * 4]}, "#/pictures/0", "multiply by 255"),
        ({"pixels": [[]]}, "#/pixels/0", "no numbers"),
        ({"pixels": []}, "#/pixels", "no rows"),
        ({"pixels": 5}, "#/pixels", "list of rows"),
        ({"pixel": [[1]]}, "#/pixel", "fields are: pixels"),
        ({"pixels": [[1]], "a/b~c": 1}, "#/a~1b~0c", "fields are: pixels"),
        ({}, "#/pixels", "missing"),
        ([], "#", "JSON object"),
        (5, "#", "JSON object"),
    ],
)
def test_bad_numbers_are_found_to_the_cell(
    client: httpx.Client, body: object, pointer: str, remedy: str
) -> None:
    """A JSON Pointer leads to the row or number that is wrong, and a short text names the remedy."""
    path = PREDICTIONS if isinstance(body, dict) and "pictures" in body else ACTIVATIONS
    problem = assert_problem(client.post(path, json=body), 422, "invalid-field", pointer)
    assert problem.errors is not None
    assert problem.errors[0].part == "body"
    assert remedy in problem.detail
    assert len(problem.detail) < 250


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/operations/pooling", '{"kind": "max", "input": %s}'),
        ("/v2/models/lenet/infer", '{"inputs": %s}'),
        ("/v2/models/lenet/infer", '{"inputs": [{"name": "image", "datatype": "FP32", "shape": %s}]}'),
        (RUNS, '{"seed": %s}'),
    ],
)
@pytest.mark.parametrize("nesting", [('{"a":', "}", "{…}"), ("[0,", "]", "a list of 2")])
def test_deeply_nested_values_are_refused(
    training: httpx.Client, path: str, body: str, nesting: tuple[str, str, str]
) -> None:
    """However deep objects and lists are nested, the client is told what is wrong."""
    opened, closed, reason = nesting
    for depth, words in ((255, reason), (1_000, reason), (100_000, "depth limit")):
        content = body % (depth * opened + "1" + depth * closed)
        refused = training.post(path, content=content, headers={"Content-Type": "application/json"})
        assert refused.status_code in {400, 422}
        assert words in refused.json()["detail"]


def test_a_blank_picture_is_told_why(client: httpx.Client) -> None:
    """All zeros are no mistake: the answer says that nothing stands out."""
    blank = client.post(PREDICTIONS, json={"pixels": [[0] * 4] * 4}).json()
    assert blank["blank"] is True
    assert "stands out" in blank["reason"]


@pytest.mark.parametrize(
    "media_type", ["image/jpg", "image/pjpeg", "image/x-png", "image/gif", "application/octet-stream"]
)
def test_pictures_are_judged_by_their_bytes(client: httpx.Client, media_type: str) -> None:
    """Any picture type, and bytes of no declared type, are decoded by what they are."""
    sent = client.post(PREDICTIONS, content=file_of(digit()), headers={"Content-Type": media_type})
    assert sent.json()["prediction"]["digit"] == 8
