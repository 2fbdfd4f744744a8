"""The same network in onnxruntime and in PyTorch, with the same weights, returning the same numbers."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any
from warnings import filterwarnings

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


def onnx_model(parameters: Parameters, outputs: Sequence[str], *, winners: bool) -> bytes:
    """The network as an ONNX model with any number of images, returning the stages named."""
    nodes = [node for layer in LENET[1:] for node in _onnx_nodes(layer, winners=winners)]
    floats, integers = onnx.TensorProto.FLOAT, onnx.TensorProto.INT64
    shapes: dict[str, list[str | int | None]] = {layer.name: ["batch", *layer.shape] for layer in LENET}
    returned = [helper.make_tensor_value_info(name, floats, shapes[name]) for name in outputs]
    if winners:
        pools = [layer.name for layer in LENET if layer.kind == "max_pool"]
        returned += [
            helper.make_tensor_value_info(f"{name}.winners", integers, shapes[name]) for name in pools
        ]
    graph = helper.make_graph(
        nodes,
        "lenet",
        [helper.make_tensor_value_info("input", floats, shapes["input"])],
        returned,
        [numpy_helper.from_array(np.asarray(values), name) for name, values in parameters.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _onnx_nodes(layer: Layer, *, winners: bool) -> list[Any]:
    below, name = layer.inputs[0], layer.name
    weighted = [below, f"{name}.weight", f"{name}.bias"]
    if layer.kind == "convolution":
        return [helper.make_node("Conv", weighted, [name])]
    if layer.kind == "max_pool":
        outputs = [name, f"{name}.winners"] if winners else [name]
        return [helper.make_node("MaxPool", [below], outputs, kernel_shape=[2, 2], strides=[2, 2])]
    if layer.kind == "dense":
        flat = helper.make_node("Flatten", [below], [f"{name}.flat"])
        return [flat, helper.make_node("Gemm", [f"{name}.flat", *weighted[1:]], [name], transB=1)]
    operation = {"relu": "Relu", "softmax": "Softmax"}[layer.kind]
    return [helper.make_node(operation, [below], [name])]


def onnx_session(parameters: Parameters, outputs: Sequence[str], *, winners: bool = False) -> Any:
    """An onnxruntime session of one thread, with every optimisation it has."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    model = onnx_model(parameters, outputs, winners=winners)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def onnx_bound(session: Any, images: Floats) -> Callable[[], list[Any]]:
    """The quicker way: outputs bound in advance, to buffers that the next run overwrites."""
    binding = session.io_binding()
    binding.bind_cpu_input("input", images)
    for output in session.get_outputs():
        binding.bind_output(output.name)

    def run() -> list[Any]:
        session.run_with_iobinding(binding)
        return list(binding.get_outputs())

    return run


def torch_forward(parameters: Parameters, *, stages: bool, onednn: bool = True) -> Forward:
    """PyTorch, eager, without gradients, on one thread; the stages or only the probabilities.

    Its default library, oneDNN, has more to prepare at each call than such small pictures are worth.
    """
    torch.set_num_threads(1)
    library: Callable[[], AbstractContextManager[object]] = nullcontext
    if not onednn:
        library = partial(torch.backends.mkldnn.flags, enabled=False)
        filterwarnings("ignore", message="TF32 acceleration")  # about another flag, which is not used here
    weights = {name: torch.from_numpy(np.array(values)) for name, values in parameters.items()}

    def run(images: Floats) -> list[Any]:
        with torch.inference_mode(), library():
            values = {"input": torch.from_numpy(images)}
            for layer in LENET[1:]:
                values[layer.name] = _torch_layer(layer, weights, values[layer.inputs[0]])
        wanted = STAGES if stages else STAGES[-1:]
        return [values[name].numpy() for name in wanted]

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
