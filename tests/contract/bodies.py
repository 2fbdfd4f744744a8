"""Bodies of the recorded requests: digits as numbers, files, forms and tensors."""

import json

import numpy as np
from PIL import Image

from tests.api.pictures import digit
from tests.strokes import file_of


def file(kind: str = "PNG", mode: str = "L", scale: int = 1, number: int = 8) -> bytes:
    """A digit as a picture file."""
    image = Image.fromarray(digit(number)).resize((28 * scale, 28 * scale), Image.Resampling.NEAREST)
    return file_of(image.convert(mode), kind, lossless=True, quality=95)


def pixels(kind: int = 8) -> bytes:
    """A digit as JSON."""
    return json.dumps({"pixels": digit(kind).tolist()}).encode()


def form(*files: bytes, closing: bool = True) -> tuple[dict[str, str], bytes]:
    """A multipart form of files."""
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="p"; filename="p"\r\n\r\n' + one + b"\r\n"
        for one in files
    ]
    return {"Content-Type": "multipart/form-data; boundary=x"}, b"".join(parts) + (
        b"--x--\r\n" if closing else b""
    )


def tensor(name: str = "image", **changes: object) -> dict[str, object]:
    """An input of the Open Inference Protocol."""
    image = np.pad(digit().astype(np.float32) / 255, 2)
    data: object = image.ravel().tolist() if name == "image" else digit().ravel().tolist()
    shape = [1, 1, 32, 32] if name == "image" else [1, 28, 28]
    kind = "FP32" if name == "image" else "UINT8"
    return {"name": name, "shape": shape, "datatype": kind, "data": data} | changes


def to_json(document: object) -> bytes:
    """A document as JSON."""
    return json.dumps(document).encode()
