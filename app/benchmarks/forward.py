"""The forward pass beside onnxruntime and PyTorch: one thread, the same weights, the same results.

Times are the processor time of the thread, which leaves out what else the machine does.
"""

from collections.abc import Mapping
from time import thread_time

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from app.benchmarks import rivals
from app.benchmarks.timing import Call, Timing, interleaved, machine_described, table
from app.lenet.fast import Engine
from app.lenet.network import Parameters, forward
from app.lenet.weights import load
from app.settings import ROOT

BATCH = 64
REFERENCE = "onnxruntime"

Floats = NDArray[np.float32]


def run() -> None:
    """Print the table."""
    with machine_described(), threadpool_limits(1, "blas"):
        parameters = load(ROOT / "model_weights" / "lenet.safetensors")
        images = np.random.default_rng(2).random((BATCH, 1, 32, 32), np.float32)
        one, many, probabilities = (
            interleaved(contestants(parameters, images[:1]), rounds=100, calls=25, clock=thread_time),
            interleaved(contestants(parameters, images), rounds=40, calls=1, clock=thread_time),
            interleaved(predictors(parameters, images), rounds=40, calls=1, clock=thread_time),
        )
        header = ["µs an image", "1 image", "ratio", f"{BATCH} images", "ratio", "only softmax", "ratio"]
        rows = [
            [name, *cells(one, name, 1), *cells(many, name, BATCH), *cells(probabilities, name, BATCH)]
            for name in one
        ]
        print(table(header, rows))


def contestants(parameters: Parameters, images: Floats) -> dict[str, Call]:
    """Return calls that compute all activations.

    Raises:
        AssertionError: They do not compute the same.
    """
    engine, stages = Engine(parameters), rivals.STAGES
    session, torch = rivals.onnx_session(parameters, stages), rivals.torch_forward(parameters, stages)
    expected = forward(parameters, images).activations
    for found in (session.run(None, {"input": images}), torch(images)):
        for name, values in zip(stages, found, strict=True):
            np.testing.assert_allclose(values, expected[name], rtol=1e-4, atol=1e-4, err_msg=name)
    return {
        REFERENCE: lambda: session.run(None, {"input": images}),
        "PyTorch": lambda: torch(images),
        "LeNet Lens": lambda: engine.forward(images),
        "LeNet Lens, plain version": lambda: forward(parameters, images),
    }


def predictors(parameters: Parameters, images: Floats) -> dict[str, Call]:
    """Return calls that compute the probabilities only."""
    engine, stages = Engine(parameters), rivals.STAGES[-1:]
    session, torch = rivals.onnx_session(parameters, stages), rivals.torch_forward(parameters, stages)
    return {
        REFERENCE: lambda: session.run(None, {"input": images}),
        "PyTorch": lambda: torch(images),
        "LeNet Lens": lambda: engine.predict(images),
    }


def cells(timings: Mapping[str, Timing], name: str, images: int) -> list[str]:
    """Return the time an image and its ratio to onnxruntime's."""
    if name not in timings:
        return ["", ""]
    return [f"{timings[name].median() / images * 1e6:.0f}", f"{timings[name].ratio(timings[REFERENCE]):.2f}"]
