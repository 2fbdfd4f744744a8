"""The served engine: the bits of the clear version, for any number of threads at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.lenet.architecture import ARCHITECTURES, LENET, Architecture, Layer
from app.lenet.errors import LenetError, OperationError, WeightsError
from app.lenet.fast import SIZES, Engine
from app.lenet.network import Parameters, Trace, forward, initialise

Floats = NDArray[np.float32]


@pytest.fixture(scope="module")
def engine(parameters: Parameters) -> Engine:
    """An engine of the shared parameters."""
    return Engine(parameters)


def assert_same_bits(found: Trace, expected: Trace) -> None:
    """Two traces have the same names, types, shapes and bits."""
    for one, other in ((found.activations, expected.activations), (found.winners, expected.winners)):
        assert list(one) == list(other)
        assert len(one) == len(other)
        for name, values in other.items():
            assert (one[name].dtype, one[name].shape) == (values.dtype, values.shape)
            assert one[name].tobytes() == values.tobytes(), name


@pytest.mark.parametrize("count", [0, 1, 2, *SIZES[:2], sum(SIZES) + 1])
def test_the_bits_are_those_of_the_clear_version(
    count: int, engine: Engine, parameters: Parameters, images: Floats
) -> None:
    """All activations, winners and predictions have the reference's bits, for any number of images."""
    expected = forward(parameters, images[:count])
    assert_same_bits(engine.forward(images[:count]), expected)
    probabilities = engine.predict(images[:count])
    assert probabilities.shape == (count, 10)
    assert probabilities.tobytes() == expected.activations["softmax"].tobytes()


@settings(max_examples=15)
@given(
    seed=st.integers(0, 2**32 - 1),
    scale=st.sampled_from([0.01, 1, 30]),
    share=st.sampled_from([0.0, 0.3, 1.0]),
)
@pytest.mark.parametrize("architecture", ARCHITECTURES.values(), ids=ARCHITECTURES)
def test_the_bits_are_the_same_for_any_weights_and_images(
    architecture: Architecture, seed: int, scale: float, share: float
) -> None:
    """Whatever the weights' size and the share of empty pixels, engine and reference agree to the bit."""
    generator = np.random.default_rng(seed)
    parameters = {
        name: values * np.float32(scale)
        + generator.standard_normal(values.shape, np.float32) * np.float32(0.01)
        for name, values in initialise(architecture, generator).items()
    }
    images = generator.random((2, 1, 32, 32), np.float32)
    images[generator.random(images.shape) >= share] = 0
    engine = Engine(parameters, architecture)
    expected = forward(parameters, images, architecture)
    assert_same_bits(engine.forward(images), expected)
    assert_same_bits(engine.forward(images[:1]), forward(parameters, images[:1], architecture))
    assert engine.predict(images).tobytes() == expected.activations["softmax"].tobytes()


def test_results_belong_to_the_caller(engine: Engine, parameters: Parameters, images: Floats) -> None:
    """A trace does not change when this or another engine runs, nor an engine when a trace is written to."""
    others = {name: -values for name, values in parameters.items()}
    other = Engine(others)
    kept, expected = engine.forward(images[:1]), forward(parameters, images[:1])
    engine.forward(images[1:2])
    engine.forward(images)
    assert_same_bits(kept, expected)
    kept.activations["pool1"][...] = -1
    kept.winners["pool1"][...] = 9
    assert_same_bits(other.forward(images[:1]), forward(others, images[:1]))
    assert_same_bits(engine.forward(images[:1]), expected)


def test_threads_do_not_disturb_each_other(engine: Engine, images: Floats, trace: Trace) -> None:
    """Eight threads that use one engine at once, each with its images, get the reference's bits."""

    def work(thread: int) -> bool:
        """Run one image many times."""
        place = thread % len(images)
        expected = [values[place].tobytes() for values in trace.activations.values()]
        for _ in range(25):
            found = engine.forward(images[place : place + 1])
            if [values[0].tobytes() for values in found.activations.values()] != expected:
                return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(8)))


def test_wrong_images_are_refused(engine: Engine, images: Floats) -> None:
    """Images of another shape or type are refused with what was expected."""
    with pytest.raises(OperationError, match=r"are not \(batch, 1, 32, 32\)"):
        engine.forward(images[0])
    with pytest.raises(OperationError, match="float64, expected float32"):
        engine.predict(images.astype(np.float64))


def test_wrong_parameters_are_refused(parameters: Parameters) -> None:
    """An engine cannot be made of parameters that are not the network's."""
    with pytest.raises(WeightsError, match=r"conv1\.bias is missing"):
        Engine({name: values for name, values in parameters.items() if name != "conv1.bias"})


def change(name: str, new: Layer) -> Architecture:
    """The network with one layer changed."""
    return tuple(new if layer.name == name else layer for layer in LENET)


@pytest.mark.parametrize(
    ("architecture", "message"),
    [
        (change("relu1", replace(LENET[2], kind="sigmoid")), "relu1: no fast version of sigmoid"),
        (change("pool1", replace(LENET[3], stride=1)), "pool1: no fast version of"),
        (change("conv1", replace(LENET[1], padding=2)), "conv1: no fast version of"),
    ],
)
def test_what_it_has_no_fast_way_for_is_refused(
    architecture: Architecture, message: str, parameters: Parameters, images: Floats
) -> None:
    """A layer that only the clear version knows is refused by name, never computed wrongly."""
    with pytest.raises(LenetError, match=message):
        Engine(parameters, architecture).forward(images)
