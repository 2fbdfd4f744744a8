"""The keyboard's way through the network."""

from typing import Any

import pytest

from tests.browser.modules import Modules
from tests.browser.towers import LAYERS

MOVE = """
    const {layoutScene} = await load("model/layout.js");
    const {formatUnit, parseUnit, move} = await load("model/layers.js", "model/navigation.js");
    const [layers, options, steps] = argument;
    const scene = layoutScene(layers, options);
    return steps.map(([unit, key]) => {
        const found = move(scene, parseUnit(layers, unit), key);
        return found && formatUnit(found);
    });
"""

# From a unit, each key and the unit that it leads to; "-" does nothing.
WAYS = """
    pool1/3/5/7 ArrowLeft pool1/3/5/6 ArrowRight pool1/3/5/8 ArrowUp pool1/3/4/7 ArrowDown pool1/3/6/7
    pool1/3/5/7 Home pool1/3/5/0 End pool1/3/5/13 Control+Home pool1/3/0/0 Control+End pool1/3/13/13
    pool1/3/5/7 [ pool1/2/5/7 ] pool1/4/5/7 PageDown relu1/3/10/14 a - toString -
    pool1/3/5/0 ArrowLeft pool1/3/5/0
    pool1/3/13/13 ArrowRight pool1/3/13/13 ArrowDown pool1/3/13/13
    pool1/5/5/7 ] pool1/5/5/7
    relu1/3/11/15 PageUp pool1/3/5/7
    relu1/3/10/14 PageDown conv1/3/10/14
    pool1/0/0/0 PageUp conv2/0/0/0
    pool1/5/13/13 PageUp conv2/13/9/9
    conv1/5/27/27 PageDown input/0/30/30
    input/0/9/9 PageDown input/0/9/9
    softmax/8 PageUp softmax/8 PageDown fc3/8 ArrowLeft softmax/7
    fc1/17 ArrowDown fc1/77 PageUp relu3/17
    fc1/77 ArrowUp fc1/17
    fc1/59 ArrowRight fc1/59
    fc1/70 Home fc1/60 Control+Home fc1/0 ] fc1/70
"""
NARROW = {"direction": "down", "width": 358}
OPTIONS = pytest.mark.parametrize("options", [{}, NARROW, {"mergeActivations": True}], ids=str)


@pytest.mark.parametrize(
    ("options", "ways"),
    [
        ({}, WAYS),
        (NARROW, "pool1/3/5/7 PageUp relu1/3/10/14 PageDown conv2/8/3/5"),
        ({"folded": ["relu1", "conv1"]}, "pool1/3/5/7 PageDown input/0/11/16"),
        ({"folded": ["relu1", "conv1"]}, "input/0/16/16 PageUp pool1/0/7/7"),
        ({"folded": ["relu1", "conv1"]}, "relu1/3/5/7 PageUp -"),
    ],
    ids=["wide", "narrow", "folded below", "folded above", "folded itself"],
)
def test_keys_lead_where_the_eye_expects(modules: Modules, options: dict[str, Any], ways: str) -> None:
    """Arrows, Home and End stay in a map, brackets cross maps, pages cross open layers, and edges hold."""
    for line in ways.strip().splitlines():
        unit, *rest = line.split()
        keys, targets = rest[::2], rest[1::2]
        expected = [None if target == "-" else target for target in targets]
        assert modules.run(MOVE, [LAYERS, options, [(unit, key) for key in keys]]) == expected, line


@OPTIONS
def test_every_key_leads_to_a_unit(modules: Modules, options: dict[str, Any]) -> None:
    """From the corners of every map each key leads to a shown unit, and opposite arrows cancel."""
    body = """
        const {layoutScene, formatUnit} = await load("model/layout.js", "model/layers.js");
        const {KEYS, move, rectOf, unitInBox} = await load("model/navigation.js", "model/places.js");
        const pairs = [["ArrowLeft", "ArrowRight"], ["ArrowUp", "ArrowDown"], ["[", "]"]];
        const opposite = Object.fromEntries(pairs.flatMap(([one, other]) => [[one, other], [other, one]]));
        const scene = layoutScene(...argument);
        const wrong = [];
        let count = 0;
        for (const box of scene.boxes) {
            const [last, end] = [box.rows - 1, box.columns - 1];
            for (const place of [[0, 0], [0, end], [last, 0], [box.rows >> 1, box.columns >> 1]]) {
                const unit = unitInBox(box, ...place);
                for (const key of KEYS) {
                    count++;
                    const next = move(scene, unit, key);
                    if (!next || !rectOf(scene, next)) wrong.push([formatUnit(unit), key]);
                    const isBack = () => formatUnit(move(scene, next, opposite[key])) === formatUnit(unit);
                    const hasMoved = next && formatUnit(next) !== formatUnit(unit);
                    if (hasMoved && opposite[key] && !isBack()) wrong.push([formatUnit(unit), key, "back"]);
                }
            }
        }
        return [count, wrong];
    """
    count, wrong = modules.run(body, [LAYERS, options])
    assert count > 2000
    assert wrong == []


def test_modifiers_reach_the_corners(modules: Modules) -> None:
    """Control or Command changes Home and End, to the map's corners, and no other key."""
    body = """
        const {keyOf} = await load("model/navigation.js");
        return argument.map(([key, ctrlKey, metaKey]) => keyOf({key, ctrlKey, metaKey}));
    """
    events = [["Home", True, False], ["End", False, True], ["Home", False, False], ["ArrowUp", True, False]]
    assert modules.run(body, events) == ["Control+Home", "Control+End", "Home", "ArrowUp"]


WALK = """
    const {layoutScene} = await load("model/layout.js");
    const {formatUnit, parseUnit, createTrail} = await load("model/layers.js", "model/trail.js");
    const [layers, options, start, keys] = argument;
    const way = createTrail();
    const found = [parseUnit(layers, start)];
    for (const key of keys) found.push(way(layoutScene(layers, options), found.at(-1), key));
    return found.map(formatUnit);
"""


@OPTIONS
@pytest.mark.parametrize("start", ["pool1/1/8/8", "pool2/13/3/4", "relu3/77", "input/0/31/30"])
def test_pages_up_and_down_lead_back(modules: Modules, options: dict[str, Any], start: str) -> None:
    """As many pages back as forth end where they began, through the same units; past the end none counts."""
    for there, back in (("PageUp", "PageDown"), ("PageDown", "PageUp")):
        way = list(dict.fromkeys(modules.run(WALK, [LAYERS, options, start, [there] * 15])))
        again = modules.run(WALK, [LAYERS, options, start, [there] * 15 + [back] * (len(way) - 1)])
        assert again[15:] == way[::-1]


def test_another_key_ends_the_way_back(modules: Modules) -> None:
    """After a step aside, Page Up and Down go to the same relative place again."""
    keys = ["PageUp", "ArrowRight", "PageDown", "PageUp"]
    way = ["pool1/1/8/8", "conv2/2/5/5", "conv2/2/5/6", "pool1/0/7/8", "conv2/2/5/6"]
    assert modules.run(WALK, [LAYERS, {}, "pool1/1/8/8", keys]) == way
