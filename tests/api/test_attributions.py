"""Attributions: every method on every network, in every format, and what is refused."""

from typing import Any, get_args

import httpx
import numpy as np
import pytest
from safetensors.numpy import load as load_safetensors

from app.api.routers.attributions import Attribution
from app.imaging import prepare
from app.lenet.architecture import LENET
from app.lenet.attribution import METHODS, Method, Target
from app.lenet.geometry import Unit
from app.lenet.network import Parameters, Trace
from tests.api.pictures import digit, rows
from tests.api.test_problems import assert_problem

MODELS = "/api/v1/models"
EIGHT = {"pixels": rows()}
BLANK = {"pixels": [[0] * 28] * 28}
methods = pytest.mark.parametrize("method", get_args(Method))


def attribute(client: httpx.Client, query: str, model: str = "lenet") -> Attribution:
    """The attribution of the eight."""
    answer = client.post(f"{MODELS}/{model}/attributions?{query}", json=EIGHT)
    assert answer.status_code == 200, answer.text
    return Attribution.model_validate_json(answer.content)


@methods
def test_attributions_are_the_networks_own(
    client: httpx.Client, parameters: Parameters, method: Method
) -> None:
    """JSON and safetensors hold what NumPy computes; the target is the predicted class by default."""
    image = prepare(digit()).image[np.newaxis]
    options, query = ({"stride": 3}, "&stride=3") if method == "occlusion" else ({}, "")
    truth = METHODS[method](Target(LENET, parameters, Unit("fc3", (8,))), image, **options)
    found = attribute(client, f"method={method}{query}")
    assert (found.model, found.method, found.target, found.unit) == ("lenet", method, 8, None)
    assert found.shape == [32, 32]
    assert found.score == pytest.approx(float(truth.score), rel=1e-5)
    address = f"{MODELS}/lenet/attributions?method={method}{query}&format=safetensors"
    packed = client.post(address, json=EIGHT)
    tensors = load_safetensors(packed.content)
    others = {"class_scores": truth.class_scores, "layer_attribution": truth.layer_map}
    for name, expected in {"attribution": truth.map, **others}.items():
        assert (getattr(found, name) is None) == (name not in tensors) == (expected is None)
        if expected is not None:
            assert tensors[name].dtype == np.float32
            assert np.allclose(tensors[name], expected, rtol=1e-4, atol=1e-5)
            assert np.allclose(getattr(found, name), tensors[name], rtol=1e-6, atol=0)


@methods
@pytest.mark.parametrize("model", ["mlp", "lenet-1998", "lenet@0"])
def test_every_model_is_explained(client: httpx.Client, model: str, method: Method) -> None:
    """Other networks and checkpoints, but that a perceptron has no maps for Grad-CAM, as is said."""
    answer = client.post(f"{MODELS}/{model}/attributions?method={method}&format=npz", json=EIGHT)
    if (model, method) == ("mlp", "grad-cam"):
        assert "this network has none below fc3" in refused(answer, "method")
    else:
        assert answer.headers["content-type"] == "application/x-npz"


def test_every_target_has_its_score(client: httpx.Client, trace: Trace) -> None:
    """Classes, probabilities, differences of classes and units are attributed with their own scores."""
    scores = {name: values[0] for name, values in trace.activations.items()}
    for query, expected in {
        "target=3": scores["fc3"][3],
        "target=3&score=probability": scores["softmax"][3],
        "against=9": scores["fc3"][8] - scores["fc3"][9],
        "against=9&target=4": scores["fc3"][4] - scores["fc3"][9],
        "unit=relu2/3/5/7": scores["relu2"][3, 5, 7],
        "unit=fc1/17": scores["fc1"][17],
    }.items():
        assert attribute(client, query).score == pytest.approx(float(expected), rel=1e-3, abs=1e-6), query
    of_eight, of_nine, difference = (
        np.array(attribute(client, query).attribution) for query in ("", "target=9", "against=9")
    )
    assert np.allclose(of_eight - of_nine, difference, rtol=1e-3, atol=1e-4)


