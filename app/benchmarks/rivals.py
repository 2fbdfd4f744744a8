"""The same network in onnxruntime and in PyTorch, with the same weights."""

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


def torch_forward(parameters: Parameters, outputs: Sequence[str]) -> Forward:
    """Return eager PyTorch of one thread, without gradients."""
    torch.set_num_threads(1)
    weights = {name: torch.from_numpy(np.array(values)) for name, values in parameters.items()}

    def run(images: Floats) -> list[Any]:
        with torch.inference_mode():
            values = {"input": torch.from_numpy(images)}
            for layer in LENET[1:]:
                values[layer.name] = _torch_layer(layer, weights, values[layer.inputs[0]])
        return [values[name].numpy() for name in outputs]

    return run


def _torch_layer(layer: Layer, weights: dict[str, Any], below: Any) -> Any:
    functional, name = torch.nn.functional, layer.name
    if layer.kind == "convolution":
        return functional.conv2d(below, weights[f"{name}.weight"], weights[f"{name}.bias"])
    if layer.kind == "dense":
        return functional.linear(below.flatten(1), weights[f"{name}.weight"], weights[f"{name}.bias"])
    if layer.kind == "max_pool":
        return functional.max_pool2d(below, 2)
    return functional.relu(below) if layer.kind == "relu" else functional.softmax(below, dim=1)
