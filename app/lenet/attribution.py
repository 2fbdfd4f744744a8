"""Why this answer: how much each pixel of the input contributes to a score, by six published methods.

Each is a pure function of one signature, listed in `METHODS`, and returns a map as large as the input:
positive where the pixel speaks for the target, negative where it speaks against it. The baseline, an input
that says nothing, is the empty picture.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import takewhile
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import Architecture, layer_named, logits_name
from app.lenet.errors import OptionError
from app.lenet.fast import Engine
from app.lenet.geometry import Unit, receptive_field
from app.lenet.targets import BATCH, Floats, Target

Method = Literal[
    "gradient", "gradient-x-input", "integrated-gradients", "smoothgrad", "occlusion", "grad-cam"
]


@dataclass(frozen=True, slots=True)
class Options:
    """The methods' parameters.

    Attributes:
        steps: Of integrated gradients, along the way from the baseline to the image.
        samples: Of SmoothGrad: noisy copies of the image.
        noise: Of SmoothGrad: the noise's standard deviation; pixels are from 0 to 1.
        seed: Of the noise.
        window: Of occlusion: rows and columns of the occluded square.
        stride: Of occlusion: pixels from one place of the square to the next, at most `window`.
        layer: Of Grad-CAM: one of `feature_layers`; None for the activation after the last convolution.
    """

    steps: int = 64
    samples: int = 32
    noise: float = 0.15
    seed: int = 1
    window: int = 5
    stride: int = 1
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a method found.

    Attributes:
        map: (rows, columns) of the input, signed.
        score: S of the image.
        baseline: S of the empty picture, of integrated gradients.
        class_scores: Of occlusion: (places down, places across, classes): the probabilities, if they are what
            is attributed, or else the logits, with the square at each place.
        layer: Of Grad-CAM: the layer's name.
        layer_map: Of Grad-CAM: the map in the size of the layer.
    """

    map: Floats
    score: np.float32
    baseline: np.float32 | None = None
    class_scores: Floats | None = None
    layer: str | None = None
    layer_map: Floats | None = None


def gradient(target: Target, image: Floats, _options: Options) -> Attribution:
    """Return ∂S/∂x: how the score would change with each pixel (Simonyan, Vedaldi & Zisserman, 2013).

    "Deep Inside Convolutional Networks: Visualising Image Classification Models and Saliency Maps"; here with
    its sign. The image is (1, rows, columns), float32, in this and in all other methods.
    """
    found = target.gradients(image[None])
    return Attribution(found.gradients[0, 0], found.scores[0])


def gradient_x_input(target: Target, image: Floats, options: Options) -> Attribution:
    """Return x · ∂S/∂x, the terms of the score's linear approximation (Shrikumar et al., 2016).

    "Not Just a Black Box: Learning Important Features Through Propagating Activation Differences".
    """
    found = gradient(target, image, options)
    return replace(found, map=image[0] * found.map)


def integrated_gradients(target: Target, image: Floats, options: Options) -> Attribution:
    """Return x · ∫₀¹ ∂S(tx)/∂x dt, whose sum is S(x) - S(0) (Sundararajan, Taly & Yan, 2017).

    "Axiomatic Attribution for Deep Networks"; the baseline is 0. The integral is a sum over Gauss-Legendre
    nodes t, as many as there are `steps`.
    """
    nodes, weights = (values.astype(image.dtype) for values in _quadrature(options.steps))
    found = target.gradients(np.multiply.outer([*nodes, image.dtype.type(1), image.dtype.type(0)], image))
    mean = np.tensordot(weights, found.gradients[:-2, 0], 1)
    return Attribution(image[0] * mean, found.scores[-2], baseline=found.scores[-1])


def smoothgrad(target: Target, image: Floats, options: Options) -> Attribution:
    """Return the mean of ∂S/∂x at x + ε, ε ~ N(0, noise²) in every pixel (Smilkov et al., 2017).

    "SmoothGrad: removing noise by adding noise".
    """
    generator = np.random.default_rng(options.seed)
    noise = generator.standard_normal((options.samples, *image.shape), np.float32)
    images = np.concatenate([image + image.dtype.type(options.noise) * noise, image[None]])
    found = target.gradients(images)
    return Attribution(found.gradients[:-1, 0].mean(axis=0), found.scores[-1])


def occlusion(target: Target, image: Floats, options: Options) -> Attribution:
    """Return for each pixel the mean of S(x) - S(x without a square) over the squares that cover it.

    Zeiler & Fergus, "Visualizing and Understanding Convolutional Networks" (2014). The square's upper left
    corner is at every multiple of the stride until it has covered the last row and column, where it may be
    cut; without means 0, background. Squares without foreground leave the picture, and so the score, as it is.
    """
    squares = _squares(image.shape[1:], options)
    covered = squares.reshape(-1, *image.shape[1:])
    changed = (covered & (image[0] != 0)).any(axis=(1, 2))
    images = np.concatenate([image[None], np.where(covered[changed, None], np.float32(0), image)])
    scores, classes = _scores(target, images)
    places = np.where(changed, np.cumsum(changed), 0)
    total = np.tensordot(scores[0] - scores[places], covered.astype(np.float32), 1)
    by_class = classes[places].reshape(*squares.shape[:2], -1)
    return Attribution(total / covered.sum(axis=0, dtype=np.float32), scores[0], class_scores=by_class)


