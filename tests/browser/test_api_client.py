"""The page's way to the server: answers as they are computed, types as the API's, errors in words."""

import base64
import json
import re
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page

from app.idx import read_images, read_labels
from app.imaging import prepare
from app.lenet.architecture import LENET
from app.lenet.network import forward
from app.lenet.weights import load
from app.settings import ROOT
from tests.browser.inking import INK, picture
from tests.browser.modules import Modules
from tests.browser.scripts import EMPTY
from tests.conftest import Trouble

MNIST = ROOT / "static/data/mnist"
WEIGHTS = ROOT / "model_weights/lenet.safetensors"

# A client whose server answers what `reply(url, options)` returns, and what a failed call says.
FAKE = """
    const {createClient, ApiError, isAbort} = await load("api/client.js", "api/errors.js");
    const told = (promise) => promise.then(() => "no error", (error) => (error instanceof ApiError
        ? {kind: error.kind, title: error.title, detail: error.detail, status: error.status,
            errors: error.errors}
        : `${error.name}, cancelled: ${isAbort(error)}`));
    const clientWith = (reply) => createClient({fetch: async (url, options) => reply(url, options),
        base: "/there"});
"""


def test_a_trace_is_what_the_network_computes(modules: Modules) -> None:
    """A digit as the page's PNG gives NumPy's numbers in every layer, winners, prediction and crop."""
    digit = read_images(MNIST / "t10k-images-idx3-ubyte.gz")[8]
    body = f"""{INK}
        const {{createClient, encodePng}} = await load("api/client.js", "ink/png.js");
        const trace = await createClient().activations(encodePng(pictureOfBytes(argument)));
        const plain = (values) => Object.fromEntries([...values].map(([name, {{shape, data}}]) =>
            [name, [shape, bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))]]));
        return [trace.response, plain(trace.layers), plain(trace.winners)];
    """
    response, layers, winners = modules.run(body, picture(digit))
    prepared = prepare(digit, "center")
    trace = forward(load(WEIGHTS), prepared.image[None, None])
    assert list(layers) == [layer.name for layer in LENET]
    for found, expected in ((layers, trace.activations), (winners, trace.winners)):
        for name, values in expected.items():
            assert tuple(found[name][0]) == values.shape[1:]
            assert base64.b64decode(found[name][1]) == values[0].tobytes()
    shares, crop = trace.activations["softmax"][0], prepared.crop
    assert response["prediction"]["digit"] == shares.argmax()
    assert response["prediction"]["probability"] == pytest.approx(float(shares.max()))
    assert (response["blank"], response["preprocess"]) == (False, "center")
    assert crop
    sizes = {"top": crop.top, "left": crop.left, "height": crop.height, "width": crop.width}
    assert response["crop"] == sizes


def test_a_blank_pad_is_answered(modules: Modules) -> None:
    """An empty drawing gives maps and no prediction, centred or not."""
    body = """
        const {createClient, encodePng} = await load("api/client.js", "ink/png.js");
        const png = encodePng({width: 280, height: 280, pixels: new Uint8Array(280 * 280)});
        const ask = (preprocess) => createClient().activations(png, {preprocess});
        return (await Promise.all(["center", "none"].map(ask))).map(({response, layers}) =>
            [response.preprocess, response.blank, response.prediction, response.crop, layers.size]);
    """
    assert modules.run(body) == [["center", True, None, None, 13], ["none", True, None, None, 13]]


