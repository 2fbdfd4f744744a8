"""Attribution: each method against its formula, computed slowly, for every network and kind of target."""

from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from app.imaging import prepare
from app.lenet import weights
from app.lenet.architecture import ARCHITECTURES, LENET, layer_named
from app.lenet.attribution import METHODS, Attribution, Method, Target
from app.lenet.errors import OptionError
from app.lenet.geometry import Unit, parse_unit
from app.lenet.network import Floats, Parameters, forward
from app.samples import FEATURED, Samples
from app.settings import ROOT
from tests.lenet import oracle

networks = pytest.mark.parametrize("name", ARCHITECTURES)


@pytest.fixture(scope="module")
def digits() -> NDArray[np.float32]:
    """A test digit of each kind as the network's input: (10, 1, 32, 32)."""
    scans = Samples(ROOT / "static" / "data" / "mnist").images[list(FEATURED)]
    return np.stack([prepare(scan).image[None] for scan in scans])


def shipped(name: str) -> Parameters:
    """The weights of a network."""
    return weights.load(ROOT / "model_weights" / f"{name}.safetensors", architecture=ARCHITECTURES[name])


def double(values: Parameters) -> dict[str, NDArray[Any]]:
    """The same parameters as float64, as finite differences need."""
    return {name: one.astype(np.float64) for name, one in values.items()}


KINDS = ("logit", "probability", "difference", "first", "dense")


