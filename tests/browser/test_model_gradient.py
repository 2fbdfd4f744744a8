"""The page's arithmetic of a gradient, against backpropagation on the server."""

import base64
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from app.lenet.architecture import LENET, Architecture
from app.lenet.learning import Example, ExampleGradients, Loss, example_gradients
from app.lenet.network import Parameters, forward, initialise
from tests.browser.modules import Modules
from tests.browser.test_model_explain import DECODE, OTHER, network, units_of

GRADIENTS = (
    DECODE
    + """
    const {explainGradient, explainWeight} = await load("model/gradient.js");
    const {parseUnit} = await load("model/layers.js");
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
