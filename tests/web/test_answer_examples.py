"""The answers that the documents show are those of the service, shortened, and keep to their schemas."""

from __future__ import annotations

from typing import Any

import httpx
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from app.web.openapi import ANSWER_EXAMPLES
from app.web.pretty_json import WIDTH, pretty
from tests.web.answer_examples import answers_of, shortened


def assert_alike(found: Any, expected: Any) -> None:
    """The same JSON, up to the last digits of numbers, which another processor may round otherwise."""
    if isinstance(expected, dict):
        assert list(found) == list(expected)
        for name, value in expected.items():
            assert_alike(found[name], value)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert_alike(one, other)
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-3, abs=1e-6)
    else:
        assert found == expected


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    served: dict[str, Any] = client.get("/openapi.json").json()
    return served


def test_documented_answers_are_the_services_own(client: httpx.Client, document: dict[str, Any]) -> None:
    """Every operation has an answer in the document, and it is what the service says to the example of its request."""
    assert_alike(orjson.loads(ANSWER_EXAMPLES.read_bytes()), answers_of(client, document))


def test_documented_answers_keep_to_their_schemas(document: dict[str, Any]) -> None:
    """Shortened or not, each is an answer as its schema describes it."""
    for methods in document["paths"].values():
        for method, operation in methods.items():
            if method == "head":
                continue
            content = operation["responses"]["200"]["content"]["application/json"]
            validator = Draft202012Validator({**content["schema"], "components": document["components"]})
            for example in content["examples"].values():
                validator.validate(example["value"])


def test_only_long_lists_are_cut() -> None:
    """Ten numbers or texts stay, of eleven five; of other things two; and so it goes on inside."""
    assert shortened(list(range(10))) == list(range(10))
    assert shortened({"a": list(range(11))}) == {"a": [0, 1, 2, 3, 4]}
    assert shortened([[1], {"b": [[2]] * 3}, [3]]) == [[1], {"b": [[2], [2]]}]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text('ab c"\\', max_size=8),
    lambda inner: (
        st.lists(inner, max_size=12) | st.dictionaries(st.text("xyz", max_size=3), inner, max_size=4)
    ),
    max_leaves=30,
)


@given(json_values)
def test_what_is_shown_is_still_json(value: Any) -> None:
    """JSON that is laid out for reading has the same value."""
    assert orjson.loads(pretty(value)) == value


def test_numbers_fill_their_lines() -> None:
    """What fits stands on one line; a long list of numbers takes few lines, none of them too long."""
    assert pretty({"a": [1, 2], "b": None}) == '{"a": [1, 2], "b": null}'
    lines = pretty({"name": "x", "values": [float(at) for at in range(40)]}).splitlines()
    assert len(lines) < 10
    assert max(map(len, lines)) <= WIDTH
