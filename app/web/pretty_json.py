"""JSON as a page shows it: what fits on a line stands on one, what doesn't is opened, and numbers fill their lines."""

from collections.abc import Iterable
from typing import Any

import orjson

WIDTH = 84


def pretty(value: Any, indent: int = 0, room: int = WIDTH) -> str:
    """A JSON value as text; `room` is what the line has left for it."""
    text = _on_one_line(value)
    if len(text) <= room - indent or not isinstance(value, (dict, list)) or not value:
        return text
    inner = indent + 2
    pad, end = "\n" + " " * inner, "\n" + " " * indent
    if isinstance(value, dict):
        lines = [_member(name, one, inner) for name, one in value.items()]
        return "{" + pad + f",{pad}".join(lines) + end + "}"
    if any(isinstance(one, (dict, list)) for one in value):
        return "[" + pad + f",{pad}".join(pretty(one, inner) for one in value) + end + "]"
    return "[" + pad + f",{pad}".join(_filled(map(_on_one_line, value), WIDTH - inner)) + end + "]"


def _filled(texts: Iterable[str], room: int) -> list[str]:
    """Lines with as many of the texts as have room on each."""
    lines: list[str] = []
    for text in texts:
        if lines and len(lines[-1]) + len(text) + 2 < room:
            lines[-1] += f", {text}"
        else:
            lines.append(text)
    return lines


def _member(name: str, value: Any, indent: int) -> str:
    head = f"{_on_one_line(name)}: "
    return head + pretty(value, indent, WIDTH - len(head))


def _on_one_line(value: Any) -> str:
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{_on_one_line(name)}: {_on_one_line(one)}" for name, one in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(_on_one_line, value)) + "]"
    return orjson.dumps(value).decode()