def test_the_other_routes_are_read(modules: Modules) -> None:
    """Architecture, weights and samples come as the server has them."""
    body = """
        const {createClient} = await load("api/client.js");
        const client = createClient();
        const asked = [client.model(), client.weights(), client.samples(), client.sample(41)];
        const [model, weights, samples, sample] = await Promise.all(asked);
        return {names: model.layers.map(({name}) => name), labels: samples.featured.map(({label}) => label),
            sample,
            weights: Object.fromEntries([...weights].map(([name, {shape, data}]) => [name, [shape,
                data[0]]])),
            count: samples.count};
    """
    found = modules.run(body)
    assert found["names"] == [layer.name for layer in LENET]
    parameters = load(WEIGHTS).items()
    assert found["weights"] == {name: [list(one.shape), float(one.flat[0])] for name, one in parameters}
    assert (found["labels"], found["count"]) == (list(range(10)), 10_000)
    assert found["sample"]["pixels"] == read_images(MNIST / "t10k-images-idx3-ubyte.gz")[41].tolist()
    assert found["sample"]["label"] == read_labels(MNIST / "t10k-labels-idx1-ubyte.gz")[41]


def test_requests_go_where_the_contract_says(modules: Modules) -> None:
    """Method, address, query and content type of each call are the API's."""
    body = f"""{FAKE}
        const asked = [];
        const client = clientWith((url, {{method = "GET", headers, signal}}) => {{
            asked.push([method, url, headers?.["content-type"] ?? null, signal !== null]);
            return new Response("{{}}");
        }});
        const {{signal}} = new AbortController();
        await told(client.activations(new Uint8Array(3), {{preprocess: "none", signal}}));
        await told(client.activations(new Uint8Array(3)));
        for (const name of ["model", "weights", "samples", "kernels"]) await told(client[name]());
        await told(client.sample(7));
        await told(client.create(new Uint8Array(3), {{signal}}));
        return asked;
    """
    model = "/there/api/v1/models/lenet"
    assert modules.run(body) == [
        ["POST", f"{model}/activations?format=safetensors&preprocess=none", "image/png", True],
        ["POST", f"{model}/activations?format=safetensors&preprocess=center", "image/png", False],
        ["GET", model, None, False],
        ["GET", f"{model}/weights?format=safetensors", None, False],
        ["GET", "/there/api/v1/samples", None, False],
        ["GET", "/there/api/v1/kernels", None, False],
        ["GET", "/there/api/v1/samples/7", None, False],
        ["POST", "/there/api/v1/models", "application/octet-stream", True],
    ]


ERRORS = [{"detail": "too long", "pointer": "/pixels"}]
PROBLEM = {"title": "Not a picture", "status": 415, "detail": "it is a poem", "errors": ERRORS}


PROBLEM_JSON = "application/problem+json"
FAILURES: list[tuple[int, str, str, dict[str, Any]]] = [
    (415, PROBLEM_JSON, json.dumps(PROBLEM), {**PROBLEM, "kind": "refused"}),
    (503, f"{PROBLEM_JSON}; charset=utf-8", '{"title": "Loading"}', {"kind": "server", "title": "Loading"}),
    (502, "text/html", "<h1>Bad gateway</h1>", {"kind": "server", "title": "Bad"}),
    (404, PROBLEM_JSON, "{cut", {"kind": "refused", "title": "Bad"}),
]


def test_problems_become_typed_errors(modules: Modules) -> None:
    """A failed response is an ApiError with the problem's words, or with the status alone."""
    body = f"""{FAKE}
        return Promise.all(argument.map(([status, type, text]) => {{
            const init = {{status, statusText: "Bad", headers: {{"content-type": type}}}};
            return told(clientWith(() => new Response(text, init)).model());
        }}));
    """
    found = modules.run(body, [failure[:3] for failure in FAILURES])
    for told, (status, *_, expected) in zip(found, FAILURES, strict=True):
        assert told == {"detail": "", "errors": [], "status": status, **expected}


def test_an_answer_that_makes_no_sense_is_malformed(modules: Modules) -> None:
    """A successful response that cannot be read is an ApiError of its own kind, with the reason."""
    for call in ("model()", "weights()", "activations(new Uint8Array(1))"):
        for text in ("<html>", "a longer text that is no safetensors at all"):
            found = modules.run(f"{FAKE} return told(clientWith(() => new Response(argument)).{call});", text)
            assert found["kind"] == "malformed"
            assert found["detail"]


