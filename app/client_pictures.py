"""Pictures as the client sends them: a path, the bytes of a file, a PIL image, or an array of (rows, columns) numbers."""

import io
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, Union

import numpy as np
import orjson
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

Picture: TypeAlias = Union[str, "PathLike[str]", bytes, "Image", NDArray[Any]]


def body_of(picture: Picture) -> dict[str, Any]:
    """What httpx is to send for one picture."""
    if isinstance(picture, np.ndarray):
        return _json({"pixels": _grid(picture)})
    data, media_type = _file(picture)
    return {"content": data, "headers": {"Content-Type": media_type}}


def bodies_of(pictures: Sequence[Picture]) -> dict[str, Any]:
    """What httpx is to send for several pictures: a list of grids, or a form of files."""
    if isinstance(pictures, (str, bytes, PathLike)) or not isinstance(pictures, Iterable):
        raise TypeError(f"{_said(pictures)} is not several pictures; put them in a list, or ask for the one")
    grids = [picture for picture in pictures if isinstance(picture, np.ndarray)]
    if len(grids) == len(pictures):
        return _json({"pictures": [_grid(grid) for grid in grids]})
    if grids:
        raise TypeError("arrays and files cannot go together in one request; send them in two")
    files = [_file(picture) for picture in pictures if not isinstance(picture, np.ndarray)]
    return {"files": [("picture", (f"{at}", data, kind)) for at, (data, kind) in enumerate(files)]}


def _json(document: Mapping[str, Any]) -> dict[str, Any]:
    data = orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY)
    return {"content": data, "headers": {"Content-Type": "application/json"}}


def _grid(array: NDArray[Any]) -> NDArray[Any]:
    if array.ndim != 2 or array.dtype.kind not in "iuf":
        raise TypeError(
            f"an array of {array.shape} {array.dtype} is no picture; expected (rows, columns) of numbers "
            "from 0, background, to 255, ink"
        )
    # JSON has one kind of number; the widest types are the ones that orjson writes.
    return np.ascontiguousarray(array, np.float64 if array.dtype.kind == "f" else np.int64)


def _file(picture: "str | PathLike[str] | bytes | Image") -> tuple[bytes, str]:
    """A picture as the bytes of a file, and their media type."""
    if isinstance(picture, (str, PathLike)):
        data = Path(picture).read_bytes()
    elif isinstance(picture, (bytes, bytearray, memoryview)):
        data = bytes(picture)
    elif not (hasattr(picture, "mode") and hasattr(picture, "convert")):
        raise TypeError(
            f"{_said(picture)} is no picture; expected a path, the bytes of a file, a PIL image, or a NumPy array of "
            "(rows, columns) numbers from 0, background, to 255, ink"
        )
    else:
        file = io.BytesIO()
        known = picture.mode in {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}
        (picture if known else picture.convert("RGB")).save(file, "PNG")
        data = file.getvalue()
    return data, _media_type(data)


def _media_type(data: bytes) -> str:
    """What a file says it is; what is none of it is sent as PNG, and the service, which looks itself, says what it is not."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if data[8:12] == b"WEBP" else "image/png"


def _said(value: object) -> str:
    """A value of a wrong kind in few words."""
    return f"{type(value).__name__} {value!r:.40}"
