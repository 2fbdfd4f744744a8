"""From ink to the 32x32 input: centred as MNIST was made, or taken as it is."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from app.idx import read_images
from app.imaging import Box, Preprocess, prepare
from app.imaging.framing import stroke_width
from tests.imaging.likeness import alike
from tests.strokes import DIGITS, HANDS, draw, stroked

MNIST = read_images(Path(__file__).parents[2] / "static" / "data" / "mnist" / "t10k-images-idx3-ubyte.gz")[
    :1000
]
DRAWN = {name: draw(name, 150, (10, 12), 14) for name in DIGITS}
Floats = NDArray[np.float32]


def centre_of_mass(image: Floats) -> tuple[float, float]:
    """Row and column of the ink's balance point, pixel 0 being 0."""
    places = np.arange(32)
    return float(image.sum(axis=1) @ places / image.sum()), float(image.sum(axis=0) @ places / image.sum())


def extent(image: Floats) -> int:
    """The longest side of the ink's bounding box."""
    rows, columns = np.flatnonzero(image.max(axis=1) > 0.1), np.flatnonzero(image.max(axis=0) > 0.1)
    return int(max(np.ptp(rows), np.ptp(columns))) + 1


def difference(one: Floats, other: Floats) -> float:
    """The absolute difference of two inputs, as a share of the ink of the second."""
    return float(np.abs(one - other).sum() / other.sum())


def test_mnist_digits_come_back_nearly_as_they_were() -> None:
    """MNIST was made as `center` does it: 19 in 20 digits return but for traces, most to the bit."""
    changes = np.array([np.abs(prepare(x).image - prepare(x, "none").image).mean() for x in MNIST])
    assert np.median(changes) == 0
    assert np.mean(changes < 0.001) > 0.95
    assert changes.mean() < 0.003


@pytest.mark.parametrize("name", DIGITS)
@pytest.mark.parametrize(("size", "at", "pen"), HANDS.values(), ids=HANDS)
def test_a_digit_fills_its_box_wherever_and_however_it_is_drawn(
    name: str, size: float, at: tuple[float, float], pen: float
) -> None:
    """Any size, place and pen.

    20 pixels long, balanced on the middle, full ink, in strokes of about MNIST's width.
    """
    prepared = prepare(draw(name, size, at, pen))
    assert 19 <= extent(prepared.image) <= 21
    assert np.abs(np.array(centre_of_mass(prepared.image)) - 16).max() <= 0.51
    assert prepared.image.max() > 0.6
    width = stroke_width(np.rint(prepared.image * 255).astype(np.uint8))
    assert 1.3 <= width <= 5


@settings(max_examples=30)
@given(name=st.sampled_from(sorted(DIGITS)), across=st.integers(0, 130), down=st.integers(0, 100))
def test_moving_a_drawing_changes_nothing_but_the_crop(name: str, across: int, down: int) -> None:
    """Shifted by whole pixels, a drawing gives the same input to the bit, and its crop moves with it."""
    still = prepare(DRAWN[name])
    moved = prepare(np.roll(DRAWN[name], (down, across), axis=(0, 1)))
    assert still.crop is not None
    assert np.array_equal(still.image, moved.image)
    assert moved.crop == Box(
        still.crop.top + down, still.crop.left + across, still.crop.height, still.crop.width
    )


@pytest.mark.parametrize("name", DIGITS)
def test_a_small_digit_on_a_large_page_is_read_as_a_large_one(name: str) -> None:
    """A digit of 3 % of a page, in its corner, gives nearly the input of the same digit drawn large."""
    page = np.zeros((2000, 1600), np.uint8)
    page[1900:, 1500:] = draw(name, size=60, at=(20, 20), pen=6, pad=100)
    assert alike(prepare(page), prepare(draw(name, size=180, at=(40, 40), pen=18))) > 0.96


def test_the_crop_is_the_ink_to_the_pixel() -> None:
    """The crop is the ink's bounding box in the given picture's pixels."""
    ink = np.zeros((200, 300), np.uint8)
    ink[40:151, 70:82] = 255
    assert prepare(ink).crop == Box(top=40, left=70, height=111, width=12)