def test_methods_say_how_exact_they_are_and_what_they_used(client: httpx.Client) -> None:
    """The response names the baseline's score, Grad-CAM's layer, or occlusion's scores by place."""
    found = attribute(client, "method=integrated-gradients&steps=256&preprocess=none")
    assert found.preprocess == "none"
    assert found.baseline_score is not None
    assert np.sum(found.attribution) == pytest.approx(found.score - found.baseline_score, rel=0.01)
    assert attribute(client, "method=grad-cam").layer == "relu2"
    cam = attribute(client, "method=grad-cam&layer=pool2&unit=fc1/17")
    assert cam.layer == "pool2"
    assert np.array(cam.layer_attribution).shape == (5, 5)
    occluded = attribute(client, "method=occlusion&window=8&stride=4&score=probability")
    classes = np.array(occluded.class_scores)
    assert classes.shape == (7, 7, 10)
    assert np.allclose(classes.sum(axis=2), 1, atol=1e-5)


def refused(answer: httpx.Response, parameter: str) -> str:
    """The detail of the problem of one parameter."""
    return assert_problem(answer, 422, "invalid-field", parameter).detail


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("method=lime", "method"),
        ("target=10", "target"),
        ("against=8", "against"),
        ("target=3&against=3", "against"),
        ("unit=fc9/1", "unit"),
        ("unit=fc3/10", "unit"),
        ("unit=fc3/1&unit=fc3/2", "unit"),
        ("unit=fc3/1&target=1", "unit"),
        ("score=loss", "score"),
        ("steps=0", "steps"),
        ("steps=257", "steps"),
        ("samples=257", "samples"),
        ("noise=1.5", "noise"),
        ("noise=nan", "noise"),
        ("seed=-1", "seed"),
        ("window=33", "window"),
        ("method=occlusion&stride=6", "stride"),
        ("method=grad-cam&layer=fc1", "layer"),
        ("method=grad-cam&layer=conv2&unit=conv1/0/0/0", "method"),
        ("method=grad-cam&unit=input/0/16/16", "method"),
        ("method=grad-cam&layer=conv2&unit=pool1/0/0/0", "layer"),
        ("depth=1", "depth"),
    ],
)
def test_bad_parameters_are_named(client: httpx.Client, query: str, parameter: str) -> None:
    """Values out of range, contradictions, and units, layers and parameters that do not exist."""
    refused(client.post(f"{MODELS}/lenet/attributions?{query}", json=EIGHT), parameter)


@methods
def test_options_of_other_methods_are_refused(client: httpx.Client, method: Method) -> None:
    """They would have no effect: the problem names each, the method, and the one that has it."""
    owners = {
        "steps": "integrated-gradients",
        **dict.fromkeys(("samples", "noise", "seed"), "smoothgrad"),
        **dict.fromkeys(("window", "stride"), "occlusion"),
        "layer": "grad-cam",
    }
    for name, owner in owners.items():
        query = f"method={method}&{name}={'conv1' if name == 'layer' else 1}"
        answer = client.post(f"{MODELS}/lenet/attributions?{query}", json=EIGHT)
        if owner == method:
            assert answer.status_code == 200
        else:
            expected = f"{name} is an option of method={owner}, not {method}; leave it out"
            assert refused(answer, name) == expected
    answer = client.post(f"{MODELS}/lenet/attributions?steps=1&layer=conv1", json=EIGHT)
    assert [one["parameter"] for one in answer.json()["errors"]] == ["steps", "layer"]


@pytest.mark.parametrize("preprocess", ["center", "none"])
def test_a_blank_picture_needs_a_target(client: httpx.Client, preprocess: str) -> None:
    """Nothing is predicted for it, which the problem says; with a class or a unit it is explained."""
    address = f"{MODELS}/lenet/attributions?preprocess={preprocess}"
    assert "blank" in refused(client.post(address, json=BLANK), "target")
    answers: list[dict[str, Any]] = [
        client.post(f"{address}&{query}", json=BLANK).json()
        for query in ("target=1&method=integrated-gradients", "unit=fc2/3&method=occlusion")
    ]
    assert all(not np.any(answer["attribution"]) for answer in answers)
    assert answers[0]["score"] == pytest.approx(answers[0]["baseline_score"], abs=1e-5)
