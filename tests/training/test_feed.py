"""Batches: every digit once, the same whoever makes them."""

import numpy as np

from app.training.augmentation import Augmentation, Augmenter
from app.training.evaluation import centre
from app.training.feed import AugmentedFeed, Source, order
from app.training.skeleton import pen_distances
from tests.training.synthetic import digits

DIGITS = digits(26)
SOURCE = Source(DIGITS, pen_distances(DIGITS.scans), Augmenter(Augmentation(), centre), seed=4, size=8)


def test_an_epoch_sees_every_digit_once() -> None:
    """The order is a permutation, another one in every epoch; what does not fill a batch is left out."""
    assert sorted(order(SOURCE, 0)) == list(range(26))
    assert not np.array_equal(order(SOURCE, 0), order(SOURCE, 1))
    feed = AugmentedFeed(SOURCE)
    batches = list(feed.epoch(0, 0))
    assert feed.batches == len(batches) == 3
    assert np.array_equal(
        np.concatenate([labels for _, labels in batches]), DIGITS.labels[order(SOURCE, 0)[:24]]
    )
    assert all(images.shape == (8, 1, 32, 32) for images, _ in batches)


def test_an_epoch_can_be_taken_up_in_the_middle() -> None:
    """From batch 2 on the bytes are those of an epoch from its beginning, and epochs differ."""
    feed = AugmentedFeed(SOURCE)
    last = list(feed.epoch(1, 0))[2][0]
    assert next(feed.epoch(1, 2))[0].tobytes() == last.tobytes()
    assert next(feed.epoch(0, 2))[0].tobytes() != last.tobytes()


def test_workers_make_the_same_batches() -> None:
    """Made ahead by another process, an epoch's batches come in order and are the same bytes."""
    alone = list(AugmentedFeed(SOURCE).epoch(2, 0))
    with AugmentedFeed(SOURCE, workers=1) as feed:
        together = list(feed.epoch(2, 0))
    assert [(images.tobytes(), labels.tobytes()) for images, labels in alone] == [
        (images.tobytes(), labels.tobytes()) for images, labels in together
    ]
