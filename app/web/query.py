"""The parameters of a request's address: each is described once, for reading it and for the OpenAPI document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from app.lenet.architecture import LENET
from app.web.problems import FieldError, Problem, invalid, listed, quoted

Query = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter. `choices` are the values allowed; `separated` ones may be joined by commas."""

    name: str
    description: str
    choices: tuple[str, ...] = ()
    separated: bool = False
    required: bool = False
    default: str | None = None
    example: str | None = None
    pattern: str | None = None

    def documented(self) -> dict[str, Any]:
        """The parameter as OpenAPI describes it."""
        value: dict[str, Any] = {"type": "string"}
        if self.choices:
            value["enum"] = list(self.choices)
        if self.pattern is not None:
            value["pattern"] = self.pattern
        if self.default is not None:
            value["default"] = self.default
        document: dict[str, Any] = {"name": self.name, "in": "query", "description": self.description}
        if self.separated:
            value = {"type": "array", "items": value, "minItems": 1}
            document |= {"style": "form", "explode": False}
        if self.required:
            document["required"] = True
        document["schema"] = value
        if self.example is not None:
            document["example"] = self.example.split(",") if self.separated else self.example
        return document


def parameters(*wanted: Parameter) -> dict[str, Any]:
    """The `parameters` of an OpenAPI operation."""
    return {"parameters": [parameter.documented() for parameter in wanted]}


def _below(count: int) -> str:
    """A pattern of the whole numbers from 0 to `count` - 1, for the counts of this network: up to 120."""
    numbers = [str(number) for number in range(count)]
    tens: dict[str, list[str]] = {}
    for number in numbers:
        tens.setdefault(number[:-1], []).append(number[-1])
    return "|".join(f"{ten}[{ones[0]}-{ones[-1]}]" for ten, ones in tens.items())


def unit_pattern() -> str:
    """A pattern of every unit that there is, and of nothing else."""
    units = ["/".join([layer.name, *(f"({_below(size)})" for size in layer.shape)]) for layer in LENET]
    return f"^({'|'.join(units)})$"


PREPROCESS = Parameter(
    "preprocess",
    "`center` crops the ink, scales it to 20 pixels and moves its centre of mass to the middle, as MNIST was made; "
    "`none` takes the picture as it is.",
    choices=("center", "none"),
    default="center",
)
LAYERS = Parameter(
    "layers",
    "The layers wanted, separated by commas; all of them if left out. They come in the network's order.",
    choices=tuple(layer.name for layer in LENET),
    separated=True,
    example="pool1,softmax",
)
FORMAT = Parameter(
    "format",
    "How the numbers are written; goes before the `Accept` header, which chooses if it is left out: JSON where it says "
    "nothing. All three hold the same float32 values, exactly.",
    choices=("json", "safetensors", "npz"),
    example="json",
)
LINES = Parameter(
    "format",
    "`json` for one answer, `ndjson` for a line of JSON for each picture, sixteen at a time as they are read, which suits long batches; "
    "goes before the `Accept` header, which chooses if it is left out: JSON where it says nothing.",
    choices=("json", "ndjson"),
)
SAMPLE_FORMAT = Parameter(
    "format",
    "The digit as numbers or as a picture; goes before the `Accept` header, which chooses if it is left out: numbers where it "
    "says nothing.",
    choices=("json", "png"),
)
UNIT = Parameter(
    "unit",
    "The unit to explain: its layer and index, `layer/map/row/column` or `layer/unit`. May be given several times.",
    required=True,
    example="pool1/3/5/7",
    pattern=unit_pattern(),
)


def read_query(raw: bytes, known: Sequence[Parameter]) -> Query:
    """The values of each parameter that was given; unknown names, unknown values and missing ones are refused."""
    query: Query = {}
    pairs = parse_qsl(raw.decode("latin-1"), keep_blank_values=True, errors="replace") if raw else []
    by_name: Mapping[str, Parameter] = {parameter.name: parameter for parameter in known}
    errors: list[FieldError] = []
    for name, text in pairs:
        parameter = by_name.get(name)
        if parameter is None:
            names = listed(by_name) or "none"
            errors.append(_error(name, f"unknown parameter {quoted(name)}; this address knows: {names}"))
            continue
        values = text.split(",") if parameter.separated else [text]
        query.setdefault(name, []).extend(values)
        errors += [
            _error(name, _refusal(parameter, value)) for value in values if not _fits(parameter, value)
        ]
    errors += [
        _error(
            parameter.name,
            f"parameter {parameter.name} is missing; for example {parameter.name}={parameter.example}",
        )
        for parameter in known
        if parameter.required and parameter.name not in query
    ]
    if errors:
        raise Problem("invalid-field", "; ".join(error.detail for error in errors[:3]), errors[:20])
    return query


def single(query: Query, parameter: Parameter) -> str | None:
    """The one value of a parameter, its default if it was not given; twice with different values is refused."""
    values = query.get(parameter.name)
    if values is None:
        return parameter.default
    if len(set(values)) > 1:
        message = (
            f"parameter {parameter.name} is given more than once: {quoted(listed(values))}; give it once"
        )
        raise invalid(message, parameter.name, "query")
    return values[0]


def _fits(parameter: Parameter, value: str) -> bool:
    return value in parameter.choices if parameter.choices else bool(value)


def _refusal(parameter: Parameter, value: str) -> str:
    if parameter.choices:
        return f"{parameter.name}={quoted(value)} is not known; use: {listed(parameter.choices)}"
    return f"{parameter.name} is empty; for example {parameter.name}={parameter.example}"


def _error(name: str, detail: str) -> FieldError:
    return FieldError(detail, name[:60], "query")
