"""Why this answer: how much each pixel of the input contributes to a score, by six published methods.

Each is a pure function of a target, an image (1, rows, columns) and the method's own options, listed in
`METHODS`, and returns a map as large as the input: positive where the pixel speaks for the target, negative
where it speaks against it. The baseline, an input that says nothing, is the empty picture.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from inspect import signature
from typing import Literal, NamedTuple, get_args

import numpy as np

from app.lenet.architecture import Architecture, layer_named, logits_name
from app.lenet.backward import activation_gradients
from app.lenet.errors import OptionError
from app.lenet.geometry import Unit, receptive_field
from app.lenet.network import Floats, Parameters, Trace, forward, in_batches

Method = Literal[
    "gradient", "gradient-x-input", "integrated-gradients", "smoothgrad", "occlusion", "grad-cam"
]


@dataclass(frozen=True, slots=True)
class Target:
    """What is attributed: S, the activation of a unit, less that of another one of its layer if there is one.

    The score of a class is a unit of the logits or of the probabilities.
    """

    architecture: Architecture
    parameters: Parameters
    unit: Unit
    against: Unit | None = None

    def score(self, trace: Trace) -> Floats:
        """Return S of each image of a trace: (batch,)."""
        by_unit = np.moveaxis(trace.activations[self.unit.layer], 0, -1)
        score: Floats = by_unit[self.unit.index]
        return score - by_unit[self.against.index] if self.against else score

    def gradients(self, images: Floats, layer: str = "input") -> tuple[Floats, Floats, Floats]:
        """Return S of images (batch, 1, rows, columns), a layer's activations A, and ∂S/∂A."""
        trace = forward(self.parameters, images, self.architecture)
        given = np.zeros_like(trace.activations[self.unit.layer])
        by_unit = np.moveaxis(given, 0, -1)
        by_unit[self.unit.index] = 1
        if self.against:
            by_unit[self.against.index] = -1
        by_layer = activation_gradients(
            self.parameters, trace, {self.unit.layer: given}, layer, self.architecture
        )
        return self.score(trace), trace.activations[layer], by_layer[layer]


class Attribution(NamedTuple):
    """A map (rows, columns), S of the image, and what some methods find besides."""

    map: Floats
    score: np.float32
    baseline: np.float32 | None = None
    class_scores: Floats | None = None
    layer: str | None = None
    layer_map: Floats | None = None


def gradient(target: Target, image: Floats) -> Attribution:
    """Return ∂S/∂x, signed: how the score changes with each pixel (Simonyan, Vedaldi & Zisserman, 2013).

    "Deep Inside Convolutional Networks: Visualising Image Classification Models and Saliency Maps".
    """
    scores, _, gradients = target.gradients(image[None])
    return Attribution(gradients[0, 0], scores[0])


def gradient_x_input(target: Target, image: Floats) -> Attribution:
    """Return x · ∂S/∂x, the terms of the score's linear approximation (Shrikumar et al., 2016).

    "Not Just a Black Box: Learning Important Features Through Propagating Activation Differences".
    """
    found = gradient(target, image)
    return found._replace(map=image[0] * found.map)


def integrated_gradients(target: Target, image: Floats, steps: int = 64) -> Attribution:
    """Return x · ∫₀¹ ∂S(tx)/∂x dt, whose sum is S(x) - S(0), `baseline` (Sundararajan, Taly & Yan, 2017).

    "Axiomatic Attribution for Deep Networks". The integral is a sum over Gauss-Legendre nodes t, as many as
    there are `steps`.
    """
    nodes, weights = np.polynomial.legendre.leggauss(steps)  # for the integral from -1 to 1
    way = np.concatenate([(nodes + 1) / 2, [1, 0]]).astype(image.dtype)
    scores, _, gradients = target.gradients(np.multiply.outer(way, image))
    mean = np.tensordot(weights.astype(image.dtype) / 2, gradients[:-2, 0], 1)
    return Attribution(image[0] * mean, scores[-2], baseline=scores[-1])


