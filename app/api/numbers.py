"""Numbers in JSON bodies, checked and converted to arrays; errors point at the value."""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from app.api.problems import invalid, too_large

Floats = NDArray[np.float32]
FLOAT32_MAX = 3.4028235e38
"""The largest float32 in the digits that JSON shows. The exact value is slightly smaller; numbers in between are rounded to it."""

_SHAPES = {
    1: "a list of numbers",
    2: "a list of rows of numbers",
    3: "a list of maps, each a list of rows",
    4: "a list of pictures, each a list of maps",
}


def read_floats(value: Any, pointer: str, dimensions: Sequence[int], limit: int) -> Floats:
    """Convert nested lists to float32, each number rounded to the nearest.

    Args:
        value: The parsed JSON value.
        pointer: Its JSON Pointer.
        dimensions: The numbers of dimensions that are allowed.
        limit: The largest number of elements.

    Raises:
        Problem: The value is no such array, ragged, too large, or has a number beyond float32.
    """
    shape = outline(value, most=4)
    if len(shape) not in dimensions or 0 in shape:
        expected = " or ".join(_SHAPES[count] for count in dimensions)
        raise invalid(f"{named(pointer)} is {shown(value)}; send {expected}", pointer)
    if prod(shape) > limit:
        detail = f"{named(pointer)} has {prod(shape)} numbers; the maximum is {limit}"
        raise too_large(detail, pointer)
    check_shape(value, pointer, shape)
    numbers = np.array(value, np.float64)
    outside = np.argwhere(np.abs(numbers) > FLOAT32_MAX)
    if len(outside):
        place = outside[0].tolist()
        detail = f"{shown(numbers[tuple(place)])} is beyond float32; the maximum is 3.4e38"
        raise invalid(detail, "/".join([pointer, *map(str, place)]))
    return numbers.astype(np.float32)


def read_number(value: Any, pointer: str) -> float:
    """Return one number that float32 can hold."""
    if type(value) not in {int, float} or not abs(value) <= FLOAT32_MAX:
        raise invalid(f"{named(pointer)} is {shown(value)}; send a number up to 3.4e38", pointer)
    return float(value)


def named(pointer: str) -> str:
    """Return a JSON Pointer in the words of a message: `kernels 2 0`."""
    return pointer.removeprefix("#/").replace("/", " ")


def shown(value: Any) -> str:
    """Return a value of the client as text that is short enough for a message."""
    if isinstance(value, list) and value:
        return f"a list of {len(value)}"
    text = orjson.dumps(value, default=str, option=orjson.OPT_SERIALIZE_NUMPY).decode()
    return text if len(text) <= 40 else text[:39] + "…"


def outline(value: Any, most: int) -> tuple[int, ...]:
    """Return the shape of nested lists, judged by the first entry of each list, with at most `most` dimensions."""
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
        entries = "1 entry" if len(value) == 1 else f"{len(value)} entries"
        detail = f"{named(pointer)} has {entries}, the first list beside it {shape[0]}; make all lists equally long"
        raise invalid(detail, pointer)
    if len(shape) > 1:
        for index, inner in enumerate(value):
            check_shape(inner, f"{pointer}/{index}", shape[1:])
    elif not set(map(type, value)) <= {int, float}:
        index = next(index for index, one in enumerate(value) if type(one) not in {int, float})
        detail = f"{named(pointer)} {index} is {shown(value[index])}; send a number"
        raise invalid(detail, f"{pointer}/{index}")
