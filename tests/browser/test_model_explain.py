"""The page's arithmetic of a unit and of a gradient, and its colour ranges, against the server's numbers."""

import base64
import json
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from math import prod
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from app.idx import read_images
from app.imaging import prepare
from app.lenet.architecture import LENET, Architecture, Layer
from app.lenet.explain import Explanation, explain
from app.lenet.geometry import Unit
from app.lenet.learning import Example, ExampleGradients, Loss, example_gradients
from app.lenet.network import Parameters, Trace, forward, initialise
from app.lenet.weights import load
from app.settings import ROOT
from tests.browser.modules import Modules

Pass = tuple[Architecture, Parameters, Trace]

OTHER: Architecture = (
    Layer("input", "input", (2, 9, 8)),
    Layer("mix", "convolution", (3, 9, 8), ("input",), kernel=(3, 3), stride=1, padding=1),
    Layer("squash", "tanh", (3, 9, 8), ("mix",)),
    Layer("mean", "average_pool", (3, 4, 4), ("squash",), kernel=(3, 2), stride=2, padding=0),
    Layer("most", "max_pool", (3, 2, 2), ("mean",), kernel=(2, 2), stride=2, padding=0),
    Layer("sum", "sum_pool", (3, 1, 1), ("most",), kernel=(2, 2), stride=2, padding=0),
    Layer("dense", "dense", (5,), ("sum",)),
    Layer("share", "sigmoid", (5,), ("dense",)),
    Layer("softmax", "softmax", (5,), ("share",)),
)

# Decodes [layers, answer, weights, …] of `network` into what the modules take.
DECODE = """
    const {decodeTrace, decodeWeights} = await load("api/trace.js");
    const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
    const layers = argument.layers;
    const trace = decodeTrace(bytes(argument.trace));
    const weights = decodeWeights(bytes(argument.weights));
"""

EXPLAIN = (
    DECODE
    + """
    const {explainUnit, formatUnit, parseUnit} = await load("model/explain.js", "model/layers.js");
    return argument.units.map((text) => {
        const {unit, windows, winner, ties, terms, ...rest} = explainUnit(layers, trace, weights, parseUnit(
            layers, text));
        return {
            ...rest,
            unit: formatUnit(unit),
            terms: terms.map((term) => ({...term, unit: formatUnit(term.unit)})),
            winner: winner && formatUnit(winner),
            ties: ties?.length ? ties.map(formatUnit) : null,
        };
    });
"""
)


def network(architecture: Architecture, parameters: Parameters, trace: Trace) -> dict[str, Any]:
    """A network and one pass through it, as the modules get them from the API."""
    tensors = {name: np.ascontiguousarray(values[0]) for name, values in trace.activations.items()}
    winners = {f"{name}.winners": np.ascontiguousarray(values[0]) for name, values in trace.winners.items()}
    answer = {"model": "test", "weights": "sha256:0", "preprocess": "none", "blank": False, "crop": None}
    metadata = {"response": json.dumps({**answer, "prediction": None})}
    return {
        "layers": [asdict(layer) for layer in architecture],
        "trace": base64.b64encode(save({**tensors, **winners}, metadata)).decode(),
        "weights": base64.b64encode(save(dict(parameters))).decode(),
    }


@cache
def lenet() -> Pass:
    """The network that ships, looking at a digit of the test set."""
    images = read_images(ROOT / "static/data/mnist/t10k-images-idx3-ubyte.gz")
    parameters = load(ROOT / "model_weights/lenet.safetensors")
    image = prepare(images[61], "center").image
    return LENET, parameters, forward(parameters, image[None, None])


@cache
def other() -> Pass:
    """A small network of the kinds that LeNet has not, with padding and random weights."""
    random = np.random.default_rng(5)
    parameters = initialise(OTHER, random)
    parameters = {
        name: values + random.normal(0, 0.1, values.shape).astype(np.float32)
        for name, values in parameters.items()
    }
    image = random.random((1, 2, 9, 8), np.float32)
    return OTHER, parameters, forward(parameters, image, OTHER)


