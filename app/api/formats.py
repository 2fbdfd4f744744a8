"""Content negotiation, and the formats of numbers: JSON, safetensors and npz hold the same float32 values."""

import gzip
import hashlib
import io
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
import orjson
from fastapi import Request
from numpy.typing import NDArray
from starlette.responses import Response

from app.api.problems import Problem, listed

JSON_TYPE = "application/json"
SAFETENSORS_TYPE = "application/vnd.safetensors"
NPZ_TYPE = "application/x-npz"
NDJSON_TYPE = "application/x-ndjson"
PNG_TYPE = "image/png"
BINARY_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a response in any format."""

    # fields of every format: the model, its weights, the prediction. Binary formats hold them as JSON text
    head: Mapping[str, Any]
    # named C-contiguous arrays of float32 or uint8, for the binary formats
    arrays: Mapping[str, NDArray[Any]]
    # returns the further fields of JSON; called only for JSON
    body: Callable[[], Mapping[str, Any]] = field(default=dict)


def to_json(document: object) -> bytes:
    """Return JSON; orjson writes each float32 with the fewest digits that read back as the same float32."""
    return orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY)


def _write_json(content: Content) -> bytes:
    return to_json({**content.head, **content.body()})


_SAFETENSORS_DTYPES = {"f": "F32", "B": "U8"}


def _write_safetensors(content: Content) -> bytes:
    """Return a safetensors file whose metadata holds `head` under `response`.

    Written here because the library's writer takes five times as long; a test reads it with the library.
    """
    # Arrays of bytes come last, so that every float32 array starts at a multiple of four.
    arrays = sorted(content.arrays.items(), key=lambda item: -item[1].itemsize)
    described = _safetensors_header(tuple((name, array.dtype.char, array.shape) for name, array in arrays))
    metadata = to_json({"format": "lenet-lens", "response": to_json(content.head).decode()})
    header = b'{"__metadata__":' + metadata + b"," + described[1:]
    header += b" " * (-len(header) % 8)
    return b"".join((struct.pack("<Q", len(header)), header, *(array.data for _, array in arrays)))


@lru_cache(64)
def _safetensors_header(arrays: tuple[tuple[str, str, tuple[int, ...]], ...]) -> bytes:
    """Return the JSON header of arrays given by name, NumPy type character and shape."""
    header: dict[str, Any] = {}
    start = 0
    for name, dtype, shape in arrays:
        end = start + prod(shape) * np.dtype(dtype).itemsize
        header[name] = {"dtype": _SAFETENSORS_DTYPES[dtype], "shape": shape, "data_offsets": (start, end)}
        start = end
    return orjson.dumps(header)


def _write_npz(content: Content) -> bytes:
    """Return an npz archive; `response` is `head` as JSON text in an array without dimensions."""
    file = io.BytesIO()
    np.savez(file, response=np.array(to_json(content.head).decode()), allow_pickle=False, **content.arrays)
    return file.getvalue()


_WRITERS: Mapping[str, Callable[[Content], bytes]] = {
    JSON_TYPE: _write_json,
    SAFETENSORS_TYPE: _write_safetensors,
    NPZ_TYPE: _write_npz,
}
_OTHER_NAMES = {BINARY_TYPE: SAFETENSORS_TYPE, "application/zip": NPZ_TYPE}
"""Other media types that an Accept header may have for these formats."""
_NUMBERS = {"json": JSON_TYPE, "safetensors": SAFETENSORS_TYPE, "npz": NPZ_TYPE} | {
    name: name for name in _OTHER_NAMES
}


def choose_format(request: Request, name: str | None, offers: Mapping[str, str]) -> str:
    """Return the media type that the `format` parameter names, or that the Accept header prefers."""
    return offers[name] if name else accepted_type(request, tuple(offers.values()))


def choose_numbers_format(request: Request, name: str | None) -> str:
    """Return the media type of numbers, see `choose_format`."""
    found = choose_format(request, name, _NUMBERS)
    return _OTHER_NAMES.get(found, found)


def write_numbers(content: Content, media_type: str) -> Response:
    """Return a response with the content in this media type."""
    return Response(_WRITERS[media_type](content), media_type=media_type, headers={"Vary": "Accept"})


def accepted_type(request: Request, offers: Sequence[str]) -> str:
    """Return the offer that the Accept header prefers (RFC 9110, 12.5.1); a Problem if it allows none."""
    header = ", ".join(request.headers.getlist("accept"))
    ranges = dict(_media_range(item) for item in header.split(",") if item.strip())
    if not ranges:
        return offers[0]
    qualities = [_quality(offer, ranges) for offer in offers]
    best = max(qualities)
    if best <= 0:
        raise Problem("not-acceptable", f"the Accept header allows none of: {listed(offers)}")
    return offers[qualities.index(best)]


def _media_range(item: str) -> tuple[str, float]:
    """Return one media range of an Accept header with its quality; an unreadable quality counts as 0."""
    media_range, _, parameters = item.strip().lower().partition(";")
    name, _, value = parameters.strip().partition("=")
    try:
        return media_range.strip(), float(value) if name == "q" else 1.0
    except ValueError:
        return media_range.strip(), 0.0


def _quality(offer: str, ranges: Mapping[str, float]) -> float:
    """Return the quality of the most specific media range that matches the offer."""
    matching = (offer, f"{offer.partition('/')[0]}/*", "*/*")
    return next((ranges[one] for one in matching if one in ranges), 0.0)


async def require_json(request: Request) -> None:
    """Refuse clients that do not accept JSON, the only format of the address."""
    accepted_type(request, (JSON_TYPE,))


def json_response(document: object) -> Response:
    """Return a JSON response; arrays in it are written as nested lists."""
    return Response(to_json(document), media_type=JSON_TYPE)


COMPRESSED_SIZES = range(1_000, 100_000)
"""The sizes in bytes of cached JSON documents that are compressed."""


def cached_response(request: Request, body: bytes, media_type: str, vary: str = "Accept") -> Response:
    """Return the body, which a client revalidates by its ETag, or 304 if it has it (RFC 9110, 13.1.2)."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"} | ({"Vary": vary} if vary else {})
    tags = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if tags & {etag, "*"}:
        return Response(status_code=304, headers=headers)
    if media_type != JSON_TYPE or len(body) not in COMPRESSED_SIZES:
        return Response(body, media_type=media_type, headers=headers)
    headers["Vary"] = ", ".join(filter(None, (vary, "Accept-Encoding")))
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(_gzipped(body), media_type=media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(body, media_type=media_type, headers=headers)


def cached_json(request: Request, document: object, vary: str = "Accept") -> Response:
    """Return a JSON response that clients may cache."""
    return cached_response(request, to_json(document), JSON_TYPE, vary)


@lru_cache(maxsize=16)
def _gzipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
