"""JSON bodies: parsed, and checked by pydantic models; errors point at the value."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from app.api.numbers import shown
from app.api.problems import FieldError, Problem, invalid, invalid_fields, listed, quoted

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]


def parse_json(body: bytes) -> Any:
    """Parse JSON, with or without a byte order mark; NaN and Infinity are refused (RFC 8259)."""
    try:
        return orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Problem("malformed-request", f"the body is not JSON: {error}") from error


def json_object(body: bytes, known: Sequence[str]) -> dict[str, Any]:
    """Parse a JSON object with known fields only.

    Raises:
        Problem: The body is not JSON, not an object, or has an unknown field.
    """
    document = parse_json(body)
    if not isinstance(document, dict):
        detail = f'the body is not a JSON object; send for example {{"{known[0]}": [[0, 255], [255, 0]]}}'
        raise invalid(detail, "#")
    for name in document:
        if name not in known:
            detail = f"unknown field {quoted(name)}; the fields are: {listed(known)}"
            raise invalid(detail, pointer_to([name]))
    return document


_WORDS = {
    "model_type": "an object",
    "model_attributes_type": "an object",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "too_short": "at least {min_length} item",
    "too_long": "at most {max_length} items",
}
"""Shorter than pydantic's."""


def read_model(model: type[Model], document: Any) -> Model:
    """Check a parsed JSON document.

    Raises:
        Problem: A field is missing, unknown, or has a value that cannot be used.
    """
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise invalid_fields(refused_fields(error.errors(), document, tuple(model.model_fields))) from error


def refused_fields(
    errors: Sequence[Mapping[str, Any]], document: Any, known: Sequence[str] = ()
) -> list[FieldError]:
    """Return what is wrong with a document that pydantic refused: of each field, in its innermost place."""
    given: dict[Place, str] = {}
    expected: dict[Place, list[str]] = {}
    innermost: dict[Place, Place] = {}
    for error in errors:
        place, value = _find(document, error["loc"])
        kind, message = error["type"], error["msg"]
        if kind == "missing":
            place = error["loc"]
            given[place] = "is missing"
        elif kind == "extra_forbidden":
            given[place] = f"is unknown; the fields are: {listed(known)}" if known else "is unknown"
        else:
            given[place] = f"is {shown(value)}, expected"
            words = _WORDS[kind].format_map(error.get("ctx", {})) if kind in _WORDS else message
            expected.setdefault(place, []).append(words.removeprefix("Input should be "))
        innermost[place[:1]] = max(innermost.get(place[:1], ()), place, key=len)
    return [
        FieldError(
            f"{_name(place)} {given[place]} {', or '.join(expected.get(place, ()))}".rstrip(),
            pointer_to(place),
        )
        for place in innermost.values()
    ]


def _find(document: Any, steps: Sequence[int | str]) -> tuple[Place, Any]:
    """Return the place that pydantic means, without its names for the variants of a union, and the value there."""
    place: list[int | str] = []
    for step in steps:
        try:
            document = document[step]
        except (KeyError, IndexError, TypeError):
            continue
        place.append(step)
    return tuple(place), document


def _name(place: Place) -> str:
    return " ".join(str(step)[:60] for step in place) or "the body"


def pointer_to(place: Sequence[int | str]) -> str:
    """Return a place in a document as a JSON Pointer (RFC 6901, as a URI fragment); long names are cut."""
    return "/".join(["#", *(str(step)[:60].replace("~", "~0").replace("/", "~1") for step in place)])
