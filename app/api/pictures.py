"""Request bodies with pictures: a file, a form of files, or JSON with numbers."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Annotated, Any

import numpy as np
from fastapi import Depends, Request
from numpy.typing import NDArray
from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from app.api.bodies import (
    PICTURE_TYPES,
    check_json_size,
    check_media_type,
    check_shape,
    named,
    outline,
    parse_json,
    pointer_to,
    shown,
)
from app.api.dependencies import SMALL_BODY, services_of
from app.api.formats import JSON_TYPE
from app.api.problems import Problem, invalid, listed, quoted
from app.imaging import Decoded, Limits, PictureError, decode, from_numbers

FORM_TYPE = "multipart/form-data"
SMALLEST_PICTURE = 16
"""A grid of at least this many numbers whose maximum is 1 is refused, as its scale seems to be 0 to 1."""

_SLUGS = {400: "unreadable-picture", 413: "too-large", 415: "unsupported-media"}

Grid = NDArray[np.uint8] | NDArray[np.float32]
Pixels = Decoded | Grid


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture, (rows, columns) with a bright foreground, and whether its body is large."""

    pixels: Pixels
    large: bool


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a body, which are decoded one after the other."""

    decoders: Sequence[Callable[[], Pixels]]  # a function for each picture that decodes it
    # whether the body is a list of pictures; then the response is a list, too, even for one picture
    batch: bool
    large: bool  # whether the body is large, see `SMALL_BODY`


async def read_picture(request: Request) -> Picture:
    """Return the one picture of a body: a picture file, or JSON with `pixels`."""
    pictures = await _read(request, (*PICTURE_TYPES, JSON_TYPE), ("pixels",))
    pixels = await services_of(request).run(pictures.decoders[0], large=pictures.large)
    return Picture(pixels, pictures.large)


async def read_pictures(request: Request) -> Pictures:
    """Return the pictures of a body: a picture file, a form of files, or JSON with `pixels` or `pictures`."""
    return await _read(request, (*PICTURE_TYPES, JSON_TYPE, FORM_TYPE), ("pixels", "pictures"))


async def _read(request: Request, media_types: Sequence[str], names: Sequence[str]) -> Pictures:
    """Return the pictures of a body of one of these types, JSON with one of these fields."""
    body, services = await request.body(), services_of(request)
    media_type, limits = check_media_type(request, body, media_types), services.picture_limits
    large = len(body) > SMALL_BODY
    if media_type == FORM_TYPE:
        files = enumerate(await _files_of_form(request, body))
        return Pictures(
            [partial(_decode, file, limits, f"file {index}: ") for index, file in files], True, large
        )
    if media_type != JSON_TYPE:
        return Pictures([partial(_decode, body, limits)], False, large)
    check_json_size(body)
    fields = await services.run(lambda: _parse_fields(body, names), large=large)
    if "pictures" not in fields:
        return Pictures([partial(_pixels, fields["pixels"], "#/pixels", limits)], False, large)
    if "pixels" in fields:
        raise invalid("pixels and pictures are both given; send one of them", "#/pixels")
    return Pictures(_picture_list(fields["pictures"], limits), True, large)


PictureDep = Annotated[Picture, Depends(read_picture)]
PicturesDep = Annotated[Pictures, Depends(read_pictures)]


async def _files_of_form(request: Request, body: bytes) -> list[bytes]:
    """Return the contents of a form's files, in order, whatever the names of their fields."""
    boundary = b"--" + parse_options_header(request.headers["content-type"])[1].get(b"boundary", b"")
    start, end = body.find(boundary), body.rfind(boundary + b"--")
    if len(boundary) == 2 or start < 0:
        raise _malformed_form("its boundary is missing from the Content-Type or from the body")
    if end < 0:
        raise _malformed_form("it is cut off: the closing boundary is missing")

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body[start:]

    try:
        form = await MultiPartParser(request.headers, stream(), max_files=inf, max_fields=inf).parse()
    except MultiPartException as error:
        raise _malformed_form(error.message) from error
    try:
        fields = [name for name, one in form.multi_items() if not isinstance(one, UploadFile)]
        if fields:
            raise _malformed_form(f"field {quoted(fields[0])} is not a file")
        files = [await one.read() for _, one in form.multi_items() if isinstance(one, UploadFile)]
    finally:
        await form.close()
    if not files:
        raise _malformed_form("it has no file")
    return files


