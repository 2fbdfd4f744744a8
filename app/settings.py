"""The settings of the service, read from environment variables with the prefix `LENET_`."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent

_HOST = r"([\w-]+(\.[\w-]+)*|\[[\da-fA-F:]+\])"
_ORIGIN = rf"https?://(\*\.)?{_HOST}(:(\d{{1,5}}|\*))?"


class SettingsError(ValueError):
    """An environment variable cannot be used; the message has its name, its value and the remedy."""


def _words(value: Any) -> Any:
    """Split text at spaces and commas."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


Origin = Annotated[str, Field(pattern=rf"^(\*|https?://{_HOST}(:\d{{1,5}})?)$")]
HostName = Annotated[str, Field(pattern=rf"^(\*\.)?{_HOST}$")]


class Settings(BaseSettings):
    """What may differ between two installations; the defaults suit a laptop and a container alike."""

    model_config = SettingsConfigDict(env_prefix="LENET_", env_ignore_empty=True, frozen=True, extra="forbid")

    host: str = Field(
        "127.0.0.1",
        validation_alias=AliasChoices("host", "HOST"),
        pattern=r"^[\w.:-]+$",
        description="address to listen on; 0.0.0.0 for every network",
    )
    port: int = Field(
        8000,
        validation_alias=AliasChoices("port", "PORT"),
        ge=0,
        le=65_535,
        description="port to listen on; 0 takes any free one",
    )
    workers: int = Field(1, ge=1, le=64, description="processes that serve")
    threads: int = Field(
        2, ge=1, le=64, description="requests with large bodies that a process works on at once"
    )
    weights: Path = Field(
        ROOT / "model_weights" / "lenet.safetensors", description="safetensors file of the network"
    )
    max_body_bytes: int = Field(16 * 1024 * 1024, ge=1_024, le=2**30, description="largest request body")
    max_pixels: int = Field(32_000_000, ge=1_024, le=2**27, description="largest picture, in pixels")
    max_batch: int = Field(
        256, ge=1, le=65_536, description="most pictures or units in one request; 64 times as many for NDJSON"
    )
    frame_ancestors: str = Field(
        "'self'",
        pattern=rf"^('none'|('self'|\*|https?:|{_ORIGIN})( ('self'|\*|https?:|{_ORIGIN}))*)$",
        description="who may embed the page, as in a Content-Security-Policy",
    )
    cors_origins: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_words)] = Field(
        (), description="origins whose pages may call the API: *, or https://school.example"
    )
    trusted_hosts: Annotated[tuple[HostName, ...], NoDecode, BeforeValidator(_words)] = Field(
        (), description="host names that the service answers for; all by default"
    )
    max_models: int = Field(64, ge=1, le=1_024, description="created models that are kept in memory")
    training: Literal["auto", "on", "off"] = Field(
        "auto",
        description="whether live training is allowed: on, off, or auto, if the address is a loopback one",
    )
    access_log: bool = Field(False, description="write a line for each request, without query and client")
    metrics: bool = Field(
        False, description="serve figures for Prometheus at /metrics; needs prometheus-fastapi-instrumentator"
    )
    root_path: str = Field(
        "", pattern=r"^(/[\w.~-]+)*$", description="the path under which a proxy serves the page"
    )


def training_allowed(settings: Settings) -> bool:
    """Return whether live training is allowed: it takes a core for as long as it runs."""
    loopback = settings.host in {"localhost", "::1"} or settings.host.startswith("127.")
    return settings.training == "on" or (settings.training == "auto" and loopback)


def load_settings(**overrides: Any) -> Settings:
    """Read the environment; overrides take precedence. `SettingsError` if a variable cannot be used."""
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        raise SettingsError("; ".join(map(_sentence, error.errors()))) from error


def variable_of(name: str) -> str:
    """Return the environment variable of a setting."""
    return name.upper() if name in {"host", "port"} else f"LENET_{name.upper()}"


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """Return names that look like settings but are none, most likely misspelled."""
    known = {variable_of(name) for name in Settings.model_fields}
    # Kubernetes and Docker describe a neighbour named lenet by variables of these endings.
    linked = re.compile(r"LENET_(.*_)?(SERVICE|PORT)(_.*)?")
    return sorted(
        name
        for name in environ
        if name.startswith("LENET_") and name not in known and not linked.fullmatch(name)
    )


def _sentence(error: Mapping[str, Any]) -> str:
    name = str(error["loc"][0]).lower()
    limits = Settings.model_fields[name].metadata
    bounds = [getattr(limit, bound) for limit in limits for bound in ("ge", "le") if hasattr(limit, bound)]
    remedy = f"use a whole number from {bounds[0]} to {bounds[1]}" if bounds else error["msg"]
    return f"{variable_of(name)}={' '.join(str(error['input']).split())} cannot be used: {remedy}"
