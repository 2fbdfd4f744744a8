"""Where a unit's inputs lie: for any window, and all the way through the network."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.lenet import operations
from app.lenet.architecture import ARCHITECTURES, LENET, Architecture, Layer, layer_named
from app.lenet.errors import UnitError
from app.lenet.geometry import (
    Unit,
    parse_unit,
    receptive_field,
    receptive_fields,
    sources,
)
from app.lenet.network import Parameters, forward
from tests.lenet.strategies import units, window_networks


@given(network=window_networks(), data=st.data())
def test_sources_are_the_units_that_matter(network: Architecture, data: st.DataObject) -> None:
    """A unit depends on exactly the cells that are its sources: changing others changes nothing."""
    below, layer = network
    unit = data.draw(units(layer))
    images = np.zeros((1, *below.shape))
    weight = np.ones((layer.shape[0], below.shape[0], *layer.window[0]))
    matters = set()
    for place in np.ndindex(below.shape):
        images[(0, *place)] = 1
        if value_of(layer, images, weight)[0][unit.index] != 0:
            matters.add(Unit("input", place))
        images[(0, *place)] = 0
    (region,) = sources(unit, network)
    assert set(region.units()) == matters


def value_of(layer: Layer, images: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """The layer's result, with weights of one."""
    if layer.kind == "convolution":
        _, stride, padding = layer.window
        return operations.conv2d(images, weight, np.zeros(len(weight)), stride, padding)
    if layer.kind == "max_pool":
        return operations.max_pool2d(images, *layer.window)[0]
    pool = operations.sum_pool2d if layer.kind == "sum_pool" else operations.average_pool2d
    return pool(images, *layer.window)


# unit, layer below: maps, top, left, height, width of the field
FIELDS = """
conv1/2/3/4   input  1 3 4 5 5    | relu1/5/27/27 conv1 1 27 27 1 1   | pool1/3/5/7 relu1 1 10 14 2 2
pool1/3/5/7   input  1 10 14 6 6  | conv2/9/1/2   pool1 6 1 2 5 5     | conv2/9/1/2 input 1 2 4 14 14
pool2/15/4/4  relu2  1 8 8 2 2    | pool2/15/4/4  input 1 16 16 16 16 | fc1/17      pool2 16 0 0 5 5
fc1/17        input  1 0 0 32 32  | relu3/119     fc1   1 0 119 1 1   | fc2/0       relu3 1 0 0 1 120
softmax/9     fc3    1 0 0 1 10   | softmax/9     conv1 6 0 0 28 28   | input/0/31/30 input 1 31 30 1 1
"""


@pytest.mark.parametrize("row", FIELDS.strip().replace("\n", "|").split("|"))
def test_known_fields(row: str) -> None:
    """Fields worked out by hand: LeNet's windows, one layer down and all the way to the drawing."""
    unit, layer, *place = row.split()
    region = receptive_field(parse_unit(unit), layer)
    assert [len(region.maps), region.top, region.left, region.height, region.width] == list(map(int, place))


@given(data=st.data())
@pytest.mark.parametrize("architecture", ARCHITECTURES.values(), ids=ARCHITECTURES)
def test_fields_reach_down_to_the_input(architecture: Architecture, data: st.DataObject) -> None:
    """Every unit sees one region of each layer from its own down to the input, each within the layer."""
    unit = data.draw(units(*architecture))
    fields = receptive_fields(unit, architecture)
    names = [layer.name for layer in architecture]
    assert list(fields) == names[: names.index(unit.layer) + 1][::-1]
    for name, region in fields.items():
        for axis, size in zip(region.ranges, layer_named(name, architecture).shape, strict=True):
            assert 0 <= axis.start < axis.stop <= size


@given(unit=units(*LENET[1:7]), seed=st.integers(0, 2**32 - 1))
def test_nothing_outside_its_field_changes_a_unit(unit: Unit, seed: int, parameters: Parameters) -> None:
    """New noise everywhere but in a unit's receptive field leaves the unit's bits as they were."""
    generator = np.random.default_rng(seed)
    one, other = generator.random((2, 1, 32, 32), np.float32)
    place = np.ix_(*receptive_field(unit).ranges)
    other[place] = one[place]
    values = forward(parameters, np.stack([one, other])).activations[unit.layer]
    assert values[(0, *unit.index)].tobytes() == values[(1, *unit.index)].tobytes()


def test_a_layer_above_is_in_no_field() -> None:
    """Asking for a field in a layer that is not below names those that are."""
    with pytest.raises(
        UnitError, match=r"pool1/0/0/0 has no receptive field in 'conv2'.*pool1, relu1, conv1, input"
    ):
        receptive_field(parse_unit("pool1/0/0/0"), "conv2")


def test_the_input_has_no_sources() -> None:
    """The network ends at the input."""
    assert sources(parse_unit("input/0/0/0")) == ()


@given(unit=units())
def test_units_are_read_as_they_are_written(unit: Unit) -> None:
    """The text of a unit gives the same unit back."""
    assert parse_unit(str(unit)) == unit


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pool3/0/0/0", "unit 'pool3/0/0/0': no layer 'pool3'; the layers are input, conv1,"),
        ("pool1/0/0", "unit 'pool1/0/0': expected pool1/0…5/0…13/0…13"),
        ("pool1/6/0/0", "unit 'pool1/6/0/0' lies outside pool1: expected pool1/0…5/0…13/0…13"),
        ("fc1/120", "unit 'fc1/120' lies outside fc1: expected fc1/0…119"),
        ("fc1/-1", "unit 'fc1/-1': expected fc1/0…119"),
        ("fc1/+1", "unit 'fc1/+1': expected fc1/0…119"),
        ("fc1/1.0", "unit 'fc1/1.0': expected fc1/0…119"),
        ("fc1/ 1", "unit 'fc1/ 1': expected fc1/0…119"),
        ("fc1/1\n", "unit 'fc1/1\\n': expected fc1/0…119"),
        ("fc1/\u0661", "unit 'fc1/\u0661': expected fc1/0…119"),
        ("fc1/", "unit 'fc1/': expected fc1/0…119"),
        ("fc1", "unit 'fc1': expected fc1/0…119"),
        ("", "unit '': no layer ''"),
        ("fc1/" + "9" * 5000, "expected fc1/0…119"),
        ("x" * 5000, "no layer 'xxxx"),
    ],
)
def test_units_that_do_not_exist_are_refused(text: str, message: str) -> None:
    """A unit that does not exist is refused with what would be right, in a message of bounded length."""
    with pytest.raises(UnitError) as error:
        parse_unit(text)
    assert message in str(error.value)
    assert len(str(error.value)) < 400
