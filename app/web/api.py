"""The friendly API under /api/v1: models and their weights, predictions, activations and explanations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from math import prod
from typing import TypeVar

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.lenet.architecture import LENET, parameter_shapes
from app.lenet.errors import UnitError
from app.lenet.geometry import Unit, parse_unit
from app.web import answers
from app.web.bodies import (
    BodyLimits,
    Drawings,
    drawing_at_once,
    is_quick,
    one_drawing,
    pending_drawings,
    read_body,
    some_drawings,
)
from app.web.caching import Kept, kept_response
from app.web.formats import (
    FORMATS,
    JSON,
    SAFETENSORS,
    Content,
    Format,
    choose_format,
    json_response,
    require_json,
)
from app.web.model import Model, describe, look, read, summary
from app.web.negotiation import whole_header
from app.web.problems import Problem, invalid, quoted
from app.web.query import FORMAT, LAYERS, LINES, PREPROCESS, UNIT, read_query, single
from app.web.streaming import Lines, prediction_lines, wants_lines
from app.web.threads import in_thread

Answer = TypeVar("Answer")
Reader = Callable[[bytes, str, BodyLimits], Drawings]

_EVERY_LAYER = tuple(layer.name for layer in LENET)


Asked = tuple[str, Sequence[str], Format]
"""What to do with a picture, the layers that are wanted, and how they are to be written."""

LINES_FACTOR = 64
"""How many times as many pictures are taken at once if they are answered line by line, which takes no more memory."""

_QUICK_SOURCES = 200
"""Numbers that an explanation names in a millisecond or two; a unit of the first dense layer has twice as many."""

_WITHOUT_WEIGHTS = (1, 10)
"""The shape that a layer without weights counts as: softmax looks at ten numbers, pooling at four."""

_SHORT = 200
"""Bytes of an address' query and an Accept header that are remembered together: with more, a stranger could fill the memory."""


def _asked(raw: bytes, accept: str) -> Asked:
    """What the query of an address and an Accept header ask of activations."""
    query = read_query(raw, (PREPROCESS, LAYERS, FORMAT))
    format_ = choose_format(single(query, FORMAT), accept)
    return single(query, PREPROCESS) or "center", tuple(query.get("layers", _EVERY_LAYER)), format_


@lru_cache(128)
def _asked_before(raw: bytes, accept: str) -> Asked:
    return _asked(raw, accept)