def smoothgrad(
    target: Target, image: Floats, samples: int = 32, noise: float = 0.15, seed: int = 1
) -> Attribution:
    """Return the mean of ∂S/∂x at so many x + ε, ε ~ N(0, noise²) in every pixel (Smilkov et al., 2017).

    "SmoothGrad: removing noise by adding noise".
    """
    normal = np.random.default_rng(seed).standard_normal((samples, *image.shape), np.float32)
    images = np.concatenate([image + image.dtype.type(noise) * normal, image[None]])
    scores, _, gradients = in_batches(target.gradients, images)
    return Attribution(gradients[:-1, 0].mean(axis=0), scores[-1])


def occlusion(target: Target, image: Floats, window: int = 5, stride: int = 1) -> Attribution:
    """Return for each pixel the mean of S(x) - S(x without a square) over the squares that cover it.

    Zeiler & Fergus, "Visualizing and Understanding Convolutional Networks" (2014). The square's upper left
    corner is at every multiple of the stride until it has covered the last row and column, where it may be
    cut; without means 0, background. `class_scores` (places down, places across, classes) are with the square
    at each place: probabilities, if one of these is attributed, or else logits.
    """
    if not 1 <= stride <= window:
        detail = f"stride {stride} is not from 1 to the window, {window}, and would leave pixels out"
        raise OptionError("stride", detail)
    down, across = (range(0, max(size - window, 0) + stride, stride) for size in image.shape[1:])
    squares = [(0, *np.s_[top : top + window, left : left + window]) for top in down for left in across]
    images = np.repeat(image[None], len(squares) + 1, axis=0)
    for one, square in zip(images[1:], squares, strict=True):
        one[square] = 0
    output = target.architecture[-1].name
    shown = output if target.unit.layer == output else logits_name(target.architecture)

    def scores_of(some: Floats) -> tuple[Floats, ...]:
        trace = forward(target.parameters, some, target.architecture)
        return target.score(trace), trace.activations[shown]

    scores, classes = in_batches(scores_of, images)
    drops, counts = np.zeros((2, *image.shape), image.dtype)
    for score, square in zip(scores[1:], squares, strict=True):
        drops[square] += scores[0] - score
        counts[square] += 1
    by_class = classes[1:].reshape(len(down), len(across), -1)
    return Attribution((drops / counts)[0], scores[0], class_scores=by_class)


def grad_cam(target: Target, image: Floats, layer: str | None = None) -> Attribution:
    """Return ReLU(Σ wₖ Aₖ) over the maps Aₖ of a layer, wₖ the mean of ∂S/∂Aₖ (Selvaraju et al., 2017).

    "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization". `layer_map` is
    enlarged to the input bilinearly. Each of its cells stands where its receptive field has its middle: these
    networks do not pad, so a map stretched over the whole input would be out of place by up to six pixels.
    The layer is by default the last one below the target whose maps are not pooled.
    """
    end = target.architecture.index(layer_named(target.unit.layer, target.architecture))
    kinds = {layer.name: layer.kind for layer in target.architecture[1:end] if len(layer.shape) == 3}
    if not kinds:
        detail = f"grad-cam needs feature maps, and this network has none below {target.unit.layer}"
        raise OptionError("method", f"{detail}; use another method")
    layer = layer or [name for name, kind in kinds.items() if not kind.endswith("_pool")][-1]
    if layer not in kinds:
        detail = f"no layer {layer!r} with feature maps below {target.unit.layer}"
        raise OptionError("layer", f"{detail}; there are: {', '.join(kinds)}")
    scores, maps, gradients = target.gradients(image[None], layer)
    small = np.maximum(np.tensordot(gradients[0].mean(axis=(1, 2)), maps[0], 1), 0)
    large, corner = small, receptive_field(Unit(layer, (0, 0, 0)), architecture=target.architecture)
    for axis, field in enumerate(corner.ranges[1:]):
        pixels = np.arange(image.shape[1 + axis])
        centres = np.linspace(pixels[field].mean(), pixels[::-1][field].mean(), small.shape[axis])
        large = np.apply_along_axis(partial(np.interp, pixels, centres), axis, large)
    return Attribution(large.astype(image.dtype, order="C"), scores[0], layer=layer, layer_map=small)


_FUNCTIONS = (gradient, gradient_x_input, integrated_gradients, smoothgrad, occlusion, grad_cam)
METHODS: Mapping[Method, Callable[..., Attribution]] = dict(zip(get_args(Method), _FUNCTIONS, strict=True))
OPTIONS = {name: tuple(signature(method).parameters)[2:] for name, method in METHODS.items()}
"""The names of each method's own options."""
