"""What the service is asked in the measurements over HTTP: always the same eight, sent in several ways."""

import io
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray
from PIL import Image

from app.benchmarks.http_wrk import Question
from app.imaging import prepare
from app.samples import FEATURED, Samples
from app.settings import ROOT

ACTIVATIONS = "/api/v1/models/lenet/activations"
PREDICTIONS = "/api/v1/models/lenet/predictions"
INFER = "/v2/models/lenet/infer"
PAGE_SIDE = 280
"""Pixels along each side of the page's pad."""

Bytes = NDArray[np.uint8]


def digit() -> Bytes:
    """One of MNIST's eights, (28, 28)."""
    picture: Bytes = Samples(ROOT / "static/data/mnist").images[FEATURED[8]]
    return picture


def questions(folder: Path) -> Mapping[str, Question]:
    """Activations, each answered in the way that it was asked."""
    picture = io.BytesIO()
    Image.fromarray(digit()).save(picture, "PNG")
    binary = f"{ACTIVATIONS}?format=safetensors"
    return {
        "PNG in, safetensors out": _question(folder, binary, "image/png", picture.getvalue()),
        "the page's drawing in, safetensors out": _question(folder, binary, "image/png", drawing()),
        "JSON in and out": _question(
            folder, ACTIVATIONS, "application/json", orjson.dumps({"pixels": digit().tolist()})
        ),
        "tensors in and out (/v2)": tensors(folder, 1),
    }


def pictures(folder: Path, count: int) -> Question:
    """So many pictures as JSON, of which only the probabilities are wanted."""
    body = orjson.dumps({"pictures": [digit().tolist()] * count})
    return _question(folder, PREDICTIONS, "application/json", body)


def tensors(folder: Path, count: int) -> Question:
    """So many images as the network receives them, and every stage of each, as bytes after a short JSON."""
    images = np.repeat(prepare(digit()).image[None, None], count, axis=0).tobytes()
    image = {
        "name": "image",
        "datatype": "FP32",
        "shape": [count, 1, 32, 32],
        "parameters": {"binary_data_size": len(images)},
    }
    head = orjson.dumps({"inputs": [image], "parameters": {"binary_data_output": True}})
    length = ("Inference-Header-Content-Length", str(len(head)))
    return _question(folder, INFER, "application/octet-stream", head + images, (length,))


def drawing() -> bytes:
    """The eight as large as a drawing on the pad, as the page writes it: a PNG that is not compressed."""
    side = PAGE_SIDE
    picture = np.asarray(Image.fromarray(digit()).resize((side, side), Image.Resampling.BICUBIC))
    lines = b"".join(b"\0" + row.tobytes() for row in picture)
    header = struct.pack(">II5B", side, side, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 0)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _question(
    folder: Path, path: str, content_type: str, body: bytes, headers: tuple[tuple[str, str], ...] = ()
) -> Question:
    """Keep the body in a file of its own, for the load tool to read."""
    file = folder / f"body-{zlib.crc32(body):08x}"
    file.write_bytes(body)
    return Question(path, content_type, file, headers)
