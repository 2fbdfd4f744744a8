"""The recorded requests: every address, format and kind of error, with bodies that are built here."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from tests.api.pictures import digit
from tests.contract.bodies import file, form, pixels, tensor, to_json

MODELS = "/api/v1/models"
LENET = f"{MODELS}/lenet"
SAMPLES = "/api/v1/samples"
OPERATIONS = "/api/v1/operations"
INFER = "/v2/models/lenet/infer"
JSON = {"Content-Type": "application/json"}
PNG = {"Content-Type": "image/png"}
UNITS = [
    "input/0/16/16", "conv1/2/13/9", "relu1/0/0/0", "pool1/3/5/7", "conv2/15/9/9", "relu2/7/4/4",
    "pool2/0/4/4",
    "fc1/17", "relu3/119", "fc2/99", "relu4/0", "fc3/8", "softmax/8",
]  # fmt: skip
EDGE = [[0, 0, 9, 9]] * 4


@dataclass(frozen=True)
class Recorded:
    """One request; its name identifies it in the fixture.

    `restricted` ones go to an application that answers for one host and lets one origin call it.
    """

    name: str
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    restricted: bool = False


def _reading() -> Iterator[Recorded]:
    """Requests without a body."""
    paths = [
        "/", "/docs", "/docs/ten-minutes", "/openapi.json", "/static/js/main.js", "/static/css/base.css",
        "/static/favicon.svg", "/static/nothing.js", "/static/%2e%2e/pyproject.toml", "/static/%00",
        "/nothing", "/api", "/api/v2/models", "/api/v1",
        "/api/v1?x=1", "/healthz", "/readyz", "/healthz?x=1", MODELS, f"{MODELS}?x=1", f"{MODELS}/", LENET,
        f"{LENET}?x=1", f"{LENET}/", f"{MODELS}/alexnet", f"{MODELS}/alexnet/weights", f"{LENET}/weights",
        f"{LENET}/weights?format=json", f"{LENET}/weights?format=npz", f"{LENET}/weights?format=safetensors",
        f"{LENET}/weights?format=xml", SAMPLES, f"{SAMPLES}?x=1", f"{SAMPLES}/0", f"{SAMPLES}/61",
        f"{SAMPLES}/9999", f"{SAMPLES}/10000", f"{SAMPLES}/-1", f"{SAMPLES}/one", f"{SAMPLES}/61?format=png",
        f"{SAMPLES}/61?format=json", f"{SAMPLES}/61?format=gif", "/api/v1/kernels", "/api/v1/kernels?a=b",
        f"{LENET}/predictions", f"{LENET}/activations", f"{OPERATIONS}/pooling", "/v2", "/v2/", "/v2?x=1",
        "/v2/health/live", "/v2/health/ready", "/v2/models/lenet", "/v2/models/lenet/ready",
        "/v2/models/lenet/versions/1", "/v2/models/lenet/versions/1/ready", "/v2/models/lenet/versions/2",
        "/v2/models/vgg", "/v2/models/vgg/ready", "/v2/models/stats", "/v2/models/lenet/config",
        "/v2/logging", "/v2/trace/setting", "/v2/systemsharedmemory/status", "/v2/nothing", INFER,
    ]  # fmt: skip
    for path in paths:
        yield Recorded(f"GET {path}", "GET", path)
    for path in ("/", "/docs", "/healthz", "/readyz", f"{LENET}/weights", "/static/js/main.js", "/nothing",
                 f"{LENET}/predictions"):  # fmt: skip
        yield Recorded(f"HEAD {path}", "HEAD", path)
    for method, path in (("POST", MODELS + "/lenet"), ("DELETE", LENET), ("PUT", "/healthz"), ("POST", "/"),
                         ("PATCH", f"{LENET}/predictions"), ("DELETE", SAMPLES), ("PUT", INFER),
                         ("POST", "/v2"),
                         ("DELETE", MODELS), ("PUT", "/static/favicon.svg"),
                         ("PROPFIND", "/healthz")):  # fmt: skip
        yield Recorded(f"{method} {path}", method, path)
    accepts = ["text/html", "application/json", "application/vnd.safetensors", "application/octet-stream",
               "application/x-npz", "application/zip", "image/png", "*/*",
               "image/*;q=0.5, application/json;q=0.1"]  # fmt: skip
    for accept in accepts:
        for path in (MODELS, f"{LENET}/weights", f"{SAMPLES}/61"):
            yield Recorded(f"GET {path} accept {accept}", "GET", path, {"Accept": accept})
    for path in (MODELS, LENET, f"{LENET}/weights", SAMPLES, f"{SAMPLES}/61", "/api/v1/kernels"):
        yield Recorded(f"GET {path} if none match", "GET", path, {"If-None-Match": "*"})


def _pictures() -> Iterator[Recorded]:
    """Pictures of every kind to every address that takes one."""
    targets = {
        "predictions": f"{LENET}/predictions",
        "activations": f"{LENET}/activations?layers=pool1,fc3,softmax",
        "explanations": f"{LENET}/explanations?unit=pool1/3/5/7&unit=fc3/8",
    }
    bodies: dict[str, tuple[dict[str, str], bytes]] = {
        "png": (PNG, file()),
        "large png": (PNG, file(scale=10)),
        "rgb png": (PNG, file(mode="RGB", scale=4)),
        "jpeg": ({"Content-Type": "image/jpeg"}, file("JPEG", scale=8)),
        "webp": ({"Content-Type": "image/webp"}, file("WEBP", scale=2)),
        "json": (JSON, pixels()),
        "json seven": ({"Content-Type": "application/json; charset=utf-8"}, pixels(7)),
        "blank": (JSON, to_json({"pixels": [[0] * 28] * 28})),
        "cut png": (PNG, file(scale=4)[:150]),
        "not a picture": (PNG, b"nonsense"),
        "empty": (PNG, b""),
        "empty json": (JSON, b""),
        "not json": (JSON, b"{"),
        "nan": (JSON, b'{"pixels": [[NaN]]}'),
        "a list": (JSON, b"[]"),
        "no pixels": (JSON, b"{}"),
        "unknown field": (JSON, to_json({"pixels": [[9]], "a/b~c": 1})),
        "pixels are text": (JSON, to_json({"pixels": "abc"})),
        "pixels are null": (JSON, to_json({"pixels": None})),
        "no rows": (JSON, to_json({"pixels": []})),
        "an empty row": (JSON, to_json({"pixels": [[]]})),
        "ragged": (JSON, to_json({"pixels": [[1, 2], [3]]})),
        "a row is a number": (JSON, to_json({"pixels": [[1, 2], 3]})),
        "a number is text": (JSON, to_json({"pixels": [[1, "2"], [3, 4]]})),
        "a number is true": (JSON, to_json({"pixels": [[1, 2], [3, True]]})),
        "negative": (JSON, to_json({"pixels": [[0, 9], [9, -1]]})),
        "beyond 255": (JSON, to_json({"pixels": [[0, 256]]})),
        "wide": (JSON, to_json({"pixels": [[9] * 70_000]})),
        "no media type": ({}, pixels()),
        "text": ({"Content-Type": "text/plain"}, b"8"),
        "compressed": ({**JSON, "Content-Encoding": "gzip"}, pixels()),
        "form": form(file()),
    }
    for name, path in targets.items():
        for kind, (headers, body) in bodies.items():
            yield Recorded(f"{name} of {kind}", "POST", path, headers, body)


def _queries() -> Iterator[Recorded]:
    """Query parameters, known and unknown, of every address that takes a picture."""
    queries = {
        "activations": ["", "layers=pool2", "layers=conv2&layers=input", "layers=softmax,fc3", "layers=pool9",
                        "layers=", "preprocess=none&layers=input", "preprocess=x", "format=npz",
                        "format=json",
                        "format=safetensors", "format=xml", "x=1", "layer=pool1",
                        "preprocess=none&preprocess=center", "format=json&format=json&layers=fc3"],
        "predictions": ["preprocess=none", "preprocess=", "format=ndjson", "format=json", "format=npz",
        "layers=fc3"],
        "explanations": ["", "unit=", "unit=x", "unit=pool1/3/5", "unit=pool1/3/5/14", "unit=fc1/120",
                         "unit=conv1/-1/0/0", "unit=fc3/1&format=json", "unit=fc3/1&preprocess=none",
                         *(f"unit={unit}" for unit in UNITS), "&".join(f"unit={unit}" for unit in UNITS),
                         "&".join(["unit=fc3/1"] * 257)],
    }  # fmt: skip
    for name, texts in queries.items():
        for query in texts:
            yield Recorded(f"{name}?{query[:60]}", "POST", f"{LENET}/{name}?{query}", JSON, pixels())
    for accept in (
        "text/html",
        *(f"application/{kind}" for kind in ("json", "x-ndjson", "vnd.safetensors", "x-npz")),
    ):
        for name in ("activations?layers=fc3", "predictions", "explanations?unit=fc3/1"):
            headers = {**JSON, "Accept": accept}
            yield Recorded(f"{name} accept {accept}", "POST", f"{LENET}/{name}", headers, pixels())
    yield Recorded("unknown model", "POST", f"{MODELS}/vgg/predictions", JSON, pixels())


def _batches() -> Iterator[Recorded]:
    """Several pictures in one request."""
    target = f"{LENET}/predictions"
    several = {"pictures": [digit(3).tolist(), [[0]], digit(7).tolist()]}
    documents: dict[str, object] = {
        "list": several,
        "one": {"pictures": [digit(1).tolist()]},
        "empty": {"pictures": []},
        "both": {"pixels": [[9]], "pictures": [[[9]]]},
        "not a list": {"pictures": 5},
        "bad second": {"pictures": [[[9]], [[9, 300]]]},
        "too many": {"pictures": [[[9]]] * 257},
    }
    for name, document in documents.items():
        for query in ("", "?format=ndjson"):
            yield Recorded(f"batch {name}{query}", "POST", target + query, JSON, to_json(document))
    forms = {
        "two": form(file(), file(number=3)),
        "bad second": form(file(), file()[:100]),
        "none": form(),
        "cut": form(file(), closing=False),
        "nonsense": ({"Content-Type": "multipart/form-data; boundary=x"}, b"nonsense"),
        "no boundary": ({"Content-Type": "multipart/form-data"}, form(file())[1]),
        "field": (form()[0], b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'),
        "too many": form(*[file()] * 257),
    }
    for name, (headers, body) in forms.items():
        for query in ("", "?format=ndjson"):
            yield Recorded(f"form {name}{query}", "POST", target + query, headers, body)


def _operations() -> Iterator[Recorded]:
    """Single operations, good and bad."""
    cases: dict[str, list[object]] = {
        "convolution": [
            {"input": EDGE, "kernel": "sobel_x"},
            {"input": EDGE, "kernel": [[1, 0], [0, -1]], "bias": 0.5, "stride": 2, "padding": "same"},
            {"input": [EDGE, EDGE], "kernels": [[[[1]], [[2]]], [[[3]], [[4]]]], "bias": [0, -10]},
            {"input": EDGE, "kernel": "sobel"}, {"input": EDGE}, {"kernel": [[1]]},
            {"input": [[1, 2], [3]], "kernel": [[1]]},
            {"input": EDGE, "kernel": [[1]], "kernels": [[[1]]]}, {"input": EDGE, "kernels": []},
            {"input": EDGE, "kernel": [[1]], "stride": 0}, {"input": EDGE, "kernel": [[1]], "stride": 257},
            {"input": EDGE, "kernel": [[1]], "padding": -1},
            {"input": EDGE, "kernel": [[1]], "padding": "full"},
            {"input": EDGE, "kernel": [[1]], "bias": "1"}, {"input": EDGE, "kernel": [[1]], "bias": [1, 2]},
            {"input": EDGE, "kernel": [[1]], "dilation": 2}, {"input": [[1, "2"]], "kernel": [[1]]},
            {"input": [[3e38]], "kernel": [[3e38]]}, {"input": [[4e38]], "kernel": [[1]]},
            {"input": EDGE, "kernels": [[[1]], [[1, 2]]]}, {"input": [[1]], "kernel": [[1, 2]]},
            {"input": EDGE, "kernels": [[[1]]] * 65}, {"input": EDGE, "kernel": [[1] * 65]},
        ],
        "activation": [
            *({"input": [[-1, 2], [0.5, -0.5]], "kind": kind} for kind in ("relu", "tanh", "sigmoid",
            "softmax")),
            {"input": [1, 2, 3], "kind": "softmax"}, {"input": [[[1, -2]]], "kind": "relu"},
            {"input": [1], "kind": "elu"},
            {"input": [1]}, {"kind": "relu"}, {"input": [[[[1]]]], "kind": "relu"},
            {"input": [], "kind": "relu"},
        ],
        "pooling": [
            *({"input": EDGE, "kind": kind} for kind in ("max", "average", "sum", "median")),
            {"input": [EDGE, EDGE], "kind": "max", "size": [2, 1], "stride": 1},
            {"input": EDGE, "kind": "average", "size": [3, 3], "stride": 2, "padding": 1},
            {"input": EDGE, "kind": "max", "size": 17}, {"input": EDGE, "kind": "max", "size": [1, 2, 3]},
            {"input": EDGE, "kind": "max", "size": [1, 0]}, {"input": [[1]], "kind": "max"},
            {"input": EDGE, "kind": "max", "padding": 2},
        ],
    }  # fmt: skip
    for name, documents in cases.items():
        for index, document in enumerate(documents):
            for query in ("", "?windows=true"):
                path = f"{OPERATIONS}/{name}{query}"
                yield Recorded(f"{name} {index}{query}", "POST", path, JSON, to_json(document))
    target = f"{OPERATIONS}/activation"
    good = to_json({"input": [1], "kind": "relu"})
    yield Recorded("operation png", "POST", target, PNG, b"x")
    for name, body in {"empty": b"", "not json": b"{", "list": b"[]"}.items():
        yield Recorded(f"operation {name}", "POST", target, JSON, body)
    for query in ("windows=false", "windows=yes", "windows=", "x=1", "windows=true&windows=false"):
        yield Recorded(f"operation?{query}", "POST", f"{target}?{query}", JSON, good)
    yield Recorded("operation html", "POST", target, {**JSON, "Accept": "text/html"}, good)


def _inference() -> Iterator[Recorded]:
    """The Open Inference Protocol."""
    softmax = [{"name": "softmax"}]
    documents: dict[str, object] = {
        "image": {"inputs": [tensor()], "outputs": softmax},
        "pixels": {"id": "7", "inputs": [tensor("pixels")], "outputs": softmax},
        "all outputs": {"inputs": [tensor()]},
        "classes": {"inputs": [tensor()], "outputs": [{"name": "softmax",
        "parameters": {"classification": 3}}]},
        "binary": {"inputs": [tensor()], "outputs": [{"name": "fc3", "parameters": {"binary_data": True}}]},
        "binary default": {"inputs": [tensor()], "outputs": softmax,
        "parameters": {"binary_data_output": True}},
        "none": {"inputs": [tensor("pixels")], "outputs": softmax, "parameters": {"preprocess": "none"}},
        "bad preprocess": {"inputs": [tensor("pixels")], "parameters": {"preprocess": "x"}},
        "image center": {"inputs": [tensor()], "parameters": {"preprocess": "center"}},
        "unknown member": {"inputs": [tensor(extra=1)], "outputs": softmax, "extra": 1},
        "null": {"inputs": [tensor()], "outputs": None, "id": None, "parameters": None},
        "id": {"id": 5, "inputs": [tensor()]},
        "no inputs": {}, "two inputs": {"inputs": [tensor(), tensor()]},
        "name": {"inputs": [tensor(name="picture")]}, "datatype": {"inputs": [tensor(datatype="INT8")]},
        "shape": {"inputs": [tensor(shape=[1, 1, 28, 28])]}, "no shape": {"inputs": [tensor(shape=None)]},
        "data": {"inputs": [tensor(data=[1, 2])]}, "no data": {"inputs": [tensor(data=None)]},
        "range": {"inputs": [tensor(data=[2.0] * 1024)]},
        "batch": {"inputs": [tensor(shape=[257, 1, 32, 32])]},
        "output": {"inputs": [tensor()], "outputs": [{"name": "fc9"}]},
        "output twice": {"inputs": [tensor()], "outputs": softmax * 2},
        "outputs": {"inputs": [tensor()], "outputs": 5},
        "classification": {"inputs": [tensor()],
        "outputs": [{"name": "fc1", "parameters": {"classification": 120}}]},
        "shared memory": {"inputs": [tensor(parameters={"shared_memory_region": "a"})]},
        "flag": {"inputs": [tensor()], "parameters": {"binary_data_output": 1}},
        "size without header": {"inputs": [tensor(parameters={"binary_data_size": 4096}, data=None)]},
    }  # fmt: skip
    bodies = {name: to_json(document) for name, document in documents.items()}
    requests = [(name, "lenet", body) for name, body in bodies.items()]
    requests += [
        ("version", "lenet/versions/1", bodies["image"]),
        ("version 2", "lenet/versions/2", bodies["image"]),
    ]
    requests += [("model", "vgg", bodies["image"]), ("not json", "lenet", b"{"), ("list", "lenet", b"[]")]
    for name, model, body in requests:
        yield Recorded(f"infer {name}", "POST", f"/v2/models/{model}/infer", JSON, body)
    header = to_json(
        {"inputs": [tensor(parameters={"binary_data_size": 4096}, data=None)], "outputs": softmax}
    )
    raw = struct.pack("<1024f", *np.pad(digit().astype(np.float32) / 255, 2).ravel())
    for name, length in (("", str(len(header))), ("x", "x"), ("99999999", "99999999"), ("5", "5")):
        headers = {"Content-Type": "application/octet-stream", "Inference-Header-Content-Length": length}
        yield Recorded(f"infer bytes {name}", "POST", INFER, headers, header + raw)
    for path, body in (("repository/index", b""), ("repository/index", b'{"ready": true}'),
                       ("repository/index", b'{"ready": 5}'),
                       ("repository/index", b"{"), ("repository/models/lenet/load", b"{}"),
                       ("repository/models/vgg/load", b"{}"),
                       ("repository/models/lenet/load", b'{"parameters": {"a": 1}}'),
                       ("repository/models/lenet/unload", b"{}"),
                       ("models/lenet/generate", b"{}"), ("models/lenet/trace/setting", b"{}")):  # fmt: skip
        yield Recorded(f"POST /v2/{path} {body.decode()}", "POST", f"/v2/{path}", JSON, body)


def recorded_requests() -> list[Recorded]:
    """Return every recorded request."""
    groups = (_reading, _pictures, _queries, _batches, _operations, _inference)
    return [request for group in groups for request in group()]
