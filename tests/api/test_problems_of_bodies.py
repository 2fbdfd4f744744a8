"""What is wrong with a body is pointed at: numbers, batches, JSON, types and pictures."""

import httpx
import pytest

from tests.api.pictures import ACTIVATIONS, PREDICTIONS, digit, file_of, rows
from tests.api.test_problems import assert_problem

PNG = {"Content-Type": "image/png"}
JSON = {"Content-Type": "application/json"}


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
        ({"pixels": [[[1]]]}, "#/pixels/0/0", "drop the channel axis"),
        ({"pixels": [1, 2]}, "#/pixels/0", "reshape(28, 28)"),
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
    """A JSON Pointer leads to the row or number that is wrong."""
    problem = assert_problem(client.post(ACTIVATIONS, json=body), 422, "invalid-field")
    assert problem.errors is not None
    assert (problem.errors[0].pointer, problem.errors[0].part) == (pointer, "body")
    assert remedy in problem.detail
    assert len(problem.detail) < 250


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"pictures": []}, "#/pictures"),
        ({"pictures": {}}, "#/pictures"),
        ({"pictures": [[[1]], [[2], [3, 4]]]}, "#/pictures/1/1"),
        ({"pictures": [[[300]]]}, "#/pictures/0/0/0"),
        ({"pictures": [[[1]]], "pixels": [[1]]}, "#/pixels"),
        ({}, "#/pixels"),
    ],
)
def test_bad_batches_are_found_to_the_picture(client: httpx.Client, body: object, pointer: str) -> None:
    """In a list of pictures the pointer begins with the picture."""
    problem = assert_problem(client.post(PREDICTIONS, json=body), 422, "invalid-field")
    assert problem.errors is not None
    assert problem.errors[0].pointer == pointer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{'pixels': 1}",
        '{"pixels": [[NaN]]}',
        '{"pixels": [[1e400]]}',
        "[" * 5000,
        '{"pixels": [[1]]',
    ],
)
def test_what_is_not_json_is_told_so(client: httpx.Client, text: str) -> None:
    """Cut off, too deep, NaN, numbers past any float: 400, with the place where reading stopped."""
    assert_problem(client.post(ACTIVATIONS, content=text, headers=JSON), 400, "malformed-request")


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_an_unread_type_is_told_which_are_read(client: httpx.Client, content_type: str) -> None:
    """415 lists the types that are read, in words and in the header Accept."""
    response = client.post(ACTIVATIONS, content=file_of(digit()), headers={"Content-Type": content_type})
    problem = assert_problem(response, 415, "unsupported-media")
    assert "image/png, image/jpeg, image/webp, application/json" in problem.detail
    assert response.headers["accept"] == "image/png, image/jpeg, image/webp, application/json"


@pytest.mark.parametrize(
    ("content", "status", "slug"),
    [
        (b"", 400, "malformed-request"),
        (b"not a picture", 415, "unsupported-media"),
        (file_of(digit())[:150], 400, "unreadable-picture"),
        (b"GIF89a" + bytes(50), 415, "unsupported-media"),
    ],
)
def test_broken_pictures_are_told_apart(client: httpx.Client, content: bytes, status: int, slug: str) -> None:
    """Empty, foreign and cut-off pictures each have their own problem."""
    assert_problem(client.post(ACTIVATIONS, content=content, headers=PNG), status, slug)


def test_the_same_pixels_are_fine_without_mistakes(client: httpx.Client) -> None:
    """The refusals above come from the mistakes in them: the plain request is answered."""
    assert client.post(ACTIVATIONS, json={"pixels": rows()}).status_code == 200


@pytest.mark.parametrize("scale", [1.0, 1])
def test_numbers_from_0_to_1_are_refused(client: httpx.Client, scale: float) -> None:
    """They would be a blank picture; the remedy is told. All zeros are blank."""
    pixels = [[0, scale, 0, 0]] * 4
    for path, body in ((ACTIVATIONS, {"pixels": pixels}), (PREDICTIONS, {"pictures": [pixels]})):
        problem = assert_problem(client.post(path, json=body), 422, "invalid-field")
        assert "multiply by 255" in problem.detail
    blank = client.post(PREDICTIONS, json={"pixels": [[0] * 4] * 4}).json()
    assert blank["blank"] is True
    assert "stands out" in blank["reason"]


@pytest.mark.parametrize(
    ("pixels", "remedy"),
    [
        ([[[0] * 28] * 28], "drop the channel axis"),
        ([[[[0] * 28] * 28]] * 2, "`pictures`"),
        ([0] * 784, "reshape(28, 28)"),
        ("iVBORw0KGgo=", "base64"),
        ("data:image/png;base64,iVBORw0KGgo=", "base64"),
    ],
)
def test_other_shapes_are_told_the_remedy(client: httpx.Client, pixels: object, remedy: str) -> None:
    """Arrays of frameworks, flat arrays and base64 text."""
    problem = assert_problem(client.post(ACTIVATIONS, json={"pixels": pixels}), 422, "invalid-field")
    assert remedy in problem.detail


@pytest.mark.parametrize(
    "media_type", ["image/jpg", "image/pjpeg", "image/x-png", "image/gif", "application/octet-stream"]
)
def test_pictures_are_judged_by_their_bytes(client: httpx.Client, media_type: str) -> None:
    """Any picture type, and bytes of no declared type, are decoded by what they are."""
    sent = client.post(PREDICTIONS, content=file_of(digit()), headers={"Content-Type": media_type})
    assert sent.json()["prediction"]["digit"] == 8
