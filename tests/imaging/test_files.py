"""Files: what they are read as, and what is refused with which status."""

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from app.imaging import Limits, PictureError, decode
from tests.imaging.outcomes import outcome
from tests.strokes import draw, file_of

INK = draw("4", size=60, at=(20, 10), pen=7, pad=96)[:80]
PAPER = np.subtract(255, INK, dtype=np.uint8)
BINARY = np.where(INK > 127, 255, 0).astype(np.uint8)
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How the camera held its sensor, as EXIF numbers it → how the upright picture lies in such a file."""


def grey(picture: NDArray[np.uint8], mode: str = "L") -> Image.Image:
    """A grey picture in another of Pillow's modes."""
    return Image.fromarray(picture).convert(mode)


def with_alpha(tone: int, alpha: NDArray[np.uint8], mode: str = "LA") -> Image.Image:
    """One tone, as opaque as `alpha` says."""
    image = Image.merge("LA", (Image.new("L", alpha.shape[::-1], tone), Image.fromarray(alpha)))
    return image.convert(mode)


def card() -> Image.Image:
    """A white card with black ink on it, its corners cut off by transparency."""
    cover = np.full(INK.shape, 255, np.uint8)
    cover[:6, :6] = cover[:6, -6:] = cover[-6:, :6] = cover[-6:, -6:] = 0
    return Image.merge("LA", (Image.fromarray(PAPER), Image.fromarray(cover)))


