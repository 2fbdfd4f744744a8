"""Where one number comes from: a unit's sources with values and weights, and the arithmetic of the unit.

Which units are the sources is in `app.lenet.geometry`; what is computed from them is one row per layer kind
of `ARITHMETIC` here.

Every number is the trace's or the parameters' float32, or is computed from those so that a page can reproduce
its bits: in float64, in the order of the sources, rounded once to float32. So `product` is the rounded weight
· value, and `sum` the rounded total of the unrounded products. The network adds in another order and rounds
at every step: its `output` agrees with sum + bias to float32 rounding.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import LENET, Architecture, Kind, Layer, layer_named
from app.lenet.geometry import Region, Unit, parse_unit, receptive_field, sources
from app.lenet.network import Floats, Parameters, Trace


@dataclass(frozen=True, slots=True)
class Source:
    """One unit below, and what it contributes."""

    unit: Unit
    value: np.float32  # its activation
    weight: np.float32 | None = None  # of convolution, dense, sum and average pooling
    product: np.float32 | None = None  # weight · value, of the same kinds
    exponential: np.float32 | None = None  # e^(value - the largest value), of softmax
    winner: bool | None = None  # whether it is the first maximum, of max pooling


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one unit is computed."""

    unit: Unit
    kind: Kind
    # its activation. By kind it is sum + bias (convolution, dense), sum (sum and average pooling), the
    # winner's value (max pooling), its own exponential / sum (softmax), or the function of the one source's
    # value
    output: np.float32
    receptive_field: Region  # the part of the input that can influence it
    sources: tuple[Source, ...] = ()  # the units it is computed from, in row-major order
    window: Region | None = None  # where they lie, without padding; None for the input
    bias: np.float32 | None = None  # of convolution and dense
    sum: np.float32 | None = None  # of the products, or of softmax's exponentials
    winner: Unit | None = None  # the first of the largest sources, of max pooling
    ties: tuple[Unit, ...] = ()  # the other sources that are as large as the winner


def explain(
    parameters: Parameters, trace: Trace, unit: Unit, image: int = 0, architecture: Architecture = LENET
) -> Explanation:
    """Explain one unit of image number `image` of the trace's batch; `UnitError` if there is no such unit."""
    parse_unit(str(unit), architecture)
    layer = layer_named(unit.layer, architecture)
    output = trace.activations[unit.layer][image][unit.index]
    field = receptive_field(unit, architecture[0].name, architecture)
    explanation = Explanation(unit, layer.kind, output, field)
    if not layer.inputs:
        return explanation
    (window,) = sources(unit, architecture)
    values = trace.activations[window.layer][image][np.ix_(*window.ranges)]
    biases = parameters.get(f"{layer.name}.bias")
    bias = None if biases is None else biases[unit.index[0]]
    inputs = _Inputs(layer, parameters, unit, window, values)
    return ARITHMETIC[layer.kind](inputs, replace(explanation, window=window, bias=bias))


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What a unit is computed from; `values` are the activations of `window`, in its shape."""

    layer: Layer
    parameters: Parameters
    unit: Unit
    window: Region
    values: Floats

    @property
    def weight(self) -> Floats:
        """The row of the layer's weight that belongs to the unit's map or to the unit."""
        return self.parameters[f"{self.layer.name}.weight"][self.unit.index[0]]


def added(terms: NDArray[np.float64]) -> np.float32:
    """Return the terms added one by one in float64 and rounded once; `np.sum` adds in another order."""
    return np.float32(np.add.accumulate(terms)[-1])


def _weighted(
    weights_of: Callable[[_Inputs], Floats], inputs: _Inputs, explanation: Explanation
) -> Explanation:
    """For every kind that sums: `weights_of` returns a weight for each source."""
    values, weights = inputs.values.ravel(), weights_of(inputs).ravel()
    exact = values.astype(np.float64) * weights.astype(np.float64)
    rows = zip(inputs.window.units(), values, weights, exact.astype(np.float32), strict=True)
    return replace(explanation, sources=tuple(Source(*row) for row in rows), sum=added(exact))


def _kernel_in_picture(inputs: _Inputs) -> Floats:
    """The part of the kernel that lies on the layer below, not on its padding."""
    _, stride, padding = inputs.layer.window
    window = inputs.window
    top, left = (
        start - place * stride + padding
        for start, place in zip((window.top, window.left), inputs.unit.index[1:], strict=True)
    )
    return inputs.weight[:, top : top + window.height, left : left + window.width]


def _max_pool(inputs: _Inputs, explanation: Explanation) -> Explanation:
    units, values = tuple(inputs.window.units()), inputs.values.ravel()
    winner, *ties = np.flatnonzero(values == values.max()).tolist()
    rows = enumerate(zip(units, values, strict=True))
    found = tuple(Source(*row, winner=place == winner) for place, row in rows)
    return replace(explanation, sources=found, winner=units[winner], ties=tuple(units[tie] for tie in ties))


def _softmax(inputs: _Inputs, explanation: Explanation) -> Explanation:
    exact = np.exp(inputs.values.astype(np.float64) - np.float64(inputs.values.max()))
    rows = zip(inputs.window.units(), inputs.values, exact.astype(np.float32), strict=True)
    found = tuple(Source(unit, value, exponential=power) for unit, value, power in rows)
    return replace(explanation, sources=found, sum=added(exact))


def _elementwise(inputs: _Inputs, explanation: Explanation) -> Explanation:
    rows = zip(inputs.window.units(), inputs.values.ravel(), strict=True)
    return replace(explanation, sources=tuple(Source(unit, value) for unit, value in rows))


ARITHMETIC: Mapping[Kind, Callable[[_Inputs, Explanation], Explanation]] = {
    "convolution": partial(_weighted, _kernel_in_picture),
    "relu": _elementwise,
    "tanh": _elementwise,
    "sigmoid": _elementwise,
    "max_pool": _max_pool,
    "average_pool": partial(_weighted, lambda inputs: np.full_like(inputs.values, 1 / inputs.values.size)),
    "sum_pool": partial(_weighted, lambda inputs: np.ones_like(inputs.values)),
    "dense": partial(_weighted, lambda inputs: inputs.weight),
    "softmax": _softmax,
}
