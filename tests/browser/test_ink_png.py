"""The page's own PNG files."""

import base64
import io
import json
import zlib

import numpy as np
import pytest
from PIL import Image

from tests.browser.inking import INK, picture
from tests.browser.modules import Modules


@pytest.mark.parametrize(("width", "height"), [(1, 1), (28, 28), (280, 280), (70, 935), (7, 3)])
def test_a_png_holds_exactly_the_pixels(modules: Modules, width: int, height: int) -> None:
    """Pillow reads the page's PNG as the same grey pixels, beyond one stored block (65,535 bytes) too; the checksums are zlib's."""
    body = f"""{INK}
        const {{adler32, crc32, encodePng}} = await load("ink/png.js");
        const given = pictureOfBytes(argument);
        return [bytes(encodePng(given)), crc32(given.pixels), adler32(given.pixels)];
    """
    array = np.random.default_rng(width).integers(0, 256, (height, width)).astype(np.uint8)
    text, crc, adler = modules.run(body, picture(array))
    image = Image.open(io.BytesIO(base64.b64decode(text)))
    assert image.mode == "L"
    assert (np.asarray(image) == array).all()
    assert (crc, adler) == (zlib.crc32(array.tobytes()), zlib.adler32(array.tobytes()))


def test_a_png_needs_its_pixels(modules: Modules) -> None:
    """A picture without pixels, or with another number of them, throws with the numbers."""
    body = 'const {encodePng} = await load("ink/png.js"); return encodePng({...argument, pixels: new Uint8Array(3)});'
    for size in ({"width": 0, "height": 0}, {"width": 2, "height": 2}):
        message = f"RangeError: Unexpected 3 pixels for a picture of {size['width']}\u00d7{size['height']}."
        assert modules.error(body, size) == message


def test_the_checksums_do_not_overflow(modules: Modules) -> None:
    """The sums of a long picture of full ink are still zlib's."""
    body = """
        const {adler32, crc32} = await load("ink/png.js");
        const data = new Uint8Array(200000).fill(255);
        return [crc32(data), adler32(data)];
    """
    data = b"\xff" * 200_000
    assert json.dumps(modules.run(body)) == json.dumps([zlib.crc32(data), zlib.adler32(data)])
