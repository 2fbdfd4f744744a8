"""The loop: the right derivatives, the moments that are kept, and a network that learns."""

from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from app.lenet.architecture import LENET
from app.lenet.network import forward, initialise
from app.training.evaluation import as_input, read
from app.training.loop import Floats, Labels, Recipe, State, Watch, begin, run, slopes_of
from tests.training.synthetic import digits

DIGITS = digits(40)
RECIPE = Recipe(epochs=3, batch=10, warm_up=2, keep=0.8)


class PlainFeed:
    """The digits as they are, always in the same order."""

    batches = 4

    def epoch(self, epoch: int, first: int) -> Iterator[tuple[Floats, Labels]]:  # noqa: ARG002 - as Feed
        """The batches from number `first` on."""
        for batch in range(first, self.batches):
            part = DIGITS.part(10 * batch, 10 * batch + 10)
            yield as_input(part.scans), part.labels


@pytest.mark.parametrize("smoothing", [0.0, 0.2])
def test_slopes_are_those_of_the_loss(smoothing: float) -> None:
    """Along a random direction the loss changes as its derivatives say, in float64."""
    rng = np.random.default_rng(1)
    # Not from zero biases: there the empty paper is exactly where ReLU has no derivative.
    parameters = {
        name: values + rng.normal(0, 0.02, values.shape) for name, values in initialise(LENET, rng).items()
    }
    direction = {name: rng.standard_normal(values.shape) for name, values in parameters.items()}
    images, labels = as_input(DIGITS.scans[:6]).astype(np.float64), DIGITS.labels[:6]

    def moved(by: float) -> dict[str, NDArray[np.float64]]:
        return {name: values + by * direction[name] for name, values in parameters.items()}

    def loss(by: float) -> float:
        logits = forward(moved(by), images).activations["fc3"]  # type: ignore[arg-type]  # float64 for precision
        logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        target = np.full((6, 10), smoothing / 10)
        target[np.arange(6), labels] += 1 - smoothing
        return float(-(target * logs).sum(axis=1).mean())

    slopes: Mapping[str, NDArray[np.floating]] = slopes_of(parameters, (images, labels), smoothing, LENET)[2]  # type: ignore[arg-type]  # as above
    expected = (loss(1e-6) - loss(-1e-6)) / 2e-6
    found = sum(float((slopes[name] * direction[name]).sum()) for name in parameters)
    assert found == pytest.approx(expected, rel=1e-4)


def test_the_network_learns() -> None:
    """In a few dozen batches forty digits are learnt by heart, by the averaged weights too."""
    recipe = Recipe(epochs=25, batch=10, warm_up=5, keep=0.8)
    state = begin(recipe)
    assert run(state, recipe, PlainFeed(), Watch())
    for parameters in (state.parameters, state.averaged):
        assert read(parameters, as_input(DIGITS.scans), DIGITS.labels).accuracy(DIGITS.labels) == 1


def test_the_same_seed_gives_the_same_bytes() -> None:
    """Two runs agree in every bit; another seed begins elsewhere."""
    states = [begin(RECIPE), begin(RECIPE)]
    for state in states:
        run(state, RECIPE, PlainFeed(), Watch())
    for name in states[0].averaged:
        assert states[0].averaged[name].tobytes() == states[1].averaged[name].tobytes()
    assert not np.array_equal(
        begin(Recipe(seed=2)).parameters["fc1.weight"], begin(RECIPE).parameters["fc1.weight"]
    )


def test_moments_are_kept_before_and_after_every_epoch() -> None:
    """The weights are offered before the first batch and when an epoch is complete, with the epoch's own sums."""
    moments: list[tuple[int, int, int, int]] = []
    saved: list[int] = []
    state = begin(RECIPE)

    def note(state: State) -> None:
        moments.append((state.epoch, state.batch, state.images, state.moment_batches))

    assert run(state, RECIPE, PlainFeed(), Watch(moment=note, epoch=lambda state: saved.append(state.epoch)))
    assert moments == [(0, 0, 0, 0), (1, 0, 40, 4), (2, 0, 40, 4), (3, 0, 40, 4)]
    assert saved == [1, 2, 3]


def test_the_first_epoch_is_watched_more_closely() -> None:
    """After 10 and 30 batches of the first epoch, and only there, the weights are kept as well."""

    class LongFeed(PlainFeed):
        batches = 31

        def epoch(self, epoch: int, first: int) -> Iterator[tuple[Floats, Labels]]:  # noqa: ARG002 - as Feed
            """Two digits at a time."""
            for _ in range(first, self.batches):
                yield as_input(DIGITS.scans[:2]), DIGITS.labels[:2]

    moments: list[tuple[int, int]] = []
    recipe = Recipe(epochs=2, batch=2)
    run(
        begin(recipe),
        recipe,
        LongFeed(),
        Watch(moment=lambda state: moments.append((state.epoch, state.batch))),
    )
    assert moments == [(0, 0), (0, 10), (0, 30), (1, 0), (2, 0)]


@pytest.mark.parametrize("stop_after", [1, 3, 4, 6, 11])
def test_a_stopped_run_goes_on_to_the_same_weights(stop_after: int) -> None:
    """Stopped after any batch, at an epoch's end too, and run again, the state comes to the very same bytes."""
    whole = begin(RECIPE)
    run(whole, RECIPE, PlainFeed(), Watch())
    state, seen = begin(RECIPE), []
    watch = Watch(batch=lambda _: seen.append(1), stop=lambda: len(seen) == stop_after)
    assert not run(state, RECIPE, PlainFeed(), watch)
    assert run(state, RECIPE, PlainFeed(), Watch())
    for name in whole.averaged:
        assert whole.averaged[name].tobytes() == state.averaged[name].tobytes()
        assert whole.parameters[name].tobytes() == state.parameters[name].tobytes()
