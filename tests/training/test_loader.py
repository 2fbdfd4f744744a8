"""The data loader: every digit once per epoch, and the same batches from wherever an epoch is entered."""

import numpy as np

from app.training.augmentation import Augmentation, Augmenter
from app.training.loop import DataLoader
from app.training.skeletons import collection
from app.training.thinning import pen_distances
from tests.training.synthetic import digits

DIGITS = digits(26)
AUGMENTER = Augmenter(Augmentation(), DIGITS, pen_distances(DIGITS.scans), collection(2, seed=1))
LOADER = DataLoader(DIGITS.labels, AUGMENTER, seed=4, size=8)


def test_an_epoch_sees_every_digit_once() -> None:
    """The order is a permutation, another one in every epoch; what does not fill a batch is left out."""
    assert sorted(LOADER.order(0)) == list(range(26))
    assert not np.array_equal(LOADER.order(0), LOADER.order(1))
    batches = list(LOADER.epoch(0, 0))
    assert LOADER.batches == len(batches) == 3
    labels = np.concatenate([labels for _, labels in batches])
    assert np.array_equal(labels, DIGITS.labels[LOADER.order(0)[:24]])
    assert all(images.shape == (8, 1, 32, 32) for images, _ in batches)


def test_an_epoch_can_be_entered_in_the_middle() -> None:
    """From batch 2 on the bytes are those of an epoch from its beginning, and epochs differ."""
    last = list(LOADER.epoch(1, 0))[2][0]
    assert next(LOADER.epoch(1, 2))[0].tobytes() == last.tobytes()
    assert next(LOADER.epoch(0, 2))[0].tobytes() != last.tobytes()
