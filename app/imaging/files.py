"""Picture files and grids of numbers → ink: decoded, upright, flattened, greyscale, 0 = background, 255 = ink."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from app.imaging.ground import plain_ground
from app.imaging.plain_png import plain_grey
from app.imaging.polarity import ink_is_dark, opaque_ink

_FORMATS = ("PNG", "JPEG", "WEBP")
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
_EXIF_ORIENTATION = 0x0112

_NEVER_TURNED = frozenset(
    {"transparency", "gamma", "dpi", "srgb", "jfif", "jfif_version", "jfif_unit", "jfif_density"}
)
"""Facts about a picture that say nothing of its orientation; reading EXIF where there is none costs a tenth of the time."""


class PictureError(ValueError):
    """A picture that cannot be used. Everything this package refuses is refused with this error.

    Attributes:
        status: The HTTP status that says why: 400 damaged or malformed, 413 too large, 415 not a kind of picture that is read.
        detail: One sentence: what is wrong, and what would be right.
    """

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a picture may be.

    Attributes:
        max_bytes: Size of the file.
        max_pixels: Width x height, read from the file's header before anything is unpacked.
    """

    max_bytes: int = 16 * 1024 * 1024
    max_pixels: int = 32_000_000

    def __post_init__(self) -> None:
        for name in ("max_bytes", "max_pixels"):
            if getattr(self, name) < 1:
                raise ValueError(f"Unexpected {name}: {getattr(self, name)}; expected at least 1")


DEFAULT_LIMITS = Limits()


def decode(data: bytes, limits: Limits = DEFAULT_LIMITS) -> NDArray[np.uint8]:
    """Read a PNG, JPEG or WebP file as ink.

    The picture is turned upright (EXIF), its transparency is flattened, its colours become greys (ITU-R 601 luma; 16-bit
    greys keep their upper byte), and if its ink is dark on a bright ground it is inverted.

    Args:
        data: The file's bytes.
        limits: How large it may be.

    Returns:
        ``(height, width)`` bytes, 0 = background, 255 = ink, in the pixels of the upright picture.

    Raises:
        PictureError: The file is too large, damaged, animated, or none of these formats.
    """
    if len(data) > limits.max_bytes:
        raise PictureError(
            413, f"The picture has {len(data)} bytes; at most {limits.max_bytes} are accepted."
        )
    if not data:
        raise PictureError(400, "The picture is empty: there are no bytes to read.")
    grey = plain_grey(data, limits.max_pixels)
    return _decoded(data, limits) if grey is None else _bright(grey)


def decode_at_once(data: bytes, most_pixels: int) -> NDArray[np.uint8] | None:
    """What `decode` reads, where it is certain that it and `prepare` take a millisecond or two; else None, in less.

    So it is with a drawing on a plain ground, as a PNG of plain greys. What may be a photograph takes twenty times longer.
    """
    grey = plain_grey(data, most_pixels)
    if grey is None or (ground := plain_ground(grey)) is None:
        return None
    return _bright(grey) if ground else grey  # on a black ground ink is bright


def _decoded(data: bytes, limits: Limits) -> NDArray[np.uint8]:
    """Any picture that Pillow reads, as ink."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            _check(image, limits)
            return _ink(image)
    except PictureError:
        raise
    except UnidentifiedImageError as error:
        if data.startswith(_SIGNATURES):
            raise PictureError(
                400, "The picture is damaged or cut short: its header cannot be read."
            ) from error
        raise PictureError(
            415, "These bytes are not a picture that can be read; send PNG, JPEG or WebP."
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(
            413, f"The picture is far too large; at most {limits.max_pixels} pixels are accepted."
        ) from error
    except Exception as error:  # Pillow's decoders raise almost anything on damaged files
        raise PictureError(400, f"The picture is damaged or cut short: {error}") from error


def from_numbers(rows: object, limits: Limits = DEFAULT_LIMITS) -> NDArray[np.uint8] | NDArray[np.float32]:
    """Read a grid of numbers, 0 = background to 255 = ink, as ink.

    The numbers say which side is ink, so nothing is inverted.

    Args:
        rows: A list of equally long lists of numbers.
        limits: How many numbers there may be.

    Returns:
        ``(height, width)``: bytes where all numbers are whole, else float32 divided by 255.

    Raises:
        PictureError: It is not a rectangle of numbers from 0 to 255, or too large.
    """
    whole = _whole_numbers(rows, limits.max_pixels)
    if whole is not None:
        return whole
    try:
        grid = np.asarray(rows)
    except (ValueError, OverflowError) as error:
        raise PictureError(
            400, "The rows of pixels differ in length; expected a rectangle of numbers."
        ) from error
    if grid.ndim != 2 or grid.size == 0 or grid.dtype.kind not in "iuf":
        raise PictureError(400, "Expected pixels as a list of equally long rows of numbers from 0 to 255.")
    if grid.size > limits.max_pixels:
        raise PictureError(
            413, f"The picture has {grid.size} pixels; at most {limits.max_pixels} are accepted."
        )
    low, high = grid.min(), grid.max()
    if not (low >= 0 and high <= 255):
        raise PictureError(
            400, f"Pixels run from 0 (background) to 255 (ink); found {low if not low >= 0 else high}."
        )
    if grid.dtype.kind == "f":
        return (grid / 255).astype(np.float32)
    return grid.astype(np.uint8)


def _whole_numbers(rows: object, most: int) -> NDArray[np.uint8] | None:
    """A rectangle of whole numbers from 0 to 255, in a quarter of the time that any numbers take; None for anything else."""
    if type(rows) is not list or set(map(type, rows)) != {list}:
        return None
    try:
        data = b"".join(map(bytes, rows))
    except (TypeError, ValueError):  # not whole, or not from 0 to 255
        return None
    # Truth values count as 0 and 1 here; where there is a larger number, NumPy takes them so, too.
    if set(map(len, rows)) != {len(rows[0])} or not 0 < len(data) <= most or max(data) < 2:
        return None
    return np.frombuffer(data, np.uint8).reshape(len(rows), len(rows[0]))


def _check(image: Image.Image, limits: Limits) -> None:
    width, height = image.size
    if width * height > limits.max_pixels:
        raise PictureError(
            413, f"The picture is {width} x {height} pixels; at most {limits.max_pixels} pixels are accepted."
        )
    # A phone's JPEG may carry a second picture (MPO: a depth map, a thumbnail); its first is the photograph.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise PictureError(415, "The picture is animated; send a single picture.")


def _ink(image: Image.Image) -> NDArray[np.uint8]:
    image.load()  # a PNG may carry its EXIF after its pixels
    if not _NEVER_TURNED.issuperset(image.info) and image.getexif().get(_EXIF_ORIENTATION, 1) != 1:
        image = ImageOps.exif_transpose(image)
    if image.has_transparency_data:
        grey, alpha = (np.asarray(band) for band in image.convert("RGBA").convert("LA").split())
        if alpha.min() < 255:
            return opaque_ink(grey, alpha)
    else:
        grey = _grey(image)
    return _bright(grey)


def _bright(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The greys with their ink on the bright side."""
    return np.subtract(255, grey, dtype=np.uint8) if ink_is_dark(grey) else grey


def _grey(image: Image.Image) -> NDArray[np.uint8]:
    if image.mode.startswith("I"):  # 16-bit greys
        return (np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8)
    return np.asarray(image if image.mode == "L" else image.convert("L"))
