"""The three ways to write numbers: JSON, safetensors and npz; each holds the same float32 values, exactly."""

import io
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import Response

from app.web.negotiation import preferred, whole_header
from app.web.problems import Problem, listed


@dataclass(frozen=True, slots=True)
class Packed:
    """Arrays as safetensors holds them: a description in JSON, and the parts of memory which hold their numbers when joined."""

    description: bytes
    parts: Sequence[memoryview]


@dataclass(frozen=True, slots=True)
class Content:
    """What one answer says, whatever its format.

    `head` is what every format tells. JSON puts `tail` after it; the others hold `arrays` by name, or `packed` if these are
    packed already, and the JSON text of `head` beside them. What is asked for is made only then. Arrays lie in memory row by
    row, without gaps.
    """

    head: Mapping[str, Any]
    tail: Callable[[], Mapping[str, Any]]
    arrays: Callable[[], Mapping[str, NDArray[Any]]]
    packed: Packed | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write an answer; the first media type is the one that it is sent as."""

    name: str
    media_types: tuple[str, ...]
    write: Callable[[Content], bytes]


def write_json(content: Content) -> bytes:
    """JSON; orjson writes each float32 in the fewest digits that read back as the same float32."""
    return orjson.dumps({**content.head, **content.tail()}, option=orjson.OPT_SERIALIZE_NUMPY)


def head_json(content: Content) -> str:
    """The head as JSON text, for the formats that hold nothing but arrays and text."""
    return orjson.dumps(content.head, option=orjson.OPT_SERIALIZE_NUMPY).decode()


_SAFETENSORS_TYPES: Mapping[str, str] = {"f": "F32", "B": "U8"}
"""By NumPy's one-letter code, which is found thirty times faster than the name of a type."""


def write_safetensors(content: Content) -> bytes:
    """Safetensors: the length of a JSON header, the header, then the arrays one after the other.

    Written here because the library's writer takes five times as long; the library reads it back in a test.
    """
    packed = content.packed or pack(content.arrays())
    metadata = orjson.dumps({"format": "lenet-lens", "response": head_json(content)})
    text = b'{"__metadata__":' + metadata + b"," + packed.description[1:]
    text += b" " * (-len(text) % 8)
    return b"".join((struct.pack("<Q", len(text)), text, *packed.parts))


def pack(arrays: Mapping[str, NDArray[Any]]) -> Packed:
    """Arrays that lie anywhere."""
    # Arrays of bytes come last, so that every array of floats starts at a multiple of four.
    ordered = sorted(arrays.items(), key=lambda item: -item[1].itemsize)
    described = described_arrays(tuple((name, array.dtype.char, array.shape) for name, array in ordered))
    return Packed(described, [array.data for _, array in ordered])


@lru_cache(64)
def described_arrays(arrays: tuple[tuple[str, str, tuple[int, ...]], ...]) -> bytes:
    """Name, type (NumPy's letter), shape and place of each array, in their order: the same for every picture."""
    header: dict[str, Any] = {}
    start = 0
    for name, kind, shape in arrays:
        end = start + prod(shape) * np.dtype(kind).itemsize
        header[name] = {"dtype": _SAFETENSORS_TYPES[kind], "shape": shape, "data_offsets": (start, end)}
        start = end
    return orjson.dumps(header)


def write_npz(content: Content) -> bytes:
    """NumPy's own archive; `response` is the head's JSON text as an array without dimensions."""
    file = io.BytesIO()
    np.savez(file, response=np.array(head_json(content)), allow_pickle=False, **content.arrays())
    return file.getvalue()


JSON = Format("json", ("application/json",), write_json)
SAFETENSORS = Format(
    "safetensors", ("application/vnd.safetensors", "application/octet-stream"), write_safetensors
)
NPZ = Format("npz", ("application/x-npz", "application/zip"), write_npz)
FORMATS: tuple[Format, ...] = (JSON, SAFETENSORS, NPZ)


def choose_format(named: str | None, accept: str) -> Format:
    """The format that the request names, else the one that its Accept header likes best."""
    if named is None and accept in {"", "*/*"}:
        return JSON
    offers = {media_type: format_ for format_ in FORMATS for media_type in format_.media_types}
    if named is not None:
        return next(format_ for format_ in FORMATS if format_.name == named)
    chosen = preferred(accept, tuple(offers))
    if chosen is None:
        raise not_acceptable(tuple(offers))
    return offers[chosen]


def not_acceptable(offers: tuple[str, ...]) -> Problem:
    """The problem of an Accept header that allows nothing that is offered."""
    return Problem("not-acceptable", f"the Accept header allows none of {listed(offers)}")


def require_json(request: Request) -> None:
    """Refuse a client that does not accept JSON, where there is nothing else."""
    if preferred(whole_header(request.headers, "accept"), JSON.media_types) is None:
        raise not_acceptable(JSON.media_types)


def json_response(document: Any) -> Response:
    """A document as JSON, arrays and all."""
    return Response(orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY), media_type=JSON.media_types[0])
