"""Learning from one image: the gradients of a loss, and steps of gradient descent, as pure functions.

This is the example of the article that the page follows: forward pass, error, gradients, update, and the same
image again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from app.lenet.architecture import Architecture, logits_name
from app.lenet.backward import activation_gradients, parameter_gradients
from app.lenet.errors import DivergenceError, LenetError
from app.lenet.network import Floats, Parameters, forward
from app.lenet.operations import cross_entropy
from app.lenet.weights import LARGEST

Loss = Literal["cross-entropy", "squared-error"]


class Example(NamedTuple):
    """One image, float32 of the input's shape, its true class, and how the error is measured.

    cross-entropy is -log(probability of the label); squared-error is ½ Σ (target - probability)², where the
    target is 1 for the label and 0 for the other classes.
    """

    image: Floats
    label: int
    loss: Loss = "cross-entropy"


@dataclass(frozen=True, slots=True)
class ExampleGradients:
    """The loss of one example and its gradients."""

    loss: np.float32
    target: Floats  # (classes,): 1 for the label, 0 for the others
    probabilities: Floats  # (classes,): the network's output
    # ∂loss/∂activation by layer name in network order, in the layers' shapes. By the output layer,
    # cross-entropy's is -target / probability, bounded to finite numbers
    activations: Mapping[str, Floats]
    parameters: Mapping[str, Floats]  # ∂loss/∂parameter by name, in the parameters' order and shapes


@dataclass(frozen=True, slots=True)
class TrainingSteps:
    """The result of some steps of gradient descent."""

    parameters: Parameters  # the new parameters: read-only float32 arrays
    losses: Floats  # the loss before the first step and after every step: (steps + 1,)
    before: Floats  # (classes,): the probabilities before the first step
    after: Floats  # (classes,): the probabilities after the last step
    changes: Mapping[str, np.float32]  # the largest absolute change of each parameter tensor, by name


def example_gradients(
    architecture: Architecture, parameters: Parameters, example: Example
) -> ExampleGradients:
    """Return the loss of one example and its gradients; `LenetError` if image or label do not fit."""
    (classes,) = architecture[-1].shape
    if not 0 <= example.label < classes:
        raise LenetError(f"label {example.label} is not a class: expected 0 to {classes - 1}")
    target = np.zeros(classes, np.float32)
    target[example.label] = 1
    trace = forward(parameters, example.image[None], architecture)
    output, top = architecture[-1].name, logits_name(architecture)
    probabilities = trace.activations[output]
    if example.loss == "squared-error":
        loss: np.float32 = np.float32(0.5) * np.square(target - probabilities[0]).sum()
        given = {output: probabilities - target}
    else:
        # Through softmax and logarithm together: -target / probability overflows where the latter is 0.
        loss = cross_entropy(trace.activations[top], np.array([example.label]))[0]
        given = {top: probabilities - target}
    by_activations = activation_gradients(parameters, trace, given, architecture=architecture)
    if output not in by_activations:
        smallest = np.float32(np.finfo(np.float32).tiny)
        by_activations[output] = np.divide(-target, np.maximum(probabilities, smallest))
    return ExampleGradients(
        loss=loss,
        target=target,
        probabilities=probabilities[0],
        activations={layer.name: by_activations[layer.name].reshape(layer.shape) for layer in architecture},
        parameters=parameter_gradients(trace, by_activations, architecture),
    )


def training_steps(
    architecture: Architecture, parameters: Parameters, example: Example, learning_rate: float, steps: int = 1
) -> TrainingSteps:
    """Train on one example by plain gradient descent: new parameter = parameter - learning rate · gradient.

    Errors are those of `example_gradients`, and `DivergenceError` if the parameters become too large.
    """
    rate = np.float32(learning_rate)
    with np.errstate(over="ignore", invalid="ignore"):
        first = found = example_gradients(architecture, parameters, example)
        losses, new = [first.loss], dict(parameters)
        for step in range(1, steps + 1):
            new = {name: values - rate * found.parameters[name] for name, values in new.items()}
            check_range(new, step, learning_rate)
            found = example_gradients(architecture, new, example)
            losses.append(found.loss)
    for values in new.values():
        values.flags.writeable = False
    changes = {name: np.abs(new[name] - values).max() for name, values in parameters.items()}
    return TrainingSteps(new, np.array(losses), first.probabilities, found.probabilities, changes)


def check_range(parameters: Parameters, step: int, learning_rate: float) -> None:
    """Raise `DivergenceError` if a step has led to parameters that `app.lenet.weights` refuses."""
    if not all((np.abs(values) <= LARGEST).all() for values in parameters.values()):
        raise DivergenceError(
            f"step {step} with learning rate {learning_rate:g} gives parameters beyond ±{LARGEST:,}; "
            "use a smaller learning rate"
        )
