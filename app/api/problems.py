"""Error responses as RFC 9457 problem documents.

`Problem` is the only exception that this package raises on purpose. Its type, one of `PROBLEM_TYPES`, decides
the status and the title.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

import orjson
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"

Part = Literal["body", "query", "path", "header"]


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One type of problem: the last part of its `type` URI, its status, and what it means."""

    slug: str
    status: int
    meaning: str
    title: str = ""

    @property
    def heading(self) -> str:
        """The `title` of the problem: the reason phrase of the status, unless the type has one of its own."""
        return self.title or HTTPStatus(self.status).phrase


PROBLEM_TYPES: Sequence[ProblemType] = (
    ProblemType("malformed-request", 400, "The body is empty, cut off, or not what its Content-Type says."),
    ProblemType(
        "unreadable-picture",
        400,
        "The bytes begin like a PNG, JPEG or WebP file, but the file is damaged or cut short.",
        "Unreadable Picture",
    ),
    ProblemType(
        "invalid-tensor",
        400,
        "Open Inference Protocol: `errors` names the tensor or parameter by a JSON Pointer.",
        "Invalid Tensor",
    ),
    ProblemType(
        "not-offered",
        400,
        "Open Inference Protocol: this extension is not implemented; `GET /v2` lists those that are.",
        "Unsupported Extension",
    ),
    ProblemType(
        "not-found", 404, "No such address, model or sample; `detail` lists what exists where it can."
    ),
    ProblemType(
        "model-gone",
        404,
        "A created model that is not in memory, or no checkpoint; create it again or use a shipped model.",
        "Model Not Found",
    ),
    ProblemType("method-not-allowed", 405, "The `Allow` header lists the methods of this address."),
    ProblemType(
        "training-off", 403, "Live training is switched off by `LENET_TRAINING`.", "Training Switched Off"
    ),
    ProblemType(
        "training-busy",
        409,
        "Another training run is in progress; wait for it or delete it.",
        "Training In Progress",
    ),
    ProblemType(
        "not-acceptable", 406, "Accept a media type that `detail` lists, or use the `format` parameter."
    ),
    ProblemType(
        "too-large",
        413,
        "More bytes, pixels, pictures or units than the limit, which `detail` names.",
        "Content Too Large",
    ),
    ProblemType("unsupported-media", 415, "Send a media type that `detail` lists."),
    ProblemType(
        "invalid-field",
        422,
        "`errors` names each field of the body by a JSON Pointer, or the parameter, and says what is wrong.",
        "Validation Error",
    ),
    ProblemType(
        "internal-error", 500, "A bug of the server. Its log has the details under the `X-Request-ID`."
    ),
    ProblemType(
        "too-busy",
        503,
        "Too many requests with large bodies are waiting; try again after the seconds in `Retry-After`.",
    ),
)
BY_SLUG: Mapping[str, ProblemType] = {one.slug: one for one in PROBLEM_TYPES}


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field."""

    detail: str
    field: str  # a JSON Pointer into the body (RFC 6901, as a URI fragment), or the name of a parameter
    part: Part = "body"  # the part of the request that the field is in


class Problem(Exception):  # noqa: N818 -- RFC 9457's own word
    """A request that is answered with a problem document."""

    def __init__(
        self,
        slug: str,
        detail: str,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.type = BY_SLUG[slug]
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def invalid(detail: str, field: str, part: Part = "body") -> Problem:
    """Return the problem of one field with a value that cannot be used."""
    return Problem("invalid-field", detail, [FieldError(detail, field, part)])


def invalid_fields(errors: Sequence[FieldError]) -> Problem:
    """Return the problem of several fields; the first twenty are listed."""
    return Problem("invalid-field", "; ".join(one.detail for one in errors[:3]), errors[:20])


def too_large(detail: str, field: str) -> Problem:
    """Return the problem of one field of the body that exceeds a limit."""
    return Problem("too-large", detail, [FieldError(detail, field)])


def check_names(names: Sequence[str] | None, known: Sequence[str], parameter: str) -> None:
    """Refuse a name in a query parameter, such as `layers`, that is not one of the known names."""
    for name in names or ():
        if name not in known:
            detail = f"no {parameter.removesuffix('s')} {quoted(name)}; the {parameter} are: {listed(known)}"
            raise invalid(detail, parameter, "query")


def problem_document(problem: Problem, root_path: str = "") -> dict[str, object]:
    """Return the problem as RFC 9457 has it; `error` repeats `detail` for the Open Inference Protocol."""
    document: dict[str, object] = {
        "type": f"{root_path}/docs#{problem.type.slug}",
        "title": problem.type.heading,
        "status": problem.type.status,
        "detail": problem.detail,
    }
    if problem.errors:
        document["errors"] = [
            {
                "detail": error.detail,
                ("pointer" if error.part == "body" else "parameter"): error.field,
                "in": error.part,
            }
            for error in problem.errors
        ]
    document["error"] = problem.detail
    return document


def problem_response(problem: Problem, root_path: str = "") -> Response:
    """Return the HTTP response of a problem."""
    body = orjson.dumps(problem_document(problem, root_path))
    return Response(body, problem.type.status, problem.headers, media_type=MEDIA_TYPE)


def quoted(text: str, limit: int = 60) -> str:
    """Return a client's own text in quotes, shortened so that a message can repeat it."""
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: `1 number`, `2 numbers`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(names: Iterable[str]) -> str:
    """Return names separated by commas."""
    return ", ".join(names)
