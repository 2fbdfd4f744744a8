"""The same network in onnxruntime and in PyTorch, with the same weights."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from app.lenet.architecture import LENET, Layer
from app.lenet.network import Parameters

Floats = NDArray[np.float32]
Forward = Callable[[Floats], Sequence[Any]]

STAGES = tuple(layer.name for layer in LENET[1:])


def onnx_model(parameters: Parameters, outputs: Sequence[str]) -> bytes:
    """Return the network as an ONNX model of any number of images, with the named activations as outputs."""
    floats = onnx.TensorProto.FLOAT
    values = {
        layer.name: helper.make_tensor_value_info(layer.name, floats, ["batch", *layer.shape])
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
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


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


def onnx_session(parameters: Parameters, outputs: Sequence[str]) -> Any:
    """Return an onnxruntime session of one thread, with all optimisations."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    model = onnx_model(parameters, outputs)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


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
