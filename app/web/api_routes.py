"""Every address of the API with its handler and its description: what /openapi.json and /docs say stands here."""

from collections.abc import Sequence
from typing import Any

from app.samples import FEATURED
from app.web import schemas
from app.web.api import Api
from app.web.bodies import FORM_TYPE, JSON_TYPE, PICTURE_TYPES
from app.web.formats import NPZ, SAFETENSORS
from app.web.open_inference_routes import TAG as OPEN_INFERENCE_TAG
from app.web.openapi import MODEL_PATH, Document, Operation, path_parameter
from app.web.operations_routes import TAG as OPERATIONS_TAG
from app.web.probes import Probes
from app.web.query import FORMAT, LAYERS, LINES, PREPROCESS, SAMPLE_FORMAT, UNIT
from app.web.routing import Handler
from app.web.samples_api import PNG_TYPE, SamplesApi
from app.web.streaming import NDJSON_TYPE

TAGS: Sequence[Document] = (
    {"name": "digits", "description": "Send a picture, get everything that the network makes of it."},
    {"name": "models", "description": "What the network is: its layers and every weight."},
    {"name": "samples", "description": "MNIST's 10,000 test digits."},
    OPERATIONS_TAG,
    OPEN_INFERENCE_TAG,
    {"name": "health", "description": "For whoever runs the service."},
)

_INDEX_PATH = path_parameter(
    "index", "Which of the digits, counted from 0.", FEATURED[8], type="integer", minimum=0, maximum=9999
)
_FILE: Document = {"schema": {"type": "string", "format": "binary"}}
_LINES: Document = {
    "schema": {
        "type": "string",
        "description": "Each line is a JSON object: `index`, and either the fields of Probabilities or, for a picture that "
        "cannot be read, `problem` with those of Problem. What is the same for all, the model with its weights and `preprocess`, is not "
        "repeated. Sixty-four times as many pictures are taken as in one JSON answer.",
    },
    "examples": {
        "two pictures": {
            "value": '{"index":0,"blank":true,"crop":null,"prediction":null,"probabilities":[0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1]}\n'
            '{"index":1,"problem":{"type":"/docs#unreadable-picture","title":"The picture cannot be read","status":400,'
            '"detail":"file 1: …","error":"file 1: …"}}\n'
        }
    },
}
_ROWS: Document = {
    "type": "array",
    "description": "Rows of equal length: 0 is background, 255 is ink. Faint ones (from 0 to 1, say) and full ones are blank.",
    "minItems": 1,
    "items": {"type": "array", "minItems": 1, "items": {"type": "number", "minimum": 0, "maximum": 255}},
}
_EXAMPLE_ROWS = [[0, 0, 0, 255, 0, 0, 0]] * 7
_READING = (
    "not-found",
    "not-acceptable",
    "malformed-request",
    "unreadable-picture",
    "too-large",
    "unsupported-media",
    "invalid-field",
)


def _json_body(*alternatives: tuple[str, Document, object]) -> Document:
    """A JSON object with exactly one of the alternatives: name, schema and example of each."""
    objects = [
        {"type": "object", "required": [name], "properties": {name: schema}, "additionalProperties": False}
        for name, schema, _ in alternatives
    ]
    examples = {name: {"value": {name: example}} for name, _, example in alternatives}
    return {"schema": objects[0] if len(objects) == 1 else {"oneOf": objects}, "examples": examples}


def _bodies(json_body: Document) -> Document:
    return {**dict.fromkeys(PICTURE_TYPES, _FILE), JSON_TYPE: json_body}


def _one_picture() -> Document:
    return _bodies(_json_body(("pixels", _ROWS, _EXAMPLE_ROWS)))


def _some_pictures() -> Document:
    several = {"type": "array", "description": "Several pictures.", "minItems": 1, "items": _ROWS}
    both = _json_body(("pixels", _ROWS, _EXAMPLE_ROWS), ("pictures", several, [_EXAMPLE_ROWS] * 2))
    form = {
        "type": "object",
        "description": "One file or more; fields of any other name are read alike, as long as they are files.",
        "required": ["picture"],
        "properties": {"picture": {"type": "array", "minItems": 1, "items": _FILE["schema"]}},
        "additionalProperties": False,
    }
    encoding = {"picture": {"contentType": ", ".join(PICTURE_TYPES)}}
    return {**_bodies(both), FORM_TYPE: {"schema": form, "encoding": encoding}}


