"""The addresses of the Open Inference Protocol, described for /openapi.json and /docs."""

from app.web import open_inference_schemas as schemas
from app.web.bodies import JSON_TYPE
from app.web.open_inference import BINARY_TYPE, OpenInference
from app.web.open_inference_answer import VERSION
from app.web.open_inference_outputs import MOST_CLASSES, OUTPUTS
from app.web.open_inference_request import HEADER_LENGTH, INPUTS
from app.web.openapi import MODEL_PATH, Document, Operation, path_parameter
from app.web.routing import Handler

TAG: Document = {
    "name": "inference",
    "description": "The Open Inference Protocol v2, for clients and orchestrators that speak it: the same network.",
}

_MODEL = "/v2/models/{model}"
_MODEL_VERSION = f"{_MODEL}/versions/{{version}}"
_VERSION = path_parameter("version", "The model's version.", VERSION)
_HEADER: Document = {
    "name": HEADER_LENGTH,
    "in": "header",
    "required": False,
    "description": "How many bytes of the body are JSON, where tensors follow it as bytes.",
    "schema": {"type": "integer", "minimum": 0},
}
_LENGTH: Document = {
    "description": "How many bytes of the answer are JSON, where tensors follow it as bytes.",
    "schema": {"type": "integer"},
}
_FLAG: Document = {"type": ["boolean", "null"], "default": False}
_CLASSES: Document = {
    "type": ["integer", "null"],
    "minimum": 1,
    "description": "Only so many of the largest numbers, as texts `value:index:label`; all where there are fewer, "
    f"{MOST_CLASSES} at most.",
}
_INPUT: Document = {
    "type": "object",
    "required": ["name", "shape", "datatype"],
    "properties": {
        "name": {"type": "string", "enum": list(INPUTS)},
        "shape": {
            "type": "array",
            "items": {"type": "integer", "minimum": 1},
            "minItems": 3,
            "maxItems": 4,
            "description": "`[batch, 1, 32, 32]` for `image`, `[batch, rows, columns]` for `pixels`.",
        },
        "datatype": {"type": "string", "enum": [kind.datatype for kind in INPUTS.values()]},
        "parameters": {
            "type": ["object", "null"],
            "properties": {"binary_data_size": {"type": ["integer", "null"], "minimum": 1}},
        },
        "data": {
            "type": "array",
            "items": {},
            "description": "Every number in order, or nested as the shape says: from 0 to 1 in `image`, "
            "whole ones from 0, background, to 255, ink, in `pixels`.",
        },
    },
}
_OUTPUT: Document = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "enum": list(OUTPUTS)},
        "parameters": {
            "type": ["object", "null"],
            "properties": {"binary_data": _FLAG, "classification": _CLASSES},
        },
    },
}
_REQUEST: Document = {
    "type": "object",
    "required": ["inputs"],
    "properties": {
        "id": {"type": ["string", "null"], "description": "Comes back in the answer."},
        "parameters": {
            "type": ["object", "null"],
            "description": "`preprocess`, `center` or `none`, for `pixels`; `classification` and `binary_data_output` for "
            "every output that says nothing itself.",
            "properties": {
                "preprocess": {"type": ["string", "null"], "enum": ["center", "none", None]},
                "classification": _CLASSES,
                "binary_data_output": _FLAG,
            },
        },
        "inputs": {
            "type": "array",
            "items": _INPUT,
            "minItems": 1,
            "maxItems": 1,
            "description": "Either `image` (FP32, `[batch, 1, 32, 32]`, from 0 to 1), as the network receives it, or `pixels` "
            "(UINT8, `[batch, rows, columns]`), which is prepared first; with `name`, `datatype`, `shape` and `data`.",
        },
        "outputs": {
            "type": ["array", "null"],
            "items": _OUTPUT,
            "description": "The stages wanted, each with a `name`; all of them if left out.",
        },
    },
}
_ONE = [255 if column == 3 and 0 < row < 6 else 0 for row in range(7) for column in range(7)]
_EXAMPLES: Document = {
    "classes": {
        "summary": "The three likeliest digits of one picture",
        "value": {
            "id": "42",
            "inputs": [{"name": "pixels", "shape": [1, 7, 7], "datatype": "UINT8", "data": _ONE}],
            "outputs": [{"name": "softmax", "parameters": {"classification": 3}}],
        },
    },
    "batch": {
        "summary": "Two layers of two pictures, taken as they are",
        "value": {
            "parameters": {"preprocess": "none"},
            "inputs": [{"name": "pixels", "shape": [2, 7, 7], "datatype": "UINT8", "data": _ONE * 2}],
            "outputs": [{"name": "fc3"}, {"name": "softmax"}],
        },
    },
}
_BYTES: Document = {
    "schema": {"type": "string", "format": "binary", "description": "The JSON, then the tensors' bytes."}
}
_BODY: Document = {JSON_TYPE: {"schema": _REQUEST, "examples": _EXAMPLES}, BINARY_TYPE: _BYTES}
_INFERENCE = (
    "not-found",
    "malformed-request",
    "invalid-tensor",
    "not-offered",
    "too-large",
    "unsupported-media",
)
_INDEX: Document = {
    "type": "object",
    "properties": {
        "ready": {"type": ["boolean", "null"], "default": False, "description": "Only models that are ready."}
    },
}
_LOAD: Document = {
    "type": "object",
    "properties": {
        "parameters": {
            "type": ["object", "null"],
            "maxProperties": 0,
            "description": "None are known here.",
        }
    },
}


