"""What visitors send leaves no line in the server's output, however broken it is."""

import io
import warnings

import httpx
import numpy as np
import pytest
from PIL import Image

from app.imaging import decode
from tests.serving import serving
from tests.web.pictures import PREDICTIONS, digit, file_of

_BROKEN_EXIF = b"Exif\0\0MM\0*\0\0\0\x08" + b"\xff" * 600


def with_exif(kind: str) -> bytes:
    """A picture whose EXIF cannot be read."""
    file = io.BytesIO()
    Image.fromarray(np.kron(digit(), np.ones((10, 10), np.uint8))).save(file, kind, exif=_BROKEN_EXIF)
    return file.getvalue()


FORM = b"--b\r\nContent-Disposition: form-data; name=secret; filename=a.png\r\n\r\n"
SENT = {
    "a form without its beginning": ("multipart/form-data; boundary=b", b"secret" + FORM, 400),
    "a form with a wrong header": (
        "multipart/form-data; boundary=b",
        b"--b\r\nsec ret\r\n\r\n\r\n--b--",
        400,
    ),
    "a form cut off": ("multipart/form-data; boundary=b", FORM + b"secret", 400),
    "EXIF of a JPEG": ("image/jpeg", with_exif("JPEG"), 200),
    "EXIF of a PNG": ("image/png", with_exif("PNG"), 200),
    "EXIF of a WebP": ("image/webp", with_exif("WEBP"), 200),
    "a PNG cut off": ("image/png", file_of(digit())[:100], 400),
    "a JPEG cut off": ("image/jpeg", file_of(digit(), "JPEG")[:300], 400),
}


def test_nothing_of_what_is_sent_is_written() -> None:
    """Broken forms and pictures with broken EXIF are answered, and neither standard output nor standard error says a word."""
    with serving() as server:
        for name, (kind, body, status) in SENT.items():
            answer = httpx.post(server.url + PREDICTIONS, content=body, headers={"Content-Type": kind})
            assert answer.status_code == status, (name, answer.text)
        server.process.terminate()
        assert server.process.communicate(timeout=60) == ("", "")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_these_are_pictures_that_pillow_warns_of(kind: str) -> None:
    """The pictures above are such that a warning would be written, and they are read upright all the same."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert decode(with_exif(kind)).shape == (280, 280)
    assert [one for one in caught if "EXIF" in str(one.message)]