BLANK = {
    "nothing": np.zeros((280, 280), np.uint8),
    "one pixel, nothing in it": np.zeros((1, 1), np.uint8),
    "traces of the eraser": np.where(draw("8", pen=2) > 0, 12, 0).astype(np.uint8),
    "one grey": np.full((100, 120), 130, np.uint8),
    "all ink": np.full((100, 120), 255, np.uint8),
    "noise alone": np.random.default_rng(1).normal(60, 8, (300, 200)).clip(0, 255).astype(np.uint8),
    "light from one side": np.tile(np.linspace(20, 160, 400), (300, 1)).astype(np.uint8),
    "no ink, as shares": np.zeros((28, 28), np.float32),
}


@pytest.mark.parametrize("preprocess", ["center", "none"])
@pytest.mark.parametrize("ink", BLANK.values(), ids=BLANK.keys())
def test_a_picture_without_ink_is_blank(ink: NDArray[np.uint8], preprocess: Preprocess) -> None:
    """Nothing drawn is said to be blank, has no crop, and under `center` gives the network zeros."""
    prepared = prepare(ink, preprocess)
    assert prepared.blank
    assert prepared.crop is None
    if preprocess == "center":
        assert not prepared.image.any()


@pytest.mark.parametrize("pen", [2, 8, 30, 120])
def test_a_dot_stays_a_dot(pen: float) -> None:
    """A single dot of any size is a small round dot in the middle.

    Neither blank nor blown up to look like a zero.
    """
    prepared = prepare(stroked([[(90, 130), (90.5, 130)]], pen, (280, 280)))
    assert not prepared.blank
    outside = prepared.image.copy()
    outside[12:20, 12:20] = 0
    assert not outside.any()
    assert prepared.image.max() > 0.5


def test_a_single_pixel_of_ink_is_a_dot() -> None:
    """The smallest drawing there is, one pixel, reaches the network."""
    ink = np.zeros((28, 28), np.uint8)
    ink[3, 25] = 255
    prepared = prepare(ink)
    assert prepared.crop == Box(3, 25, 1, 1)
    assert prepared.image.max() > 0.5


def test_a_faint_drawing_is_brought_to_full_ink() -> None:
    """Pale ink on a plain ground is read as the same drawing in full ink."""
    full = draw("5")
    pale = np.rint(full * (90 / 255) + 20).astype(np.uint8)
    assert difference(prepare(pale).image, prepare(full).image) < 0.02


@pytest.mark.parametrize("name", DIGITS)
def test_a_soft_brush_is_still_a_drawing(name: str) -> None:
    """Wide strokes that fade out over many pixels are a drawing on a plain ground, not a photograph.

    No part of them is lost.
    """
    sharp = draw(name, size=170, at=(60, 55), pen=30)
    soft = np.asarray(Image.fromarray(sharp).filter(ImageFilter.GaussianBlur(9)))
    assert alike(prepare(soft), prepare(sharp)) > 0.88


def test_a_hair_line_keeps_its_strength() -> None:
    """A line a pixel wide, which scaling alone would nearly lose, is full ink."""
    assert prepare(draw("2", size=240, at=(15, 15), pen=1)).image.max() > 0.9


def test_as_it_is_takes_28_and_32_pixels_exactly() -> None:
    """`none` pads 28x28 by two and keeps 32x32; bytes are divided by 255, shares are kept."""
    small = np.arange(784, dtype=np.uint32).reshape(28, 28).astype(np.uint8)
    large = np.arange(1024, dtype=np.uint32).reshape(32, 32).astype(np.uint8)
    padded = np.pad(small, 2) / np.float32(255)
    assert np.array_equal(prepare(small, "none").image, padded)
    assert np.array_equal(prepare(padded[2:-2, 2:-2], "none").image, padded)
    assert np.array_equal(prepare(large, "none").image, large / np.float32(255))


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (5, 7), (280, 280), (100, 300), (600, 31)])
def test_as_it_is_fits_other_sizes_into_28_pixels(shape: tuple[int, int]) -> None:
    """`none` scales any other picture, its proportions kept, to 28 pixels in the middle of 32."""
    image = prepare(np.full(shape, 255, np.uint8), "none").image
    height, width = (max(1, round(28 * side / max(shape))) for side in shape)
    inked = np.argwhere(image > 0.99)
    assert np.array_equal(inked.max(axis=0) - inked.min(axis=0) + 1, [height, width])
    assert np.abs(inked.mean(axis=0) - 15.5).max() <= 0.5
    assert image.sum() == pytest.approx(height * width, rel=1e-3)


