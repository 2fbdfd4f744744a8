"""The page's own PNG files."""

import base64
import io
import zlib

import numpy as np
import pytest
from PIL import Image

from tests.browser.inking import INK, picture
from tests.browser.modules import Modules


@pytest.mark.parametrize(("width", "height"), [(1, 1), (28, 28), (280, 280), (70, 935), (7, 3)])
def test_a_png_holds_exactly_the_pixels(modules: Modules, width: int, height: int) -> None:
    """Pillow reads the same grey pixels, beyond one stored block too, and the checksums are zlib's."""
    body = f"""{INK}
        const {{adler32, crc32, encodePng}} = await load("ink/png.js");
        const given = pictureOfBytes(argument);
        const full = new Uint8Array(200000).fill(255);
        return [bytes(encodePng(given)), ...[given.pixels, full].map((data) => [crc32(data), adler32(data)])];
    """
    array = np.random.default_rng(width).integers(0, 256, (height, width)).astype(np.uint8)
    text, *sums = modules.run(body, picture(array))
    image = Image.open(io.BytesIO(base64.b64decode(text)))
    assert image.mode == "L"
    assert (np.asarray(image) == array).all()
    assert sums == [[zlib.crc32(data), zlib.adler32(data)] for data in (array.tobytes(), b"\xff" * 200_000)]


def test_a_png_needs_its_pixels(modules: Modules) -> None:
    """A picture with another number of pixels than its sides make throws with the numbers."""
    body = """
        const {encodePng} = await load("ink/png.js");
        return encodePng({width: argument, height: argument, pixels: new Uint8Array(3)});
    """
    for side in (0, 2):
        message = f"RangeError: Unexpected 3 pixels for a picture of {side}\u00d7{side}."
        assert modules.error(body, side) == message
