"""The outputs that an inference request names, and what requests and outputs share: objects, parameters, integers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from app.api.numbers import shown
from app.api.problems import FieldError, Problem, invalid, listed, quoted
from app.lenet.architecture import Architecture

MAX_CLASSES = 100
SHARED_MEMORY = ("shared_memory_region", "shared_memory_byte_size", "shared_memory_offset")


@dataclass(frozen=True, slots=True)
class Output:
    """A layer to return: as bytes after the JSON, or as numbers in it, or only its `classes` largest numbers."""

    name: str
    binary: bool
    classes: int | None


def read_outputs(value: Any, defaults: Mapping[str, Any], architecture: Architecture) -> Sequence[Output]:
    """Return the outputs of a request; every layer if none are named."""
    binary = _flag(defaults, "binary_data_output", "#/parameters", default=False)
    sizes = {layer.name: prod(layer.shape) for layer in architecture}
    if value is not None and not isinstance(value, list):
        detail = f"outputs is {shown(value)}; send a list of outputs, or leave it out for all"
        raise invalid(detail, "#/outputs")
    given = value[: len(sizes) + 1] if value else [{"name": name} for name in sizes]
    outputs: list[Output] = []
    for index, one in enumerate(given):
        pointer = f"#/outputs/{index}"
        output = _read_output(read_object(one, pointer), pointer, sizes, binary, defaults)
        if output.name in {other.name for other in outputs}:
            raise invalid(f"output {output.name} is given twice; ask once", f"{pointer}/name")
        outputs.append(output)
    return outputs


def _read_output(
    given: Mapping[str, Any],
    pointer: str,
    sizes: Mapping[str, int],
    binary: bool,
    defaults: Mapping[str, Any],
) -> Output:
    name = given.get("name")
    if not isinstance(name, str) or name not in sizes:
        shown_name = quoted(name) if isinstance(name, str) else shown(name)
        detail = f"no output is named {shown_name}; the outputs are: {listed(sizes)}"
        raise invalid(detail, f"{pointer}/name")
    parameters = read_parameters(given, pointer)
    classes, place = parameters.get("classification"), f"{pointer}/parameters/classification"
    if classes is None:
        classes, place = defaults.get("classification"), "#/parameters/classification"
    if classes is not None:
        classes = _read_classes(classes, place, sizes[name])
    return Output(name, _flag(parameters, "binary_data", f"{pointer}/parameters", default=binary), classes)


def _read_classes(value: Any, pointer: str, size: int) -> int:
    """Return how many of an output's largest numbers to return; all if more are asked for, as Triton does."""
    count = min(read_integer(value), size)
    if count < 1:
        raise invalid(f"classification is {shown(value)}; send an integer from 1", pointer)
    if count > MAX_CLASSES:
        detail = (
            f"classification is {shown(value)}; the maximum is {MAX_CLASSES}: leave it out for all numbers"
        )
        raise invalid(detail, pointer)
    return count


def _flag(parameters: Mapping[str, Any], name: str, pointer: str, *, default: bool) -> bool:
    flag = parameters.get(name)
    if flag is None:
        return default
    if not isinstance(flag, bool):
        raise invalid(f"{name} is {shown(flag)}; send true or false", f"{pointer}/{name}")
    return flag


def read_object(value: Any, pointer: str) -> dict[str, Any]:
    """Return a JSON object, or raise the problem of anything else."""
    if not isinstance(value, dict):
        name = pointer.removeprefix("#/").replace("/", " ").replace("#", "the request")
        raise invalid(f"{name} is {shown(value)}; send an object", pointer)
    return value


def not_offered(detail: str, pointer: str | None = None) -> Problem:
    """Return the problem of an extension that is not implemented."""
    return Problem("not-offered", detail, [FieldError(detail, pointer)] if pointer else ())


def read_parameters(given: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """Return the parameters of a request, an input or an output."""
    value = given.get("parameters")
    if value is None:
        return {}
    parameters = read_object(value, f"{pointer}/parameters")
    for name in SHARED_MEMORY:
        if parameters.get(name) is not None:
            detail = f"{name} belongs to the shared memory extensions, which are not implemented; send tensors over HTTP"
            raise not_offered(detail, f"{pointer}/parameters/{name}")
    return parameters


def read_integer(value: Any) -> int:
    """Return an integer, also for 3.0. Any other value gives 0, which is valid nowhere in a request."""
    if type(value) is int:
        return value
    return int(value) if isinstance(value, float) and value.is_integer() and value < 2**53 else 0
