"""Features: strongest patches against a slow search, gradient ascent against noise, crops."""

import numpy as np
import pytest
from safetensors.numpy import load_file

from app.lenet import features
from app.lenet.architecture import LENET
from app.lenet.fast import Engine
from app.lenet.features import LAYERS, strongest, synthesise, unit_at
from app.lenet.geometry import receptive_field
from app.lenet.model import load_model
from app.lenet.network import forward
from app.samples import Samples
from app.settings import ROOT
from app.training.inputs import as_input

PARAMETERS = load_model(ROOT / "model_weights" / "lenet.safetensors").parameters
IMAGES = as_input(Samples(ROOT / "static" / "data" / "mnist").images[:30])


@pytest.mark.parametrize("layer", LAYERS)
def test_the_strongest_are_those_of_a_slow_search(layer: str) -> None:
    """The strongest patches equal a full sort of all images by their largest activation."""
    engine = Engine(PARAMETERS, LENET)
    traces = [engine.forward(image[None]).activations[layer][0] for image in IMAGES]
    images, places, values = strongest(PARAMETERS, IMAGES, layer)
    assert images.shape == (len(traces[0]), 9)
    for number in range(len(traces[0])):
        expected = sorted((float(np.max(trace[number])) for trace in traces), reverse=True)[:9]
        assert values[number] == pytest.approx(expected, rel=1e-5)
        for nth in range(9):
            place = unit_at(layer, number, int(places[number, nth])).index
            activation = float(traces[int(images[number, nth])][place])
            assert activation == pytest.approx(values[number, nth], rel=1e-5)


@pytest.mark.parametrize("layer", LAYERS)
def test_gradient_ascent_excites_more_than_noise(layer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of 60 steps, of pixels from 0 to 1, excites its unit more than a hundred noisy ones."""
    monkeypatch.setattr(features, "STEPS", 60)
    pictures, activations = synthesise(PARAMETERS, layer, seed=1)
    assert 0 <= pictures.min() < pictures.max() <= 1
    noise = np.random.default_rng(2).random((100, 1, 32, 32), np.float32)
    by_noise = forward(PARAMETERS, noise, LENET).activations[layer]
    for number, activation in enumerate(activations):
        middle = unit_at(layer, number).index
        assert activation > max(float(one[middle]) for one in by_noise)


def test_a_map_of_conv1_comes_near_its_maximum() -> None:
    """Within 5 % of what 1 under positive and 0 under negative weights gives a linear unit."""
    _, activations = synthesise(PARAMETERS, "conv1", seed=1)
    most = np.maximum(PARAMETERS["conv1.weight"], 0).sum(axis=(1, 2, 3)) + PARAMETERS["conv1.bias"]
    assert activations == pytest.approx(most, rel=0.05)


@pytest.mark.parametrize("layer", LAYERS)
def test_the_shipped_pictures_excite_as_recorded(layer: str) -> None:
    """Each excites its unit as the file says, up to rounding to bytes, and more than any test digit."""
    shipped = load_file(ROOT / "model_weights" / "features.safetensors")
    pictures, excitation = shipped[f"{layer}.synthetic"], shipped[f"{layer}.excitation"]
    units = [unit_at(layer, number) for number in range(len(pictures))]
    images = np.zeros((len(units), 1, 32, 32), np.float32)
    for image, unit, pixels in zip(images, units, pictures, strict=True):
        image[np.ix_(*receptive_field(unit).ranges)] = pixels[None] / np.float32(255)
    activations = forward(PARAMETERS, images, LENET).activations[layer]
    found = [float(one[unit.index]) for one, unit in zip(activations, units, strict=True)]
    assert found == pytest.approx(excitation.tolist(), rel=0.01, abs=0.02)
    assert np.all(excitation > shipped[f"{layer}.values"][:, 0])


def test_gradient_ascent_is_seeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """One seed gives one picture, another seed another."""
    monkeypatch.setattr(features, "STEPS", 60)
    first, again, other = (synthesise(PARAMETERS, "conv2", seed)[0] for seed in (1, 1, 2))
    assert np.allclose(first, again, atol=1e-3)
    assert not np.allclose(first, other, atol=1e-3)


@pytest.mark.parametrize(
    ("layer", "number", "place", "unit", "box"),
    [
        ("conv1", 2, 0, "conv1/2/0/0", (0, 0, 5, 5)),
        ("conv1", 0, 28 * 27 + 3, "conv1/0/27/3", (27, 3, 5, 5)),
        ("conv2", 7, 23, "conv2/7/2/3", (4, 6, 14, 14)),
        ("fc1", 119, 0, "fc1/119", (0, 0, 32, 32)),
    ],
)
def test_places_have_receptive_fields(
    layer: str, number: int, place: int, unit: str, box: tuple[int, ...]
) -> None:
    """A place in a map is the unit in row-major order, which sees a window of the input."""
    found = unit_at(layer, number, place)
    field = receptive_field(found)
    assert str(found) == unit
    assert (field.top, field.left, field.height, field.width) == box