def target_of(kind: str, name: str, parameters: Parameters | None = None) -> Target:
    """A class, its probability, a difference, a unit of the first layer or of a dense layer."""
    architecture = ARCHITECTURES[name]
    values = shipped(name) if parameters is None else parameters
    if kind in ("first", "dense"):
        first = architecture[1]
        middle = Unit(first.name, tuple(size // 2 for size in first.shape))
        return Target(architecture, values, middle if kind == "first" else parse_unit("fc1/17", architecture))
    layer = "softmax" if kind == "probability" else "fc3"
    against = Unit(layer, (8,)) if kind == "difference" else None
    return Target(architecture, values, Unit(layer, (3,)), against)


def class_of(name: str, label: int, layer: str = "fc3") -> Target:
    """A class of a shipped network."""
    return Target(ARCHITECTURES[name], shipped(name), Unit(layer, (label,)))


def score(target: Target, image: Floats) -> float:
    """S of one image, by its definition."""
    activations = forward(target.parameters, image[None], target.architecture).activations[target.unit.layer][
        0
    ]
    return float(
        activations[target.unit.index] - (activations[target.against.index] if target.against else 0)
    )


def attribute(method: Method, image: Floats, target: Target, **options: Any) -> Attribution:
    """An attribution with some options."""
    return METHODS[method](target, image, **options)


@networks
@pytest.mark.parametrize("kind", KINDS)
def test_gradients_are_finite_differences(name: str, kind: str, digits: Floats) -> None:
    """Of every kind of target, and their product with the input; the score is the target's."""
    # A little noise, as max pooling has no derivative where background ties with background.
    image: NDArray[Any] = digits[3] + np.random.default_rng(1).normal(0, 0.02, (1, 32, 32))
    target = target_of(kind, name, double(shipped(name)))
    found = attribute("gradient", image, target)
    product = attribute("gradient-x-input", image, target)
    assert found.map.shape == (32, 32)
    assert found.score == pytest.approx(score(target, image))
    assert np.allclose(product.map, image[0] * found.map)
    for place in [(16, 16), (12, 14), (20, 9), (0, 0), *np.argwhere(image[0] > 0.9)[::12]]:
        expected = oracle.derivative(lambda: score(target, image), image, (0, *place))
        assert found.map[tuple(place)] == pytest.approx(expected, rel=1e-3, abs=1e-6)


@networks
def test_integrated_gradients_are_complete(name: str, digits: Floats) -> None:
    """They add up to the score less that of the empty picture, within 1 %, and more steps change little."""
    for kind, image in list(enumerate(digits))[::3]:
        target = class_of(name, kind)
        found = attribute("integrated-gradients", image, target, steps=256)
        assert found.baseline == pytest.approx(score(target, np.zeros_like(image)), rel=1e-4, abs=1e-4)
        assert found.map.sum() == pytest.approx(found.score - found.baseline, rel=0.01)
        usual = attribute("integrated-gradients", image, target)
        assert np.corrcoef(found.map.ravel(), usual.map.ravel())[0, 1] > 0.99
        assert not usual.map[image[0] == 0].any()


def test_smoothgrad_is_a_mean_of_gradients(digits: Floats) -> None:
    """Without noise it is the gradient; with noise it is reproducible, and depends on the seed a little."""
    target = class_of("lenet", 4)
    plain = attribute("gradient", digits[4], target).map
    assert np.allclose(attribute("smoothgrad", digits[4], target, noise=0.0).map, plain, atol=1e-5)
    maps = [attribute("smoothgrad", digits[4], target, samples=200, seed=seed).map for seed in (1, 1, 2)]
    assert np.array_equal(maps[0], maps[1])
    assert 0.8 < np.corrcoef(maps[0].ravel(), maps[2].ravel())[0, 1] < 0.9999
    noise = np.random.default_rng(1).standard_normal((200, 1, 32, 32), np.float32)
    noisy = [attribute("gradient", digits[4] + np.float32(0.15) * one, target).map for one in noise]
    assert np.allclose(maps[0], np.mean(noisy, axis=0), atol=1e-4)


@networks
@pytest.mark.parametrize(("window", "stride"), [(5, 3), (8, 8), (7, 6)])
def test_occlusion_is_computed_place_by_place(name: str, window: int, stride: int, digits: Floats) -> None:
    """Scores, and the mean drop of each pixel's squares, are those of a slow loop over the squares."""
    image = digits[5]
    for target in (class_of(name, 5), target_of("first", name)):
        found = attribute("occlusion", image, target, window=window, stride=stride)
        assert found.class_scores is not None
        total, count = np.zeros((32, 32)), np.zeros((32, 32))
        places = range(0, -(-(32 - window) // stride) * stride + 1, stride)
        assert found.class_scores.shape == (len(places), len(places), 10)
        for row, top in enumerate(places):
            for column, left in enumerate(places):
                square = slice(top, top + window), slice(left, left + window)
                without = image.copy()
                without[0][square] = 0
                total[square] += found.score - score(target, without)
                count[square] += 1
                trace = forward(target.parameters, without[None], target.architecture)
                logits = trace.activations["fc3"][0]
                assert np.allclose(found.class_scores[row, column], logits, rtol=1e-4, atol=1e-4)
        assert np.allclose(found.map, total / count, rtol=1e-3, atol=1e-4)


def test_occlusion_shows_the_probabilities_that_it_attributes(digits: Floats) -> None:
    """With a probability as the score, class scores add up to 1, also where a square is a pixel."""
    found = attribute("occlusion", digits[7], class_of("lenet", 7, "softmax"), window=1)
    assert found.class_scores is not None
    assert found.class_scores.shape == (32, 32, 10)
    assert np.allclose(found.class_scores.sum(axis=2), 1, atol=1e-5)
    assert np.allclose(found.map, found.score - found.class_scores[:, :, 7], atol=1e-6)


@pytest.mark.parametrize("name", ["lenet", "lenet-1998"])
def test_grad_cam_is_its_formula(name: str, digits: Floats) -> None:
    """ReLU of the maps weighted by mean gradients, from differences, enlarged around receptive fields."""
    architecture, parameters = ARCHITECTURES[name], double(shipped(name))
    image: NDArray[Any] = digits[2].astype(np.float64)
    target = Target(architecture, parameters, Unit("fc3", (2,)), Unit("fc3", (7,)))
    # Receptive fields of 14 pixels, two apart, and of 16, four apart.
    for layer, centres in (("conv2", 6.5 + 2 * np.arange(10)), ("pool2", 7.5 + 4 * np.arange(5))):
        found = attribute("grad-cam", image, target, layer=layer)
        maps = forward(parameters, image[None], architecture).activations[layer][0]
        means = []
        for index in range(len(maps)):  # moving a whole map changes the score by the sum of its gradients
            moved = [maps.copy(), maps.copy()]
            moved[0][index] += 1e-6
            moved[1][index] -= 1e-6
            above, below = (rest(target, layer, one) for one in moved)
            means.append((above - below) / 2e-6 / maps[0].size)
        expected = np.maximum(np.tensordot(means, maps, 1), 0)
        assert found.layer_map is not None
        assert np.allclose(found.layer_map, expected, rtol=1e-3, atol=1e-5)
        pixels = np.arange(32)
        wide = [np.interp(pixels, centres, row) for row in expected]
        large = np.transpose([np.interp(pixels, centres, column) for column in np.transpose(wide)])
        assert np.allclose(found.map, large, rtol=1e-3, atol=1e-5)


def rest(target: Target, layer: str, maps: NDArray[Any]) -> float:
    """S of the activations of one layer: the layers above it, run alone."""
    first = target.architecture.index(layer_named(layer, target.architecture))
    above = (layer_named(layer, target.architecture), *target.architecture[first + 1 :])
    return score(replace(target, architecture=above), maps)


def test_grad_cam_needs_feature_maps() -> None:
    """Layers with maps below the target; a perceptron has none."""
    image, target = np.zeros((1, 32, 32), np.float32), class_of("lenet", 1)
    conv2 = Target(LENET, target.parameters, Unit("conv2", (0, 0, 0)))
    assert attribute("grad-cam", image, target).layer == "relu2"
    assert attribute("grad-cam", image, conv2).layer == "relu1"
    for layer in ("fc1", "input", "nothing"):
        known = "conv1, relu1, pool1, conv2, relu2, pool2"
        with pytest.raises(OptionError, match=f"no layer '{layer}' with .* below fc3; there are: {known}$"):
            attribute("grad-cam", image, target, layer=layer)
    with pytest.raises(OptionError, match="this network has none below fc3"):
        attribute("grad-cam", image, class_of("mlp", 1))


@networks
@pytest.mark.parametrize("method", get_args(Method))
def test_every_method_returns_a_finite_float32_map(name: str, method: Method, digits: Floats) -> None:
    """Also of a picture with nothing on it, and of any unit."""
    for image in (digits[9], np.zeros_like(digits[0])):
        for kind in KINDS:
            if method == "grad-cam" and (name == "mlp" or kind == "first"):
                continue  # has no feature maps below
            found = attribute(method, image, target_of(kind, name))
            assert found.map.dtype == np.float32
            assert found.map.shape == (32, 32)
            assert np.isfinite(found.map).all()


def test_a_stride_that_leaves_pixels_out_is_refused(digits: Floats) -> None:
    """It may be as large as the window, and no larger."""
    with pytest.raises(OptionError, match="stride 6 is not from 1 to the window, 5"):
        attribute("occlusion", digits[0], class_of("lenet", 0), stride=6)