def units_of(architecture: Architecture, count: int) -> list[Unit]:
    """Units of every layer: the first, the last, and random ones between."""
    random = np.random.default_rng(11)
    units = []
    for layer in architecture:
        size = prod(layer.shape)
        offsets = {0, size - 1, *random.integers(0, size, count).tolist()}
        units += [
            Unit(layer.name, tuple(int(place) for place in np.unravel_index(offset, layer.shape)))
            for offset in sorted(offsets)
        ]
    return units


def as_json(explanation: Explanation) -> dict[str, Any]:
    """The server's explanation in the page's form, without what is not there, each float32 as a double."""
    parts = ("value", "weight", "product", "exponential", "winner")
    terms = [
        {"unit": str(source.unit)}
        | {name: getattr(source, name) for name in parts if getattr(source, name) is not None}
        for source in explanation.sources
    ]
    field = explanation.receptive_field
    whole = {
        "unit": str(explanation.unit),
        "kind": explanation.kind,
        "output": explanation.output,
        "terms": terms,
        "sum": explanation.sum,
        "bias": explanation.bias,
        "winner": str(explanation.winner) if explanation.winner else None,
        "ties": [str(unit) for unit in explanation.ties] or None,
        "field": {"top": field.top, "left": field.left, "height": field.height, "width": field.width},
    }
    exact: dict[str, Any] = json.loads(json.dumps(whole, default=float))
    return exact


@pytest.mark.parametrize("passed", [lenet, other])
def test_every_number_of_an_explanation_is_the_servers(modules: Modules, passed: Callable[[], Pass]) -> None:
    """For every layer kind all numbers, the winner and its ties equal app/lenet/explain.py's bits."""
    architecture, parameters, trace = passed()
    units = units_of(architecture, 20)
    if architecture is LENET:
        zeros = np.argwhere(trace.activations["pool1"][0] == 0)[0]
        units.append(Unit("pool1", tuple(map(int, zeros))))
    given = {**network(architecture, parameters, trace), "units": [str(unit) for unit in units]}
    for unit, found in zip(units, modules.run(EXPLAIN, given), strict=True):
        expected = as_json(explain(parameters, trace, unit, architecture=architecture))
        assert {key: found.get(key) for key in expected} == expected
        if found["kind"] == "convolution":
            assert sum(found["subtotals"]) == pytest.approx(found["sum"], rel=1e-5, abs=1e-5)
    if architecture is LENET:
        first, *others = (term["unit"] for term in found["terms"])
        assert (found["winner"], found["ties"]) == (first, others)


def test_missing_parts_are_named(modules: Modules) -> None:
    """Explaining a unit that does not exist, or without numbers or weights, throws with what is missing."""
    calls = {
        'explain("conv1", [0, 0, 0], {...trace, layers: new Map()})': "Missing layer input",
        'explain("fc1", [0], trace, new Map())': "Missing parameter fc1.weight",
        'explain("pool1", [0, 0, 0], {...trace, winners: new Map()})': "Missing winners of pool1",
        'explain("fc1", [120])': "Unexpected index [120]",
        'explain("fc9", [0])': "Unknown layer fc9",
    }
    given = network(*lenet())
    body = f"""{DECODE} const {{explainUnit}} = await load("model/explain.js");
        const explain = (layer, index, seen = trace, known = weights) =>
            explainUnit(layers, seen, known, {{layer, index}});"""
    for call, message in calls.items():
        assert modules.error(f"{body} return {call};", given).startswith(f"RangeError: {message}")


RANGES = (
    DECODE
    + """
    const {rangesOf, scaleOf} = await load("model/ranges.js");
    const pairs = (mode) => Object.fromEntries([...rangesOf(layers, trace, mode)]
        .map(([name, ranges]) => [name, ranges.map(({low, high}) => [low, high])]));
    return {map: pairs("map"), layer: pairs("layer"), network: pairs("network"),
            scales: Object.fromEntries(layers.map(({name}) => [name, scaleOf(layers, name)]))};
"""
)


