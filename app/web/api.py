"""The friendly API under /api/v1: models and their weights, predictions, activations and explanations."""

from collections.abc import Callable, Mapping, Sequence

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.lenet.architecture import LENET
from app.lenet.explain import Unit, UnitError, parse_unit
from app.web import answers
from app.web.bodies import BodyLimits, Drawings, is_quick, one_drawing, read_body, some_drawings
from app.web.caching import kept_response
from app.web.formats import JSON, choose_format, json_response, require_json
from app.web.model import Look, Model, describe, look, summary
from app.web.problems import Problem, invalid, quoted
from app.web.query import FORMAT, LAYERS, PREPROCESS, UNIT, read_query, single

Reader = Callable[[bytes, str, BodyLimits], Drawings]

_EVERY_LAYER = tuple(layer.name for layer in LENET)


class Api:
    """The handlers: each reads a request, calls pure functions and writes what they return."""

    def __init__(self, models: Mapping[str, Model], limits: BodyLimits) -> None:
        self.models = models
        self.limits = limits

    async def list_models(self, request: Request) -> Response:
        """Every model with its accuracy and the checksum of its weights."""
        require_json(request)
        body = orjson.dumps({"models": [summary(model) for model in self.models.values()]})
        return kept_response(request, body, JSON.media_types[0])

    async def get_model(self, request: Request) -> Response:
        """One model with its architecture: every layer's kind, shape, kernel, stride, padding, inputs and parameters."""
        require_json(request)
        return kept_response(request, orjson.dumps(describe(self._model(request))), JSON.media_types[0])

    async def get_weights(self, request: Request) -> Response:
        """Every parameter of a model, in PyTorch's names and layouts."""
        model = self._model(request)
        query = read_query(request.scope["query_string"], (FORMAT,))
        format_ = choose_format(single(query, FORMAT), request.headers.get("accept", ""))
        body = await run_in_threadpool(format_.write, answers.weights(model))
        return kept_response(request, body, format_.media_types[0])

    async def predict(self, request: Request) -> Response:
        """What a picture shows, and how probable each digit is; one picture, or several at once."""
        model = self._model(request)
        query = read_query(request.scope["query_string"], (PREPROCESS,))
        require_json(request)
        preprocess = single(query, PREPROCESS) or "center"
        drawings, seen = await self._see(request, some_drawings, model, preprocess)
        return json_response(answers.predictions(model, preprocess, seen, drawings.batch))

    async def activations(self, request: Request) -> Response:
        """Every number of every layer that the network computes for a picture: the main call."""
        model = self._model(request)
        query = read_query(request.scope["query_string"], (PREPROCESS, LAYERS, FORMAT))
        format_ = choose_format(single(query, FORMAT), request.headers.get("accept", ""))
        preprocess = single(query, PREPROCESS) or "center"
        _, seen = await self._see(request, one_drawing, model, preprocess)
        content = answers.activations(model, preprocess, seen, query.get("layers", _EVERY_LAYER))
        return Response(format_.write(content), media_type=format_.media_types[0], headers={"Vary": "Accept"})

    async def explain(self, request: Request) -> Response:
        """Where the number of a unit comes from: its sources, weights, products, bias, sum and output."""
        model = self._model(request)
        query = read_query(request.scope["query_string"], (UNIT, PREPROCESS))
        require_json(request)
        units = self._units(query[UNIT.name])
        preprocess = single(query, PREPROCESS) or "center"
        _, seen = await self._see(request, one_drawing, model, preprocess)
        return json_response(answers.explanations(model, preprocess, seen, units))

    def _units(self, texts: Sequence[str]) -> list[Unit]:
        if len(texts) > self.limits.units:
            raise Problem(
                "too-large", f"{len(texts)} units are more than the {self.limits.units} taken at once"
            )
        try:
            return [parse_unit(text) for text in texts]
        except UnitError as error:
            raise invalid(str(error), "#/unit", "query") from error

    def _model(self, request: Request) -> Model:
        name = request.path_params["model"]
        try:
            return self.models[name]
        except KeyError:
            known = ", ".join(self.models)
            raise Problem("not-found", f"no model {quoted(name)}; there is: {known}") from None

    async def _see(
        self, request: Request, read: Reader, model: Model, preprocess: str
    ) -> tuple[Drawings, Look]:
        """Read the pictures of a request and look at them, in this thread if that is shorter than changing threads."""
        body = await read_body(request, self.limits.bytes)
        content_type = request.headers.get("content-type", "")

        def see() -> tuple[Drawings, Look]:
            drawings = read(body, content_type, self.limits)
            return drawings, look(model, drawings.inks, preprocess)

        return see() if is_quick(body) else await run_in_threadpool(see)
