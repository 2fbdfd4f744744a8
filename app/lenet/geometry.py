"""Where a unit gets its inputs, and who uses it: one row of a table per layer kind.

A unit is one number of one layer, written "pool1/3/5/7" (layer, map, row, column) or "fc1/17". Whatever points at units
(hover, edges, inspector, the API's explanation) reads `GEOMETRY`; the page's `static/js/model/sources.js` states the same
rules, and a test compares the two.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from app.lenet.architecture import LENET, Architecture, Kind, Layer, layer_named
from app.lenet.errors import LenetError, UnitError

Index = tuple[int, ...]
Ranges = tuple[range, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One number: a layer's name and the place in that layer's shape."""

    layer: str
    index: Index

    def __str__(self) -> str:
        return "/".join([self.layer, *map(str, self.index)])


@dataclass(frozen=True, slots=True)
class Region:
    """A block of one layer's units: a range along each axis of the layer's shape.

    Seen as a picture it has `maps`, and in each of them `top`, `left`, `height` and `width`; a dense layer is one row.
    """

    layer: str
    ranges: Ranges

    @property
    def maps(self) -> range:
        """The maps it spans; a dense layer is one map."""
        return self.ranges[0] if len(self.ranges) == 3 else range(1)

    @property
    def top(self) -> int:
        """Its first row."""
        return self.ranges[-2].start if len(self.ranges) > 1 else 0

    @property
    def left(self) -> int:
        """Its first column."""
        return self.ranges[-1].start

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.ranges[-2]) if len(self.ranges) > 1 else 1

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.ranges[-1])

    def units(self) -> Iterator[Unit]:
        """Its units, map by map, row by row."""
        return (Unit(self.layer, index) for index in product(*self.ranges))


def parse_unit(text: str, architecture: Architecture = LENET) -> Unit:
    """Read "pool1/3/5/7" or "fc1/17"; `UnitError` says what is wrong and what would be right."""
    name, *numbers = text.split("/")
    try:
        layer = layer_named(name, architecture)
    except LenetError as error:
        raise UnitError(f"unit {text[:60]!r}: {error}") from None
    right = "/".join([name, *(f"0…{size - 1}" for size in layer.shape)])
    if len(numbers) != len(layer.shape) or not all(re.fullmatch("[0-9]{1,6}", number) for number in numbers):
        raise UnitError(f"unit {text[:60]!r}: expected {right}")
    index = tuple(map(int, numbers))
    if any(place >= size for place, size in zip(index, layer.shape, strict=True)):
        raise UnitError(f"unit {text[:60]!r} lies outside {name}: expected {right}")
    return Unit(name, index)


def sources(unit: Unit, architecture: Architecture = LENET) -> tuple[Region, ...]:
    """The units that `unit` is computed from, a region for each of its layer's inputs; none for the input itself.

    Cells of padding are no units and left out.
    """
    layer = layer_named(unit.layer, architecture)
    below = (layer_named(name, architecture) for name in layer.inputs)
    return tuple(Region(one.name, GEOMETRY[layer.kind].down(layer, one, unit.index)) for one in below)


def users(unit: Unit, architecture: Architecture = LENET) -> tuple[Region, ...]:
    """The units that are computed from `unit`, a region for each layer that has its layer as input."""
    layer = layer_named(unit.layer, architecture)
    above = (one for one in architecture if layer.name in one.inputs)
    return tuple(Region(one.name, GEOMETRY[one.kind].up(one, layer, unit.index)) for one in above)


def receptive_fields(unit: Unit, architecture: Architecture = LENET) -> dict[str, Region]:
    """All that can reach `unit`, layer by layer: the smallest region around it, from the unit itself down."""
    fields = {unit.layer: Region(unit.layer, tuple(range(place, place + 1) for place in unit.index))}
    for layer in reversed(architecture):
        if layer.name in fields:
            for region in _sources_of_region(fields[layer.name], architecture):
                seen = fields.get(region.layer, region)
                fields[region.layer] = _around(seen, region)
    return fields


