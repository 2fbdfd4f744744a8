"""Turn picture files and grids of numbers into ink: upright, flattened, grey, 0 = background, 255 = ink."""

import io
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from app.imaging.foreground import Decoded, flattened, with_foreground

_FORMATS = ("PNG", "JPEG", "WEBP")
_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # of PNG and JPEG; a RIFF may hold WebP or sound


class PictureError(ValueError):
    """A picture that cannot be used. Everything this package refuses is refused with this error.

    Attributes:
        status: The HTTP status that says why: 400 damaged or malformed, 413 too large, 415 not a kind of
            picture that is read.
        detail: One sentence: what is wrong, and what would be right.
    """

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a picture may be: bytes of the file, pixels, and pixels of the longer side.

    The sides are read from the file's header before anything is unpacked. A row or a column takes time and
    memory of its own, however few pixels it has.
    """

    max_bytes: int = 16 * 1024 * 1024
    max_pixels: int = 32_000_000
    max_side: int = 65_535

    def __post_init__(self) -> None:
        for name, most in asdict(self).items():
            if most < 1:
                raise ValueError(f"Unexpected {name}: {most}; expected at least 1")

    def check_size(self, height: int, width: int) -> None:
        """Raise PictureError for a picture that is larger."""
        too_large = f"The picture is {width} x {height} pixels; at most"
        if height * width > self.max_pixels:
            raise PictureError(413, f"{too_large} {self.max_pixels} pixels are accepted.")
        if max(height, width) > self.max_side:
            raise PictureError(413, f"{too_large} {self.max_side} pixels a side are accepted.")


DEFAULT_LIMITS = Limits()


def decode(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Decoded:
    """Read a PNG, JPEG or WebP file as ink, and find the digit in a photograph or a scan.

    The picture is turned upright (EXIF), its transparency is flattened, its colours become greys (ITU-R 601
    luma; 16-bit greys keep their upper byte), and if its ink is dark on a bright ground it is inverted.

    Raises:
        PictureError: The file is too large, damaged, animated, or none of these formats.
    """
    if len(data) > limits.max_bytes:
        raise PictureError(
            413, f"The picture has {len(data)} bytes; at most {limits.max_bytes} are accepted."
        )
    if not data:
        raise PictureError(400, "The picture is empty: there are no bytes to read.")
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            _check(image, limits)
            image.verify()  # the checksums of a PNG's chunks
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            image.load()  # a PNG may carry its EXIF after its pixels
            upright = ImageOps.exif_transpose(image) if image.info else image
        grey, alpha = _grey_and_alpha(upright)
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(
            413, f"The picture is far too large; at most {limits.max_pixels} pixels are accepted."
        ) from error
    except Exception as error:  # Pillow's decoders raise almost anything on damaged files
        reason = str(error) or "it cannot be unpacked"
        if isinstance(error, UnidentifiedImageError):
            reason = "its header cannot be read"
            is_webp = data.startswith(b"RIFF") and b"WEBP".startswith(data[8:12])
            if not is_webp and not data.startswith(_STARTS):
                raise PictureError(
                    415, "These bytes are not a picture that can be read; send PNG, JPEG or WebP."
                ) from error
        raise PictureError(400, f"The picture is damaged or cut short: {reason}.") from error
    return with_foreground(grey, upright) if alpha is None else flattened(grey, alpha, upright)


def from_numbers(rows: object, limits: Limits = DEFAULT_LIMITS) -> NDArray[np.uint8] | NDArray[np.float32]:
    """Read a list of equally long lists of numbers, 0 = background to 255 = ink, as ink.

    The numbers say which side is ink, so nothing is inverted.

    Returns:
        ``(height, width)``: bytes where all numbers are whole, else float32 divided by 255.

    Raises:
        PictureError: It is not a rectangle of numbers from 0 to 255, or too large.
    """
    try:
        grid = np.asarray(rows)
    except (ValueError, OverflowError) as error:
        raise PictureError(
            400, "The rows of pixels differ in length; expected a rectangle of numbers."
        ) from error
    if grid.ndim != 2 or grid.size == 0 or grid.dtype.kind not in "iuf":
        raise PictureError(400, "Expected pixels as a list of equally long rows of numbers from 0 to 255.")
    limits.check_size(*grid.shape)
    low, high = grid.min(), grid.max()
    if not (low >= 0 and high <= 255):
        raise PictureError(
            400, f"Pixels run from 0 (background) to 255 (ink); found {low if not low >= 0 else high}."
        )
    if grid.dtype.kind == "f":
        return (grid / 255).astype(np.float32)
    return grid.astype(np.uint8)


def _check(image: Image.Image, limits: Limits) -> None:
    width, height = image.size
    limits.check_size(height, width)
    # A phone's JPEG may carry a second picture (MPO: a depth map, a thumbnail); its first is the photograph.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise PictureError(415, "The picture is animated; send a single picture.")


def _grey_and_alpha(image: Image.Image) -> tuple[NDArray[np.uint8], Image.Image | None]:
    """Return greys, (height, width), and the alpha channel if something is transparent."""
    if image.has_transparency_data:
        luma, alpha = image.convert("RGBA").convert("LA").split()
        return np.asarray(luma), None if alpha.getextrema() == (255, 255) else alpha
    if image.mode.startswith("I"):  # 16-bit greys
        return (np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8), None
    return np.asarray(image.convert("L")), None
