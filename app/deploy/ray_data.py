"""Predictions and activations of millions of pictures: a Ray Data job that writes Parquet.

    python -m app.deploy.ray_data pictures/ results --layers pool2 softmax
    python -m app.deploy.ray_data digits.parquet results --column image

The source is a folder of pictures, or Parquet with a column of picture files. Each part of it (a Parquet
file, or `--part` pictures) becomes a folder in the target, if it is not there. Needs requirements/ray.lock.
"""

import argparse
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import ray

from app.api.content import forward
from app.imaging import Limits, PictureError, Preprocess, decode
from app.lenet.architecture import LENET
from app.lenet.model import load_model
from app.settings import load_settings

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp"})


class Activations:
    """Computes batches, in a process of Ray's."""

    def __init__(self, layers: Sequence[str], preprocess: Preprocess, column: str) -> None:
        self.model = load_model(load_settings().weights)
        self.layers, self.preprocess, self.column = layers, preprocess, column
        types = {"error": pa.string(), "digit": pa.int8(), "probability": pa.float32()}
        self.fields = pa.schema(types | dict.fromkeys(layers, pa.list_(pa.float32())))

    def __call__(self, table: pa.Table) -> pa.Table:
        """Return the table with the results in place of the pictures."""
        rows = [{**row, **self.results_of(row[self.column])} for row in table.to_pylist()]
        return pa.Table.from_pylist(rows, pa.schema([*table.drop([self.column]).schema, *self.fields]))

    def results_of(self, file: bytes) -> dict[str, Any]:
        """Return the prediction and the activations of one picture, or why it cannot be read."""
        try:
            result = forward(self.model, decode(file, Limits()), self.preprocess)
        except PictureError as error:
            return {"error": error.detail}
        digit, best = result.probabilities.argmax(), result.probabilities.max()
        prediction = {} if result.prepared.blank else {"digit": digit, "probability": best}
        return prediction | {name: result.trace.activations[name].ravel() for name in self.layers}


def parts_of(source: Path, size: int, wanted: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the parts of a source: a name that depends on files and what is wanted of them, and the files."""
    tables = [source] if source.is_file() else sorted(source.rglob("*.parquet"))
    files = tables or sorted(path for path in source.rglob("*") if path.suffix.lower() in SUFFIXES)
    for start in range(0, len(files), 1 if tables else size):
        part = [str(path) for path in files[start : start + (1 if tables else size)]]
        names = [wanted, *(name.removeprefix(str(source.parent)) for name in part)]
        yield hashlib.sha256("\0".join(names).encode()).hexdigest()[:16], part


def main() -> None:
    """Compute the parts that the target lacks."""
    parser = argparse.ArgumentParser(prog="python -m app.deploy.ray_data")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--layers", nargs="+", choices=[layer.name for layer in LENET], default=["softmax"])
    parser.add_argument("--preprocess", choices=("center", "none"), default="center")
    parser.add_argument("--column", default="bytes", help="the column of pictures in Parquet")
    parser.add_argument("--part", type=int, default=10_000, help="pictures in a part")
    given = parser.parse_args()
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray.init(include_dashboard=False)
    compute = ray.data.ActorPoolStrategy(min_size=1, max_size=os.cpu_count())
    options = (given.layers, given.preprocess, given.column)
    for name, files in parts_of(given.source, given.part, f"{given.layers} {given.preprocess}"):
        if (given.target / name).exists():
            continue
        read = ray.data.read_parquet if files[0].endswith(".parquet") else ray.data.read_binary_files
        results = read(files, include_paths=True).map_batches(
            Activations, fn_constructor_args=options, batch_size=64, batch_format="pyarrow", compute=compute
        )
        results.write_parquet(str(given.target / f".{name}"), mode="overwrite")
        (given.target / f".{name}").rename(given.target / name)


if __name__ == "__main__":
    main()