def receptive_field(unit: Unit, down_to: str = "input", architecture: Architecture = LENET) -> Region:
    """The part of layer `down_to` that can reach `unit`; `UnitError` if that layer is not below it."""
    fields = receptive_fields(unit, architecture)
    if down_to not in fields:
        raise UnitError(
            f"unit {unit} has no receptive field in {down_to!r}: choose one of {', '.join(fields)}"
        )
    return fields[down_to]


def _sources_of_region(region: Region, architecture: Architecture) -> list[Region]:
    """The region around all sources of a region: that of its first and its last unit, as windows move one way only."""
    first = Unit(region.layer, tuple(axis[0] for axis in region.ranges))
    last = Unit(region.layer, tuple(axis[-1] for axis in region.ranges))
    pairs = zip(sources(first, architecture), sources(last, architecture), strict=True)
    return [_around(one, other) for one, other in pairs]


def _around(one: Region, other: Region) -> Region:
    axes = zip(one.ranges, other.ranges, strict=True)
    return Region(one.layer, tuple(range(min(a.start, b.start), max(a.stop, b.stop)) for a, b in axes))


@dataclass(frozen=True, slots=True)
class Rule:
    """A layer kind's geometry: from a unit's index to its sources' ranges below, and to its users' ranges above."""

    down: Callable[[Layer, Layer, Index], Ranges]  # (layer, the layer below, index in layer) → ranges below
    up: Callable[[Layer, Layer, Index], Ranges]  # (layer, the layer below, index below) → ranges in layer


def _whole(layer: Layer) -> Ranges:
    return tuple(range(size) for size in layer.shape)


def _only(index: Index) -> Ranges:
    return tuple(range(place, place + 1) for place in index)


def _window(layer: Layer, below: Layer, index: Index) -> Ranges:
    """The rows and columns below that the kernel covers, cut off where they would lie in the padding."""
    kernel, stride, padding = layer.window
    starts = [place * stride - padding for place in index[1:]]
    axes = zip(starts, kernel, below.shape[1:], strict=True)
    return tuple(range(max(start, 0), min(start + length, size)) for start, length, size in axes)


def _windows(layer: Layer, index: Index) -> Ranges:
    """The rows and columns of windows that cover a cell below: those with start ≤ cell < start + kernel."""
    kernel, stride, padding = layer.window
    cells = [place + padding for place in index[1:]]
    axes = zip(cells, kernel, layer.shape[1:], strict=True)
    return tuple(
        range(max(-(-(cell - length + 1) // stride), 0), min(cell // stride + 1, size))
        for cell, length, size in axes
    )


_NOTHING = Rule(lambda _layer, _below, _index: (), lambda _layer, _below, _index: ())
_EACH = Rule(lambda _layer, _below, index: _only(index), lambda _layer, _below, index: _only(index))
_ALL = Rule(lambda _layer, below, _index: _whole(below), lambda layer, _below, _index: _whole(layer))
_POOL = Rule(
    lambda layer, below, index: (*_only(index[:1]), *_window(layer, below, index)),
    lambda layer, _below, index: (*_only(index[:1]), *_windows(layer, index)),
)
_CONVOLUTION = Rule(
    lambda layer, below, index: (_whole(below)[0], *_window(layer, below, index)),
    lambda layer, _below, index: (_whole(layer)[0], *_windows(layer, index)),
)

GEOMETRY: Mapping[Kind, Rule] = {
    "input": _NOTHING,
    "convolution": _CONVOLUTION,
    "relu": _EACH,
    "tanh": _EACH,
    "sigmoid": _EACH,
    "max_pool": _POOL,
    "average_pool": _POOL,
    "sum_pool": _POOL,
    "dense": _ALL,
    "softmax": _ALL,
}
