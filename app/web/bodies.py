"""Request bodies: read up to a limit, and turned into ink, one array for each picture."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from starlette.requests import ClientDisconnect, Request

from app.imaging import Limits, PictureError, decode, decode_at_once, from_numbers, has_simple_chunks
from app.web.arrays import named, shown
from app.web.depth import check_depth
from app.web.forms import files_of_form, too_many
from app.web.negotiation import media_type_of
from app.web.problems import Problem, counted, invalid, listed, quoted
from app.web.threads import while_wanted

PICTURE_TYPES = ("image/png", "image/jpeg", "image/webp")
JSON_TYPE = "application/json"
FORM_TYPE = "multipart/form-data"
_SLUG_OF_STATUS: Mapping[int, str] = {413: "too-large", 415: "unsupported-media"}


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """How much one request may bring, in as many bytes as the gate lets through."""

    pictures: int
    units: int
    depth: int
    picture: Limits


@dataclass(frozen=True, slots=True)
class Drawings:
    """The pictures of a body; `batch` says that they were sent as a list, even if it has one."""

    inks: Sequence[NDArray[Any]]
    batch: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """The pictures of a body, each read when it is its turn; `batch` as in `Drawings`."""

    reads: Sequence[Callable[[], NDArray[Any]]]
    batch: bool = False


_QUICK_BYTES = 16 * 1024
_QUICK_PIXELS = 64 * 64
_DRAWING_PIXELS = 300 * 300
_DRAWING_BYTES = _DRAWING_PIXELS + 4 * 1024
_CURL = "curl -H 'Content-Type: image/png' --data-binary @digit.png"
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def is_quick(body: bytes) -> bool:
    """Whether a body is read and prepared in a millisecond or two, so that changing threads for it would not pay.

    True for short JSON with one small picture, and for small PNGs, which say their size at the start and hold nothing packed
    but pixels; other pictures unpack to any size. From 96 by 96 pixels on, a picture that looks like a photograph takes a
    hundred times longer than one that doesn't, and everybody else would wait for it.
    """
    if len(body) > _QUICK_BYTES:
        return False
    if body.startswith(_PNG_SIGNATURE):
        pixels = int.from_bytes(body[16:20]) * int.from_bytes(body[20:24])
        is_small = body[12:16] == b"IHDR" and body.count(b"IHDR") == 1 and pixels <= _QUICK_PIXELS
        return is_small and has_simple_chunks(body)
    has_one = b"pictures" not in body and b"\\" not in body  # with which the name could be written otherwise
    return body[:1] in {b"{", b""} and has_one and body.count(b",") < _QUICK_PIXELS


def drawing_at_once(body: bytes, content_type: str, limits: BodyLimits) -> Drawings | None:
    """The drawing of a body that is read and prepared as quickly, though larger: what the page sends on every move.

    None for everything else. Measured over drawings, noise and blots of 300 by 300 pixels: half a millisecond, at most two.
    Changing threads takes a quarter of a millisecond, and longer where others wait for a thread, too.
    """
    if (
        len(body) > min(_DRAWING_BYTES, limits.picture.max_bytes)
        or media_type_of(content_type) != "image/png"
    ):
        return None
    ink = decode_at_once(body, min(_DRAWING_PIXELS, limits.picture.max_pixels))
    return None if ink is None else Drawings([ink])


async def read_body(request: Request) -> bytes:
    """The body, which the gate hands over whole and no longer than it may be; a compressed one is refused.

    Unpacked it might be of any size, and pictures are compressed already.
    """
    for name, value in request.scope["headers"]:
        if name == b"content-encoding" and value.strip().lower() not in {b"", b"identity"}:
            raise _compressed(value.decode("latin-1"))
    message = await request.receive()
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    body: bytes = message.get("body", b"")
    return body


def one_drawing(body: bytes, content_type: str, limits: BodyLimits) -> Drawings:
    """The one picture of a body: a picture file, or JSON with `pixels`."""
    media_type = known_type(content_type, body, (*PICTURE_TYPES, JSON_TYPE))
    if media_type != JSON_TYPE:
        return Drawings([_ink_of_file(body, limits.picture)])
    return Drawings([_ink_of_fields(json_object(body, ("pixels",), limits.depth), limits)])


def some_drawings(body: bytes, content_type: str, limits: BodyLimits) -> Drawings:
    """One picture as above, or several: JSON with `pictures`, or the files of a form."""
    pending = pending_drawings(body, content_type, limits)
    return Drawings([read() for read in while_wanted(pending.reads)], pending.batch)


def pending_drawings(body: bytes, content_type: str, limits: BodyLimits) -> Pending:
    """The same, each picture to be read when it is its turn; what is wrong with the body as a whole is told at once."""
    media_type = known_type(content_type, body, (*PICTURE_TYPES, JSON_TYPE, FORM_TYPE))
    if media_type == FORM_TYPE:
        files = files_of_form(body, content_type, limits.pictures)
        return Pending(
            [partial(_ink_of_file, file, limits.picture, f"file {at}: ") for at, file in enumerate(files)],
            batch=True,
        )
    if media_type != JSON_TYPE:
        return Pending([partial(_ink_of_file, body, limits.picture)])
    fields = json_object(body, ("pixels", "pictures"), limits.depth)
    if "pictures" not in fields:
        return Pending([partial(_ink_of_fields, fields, limits)])
    if "pixels" in fields:
        raise invalid("pixels and pictures are both given; send one of them", "#/pixels")
    return _pending_list(fields["pictures"], limits)


def _pending_list(pictures: Any, limits: BodyLimits) -> Pending:
    if not isinstance(pictures, list) or not pictures:
        given = f"is {shown(pictures)}" if pictures != [] else "is empty"
        raise invalid(
            f"pictures {given}; send a list of pictures, each a list of rows of numbers", "#/pictures"
        )
    if len(pictures) > limits.pictures:
        raise too_many(limits.pictures)
    return Pending(
        [partial(_ink_of_rows, rows, f"#/pictures/{at}", limits.picture) for at, rows in enumerate(pictures)],
        batch=True,
    )


def _ink_of_fields(fields: Mapping[str, Any], limits: BodyLimits) -> NDArray[Any]:
    if "pixels" not in fields:
        raise invalid(
            "pixels is missing: a list of rows of numbers from 0 (background) to 255 (ink)", "#/pixels"
        )
    return _ink_of_rows(fields["pixels"], "#/pixels", limits.picture)


def known_type(content_type: str, body: bytes, known: Sequence[str], example: str = _CURL) -> str:
    """The media type of a body that is there and of a known type; else the problem, with an example of what would be right."""
    media_type = media_type_of(content_type)
    if media_type not in known:
        given = (
            f"Content-Type {quoted(media_type)} is" if media_type else "no Content-Type is given, which is"
        )
        raise Problem(
            "unsupported-media",
            f"{given} not read here; send {listed(known)}, for example {example}",
            headers={"Accept": listed(known)},
        )
    if not body:
        raise Problem("malformed-request", f"the body is empty; send for example {example}")
    return media_type


def _ink_of_file(data: bytes, limits: Limits, place: str = "") -> NDArray[np.uint8]:
    try:
        return decode(data, limits)
    except PictureError as error:
        slug = _SLUG_OF_STATUS.get(error.status, "unreadable-picture")
        raise Problem(slug, place + error.detail) from error


def json_object(body: bytes, known: Sequence[str], depth: int) -> dict[str, Any]:
    """The fields of a JSON object, none of them unknown."""
    check_depth(body, depth)
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Problem("malformed-request", f"the body is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise invalid(
            f'the body is not a JSON object; send for example {{"{known[0]}": [[0, 255], [255, 0]]}}', "#"
        )
    for name in document:
        if name not in known:
            pointer = "#/" + name[:60].replace("~", "~0").replace("/", "~1")
            raise invalid(f"unknown field {quoted(name)}; this address knows: {listed(known)}", pointer)
    return document


def _ink_of_rows(rows: Any, pointer: str, limits: Limits) -> NDArray[Any]:
    """Rows of numbers as ink; what exactly is wrong is looked for only when something is."""
    if _all_numbers(rows, limits.max_side):
        try:
            return from_numbers(rows, limits)
        except PictureError as error:
            if error.status == 413:
                raise Problem("too-large", error.detail) from error
    name = named(pointer)
    if not isinstance(rows, list):
        raise invalid(
            f"{name} is {shown(rows)}; send a list of rows, each a list of numbers from 0 to 255", pointer
        )
    if not rows:
        raise invalid(f"{name} has no rows; send at least one, for example [[0, 255], [255, 0]]", pointer)
    for at, row in enumerate(rows):
        _check_row(row, at, rows[0], pointer)
    raise invalid(f"{name} is not a rectangle of numbers from 0 (background) to 255 (ink)", pointer)


def _all_numbers(rows: Any, most: int) -> bool:
    """Whether these are rows of numbers; true and false, which NumPy would count as numbers, are none.

    Too many rows are refused whatever they hold, so it is not looked at.
    """
    if not isinstance(rows, list):
        return False
    if len(rows) > most:
        return True
    kinds: set[type] = set()
    for row in rows:
        if not isinstance(row, list):
            return False
        kinds.update(map(type, row))
    return kinds <= {int, float}


def _check_row(row: Any, at: int, first: list[Any], pointer: str) -> None:
    name = named(pointer)
    if not isinstance(row, list):
        raise invalid(
            f"row {at} of {name} is {shown(row)}; send a list of numbers from 0 to 255", f"{pointer}/{at}"
        )
    if not row:
        raise invalid(f"row {at} of {name} has no numbers; send at least one in each row", f"{pointer}/{at}")
    if len(row) != len(first):
        raise invalid(
            f"row {at} of {name} has {counted(len(row), 'number')} where row 0 has {len(first)}; make all rows equally long",
            f"{pointer}/{at}",
        )
    for column, value in enumerate(row):
        if type(value) not in {int, float} or not 0 <= value <= 255:
            raise invalid(
                f"{name} has {shown(value)} in row {at}, column {column}; "
                "use numbers from 0 (background) to 255 (ink)",
                f"{pointer}/{at}/{column}",
            )


def _compressed(coding: str) -> Problem:
    """The problem of a compressed body; Accept-Encoding is what RFC 9110, 15.5.16 has the answer say."""
    return Problem(
        "unsupported-media",
        f"Content-Encoding {quoted(coding)} is not read here; send the body uncompressed",
        headers={"Accept-Encoding": "identity"},
    )


def too_long(limit: int) -> Problem:
    """The problem of too long a body; its rest is not read, so the connection cannot be used again."""
    return Problem(
        "too-large",
        f"the body has more than {limit} bytes, the most taken here",
        headers={"Connection": "close"},
    )
