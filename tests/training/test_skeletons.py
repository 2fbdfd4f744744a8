"""Digits drawn from skeletons: repeatable, whole, of their label, and like people's."""

import numpy as np
import pytest

from app.imaging import prepare
from app.lenet.weights import load
from app.training.evaluation import predict
from app.training.skeletons import HAND, allographs, broken, collection, curve, draw, shaped, write
from tests.training.drawings import WEIGHTS

KINDS = [(digit, kind) for digit, kinds in enumerate(allographs()) for kind in range(len(kinds))]
each_allograph = pytest.mark.parametrize(("digit", "kind"), KINDS)


def test_the_seed_decides_everything() -> None:
    """The same seed gives the same bytes, whatever else is drawn; another one gives other digits."""
    first = collection(2, seed=1)
    assert first.shape == (10, 2, 28, 28)
    assert collection(3, seed=1)[:, :2].tobytes() == first.tobytes()
    assert not (collection(2, seed=2) == first).all(axis=(2, 3)).any()


@each_allograph
def test_every_allograph_stays_in_the_frame(digit: int, kind: int) -> None:
    """No ink meets the edge of its canvas, or what is outside the network's 28x28 pixels."""
    rng = np.random.default_rng([digit, kind])
    for _ in range(20):
        canvas = draw(digit, rng, kind)
        assert canvas[1:-1, 1:-1].sum(dtype=np.int64) == canvas.sum(dtype=np.int64)
        image = prepare(canvas).image
        assert image.max() > 0.5
        assert image[2:-2, 2:-2].sum() == pytest.approx(image.sum())


@each_allograph
def test_the_network_reads_most_of_each_allograph(digit: int, kind: int) -> None:
    """So the labels are right: what the network that ships finds hard must still be what it claims to be."""
    rng = np.random.default_rng([digit, kind])
    images = np.stack([prepare(draw(digit, rng, kind)).image for _ in range(40)])[:, None]
    labels = np.full(len(images), digit, np.uint8)
    assert predict(load(WEIGHTS), images, labels).accuracy >= 0.5


def test_ones_and_sevens_differ() -> None:
    """A one's flag falls more than it runs to the left; a seven's top is flatter, and not short."""
    for flag in allographs()[1][1][0].split(";"):
        x, y = zip(*(map(float, word.rstrip("!").split(",")) for word in flag.split()), strict=True)
        assert y[0] - y[-1] > abs(x[0] - x[-1])
    for kind, parts in enumerate(allographs()[7]):
        rng = np.random.default_rng(kind)
        for _ in range(20):
            first = write(parts, rng)[0]
            corner = max(index for index, point in enumerate(first) if point[1] < 20)
            top = [point[:2] for point in first[: corner + 1]]
            assert np.ptp([x for x, _ in top]) >= 40


def test_a_curve_passes_through_its_points() -> None:
    """Its ends are the first and last point, and it comes near each of the others without running off."""
    points = np.array([(0.0, 0.0), (5.0, 30.0), (40.0, 32.0), (44.0, 100.0)])
    samples = curve(points, np.random.default_rng(3))
    assert np.allclose(samples[[0, -1]], points[[0, -1]])
    assert max(np.hypot(*(samples - point).T).min() for point in points) < 8
    assert samples.min() > -10
    assert samples.max() < 110


def test_hands_keep_digits_wide_enough() -> None:
    """However narrow a hand writes, the box is at least as wide as asked, and its longest side 1."""
    strokes = [np.array([(0.0, 0.0), (5.0, 100.0)])]
    for seed in range(20):
        (points,) = shaped(strokes, HAND, 0.5, np.random.default_rng(seed))
        width, height = np.ptp(points, axis=0)
        assert max(width, height) == pytest.approx(1)
        assert width >= 0.5 * height - 1e-9


def test_lifts_are_left_out_or_added() -> None:
    """An optional lift of the pen is there or not; a broken stroke lacks a sample and is two."""
    kind = ("0,0 10,10; 5,5 10,10", "/ 20,20 30,30")
    assert len(write(kind, np.random.default_rng(1), joined=0)) == 2
    assert len(write(kind, np.random.default_rng(1), joined=1)) == 1
    stroke = np.arange(40.0).reshape(20, 2)
    before, after = broken([stroke], np.random.default_rng(1))
    assert len(before) + len(after) == 19
    assert [len(points) for points in broken([stroke[:5]], np.random.default_rng(1))] == [5]