def _malformed_form(reason: str) -> Problem:
    detail = f"the form cannot be parsed: {reason}; send for example curl -F picture=@digit.png"
    return Problem("malformed-request", detail)


def _decode(data: bytes, limits: Limits, place: str = "") -> Pixels:
    try:
        return decode(data, limits)
    except PictureError as error:
        raise Problem(_SLUGS.get(error.status, "unreadable-picture"), place + error.detail) from error


def _parse_fields(body: bytes, names: Sequence[str]) -> dict[str, Any]:
    """Parse a JSON object with one or more of these fields."""
    document = parse_json(body)
    if not isinstance(document, dict):
        detail = f'the body is not a JSON object; send for example {{"{names[0]}": [[0, 255], [255, 0]]}}'
        raise invalid(detail, "#")
    for name in document:
        if name not in names:
            detail = f"unknown field {quoted(name)}; the fields are: {listed(names)}"
            raise invalid(detail, pointer_to([name]))
    if not document:
        detail = "pixels is missing; send a list of rows of numbers from 0 (background) to 255 (foreground)"
        raise invalid(detail, "#/pixels")
    return document


def _picture_list(pictures: Any, limits: Limits) -> list[Callable[[], Pixels]]:
    if not isinstance(pictures, list) or not pictures:
        given = "is empty" if pictures == [] else f"is {shown(pictures)}"
        detail = f"pictures {given}; send a list of pictures, each a list of rows of numbers"
        raise invalid(detail, "#/pictures")
    return [partial(_pixels, one, f"#/pictures/{index}", limits) for index, one in enumerate(pictures)]


def _pixels(rows: Any, pointer: str, limits: Limits) -> Pixels:
    """Convert rows of numbers."""
    name, shape = named(pointer), outline(rows, most=5)
    if isinstance(rows, str):
        remedy = "if it is base64 or a data URL, send the decoded bytes with Content-Type: image/png"
        raise invalid(f"{name} is text: {remedy}", pointer)
    if 0 in shape:
        where, what = (f"row 0 of {name}", "numbers") if len(shape) > 1 else (name, "rows")
        detail = f"{where} has no {what}; send at least one, for example [[0, 255], [255, 0]]"
        raise invalid(detail, pointer + "/0" * shape.index(0))
    if len(shape) != 2:
        given = f"has shape {list(shape)}" if shape else f"is {shown(rows)}"
        remedy = _SHAPE_REMEDIES.get(len(shape), "a list of rows, each a list of numbers")
        raise invalid(f"{name} {given}; expected {remedy}", pointer + "/0" * min(len(shape), 2))
    try:
        limits.check_size(*shape)
        check_shape(rows, pointer, shape)
        return _check_scale(from_numbers(rows, limits), pointer)
    except PictureError as error:
        if error.status == 413:
            raise Problem("too-large", error.detail) from error
    numbers = np.array(rows, np.float64)
    row, column = np.argwhere(~((numbers >= 0) & (numbers <= 255)))[0].tolist()
    given = f"{name} has {shown(rows[row][column])} in row {row}, column {column}"
    detail = f"{given}; use numbers from 0 (background) to 255 (foreground)"
    raise invalid(detail, f"{pointer}/{row}/{column}")


def _check_scale(pixels: Grid, pointer: str) -> Grid:
    """Refuse numbers from 0 to 1, which would be a blank picture. Very small grids, such as [[1]], pass."""
    peak = pixels.max() * (255 if pixels.dtype == np.float32 else 1)
    if pixels.size >= SMALLEST_PICTURE and 0 < peak <= 1.001:
        detail = f"{named(pointer)} has values from 0 to 1; multiply by 255, as 255 is foreground"
        raise invalid(detail, pointer)
    return pixels


_SHAPE_REMEDIES = {
    1: "rows: for a flat array of 784 use reshape(28, 28)",
    3: "(rows, columns): drop the channel axis, or send several pictures as `pictures`",
    4: "(rows, columns): drop the channel axis, and send several pictures as `pictures`",
}
