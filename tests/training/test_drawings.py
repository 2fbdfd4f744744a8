"""The second validation set: digits drawn by hand as coordinates."""

import numpy as np

from app.lenet.weights import load
from app.training.evaluation import predict
from tests.training.drawings import PENS, SHAPES, WEIGHTS, drawings, inputs


def test_every_digit_is_drawn_by_every_hand() -> None:
    """Twenty hands write all ten digits; the kinds that are easily misread come after them."""
    drawn = drawings()
    assert [drawing.label for drawing in drawn[:200]] == list(range(10)) * 20
    assert len({drawing.hand for drawing in drawn[:200]}) == 20
    assert len(drawn) > 250
    for drawing in drawn:
        assert all(len(stroke) >= 2 for stroke in drawing.strokes), drawing.hand
        assert np.ptp([y for stroke in drawing.strokes for _, y in stroke]) > 50, drawing.hand


def test_the_network_reads_what_is_drawn() -> None:
    """Of every thirteenth drawing, in every shape and with every pen, at least 95 % are read right."""
    some = drawings()[::13]
    images, labels = inputs(some)
    assert images.shape == (len(some) * len(SHAPES) * len(PENS), 1, 32, 32)
    assert predict(load(WEIGHTS), images, labels).accuracy >= 0.95
