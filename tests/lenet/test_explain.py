"""The arithmetic of single units: it must give the number that the network computed."""

from functools import cache
from math import prod
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.lenet.architecture import (
    ARCHITECTURES,
    LENET,
    Kind,
    layer_named,
    parameter_shapes,
)
from app.lenet.errors import UnitError
from app.lenet.explain import ARITHMETIC, Explanation, explain
from app.lenet.geometry import Unit, parse_unit, receptive_field, sources
from app.lenet.network import Parameters, Trace, forward, initialise
from tests.lenet.strategies import EVERY_KIND, units

NETWORKS = {**ARCHITECTURES, "every kind": EVERY_KIND}


@cache
def example(name: str) -> tuple[Parameters, Trace]:
    """Random parameters of a network, biases too, and its trace of two pictures."""
    architecture = NETWORKS[name]
    generator = np.random.default_rng(30)
    parameters = {
        key: generator.standard_normal(shape, np.float32) / np.float32(np.sqrt(prod(shape[1:])))
        for key, shape in parameter_shapes(architecture).items()
    }
    images = generator.random((2, *architecture[0].shape), np.float32)
    return parameters, forward(parameters, images, architecture)


def check(found: Explanation) -> None:
    """What the explanation says, computed step by step, gives the output."""
    values = np.array([source.value for source in found.sources], np.float64)
    output, rounding = float(found.output), 4e-6 * (1 + np.abs(values).max(initial=0))
    if found.kind in ("convolution", "dense", "sum_pool", "average_pool"):
        weights = np.array([source.weight for source in found.sources], np.float64)
        products = (values * weights).astype(np.float32)
        assert [source.product for source in found.sources] == products.tolist()
        rounding = 4e-6 * (1 + float(np.abs(products).sum()))
        assert float(found.sum or 0) == pytest.approx(products.sum(dtype=np.float64), abs=rounding)
        assert float(found.sum or 0) + float(found.bias or 0) == pytest.approx(output, abs=rounding)
        assert (found.bias is not None) == (found.kind in ("convolution", "dense"))
    elif found.kind == "max_pool":
        best = [source.unit for source in found.sources if source.value == values.max()]
        assert output == values.max()
        assert (found.winner, found.ties) == (best[0], tuple(best[1:]))
        assert [source.unit for source in found.sources if source.winner] == best[:1]
    elif found.kind == "softmax":
        powers = np.exp(values - values.max()).astype(np.float32)
        assert [source.exponential for source in found.sources] == powers.tolist()
        assert float(found.sum or 0) == pytest.approx(powers.sum(dtype=np.float64), rel=1e-6)
        assert powers[found.unit.index[0]] / float(found.sum or 0) == pytest.approx(output, rel=1e-5)
    elif found.kind != "input":
        (value,) = values
        expected = {"relu": max(value, 0), "tanh": np.tanh(value), "sigmoid": 1 / (1 + np.exp(-value))}
        assert output == pytest.approx(expected[found.kind], abs=rounding)


@pytest.mark.parametrize("name", NETWORKS)
@given(data=st.data())
def test_the_arithmetic_gives_the_units_of_every_network(name: str, data: st.DataObject) -> None:
    """The explained arithmetic reproduces the trace's number from the geometry's sources."""
    architecture, (parameters, trace) = NETWORKS[name], example(name)
    unit = data.draw(units(*architecture))
    found = explain(parameters, trace, unit, 1, architecture)
    assert found.kind == layer_named(unit.layer, architecture).kind
    assert found.output == trace.activations[unit.layer][(1, *unit.index)]
    check(found)
    regions = sources(unit, architecture)
    assert [source.unit for source in found.sources] == [one for region in regions for one in region.units()]
    assert found.window == (regions[0] if regions else None)
    assert found.receptive_field == receptive_field(unit, "input", architecture)
    for source in found.sources:
        value = trace.activations[source.unit.layer][(1, *source.unit.index)]
        assert source.value.tobytes() == value.tobytes()
        assert source.value.dtype == np.float32


def test_units_that_do_not_exist_are_refused(parameters: Parameters, trace: Trace) -> None:
    """A unit outside its layer is refused, a negative index too, which NumPy would take."""
    for index in ((6, 0, 0), (0, -1, 0), (0, 0)):
        with pytest.raises(UnitError, match="expected pool1/0…5/0…13/0…13"):
            explain(parameters, trace, Unit("pool1", index))


def test_every_kind_has_its_arithmetic() -> None:
    """No kind but the input is without a row in the table, and the other network asks for every row."""
    assert set(ARITHMETIC) == set(get_args(Kind)) - {"input"}
    assert {layer.kind for layer in EVERY_KIND} == set(get_args(Kind))


def test_sums_do_not_depend_on_how_numpy_adds(trace: Trace) -> None:
    """The sum is that of a plain loop in double precision, which a page can repeat to the last bit."""
    generator = np.random.default_rng(8)
    parameters: dict[str, NDArray[np.float32]] = initialise(LENET, generator)
    for unit in ("fc1/0", "conv2/3/4/5", "fc3/9"):
        explanation = explain(parameters, trace, parse_unit(unit))
        total = 0.0
        for source in explanation.sources:
            assert source.weight is not None
            total += float(source.value) * float(source.weight)
        assert explanation.sum == np.float32(total)
