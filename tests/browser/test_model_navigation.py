"""The keyboard's way through the network."""

from dataclasses import asdict
from typing import Any

import pytest

from app.lenet.architecture import LENET
from tests.browser.modules import Modules

LAYERS = [asdict(layer) for layer in LENET]

MOVE = """
    const {layoutScene} = await load("model/layout.js");
    const {formatUnit, parseUnit} = await load("model/layers.js");
    const {move} = await load("model/navigation.js");
    const [layers, options, steps] = argument;
    const scene = layoutScene(layers, options);
    return steps.map(([unit, key]) => {
        const found = move(scene, parseUnit(layers, unit), key);
        return found && formatUnit(found);
    });
"""


def moves(modules: Modules, options: dict[str, Any], steps: list[tuple[str, str]]) -> list[str | None]:
    """Where each key leads from each unit."""
    found: list[str | None] = modules.run(MOVE, [LAYERS, options, steps])
    return found


@pytest.mark.parametrize(
    ("unit", "key", "target"),
    [
        ("pool1/3/5/7", "ArrowLeft", "pool1/3/5/6"),
        ("pool1/3/5/7", "ArrowRight", "pool1/3/5/8"),
        ("pool1/3/5/7", "ArrowUp", "pool1/3/4/7"),
        ("pool1/3/5/7", "ArrowDown", "pool1/3/6/7"),
        ("pool1/3/5/0", "ArrowLeft", "pool1/3/5/0"),
        ("pool1/3/13/13", "ArrowRight", "pool1/3/13/13"),
        ("pool1/3/13/13", "ArrowDown", "pool1/3/13/13"),
        ("pool1/3/5/7", "Home", "pool1/3/5/0"),
        ("pool1/3/5/7", "End", "pool1/3/5/13"),
        ("pool1/3/5/7", "Control+Home", "pool1/3/0/0"),
        ("pool1/3/5/7", "Control+End", "pool1/3/13/13"),
        ("pool1/3/5/7", "[", "pool1/2/5/7"),
        ("pool1/3/5/7", "]", "pool1/4/5/7"),
        ("pool1/5/5/7", "]", "pool1/5/5/7"),
        ("pool1/3/5/7", "PageDown", "relu1/3/10/14"),
        ("relu1/3/11/15", "PageUp", "pool1/3/5/7"),
        ("relu1/3/10/14", "PageDown", "conv1/3/10/14"),
        ("pool1/0/0/0", "PageUp", "conv2/0/0/0"),
        ("pool1/5/13/13", "PageUp", "conv2/13/9/9"),
        ("conv1/5/27/27", "PageDown", "input/0/30/30"),
        ("input/0/9/9", "PageDown", "input/0/9/9"),
        ("softmax/8", "PageUp", "softmax/8"),
        ("softmax/8", "PageDown", "fc3/8"),
        ("softmax/8", "ArrowLeft", "softmax/7"),
        ("fc1/17", "ArrowDown", "fc1/77"),
        ("fc1/77", "ArrowUp", "fc1/17"),
        ("fc1/59", "ArrowRight", "fc1/59"),
        ("fc1/70", "Home", "fc1/60"),
        ("fc1/70", "Control+Home", "fc1/0"),
        ("fc1/70", "]", "fc1/70"),
        ("fc1/17", "PageUp", "relu3/17"),
        ("pool1/3/5/7", "a", None),
        ("pool1/3/5/7", "toString", None),
    ],
)
def test_keys_lead_where_the_eye_expects(modules: Modules, unit: str, key: str, target: str | None) -> None:
    """Arrows move within a map, Home and End to its ends, brackets across maps, pages across layers; edges hold; other keys do nothing."""
    assert moves(modules, {}, [(unit, key)]) == [target]


def test_pages_follow_the_eye_on_phones(modules: Modules) -> None:
    """Where the input is on top, PageUp leads towards it."""
    options = {"direction": "down", "width": 358}
    assert moves(modules, options, [("pool1/3/5/7", "PageUp"), ("pool1/3/5/7", "PageDown")]) == [
        "relu1/3/10/14",
        "conv2/8/3/5",
    ]


