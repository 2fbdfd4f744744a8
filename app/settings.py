"""Every setting of the service: one frozen record, read from the environment by one function."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
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
    threads: int = 2
    weights: Path = ROOT / "model_weights" / "lenet.safetensors"
    max_body_bytes: int = 16 * 1024 * 1024
    max_pixels: int = 32_000_000
    max_batch: int = 256
    max_units: int = 256
    max_json_depth: int = 64
    max_concurrent: int = 64
    max_connections: int = 512
    header_seconds: int = 10
    body_seconds: int = 30
    answer_seconds: int = 30
    keep_alive_seconds: int = 65
    drain_seconds: int = 0
    frame_ancestors: str = "'self'"
    cors_origins: tuple[str, ...] = ()
    trusted_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    access_log: str = "off"
    metrics: str = "off"


_HOST = r"([\w-]+(\.[\w-]+)*|\[[\da-fA-F:]+\])"
_ORIGIN = rf"https?://(\*\.)?{_HOST}(:(\d{{1,5}}|\*))?"


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


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"use {', '.join(choices[:-1])} or {choices[-1]}")
        return text

    return read


def _words(pattern: str, wanted: str) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        words = tuple(text.replace(",", " ").split())
        if not all(re.fullmatch(pattern, word, re.ASCII) for word in words):
            raise ValueError(f"use {wanted}, with spaces between them")
        return words

    return read


def _framing(text: str) -> str:
    if text != "'none'":
        _words(
            rf"'self'|\*|https?:|{_ORIGIN}",
            "'none' alone, or 'self', * and origins such as https://school.example",
        )(text)
    return _line(text)


def _networks(text: str) -> tuple[str, ...]:
    words = tuple(text.replace(",", " ").split())
    try:
        for word in words:
            ip_network(word)
    except ValueError as error:
        raise ValueError(
            "use addresses or networks, such as 10.0.0.1 or 10.0.0.0/8, with spaces between them"
        ) from error
    return words


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
    Variable(
        "LENET_THREADS",
        "threads",
        _whole(1, 64),
        "requests with large bodies that a process works on at the same time",
    ),
    Variable("LENET_WEIGHTS", "weights", lambda text: Path(_line(text)), "safetensors file of the network"),
    Variable("LENET_MAX_BODY_BYTES", "max_body_bytes", _whole(1_024, 2**30), "largest request body"),
    Variable(
        "LENET_MAX_PIXELS",
        "max_pixels",
        _whole(1_024, 2**27),
        "largest picture, in pixels; no side may have more than 65,535",
    ),
    Variable(
        "LENET_MAX_BATCH",
        "max_batch",
        _whole(1, 65_536),
        "most pictures in one request; 64 times as many where they are answered in lines",
    ),
    Variable("LENET_MAX_UNITS", "max_units", _whole(1, 65_536), "most units explained in one request"),
    Variable(
        "LENET_MAX_JSON_DEPTH",
        "max_json_depth",
        _whole(8, 1_000),
        "deepest nesting of lists and objects in JSON",
    ),
    Variable(
        "LENET_MAX_CONCURRENT",
        "max_concurrent",
        _whole(1, 65_536),
        "most requests with large bodies that a process works on or lets wait for a thread; more are answered 503 with Retry-After",
    ),
    Variable(
        "LENET_MAX_CONNECTIONS",
        "max_connections",
        _whole(1, 65_536),
        "most connections of a process; those that rest longest make room",
    ),
    Variable(
        "LENET_HEADER_SECONDS",
        "header_seconds",
        _whole(1, 3_600),
        "seconds for all headers of a request to arrive",
    ),
    Variable("LENET_BODY_SECONDS", "body_seconds", _whole(1, 3_600), "seconds for a whole body to arrive"),
    Variable(
        "LENET_ANSWER_SECONDS",
        "answer_seconds",
        _whole(1, 3_600),
        "seconds for a request to be worked on, or each 16 pictures of one that is answered in lines; and for every 256 KiB of an answer to be taken",
    ),
    Variable(
        "LENET_KEEP_ALIVE_SECONDS",
        "keep_alive_seconds",
        _whole(1, 3_600),
        "seconds that a connection may rest between requests; longer than a proxy in front keeps it",
    ),
    Variable(
        "LENET_DRAIN_SECONDS",
        "drain_seconds",
        _whole(0, 3_600),
        "seconds of serving after SIGTERM while /readyz says 503, so that no new requests are sent here; 5 in the container; then what is running is finished",
    ),
    Variable(
        "LENET_FRAME_ANCESTORS",
        "frame_ancestors",
        _framing,
        "who may embed the page, as in a Content-Security-Policy: 'none', 'self', or https://school.example",
    ),
    Variable(
        "LENET_CORS_ORIGINS",
        "cors_origins",
        _words(rf"\*|https?://{_HOST}(:\d{{1,5}})?", "* or origins, such as https://school.example"),
        "pages of other origins that may call the API: *, or https://school.example",
    ),
    Variable(
        "LENET_TRUSTED_HOSTS",
        "trusted_hosts",
        _words(rf"(\*\.)?{_HOST}", "names, such as lens.school.example or *.school.example"),
        "names that the service answers for, health checks apart; all if none is set",
    ),
    Variable(
        "LENET_TRUSTED_PROXIES",
        "trusted_proxies",
        _networks,
        "proxies whose X-Forwarded-For and X-Forwarded-Proto are believed",
    ),
    Variable(
        "LENET_ACCESS_LOG",
        "access_log",
        _one_of("off", "text", "json"),
        "a line for each request on standard output: off, text or json",
    ),
    Variable("LENET_METRICS", "metrics", _one_of("off", "on"), "on: figures for Prometheus at /metrics"),
)


_LINKED = re.compile(r"LENET_(.*_)?(SERVICE|PORT)(_.*)?")
"""Variables by which Kubernetes and Docker tell of a neighbour whose name begins with lenet."""


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """Names that look like settings but are none: most likely mistyped."""
    known = {variable.name for variable in VARIABLES}
    return sorted(
        name
        for name in environ
        if name.startswith("LENET_") and name not in known and not _LINKED.fullmatch(name)
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