def palette_with_hole() -> Image.Image:
    """Black ink in a palette whose other entry is transparent."""
    image = Image.fromarray((BINARY // 255).astype(np.uint8))
    image.putpalette([250, 240, 30, 0, 0, 0])
    return image


def turned(orientation: int, kind: str) -> bytes:
    """The drawing as a camera held askew would write it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return file_of(Image.fromarray(INK).transpose(UPRIGHT[orientation]), kind, exif=exif, quality=95)


@pytest.mark.parametrize(
    ("data", "ink", "tolerance"),
    [
        pytest.param(file_of(INK), INK, 0, id="bright ink on black"),
        pytest.param(file_of(PAPER), INK, 0, id="dark ink on white"),
        pytest.param(file_of(INK, compress_level=0), INK, 0, id="stored, as the page sends it"),
        pytest.param(file_of(grey(INK, "RGB")), INK, 0, id="colour"),
        pytest.param(file_of(grey(PAPER, "RGB")), INK, 0, id="colour, dark on white"),
        pytest.param(file_of(grey(BINARY, "1")), BINARY, 0, id="one bit"),
        pytest.param(file_of(grey(INK, "P")), INK, 0, id="palette"),
        pytest.param(file_of(palette_with_hole(), transparency=0), BINARY, 0, id="palette with transparency"),
        pytest.param(file_of(grey(PAPER), transparency=255), INK, 0, id="white declared transparent"),
        pytest.param(file_of(grey(PAPER, "RGBA")), INK, 0, id="alpha, all opaque"),
        pytest.param(file_of(with_alpha(0, INK)), INK, 0, id="black on nothing"),
        pytest.param(file_of(with_alpha(255, INK, "RGBA")), INK, 0, id="white on nothing"),
        pytest.param(file_of(with_alpha(0, np.full_like(INK, 255))), 0 * INK, 0, id="all black"),
        pytest.param(file_of(with_alpha(255, np.full_like(INK, 255))), 0 * INK, 0, id="all white"),
        pytest.param(file_of(with_alpha(200, 0 * INK)), 0 * INK, 0, id="nothing visible"),
        pytest.param(file_of(card()), INK, 0, id="card with rounded corners"),
        pytest.param(file_of(Image.fromarray(INK.astype(np.uint16) * 257)), INK, 0, id="16 bits"),
        pytest.param(
            file_of(Image.fromarray(PAPER.astype(np.uint16) * 257)), INK, 0, id="16 bits, dark on white"
        ),
        pytest.param(file_of(INK, "WEBP", lossless=True), INK, 0, id="WebP, lossless"),
        pytest.param(
            file_of(with_alpha(0, INK, "RGBA"), "WEBP", lossless=True), INK, 0, id="WebP with alpha"
        ),
        pytest.param(file_of(INK, "WEBP", quality=90), INK, 40, id="WebP, lossy"),
        pytest.param(file_of(PAPER, "JPEG", quality=90), INK, 40, id="JPEG"),
        pytest.param(file_of(grey(PAPER, "CMYK"), "JPEG", quality=95), INK, 40, id="CMYK"),
        *(pytest.param(turned(n, "PNG"), INK, 0, id=f"PNG, EXIF {n}") for n in UPRIGHT),
        *(pytest.param(turned(n, "JPEG"), INK, 40, id=f"JPEG, EXIF {n}") for n in UPRIGHT),
        pytest.param(turned(6, "WEBP"), INK, 40, id="WebP, EXIF 6"),
    ],
)
def test_every_kind_of_file_is_read_as_the_same_ink(
    data: bytes, ink: NDArray[np.uint8], tolerance: int
) -> None:
    """Format, depth, palette, transparency, polarity and orientation change nothing about what was drawn."""
    read = decode(data).foreground
    assert read.dtype == np.uint8
    assert read.shape == ink.shape
    assert np.abs(read.astype(int) - ink).max() <= tolerance


@pytest.mark.parametrize(
    ("ground", "tone"),
    [
        (0, 255),
        (0, 60),
        (60, 0),
        (60, 120),
        (60, 255),
        (128, 0),
        (128, 68),
        (128, 188),
        (190, 70),
        (190, 250),
        (255, 0),
        (255, 195),
    ],
)
def test_ink_is_what_stands_out_from_any_ground(ground: int, tone: int) -> None:
    """Dark and bright ink on any grey are told apart by the ground that fills most of the picture."""
    picture = np.rint(ground + (tone - ground) * (INK / 255)).astype(np.uint8)
    read = decode(file_of(picture)).foreground.astype(int)
    assert read[INK == 255].min() - read[INK == 0].max() == abs(tone - ground)


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claiming(width: int, height: int) -> bytes:
    """A PNG file of a few bytes that says it is huge."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def animated(kind: str) -> bytes:
    """Two pictures in one file."""
    return file_of(grey(INK, "RGB"), kind, save_all=True, append_images=[grey(PAPER, "RGB")], duration=100)


PNG, JPEG, WEBP = (file_of(INK, kind) for kind in ("PNG", "JPEG", "WEBP"))


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        pytest.param(b"", 400, "empty", id="nothing"),
        pytest.param(b"three", 415, "send PNG, JPEG or WebP", id="text"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "send PNG, JPEG or WebP", id="SVG"),
        pytest.param(file_of(INK, "GIF"), 415, "send PNG, JPEG or WebP", id="GIF"),
        pytest.param(file_of(INK, "BMP"), 415, "send PNG, JPEG or WebP", id="BMP"),
        pytest.param(file_of(INK, "TIFF"), 415, "send PNG, JPEG or WebP", id="TIFF"),
        pytest.param(animated("PNG"), 415, "animated", id="animated PNG"),
        pytest.param(animated("WEBP"), 415, "animated", id="animated WebP"),
        pytest.param(PNG[: len(PNG) // 2], 400, "damaged or cut short", id="half a PNG"),
        pytest.param(JPEG[: len(JPEG) // 2], 400, "damaged or cut short", id="half a JPEG"),
        pytest.param(WEBP[: len(WEBP) // 2], 400, "damaged or cut short", id="half a WebP"),
        pytest.param(PNG[:60] + b"\0\0\0" + PNG[63:], 400, "damaged or cut short", id="changed bytes"),
        pytest.param(PNG[:20], 400, "damaged or cut short", id="half a header"),
        pytest.param(claiming(0, 5), 400, "damaged or cut short", id="no width"),
        pytest.param(claiming(100, 100), 400, "damaged or cut short", id="too few rows"),
        pytest.param(b"RIFF\x24\0\0\0WAVEfmt ", 415, "send PNG, JPEG or WebP", id="sound"),
        pytest.param(b"RIFF\x24\0", 400, "damaged or cut short", id="half a RIFF"),
        pytest.param(claiming(65_536, 1), 413, "at most 65535 pixels a side", id="too wide"),
        pytest.param(claiming(1, 1_000_000), 413, "at most 65535 pixels a side", id="too high"),
        pytest.param(claiming(8_000, 8_000), 413, "8000 x 8000", id="too many pixels"),
        pytest.param(claiming(10_000, 10_000), 413, "at most 32000000 pixels", id="large bomb"),
        pytest.param(claiming(60_000, 60_000), 413, "at most 32000000 pixels", id="huge bomb"),
        pytest.param(bytes(16 * 1024 * 1024 + 1), 413, "at most 16777216", id="too many bytes"),
    ],
)
def test_what_is_no_usable_picture_is_refused(data: bytes, status: int, words: str) -> None:
    """Each kind of bad file is refused with the status and the words that say why."""
    with pytest.raises(PictureError) as refusal:
        decode(data)
    assert refusal.value.status == status
    assert words in refusal.value.detail
    assert str(refusal.value) == refusal.value.detail


def test_limits_are_settings() -> None:
    """Narrower limits refuse at the exact pixel and byte, and invalid limits cannot be made."""
    assert decode(PNG, Limits(max_bytes=len(PNG), max_pixels=96 * 80)).foreground.shape == (80, 96)
    for limits in (Limits(max_bytes=len(PNG) - 1), Limits(max_pixels=96 * 80 - 1)):
        with pytest.raises(PictureError) as refusal:
            decode(PNG, limits)
        assert refusal.value.status == 413
    with pytest.raises(ValueError, match="Unexpected max_pixels: 0"):
        Limits(max_pixels=0)


@given(
    data=st.binary(max_size=300),
    start=st.sampled_from([b"", PNG[:16], PNG[:50], JPEG[:30], WEBP[:20], b"RIFF\0\0\0\0WEBP"]),
)
def test_any_bytes_are_a_picture_or_refused(data: bytes, start: bytes) -> None:
    """Whatever is sent, the answer is a picture or a 400, 413 or 415, never another exception."""
    assert outcome(lambda: decode(start + data).foreground) in {200, 400, 413, 415}


@given(
    file=st.sampled_from(
        [PNG, JPEG, WEBP, turned(6, "PNG"), turned(3, "JPEG"), animated("WEBP"), file_of(grey(INK, "P"))]
    ),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    share=st.floats(0.5, 1),
)
def test_damaged_files_are_pictures_or_refused(
    file: bytes, changes: list[tuple[float, int]], share: float
) -> None:
    """A valid file with bytes changed and its end cut off never raises anything but a PictureError."""
    damaged = bytearray(file[: int(len(file) * share)])
    for place, value in changes:
        damaged[int(place * len(damaged))] = value
    assert outcome(lambda: decode(bytes(damaged)).foreground) in {200, 400, 413, 415}
