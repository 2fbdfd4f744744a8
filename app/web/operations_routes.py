"""The addresses of single operations and kernels, described for /openapi.json and /docs."""

from typing import Any

from app.lenet.kernels import BY_NAME
from app.web import operations_schemas as schemas
from app.web.arrays import LARGEST
from app.web.bodies import JSON_TYPE
from app.web.openapi import Document, Operation
from app.web.operations_api import WINDOWS, OperationsApi
from app.web.operations_body import ACTIVATIONS, MOST_SIDE, PADDINGS, POOLINGS, OperationLimits
from app.web.routing import Handler

TAG: Document = {
    "name": "operations",
    "description": "One step of a network on your own numbers: to check homework, or a network of your own.",
}

_PROBLEMS = ("not-acceptable", "malformed-request", "too-large", "unsupported-media", "invalid-field")
_LIMITS = OperationLimits()
_NUMBER: Document = {"type": "number", "minimum": -LARGEST, "maximum": LARGEST}  # what float32 holds


def _list_of(items: Document, description: str = "") -> Document:
    schema: Document = {"type": "array", "minItems": 1, "items": items}
    return {**schema, "description": description} if description else schema


_ROW = _list_of(_NUMBER)
_MATRIX = _list_of(_ROW, "Rows of equal length.")
_MAPS = _list_of(_MATRIX, "Matrices of equal size: the maps of a layer, or the channels of a picture.")
_PICTURE: Document = {
    "oneOf": [_MATRIX, _MAPS],
    "description": "A matrix as rows of equal length; or a list of matrices of equal size, the maps of a layer.",
}
_KERNEL: Document = {
    "oneOf": [{"type": "string", "enum": list(BY_NAME)}, _MATRIX, _MAPS],
    "description": "The name of a kernel, a matrix that is laid over every map of the input alike, or a matrix for each map.",
}
_STRIDE: Document = {"type": "integer", "minimum": 1, "maximum": _LIMITS.stride}
_PADDING: Document = {
    "oneOf": [
        {"type": "integer", "minimum": 0, "maximum": _LIMITS.padding},
        {"type": "string", "enum": list(PADDINGS)},
    ],
    "default": 0,
    "description": "Rows and columns of nothing on every side; `valid` is none; `same` is as much as it takes for the result "
    "to have input size / stride rows and columns, rounded up, the odd one below and to the right.",
}
_SIDE: Document = {"type": "integer", "minimum": 1, "maximum": MOST_SIDE}

_CONVOLUTION: Document = {
    "type": "object",
    "required": ["input"],
    "properties": {
        "input": _PICTURE,
        "kernel": {**_KERNEL, "description": f"One kernel. {_KERNEL['description']}"},
        "kernels": _list_of(
            _KERNEL, "Several kernels of one size, in place of `kernel`; the result then is a list."
        ),
        "bias": {
            "oneOf": [_NUMBER, _ROW],
            "default": 0,
            "description": "One number, or one for each kernel.",
        },
        "stride": {**_STRIDE, "default": 1, "description": "The window's step, both ways."},
        "padding": _PADDING,
    },
    "oneOf": [{"required": ["kernel"]}, {"required": ["kernels"]}],
    "additionalProperties": False,
}
_ACTIVATION: Document = {
    "type": "object",
    "required": ["input", "kind"],
    "properties": {
        "input": {
            "oneOf": [_ROW, _MATRIX, _MAPS],
            "description": "A row of numbers, a matrix, or several; the result has the same shape.",
        },
        "kind": {"type": "string", "enum": list(ACTIVATIONS), "description": "The function."},
    },
    "additionalProperties": False,
}
_POOLING: Document = {
    "type": "object",
    "required": ["input", "kind"],
    "properties": {
        "input": _PICTURE,
        "kind": {"type": "string", "enum": list(POOLINGS), "description": "What is taken of a window."},
        "size": {
            "oneOf": [_SIDE, {"type": "array", "items": _SIDE, "minItems": 2, "maxItems": 2}],
            "default": 2,
            "description": "The window: one number for both sides, or rows and columns.",
        },
        "stride": {
            **_STRIDE,
            "description": "The window's step, both ways; left out, the rows of the window.",
        },
        "padding": _PADDING,
    },
    "additionalProperties": False,
}

_STEP = [[0, 0, 9, 9], [0, 0, 9, 9], [0, 0, 9, 9], [0, 0, 9, 9]]
_EXAMPLES: dict[str, Document] = {
    "convolution": {
        "edges": {"summary": "Find the upright edge", "value": {"input": _STEP, "kernel": "sobel_x"}},
        "own kernel": {
            "summary": "A kernel of your own, with bias, stride and padding",
            "value": {
                "input": _STEP,
                "kernel": [[1, 0], [0, -1]],
                "bias": 0.5,
                "stride": 2,
                "padding": "same",
            },
        },
        "several": {
            "summary": "Two kernels over two maps, as in the second convolution of LeNet",
            "value": {
                "input": [[[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[0, 1, 0], [1, 0, 1], [0, 1, 0]]],
                "kernels": [[[[1, 0], [0, 1]], [[0, 2], [2, 0]]], [[1, 1], [1, 1]]],
                "bias": [0, -10],
            },
        },
    },
    "activation": {
        "relu": {"value": {"input": [[-1, 2], [0.5, -0.5]], "kind": "relu"}},
        "softmax": {"value": {"input": [1, 2, 3], "kind": "softmax"}},
    },
    "pooling": {
        "max": {"value": {"input": [[1, 3, 2, 2], [0, 3, 1, 2]], "kind": "max"}},
        "average": {
            "summary": "Windows that overlap, with padding that does not count",
            "value": {"input": _STEP, "kind": "average", "size": [3, 3], "stride": 2, "padding": 1},
        },
    },
}


def _step(name: str, handler: Handler, schema: Document, answer: Any) -> Operation:
    return Operation(
        path=f"/api/v1/operations/{name}",
        handler=handler,
        summary=f"{'An' if name[0] == 'a' else 'A'} {name} of your own numbers",
        tag=TAG["name"],
        answer=answer,
        method="POST",
        parameters=(WINDOWS,),
        body={JSON_TYPE: {"schema": schema, "examples": _EXAMPLES[name]}},
        problems=_PROBLEMS,
    )


def operations_operations(api: OperationsApi) -> list[Operation]:
    """What one step makes of the caller's own numbers."""
    return [
        _step("convolution", api.convolve, _CONVOLUTION, schemas.ConvolutionResult),
        _step("activation", api.activate, _ACTIVATION, schemas.ActivationResult),
        _step("pooling", api.pool, _POOLING, schemas.PoolingResult),
        Operation(
            path="/api/v1/kernels",
            handler=api.list_kernels,
            summary="Kernels with names",
            tag=TAG["name"],
            answer=schemas.KernelList,
            kept=True,
            problems=("not-acceptable", "invalid-field"),
        ),
    ]
