"""Single operations of a network on the caller's own numbers, under /api/v1/operations, and kernels to use in them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.web import operations_answers as answers
from app.web.bodies import JSON_TYPE, json_object, known_type, read_body
from app.web.caching import kept_response
from app.web.formats import JSON, json_response, require_json
from app.web.operations_body import (
    ACTIVATION_FIELDS,
    CONVOLUTION_FIELDS,
    POOLING_FIELDS,
    OperationLimits,
    read_activation,
    read_convolution,
    read_pooling,
)
from app.web.query import Parameter, read_query, single
from app.web.threads import in_thread

Asked = TypeVar("Asked")
Read = Callable[[Mapping[str, Any], bool, OperationLimits], Asked]

WINDOWS = Parameter(
    "windows",
    "`true` to be told every window beside the result: where it lies, its values, and what became of them.",
    choices=("false", "true"),
    default="false",
)
EXAMPLE = 'curl -H \'Content-Type: application/json\' --data \'{"input": [[1, 2], [3, 4]], "kind": "relu"}\''


class OperationsApi:
    """The handlers: each reads a request, carries one operation out and writes what it returns."""

    def __init__(self, limits: OperationLimits) -> None:
        self.limits = limits

    async def list_kernels(self, request: Request) -> Response:
        """Kernels with names, for convolutions: identity, edge detectors, sharpening and blurs."""
        read_query(request.scope["query_string"], ())
        require_json(request)
        body = orjson.dumps(answers.kernels(), option=orjson.OPT_SERIALIZE_NUMPY)
        return kept_response(request, body, JSON.media_types[0])

    async def convolve(self, request: Request) -> Response:
        """Slide kernels over a matrix, or over several maps at once; as in every network, kernels are not turned round."""
        return await self._run(request, CONVOLUTION_FIELDS, read_convolution, answers.convolve)

    async def activate(self, request: Request) -> Response:
        """Apply `relu`, `tanh` or `sigmoid` to every number, or `softmax` to every row."""
        return await self._run(request, ACTIVATION_FIELDS, read_activation, answers.activate)

    async def pool(self, request: Request) -> Response:
        """Take the largest, the mean or the sum of every window of a matrix, map by map."""
        return await self._run(request, POOLING_FIELDS, read_pooling, answers.pool)

    async def _run(
        self,
        request: Request,
        names: Sequence[str],
        read: Read[Asked],
        carry_out: Callable[[Asked], dict[str, Any]],
    ) -> Response:
        """In a thread of its own: how long it takes is for the caller to choose."""
        query = read_query(request.scope["query_string"], (WINDOWS,))
        require_json(request)
        body = await read_body(request)
        content_type = request.headers.get("content-type", "")

        def run() -> Response:
            known_type(content_type, body, (JSON_TYPE,), EXAMPLE)
            asked = read(
                json_object(body, names, self.limits.depth), single(query, WINDOWS) == "true", self.limits
            )
            return json_response(carry_out(asked))

        return await in_thread(request, run)