def grad_cam(target: Target, image: Floats, options: Options) -> Attribution:
    """Return ReLU(Σ wₖ Aₖ) over the maps Aₖ of a layer, wₖ the mean of ∂S/∂Aₖ (Selvaraju et al., 2017).

    "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization". The map is enlarged to
    the input bilinearly. Each of its cells stands where its receptive field has its middle: these networks do
    not pad, so a map stretched over the whole input would be out of place by up to six pixels.
    """
    layer = _feature_layer(target, options.layer)
    found = target.gradients(image[None], layer)
    small = np.maximum(np.tensordot(found.gradients[0].mean(axis=(1, 2)), found.activations[0], 1), 0)
    large = small
    for axis in (1, 2):
        pixels, centres = np.arange(image.shape[axis]), _centres(target.architecture, layer, axis)
        large = np.apply_along_axis(partial(np.interp, pixels, centres), axis - 1, large)
    return Attribution(large.astype(image.dtype, order="C"), found.scores[0], layer=layer, layer_map=small)


METHODS: Mapping[Method, Callable[[Target, Floats, Options], Attribution]] = {
    "gradient": gradient,
    "gradient-x-input": gradient_x_input,
    "integrated-gradients": integrated_gradients,
    "smoothgrad": smoothgrad,
    "occlusion": occlusion,
    "grad-cam": grad_cam,
}


def _feature_layer(target: Target, name: str | None) -> str:
    """Return the layer of this name, or the activation after the last convolution, or else the last feature maps."""
    below = takewhile(lambda layer: layer.name != target.layer, target.architecture[1:])
    known = [layer for layer in below if len(layer.shape) == 3]
    if not known:
        detail = f"grad-cam needs feature maps, and this network has none below {target.layer}"
        raise OptionError("method", f"{detail}; use another method")
    names = [layer.name for layer in known]
    if name is None:
        sources = [layer_named(layer.inputs[0], target.architecture).kind for layer in known]
        after = [layer for layer, source in zip(names, sources, strict=True) if source == "convolution"]
        return (after or names)[-1]
    if name not in names:
        detail = f"no layer {name!r} with feature maps below {target.layer}; there are: {', '.join(names)}"
        raise OptionError("layer", detail)
    return name


@lru_cache(maxsize=64)
def _quadrature(steps: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The nodes in [0, 1] and weights of the Gauss-Legendre rule."""
    nodes, weights = np.polynomial.legendre.leggauss(steps)
    return (nodes + 1) / 2, weights / 2


def _squares(size: tuple[int, ...], options: Options) -> NDArray[np.bool_]:
    """Which pixels the square covers: (places down, places across, rows, columns)."""
    window, stride = options.window, options.stride
    if not 1 <= stride <= window:
        detail = f"stride {stride} is not from 1 to the window, {window}, and would leave pixels out"
        raise OptionError("stride", detail)
    down, across = (range(0, max(length - window, 0) + stride, stride) for length in size)
    covered = np.zeros((len(down), len(across), *size), np.bool_)
    for row, top in enumerate(down):
        for column, left in enumerate(across):
            covered[row, column, top : top + window, left : left + window] = True
    return covered


def _scores(target: Target, images: Floats) -> tuple[Floats, Floats]:
    """Return S (batch,), and the probabilities or else the logits (batch, classes)."""
    engine = Engine(target.parameters, target.architecture)
    outputs = target.architecture[-1].name
    shown = outputs if target.layer == outputs else logits_name(target.architecture)
    found = []
    for first in range(0, len(images), BATCH):
        activations = engine.forward(images[first : first + BATCH]).activations
        found.append((target.scores(activations), activations[shown].copy()))
    scores, classes = map(np.concatenate, zip(*found, strict=True))
    return scores, classes


@lru_cache(maxsize=64)
def _centres(architecture: Architecture, name: str, axis: int) -> list[float]:
    """The middles of the receptive fields of a layer's rows (axis 1) or columns (axis 2)."""
    layer = layer_named(name, architecture)
    units = np.arange(layer.shape[axis])[:, None] * (np.arange(3) == axis)
    fields = [receptive_field(Unit(name, tuple(unit)), architecture=architecture) for unit in units.tolist()]
    return [(field.ranges[axis].start + field.ranges[axis].stop - 1) / 2 for field in fields]
