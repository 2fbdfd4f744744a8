"""Arrays out of JSON: nested lists of numbers, checked number by number; whatever is wrong is pointed at."""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from app.web.problems import FieldError, Problem, invalid

Floats = NDArray[np.float32]
LARGEST = float(np.finfo(np.float32).max)

_WORDS = {
    1: "a list of numbers",
    2: "a list of rows of numbers",
    3: "a list of maps, each a list of rows",
    4: "a list of pictures, each a list of maps",
}


def read_floats(value: Any, pointer: str, dimensions: Sequence[int], most: int) -> Floats:
    """Nested lists as float32, each number rounded to the nearest.

    Args:
        value: what stands in the JSON.
        pointer: where it stands.
        dimensions: how deep it may be nested.
        most: how many numbers there may be.

    Returns:
        The array.

    Raises:
        Problem: it is no such array, not a block (every row as long as the first), too large, or has a number beyond float32.
    """
    shape = _outline(value)
    if len(shape) not in dimensions or 0 in shape:
        words = " or ".join(_WORDS[count] for count in dimensions)
        raise invalid(f"{named(pointer)} is {shown(value)}; send {words}", pointer)
    if prod(shape) > most:
        raise too_large(
            f"{named(pointer)} has {prod(shape)} numbers, more than the {most} taken here; send a part of it",
            pointer,
        )
    _check_block(value, pointer, shape)
    numbers = np.array(value, np.float64)
    outside = np.argwhere(np.abs(numbers) > LARGEST)
    if len(outside):
        place = outside[0].tolist()
        raise invalid(
            f"{shown(numbers[tuple(place)])} is beyond float32; use numbers up to 3.4e38",
            _at(pointer, *place),
        )
    return numbers.astype(np.float32)


def read_number(value: Any, pointer: str) -> float:
    """One number that float32 can hold."""
    if type(value) not in {int, float} or not abs(value) <= LARGEST:
        raise invalid(f"{named(pointer)} is {shown(value)}; send a number up to 3.4e38", pointer)
    return float(value)


def read_whole(value: Any, pointer: str, least: int, most: int) -> int:
    """One whole number; 3.0 is one, as JSON has a single kind of number."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is not int or not least <= value <= most:
        raise invalid(
            f"{named(pointer)} is {shown(value)}; send a whole number from {least} to {most}", pointer
        )
    return value


def too_large(detail: str, pointer: str) -> Problem:
    """The problem of one field that asks for more than is done at once."""
    return Problem("too-large", detail, [FieldError(detail, pointer)])


def named(pointer: str) -> str:
    """A JSON Pointer as a message says it: `kernels 2 0`."""
    return pointer.removeprefix("#/").replace("/", " ")


def shown(value: Any) -> str:
    """A client's own value, short enough to be repeated in a message."""
    if isinstance(value, list) and value:
        return f"a list of {len(value)}"
    text = orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY).decode()
    return text if len(text) <= 40 else text[:39] + "…"


def _outline(value: Any) -> tuple[int, ...]:
    """The lengths of the first list, of the first list in it, and so on; at most four."""
    shape: list[int] = []
    while isinstance(value, list) and len(shape) < 4:
        shape.append(len(value))
        value = value[0] if value else None
    return tuple(shape)


def _check_block(value: Any, pointer: str, shape: Sequence[int]) -> None:
    if not isinstance(value, list):
        raise invalid(f"{named(pointer)} is {shown(value)}; send a list of {shape[0]}", pointer)
    if len(value) != shape[0]:
        raise invalid(
            f"{named(pointer)} has {len(value)} {'entry' if len(value) == 1 else 'entries'} where the first beside it has {shape[0]}; make all equally long",
            pointer,
        )
    if len(shape) > 1:
        for at, inner in enumerate(value):
            _check_block(inner, f"{pointer}/{at}", shape[1:])
    elif not set(map(type, value)) <= {int, float}:
        at = next(at for at, one in enumerate(value) if type(one) not in {int, float})
        raise invalid(f"{named(pointer)} {at} is {shown(value[at])}; send a number", f"{pointer}/{at}")


def _at(pointer: str, *places: int) -> str:
    return "/".join([pointer, *map(str, places)])
