"""How problems stand in the OpenAPI document: those of an operation with it, those that every address can have once for all."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from app.web.problem_examples import fitting
from app.web.problems import BY_SLUG, MEDIA_TYPE, Kind, problem_document

Document = dict[str, Any]

PROBLEM_SCHEMA = "Problem"

EVERYWHERE = (
    "method-not-allowed",
    "too-slow",
    "wrong-host",
    "large-headers",
    "internal-error",
    "not-implemented",
    "too-busy",
)
"""What comes from the way of asking, from settings, from load or from a bug, and so from any address."""

_TEXT: Document = {"type": "string"}
_HEADERS: Mapping[int, Document] = {
    405: {"Allow": {"description": "The methods of the address.", "schema": _TEXT}},
    415: {
        "Accept": {"description": "The media types that are read, if it was for that.", "schema": _TEXT},
        "Accept-Encoding": {"description": "`identity`, if the body was compressed.", "schema": _TEXT},
    },
    500: {"X-Request-ID": {"description": "Under what the server's log has it.", "schema": _TEXT}},
    503: {
        "Retry-After": {
            "description": "After how many seconds to ask again; not from a server that stops.",
            "schema": {"type": "integer"},
        }
    },
}
"""Headers that answers of a status have beside those of every answer."""


def problem_responses(slugs: Sequence[str], *, body: bool) -> dict[int | str, Document]:
    """The error answers of an operation: one for each status, naming the kinds of problem that have it."""
    kinds = sorted((BY_SLUG[slug] for slug in slugs), key=lambda kind: kind.status)
    return {
        status: _response(list(group), body=body)
        for status, group in groupby(kinds, lambda kind: kind.status)
    }


def everywhere(own: Mapping[int | str, Document], *, exempt: bool) -> dict[int | str, Document]:
    """References to the answers that every operation can have, and `own` does not describe already."""
    kinds = [BY_SLUG[slug] for slug in EVERYWHERE if not (exempt and slug == "too-busy")]
    return {
        kind.status: {"$ref": f"#/components/responses/{kind.slug}", "description": _told(kind)}
        for kind in kinds
        if kind.status not in own
    }


def shared_responses() -> Document:
    """What they refer to."""
    return {slug: _response([BY_SLUG[slug]], body=True) for slug in EVERYWHERE}


def _told(kind: Kind) -> str:
    return f"`{kind.slug}`: {kind.meaning}"


def _response(kinds: Sequence[Kind], *, body: bool) -> Document:
    status = kinds[0].status
    examples = {
        kind.slug if at == 0 else f"{kind.slug}-{at + 1}": {
            "summary": kind.title,
            "value": problem_document(problem),
        }
        for kind in kinds
        for at, problem in enumerate(fitting(kind.slug, body=body))
    }
    schema = {"$ref": f"#/components/schemas/{PROBLEM_SCHEMA}"}
    response: Document = {
        "description": " ".join(map(_told, kinds)),
        "content": {MEDIA_TYPE: {"schema": schema, "examples": examples}},
    }
    if status in _HEADERS:
        response["headers"] = _HEADERS[status]
    return response
