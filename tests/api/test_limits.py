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
from tests.asgi import client_of, replaced

BYTES, PIXELS, PICTURES, UNITS = 2000, 1024, 3, 3


@pytest.fixture(scope="module")
def small(settings: Settings) -> Iterator[httpx.Client]:
    """A service with limits that a test can reach."""
    limits = replaced(settings, max_body_bytes=BYTES, max_pixels=PIXELS, max_batch=PICTURES)
    with client_of(create_app(limits)) as client:
        yield client


def json_of(length: int) -> bytes:
    """A good JSON body of exactly that many bytes."""
    return b'{"pixels":[[9]]}'.ljust(length)


def send(client: httpx.Client, body: bytes) -> httpx.Response:
    """Post JSON."""
    return client.post(ACTIVATIONS, content=body, headers={"Content-Type": "application/json"})


def test_bytes(small: httpx.Client) -> None:
    """A body of as many bytes as allowed is read; one byte more is refused, and the connection closed with it."""
    assert send(small, json_of(BYTES)).status_code == 200
    refused = send(small, json_of(BYTES + 1))
    assert str(BYTES) in assert_problem(refused, 413, "too-large").detail
    assert refused.headers["connection"] == "close"


def test_bytes_that_were_not_announced(small: httpx.Client) -> None:
    """A body sent in chunks without a length is counted while it comes."""

    def chunks(total: int) -> Iterator[bytes]:
        body = json_of(total)
        yield from (body[at : at + 100] for at in range(0, total, 100))

    headers = {"Content-Type": "application/json"}
    assert small.post(ACTIVATIONS, content=chunks(BYTES), headers=headers).status_code == 200
    assert_problem(small.post(ACTIVATIONS, content=chunks(BYTES + 1), headers=headers), 413, "too-large")


def test_pixels(settings: Settings) -> None:
    """A picture, as numbers or as a file, may have as many pixels as allowed and no more."""
    with client_of(create_app(replaced(settings, max_pixels=PIXELS))) as client:
        for height, status in ((32, 200), (33, 413)):
            numbers = client.post(ACTIVATIONS, json={"pixels": [[0] * 32] * height})
            file = client.post(
                ACTIVATIONS,
                content=file_of(np.zeros((height, 32), np.uint8)),
                headers={"Content-Type": "image/png"},
            )
            assert (numbers.status_code, file.status_code) == (status, status)
    for refused in (numbers, file):
        assert str(PIXELS) in assert_problem(refused, 413, "too-large").detail


def test_pictures(small: httpx.Client) -> None:
    """As many pictures as allowed go through, as a list and as files; one more does not."""
    for count, status in ((PICTURES, 200), (PICTURES + 1, 413)):
        listed = small.post(PREDICTIONS, json={"pictures": [[[9]]] * count})
        form = small.post(PREDICTIONS, files=[("p", file_of(np.zeros((2, 2), np.uint8)))] * count)
        assert (listed.status_code, form.status_code) == (status, status)
    for refused in (listed, form):
        assert str(PICTURES) in assert_problem(refused, 413, "too-large").detail


def test_units(small: httpx.Client) -> None:
    """As many units as allowed are explained; one more is refused."""
    for count, status in ((UNITS, 200), (UNITS + 1, 413)):
        answer = small.post(EXPLANATIONS, params={"unit": ["fc3/1"] * count}, json={"pixels": [[9]]})
        assert answer.status_code == status
    assert str(UNITS) in assert_problem(answer, 413, "too-large").detail


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


@pytest.mark.parametrize(
    "path",
    [ACTIVATIONS, PREDICTIONS, f"{PREDICTIONS}?format=ndjson", f"{EXPLANATIONS}?unit=fc3/8",
     "/api/v1/operations/pooling", "/v2/models/lenet/infer", "/v2/repository/index"],
)  # fmt: skip
def test_compressed_bodies_are_refused_by_name(client: httpx.Client, path: str) -> None:
    """A body that is packed is a 415 that names its coding and says what is read, whatever is in it; `identity` is no packing."""
    for coding in ("gzip", "deflate", "br, gzip"):
        packed = zlib.compress(b'{"pixels": [[0, 255]]}')
        headers = {"Content-Type": "application/json", "Content-Encoding": coding}
        refused = client.post(path, content=packed, headers=headers)
        assert coding in assert_problem(refused, 415, "unsupported-media").detail
        assert refused.headers["accept-encoding"] == "identity"


def test_identity_is_no_coding(client: httpx.Client) -> None:
    """A client that says that its body is not packed is answered."""
    headers = {"Content-Type": "image/png", "Content-Encoding": "Identity"}
    assert client.post(PREDICTIONS, content=file_of(digit()), headers=headers).status_code == 200
