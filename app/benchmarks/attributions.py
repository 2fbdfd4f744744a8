"""Attributions beside captum's: the same weights, digits, targets and parameters of the methods.

Maps are compared in float64, of digits with a little noise: among numbers of a pooling window that are equal
but for rounding, the one or the other may win, which moves the gradient (in float32 without noise that of 9
of the first 200 test digits, correlations down to 0.94). Occlusion has no gradients, and its engine is for
float32.

The noise of SmoothGrad is drawn by two generators, so the correlation is that of the means of many samples.
Grad-CAM is compared in the size of its layer: captum stretches that map over the whole input, as if the
convolutions were padded, and `app.lenet.attribution.grad_cam` does not.
"""

from collections.abc import Callable
from functools import partial
from time import thread_time
from typing import Any, get_args

import numpy as np
import torch
from captum import attr
from threadpoolctl import threadpool_limits

from app.benchmarks.forward import torch_network
from app.benchmarks.timing import Call, interleaved, machine_described, table
from app.lenet.architecture import LENET
from app.lenet.attribution import METHODS, Method, Target
from app.lenet.geometry import Unit
from app.lenet.network import Floats, forward
from app.lenet.weights import load
from app.samples import Samples
from app.settings import ROOT
from app.training.inputs import centred_input

DIGITS = 10  # test digits, from the first, whose maps are compared; the first one is timed
NOISE = np.float32(1e-3)  # its standard deviation; pixels are from 0 to 1
STEPS = 32  # of integrated gradients; other parameters are the defaults of LeNet Lens
SAMPLES = 32  # of SmoothGrad, when it is timed
MANY_SAMPLES = 8192  # of SmoothGrad, when maps are compared, as the noise differs

TARGETS: dict[Method, str] = {"gradient": "2", "integrated-gradients": "20", "occlusion": "120"}
"""Milliseconds on one core."""

Case = tuple[Target, Floats]
"""The logit that is attributed, and an image (1, rows, columns)."""


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
            "integrated-gradients": partial(
                attr.IntegratedGradients(logits).attribute, n_steps=STEPS, method="gausslegendre"
            ),
            "smoothgrad": partial(
                attr.NoiseTunnel(saliency).attribute, nt_samples_batch_size=64, stdevs=0.15, abs=False
            ),
            "occlusion": partial(
                attr.Occlusion(logits).attribute, sliding_window_shapes=(1, 5, 5), perturbations_per_eval=64
            ),
            "grad-cam": partial(attr.LayerGradCam(logits, logits.relu2).attribute, relu_attributions=True),
        }

    def cases(self) -> list[Case]:
        """Return the predicted classes of test digits."""
        scans = Samples(ROOT / "static" / "data" / "mnist").images[:DIGITS]
        images = centred_input(scans)
        images += NOISE * np.random.default_rng(1).standard_normal(images.shape, np.float32)
        images = images.astype(self.precision)
        labels = forward(self.parameters, images).activations["fc3"].argmax(axis=1)
        targets = [Target(LENET, self.parameters, Unit("fc3", (int(label),))) for label in labels]
        return list(zip(targets, images, strict=True))

    def lens(self, method: Method, case: Case, samples: int) -> Floats:
        """Attribute as the service does."""
        options = {"integrated-gradients": {"steps": STEPS}, "smoothgrad": {"samples": samples}}
        found = METHODS[method](*case, **options.get(method, {}))
        return found.map if found.layer_map is None else found.layer_map

    def rival(self, method: Method, case: Case, samples: int) -> Floats:
        """Attribute as captum does."""
        target, image = case
        inputs = torch.from_numpy(image[None]).requires_grad_()
        options = {"nt_samples": samples} if method == "smoothgrad" else {}
        found = self.captum[method](inputs=inputs, target=target.unit.index[0], **options)
        attribution: Floats = found.detach().numpy()[0, 0]
        return attribution

    def correlation(self, method: Method, case: Case) -> float:
        """Return the correlation of the two maps."""
        mine, theirs = self.lens(method, case, MANY_SAMPLES), self.rival(method, case, MANY_SAMPLES)
        return float(np.corrcoef(mine.ravel(), theirs.ravel())[0, 1])


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
            "lens": partial(single.lens, method, first, SAMPLES),
            "captum": partial(single.rival, method, first, SAMPLES),
        }
        times = [
            f"{one.median() * 1e3:.1f}"
            for one in interleaved(calls, rounds=20, calls=1, clock=thread_time).values()
        ]
        found.append([method, f"{correlation:.6f}", *times, TARGETS.get(method, "")])
    return found
