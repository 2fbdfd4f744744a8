"""How deeply JSON is nested: counted as a parser would, and bounded at every address that reads JSON."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings import Settings
from app.web.depth import check_depth, depth_of
from app.web.problems import Problem
from tests.web.pictures import ACTIVATIONS, PREDICTIONS
from tests.web.test_problems import assert_problem

LIMIT = Settings().max_json_depth
TEXTS = st.text(alphabet='[]{}"\\ aé\n')
DOCUMENTS = st.recursive(
    st.none() | st.integers() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=30,
)


def depth(document: Any) -> int:
    """The depth of a parsed document, by descending."""
    if isinstance(document, dict):
        document = list(document.values())
    return 1 + max(map(depth, document), default=0) if isinstance(document, list) else 0


@given(DOCUMENTS)
def test_the_depth_is_that_of_the_document(document: Any) -> None:
    """Whatever strings hold, brackets, quotes and backslashes, the depth found in the text is the document's."""
    for ascii_only in (True, False):
        assert depth_of(json.dumps(document, ensure_ascii=ascii_only).encode()) == depth(document)


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}"), (b"[", b"")])
def test_the_limit_holds_at_its_edge(opening: bytes, closing: bytes) -> None:
    """So many levels pass, closed or not; one more is refused with the number."""
    check_depth(opening * LIMIT + b"1" + closing * LIMIT, LIMIT)
    with pytest.raises(Problem, match=f"more than {LIMIT} deep"):
        check_depth(opening * (LIMIT + 1) + b"1" + closing * (LIMIT + 1), LIMIT)


@pytest.mark.parametrize(
    "path", [ACTIVATIONS, PREDICTIONS, "/api/v1/operations/activation", "/v2/models/lenet/infer"]
)
def test_deep_json_is_refused(client: httpx.Client, path: str) -> None:
    """Every address that reads JSON refuses what is nested too deeply, and says how deep is too deep."""
    body = b'{"pixels":' + b"[" * 500_000 + b"]" * 500_000 + b"}"
    answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert str(LIMIT) in assert_problem(answer, 400, "malformed-request").detail
