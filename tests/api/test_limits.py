"""Every limit holds at its edge, and says what it is."""

import zlib
from collections.abc import Iterator

import httpx
import numpy as np
import pytest

from app.main import create_app
from app.settings import Settings
from tests.api.pictures import ACTIVATIONS, EXPLANATIONS, PREDICTIONS, digit, file_of
from tests.api.test_problems import assert_problem
from tests.asgi import client_of, replaced, served

BYTES, PIXELS, MOST = 2000, 1024, 3


@pytest.fixture(scope="module")
def small(settings: Settings) -> Iterator[httpx.Client]:
    """A service with limits that a test can reach."""
    app = create_app(replaced(settings, max_body_bytes=BYTES, max_pixels=PIXELS, max_batch=MOST))

    @app.post("/sums")
    async def add(body: dict[str, int]) -> int:
        return sum(body.values())

    with client_of(app) as client:
        yield client


READERS = {
    ACTIVATIONS: b'{"pixels": [[9]]}',
    f"{PREDICTIONS}?format=ndjson": b'{"pixels": [[9]]}',
    f"{EXPLANATIONS}?unit=fc3/8": b'{"pixels": [[9]]}',
    "/api/v1/models": b"{",
    "/api/v1/operations/pooling": b'{"input": [[9, 9], [9, 9]], "kind": "max"}',
    "/api/v1/training-runs": b'{"batches": 1}',
    "/v2/models/lenet/infer": b"{}",
    "/v2/repository/index": b"{}",
    "/sums": b'{"first": 1}',
}
"""A body for each kind of route that reads one, the last of them an ordinary route of FastAPI."""


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize("path", READERS)
def test_bytes(small: httpx.Client, path: str, announced: bool) -> None:
    """As many bytes as allowed are read, and one more is refused, also in chunks without a length."""
    for length in (BYTES, BYTES + 1):
        body = READERS[path].ljust(length)
        content = body if announced else iter([body[:1000], body[1000:]])
        response = small.post(path, content=content, headers={"Content-Type": "application/json"})
        assert (response.status_code == 413) == (length > BYTES)
    assert str(BYTES) in assert_problem(response, 413, "too-large").detail
    assert response.headers["connection"] == "close"


def test_pixels(settings: Settings) -> None:
    """A picture, as numbers or as a file, may have as many pixels as allowed and no more."""
    with served(settings, max_pixels=PIXELS) as client:
        for height, status in ((32, 200), (33, 413)):
            numbers = client.post(ACTIVATIONS, json={"pixels": [[0] * 32] * height})
            content = file_of(np.zeros((height, 32), np.uint8))
            file = client.post(ACTIVATIONS, content=content, headers={"Content-Type": "image/png"})
            assert (numbers.status_code, file.status_code) == (status, status)
    for refused in (numbers, file):
        assert str(PIXELS) in assert_problem(refused, 413, "too-large").detail


def test_pictures_and_units(small: httpx.Client) -> None:
    """As many pictures, as a list and as files, and units as allowed go through; one more does not."""
    for count, status in ((MOST, 200), (MOST + 1, 413)):
        answers = (
            small.post(PREDICTIONS, json={"pictures": [[[9]]] * count}),
            small.post(PREDICTIONS, files=[("p", file_of(np.zeros((2, 2), np.uint8)))] * count),
            small.post(EXPLANATIONS, params={"unit": ["fc3/1"] * count}, json={"pixels": [[9]]}),
        )
        assert {answer.status_code for answer in answers} == {status}
    for refused in answers:
        assert str(MOST) in assert_problem(refused, 413, "too-large").detail


@pytest.mark.parametrize(
    ("body", "boundary", "reason"),
    [
        (b"", "x", "empty"),
        (b"nonsense", "x", "form cannot be parsed"),
        (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n', "x", "not a file"),
        (b"--x--\r\n", "x", "has no file"),
        (b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n1', "x", "cut off"),
        (b"--x--\r\n", None, "form cannot be parsed"),
    ],
)
def test_broken_forms(small: httpx.Client, body: bytes, boundary: str | None, reason: str) -> None:
    """A form that cannot be read, has no file, or has something else in it, is a problem that says which."""
    content_type = "multipart/form-data" + (f"; boundary={boundary}" if boundary else "")
    answer = small.post(PREDICTIONS, content=body, headers={"Content-Type": content_type})
    assert reason in assert_problem(answer, 400, "malformed-request").detail


def test_the_bad_file_of_a_form_is_named(small: httpx.Client) -> None:
    """Among several files the one that cannot be read is counted from 0."""
    files = [("a", file_of(digit())), ("b", file_of(digit())[:150])]
    problem = assert_problem(small.post(PREDICTIONS, files=files), 400, "unreadable-picture")
    assert problem.detail.startswith("file 1: ")


@pytest.mark.parametrize("path", READERS)
def test_compressed_bodies_are_refused_by_name(small: httpx.Client, path: str) -> None:
    """A packed body is a 415 that names its coding and says what is read; `identity` is no packing."""
    for coding in ("gzip", "deflate", "br, gzip"):
        packed = zlib.compress(b'{"pixels": [[0, 255]]}')
        headers = {"Content-Type": "application/json", "Content-Encoding": coding}
        refused = small.post(path, content=packed, headers=headers)
        assert coding in assert_problem(refused, 415, "unsupported-media").detail
        assert refused.headers["accept-encoding"] == "identity"
    plain = small.post(path, content=b"{}", headers=headers | {"Content-Encoding": "Identity"})
    assert "Content-Encoding" not in plain.text
