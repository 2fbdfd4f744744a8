"""Network architectures as tables: each layer's name, kind, shape and inputs. All else is derived from them.

- `lenet`: LeNet-5 (LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998) as in
  Harley's demo of 2015: max pooling, 100 units in the second dense layer, softmax outputs. The activation is
  ReLU.
- `lenet-1998`: closer to the paper: tanh, average pooling and 84 units in the second dense layer. As in
  `lenet`, the second convolution sees all six maps and the outputs are softmax, so that the two can be
  compared layer by layer.
- `mlp`: a multi-layer perceptron with hidden layers of 300 and 100 units, the paper's section III.C.
"""

from collections.abc import Mapping
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
    """One layer of a network."""

    name: str  # unique in its architecture
    kind: Kind  # what it computes
    # of one image's activations: (maps, rows, columns), or (units,) for dense layers and what follows them
    shape: tuple[int, ...]
    inputs: tuple[str, ...] = ()  # the names of the layers it is computed from; empty for the input
    kernel: tuple[int, int] | None = None  # rows and columns of the window; convolution and pooling only
    stride: int | None = None  # step of the window in both directions; convolution and pooling only
    padding: int | None = None  # rows and columns of padding on every side; convolution and pooling only

    @property
    def window(self) -> tuple[tuple[int, int], int, int]:
        """Kernel, stride and padding; `LenetError` for a layer without a window."""
        if self.kernel is None or self.stride is None or self.padding is None:
            raise LenetError(f"layer {self.name} ({self.kind}) has no kernel, stride and padding")
        return self.kernel, self.stride, self.padding


Architecture = tuple[Layer, ...]


def _convolutional(activation: Kind, pooling: Kind, hidden: int) -> Architecture:
    """LeNet's layers with this activation, this pooling and this many units in `fc2`."""
    act = activation
    return (
        Layer("input", "input", (1, 32, 32)),
        Layer("conv1", "convolution", (6, 28, 28), ("input",), kernel=(5, 5), stride=1, padding=0),
        Layer(f"{act}1", act, (6, 28, 28), ("conv1",)),
        Layer("pool1", pooling, (6, 14, 14), (f"{act}1",), kernel=(2, 2), stride=2, padding=0),
        Layer("conv2", "convolution", (16, 10, 10), ("pool1",), kernel=(5, 5), stride=1, padding=0),
        Layer(f"{act}2", act, (16, 10, 10), ("conv2",)),
        Layer("pool2", pooling, (16, 5, 5), (f"{act}2",), kernel=(2, 2), stride=2, padding=0),
        Layer("fc1", "dense", (120,), ("pool2",)),
        Layer(f"{act}3", act, (120,), ("fc1",)),
        Layer("fc2", "dense", (hidden,), (f"{act}3",)),
        Layer(f"{act}4", act, (hidden,), ("fc2",)),
        Layer("fc3", "dense", (10,), (f"{act}4",)),
        Layer("softmax", "softmax", (10,), ("fc3",)),
    )


LENET: Architecture = _convolutional("relu", "max_pool", hidden=100)
LENET_1998: Architecture = _convolutional("tanh", "average_pool", hidden=84)
MLP: Architecture = (
    Layer("input", "input", (1, 32, 32)),
    Layer("fc1", "dense", (300,), ("input",)),
    Layer("relu1", "relu", (300,), ("fc1",)),
    Layer("fc2", "dense", (100,), ("relu1",)),
    Layer("relu2", "relu", (100,), ("fc2",)),
    Layer("fc3", "dense", (10,), ("relu2",)),
    Layer("softmax", "softmax", (10,), ("fc3",)),
)

ARCHITECTURES: Mapping[str, Architecture] = {"lenet": LENET, "lenet-1998": LENET_1998, "mlp": MLP}


def architecture_named(name: str) -> Architecture:
    """The architecture of that name; `LenetError` lists the names if there is none."""
    if name not in ARCHITECTURES:
        raise LenetError(f"no architecture {name[:60]!r}; the architectures are {', '.join(ARCHITECTURES)}")
    return ARCHITECTURES[name]


def layer_named(name: str, architecture: Architecture = LENET) -> Layer:
    """The layer of that name; `LenetError` lists the names if there is none."""
    for layer in architecture:
        if layer.name == name:
            return layer
    names = ", ".join(layer.name for layer in architecture)
    raise LenetError(f"no layer {name[:60]!r}; the layers are {names}")


def logits_name(architecture: Architecture = LENET) -> str:
    """The name of the layer whose activations are the logits: the input of the final softmax."""
    return architecture[-1].inputs[0]


def layer_parameter_shapes(layer: Layer, architecture: Architecture = LENET) -> dict[str, tuple[int, ...]]:
    """The shapes of one layer's parameters, with PyTorch's names and layouts; empty if it has none.

    A weight is (out, in, rows, columns) for convolution and (out, in) for dense layers; a bias is (out,).
    """
    if layer.kind not in ("convolution", "dense"):
        return {}
    below = layer_named(layer.inputs[0], architecture).shape
    inputs = (below[0], *layer.kernel) if layer.kernel else (prod(below),)
    outputs = layer.shape[0]
    return {f"{layer.name}.weight": (outputs, *inputs), f"{layer.name}.bias": (outputs,)}


def parameter_shapes(architecture: Architecture = LENET) -> dict[str, tuple[int, ...]]:
    """Every parameter's name and shape, in the order of the layers."""
    shapes: dict[str, tuple[int, ...]] = {}
    for layer in architecture:
        shapes |= layer_parameter_shapes(layer, architecture)
    return shapes
