"""The page's sources of each unit equal the server's, for other networks too."""

from dataclasses import asdict
from functools import cache
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pytest

from app.lenet.architecture import LENET, Architecture, Layer, layer_named
from app.lenet.geometry import Region, Unit, receptive_fields, sources
from tests.browser.modules import Modules

# Windows in a few numbers each: [layer, first map, maps, top, left, height, width].
EVERY_UNIT = """
    const {indexAt, receptiveField, sourcesOf, readersOf} = await load("lib/tensor.js", "model/sources.js");
    const short = ({layer, maps, top, left, height, width}) => [layer, maps[0], maps.length, top, left,
        height, width];
    return argument.flatMap(({name, shape}) => Array.from({length: shape.reduce((a, b) => a * b)}, (_,
        offset) => {
        const unit = {layer: name, index: indexAt(shape, offset)};
        return [sourcesOf, readersOf, receptiveField].map((rule) => rule(argument, unit).map(short));
    }));
"""


def layers_of(architecture: Architecture) -> list[dict[str, Any]]:
    """The layers as the API sends them."""
    return [asdict(layer) for layer in architecture]


def units_of(architecture: Architecture) -> list[Unit]:
    """Every unit of every layer, in order."""
    return [
        Unit(layer.name, index)
        for layer in architecture
        for index in product(*(range(size) for size in layer.shape))
    ]


def short(region: Region) -> list[object]:
    """A region as `EVERY_UNIT` writes it."""
    maps = list(region.maps)
    return [region.layer, maps[0], len(maps), region.top, region.left, region.height, region.width]


@cache
def users_of(architecture: Architecture) -> dict[Unit, list[Region]]:
    """The users of every unit, found by asking all units for their sources: regions of the layers above."""
    found: dict[Unit, list[Region]] = {unit: [] for unit in units_of(architecture)}
    for above in architecture:
        for below in (layer_named(name, architecture) for name in above.inputs):
            first = np.full((*below.shape, len(above.shape)), np.iinfo(np.int64).max)
            end = np.zeros_like(first)
            for index in np.ndindex(above.shape):
                for region in sources(Unit(above.name, index), architecture):
                    if region.layer == below.name:
                        place = tuple(slice(axis.start, axis.stop) for axis in region.ranges)
                        first[place] = np.minimum(first[place], index)
                        end[place] = np.maximum(end[place], np.add(index, 1))
            for index in np.ndindex(below.shape):
                if end[index].all():
                    ranges = map(range, first[index].tolist(), end[index].tolist())
                    found[Unit(below.name, index)].append(Region(above.name, tuple(ranges)))
    return found


def expected(unit: Unit, architecture: Architecture) -> list[list[list[object]]]:
    """What the server says about a unit, in the same form, fields from the nearest layer down."""
    fields = list(receptive_fields(unit, architecture).values())[1:]
    return [
        [short(region) for region in sources(unit, architecture)],
        [short(region) for region in users_of(architecture)[unit]],
        [short(region) for region in fields],
    ]


def windowed(
    kind: Any, rows: int, columns: int, kernel: tuple[int, int], step: tuple[int, int]
) -> Architecture:
    """A network of one layer with a window upon a picture of two maps."""
    stride, padding = step
    sizes = [
        (size + 2 * padding - length) // stride + 1
        for size, length in zip((rows, columns), kernel, strict=True)
    ]
    maps = 3 if kind == "convolution" else 2
    return (
        Layer("input", "input", (2, rows, columns)),
        Layer("window", kind, (maps, *sizes), ("input",), kernel=kernel, stride=stride, padding=padding),
        Layer("active", "tanh", (maps, *sizes), ("window",)),
        Layer("dense", "dense", (4,), ("active",)),
        Layer("softmax", "softmax", (4,), ("dense",)),
    )


NETWORKS = {
    "lenet": LENET,
    "same": windowed("convolution", 7, 6, (3, 3), (1, 1)),
    "wide stride": windowed("convolution", 11, 9, (2, 3), (4, 0)),
    "stride and padding": windowed("convolution", 9, 8, (5, 4), (2, 2)),
    "overlapping pool": windowed("max_pool", 9, 9, (3, 3), (2, 0)),
    "padded average": windowed("average_pool", 6, 7, (3, 2), (2, 1)),
    "sum": windowed("sum_pool", 6, 6, (2, 2), (2, 0)),
    "branches": (
        Layer("input", "input", (1, 6, 6)),
        Layer("small", "convolution", (1, 6, 6), ("input",), kernel=(3, 3), stride=1, padding=1),
        Layer("tall", "convolution", (1, 6, 10), ("input",), kernel=(5, 1), stride=1, padding=2),
        Layer("both", "dense", (3,), ("small", "tall")),
    ),
}


@pytest.mark.parametrize("name", [name for name in NETWORKS if name != "branches"])
def test_every_unit_has_the_servers_sources(modules: Modules, name: str) -> None:
    """Sources, users and receptive field of every unit follow app/lenet/geometry.py."""
    architecture = NETWORKS[name]
    found = modules.run(EVERY_UNIT, layers_of(architecture))
    units = units_of(architecture)
    assert len(found) == len(units) == sum(prod(layer.shape) for layer in architecture)
    for unit, rules in zip(units, found, strict=True):
        assert rules == expected(unit, architecture), unit


def test_branches_are_followed_and_joined(modules: Modules) -> None:
    """A unit of two inputs has two windows, and sees and is seen by what goes through either."""
    body = """
        const {receptiveField, sourcesOf, readersOf} = await load("model/sources.js");
        const unit = {layer: "both", index: [1]};
        return [
            sourcesOf(argument, unit).map((window) => window.layer),
            receptiveField(argument.slice(0, 3), {layer: "tall", index: [0, 3, 2]}),
            readersOf(argument, {layer: "input", index: [0, 0, 0]}).map(({layer, height, width}) => [layer,
                height, width]),
        ];
    """
    layers = layers_of(NETWORKS["branches"])
    names, field, above = modules.run(body, layers)
    assert names == ["small", "tall"]
    assert field == [{"layer": "input", "maps": [0], "top": 1, "left": 0, "height": 5, "width": 1}]
    assert above == [["small", 2, 2], ["tall", 3, 1]]