def test_ranges_are_the_largest_numbers(modules: Modules) -> None:
    """A scale ends at the largest magnitude of map, layer or network; input and softmax run from 0 to 1."""
    _, _, trace = lenet()
    found = modules.run(RANGES, network(*lenet()))
    signed = {layer.name for layer in LENET if layer.kind in ("convolution", "dense")}
    assert {name for name, scale in found["scales"].items() if scale == "diverging"} == signed
    free = [layer for layer in LENET if layer.kind not in ("input", "softmax")]
    most = max(float(np.abs(trace.activations[layer.name]).max()) for layer in free)
    for layer in free:
        maps = np.abs(trace.activations[layer.name][0].reshape(-1, prod(layer.shape[-2:])))
        highs = [float(row.max()) or 1.0 for row in maps]
        modes = {"map": highs, "layer": [max(highs)] * len(highs), "network": [most] * len(highs)}
        for mode, ends in modes.items():
            expected = [[-high if layer.name in signed else 0, high] for high in ends]
            assert found[mode][layer.name] == expected, (mode, layer.name)
    for mode in ("map", "layer", "network"):
        assert found[mode]["input"] == found[mode]["softmax"] == [[0, 1]]


def test_a_pool_is_signed_as_its_input(modules: Modules) -> None:
    """Pooling upon tanh keeps both signs; a sigmoid has none."""
    scales = modules.run(RANGES, network(*other()))["scales"]
    assert {scales[name] for name in ("squash", "mean", "most", "sum", "dense")} == {"diverging"}
    assert {scales[name] for name in ("input", "share", "softmax")} == {"sequential"}


GRADIENTS = (
    DECODE
    + """
    const {explainGradient, explainWeight, parseUnit} = await load("model/gradient.js", "model/layers.js");
    const given = {layers, trace, weights, gradients: decodeWeights(bytes(argument.gradients))};
    const told = ({terms, ...rest}) => ({...rest, sum: terms.reduce((all, {product}) => all + product, 0),
        size: terms.reduce((all, {product}) => all + Math.abs(product), 0)});
    const layerNamed = (name) => layers.find((one) => one.name === name);
    return [argument.units.map((text) => explainGradient(given, parseUnit(layers, text))),
        argument.places.map(([name, index]) => explainWeight(given, layerNamed(name), index))].map((all) =>
            all.map(told));
"""
)


def passed(architecture: Architecture, loss: Loss) -> tuple[dict[str, Any], Parameters, ExampleGradients]:
    """A pass forward and backward through a random network, as the modules get it, and as it is here."""
    random = np.random.default_rng(7)
    parameters = initialise(architecture, random)
    image = random.random((1, *architecture[0].shape), np.float32)
    found = example_gradients(architecture, parameters, Example(image[0], 2, loss))
    tensors = {
        name: np.ascontiguousarray(values)
        for name, values in {**found.activations, **found.parameters}.items()
    }
    trace = forward(parameters, image, architecture)
    given = {
        **network(architecture, parameters, trace),
        "gradients": base64.b64encode(save(tensors)).decode(),
    }
    return given, parameters, found


@pytest.mark.parametrize("architecture", [LENET, OTHER], ids=["lenet", "other"])
@pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
def test_the_terms_add_up_to_the_servers_gradient(
    modules: Modules, architecture: Architecture, loss: Loss
) -> None:
    """The terms of units of every kind, and of weights, add up to the server's gradient."""
    given, parameters, found = passed(architecture, loss)
    units = units_of(architecture, 12)
    random = np.random.default_rng(3)
    places = [
        (layer.name, [int(random.integers(size)) for size in parameters[f"{layer.name}.weight"].shape])
        for layer in architecture
        for _ in range(8 if layer.kind in {"convolution", "dense"} else 0)
    ]
    asked = {**given, "units": [str(unit) for unit in units], "places": places}
    of_units, of_weights = modules.run(GRADIENTS, asked)
    for unit, told in zip(units, of_units, strict=True):
        assert np.float32(told["gradient"]) == found.activations[unit.layer][unit.index]
        assert (told["kind"] == "loss") == (unit.layer == architecture[-1].name)
        if told["kind"] != "loss":
            assert told["sum"] == pytest.approx(told["gradient"], abs=1e-5 * told["size"] + 1e-12)
    for (name, index), told in zip(places, of_weights, strict=True):
        expected = found.parameters[f"{name}.weight"][tuple(index)]
        assert np.float32(told["weight"]) == parameters[f"{name}.weight"][tuple(index)]
        assert told["gradient"] == pytest.approx(expected, rel=1e-6, abs=1e-12)
        assert told["sum"] == pytest.approx(expected, abs=1e-5 * told["size"] + 1e-12)
