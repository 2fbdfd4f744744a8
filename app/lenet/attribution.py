"""Why this answer: how much each pixel of the input contributes to a score, by six published methods.

Each is a pure function of one signature, listed in `METHODS`, and returns a map as large as the input:
positive where the pixel speaks for the target, negative where it speaks against it. The baseline, an input
that says nothing, is the empty picture.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.lenet.architecture import Architecture, layer_named, logits_name
from app.lenet.backward import activation_gradients
from app.lenet.errors import LenetError
from app.lenet.fast import Engine
from app.lenet.geometry import Unit, receptive_field
from app.lenet.network import Parameters, forward
from app.lenet.targets import Floats, Target

Method = Literal[
    "gradient", "gradient-x-input", "integrated-gradients", "smoothgrad", "occlusion", "grad-cam"
]

BATCH = 64
"""Images per pass: with all at once, a thousand traces would take 60 MB."""


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
        layer_map: Of Grad-CAM: the map in the size of the layer.
    """

    map: Floats
    score: np.float32
    baseline: np.float32 | None = None
    class_scores: Floats | None = None
    layer_map: Floats | None = None


def feature_layers(architecture: Architecture, target: Target) -> list[str]:
    """Return the layers below the target that have feature maps, which Grad-CAM can explain."""
    names = [layer.name for layer in architecture]
    below = architecture[1 : names.index(target.layer)]
    return [layer.name for layer in below if len(layer.shape) == 3]


def gradient(
    architecture: Architecture, parameters: Parameters, image: Floats, target: Target, _options: Options
) -> Attribution:
    """Return ∂S/∂x: how the score would change with each pixel (Simonyan, Vedaldi & Zisserman, 2013).

    "Deep Inside Convolutional Networks: Visualising Image Classification Models and Saliency Maps"; here with
    its sign. The image is (1, rows, columns), float32, in this and in all other methods.
    """
    scores, gradients = _gradients(architecture, parameters, image[None], target)
    return Attribution(gradients[0, 0], scores[0])


def gradient_x_input(
    architecture: Architecture, parameters: Parameters, image: Floats, target: Target, options: Options
) -> Attribution:
    """Return x · ∂S/∂x, the terms of the score's linear approximation (Shrikumar et al., 2016).

    "Not Just a Black Box: Learning Important Features Through Propagating Activation Differences".
    """
    found = gradient(architecture, parameters, image, target, options)
    return Attribution(image[0] * found.map, found.score)


def integrated_gradients(
    architecture: Architecture, parameters: Parameters, image: Floats, target: Target, options: Options
) -> Attribution:
    """Return x · ∫₀¹ ∂S(tx)/∂x dt, whose sum is S(x) - S(0) (Sundararajan, Taly & Yan, 2017).

    "Axiomatic Attribution for Deep Networks"; the baseline is 0. The integral is a sum over Gauss-Legendre
    nodes t, as many as there are `steps`.
    """
    nodes, weights = (values.astype(image.dtype) for values in _quadrature(options.steps))
    zero = np.zeros((1, *image.shape), image.dtype)
    images = np.concatenate([nodes[:, None, None, None] * image, image[None], zero])
    scores, gradients = _gradients(architecture, parameters, images, target)
    mean = np.tensordot(weights, gradients[:-2, 0], 1)
    return Attribution(image[0] * mean, scores[-2], baseline=scores[-1])


def smoothgrad(
    architecture: Architecture, parameters: Parameters, image: Floats, target: Target, options: Options
) -> Attribution:
    """Return the mean of ∂S/∂x at x + ε, ε ~ N(0, noise²) in every pixel (Smilkov et al., 2017).

    "SmoothGrad: removing noise by adding noise".
    """
    generator = np.random.default_rng(options.seed)
    noise = generator.standard_normal((options.samples, *image.shape), np.float32)
    images = np.concatenate([image + image.dtype.type(options.noise) * noise, image[None]])
    scores, gradients = _gradients(architecture, parameters, images, target)
    return Attribution(gradients[:-1, 0].mean(axis=0), scores[-1])


def occlusion(
    architecture: Architecture, parameters: Parameters, image: Floats, target: Target, options: Options
) -> Attribution:
    """Return for each pixel the mean of S(x) - S(x without a square) over the squares that cover it.

    Zeiler & Fergus, "Visualizing and Understanding Convolutional Networks" (2014). The square's upper left
    corner is at every multiple of the stride until it has covered the last row and column, where it may be
    cut; without means 0, background. Squares without foreground leave the picture, and so the score, as it is.
    """
    squares = _squares(image.shape[1:], options)
    covered = squares.reshape(-1, *image.shape[1:])
    changed = (covered & (image[0] != 0)).any(axis=(1, 2))
    images = np.concatenate([image[None], np.where(covered[changed, None], np.float32(0), image)])
    scores, classes = _scores(architecture, parameters, images, target)
    places = np.where(changed, np.cumsum(changed), 0)
    drops = scores[0] - scores[places]
    total = np.tensordot(drops, covered.astype(np.float32), 1)
    by_class = classes[places].reshape(*squares.shape[:2], -1)
    return Attribution(total / covered.sum(axis=0, dtype=np.float32), scores[0], class_scores=by_class)


