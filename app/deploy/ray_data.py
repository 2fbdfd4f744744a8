"""The activations of millions of pictures, as a Ray Data job: Parquet or a folder of pictures in, Parquet out.

    python -m app.deploy.ray_data digits.parquet answers --layers pool2,softmax

The source is taken in parts, and a part that has its file is not done again: a job that was stopped goes on where it was when
the same command is given again, as long as the source has the same pictures. Needs Ray, whose set is in requirements-ray.lock.
"""

import argparse
import logging
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from app.deploy.bulk import Order, answer, parts_of
from app.deploy.job import BulkError, Part, check_target, listing
from app.imaging import Limits
from app.lenet.architecture import LENET
from app.lenet.errors import LenetError
from app.settings import Settings, settings_from
from app.web.model import Model, load_model

USUAL = Order()


class Worker:
    """A process that answers parts; made once in each of Ray's."""

    def __init__(self, settings: Settings, order: Order, target: Path) -> None:
        self.limits = threadpool_limits(1, "blas")
        self.model = load_model(settings.weights)
        self.settings, self.order, self.target = settings, order, target

    def __call__(self, row: Mapping[str, Any]) -> dict[str, int]:
        """Answer the part of a row."""
        limits = Limits(max_bytes=self.settings.max_body_bytes, max_pixels=self.settings.max_pixels)
        part = Part(**{**row, "files": tuple(row["files"])})
        return {"pictures": answer(self.model, self.order, part, self.target, limits)}


def main(arguments: Sequence[str]) -> int:
    """Do what is left of the job."""
    given = _parser().parse_args(arguments)
    order = Order(tuple(given.layers.split(",")), given.preprocess, given.column)
    try:
        settings = settings_from(os.environ)
        record = _record(load_model(settings.weights), given)
        parts = parts_of(given.source, order.column, given.part)
        check_target(given.target, record, listing(given.source, parts))
    except (ValueError, LenetError, OSError) as error:
        print(f"error: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    left = [part for part in parts if not (given.target / part.name).exists()]
    total = sum(map(len, parts))
    done = total - sum(map(len, left))
    worker = (settings, order, given.target.resolve())
    for count in (
        _with_ray(left, worker, given.workers) if given.workers else map(Worker(*worker), _rows(left))
    ):
        done += count["pictures"]
        print(f"{done:,} of {total:,} pictures", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.deploy.ray_data", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    shown = "(default: %(default)s)"
    add = parser.add_argument
    add("source", type=Path, help="a folder of pictures, a Parquet file, or a folder of those")
    add("target", type=Path, help="the folder for the answers")
    add(
        "--layers",
        default=",".join(USUAL.layers),
        help=f"the layers wanted, with commas between them {shown}",
    )
    add("--preprocess", choices=("center", "none"), default=USUAL.preprocess, help=f"as in the API {shown}")
    add(
        "--column", default=USUAL.column, help=f"the column of a Parquet source that has the pictures {shown}"
    )
    add("--part", type=int, default=1000, help=f"pictures in a part, and in a file of answers {shown}")
    add(
        "--workers",
        type=int,
        default=os.cpu_count() or 1,
        help=f"processes; 0 does without Ray, in this one {shown}",
    )
    return parser


def _record(model: Model, given: argparse.Namespace) -> dict[str, Any]:
    """What makes a job, apart from the pictures in its source."""
    known = [layer.name for layer in LENET]
    for name in given.layers.split(","):
        if name not in known:
            raise BulkError(f"no layer {name!r}; there are: {', '.join(known)}")
    if given.part < 1:
        raise BulkError(f"--part {given.part}: a part has at least one picture")
    return {
        "source": str(given.source.resolve()),
        "weights": model.weights,
        **{name: getattr(given, name) for name in ("layers", "preprocess", "column", "part")},
    }


def _rows(parts: Sequence[Part]) -> Iterator[dict[str, Any]]:
    return map(asdict, parts)


def _with_ray(parts: Sequence[Part], worker: tuple[Any, ...], workers: int) -> Iterator[dict[str, int]]:
    """The parts' answers in the order in which they are done."""
    if not parts:
        return
    from app.deploy.ray_start import start_ray  # noqa: PLC0415 -- Ray is slow to load, and not always needed

    start_ray(workers)
    import ray.data  # noqa: PLC0415 -- as above

    logging.getLogger("ray.data").setLevel(logging.ERROR)
    ray.data.DataContext.get_current().enable_progress_bars = False  # there is one, of pictures
    rows = ray.data.from_items(list(_rows(parts)), override_num_blocks=len(parts))
    done = rows.map(Worker, fn_constructor_args=worker, compute=ray.data.ActorPoolStrategy(size=workers))
    yield from done.iter_rows()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
