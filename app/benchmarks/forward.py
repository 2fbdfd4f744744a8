"""The forward pass beside onnxruntime and PyTorch: one thread, the same weights, the same results.

Times are the processor time of the thread, which leaves out what else the machine does.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from time import thread_time
from typing import Any

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from threadpoolctl import threadpool_limits

from app.benchmarks.timing import Call, Timing, interleaved, machine_described, table
from app.lenet.architecture import LENET, Layer
from app.lenet.fast import Engine
from app.lenet.network import Parameters, forward
from app.lenet.weights import load
from app.settings import ROOT

BATCH = 64
REFERENCE = "onnxruntime"
STAGES = tuple(layer.name for layer in LENET[1:])

Floats = NDArray[np.float32]
Forward = Callable[[Floats], Sequence[Any]]


def run() -> None:
    """Print the table."""
    with machine_described(), threadpool_limits(1, "blas"):
        parameters = load(ROOT / "model_weights" / "lenet.safetensors")
        images = np.random.default_rng(2).random((BATCH, 1, 32, 32), np.float32)
        one, many, probabilities = (
            interleaved(contestants(parameters, images[:1], STAGES), rounds=100, calls=25, clock=thread_time),
            interleaved(contestants(parameters, images, STAGES), rounds=40, calls=1, clock=thread_time),
            interleaved(contestants(parameters, images, STAGES[-1:]), rounds=40, calls=1, clock=thread_time),
        )
        header = ["µs an image", "1 image", "ratio", f"{BATCH} images", "ratio", "only softmax", "ratio"]
        rows = [
            [name, *cells(one, name, 1), *cells(many, name, BATCH), *cells(probabilities, name, BATCH)]
            for name in one
        ]
        print(table(header, rows))


def contestants(parameters: Parameters, images: Floats, outputs: Sequence[str]) -> dict[str, Call]:
    """Return calls that compute the same activations, all or the last; `AssertionError` if they do not."""
    engine, onnx, pytorch = (
        Engine(parameters),
        onnx_forward(parameters, outputs),
        torch_forward(parameters, outputs),
    )
    expected = forward(parameters, images).activations
    for rival in (onnx, pytorch):
        for name, values in zip(outputs, rival(images), strict=True):
            np.testing.assert_allclose(values, expected[name], rtol=1e-4, atol=1e-4, err_msg=name)
    calls: dict[str, Call] = {REFERENCE: lambda: onnx(images), "PyTorch": lambda: pytorch(images)}
    if len(outputs) == 1:
        return calls | {"LeNet Lens": lambda: engine.predict(images)}
    plain = {"LeNet Lens, plain version": lambda: forward(parameters, images)}
    return calls | {"LeNet Lens": lambda: engine.forward(images)} | plain


def cells(timings: Mapping[str, Timing], name: str, images: int) -> list[str]:
    """Return the time an image and its ratio to onnxruntime's."""
    if name not in timings:
        return ["", ""]
    return [f"{timings[name].median() / images * 1e6:.0f}", f"{timings[name].ratio(timings[REFERENCE]):.2f}"]


def onnx_forward(parameters: Parameters, outputs: Sequence[str]) -> Forward:
    """Return onnxruntime of one thread, with all optimisations, which are the default."""
    values = {
        layer.name: helper.make_tensor_value_info(layer.name, TensorProto.FLOAT, ["batch", *layer.shape])
        for layer in LENET
    }
    graph = helper.make_graph(
        [node for layer in LENET[1:] for node in _onnx_nodes(layer)],
        "lenet",
        [values["input"]],
        [values[name] for name in outputs],
        [numpy_helper.from_array(np.asarray(array), name) for name, array in parameters.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    file = model.SerializeToString()
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    return lambda images: session.run(None, {"input": images})


def _onnx_nodes(layer: Layer) -> list[Any]:
    below, name = layer.inputs[0], layer.name
    weighted = [below, f"{name}.weight", f"{name}.bias"]
    if layer.kind == "convolution":
        return [helper.make_node("Conv", weighted, [name])]
    if layer.kind == "max_pool":
        return [helper.make_node("MaxPool", [below], [name], kernel_shape=[2, 2], strides=[2, 2])]
    if layer.kind == "dense":
        flat = helper.make_node("Flatten", [below], [f"{name}.flat"])
        return [flat, helper.make_node("Gemm", [f"{name}.flat", *weighted[1:]], [name], transB=1)]
    operation = {"relu": "Relu", "softmax": "Softmax"}[layer.kind]
    return [helper.make_node(operation, [below], [name])]


def torch_network(parameters: Parameters) -> Any:
    """Return the network as a PyTorch module of one thread, with a child for every layer."""
    torch.set_num_threads(1)
    stages = OrderedDict(stage for layer in LENET[1:] for stage in _torch_stages(layer, parameters))
    network = torch.nn.Sequential(stages)
    network.load_state_dict({name: torch.from_numpy(np.array(values)) for name, values in parameters.items()})
    return network


def torch_forward(parameters: Parameters, outputs: Sequence[str]) -> Forward:
    """Return eager PyTorch of one thread, without gradients."""
    stages = list(torch_network(parameters).named_children())

    def run(images: Floats) -> list[Any]:
        found, below = {}, torch.from_numpy(images)
        with torch.inference_mode():
            for name, stage in stages:
                found[name] = below = stage(below)
        return [found[name].numpy() for name in outputs]

    return run


def _torch_stages(layer: Layer, parameters: Parameters) -> list[tuple[str, Any]]:
    modules = torch.nn
    if layer.kind == "convolution":
        outputs, maps, *kernel = parameters[f"{layer.name}.weight"].shape
        return [(layer.name, modules.Conv2d(maps, outputs, kernel))]
    if layer.kind == "dense":
        outputs, inputs = parameters[f"{layer.name}.weight"].shape
        return [(f"{layer.name}_flat", modules.Flatten()), (layer.name, modules.Linear(inputs, outputs))]
    if layer.kind == "max_pool":
        return [(layer.name, modules.MaxPool2d(2))]
    return [(layer.name, modules.ReLU() if layer.kind == "relu" else modules.Softmax(dim=1))]
