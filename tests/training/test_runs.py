"""Live training: runs that depend on their options alone, and report their progress."""

import numpy as np
import pytest

from app.idx import read_images
from app.lenet.architecture import ARCHITECTURES
from app.lenet.errors import DivergenceError
from app.settings import ROOT
from app.training.runs import Progress, RunOptions, load_digits, run
from tests.training.synthetic import digits

DIGITS = digits(40), digits(40).part(0, 20)
OPTIONS = RunOptions(batches=8, batch_size=10)


def last(options: RunOptions) -> Progress:
    """The last report of a run that reports every batch."""
    *_, end = run(options, DIGITS, interval=0)
    return end


def test_progress_is_reported_from_before_the_first_batch() -> None:
    """With no interval there is a report before training and after every batch, with growing accuracy."""
    reports = list(run(RunOptions(batches=40, batch_size=10), DIGITS, interval=0))
    assert [report.batch for report in reports] == list(range(41))
    assert reports[0].images_per_second == 0
    assert all(report.images_per_second > 0 for report in reports[1:])
    assert reports[0].accuracy < 0.5
    assert reports[-1].accuracy > 0.9
    assert reports[-1].loss < reports[0].loss


def test_the_last_batch_is_always_reported() -> None:
    """However long the interval, a run reports its beginning and end, with the mean loss of all batches."""
    every = list(run(OPTIONS, DIGITS, interval=0))
    ends = list(run(OPTIONS, DIGITS, interval=1e9))
    assert [report.batch for report in ends] == [0, 8]
    assert ends[-1].loss == pytest.approx(np.mean([report.loss for report in every[1:]]))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("augment", [False, True])
def test_the_options_decide_the_parameters(architecture: str, augment: bool) -> None:
    """The same options give the same bits, another seed others; reports do not change afterwards."""
    options = RunOptions(architecture=architecture, augment=augment, batches=3, batch_size=10)
    reports = list(run(options, DIGITS, interval=0))
    kept = {name: values.copy() for name, values in reports[1].parameters.items()}
    again, other = last(options), last(RunOptions(architecture, 2, 3, 10, augment=augment))
    for name, values in reports[-1].parameters.items():
        assert values.tobytes() == again.parameters[name].tobytes()
        assert np.array_equal(reports[1].parameters[name], kept[name])
    assert not np.array_equal(again.parameters["fc1.weight"], other.parameters["fc1.weight"])


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_equal_kernels_stay_equal(architecture: str) -> None:
    """Maps and units that begin with equal weights change, but equally; only the outputs learn to differ."""
    options = RunOptions(architecture=architecture, batches=20, batch_size=10, initialisation="equal")
    first = next(run(options, DIGITS)).parameters
    for name, values in last(options).parameters.items():
        spread = np.abs(values - values[:1]).max() / np.abs(values).max()
        assert not np.array_equal(values, first[name])
        assert spread > 0.01 if name.startswith("fc3") else spread < 1e-3, name


def test_divergence_is_an_error() -> None:
    """A learning rate that leaves the range of float32 ends the run."""
    with pytest.raises(DivergenceError, match=r"step 1 with learning rate 1e\+30"):
        last(RunOptions(batches=5, batch_size=10, optimiser="sgd", learning_rate=1e30))


def test_the_shipped_digits_are_no_test_digits() -> None:
    """4,000 to learn from and 1,000 held out, 500 ± 50 of each class, and none of the test set."""
    learn, held_out = load_digits()
    assert (len(learn), len(held_out)) == (4000, 1000)
    counts = np.bincount(np.concatenate([learn.labels, held_out.labels]))
    assert 450 <= counts.min() <= counts.max() <= 550
    tests = read_images(ROOT / "static" / "data" / "mnist" / "t10k-images-idx3-ubyte.gz")
    known = {scan.tobytes() for scan in tests}
    assert not any(scan.tobytes() in known for scan in [*learn.scans, *held_out.scans])
