"""Whatever is sent gets what was asked for, or a problem that blames the request."""

from urllib.parse import quote, urlencode

import httpx
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.schemas import ProblemDocument
from tests.api.pictures import ACTIVATIONS, EXPLANATIONS, PREDICTIONS, digit, file_of

TYPE = "multipart/form-data; boundary=lens"
quietly = settings(
    max_examples=100,
    # the client keeps nothing between requests; a busy machine is no reason to fail
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
numbers = st.integers(-300, 600) | st.floats() | st.booleans() | st.none() | st.text(max_size=3)
grids = st.lists(st.lists(numbers, max_size=5), max_size=5)
rectangles = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 255), min_size=width, max_size=width), min_size=1, max_size=40
    )
)
documents = (
    st.fixed_dictionaries({"pixels": rectangles})
    | st.fixed_dictionaries({"pixels": grids})
    | st.fixed_dictionaries({"pictures": st.lists(rectangles | grids, max_size=3)})
    | st.recursive(
        numbers, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner)
    )
)
queries = st.lists(
    st.tuples(
        st.sampled_from(["preprocess", "layers", "format", "unit", "x"]),
        st.sampled_from(["none", "center", "npz", "safetensors", "pool1,fc2", "fc1/3", "pool1/0/0/0"])
        | st.text(max_size=9),
    ),
    max_size=3,
)


def cut_and_changed(whole: bytes) -> st.SearchStrategy[bytes]:
    """A file with some bytes overwritten, and cut off somewhere."""
    changes = st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=8)

    def change(places: list[tuple[int, int]], end: int) -> bytes:
        changed = bytearray(whole)
        for place, value in places:
            changed[place] = value
        return bytes(changed[:end])

    return st.builds(change, changes, st.integers(0, len(whole)))


pictures = st.sampled_from(["PNG", "JPEG", "WEBP"]).flatmap(
    lambda kind: cut_and_changed(file_of(digit(), kind))
)


def assert_answered(response: httpx.Response) -> None:
    """A good answer, or a problem document with a status that says whose mistake it was."""
    assert response.status_code in {200, 400, 404, 406, 413, 415, 422}
    if response.status_code != 200:
        assert response.headers["content-type"] == "application/problem+json"
        assert ProblemDocument.model_validate_json(response.content).status == response.status_code
    elif response.headers["content-type"] == "application/json":
        orjson.loads(response.content)


@pytest.mark.parametrize("path", [ACTIVATIONS, PREDICTIONS, EXPLANATIONS])
@quietly
@given(document=documents, query=queries)
def test_any_json_is_answered(
    client: httpx.Client, path: str, document: object, query: list[tuple[str, str]]
) -> None:
    """A hundred documents a route, good and bad, with any parameters: never a 500."""
    body = orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS)
    headers = {"Content-Type": "application/json"}
    assert_answered(client.post(f"{path}?{urlencode(query)}", content=body, headers=headers))


FORM = httpx.Request("POST", "http://x", files={"p": file_of(digit())}, headers={"Content-Type": TYPE})


@quietly
@given(
    body=st.binary(max_size=400) | cut_and_changed(FORM.read()),
    content_type=st.sampled_from(["image/png", "image/webp", "application/json", TYPE, "x"]),
    accept=st.sampled_from(["*/*", "application/json", "application/x-npz", "a;q=b", "text/html"]),
)
def test_any_bytes_are_answered(client: httpx.Client, body: bytes, content_type: str, accept: str) -> None:
    """A hundred bodies of any bytes, and damaged forms, under any type and Accept header: never a 500."""
    headers = {"Content-Type": content_type, "Accept": accept}
    assert_answered(client.post(PREDICTIONS, content=body, headers=headers))
    assert_answered(client.post(ACTIVATIONS, content=body, headers=headers))


@quietly
@given(body=pictures)
def test_any_broken_picture_is_answered(client: httpx.Client, body: bytes) -> None:
    """A hundred pictures, cut off and with bytes overwritten: a picture or a problem, never a 500."""
    assert_answered(client.post(ACTIVATIONS, content=body, headers={"Content-Type": "image/png"}))
    assert_answered(client.post(PREDICTIONS, files=[("picture", body)]))


@quietly
@given(
    start=st.sampled_from(["/static/", "/api/v1/samples/", "/api/v1/models/", "/"]), rest=st.text(max_size=20)
)
def test_any_address_is_answered(client: httpx.Client, start: str, rest: str) -> None:
    """A hundred addresses under the API and the static files: never a 500, never a file from elsewhere."""
    assert client.get(start + quote(rest, safe="/%?#")).status_code in {200, 307, 404}
