"""Attributions beside captum's: the same weights, digits, targets and parameters of the methods.

Maps are compared in float64, of digits with a little noise: among numbers of a pooling window that are equal
but for rounding, the one or the other may win, which moves the gradient (in float32 without noise that of 9 of
the first 200 test digits, correlations down to 0.94). Occlusion has no gradients, and its engine is for float32.

The noise of SmoothGrad is drawn by two generators, so the correlation is that of the means of many samples.
Grad-CAM is compared in the size of its layer: captum stretches that map over the whole input, as if the
convolutions were padded, and `app.lenet.attribution.grad_cam` does not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from time import thread_time
from typing import Any, get_args

import numpy as np
import torch
from captum import attr
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from app.benchmarks.rivals import torch_network
from app.benchmarks.timing import Call, interleaved, machine_described, table
from app.lenet.architecture import LENET
from app.lenet.attribution import METHODS, Attribution, Method, Target
from app.lenet.geometry import Unit
from app.lenet.network import forward
from app.lenet.weights import load
from app.samples import Samples
from app.settings import ROOT
from app.training.inputs import centred_input

DIGITS = 10
"""Test digits, from the first, whose maps are compared; the first one is timed."""

NOISE = np.float32(1e-3)
"""Its standard deviation; pixels are from 0 to 1."""

OPTIONS: Mapping[Method, Mapping[str, Any]] = {
    "gradient": {},
    "gradient-x-input": {},
    "integrated-gradients": {"steps": 32},
    "smoothgrad": {"samples": 32, "noise": 0.15},
    "occlusion": {"window": 5, "stride": 1},
    "grad-cam": {"layer": "relu2"},
}
COMPARED = {**OPTIONS, "smoothgrad": {"samples": 8192, "noise": 0.15}}
"""When maps are compared: SmoothGrad with many samples, as its noise differs."""

TARGETS: dict[Method, str] = {"gradient": "2", "integrated-gradients": "20", "occlusion": "120"}
"""Milliseconds on one core."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Case:
    """An image (1, rows, columns) and the class whose logit is attributed."""

    image: Floats
    label: int


class Contestants:
    """The methods of LeNet Lens and of captum on the shipped weights, in float32 or float64."""

    def __init__(self, precision: str) -> None:
        shipped = load(ROOT / "model_weights" / "lenet.safetensors")
        self.precision = precision
        self.parameters = {name: values.astype(precision) for name, values in shipped.items()}
        logits = torch_network(shipped)[:-1].to(getattr(torch, precision))
        saliency = attr.Saliency(logits)
        self.captum: dict[Method, Callable[..., Any]] = {
            "gradient": partial(saliency.attribute, abs=False),
            "gradient-x-input": attr.InputXGradient(logits).attribute,
            "integrated-gradients": lambda steps, **case: attr.IntegratedGradients(logits).attribute(
                **case, n_steps=steps, method="gausslegendre"
            ),
            "smoothgrad": lambda samples, noise, **case: attr.NoiseTunnel(saliency).attribute(
                **case, nt_samples=samples, nt_samples_batch_size=64, stdevs=noise, abs=False
            ),
            "occlusion": lambda window, stride, **case: attr.Occlusion(logits).attribute(
                **case,
                sliding_window_shapes=(1, window, window),
                strides=(1, stride, stride),
                perturbations_per_eval=64,
            ),
            "grad-cam": lambda layer, **case: attr.LayerGradCam(
                logits, logits.get_submodule(layer)
            ).attribute(**case, relu_attributions=True),
        }

    def cases(self) -> list[Case]:
        """Return test digits with the classes that are predicted."""
        scans = Samples(ROOT / "static" / "data" / "mnist").images[:DIGITS]
        images = centred_input(scans.astype(np.float32) / np.float32(255))
        images += NOISE * np.random.default_rng(1).standard_normal(images.shape, np.float32)
        images = images.astype(self.precision)
        labels = forward(self.parameters, images).activations["fc3"].argmax(axis=1)
        return [Case(image, int(label)) for image, label in zip(images, labels, strict=True)]

    def lens(self, method: Method, case: Case, options: Mapping[str, Any]) -> Attribution:
        """Attribute as the service does."""
        target = Target(LENET, self.parameters, Unit("fc3", (case.label,)))
        return METHODS[method](target, case.image, **options)

    def rival(self, method: Method, case: Case, options: Mapping[str, Any]) -> Floats:
        """Attribute as captum does."""
        inputs = torch.from_numpy(case.image[None]).requires_grad_()
        found: Floats = (
            self.captum[method](inputs=inputs, target=case.label, **options).detach().numpy()[0, 0]
        )
        return found

    def correlation(self, method: Method, case: Case) -> float:
        """Return the correlation of the two maps."""
        options = COMPARED[method]
        found = self.lens(method, case, options)
        mine = found.map if found.layer_map is None else found.layer_map
        return float(np.corrcoef(mine.ravel(), self.rival(method, case, options).ravel())[0, 1])


def run() -> None:
    """Print the table."""
    with machine_described(), threadpool_limits(1, "blas"):
        print(table(["", "lowest correlation", "LeNet Lens ms", "captum ms", "target ms"], rows()))


def rows() -> list[list[str]]:
    """Return a row for each method."""
    single, double = Contestants("float32"), Contestants("float64")
    first, found = single.cases()[0], []
    for method in get_args(Method):
        exact = single if method == "occlusion" else double
        correlation = min(exact.correlation(method, case) for case in exact.cases())
        calls: dict[str, Call] = {
            "lens": partial(single.lens, method, first, OPTIONS[method]),
            "captum": partial(single.rival, method, first, OPTIONS[method]),
        }
        times = [
            f"{one.median() * 1e3:.1f}"
            for one in interleaved(calls, rounds=20, calls=1, clock=thread_time).values()
        ]
        found.append([method, f"{correlation:.6f}", *times, TARGETS.get(method, "")])
    return found
