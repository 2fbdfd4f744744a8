"""What is recorded of an answer: what the contract promises, rounded to what every processor computes."""

import io
import json
import re
from typing import Any

import httpx
import numpy as np
from safetensors.numpy import load

HEADERS = ("allow", "location", "accept", "accept-encoding", "cache-control", "retry-after")
CROSS_ORIGIN = ("allow-origin", "allow-methods", "allow-headers", "expose-headers", "max-age")
PRESENT = ("etag", "inference-header-content-length")
CLASS_TEXT = re.compile(r"(\d\S*?)(:\d+(?::\d)?)")
"""A class of the Open Inference Protocol: value, index and label."""

FEW = 12
"""Numbers of an array that are recorded one by one; of a larger one the shape, the sum and some samples."""


def answer_of(response: httpx.Response) -> dict[str, Any]:
    """Return what is recorded of a response."""
    preflight = response.request.method == "OPTIONS"  # of which browsers read the status and the headers only
    media_type = "" if preflight else response.headers.get("content-type", "")
    headers: dict[str, Any] = {name: response.headers[name] for name in HEADERS if name in response.headers}
    headers |= {name: "present" for name in PRESENT if name in response.headers}
    headers |= _vary(response.headers)
    if "origin" in response.request.headers:
        headers |= {name: response.headers.get(f"access-control-{name}") for name in CROSS_ORIGIN}
    return {
        "status": response.status_code,
        "type": media_type,
        "headers": headers,
        "body": None if preflight else _body(response, media_type),
    }


def _vary(headers: httpx.Headers) -> dict[str, str]:
    """Return `Vary` without Accept-Encoding, as compression is no part of the contract."""
    names = [name for name in headers.get("vary", "").split(", ") if name not in {"", "Accept-Encoding"}]
    return {"vary": ", ".join(names)} if names else {}


def _body(response: httpx.Response, media_type: str) -> Any:
    content = response.content
    if not content or media_type.startswith(("text/", "image/svg")):
        return None
    reader = READERS.get(media_type)
    if reader:
        return reader(content)
    if length := response.headers.get("inference-header-content-length"):
        tensors = np.frombuffer(content[int(length) :], "<f4")
        return {"json": _rounded(json.loads(content[: int(length)])), "bytes": _array(tensors)}
    return {"bytes": len(content)}


def _problem(content: bytes) -> Any:
    problem = json.loads(content)
    errors = [{k: v for k, v in error.items() if k != "detail"} for error in problem.get("errors", [])]
    return {"type": problem["type"], "status": problem["status"], "errors": errors}


def _document(content: bytes) -> Any:
    document = json.loads(content)
    return sorted(document["paths"]) if "openapi" in document and "paths" in document else _rounded(document)


def _archive(content: bytes) -> Any:
    arrays = np.load(io.BytesIO(content), allow_pickle=False)
    return {name: _array(arrays[name]) for name in sorted(arrays.files) if name != "response"}


def _safetensors(content: bytes) -> Any:
    return {name: _array(values) for name, values in sorted(load(content).items())}


def _lines(content: bytes) -> Any:
    return [_line(json.loads(line)) for line in content.splitlines()]


def _line(line: dict[str, Any]) -> Any:
    if "problem" in line:
        return {"index": line["index"], "problem": line["problem"]["type"]}
    return _rounded(line)


def _rounded(value: Any) -> Any:
    """Return JSON with numbers rounded, long lists of them summarised, and texts for people left out."""
    if isinstance(value, dict):
        return {
            name: "text" if name in {"summary", "meaning", "title"} else _rounded(one)
            for name, one in sorted(value.items())
        }
    if isinstance(value, list):
        numbers = _numbers(value)
        if numbers is not None:
            return _array(numbers)
        return [_rounded(one) for one in value[:FEW]] + (
            [{"more": len(value) - FEW}] if len(value) > FEW else []
        )
    if isinstance(value, str) and (parts := CLASS_TEXT.fullmatch(value)):
        return [float(f"{float(parts[1]):.3g}"), parts[2]]
    return float(f"{value:.3g}") + 0.0 if isinstance(value, float) else value


def _numbers(value: list[Any]) -> Any:
    try:
        array = np.array(value)
    except ValueError:
        return None
    return array if array.dtype.kind in "iuf" and array.size > FEW else None


def _array(values: Any) -> dict[str, Any]:
    flat = values.astype(np.float64).ravel()
    samples = [float(f"{one:.3g}") + 0.0 for one in flat[:: max(1, len(flat) // 5)][:5]]
    return {"shape": list(values.shape), "sum": float(f"{flat.sum():.3g}") + 0.0, "samples": samples}


def differences(found: Any, recorded: Any, place: str = "") -> list[str]:
    """Return where an answer differs from the recorded one; new fields and entries of lists may appear."""
    if isinstance(recorded, dict) and isinstance(found, dict):
        missing = [f"{place}/{name} is missing" for name in recorded if name not in found]
        return missing + [
            one
            for name, value in recorded.items()
            if name in found
            for one in differences(found[name], value, f"{place}/{name}")
        ]
    if isinstance(recorded, list) and isinstance(found, list) and len(recorded) < len(found):
        # New models and addresses may appear anywhere.
        return [
            f"{place}: no {one!r}"
            for one in recorded
            if all(differences(other, one, place) for other in found)
        ]
    if isinstance(recorded, list) and isinstance(found, list) and len(recorded) == len(found):
        return [
            one
            for index, (new, old) in enumerate(zip(found, recorded, strict=True))
            for one in differences(new, old, f"{place}/{index}")
        ]
    if isinstance(recorded, float) and isinstance(found, (int, float)):
        return (
            []
            if abs(found - recorded) <= 2e-2 * abs(recorded) + 2e-5
            else [f"{place}: {found}, recorded {recorded}"]
        )
    return [] if found == recorded else [f"{place}: {found!r}, recorded {recorded!r}"]


READERS = {
    "application/problem+json": _problem,
    "application/json": _document,
    "application/x-ndjson": _lines,
    "application/vnd.safetensors": _safetensors,
    "application/x-npz": _archive,
}
