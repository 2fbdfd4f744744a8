"""The Open Inference Protocol v2 under /v2, for clients that exist already (KServe's, Triton's): the same network.

Where the protocol's prose and its OpenAPI file disagree, the file is followed: https://github.com/kserve/open-inference-protocol.
Extensions: tensors as bytes, classification, and the index of the model repository, all as Triton describes them.
"""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.web import open_inference_answer as answer
from app.web.arrays import shown
from app.web.bodies import BodyLimits, read_body
from app.web.depth import check_depth
from app.web.formats import JSON, json_response
from app.web.model import Model
from app.web.open_inference_absent import EXTENSIONS, not_offered
from app.web.open_inference_outputs import object_of
from app.web.open_inference_request import HEADER_LENGTH, IMAGE, Inference, read_inference, read_json
from app.web.probes import Readiness
from app.web.problems import Problem, invalid, quoted
from app.web.threads import in_thread

BINARY_TYPE = "application/octet-stream"

_QUICK_BYTES = 16 * 1024
_QUICK_IMAGES = 4
"""Images that need no preparing, of which so many are answered in a millisecond or two, even as JSON."""


class OpenInference:
    """The handlers of the protocol."""

    def __init__(self, models: Mapping[str, Model], limits: BodyLimits, readiness: Readiness) -> None:
        self.models = models
        self.limits = limits
        self.readiness = readiness

    async def server(self, _request: Request) -> Response:
        """The server's name and which extensions of the protocol it has."""
        return json_response({"name": "lenet-lens", "version": answer.VERSION, "extensions": EXTENSIONS})

    async def server_with_slash(self, request: Request) -> Response:
        """The same at the address that the protocol's OpenAPI file has."""
        return await self.server(request)

    async def live(self, _request: Request) -> Response:
        """The process is up."""
        return json_response({"live": True})

    async def server_ready(self, _request: Request) -> Response:
        """Every model is loaded, and the server is not about to stop."""
        self.readiness.require()
        return json_response({"ready": True})

    async def repository(self, request: Request) -> Response:
        """Every model with its version and state; only those that are ready if the body says `{"ready": true}`."""
        asked = self._repository_request(await read_body(request))
        ready = asked.get("ready")
        if ready is not None and not isinstance(ready, bool):
            raise _invalid_tensor(invalid(f"ready is {shown(ready)}; send true or false", "#/ready"))
        entries = [self._entry(model) for model in self.models.values()]
        if ready:
            entries = [entry for entry in entries if entry["state"] == "READY"]
        return json_response(entries)

    async def load(self, request: Request) -> Response:
        """A model is loaded: answered with its entry in the index, for there is none that is not."""
        model = self._model(request)
        given = self._repository_request(await read_body(request)).get("parameters")
        if given is not None and given != {}:
            raise not_offered(
                f"parameters is {shown(given)}; a model is loaded here as it was when the server started, send none",
                "#/parameters",
            )
        return json_response(self._entry(model))

    def _entry(self, model: Model) -> dict[str, str]:
        """A model in the index of the repository."""
        state, reason = (
            ("UNAVAILABLE", "the server is about to stop") if self.readiness.stopping else ("READY", "")
        )
        return {"name": model.name, "version": answer.VERSION, "state": state, "reason": reason}

    def _repository_request(self, body: bytes) -> dict[str, Any]:
        """What a request about the repository says: nothing, or a JSON object."""
        if not body:
            return {}
        check_depth(body, self.limits.depth)
        try:
            return object_of(read_json(body), "#")
        except Problem as problem:
            raise _invalid_tensor(problem) from None

    async def metadata(self, request: Request) -> Response:
        """A model's inputs and outputs with datatypes and shapes; -1 is any size."""
        return json_response(answer.metadata(self._model(request)))

    async def version_metadata(self, request: Request) -> Response:
        """The same for one version of it."""
        return await self.metadata(request)

    async def model_ready(self, request: Request) -> Response:
        """A model is loaded, and the server is not about to stop."""
        self.readiness.require()
        return json_response({"name": self._model(request).name, "ready": True})

    async def version_ready(self, request: Request) -> Response:
        """The same for one version of it."""
        return await self.model_ready(request)

    async def infer(self, request: Request) -> Response:
        """Run a model on a batch: `image` as the network receives it, or `pixels` that are prepared first."""
        model = self._model(request)
        json_length = _json_length(request.headers.get(HEADER_LENGTH))
        body = await read_body(request)
        reply = await self._replied(request, model, body, json_length)
        if reply.json_length is None:
            return Response(reply.body, media_type=JSON.media_types[0])
        return Response(reply.body, media_type=BINARY_TYPE, headers={HEADER_LENGTH: str(reply.json_length)})

    async def version_infer(self, request: Request) -> Response:
        """The same with one version of it."""
        return await self.infer(request)

    async def _replied(
        self, request: Request, model: Model, body: bytes, json_length: int | None
    ) -> answer.Reply:
        """Answer in this thread if that is shorter than changing threads."""
        if len(body) > _QUICK_BYTES:
            return await in_thread(request, lambda: answer.infer(model, self._asked(body, json_length)))
        asked = self._asked(body, json_length)
        if asked.kind is IMAGE and len(asked.tensor) <= _QUICK_IMAGES:
            return answer.infer(model, asked)
        return await in_thread(request, lambda: answer.infer(model, asked))

    def _asked(self, body: bytes, json_length: int | None) -> Inference:
        try:
            check_depth(body if json_length is None else body[:json_length], self.limits.depth)
            return read_inference(body, json_length, self.limits.pictures, self.limits.picture)
        except Problem as problem:
            raise _invalid_tensor(problem) from None

    def _model(self, request: Request) -> Model:
        name, version = request.path_params["model"], request.path_params.get("version", answer.VERSION)
        if name not in self.models:
            raise Problem("not-found", f"no model {quoted(name)}; there is: {', '.join(self.models)}")
        if version != answer.VERSION:
            raise Problem(
                "not-found", f"model {name} has no version {quoted(version)}; there is: {answer.VERSION}"
            )
        return self.models[name]


def _invalid_tensor(problem: Problem) -> Problem:
    """A field that cannot be used as the protocol has it, which knows 400 for whatever is wrong with a request."""
    if problem.kind.slug != "invalid-field":
        return problem
    return Problem("invalid-tensor", problem.detail, problem.errors)


def _json_length(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise Problem("malformed-request", f"{HEADER_LENGTH} is {quoted(text)}; send a number of bytes")
    return int(text)
