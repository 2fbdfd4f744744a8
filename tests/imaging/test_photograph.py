"""Photographs of pen on paper: noise, shading and what lies around do not count as ink."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from app.imaging import decode, prepare
from app.imaging.foreground import with_foreground
from tests.imaging.likeness import alike
from tests.strokes import DIGITS, draw, file_of, photograph

Change = Callable[[NDArray[np.uint8]], NDArray[np.generic]]


def page(
    name: str, size: float, at: tuple[float, float], pen: float, shape: tuple[int, int] = (600, 800)
) -> NDArray[np.uint8]:
    """A digit on a page of (height, width)."""
    return draw(name, size, at, pen, pad=max(shape))[: shape[0], : shape[1]]


@pytest.mark.parametrize("name", DIGITS)
@pytest.mark.parametrize("seed", [0, 1])
def test_a_photographed_digit_is_read_as_the_drawn_one(name: str, seed: int) -> None:
    """A JPEG of pen on unevenly lit, noisy paper gives nearly the clean drawing's input and crop."""
    ink = page(name, 300, (260, 150), 22)
    clean = prepare(ink)
    seen = prepare(decode(file_of(photograph(ink, seed), "JPEG", quality=80)))
    assert not seen.blank
    assert alike(seen, clean) > 0.93
    assert seen.crop is not None
    assert clean.crop is not None
    for side in ("top", "left", "height", "width"):
        assert getattr(seen.crop, side) == pytest.approx(getattr(clean.crop, side), abs=12)


DARK_EDGE = np.zeros((600, 800), bool)
DARK_EDGE[:, :90] = True
SPECKS = np.zeros((600, 800), bool)
SPECKS[[50, 420, 560], [700, 40, 300]] = SPECKS[[51, 421, 561], [701, 41, 301]] = True


@pytest.mark.parametrize(
    ("ink", "change"),
    [
        pytest.param(page("2", 40, (700, 520), 5), lambda seen: seen, id="small, in a corner"),
        pytest.param(page("5", 540, (200, 30), 70), lambda seen: seen, id="fat, filling the page"),
        pytest.param(page("3", 400, (300, 100), 5), lambda seen: seen, id="thin"),
        pytest.param(page("6", 300, (300, 150), 22), lambda seen: 255 - seen, id="chalk on a board"),
        pytest.param(page("4", 300, (300, 150), 22), lambda seen: seen // 3, id="in the dark"),
        pytest.param(
            page("8", 300, (300, 150), 22), lambda seen: np.minimum(seen, 150) + 105, id="overexposed"
        ),
        pytest.param(
            page("7", 300, (300, 150), 22), lambda seen: np.where(DARK_EDGE, 40, seen), id="table beside it"
        ),
        pytest.param(
            page("9", 300, (300, 150), 22), lambda seen: np.where(SPECKS, 30, seen), id="specks of dirt"
        ),
        pytest.param(
            page("0", 300, (300, 150), 22),
            lambda seen: np.clip(seen.astype(int) * 2 - 100, 0, 255),
            id="white clipped",
        ),
    ],
)
def test_hard_photographs(ink: NDArray[np.uint8], change: Change) -> None:
    """Size, light, polarity and dirt at the edges of what people send are still told apart from the ink."""
    seen = change(photograph(ink, seed=3)).astype(np.uint8)
    assert alike(prepare(decode(file_of(seen))), prepare(ink)) > 0.9


@pytest.mark.parametrize(("size", "pen"), [(140, 12), (60, 6)])
def test_a_page_scanned_large_keeps_a_small_digits_shape(size: int, pen: int) -> None:
    """On a scan of two million pixels a digit of a twentieth of its side is cut out of the full scan."""
    ink = np.zeros((1600, 1300), np.uint8)
    ink[1350:1550, 100:300] = draw("5", size=size, at=(40, 30), pen=pen, pad=200)
    seen = prepare(decode(file_of(photograph(ink, seed=2), "JPEG", quality=85)))
    assert alike(seen, prepare(ink)) > 0.93
    assert seen.crop is not None
    assert seen.crop.height == pytest.approx(size + pen, abs=8)


@pytest.mark.parametrize("quality", [30, 60, 90])
def test_a_drawing_saved_as_jpeg_is_the_same_drawing(quality: int) -> None:
    """The ripples that JPEG leaves around strokes are not ink."""
    ink = draw("8", size=200, at=(70, 40), pen=14)
    seen = prepare(decode(file_of(np.subtract(255, ink, dtype=np.uint8), "JPEG", quality=quality)))
    assert alike(seen, prepare(ink)) > 0.97


def test_an_empty_page_is_blank() -> None:
    """A photograph of paper with nothing on it is blank, whatever its light."""
    for seed in range(5):
        empty = photograph(np.zeros((400, 500), np.uint8), seed, light=0.5 + 0.1 * seed, noise=3 + seed)
        assert prepare(decode(file_of(empty, "JPEG", quality=80))).blank


def test_coloured_ink_is_ink() -> None:
    """Blue, red and green pen on white paper give nearly the input of black pen."""
    ink = draw("4")
    share = (ink / 255)[:, :, None]
    for colour in ((20, 40, 200), (220, 30, 40), (0, 130, 60)):
        picture = np.rint(255 * (1 - share) + np.array(colour) * share).astype(np.uint8)
        assert alike(prepare(decode(file_of(Image.fromarray(picture)))), prepare(ink)) > 0.999


@pytest.mark.parametrize("shape", [(1, 300), (300, 1), (2, 400), (3, 70), (10, 10), (15, 900)])
def test_noise_of_any_shape_gives_an_input(shape: tuple[int, int]) -> None:
    """Noise in a strip, or in a few pixels, is searched like a photograph and gives an input from 0 to 1."""
    noise = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    found = prepare(with_foreground(noise, Image.fromarray(noise)))
    assert found.image.shape == (32, 32)
    assert 0 <= found.image.min() <= found.image.max() <= 1


def test_a_dark_corner_is_no_sheet() -> None:
    """A shadow with three sides is not entered as a sheet of paper would be; the digit beside it is found."""
    ink = draw("2", 160, (100, 30), 14)
    seen = np.where(np.tri(280, k=-140), 60, 220) - ink * np.where(np.tri(280, k=-140), 0.15, 0.7)
    assert alike(prepare(decode(file_of(seen.astype(np.uint8)))), prepare(ink)) > 0.9
