"""The outputs that a request of the Open Inference Protocol names, and how each is to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from app.lenet.architecture import LENET
from app.web.arrays import shown
from app.web.open_inference_absent import not_offered
from app.web.problems import invalid, listed, quoted

MOST_CLASSES = 100
"""The most classes that are told of one output; fc1 has 120 units, and every map more."""

OUTPUTS: Mapping[str, tuple[int, ...]] = {layer.name: (-1, *layer.shape) for layer in LENET}


@dataclass(frozen=True, slots=True)
class Output:
    """One output that is asked for: its bytes after the JSON or numbers in it; or only so many of its largest numbers."""

    name: str
    binary: bool
    classes: int | None


EVERY_OUTPUT: Mapping[bool, Sequence[Output]] = {
    binary: [Output(name, binary, None) for name in OUTPUTS] for binary in (False, True)
}
"""What is answered where no output is named: as bytes if True, else as numbers."""


SHARED_MEMORY = ("shared_memory_region", "shared_memory_byte_size", "shared_memory_offset")
"""Parameters by which a tensor goes past HTTP, in an extension that is not offered here."""


def object_of(value: Any, pointer: str) -> dict[str, Any]:
    """An object of the request's JSON."""
    if not isinstance(value, dict):
        name = pointer.removeprefix("#/").replace("/", " ").replace("#", "the request")
        raise invalid(f"{name} is {shown(value)}; send an object", pointer)
    return value


def parameters_of(given: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """The parameters of a request, an input or an output; none where they are left out or null."""
    value = given.get("parameters")
    if value is None:
        return {}
    parameters = object_of(value, f"{pointer}/parameters")
    for name in SHARED_MEMORY:
        if parameters.get(name) is not None:
            raise not_offered(
                f"{name} belongs to the shared memory extensions, which are not offered here; "
                "send and receive tensors as bytes after the JSON, or as numbers in it",
                f"{pointer}/parameters/{name}",
            )
    return parameters


def whole_of(value: Any) -> int:
    """A size or a count: 3.0 is one, too, as JSON has a single kind of number; 0, which none of them may be, for all else."""
    if type(value) is int:
        return value
    return int(value) if isinstance(value, float) and value.is_integer() and value < 2**53 else 0


def read_outputs(value: Any, defaults: Mapping[str, Any]) -> Sequence[Output]:
    """The outputs asked for; every one where none is. What is null is as if it were left out, as everywhere here."""
    binary = _flag(defaults, "binary_data_output", "#/parameters", default=False)
    if value is not None and not isinstance(value, list):
        raise invalid(
            f"outputs is {shown(value)}; send a list of outputs, or leave it out for all", "#/outputs"
        )
    if not value and defaults.get("classification") is None:
        return EVERY_OUTPUT[binary]
    if not value:
        return [_output({"name": name}, "#/outputs", binary, defaults) for name in OUTPUTS]
    outputs = [
        _output(object_of(one, f"#/outputs/{at}"), f"#/outputs/{at}", binary, defaults)
        for at, one in enumerate(value[: len(OUTPUTS) + 1])
    ]
    names = [output.name for output in outputs]
    for at, name in enumerate(names):
        if name in names[:at]:
            raise invalid(f"output {name} is asked for twice; ask once", f"#/outputs/{at}/name")
    return outputs


def _output(given: Mapping[str, Any], pointer: str, binary: bool, defaults: Mapping[str, Any]) -> Output:
    name = given.get("name")
    if not isinstance(name, str) or name not in OUTPUTS:
        text = quoted(name) if isinstance(name, str) else shown(name)
        raise invalid(f"no output is called {text}; there are: {listed(OUTPUTS)}", f"{pointer}/name")
    parameters = parameters_of(given, pointer)
    classes, place = parameters.get("classification"), f"{pointer}/parameters/classification"
    if classes is None:
        classes, place = defaults.get("classification"), "#/parameters/classification"
    if classes is not None:
        classes = _classes(classes, place, name)
    return Output(name, _flag(parameters, "binary_data", f"{pointer}/parameters", default=binary), classes)


def _classes(value: Any, pointer: str, name: str) -> int:
    """How many of an output's largest numbers are told: all of them where more are asked for than there are, as Triton does."""
    count = min(whole_of(value), prod(OUTPUTS[name][1:]))
    if count < 1:
        raise invalid(f"classification is {shown(value)}; send a whole number from 1 on", pointer)
    if count > MOST_CLASSES:
        raise invalid(
            f"classification is {shown(value)}, more than the {MOST_CLASSES} classes told of output {name}; "
            "leave classification out for all its numbers",
            pointer,
        )
    return count


def _flag(parameters: Mapping[str, Any], name: str, pointer: str, *, default: bool) -> bool:
    flag = parameters.get(name)
    if flag is None:
        return default
    if not isinstance(flag, bool):
        raise invalid(f"{name} is {shown(flag)}; send true or false", f"{pointer}/{name}")
    return flag