def test_a_cancelled_request_is_no_error_and_a_broken_one_the_networks(modules: Modules) -> None:
    """Cancelled before or in its answer, a call rejects with AbortError; a broken answer is told apart."""
    body = f"""{FAKE}
        const early = new AbortController();
        const waiting = told(createClient().model({{signal: early.signal}}));
        early.abort();
        const cut = {{ok: true, arrayBuffer: () => Promise.reject(new DOMException("cancelled",
            "AbortError"))}};
        const start = (stream) => stream.error(new TypeError("cut"));
        const replies = [cut, new Response(new ReadableStream({{start}}))];
        return Promise.all([waiting, ...replies.map((reply) => told(clientWith(() => reply).weights()))]);
    """
    waiting, reading, broken = modules.run(body)
    assert waiting == reading == "AbortError, cancelled: true"
    assert (broken["kind"], broken["status"]) == ("network", 0)
    assert broken["detail"]


def test_a_real_server_refuses_and_goes_away(page: Page, trouble: Trouble) -> None:
    """A refused file is told in the server's words; a server that is not there is the network's fault."""
    page.route("**/empty", lambda route: route.fulfill(content_type="text/html", body=EMPTY))
    page.goto("/empty")
    body = f"""{FAKE}
        const client = createClient();
        const refused = await told(client.activations(new Uint8Array([1, 2, 3])));
        return [refused, await told(client.sample(10000)), await told(createClient({{base: argument}}).model(
            ))];
    """
    refused, missing, gone = Modules(page).run(body, "http://127.0.0.1:1")
    assert refused["kind"] == missing["kind"] == "refused"
    assert 400 <= refused["status"] < 500
    assert "picture" in refused["detail"]
    assert missing["status"] == 404
    assert (gone["kind"], gone["status"]) == ("network", 0)
    assert trouble.take() != []


TYPES = (ROOT / "static/js/types.js").read_text()

# The page's name → the API's. Answer is Activations without its layers, which become tensors.
SCHEMAS = {
    "Layer & LayerParameters": "LayerDescription",
    "Model": "ModelDescription",
    "Answer": "Activations",
    "Box": "Box",
    "Prediction": "Prediction",
    "Sample": "Sample",
    "Samples": "SampleList",
    "Problem": "ProblemDocument",
    "ProblemField": "ProblemField",
}


def fields_of(name: str) -> set[str]:
    """The properties of a typedef, written as `@property` lines or on one line in braces."""
    if inline := re.search(rf"@typedef {{{{(.*)}}}} {name}\b", TYPES):
        return set(re.findall(r"(\w+)\??:", inline.group(1)))
    block = re.search(rf"@typedef {{object}} {name}\b(.*?)\*/", TYPES, re.DOTALL)
    assert block, f"types.js has no {name}"
    return set(re.findall(r"@property {.*} \[?(\w+)", block.group(1)))


@pytest.mark.parametrize("name", SCHEMAS)
def test_types_mirror_the_schemas(application: FastAPI, name: str) -> None:
    """Each type of an answer has exactly the fields of the API's schema."""
    schema = application.openapi()["components"]["schemas"][SCHEMAS[name]]
    mine = set().union(*(fields_of(part) for part in name.split(" & ")))
    missing = {"layers"} if name == "Answer" else set()
    assert mine == set(schema["properties"]) - missing


def test_kinds_are_the_servers(application: FastAPI) -> None:
    """The page knows every kind of layer that the server has."""
    kinds = re.search(r"@typedef {([^}]*)} Kind\b", TYPES)
    assert kinds
    described = application.openapi()["components"]["schemas"]["LayerDescription"]["properties"]["kind"]
    assert set(re.findall(r'"(\w+)"', kinds.group(1))) == set(described["enum"])