def grad_cam(
    architecture: Architecture, parameters: Parameters, image: Floats, target: Target, options: Options
) -> Attribution:
    """Return ReLU(Σ wₖ Aₖ) over the maps Aₖ of a layer, wₖ the mean of ∂S/∂Aₖ (Selvaraju et al., 2017).

    "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization". The map is enlarged to
    the input bilinearly. Each of its cells stands where its receptive field has its middle: these networks do
    not pad, so a map stretched over the whole input would be out of place by up to six pixels.
    """
    layer = options.layer or default_layer(architecture, target)
    if layer not in feature_layers(architecture, target):
        raise LenetError(f"no feature maps {layer!r} below {target.layer}")
    trace = forward(parameters, image[None], architecture)
    seed = target.gradients(trace.activations[target.layer])
    found = activation_gradients(parameters, trace, seed, layer, architecture)
    weights, maps = found[layer][0].mean(axis=(1, 2)), trace.activations[layer][0]
    small = np.maximum(np.tensordot(weights, maps, 1), 0)
    down, across = _enlargement(architecture, layer)
    score = target.scores(trace.activations[target.layer])[0]
    return Attribution((down @ small @ across.T).astype(image.dtype), score, layer_map=small)


def default_layer(architecture: Architecture, target: Target) -> str | None:
    """Return the activation after the last convolution below the target, or else the last feature maps."""
    known = feature_layers(architecture, target)
    below = {name: layer_named(name, architecture).inputs[0] for name in known}
    after = [name for name in known if layer_named(below[name], architecture).kind == "convolution"]
    return next(reversed(after or known), None)


METHODS: Mapping[Method, Callable[[Architecture, Parameters, Floats, Target, Options], Attribution]] = {
    "gradient": gradient,
    "gradient-x-input": gradient_x_input,
    "integrated-gradients": integrated_gradients,
    "smoothgrad": smoothgrad,
    "occlusion": occlusion,
    "grad-cam": grad_cam,
}


def _gradients(
    architecture: Architecture, parameters: Parameters, images: Floats, target: Target
) -> tuple[Floats, Floats]:
    """Return S (batch,) and ∂S/∂x (batch, 1, rows, columns) of images (batch, 1, rows, columns)."""
    scores, gradients = [], []
    for some in _batches(images):
        trace = forward(parameters, some, architecture)
        activations = trace.activations[target.layer]
        found = activation_gradients(
            parameters, trace, target.gradients(activations), architecture=architecture
        )
        scores.append(target.scores(activations))
        gradients.append(found[architecture[0].name])
    return np.concatenate(scores), np.concatenate(gradients)


def _scores(
    architecture: Architecture, parameters: Parameters, images: Floats, target: Target
) -> tuple[Floats, Floats]:
    """Return S (batch,), and the probabilities or else the logits (batch, classes)."""
    engine = Engine(parameters, architecture)
    outputs = architecture[-1].name
    shown = outputs if target.layer == outputs else logits_name(architecture)
    scores, classes = [], []
    for some in _batches(images):
        activations = engine.forward(some).activations
        scores.append(target.scores(activations[target.layer]))
        classes.append(activations[shown].copy())
    return np.concatenate(scores), np.concatenate(classes)


def _batches(images: Floats) -> Iterator[Floats]:
    return (images[first : first + BATCH] for first in range(0, len(images), BATCH))


@lru_cache(maxsize=64)
def _quadrature(steps: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The nodes in [0, 1] and weights of the Gauss-Legendre rule."""
    nodes, weights = np.polynomial.legendre.leggauss(steps)
    return (nodes + 1) / 2, weights / 2


def _squares(size: tuple[int, ...], options: Options) -> NDArray[np.bool_]:
    """Which pixels the square covers: (places down, places across, rows, columns)."""
    if not 1 <= options.stride <= options.window:
        raise LenetError(f"stride {options.stride} is not from 1 to the window, {options.window}")
    down, across = (_spans(length, options) for length in size)
    return down[:, None, :, None] & across[None, :, None, :]


def _spans(length: int, options: Options) -> NDArray[np.bool_]:
    """Which of the numbers 0 … length - 1 a window covers at each of its places: (places, length)."""
    last = max(length - options.window, 0)
    starts = np.arange(-(-last // options.stride) + 1)[:, None] * options.stride
    cells = np.arange(length)
    return (cells >= starts) & (cells < starts + options.window)


@lru_cache(maxsize=64)
def _enlargement(architecture: Architecture, name: str) -> list[Floats]:
    """Matrices (input rows, map rows) and (input columns, map columns) of bilinear interpolation."""
    matrices = []
    for axis, length in enumerate(layer_named(name, architecture).shape[1:], start=1):
        units = (Unit(name, (0, place, 0) if axis == 1 else (0, 0, place)) for place in range(length))
        fields = [receptive_field(unit, architecture=architecture).ranges[axis] for unit in units]
        centres = [(field.start + field.stop - 1) / 2 for field in fields]
        pixels = np.arange(architecture[0].shape[axis])
        matrices.append(np.array([np.interp(pixels, centres, row) for row in np.eye(length)], np.float32).T)
    return matrices
