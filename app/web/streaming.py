"""Answers to long batches as NDJSON: a line of JSON for each picture, in order, as soon as it is read."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

import orjson
from numpy.typing import NDArray
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.web import answers
from app.web.formats import JSON, not_acceptable
from app.web.model import Model, read
from app.web.negotiation import preferred
from app.web.problems import Problem, problem_document
from app.web.threads import in_thread, while_wanted

NDJSON_TYPE = "application/x-ndjson"
CHUNK = 16
"""Pictures read between two hand-overs to the client, and to the others who wait for a thread."""


def wants_lines(named: str | None, accept: str) -> bool:
    """Whether lines are asked for: by the query, else by the Accept header; refused if it allows neither lines nor JSON."""
    if named is not None:
        return named == "ndjson"
    offers = (*JSON.media_types, NDJSON_TYPE)
    chosen = preferred(accept, offers)
    if chosen is None:
        raise not_acceptable(offers)
    return chosen == NDJSON_TYPE


ReadInk = Callable[[], NDArray[Any]]


class Lines(Response):
    """An answer that is sent piece by piece."""

    media_type = NDJSON_TYPE

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self.status_code = 200
        self.background = None
        self.pieces = pieces
        self.init_headers({"Vary": "Accept"})
        del self.headers["content-length"]

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send until the end, or until nobody listens."""
        start = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        await send(start)
        try:
            async for piece in self.pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        except ClientDisconnect:
            return
        await send({"type": "http.response.body", "body": b""})


async def prediction_lines(
    request: Request, model: Model, preprocess: str, reads: Sequence[ReadInk]
) -> AsyncIterator[bytes]:
    """What each picture shows; the problem of one that cannot be read has its line, and the next one follows."""
    for start in range(0, len(reads), CHUNK):
        chunk = list(enumerate(reads))[start : start + CHUNK]

        def work(chunk: Sequence[tuple[int, ReadInk]] = chunk) -> bytes:
            return b"".join(_line(model, preprocess, at, read_ink) for at, read_ink in while_wanted(chunk))

        try:
            yield await in_thread(request, work)
        except Problem as problem:  # no time is left; what was not read has no line
            yield _written({"index": start, "problem": problem_document(problem)})
            return


def _line(model: Model, preprocess: str, at: int, read_ink: ReadInk) -> bytes:
    try:
        seen = read(model, [read_ink()], preprocess)
    except Problem as problem:
        return _written({"index": at, "problem": problem_document(problem)})
    return _written({"index": at, **answers.read_as(seen, 0)})


def _written(line: Mapping[str, Any]) -> bytes:
    return orjson.dumps(line, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE)
