"""Where one number comes from: a unit's sources with values and weights, and the arithmetic that makes the unit of them.

Which units are the sources is `app.lenet.geometry`; what is done with them is one row a layer kind of `ARITHMETIC` here.

Every number is the float32 of the trace or the weights, or is computed from those in a way that a page can follow to the
last bit: in float64 in the order of the sources, rounded once to float32. So `product` is the rounded weight · value, and
`sum` is the rounded total of the unrounded products. The network itself adds in another order and rounds at every
step: its `output` agrees with sum + bias to float32 rounding.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import LENET, Architecture, Kind, Layer, layer_named
from app.lenet.errors import UnitError
from app.lenet.geometry import Region, Unit, parse_unit, receptive_field, receptive_fields, sources, users
from app.lenet.network import Parameters, Trace

__all__ = [
    "Explanation",
    "Region",
    "Source",
    "Unit",
    "UnitError",
    "explain",
    "parse_unit",
    "receptive_field",
    "receptive_fields",
    "sources",
    "users",
]


@dataclass(frozen=True, slots=True)
class Source:
    """One unit below, and what it contributes.

    `weight` and `product` are set where sources are weighted (convolution, dense, sum and average pooling),
    `exponential`, e^(value - the largest value), for softmax, and `winner` for max pooling.
    """

    unit: Unit
    value: np.float32
    weight: np.float32 | None = None
    product: np.float32 | None = None
    exponential: np.float32 | None = None
    winner: bool | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All about one unit.

    `output` is the trace's number. It is, by kind: sum + bias (convolution, dense), sum (sum and average pooling), the
    winner's value (max pooling), its own exponential / sum (softmax), or the function of the one source's value.
    `window` is where the sources lie, cells of padding left out; None for the input. `ties` are the other sources as
    large as the winner, which is the first of them row by row. `receptive_field` is the part of the input that can
    reach the unit.
    """

    unit: Unit
    kind: Kind
    output: np.float32
    receptive_field: Region
    sources: tuple[Source, ...] = ()
    window: Region | None = None
    bias: np.float32 | None = None
    sum: np.float32 | None = None
    winner: Unit | None = None
    ties: tuple[Unit, ...] = ()


def explain(
    parameters: Parameters, trace: Trace, unit: Unit, image: int = 0, architecture: Architecture = LENET
) -> Explanation:
    """Explain one unit of one image.

    Args:
        parameters: those that the trace was computed with.
        trace: a forward pass.
        unit: see `parse_unit`.
        image: which of the batch.
        architecture: the layers.

    Returns:
        The explanation; see there.

    Raises:
        UnitError: no such unit.
    """
    parse_unit(str(unit), architecture)
    layer = layer_named(unit.layer, architecture)
    output = trace.activations[unit.layer][image][unit.index]
    field = receptive_field(unit, architecture[0].name, architecture)
    below = sources(unit, architecture)
    if not below:
        return Explanation(unit, layer.kind, output, field)
    answer = ARITHMETIC[layer.kind](_Question(layer, parameters, trace, unit, image, below[0]))
    return Explanation(
        unit,
        layer.kind,
        output,
        field,
        answer.sources,
        below[0],
        answer.bias,
        answer.sum,
        answer.winner,
        answer.ties,
    )


@dataclass(frozen=True, slots=True)
class _Question:
    layer: Layer
    parameters: Parameters
    trace: Trace
    unit: Unit
    image: int
    window: Region

    def units(self) -> tuple[Unit, ...]:
        """The sources."""
        return tuple(self.window.units())

    def values(self) -> NDArray[np.float32]:
        """The sources' values, in the shape of the window."""
        below: NDArray[np.float32] = self.trace.activations[self.window.layer][self.image]
        return below[np.ix_(*self.window.ranges)]


@dataclass(frozen=True, slots=True)
class _Answer:
    sources: tuple[Source, ...]
    bias: np.float32 | None = None
    sum: np.float32 | None = None
    winner: Unit | None = None
    ties: tuple[Unit, ...] = ()


def _total(terms: NDArray[np.float64]) -> np.float32:
    """The terms added one after the other in float64, rounded once; `np.sum` would add them in another order."""
    return np.float32(np.add.accumulate(terms)[-1])


def _weighted(question: _Question, weights: NDArray[np.float32], bias: np.float32 | None = None) -> _Answer:
    """The answer of every kind that sums: each source has its weight, in the shape of the window."""
    values, weights = question.values().ravel(), weights.ravel()
    exact = values.astype(np.float64) * weights.astype(np.float64)
    rows = zip(question.units(), values, weights, exact.astype(np.float32), strict=True)
    return _Answer(tuple(Source(*row) for row in rows), bias, _total(exact))


def _convolution(question: _Question) -> _Answer:
    layer, index, window = question.layer, question.unit.index, question.window
    _, stride, padding = layer.window
    kernel = question.parameters[f"{layer.name}.weight"][index[0]]
    row, column = (place * stride - padding for place in index[1:])
    inside = kernel[
        :,
        window.top - row : window.top - row + window.height,
        window.left - column : window.left - column + window.width,
    ]
    return _weighted(question, inside, question.parameters[f"{layer.name}.bias"][index[0]])


def _dense(question: _Question) -> _Answer:
    name, index = question.layer.name, question.unit.index
    weights = question.parameters[f"{name}.weight"][index]
    return _weighted(question, weights, question.parameters[f"{name}.bias"][index])


def _sum_pool(question: _Question) -> _Answer:
    return _weighted(question, np.ones(question.values().shape, np.float32))


def _average_pool(question: _Question) -> _Answer:
    values = question.values()
    return _weighted(question, np.full(values.shape, 1 / values.size, np.float32))


def _max_pool(question: _Question) -> _Answer:
    units, values = question.units(), question.values().ravel()
    first = int(values.argmax())
    ties = [unit for unit, value in zip(units, values, strict=True) if value == values[first]]
    rows = zip(units, values, strict=True)
    found = tuple(Source(unit, value, winner=place == first) for place, (unit, value) in enumerate(rows))
    return _Answer(found, winner=units[first], ties=tuple(ties[1:]))


def _softmax(question: _Question) -> _Answer:
    values = question.values()
    exact = np.exp(values.astype(np.float64) - np.float64(values.max()))
    rows = zip(question.units(), values, exact.astype(np.float32), strict=True)
    found = tuple(Source(unit, value, exponential=power) for unit, value, power in rows)
    return _Answer(found, sum=_total(exact))


def _plain(question: _Question) -> _Answer:
    rows = zip(question.units(), question.values().ravel(), strict=True)
    return _Answer(tuple(Source(unit, value) for unit, value in rows))


ARITHMETIC: Mapping[Kind, Callable[[_Question], _Answer]] = {
    "convolution": _convolution,
    "relu": _plain,
    "tanh": _plain,
    "sigmoid": _plain,
    "max_pool": _max_pool,
    "average_pool": _average_pool,
    "sum_pool": _sum_pool,
    "dense": _dense,
    "softmax": _softmax,
}
