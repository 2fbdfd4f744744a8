"""The network as a table: every stage's name, kind, shape and source; all else is derived from it.

It is LeNet-5 (LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998) as Harley's demo of 2015
has it: max pooling, 100 units in the second dense layer, ten outputs with softmax. The activation is ReLU, shown
as a stage of its own.
"""

from dataclasses import dataclass
from math import prod
from typing import Literal

from app.lenet.errors import LenetError

Kind = Literal[
    "input",
    "convolution",
    "relu",
    "tanh",
    "sigmoid",
    "max_pool",
    "average_pool",
    "sum_pool",
    "dense",
    "softmax",
]


@dataclass(frozen=True, slots=True)
class Layer:
    """One stage of the network.

    `shape` is that of one image's activations: (maps, rows, columns), or (units,) for a dense stage. `inputs` names
    the stages below. `kernel` (rows, columns), `stride` and `padding` (rows and columns of nothing on every side)
    are set for convolution and pooling only.
    """

    name: str
    kind: Kind
    shape: tuple[int, ...]
    inputs: tuple[str, ...] = ()
    kernel: tuple[int, int] | None = None
    stride: int | None = None
    padding: int | None = None

    @property
    def window(self) -> tuple[tuple[int, int], int, int]:
        """Kernel, stride and padding; `LenetError` for a layer that has no window."""
        if self.kernel is None or self.stride is None or self.padding is None:
            raise LenetError(f"layer {self.name} ({self.kind}) has no kernel, stride and padding")
        return self.kernel, self.stride, self.padding


Architecture = tuple[Layer, ...]

LENET: Architecture = (
    Layer("input", "input", (1, 32, 32)),
    Layer("conv1", "convolution", (6, 28, 28), ("input",), kernel=(5, 5), stride=1, padding=0),
    Layer("relu1", "relu", (6, 28, 28), ("conv1",)),
    Layer("pool1", "max_pool", (6, 14, 14), ("relu1",), kernel=(2, 2), stride=2, padding=0),
    Layer("conv2", "convolution", (16, 10, 10), ("pool1",), kernel=(5, 5), stride=1, padding=0),
    Layer("relu2", "relu", (16, 10, 10), ("conv2",)),
    Layer("pool2", "max_pool", (16, 5, 5), ("relu2",), kernel=(2, 2), stride=2, padding=0),
    Layer("fc1", "dense", (120,), ("pool2",)),
    Layer("relu3", "relu", (120,), ("fc1",)),
    Layer("fc2", "dense", (100,), ("relu3",)),
    Layer("relu4", "relu", (100,), ("fc2",)),
    Layer("fc3", "dense", (10,), ("relu4",)),
    Layer("softmax", "softmax", (10,), ("fc3",)),
)


def layer_named(name: str, architecture: Architecture = LENET) -> Layer:
    """The layer of that name; `LenetError` lists the names if there is none."""
    for layer in architecture:
        if layer.name == name:
            return layer
    names = ", ".join(layer.name for layer in architecture)
    raise LenetError(f"no layer {name[:60]!r}; the layers are {names}")


def layer_parameter_shapes(layer: Layer, architecture: Architecture = LENET) -> dict[str, tuple[int, ...]]:
    """The parameters of one layer, PyTorch's names and layouts: (out, in, rows, columns) and (out, in).

    A layer without weights has none: the answer is empty.
    """
    if layer.kind not in ("convolution", "dense"):
        return {}
    below = layer_named(layer.inputs[0], architecture).shape
    sources = (below[0], *layer.kernel) if layer.kernel else (prod(below),)
    outputs = layer.shape[0]
    return {f"{layer.name}.weight": (outputs, *sources), f"{layer.name}.bias": (outputs,)}


def parameter_shapes(architecture: Architecture = LENET) -> dict[str, tuple[int, ...]]:
    """Every parameter of the network with its shape, in the order of the layers."""
    shapes: dict[str, tuple[int, ...]] = {}
    for layer in architecture:
        shapes |= layer_parameter_shapes(layer, architecture)
    return shapes