def test_as_it_is_keeps_place_and_size() -> None:
    """A drawing on a 280-pixel pad lies under `none` where it was drawn, at a tenth of its size."""
    expected = np.zeros((32, 32))
    expected[2:-2, 2:-2] = draw("3", pen=20).reshape(28, 10, 28, 10).mean(axis=(1, 3)) / 255
    assert np.abs(prepare(draw("3", pen=20), "none").image - expected).mean() < 0.01


def test_shares_and_bytes_give_the_same_input() -> None:
    """Ink as floats from 0 to 1, of either precision, is prepared as the same ink in bytes.

    Twice gives the same bits.
    """
    ink = draw("6")
    images = [prepare(given).image for given in (ink, ink, ink / np.float32(255), ink / 255)]
    assert all(np.array_equal(image, images[0]) for image in images)


def dashed(long: int) -> NDArray[np.uint8]:
    """A horizontal line one pixel high, with 160 dots of ink, one at each end."""
    line = np.zeros((1, long), np.uint8)
    line[0, np.linspace(0, long - 1, 160).astype(int)] = 255
    return line


@pytest.mark.parametrize("long", [4_000_000, 3_999_999])
def test_a_line_of_any_length_takes_no_more_memory_than_itself(long: int) -> None:
    """A picture one pixel wide and millions long is read like a short line."""
    for line, short in ((dashed(long), dashed(800)), (dashed(long).T, dashed(800).T)):
        prepared = prepare(line)
        assert np.array_equal(prepared.image, prepare(short).image)
        assert extent(prepared.image) == 20
        assert prepared.crop == Box(0, 0, *line.shape)


@pytest.mark.parametrize("gap", [3, 8, 20, 60])
@pytest.mark.parametrize("side", [300, 2000])
def test_hatching_and_dots_are_ink(gap: int, side: int) -> None:
    """Lines and dots finer than a pixel of the fine copy leave a trace."""
    for rows, columns in ((gap, 1), (1, gap), (gap, gap)):
        page = np.zeros((side, side + 40), np.uint8)
        page[10:-10:rows, 10:-10:columns] = 255
        prepared = prepare(page)
        assert not prepared.blank
        assert prepared.image.max() > 0.1


@settings(max_examples=40)
@given(
    size=st.tuples(st.integers(100, 700), st.integers(100, 700)),
    share=st.sampled_from([0.001, 0.01, 0.1, 0.4]),
    weakest=st.sampled_from([20, 60, 250]),
    seed=st.integers(0, 999),
)
def test_any_texture_gives_an_input(size: tuple[int, int], share: float, weakest: int, seed: int) -> None:
    """Dust of any density and strength on a black page is prepared, or is blank and said to be."""
    dice = np.random.default_rng(seed)
    page = np.where(dice.random(size) < share, dice.integers(weakest, 256, size), 0).astype(np.uint8)
    page[dice.integers(size[0]), dice.integers(size[1])] = 255
    prepared = prepare(page)
    assert prepared.image.any() != prepared.blank


@given(
    ink=arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2, max_side=90)),
    preprocess=st.sampled_from(["center", "none"]),
)
def test_any_ink_gives_an_input(ink: NDArray[np.uint8], preprocess: Preprocess) -> None:
    """Whatever the picture.

    32x32 float32 between 0 and 1, blank exactly if centring finds nothing, the crop inside the picture.
    """
    prepared = prepare(ink, preprocess)
    assert prepared.image.shape == (32, 32)
    assert prepared.image.dtype == np.float32
    assert 0 <= prepared.image.min() <= prepared.image.max() <= 1
    crop = prepared.crop
    assert (crop is None) == (prepared.blank or preprocess == "none")
    if crop is not None:
        assert prepared.image.any()
        assert min(crop.top, crop.left) >= 0
        assert min(crop.height, crop.width) >= 1
        assert crop.top + crop.height <= ink.shape[0]
        assert crop.left + crop.width <= ink.shape[1]


@pytest.mark.parametrize("pen", [2, 5, 12, 24, 40])
def test_a_strokes_width_is_measured_at_any_angle(pen: float) -> None:
    """The estimate is right to a tenth for pens of 2 to 40 pixels, upright, slanted either way, and round."""
    lines = ([(200, 60), (200, 340)], [(60, 90), (340, 310)], [(60, 310), (340, 90)])
    drawings = [stroked([line], pen, (400, 400)) for line in lines]
    for ink in (*drawings, draw("0", size=240, at=(20, 20), pen=pen)):
        assert stroke_width(ink) == pytest.approx(pen, rel=0.1)
