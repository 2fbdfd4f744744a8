"""Request bodies: media types, and JSON that pydantic and NumPy check; errors point at the value."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import prod
from typing import Annotated, Any, TypeVar

import numpy as np
import orjson
from fastapi import Request
from numpy.typing import NDArray
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from app.api.formats import BINARY_TYPE, JSON_TYPE
from app.api.problems import (
    FieldError,
    Problem,
    counted,
    invalid,
    invalid_fields,
    listed,
    quoted,
    too_large,
)

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]
Floats = NDArray[np.float32]

PICTURE_TYPES = ("image/png", "image/jpeg", "image/webp")
MAX_JSON_BYTES = 4 * 1024 * 1024
"""The largest JSON body: parsing holds the interpreter, so other requests wait for it."""

CURL = "curl -H 'Content-Type: image/png' --data-binary @digit.png"

FLOAT32_MAX = 3.4028235e38
"""The largest float32 in the digits that JSON shows; it is slightly smaller, so numbers are rounded to it."""


def parse_json(body: bytes) -> Any:
    """Parse JSON, with or without a byte order mark; NaN and Infinity are refused (RFC 8259)."""
    try:
        return orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Problem("malformed-request", f"the body is not JSON: {error}") from error


_WORDS = {
    "model_type": "an object",
    "model_attributes_type": "an object",
    "greater_than_equal": "at least {ge}",
    "too_short": "at least {min_length} item",
    "too_long": "at most {max_length} items",
}
"""Shorter than pydantic's."""


def limits_of(error: Mapping[str, Any], field: FieldInfo | None) -> str | None:
    """Return the range of a field's numbers if the error is about it, where pydantic names only one end."""
    if field is None or not error["type"].startswith(("greater_than", "less_than")):
        return None
    annotation: Any = Annotated[field.annotation, field]
    schema = TypeAdapter(annotation).json_schema()
    for one in (schema, *schema.get("anyOf", ())):
        if "maximum" in one:
            least = f"from {one['minimum']}" if "minimum" in one else f"above {one['exclusiveMinimum']}, up"
            return f"a number {least} to {one['maximum']}"
    return None