def test_folded_layers_are_passed_over(modules: Modules) -> None:
    """A page goes to the next open layer; a unit of a folded layer has no way."""
    options = {"folded": ["relu1", "conv1"]}
    steps = [("pool1/3/5/7", "PageDown"), ("input/0/16/16", "PageUp"), ("relu1/3/5/7", "PageUp")]
    assert moves(modules, options, steps) == ["input/0/11/16", "pool1/0/7/7", None]


@pytest.mark.parametrize("options", [{}, {"direction": "down", "width": 300}, {"mergeActivations": True}])
def test_every_key_leads_to_a_unit(modules: Modules, options: dict[str, Any]) -> None:
    """From the corners of every map, each key leads to a unit that the scene shows, and arrows that do not stay are undone by their opposites."""
    body = """
        const {layoutScene} = await load("model/layout.js");
        const {formatUnit} = await load("model/layers.js");
        const {KEYS, move} = await load("model/navigation.js");
        const {rectOf, unitInBox} = await load("model/places.js");
        const opposite = {ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft", ArrowUp: "ArrowDown", ArrowDown: "ArrowUp", "[": "]", "]": "["};
        const scene = layoutScene(...argument);
        const wrong = [];
        let count = 0;
        for (const box of scene.boxes) {
            for (const [row, column] of [[0, 0], [0, box.columns - 1], [box.rows - 1, 0], [box.rows >> 1, box.columns >> 1]]) {
                const unit = unitInBox(box, row, column);
                for (const key of KEYS) {
                    count++;
                    const next = move(scene, unit, key);
                    if (!next || !rectOf(scene, next)) wrong.push([formatUnit(unit), key]);
                    const moved = next && formatUnit(next) !== formatUnit(unit);
                    if (moved && opposite[key] && formatUnit(move(scene, next, opposite[key])) !== formatUnit(unit)) wrong.push([formatUnit(unit), key, "back"]);
                }
            }
        }
        return [count, wrong];
    """
    count, wrong = modules.run(body, [LAYERS, options])
    assert count > 2000
    assert wrong == []


def test_modifiers_reach_the_corners(modules: Modules) -> None:
    """Control or Command with Home and End is the key of the map's corners; with other keys it is no different."""
    body = """
        const {keyOf} = await load("model/navigation.js");
        return argument.map(([key, ctrlKey, metaKey]) => keyOf({key, ctrlKey, metaKey}));
    """
    events = [["Home", True, False], ["End", False, True], ["Home", False, False], ["ArrowUp", True, False]]
    assert modules.run(body, events) == ["Control+Home", "Control+End", "Home", "ArrowUp"]


WALK = """
    const {layoutScene} = await load("model/layout.js");
    const {formatUnit, parseUnit} = await load("model/layers.js");
    const {createWay} = await load("model/way.js");
    const [layers, options, start, keys] = argument;
    const way = createWay();
    const found = [parseUnit(layers, start)];
    for (const key of keys) found.push(way(layoutScene(layers, options), found.at(-1), key));
    return found.map(formatUnit);
"""


@pytest.mark.parametrize("options", [{}, {"direction": "down", "width": 300}, {"mergeActivations": True}])
@pytest.mark.parametrize("start", ["pool1/1/8/8", "pool2/13/3/4", "relu3/77", "input/0/31/30"])
def test_pages_up_and_down_lead_back(modules: Modules, options: dict[str, Any], start: str) -> None:
    """As many pages back as forth end where they began, through the same units; past the last layer nothing is counted."""
    for there, back in (("PageUp", "PageDown"), ("PageDown", "PageUp")):
        found = modules.run(WALK, [LAYERS, options, start, [there] * 15])
        way = list(dict.fromkeys(found))
        again = modules.run(WALK, [LAYERS, options, start, [there] * 15 + [back] * (len(way) - 1)])
        assert again[15:] == way[::-1]


def test_another_key_ends_the_way_back(modules: Modules) -> None:
    """After a step aside a page leads to the same relative place again, not to where the way once came from."""
    keys = ["PageUp", "ArrowRight", "PageDown", "PageUp"]
    assert modules.run(WALK, [LAYERS, {}, "pool1/1/8/8", keys]) == [
        "pool1/1/8/8",
        "conv2/2/5/5",
        "conv2/2/5/6",
        "pool1/0/7/8",
        "conv2/2/5/6",
    ]