class Api:
    """The handlers: each reads a request, calls pure functions and writes what they return."""

    def __init__(self, models: Mapping[str, Model], limits: BodyLimits) -> None:
        self.models = models
        self.limits = limits
        self._weights = {
            (model.name, format_.name): Kept(
                partial(_written_weights, model, format_), format_.media_types[0], is_text=False
            )
            for model in models.values()
            for format_ in FORMATS
        }

    async def list_models(self, request: Request) -> Response:
        """Every model with its accuracy and the checksum of its weights."""
        read_query(request.scope["query_string"], ())
        require_json(request)
        body = orjson.dumps({"models": [summary(model) for model in self.models.values()]})
        return kept_response(request, body, JSON.media_types[0])

    async def get_model(self, request: Request) -> Response:
        """One model with its architecture: every layer's kind, shape, kernel, stride, padding, inputs and parameters."""
        read_query(request.scope["query_string"], ())
        require_json(request)
        return kept_response(request, orjson.dumps(describe(self._model(request))), JSON.media_types[0])

    async def get_weights(self, request: Request) -> Response:
        """Every parameter of a model, in PyTorch's names and layouts; as safetensors it is the file that is served from."""
        model = self._model(request)
        query = read_query(request.scope["query_string"], (FORMAT,))
        format_ = choose_format(single(query, FORMAT), whole_header(request.headers, "accept"))
        return await self._weights[model.name, format_.name].respond(request)

    async def predict(self, request: Request) -> Response:
        """What a picture shows, and how probable each digit is; one picture, or several at once."""
        model = self._model(request)
        query = read_query(request.scope["query_string"], (PREPROCESS, LINES))
        preprocess = single(query, PREPROCESS) or "center"
        if wants_lines(single(query, LINES), whole_header(request.headers, "accept")):
            return await self._lines(request, model, preprocess)

        def answer(drawings: Drawings) -> Response:
            seen = read(model, drawings.inks, preprocess)
            return json_response(answers.predictions(model, preprocess, seen, drawings.batch))

        response = await self._answered(request, some_drawings, answer)
        response.headers["Vary"] = "Accept"
        return response

    async def _lines(self, request: Request, model: Model, preprocess: str) -> Response:
        body = await read_body(request)
        content_type = request.headers.get("content-type", "")
        limits = replace(self.limits, pictures=self.limits.pictures * LINES_FACTOR)
        pending = await in_thread(request, lambda: pending_drawings(body, content_type, limits))
        return Lines(prediction_lines(request, model, preprocess, pending.reads))

    async def activations(self, request: Request) -> Response:
        """Every number of every layer that the network computes for a picture: the main call."""
        model = self._model(request)
        raw, accept = request.scope["query_string"], whole_header(request.headers, "accept")
        asked = _asked_before if len(raw) + len(accept) <= _SHORT else _asked
        preprocess, wanted, format_ = asked(raw, accept)

        def answer(drawings: Drawings) -> Content:
            return answers.activations(model, preprocess, look(model, drawings.inks, preprocess), wanted)

        content = await self._answered(request, one_drawing, answer)
        return Response(format_.write(content), media_type=format_.media_types[0], headers={"Vary": "Accept"})

    async def explain(self, request: Request) -> Response:
        """Where the number of a unit comes from: its sources, weights, products, bias, sum and output."""
        model = self._model(request)
        query = read_query(request.scope["query_string"], (UNIT, PREPROCESS))
        require_json(request)
        units = self._units(query[UNIT.name])
        preprocess = single(query, PREPROCESS) or "center"

        def answer(drawings: Drawings) -> Response:
            seen = look(model, drawings.inks, preprocess)
            return json_response(answers.explanations(model, preprocess, seen, units))

        return await self._answered(request, one_drawing, answer, short=_sources(units) <= _QUICK_SOURCES)

    def _units(self, texts: Sequence[str]) -> list[Unit]:
        if len(texts) > self.limits.units:
            raise Problem(
                "too-large", f"{len(texts)} units are more than the {self.limits.units} taken at once"
            )
        try:
            return [parse_unit(text) for text in texts]
        except UnitError as error:
            raise invalid(str(error), UNIT.name, "query") from error

    def _model(self, request: Request) -> Model:
        name = request.path_params["model"]
        try:
            return self.models[name]
        except KeyError:
            known = ", ".join(self.models)
            raise Problem("not-found", f"no model {quoted(name)}; there is: {known}") from None

    async def _answered(
        self, request: Request, draw: Reader, answer: Callable[[Drawings], Answer], *, short: bool = True
    ) -> Answer:
        """Read the pictures of a request and answer them, in this thread if both take no longer than changing threads."""
        body = await read_body(request)
        content_type = request.headers.get("content-type", "")
        drawings = drawing_at_once(body, content_type, self.limits) if short else None
        if drawings is not None:
            return answer(drawings)

        def work() -> Answer:
            return answer(draw(body, content_type, self.limits))

        return work() if short and is_quick(body) else await in_thread(request, work)


def _written_weights(model: Model, format_: Format) -> bytes:
    """The weights in a format; as safetensors they are the file."""
    return model.file if format_ is SAFETENSORS else format_.write(answers.weights(model))


def _sources(units: Sequence[Unit]) -> int:
    """How many numbers an explanation of these units names at most."""
    shapes = parameter_shapes()
    return sum(prod(shapes.get(f"{unit.layer}.weight", _WITHOUT_WEIGHTS)[1:]) for unit in units)
