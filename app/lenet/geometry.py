"""Which units a unit is computed from: one row of a table per layer kind.

A unit is one number of one layer, written "pool1/3/5/7" (layer, map, row, column) or "fc1/17". Explanations,
receptive fields and attributions all read `GEOMETRY`. The page has the same rules in
`static/js/model/sources.js`, and a test compares them.
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
    """One number of a network: a layer's name and an index into the layer's shape."""

    layer: str
    index: Index

    def __str__(self) -> str:
        return "/".join([self.layer, *map(str, self.index)])


@dataclass(frozen=True, slots=True)
class Region:
    """A block of one layer's units: a range along each axis of the layer's shape.

    As a part of a picture it has `maps`, `top`, `left`, `height` and `width`; a dense layer is one map with
    one row.
    """

    layer: str
    ranges: Ranges

    @property
    def maps(self) -> range:
        """The maps it spans."""
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
        """Its number of rows."""
        return len(self.ranges[-2]) if len(self.ranges) > 1 else 1

    @property
    def width(self) -> int:
        """Its number of columns."""
        return len(self.ranges[-1])

    def units(self) -> Iterator[Unit]:
        """Its units in row-major order."""
        return (Unit(self.layer, index) for index in product(*self.ranges))


def parse_unit(text: str, architecture: Architecture = LENET) -> Unit:
    """Parse "pool1/3/5/7" or "fc1/17"; `UnitError` says what was expected."""
    name, *numbers = text.split("/")
    try:
        layer = layer_named(name, architecture)
    except LenetError as error:
        raise UnitError(f"unit {text[:60]!r}: {error}") from None
    expected = "/".join([name, *(f"0…{size - 1}" for size in layer.shape)])
    if len(numbers) != len(layer.shape) or not all(re.fullmatch("[0-9]{1,6}", number) for number in numbers):
        raise UnitError(f"unit {text[:60]!r}: expected {expected}")
    index = tuple(map(int, numbers))
    if any(place >= size for place, size in zip(index, layer.shape, strict=True)):
        raise UnitError(f"unit {text[:60]!r} lies outside {name}: expected {expected}")
    return Unit(name, index)


def sources(unit: Unit, architecture: Architecture = LENET) -> tuple[Region, ...]:
    """Return the units that `unit` is computed from, a region per input of its layer, without padding."""
    layer = layer_named(unit.layer, architecture)
    inputs = (layer_named(name, architecture) for name in layer.inputs)
    return tuple(Region(below.name, GEOMETRY[layer.kind](layer, below, unit.index)) for below in inputs)


def receptive_fields(unit: Unit, architecture: Architecture = LENET) -> dict[str, Region]:
    """Return, from the unit's own layer down, the smallest regions with all units that can influence it."""
    fields = {unit.layer: Region(unit.layer, _only(unit.index))}
    for layer in reversed(architecture):
        if layer.name in fields:
            for region in _sources_of_region(fields[layer.name], architecture):
                fields[region.layer] = _union(fields.get(region.layer, region), region)
    return fields


def receptive_field(unit: Unit, down_to: str = "input", architecture: Architecture = LENET) -> Region:
    """Return the part of layer `down_to` that can influence `unit`; `UnitError` if it is not below it."""
    fields = receptive_fields(unit, architecture)
    if down_to not in fields:
        detail = f"unit {unit} has no receptive field in {down_to!r}"
        raise UnitError(f"{detail}: choose one of {', '.join(fields)}")
    return fields[down_to]


def _sources_of_region(region: Region, architecture: Architecture) -> list[Region]:
    """The sources of all units of a region: from those of its first unit to those of its last one."""
    first = Unit(region.layer, tuple(axis[0] for axis in region.ranges))
    last = Unit(region.layer, tuple(axis[-1] for axis in region.ranges))
    pairs = zip(sources(first, architecture), sources(last, architecture), strict=True)
    return [_union(one, other) for one, other in pairs]


def _union(one: Region, other: Region) -> Region:
    """The smallest region that contains both."""
    axes = zip(one.ranges, other.ranges, strict=True)
    return Region(one.layer, tuple(range(min(a.start, b.start), max(a.stop, b.stop)) for a, b in axes))


def _only(index: Index) -> Ranges:
    return tuple(range(place, place + 1) for place in index)


def _window(layer: Layer, below: Layer, index: Index) -> Ranges:
    """The rows and columns below that the kernel covers, without padding."""
    kernel, stride, padding = layer.window
    starts = [place * stride - padding for place in index[1:]]
    axes = zip(starts, kernel, below.shape[1:], strict=True)
    return tuple(range(max(start, 0), min(start + length, size)) for start, length, size in axes)


def _elementwise(_layer: Layer, _below: Layer, index: Index) -> Ranges:
    return _only(index)


def _everything(_layer: Layer, below: Layer, _index: Index) -> Ranges:
    return tuple(range(size) for size in below.shape)


def _pool(layer: Layer, below: Layer, index: Index) -> Ranges:
    return (*_only(index[:1]), *_window(layer, below, index))


GEOMETRY: Mapping[Kind, Callable[[Layer, Layer, Index], Ranges]] = {
    "input": lambda _layer, _below, _index: (),
    "convolution": lambda layer, below, index: (range(below.shape[0]), *_window(layer, below, index)),
    "relu": _elementwise,
    "tanh": _elementwise,
    "sigmoid": _elementwise,
    "max_pool": _pool,
    "average_pool": _pool,
    "sum_pool": _pool,
    "dense": _everything,
    "softmax": _everything,
}
"""By layer kind: (layer, layer below, a unit's index in the layer) → the ranges of its sources below."""