def _server_operations(api: OpenInference) -> list[Operation]:
    name = TAG["name"]
    return [
        Operation("/v2", api.server, "The server", name, schemas.ServerMetadata),
        Operation("/v2/", api.server_with_slash, "The server, once more", name, schemas.ServerMetadata),
        Operation("/v2/health/live", api.live, "Is the server up?", name, schemas.ServerLive, exempt=True),
        Operation(
            "/v2/health/ready",
            api.server_ready,
            "Is the server ready?",
            name,
            schemas.ServerReady,
            problems=("stopping",),
            exempt=True,
        ),
        Operation(
            "/v2/repository/index",
            api.repository,
            "The models that there are",
            name,
            list[schemas.RepositoryModel],
            "POST",
            body={JSON_TYPE: {"schema": _INDEX, "examples": {"ready": {"value": {"ready": True}}}}},
            bodiless=True,
            problems=("malformed-request", "invalid-tensor", "too-large", "unsupported-media"),
        ),
        Operation(
            "/v2/repository/models/{model}/load",
            api.load,
            "Load a model",
            name,
            schemas.RepositoryModel,
            "POST",
            in_path=(MODEL_PATH,),
            body={JSON_TYPE: {"schema": _LOAD, "examples": {"load": {"value": {}}}}},
            bodiless=True,
            problems=_INFERENCE,
        ),
    ]


def _model_operations(api: OpenInference) -> list[Operation]:
    name, one, version = TAG["name"], (MODEL_PATH,), (MODEL_PATH, _VERSION)
    missing, ready = ("not-found",), ("not-found", "stopping")
    return [
        Operation(_MODEL, api.metadata, "A model's inputs and outputs", name, schemas.ModelMetadata, in_path=one, problems=missing),
        Operation(_MODEL_VERSION, api.version_metadata, "A version's inputs and outputs", name, schemas.ModelMetadata, in_path=version, problems=missing),
        Operation(f"{_MODEL}/ready", api.model_ready, "Is a model ready?", name, schemas.ModelReady, in_path=one, problems=ready),
        Operation(f"{_MODEL_VERSION}/ready", api.version_ready, "Is a version ready?", name, schemas.ModelReady, in_path=version, problems=ready),
    ]  # fmt: skip


def _infer_operation(
    path: str, handler: Handler, summary: str, *in_path: Document, often: bool = False
) -> Operation:
    return Operation(
        path=f"{path}/infer",
        handler=handler,
        summary=summary,
        tag=TAG["name"],
        answer=schemas.InferenceResponse,
        method="POST",
        in_path=(*in_path, _HEADER),
        body=_BODY,
        also={BINARY_TYPE: _BYTES},
        headers={HEADER_LENGTH: _LENGTH},
        problems=_INFERENCE,
        often=often,
    )


def open_inference_operations(api: OpenInference) -> list[Operation]:
    """Everything under /v2."""
    return [
        *_server_operations(api),
        *_model_operations(api),
        _infer_operation(_MODEL, api.infer, "Run a model", MODEL_PATH, often=True),
        _infer_operation(_MODEL_VERSION, api.version_infer, "Run a version of a model", MODEL_PATH, _VERSION),
    ]
