"""A drawing as a PNG file, and as a short text for links and storage, and back."""

import base64
import io
import re
import zlib

import numpy as np
import pytest
from PIL import Image

from tests.browser.inking import INK, SCRIBBLES, digits, picture
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


def test_a_drawing_survives_as_text_to_the_pixel(modules: Modules) -> None:
    """Strokes and pictures survive the link's text exactly, in letters that a link may hold."""
    body = f"""{INK}
        const {{transformed, turn}} = await load("ink/transform.js");
        const base = baseFrom(pictureOfBytes(argument.picture));
        const moved = transformed(draw(argument.strokes, base), turn(0.3, 0.8, {{x: 140, y: 100}}));
        return [draw([]), draw(argument.strokes), draw([], base), moved].map((drawing) => {{
            const text = serialiseDrawing(drawing);
            const again = parseDrawing(text);
            const plain = (value) => JSON.stringify(value, (_, item) => (ArrayBuffer.isView(item) ? [...item]
                : item));
            return [text, plain(again) === plain(drawing), ink(again) === ink(drawing)];
        }});
    """
    found = modules.run(body, {"picture": picture(digits()[3]), "strokes": SCRIBBLES})
    texts = [text for text, *_ in found]
    assert found == [[text, True, True] for text in texts]
    assert all(re.fullmatch(r"[\w-]+", text, re.ASCII) for text in texts)
    most = [8, 4 * sum(len(points) for _, _, points in SCRIBBLES), 700]
    assert all(len(text) <= limit for text, limit in zip(texts, most, strict=False))


def test_pictures_of_every_kind_are_packed_and_unpacked(modules: Modules) -> None:
    """Noise, single pixels, long runs and nearly-runs come back from their packed bytes."""
    body = """
        const {packed, unpacked} = await load("ink/bytes.js");
        return argument.map((values) => {
            const small = packed(Uint8Array.from(values));
            return [[...unpacked(small, values.length)], small.length];
        });
    """
    random = np.random.default_rng(2)
    cases = [
        [0],
        [7] * 1000,
        [1, 2] * 300,
        [5, 5] * 3 + [6, 6, 6],
        random.integers(0, 256, 1000).tolist(),
        random.integers(0, 2, 1000).tolist(),
        [0] * 128 + [1] * 129,
    ]
    for values, (found, size) in zip(cases, modules.run(body, cases), strict=True):
        assert found == values
        assert size <= len(values) + -(-len(values) // 128)


def test_nonsense_is_no_drawing(modules: Modules) -> None:
    """Cut, changed, lengthened and random texts never throw, but give null or what can be painted."""
    body = f"""{INK}
        const text = serialiseDrawing(draw(argument.strokes.slice(0, 2), baseFrom(pictureOfBytes(
            argument.picture))));
        const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        const cut = Array.from({{length: 60}}, (_, i) => text.slice(0, Math.floor((i * text.length) / 60)));
        const changed = argument.numbers.map(([place, letter]) => {{
            const at = Math.floor(place * text.length);
            return text.slice(0, at) + letters[Math.floor(letter * 64)] + text.slice(at + 1);
        }});
        const odd = ["!", "AA==", "%41", "\u00e4", text + "A", text + "AAAA", letters];
        const painted = (drawing) => drawing && redraw(createRaster(70), drawing).pixels.length;
        return [cut, changed, odd].map((texts) => texts.map((one) => painted(parseDrawing(one))));
    """
    numbers = np.random.default_rng(4).random((150, 2)).tolist()
    given = {"strokes": SCRIBBLES, "picture": picture(digits()[5]), "numbers": numbers}
    cut, changed, odd = modules.run(body, given)
    assert cut == [None] * 60
    assert odd == [None] * 7
    assert set(changed) == {None, 4900}
