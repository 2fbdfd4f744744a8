"""Every setting of the service: one frozen record, read from the environment by one function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """A variable of the environment cannot be used; the message names it, its value and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What may differ between two installations; the defaults suit a laptop and a container alike."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    weights: Path = ROOT / "model_weights" / "lenet.safetensors"
    max_body_bytes: int = 16 * 1024 * 1024
    max_pixels: int = 32_000_000
    max_batch: int = 256
    max_units: int = 256
    frame_ancestors: str = "'self'"


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
            raise ValueError(f"use a whole number from {least} to {most}")
        return int(text)

    return read


def _line(text: str) -> str:
    if not text or not text.isascii() or not text.isprintable() or ";" in text or "," in text:
        raise ValueError("use one line of plain text without commas and semicolons")
    return text


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the environment: the field it sets, how its text is read, and what it means."""

    name: str
    field: str
    read: Callable[[str], Any]
    meaning: str


VARIABLES: tuple[Variable, ...] = (
    Variable("HOST", "host", _line, "address to listen on; 0.0.0.0 for every network"),
    Variable("PORT", "port", _whole(0, 65_535), "port to listen on; 0 takes any free one"),
    Variable(
        "LENET_WORKERS", "workers", _whole(1, 64), "processes that serve; each has its own copy of everything"
    ),
    Variable("LENET_WEIGHTS", "weights", lambda text: Path(_line(text)), "safetensors file of the network"),
    Variable("LENET_MAX_BODY_BYTES", "max_body_bytes", _whole(1_024, 2**30), "largest request body"),
    Variable("LENET_MAX_PIXELS", "max_pixels", _whole(1_024, 2**28), "largest picture, in pixels"),
    Variable("LENET_MAX_BATCH", "max_batch", _whole(1, 65_536), "most pictures in one request"),
    Variable("LENET_MAX_UNITS", "max_units", _whole(1, 65_536), "most units explained in one request"),
    Variable(
        "LENET_FRAME_ANCESTORS",
        "frame_ancestors",
        _line,
        "who may embed the page, as in a Content-Security-Policy: 'none', 'self', or https://school.example",
    ),
)


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Read the settings; a variable that is absent or empty leaves the default."""
    values: dict[str, Any] = {}
    for variable in VARIABLES:
        text = environ.get(variable.name, "").strip()
        if not text:
            continue
        try:
            values[variable.field] = variable.read(text)
        except ValueError as error:
            raise SettingsError(
                f"{variable.name}={' '.join(text.split())} cannot be used: {error}"
            ) from error
    return Settings(**values)
