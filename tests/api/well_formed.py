"""Hooks that make schemathesis's valid requests valid beyond JSON Schema: rows of equal length.

Loaded by name, SCHEMATHESIS_HOOKS=tests.api.well_formed. Requests that are meant to be invalid stay as they
are.
"""

from collections.abc import Mapping
from typing import Any

import orjson
import schemathesis

from app.api.open_inference.schemas import MAX_CLASSES
from app.imaging import PictureError, decode
from app.lenet.attribution import OPTIONS
from app.settings import ROOT
from tests.api.pictures import digit, file_of

Document = dict[str, Any]
ARRAYS: Document = {
    "pixels": [[0, 255], [255, 0]],
    "pictures": [[[0, 255], [255, 0]]],
    "input": [[1.0, 2.0], [3.0, 4.0]],
    "kernel": [[0.5]],
    "kernels": [[[0.5]]],
}
"""Rows of equal length, of numbers that float32 can hold; test_fuzz and test_operations send others."""

WEIGHTS = ROOT / "model_weights" / "lenet.safetensors"


@schemathesis.hook
def before_call(_context: schemathesis.HookContext, case: Any, _kwargs: Document) -> None:
    """Repair a request that schemathesis considers valid."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    mend(case)
    # else schemathesis would look whether it is still good, and take bytes for bad
    case._sync_validated_hashes()


def mend(case: Any) -> None:
    """Change the request so that it is not refused for a reason that a schema cannot express."""
    mend_query(case.query or {})
    if case.path.endswith("/attributions"):
        case.query = case.query or {}
        mend_attribution(case.query)
    if case.path.endswith("/infer"):
        mend_inference(case)
    elif case.path == "/api/v1/models":
        case.body = WEIGHTS.read_bytes()
    elif case.path == "/api/v1/training-runs":
        case.body["batches"] = 1  # how many there may be depends on their size
        case.body.pop("model", None)  # which ones there are, and of which architecture, no schema says
    elif case.media_type == "application/octet-stream":
        case.body = file_of(digit())
    elif case.media_type == "multipart/form-data":
        mend_form(case.body)
    elif isinstance(case.body, dict):
        case.body.update({name: good for name, good in ARRAYS.items() if case.body.get(name) is not None})
        mend_operation(case.body)


def mend_query(query: Document) -> None:
    """Give names that every model has to layers, units and parameters."""
    names = {"layers": ["fc1", "softmax"], "unit": ["fc3/8"], "parameters": ["fc1.weight"]}
    query.update({name: known for name, known in names.items() if query.get(name) is not None})


def mend_attribution(query: Document) -> None:
    """A class and another to compare with, or a unit; a stride that leaves no pixel out; its own options."""
    if query.pop("unit", None) is not None:
        query["unit"] = "fc3/8"
        query.pop("target", None)
        query.pop("against", None)
    else:
        query["target"] = 3
        query.update({"against": 8} if query.get("against") is not None else {})
    for method, names in OPTIONS.items():
        for name in () if method == query.get("method", "gradient") else names:
            query.pop(name, None)
    query.update({"layer": "conv2"} if query.get("layer") is not None else {})
    query.update({"stride": 1} if query.get("stride") is not None else {})


def mend_form(body: Document) -> None:
    """Leave nothing but pictures that can be read."""
    for name in set(body) - {"picture"}:
        del body[name]
    if not all(map(is_picture, body["picture"])):
        body["picture"][:] = [file_of(digit())]  # in place, which schemathesis takes for no new body


def is_picture(value: Any) -> bool:
    """Whether these are the bytes of a picture that can be read."""
    try:
        decode(value)
    except (PictureError, TypeError):
        return False
    return True


def mend_operation(body: Document) -> None:
    """Either a kernel or several, one bias, and no padding that leaves a window empty."""
    if "input" in body and "kind" not in body:
        if (body.get("kernel") is None) == (body.get("kernels") is None):
            body |= {"kernel": ARRAYS["kernel"], "kernels": None}
        body |= {"bias": 0.5} if body.get("bias") is not None else {}
    if "size" in body:
        body["size"] = 1
    if isinstance(body.get("padding"), int):
        body["padding"] = 0


def mend_inference(case: Any) -> None:
    """As many numbers as the shape says, in JSON or, announced by the header, after it."""
    pixels = {"name": "pixels", "datatype": "UINT8", "shape": [1, 2, 2]}
    headers: Mapping[str, Any] = case.headers or {}
    kept = {
        name: value for name, value in headers.items() if name.lower() != "inference-header-content-length"
    }
    if case.media_type == "application/octet-stream":
        text = orjson.dumps({"inputs": [{**pixels, "parameters": {"binary_data_size": 4}}]})
        case.body = text + b"\x00\xff\xff\x00"
        case.headers.update({**kept, "Inference-Header-Content-Length": str(len(text))})
    elif isinstance(case.body, dict):
        case.body["inputs"] = [{**pixels, "data": [0, 255, 255, 0]}]
        outputs = (case.body.get("outputs") or [])[:2]
        for output, name in zip(outputs, ("fc1", "softmax"), strict=False):
            output["name"] = name
        case.body["outputs"] = outputs
        for asked in (case.body, *case.body["outputs"]):
            wanted = asked.get("parameters") or {}
            if (wanted.get("classification") or 0) > MAX_CLASSES:
                wanted["classification"] = MAX_CLASSES
        case.headers.pop("Inference-Header-Content-Length", None)