def _question(name: str, handler: Handler, summary: str, **description: Any) -> Operation:
    """What can be asked of a picture, and goes wrong like all of them."""
    return Operation(
        path=f"/api/v1/models/{{model}}/{name}",
        handler=handler,
        summary=summary,
        tag="digits",
        method="POST",
        in_path=(MODEL_PATH,),
        problems=_READING,
        **description,
    )


def digit_operations(api: Api) -> list[Operation]:
    """What is asked about a picture."""
    return [
        _question(
            "activations",
            api.activations,
            "Every feature map of a picture",
            answer=schemas.Activations,
            parameters=(PREPROCESS, LAYERS, FORMAT),
            body=_one_picture(),
            also={SAFETENSORS.media_types[0]: _FILE, NPZ.media_types[0]: _FILE},
            often=True,
        ),
        _question(
            "predictions",
            api.predict,
            "What pictures show",
            answer=schemas.OnePrediction | schemas.Predictions,
            parameters=(PREPROCESS, LINES),
            body=_some_pictures(),
            also={NDJSON_TYPE: _LINES},
            often=True,
        ),
        _question(
            "explanations",
            api.explain,
            "Where a number comes from",
            answer=schemas.Explanations,
            parameters=(UNIT, PREPROCESS),
            body=_one_picture(),
        ),
    ]


def model_operations(api: Api) -> list[Operation]:
    """What is asked about the network itself."""
    return [
        Operation(
            path="/api/v1/models",
            handler=api.list_models,
            summary="The models",
            tag="models",
            answer=schemas.ModelList,
            kept=True,
            problems=("not-acceptable", "invalid-field"),
        ),
        Operation(
            path="/api/v1/models/{model}",
            handler=api.get_model,
            summary="The architecture of a model",
            tag="models",
            answer=schemas.ModelDescription,
            kept=True,
            in_path=(MODEL_PATH,),
            problems=("not-found", "not-acceptable", "invalid-field"),
        ),
        Operation(
            path="/api/v1/models/{model}/weights",
            handler=api.get_weights,
            summary="The weights of a model",
            tag="models",
            answer=schemas.ModelWeights,
            kept=True,
            in_path=(MODEL_PATH,),
            parameters=(FORMAT,),
            also={SAFETENSORS.media_types[0]: _FILE, NPZ.media_types[0]: _FILE},
            problems=("not-found", "not-acceptable", "invalid-field"),
        ),
    ]


def sample_operations(api: SamplesApi) -> list[Operation]:
    """The digits that ship with the page."""
    return [
        Operation(
            path="/api/v1/samples",
            handler=api.list_samples,
            summary="Which digits there are",
            tag="samples",
            answer=schemas.SampleList,
            kept=True,
            problems=("not-acceptable", "invalid-field"),
        ),
        Operation(
            path="/api/v1/samples/{index}",
            handler=api.get_sample,
            summary="One digit",
            tag="samples",
            answer=schemas.Sample,
            kept=True,
            in_path=(_INDEX_PATH,),
            parameters=(SAMPLE_FORMAT,),
            also={PNG_TYPE: _FILE},
            problems=("not-found", "not-acceptable", "invalid-field"),
        ),
    ]


def probe_operations(probes: Probes) -> list[Operation]:
    """What an orchestrator asks."""
    return [
        Operation(
            path="/healthz",
            handler=probes.alive,
            summary="Is the process up?",
            tag="health",
            answer=schemas.Health,
            exempt=True,
        ),
        Operation(
            path="/readyz",
            handler=probes.ready,
            summary="Are the weights loaded, and is it to go on?",
            tag="health",
            answer=schemas.Readiness,
            problems=("stopping",),
            exempt=True,
        ),
    ]
