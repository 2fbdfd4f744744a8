"""The forward pass beside onnxruntime and PyTorch: one process, one thread, the same weights, the same results.

Times are the thread's own seconds of processor time, so that what else the machine does in between is not counted.
"""

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from time import thread_time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_info, threadpool_limits

from app.benchmarks import rivals
from app.benchmarks.machine import machine_load, processor
from app.benchmarks.timing import Call, Timing, interleaved, table
from app.lenet.architecture import LENET
from app.lenet.fast import Engine
from app.lenet.network import Parameters, Trace, forward, initialise
from app.lenet.weights import load

WEIGHTS = Path(__file__).parents[2] / "model_weights/lenet.safetensors"
BATCH = 64
REFERENCE = "onnxruntime"

Floats = NDArray[np.float32]


def run() -> None:
    """Print the tables."""
    with threadpool_limits(1, "blas"):
        parameters = load(WEIGHTS) if WEIGHTS.exists() else initialise(LENET, np.random.default_rng(1))
        images = np.random.default_rng(2).random((BATCH, 1, 32, 32), np.float32)
        print(describe_machine(), end="\n\n")
        print(every_stage(parameters, images[:1]))
        print(every_stage_of_many(parameters, images))
        print(probabilities_of_many(parameters, images))


def every_stage(parameters: Parameters, image: Floats) -> str:
    """One image, everything returned."""
    engine = Engine(parameters)
    plain = rivals.onnx_session(parameters, rivals.STAGES)
    winners = rivals.onnx_session(parameters, rivals.STAGES, winners=True)
    torch = rivals.torch_forward(parameters, stages=True)
    plain_torch = rivals.torch_forward(parameters, stages=True, onednn=False)
    answers = [
        plain.run(None, {"input": image}),
        winners.run(None, {"input": image}),
        torch(image),
        plain_torch(image),
    ]
    agree(parameters, image, answers)
    contestants: dict[str, Call] = {
        REFERENCE: lambda: plain.run(None, {"input": image}),
        f"{REFERENCE}, and winners": lambda: winners.run(None, {"input": image}),
        f"{REFERENCE}, outputs bound": rivals.onnx_bound(plain, image),
        "PyTorch": lambda: torch(image),
        "PyTorch, without oneDNN": lambda: plain_torch(image),
        "LeNet Lens, and winners": lambda: engine.forward(image),
        "LeNet Lens, the clear version": lambda: forward(parameters, image),
    }
    timings = interleaved(contestants, rounds=100, calls=25, clock=thread_time)
    return _times("Forward pass, every stage returned, 1 image", timings, 1)


def every_stage_of_many(parameters: Parameters, images: Floats) -> str:
    """A batch, everything returned."""
    engine = Engine(parameters)
    plain = rivals.onnx_session(parameters, rivals.STAGES)
    winners = rivals.onnx_session(parameters, rivals.STAGES, winners=True)
    torch = rivals.torch_forward(parameters, stages=True)
    contestants: dict[str, Call] = {
        REFERENCE: lambda: plain.run(None, {"input": images}),
        f"{REFERENCE}, and winners": lambda: winners.run(None, {"input": images}),
        "PyTorch": lambda: torch(images),
        "LeNet Lens, and winners": lambda: engine.forward(images),
        "LeNet Lens, the clear version": lambda: forward(parameters, images),
    }
    timings = interleaved(contestants, rounds=40, calls=1, clock=thread_time)
    return _times(f"Forward pass, every stage returned, {len(images)} images", timings, len(images))


def probabilities_of_many(parameters: Parameters, images: Floats) -> str:
    """A batch, only the answers returned."""
    engine = Engine(parameters)
    session = rivals.onnx_session(parameters, rivals.STAGES[-1:])
    torch = rivals.torch_forward(parameters, stages=False)
    contestants: dict[str, Call] = {
        REFERENCE: lambda: session.run(None, {"input": images}),
        "PyTorch": lambda: torch(images),
        "LeNet Lens, the bits of the trace": lambda: engine.predict(images),
    }
    timings = interleaved(contestants, rounds=40, calls=1, clock=thread_time)
    return _times(f"Probabilities only, {len(images)} images", timings, len(images))


def agree(parameters: Parameters, images: Floats, answers: Sequence[Sequence[Any]]) -> None:
    """Refuse to time what does not compute the same: every stage of every contestant, to float32 rounding."""
    trace: Trace = forward(parameters, images)
    for found in answers:
        for name, values in zip(rivals.STAGES, found, strict=False):
            np.testing.assert_allclose(values, trace.activations[name], rtol=1e-4, atol=1e-4, err_msg=name)


def describe_machine() -> str:
    """The processor, what BLAS uses of it, and who takes part."""
    kernels = [
        f"{info['internal_api']} {info['version']}, kernel {info.get('architecture', '?')}, "
        f"{info['num_threads']} thread{'s' * (info['num_threads'] != 1)}"
        for info in threadpool_info()
        if info["user_api"] == "blas"
    ]
    names = ("numpy", "onnxruntime", "torch")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return "\n".join(
        [
            f"processor: {processor()}",
            machine_load(),
            f"BLAS: {'; '.join(kernels)}",
            f"Python {platform.python_version()}, {versions}",
        ]
    )


def _times(title: str, timings: Mapping[str, Timing], images: int) -> str:
    """Median time, images a second, and the ratio to onnxruntime's time."""
    reference = timings[REFERENCE]
    rows = [
        [
            timing.name,
            f"{timing.median() / images * 1e6:.1f}",
            f"{images / timing.median():,.0f}",
            f"{timing.ratio(reference):.2f}",
        ]
        for timing in timings.values()
    ]
    return table(title, ["", "µs an image", "images/s", "time ratio"], rows)
