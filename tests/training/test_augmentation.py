"""What the network sees in training: repeatable, in range, and changed as asked."""

from dataclasses import replace

import numpy as np
import pytest

from app.lenet.network import Floats
from app.training.augmentation import (
    Augmentation,
    Augmenter,
    change_width,
    draw_with_pen,
    is_blotted,
)
from app.training.data import Digits
from app.training.inputs import as_input, centre
from app.training.skeletons import collection
from app.training.thinning import REACH, STEPS_PER_PIXEL, pen_distances
from app.training.warp import Ranges
from tests.training.synthetic import digits

DIGITS = digits(40)
FIELDS = pen_distances(DIGITS.scans)
DRAWINGS = collection(3, seed=1)
UNMOVED = Ranges(shift=0, rotation=0, scale=0, stretch=0, shear=0, pinch=0, bend=0)
UNCHANGED = Augmentation(
    skeletons=0, pen=0, centred=0, thicker=0, thinner=0, scan_ranges=UNMOVED, pen_ranges=UNMOVED
)


def augmented(kind: Augmentation, seed: int = 1) -> Floats:
    """All digits, augmented."""
    return Augmenter(kind, DIGITS, FIELDS, DRAWINGS)(np.arange(len(DIGITS)), np.random.default_rng(seed))


def test_the_seed_decides_everything() -> None:
    """The same generator gives the same bytes, another one other pictures."""
    kind = Augmentation(pen=0.5)
    assert augmented(kind).tobytes() == augmented(kind).tobytes()
    assert not np.array_equal(augmented(kind), augmented(kind, seed=2))


@pytest.mark.parametrize(
    "kind",
    [Augmentation(), Augmentation(skeletons=0, pen=0), Augmentation(skeletons=0, pen=1)],
    ids=["mixed", "scans", "pens"],
)
def test_inputs_are_what_the_network_takes(kind: Augmentation) -> None:
    """float32 of the input's shape between 0 and 1, each with ink."""
    images = augmented(kind)
    assert images.shape == (40, 1, 32, 32)
    assert images.dtype == np.float32
    assert images.min() >= 0
    assert images.max() <= 1
    assert (images.max(axis=(1, 2, 3)) > 0.3).all()


def test_nothing_asked_for_changes_nothing() -> None:
    """With every range and share at nothing the digits come out as they are."""
    assert np.allclose(augmented(UNCHANGED), as_input(DIGITS.scans), atol=1e-5)


def test_skeletons_replace_digits_of_the_same_label() -> None:
    """With the share at 1 every input is one of its label's drawings, and not always the same one."""
    images = augmented(replace(UNCHANGED, skeletons=1))
    places = set()
    for image, label in zip(images, DIGITS.labels, strict=True):
        same = (as_input(DRAWINGS[label]) == image).all(axis=(1, 2, 3))
        assert same.sum() == 1
        places.add(int(same.argmax()))
    assert places == {0, 1, 2}


def test_centred_digits_are_what_the_product_makes_of_them() -> None:
    """With all scans centred, each is exactly what a visitor's drawing of it would be turned into."""
    expected = [centre(scan.astype(np.float32) / np.float32(255)) for scan in DIGITS.scans]
    assert np.allclose(augmented(replace(UNCHANGED, centred=1))[:, 0], expected, atol=0.02)


def test_strokes_become_thicker_or_thinner() -> None:
    """Thicker pictures have more ink, thinner ones less, and the arguments are not changed."""
    pictures = DIGITS.scans.astype(np.float32) / np.float32(255)
    before = pictures.copy()
    thicker = change_width(pictures, replace(UNCHANGED, thicker=1), np.random.default_rng(1))
    thinner = change_width(pictures, replace(UNCHANGED, thinner=1), np.random.default_rng(1))
    assert np.array_equal(pictures, before)
    assert (thicker.sum(axis=(1, 2)) > 1.05 * before.sum(axis=(1, 2))).all()
    assert (thinner.sum(axis=(1, 2)) < 0.95 * before.sum(axis=(1, 2))).all()
    assert (thinner <= before + 1e-6).all()


def test_a_pen_draws_lines_of_its_width() -> None:
    """A pen of radius r covers what is nearer than r to the path, and only that."""
    kind = replace(UNCHANGED, pen_radius=(1.5, 1.5), closed_four=0)
    rows, columns = np.mgrid[:28, :28] - 13.5
    ring = np.abs(np.hypot(rows, columns) - 8)
    field = np.rint(np.minimum(ring, REACH) * STEPS_PER_PIXEL).astype(np.uint8)[None]
    ink = draw_with_pen(field, np.full(1, 6, np.uint8), kind, np.random.default_rng(1))
    assert ink.shape == (1, 56, 56)
    blocks = ink.reshape(28, 2, 28, 2)
    assert blocks.min(axis=(1, 3))[ring < 0.9].min() == 1
    assert blocks.max(axis=(1, 3))[ring > 2.2].max() == 0


def test_a_pen_draws_in_the_middle_of_the_paper() -> None:
    """However a scan was centred, its drawing is centred by its box, so that no tail runs off the paper."""
    fields = np.full(FIELDS.shape, np.uint8(REACH * STEPS_PER_PIXEL))
    fields[:, 8:] = FIELDS[:, :-8]
    ink = (
        draw_with_pen(fields, DIGITS.labels, replace(UNCHANGED, closed_four=0), np.random.default_rng(1))
        > 0.5
    )
    rows = [np.flatnonzero(picture.any(axis=1)) for picture in ink]
    assert all(abs(row[0] + row[-1] - 55) <= 4 for row in rows)


def test_pens_differ_in_width() -> None:
    """Of many drawings of one digit the finest has less than a third of the broadest one's ink."""
    eight = np.flatnonzero(DIGITS.labels == 8)[:1].repeat(60)
    ink = draw_with_pen(FIELDS[eight], DIGITS.labels[eight], Augmentation(), np.random.default_rng(1))
    amounts = ink.sum(axis=(1, 2))
    assert amounts.min() < amounts.max() / 3


def test_fours_are_closed_at_the_top() -> None:
    """Where fours are closed their upper ends come together, below they stay apart."""
    fours = np.flatnonzero(DIGITS.labels == 4).repeat(10)
    kind = replace(UNCHANGED, pen_radius=(0.8, 0.8), closed_four=1)

    def width(row: int, closed: float) -> float:
        drawn = draw_with_pen(
            FIELDS[fours], DIGITS.labels[fours], replace(kind, closed_four=closed), np.random.default_rng(1)
        )
        columns = drawn[:, row - 2 : row + 2].max(axis=1) > 0.5
        return float(np.mean([np.ptp(np.flatnonzero(line)) for line in columns if line.any()]))

    assert width(14, closed=1) < 0.75 * width(14, closed=0)
    assert width(27, closed=1) == pytest.approx(width(27, closed=0), rel=0.15)


def test_filled_loops_are_not_redrawn() -> None:
    """A disc has ink far from its path and counts as a blot; digits of even strokes do not."""
    rows, columns = np.mgrid[:28, :28]
    disc = (255 * (np.hypot(rows - 14, columns - 14) < 7)).astype(np.uint8)[None]
    assert is_blotted(disc, pen_distances(disc)).all()
    assert not is_blotted(DIGITS.scans, FIELDS).any()
    zero = Digits(disc, np.zeros(1, np.uint8))
    augmenter = Augmenter(replace(UNCHANGED, pen=1), zero, pen_distances(disc), DRAWINGS)
    same = augmenter(np.zeros(1, np.intp), np.random.default_rng(1))
    assert np.allclose(same, as_input(disc), atol=1e-5)