def check_media_type(request: Request, body: bytes, known: Sequence[str], example: str = CURL) -> str:
    """Return the media type of a body, if known; any picture type stands for all, as the bytes decide."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if PICTURE_TYPES[0] in known and (media_type.startswith("image/") or media_type == BINARY_TYPE):
        media_type = PICTURE_TYPES[0]
    if media_type not in known:
        given = f"Content-Type {quoted(media_type)}" if media_type else "a body without Content-Type"
        detail = f"{given} is not supported; send {listed(known)}, for example {example}"
        raise Problem("unsupported-media", detail, headers={"Accept": listed(known)})
    if not body:
        raise Problem("malformed-request", f"the body is empty; send for example {example}")
    return media_type


def check_json_size(body: bytes) -> None:
    """Refuse JSON that is larger than `MAX_JSON_BYTES`."""
    if len(body) > MAX_JSON_BYTES:
        detail = f"the JSON has {len(body)} bytes; the maximum is {MAX_JSON_BYTES}: send a picture file"
        raise Problem("too-large", detail)


async def read_json(request: Request, model: type[Model]) -> Model:
    """Return the JSON body of a request as a model; a Problem if it is none, too large, or refused."""
    body = await request.body()
    check_media_type(request, body, (JSON_TYPE,), _example_of(model))
    check_json_size(body)
    return read_model(model, parse_json(body))


@lru_cache
def _example_of(model: type[BaseModel]) -> str:
    example = orjson.dumps(model.model_json_schema()["examples"][0]).decode()
    return f"curl -H 'Content-Type: {JSON_TYPE}' --data '{example}'"


def read_model(model: type[Model], document: Any) -> Model:
    """Check a parsed JSON document; a Problem if a field is missing, unknown, or cannot be used."""
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise invalid_fields(refused_fields(error.errors(), document, model.model_fields)) from error


def refused_fields(
    errors: Sequence[Mapping[str, Any]], document: Any, fields: Mapping[str, FieldInfo]
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
            given[place] = f"is unknown; the fields are: {listed(fields)}"
        else:
            given[place] = f"is {shown(value)}, expected"
            words = _WORDS[kind].format_map(error.get("ctx", {})) if kind in _WORDS else message
            words = limits_of(error, fields.get(str(*error["loc"][:1]))) or words
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
    """Return the place that pydantic means, without its names for variants of a union, and its value."""
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


_SHAPES = {
    0: "a number",
    1: "a list of numbers",
    2: "a list of rows of numbers",
    3: "a list of maps, each a list of rows",
    4: "a list of pictures, each a list of maps",
}


def read_floats(value: Any, pointer: str, dimensions: Sequence[int], limit: int) -> Floats:
    """Convert a number, or nested lists of so many dimensions, to float32, rounded to the nearest.

    A Problem points at what is no number, beyond float32, too much, or not as long as the list beside it.
    """
    shape = outline(value, most=4)
    if len(shape) not in dimensions or 0 in shape or not (shape or type(value) in {int, float}):
        expected = " or ".join(_SHAPES[count] for count in dimensions)
        raise invalid(f"{named(pointer)} is {shown(value)}; send {expected}", pointer)
    if prod(shape) > limit:
        detail = f"{named(pointer)} has {prod(shape)} numbers; the maximum is {limit}"
        raise too_large(detail, pointer)
    if shape:
        check_shape(value, pointer, shape)
    numbers = np.array(value, np.float64)
    for place in np.argwhere(np.abs(numbers) > FLOAT32_MAX)[:1].tolist():
        detail = f"{shown(numbers[tuple(place)])} is beyond float32; the maximum is 3.4e38"
        raise invalid(detail, "/".join([pointer, *map(str, place)]))
    return numbers.astype(np.float32)


def named(pointer: str) -> str:
    """Return a JSON Pointer in the words of a message: `kernels 2 0`."""
    return pointer.removeprefix("#/").replace("/", " ")


def shown(value: Any) -> str:
    """Return a value of the client as text that is short enough for a message."""
    if isinstance(value, list) and value:
        return f"a list of {len(value)}"
    if isinstance(value, dict) and value:
        return "{…}"  # it may be nested a thousand times
    # Not orjson, as an ordinary route of FastAPI may have read NaN, long integers or lone surrogates.
    text = json.dumps(value, default=str, ensure_ascii=False, separators=(",", ":"))
    text = text.encode(errors="backslashreplace").decode()
    return text if len(text) <= 40 else text[:39] + "…"


def outline(value: Any, most: int) -> tuple[int, ...]:
    """Return the shape of nested lists by the first entry of each list, with at most `most` dimensions."""
    shape: list[int] = []
    while isinstance(value, list) and len(shape) < most:
        shape.append(len(value))
        value = value[0] if value else None
    return tuple(shape)


def check_shape(value: Any, pointer: str, shape: Sequence[int]) -> None:
    """Refuse nested lists that are ragged, or hold anything but numbers."""
    if not isinstance(value, list):
        raise invalid(f"{named(pointer)} is {shown(value)}; send a list of {shape[0]}", pointer)
    if len(value) != shape[0]:
        given = f"{named(pointer)} has {counted(len(value), 'value')}, the first list beside it {shape[0]}"
        raise invalid(f"{given}; make all lists equally long", pointer)
    if len(shape) > 1:
        for index, inner in enumerate(value):
            check_shape(inner, f"{pointer}/{index}", shape[1:])
    elif not set(map(type, value)) <= {int, float}:
        index = next(index for index, one in enumerate(value) if type(one) not in {int, float})
        detail = f"{named(pointer)} {index} is {shown(value[index])}; send a number"
        raise invalid(detail, f"{pointer}/{index}")
