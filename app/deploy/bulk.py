"""Many pictures in parts: what a part is, how its pictures are read, and how its answers are written. Knows no Ray.

A source is a folder of pictures, or Parquet: a file or a folder of files with a column of pictures, each the bytes of a PNG,
JPEG or WebP file, or its numbers (28 x 28 of them, or as many as a square has), 0 for background and 255 for ink. A part is
some pictures in a row, and has one Parquet file of answers, which is written under another name and renamed when it is whole.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from app.deploy.job import BulkError, Part
from app.imaging import Limits, PictureError, decode, from_numbers
from app.lenet.architecture import layer_named
from app.web.answers import verdict
from app.web.model import Look, Model, look

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
BLOCK = 64
"""Pictures that go through the network together; their bits are those of one by one."""

_UNREAD: Mapping[str, Any] = {"blank": None, "prediction": None, "digit": None, "probability": None}
"""What is told of a picture that could not be read."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of every picture."""

    layers: tuple[str, ...] = ("relu4", "softmax")
    preprocess: str = "center"
    column: str = "image"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a source: where it stands there, and its ink or the reason why there is none."""

    source: str
    row: int
    ink: NDArray[Any] | None
    error: str | None = None


def parts_of(source: Path, column: str, size: int) -> list[Part]:
    """The parts of a source, the same ones at every start: files by name, then rows.

    Raises:
        BulkError: there are no pictures, a table is no Parquet, or has no such column.
    """
    tables = [source] if source.is_file() else sorted(source.rglob("*.parquet"))
    if tables:
        return _table_parts(tables, column, size)
    files = [str(path) for path in sorted(source.rglob("*")) if path.suffix.lower() in PICTURES]
    if not files:
        raise BulkError(f"{source}: no pictures ({', '.join(sorted(PICTURES))}) and no .parquet files there")
    return [
        Part(number, tuple(files[start : start + size]), 0, len(files[start : start + size]))
        for number, start in enumerate(range(0, len(files), size))
    ]


def _table_parts(tables: Sequence[Path], column: str, size: int) -> list[Part]:
    parts: list[Part] = []
    for path in tables:
        try:
            schema, rows = pq.read_schema(path), pq.read_metadata(path).num_rows
        except pa.ArrowInvalid as error:
            raise BulkError(f"{path}: no Parquet file ({error})") from error
        if column not in schema.names:
            raise BulkError(
                f"{path}: no column {column!r}; there is: {', '.join(schema.names)}; see --column"
            )
        for start in range(0, rows, size):
            parts.append(Part(len(parts), (str(path),), start, min(start + size, rows)))
    return parts


def pictures_of(part: Part, column: str, limits: Limits) -> Iterator[Picture]:
    """The pictures of a part, one after the other; one that cannot be read says why."""
    if not part.files[0].endswith(".parquet"):
        for path in part.files:
            yield _picture(path, 0, Path(path).read_bytes(), limits)
        return
    row = 0
    for batch in pq.ParquetFile(part.files[0]).iter_batches(batch_size=1024, columns=[column]):
        values = batch.column(0)
        for at in range(max(part.start - row, 0), min(part.stop - row, len(values))):
            yield _picture(part.files[0], row + at, values[at].as_py(), limits)
        row += len(values)
        if row >= part.stop:
            return


def _picture(source: str, row: int, value: Any, limits: Limits) -> Picture:
    try:
        return Picture(source, row, _ink(value, limits))
    except PictureError as error:
        return Picture(source, row, None, error.detail)


def _ink(value: Any, limits: Limits) -> NDArray[Any]:
    if isinstance(value, bytes):
        return decode(value, limits)
    if value is None:
        raise PictureError(400, "the picture is missing")
    numbers = np.asarray(value)
    side = math.isqrt(numbers.size)
    if numbers.ndim == 1 and side * side == numbers.size:
        numbers = numbers.reshape(side, side)
    return from_numbers(numbers, limits)


def answer(model: Model, order: Order, part: Part, target: Path, limits: Limits) -> int:
    """Write the answers to a part, whole or not at all; returns how many pictures it had."""
    schema = answer_schema(model, order)
    unfinished = target / f".{part.name}"
    block: list[Picture] = []
    with pq.ParquetWriter(unfinished, schema) as writer:
        for picture in pictures_of(part, order.column, limits):
            block.append(picture)
            if len(block) == BLOCK:
                writer.write_table(_table(model, order, block, schema))
                block = []
        if block:
            writer.write_table(_table(model, order, block, schema))
    unfinished.rename(target / part.name)
    return len(part)


def answer_schema(model: Model, order: Order) -> pa.Schema:
    """The columns: where the picture stands, what it was read as, and each layer's numbers row by row, its shape beside it."""
    fields = [
        pa.field("source", pa.string()),
        pa.field("row", pa.int64()),
        pa.field("error", pa.string()),
        pa.field("blank", pa.bool_()),
        pa.field("digit", pa.int8()),
        pa.field("probability", pa.float32()),
    ]
    for name in order.layers:
        shape = layer_named(name).shape
        kind = pa.list_(pa.float32(), math.prod(shape))
        fields.append(pa.field(name, kind, metadata={"shape": ",".join(map(str, shape))}))
    return pa.schema(fields, metadata={"weights": model.weights, "preprocess": order.preprocess})


def _table(model: Model, order: Order, block: Sequence[Picture], schema: pa.Schema) -> pa.Table:
    inks = [picture.ink for picture in block if picture.ink is not None]
    seen = look(model, inks, order.preprocess) if inks else None
    places = iter(range(len(inks)))
    at = [None if picture.ink is None else next(places) for picture in block]
    read = [_UNREAD if seen is None or place is None else verdict(seen, place) for place in at]
    columns = [
        [picture.source for picture in block],
        [picture.row for picture in block],
        [picture.error for picture in block],
        [one["blank"] for one in read],
        [(one["prediction"] or _UNREAD)["digit"] for one in read],
        [(one["prediction"] or _UNREAD)["probability"] for one in read],
    ]
    # The schema goes on with the layers, whose numbers are written without going through Python one by one.
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=False)]
    arrays += [_numbers(seen, name, at, schema.field(name).type) for name in order.layers]
    return pa.table(arrays, schema=schema)


def _numbers(seen: Look | None, name: str, at: Sequence[int | None], kind: pa.DataType) -> pa.Array:
    """One layer's numbers, without copying them one by one where every picture could be read."""
    if seen is None:
        return pa.nulls(len(at), kind)
    flat = seen.trace.activations[name].reshape(len(seen.prepared), -1)
    whole = pa.FixedSizeListArray.from_arrays(pa.array(flat.ravel()), type=kind)
    return whole if None not in at else whole.take(pa.array(at, pa.int64()))
