"""The page's way to the server: answers as they are computed, errors in words, newest request first."""

import base64
import json
import struct
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page
from safetensors.numpy import save

from app.idx import read_images, read_labels
from app.imaging import prepare
from app.lenet.architecture import LENET
from app.lenet.network import forward
from app.lenet.weights import load
from app.settings import ROOT
from tests.browser.conftest import EMPTY, Modules
from tests.browser.inking import INK, SCRIBBLES, picture
from tests.conftest import Trouble

MNIST = ROOT / "static/data/mnist"

# A client whose server answers what `reply(url, options)` returns, and what a failed call says.
FAKE = """
    const {createClient} = await load("api/client.js");
    const {ApiError, isAbort} = await load("api/errors.js");
    const told = (promise) => promise.then(() => "no error", (error) => (error instanceof ApiError
        ? {kind: error.kind, title: error.title, detail: error.detail, status: error.status, errors: error.errors}
        : `${error.name}, cancelled: ${isAbort(error)}`));
    const clientWith = (reply) => createClient({fetch: async (url, options) => reply(url, options), base: "/there"});
"""


def test_a_trace_is_what_the_network_computes(modules: Modules) -> None:
    """Posting a digit as the page's PNG gives every number of every layer as NumPy has it, bit for bit, with winners, prediction and crop."""
    digit = read_images(MNIST / "t10k-images-idx3-ubyte.gz")[8]
    body = f"""{INK}
        const {{createClient}} = await load("api/client.js");
        const {{encodePng}} = await load("ink/png.js");
        const trace = await createClient().activations(encodePng(pictureOfBytes(argument)));
        const plain = (values) => Object.fromEntries([...values].map(([name, {{shape, data}}]) =>
            [name, {{shape, data: bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))}}]));
        return {{response: trace.response, layers: plain(trace.layers), winners: plain(trace.winners)}};
    """
    found = modules.run(body, picture(digit))
    prepared = prepare(digit, "center")
    trace = forward(load(ROOT / "model_weights/lenet.safetensors"), prepared.image[None, None])
    assert list(found["layers"]) == [layer.name for layer in LENET]
    for name, values in trace.activations.items():
        assert tuple(found["layers"][name]["shape"]) == values.shape[1:]
        assert base64.b64decode(found["layers"][name]["data"]) == values[0].tobytes()
    for name, winners in trace.winners.items():
        assert base64.b64decode(found["winners"][name]["data"]) == winners[0].tobytes()
    response, shares = found["response"], trace.activations["softmax"][0]
    assert response["prediction"] == {
        "digit": int(shares.argmax()),
        "probability": pytest.approx(float(shares.max())),
    }
    assert (response["blank"], response["preprocess"]) == (False, "center")
    assert prepared.crop is not None
    assert response["crop"] == {
        "top": prepared.crop.top,
        "left": prepared.crop.left,
        "height": prepared.crop.height,
        "width": prepared.crop.width,
    }


def test_a_blank_pad_is_answered(modules: Modules) -> None:
    """An empty drawing gives maps and no prediction, centred or not."""
    body = """
        const {createClient} = await load("api/client.js");
        const {encodePng} = await load("ink/png.js");
        const png = encodePng({width: 280, height: 280, pixels: new Uint8Array(280 * 280)});
        const traces = await Promise.all(["center", "none"].map((preprocess) => createClient().activations(png, {preprocess})));
        return traces.map(({response, layers}) => [response.preprocess, response.blank, response.prediction, response.crop, layers.size]);
    """
    assert modules.run(body) == [["center", True, None, None, 13], ["none", True, None, None, 13]]


def test_a_drawing_is_seen_as_its_pixels(modules: Modules) -> None:
    """What the network receives of a drawing is what `prepare` makes of the raster's pixels."""
    body = f"""{INK}
        const {{createClient}} = await load("api/client.js");
        const {{encodePng}} = await load("ink/png.js");
        const raster = redraw(createRaster(), draw(argument));
        const png = encodePng({{width: 280, height: 280, pixels: raster.pixels}});
        const {{layers}} = await createClient().activations(png);
        return [bytes(raster.pixels), [...layers.get("input").data]];
    """
    ink, received = modules.run(body, SCRIBBLES[:1])
    drawing = np.frombuffer(base64.b64decode(ink), np.uint8).reshape(280, 280)
    assert np.array_equal(np.array(received, np.float32).reshape(32, 32), prepare(drawing, "center").image)


def test_the_other_routes_are_read(modules: Modules) -> None:
    """Architecture, weights, samples and readiness come as the server has them."""
    body = """
        const {createClient} = await load("api/client.js");
        const client = createClient();
        const [model, weights, samples, sample] = await Promise.all([client.model(), client.weights(), client.samples(), client.sample(41), client.ready()]);
        return {names: model.layers.map(({name}) => name), weights: Object.fromEntries([...weights].map(([name, {shape, data}]) => [name, [shape, data[0]]])),
                labels: samples.featured.map(({label}) => label), count: samples.count, sample};
    """
    found = modules.run(body)
    assert found["names"] == [layer.name for layer in LENET]
    parameters = load(ROOT / "model_weights/lenet.safetensors")
    assert found["weights"] == {
        name: [list(values.shape), float(values.flat[0])] for name, values in parameters.items()
    }
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
        for (const name of ["model", "weights", "samples", "ready"]) await told(client[name]());
        await told(client.sample(7));
        return asked;
    """
    model = "/there/api/v1/models/lenet"
    assert modules.run(body) == [
        ["POST", f"{model}/activations?format=safetensors&preprocess=none", "image/png", True],
        ["POST", f"{model}/activations?format=safetensors&preprocess=center", "image/png", False],
        ["GET", model, None, False],
        ["GET", f"{model}/weights?format=safetensors", None, False],
        ["GET", "/there/api/v1/samples", None, False],
        ["GET", "/there/readyz", None, False],
        ["GET", "/there/api/v1/samples/7", None, False],
    ]


PROBLEM = {
    "type": "/docs#x",
    "title": "Not a picture",
    "status": 415,
    "detail": "it is a poem",
    "errors": [{"detail": "too long", "pointer": "/pixels"}],
}


@pytest.mark.parametrize(
    ("status", "content_type", "text", "expected"),
    [
        (415, "application/problem+json", json.dumps(PROBLEM), {"kind": "refused", "title": "Not a picture", "detail": "it is a poem", "status": 415, "errors": PROBLEM["errors"]}),
        (503, "application/problem+json; charset=utf-8", '{"title": "Loading", "detail": "wait", "status": 503}', {"kind": "server", "title": "Loading", "detail": "wait", "status": 503, "errors": []}),
        (502, "text/html", "<h1>Bad gateway</h1>", {"kind": "server", "title": "Bad", "detail": "", "status": 502, "errors": []}),
        (404, "application/problem+json", "{cut", {"kind": "refused", "title": "Bad", "detail": "", "status": 404, "errors": []}),
    ],
)  # fmt: skip
def test_problems_become_typed_errors(
    modules: Modules, status: int, content_type: str, text: str, expected: dict[str, Any]
) -> None:
    """A failed answer is an ApiError with the problem's own words, and with the status alone where there are none."""
    body = f"""{FAKE}
        const {{status, type, text}} = argument;
        return told(clientWith(() => new Response(text, {{status, statusText: "Bad", headers: {{"content-type": type}}}})).model());
    """
    assert modules.run(body, {"status": status, "type": content_type, "text": text}) == expected


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("model()", "<html>"),
        ("weights()", "short"),
        ("activations(new Uint8Array(1))", "a longer text that is no safetensors at all"),
    ],
)
def test_an_answer_that_makes_no_sense_is_malformed(modules: Modules, call: str, text: str) -> None:
    """An answer of the right status that cannot be read is an ApiError of its own kind that says what was odd."""
    found = modules.run(f"{FAKE} return told(clientWith(() => new Response(argument)).{call});", text)
    assert found["kind"] == "malformed"
    assert found["detail"]


def test_a_cancelled_request_is_no_error(modules: Modules) -> None:
    """Cancelling before the answer, or while its body comes, rejects with the browser's AbortError."""
    body = f"""{FAKE}
        const early = new AbortController();
        const waiting = told(createClient().model({{signal: early.signal}}));
        early.abort();
        const cut = {{ok: true, arrayBuffer: () => Promise.reject(new DOMException("cancelled", "AbortError"))}};
        const reading = told(clientWith(() => cut).weights());
        return [await waiting, await reading];
    """
    assert modules.run(body) == ["AbortError, cancelled: true"] * 2


def test_a_body_that_breaks_off_is_the_networks_fault(modules: Modules) -> None:
    """An answer whose body ends with an error is told apart from a refusal."""
    body = f"""{FAKE}
        const broken = () => new Response(new ReadableStream({{start: (stream) => stream.error(new TypeError("cut"))}}));
        return told(clientWith(broken).weights());
    """
    found = modules.run(body)
    assert (found["kind"], found["status"]) == ("network", 0)
    assert found["detail"]


def test_a_real_server_refuses_and_goes_away(page: Page, trouble: Trouble) -> None:
    """The real server's refusal of a file that is no picture arrives in its words; a server that is not there is the network's fault."""
    page.route("**/empty", lambda route: route.fulfill(content_type="text/html", body=EMPTY))
    page.goto("/empty")
    body = f"""{FAKE}
        const client = createClient();
        const refused = await told(client.activations(new Uint8Array([1, 2, 3])));
        return [refused, await told(client.sample(10000)), await told(createClient({{base: argument}}).model())];
    """
    refused, missing, gone = Modules(page).run(body, "http://127.0.0.1:1")
    assert refused["kind"] == missing["kind"] == "refused"
    assert 400 <= refused["status"] < 500
    assert "picture" in refused["detail"]
    assert missing["status"] == 404
    assert (gone["kind"], gone["status"]) == ("network", 0)
    assert trouble.take() != []


def safetensors(header: dict[str, Any], data: bytes, pad: int) -> list[int]:
    """A file whose header is padded so that the numbers begin at a place that is `pad` beyond a multiple of eight."""
    text = json.dumps(header).encode()
    text += b" " * ((pad - len(text)) % 8)
    return list(struct.pack("<Q", len(text)) + text + data)


def test_tensors_are_views_where_they_can_be(modules: Modules) -> None:
    """Aligned numbers are read in place, others are copied; both are the same numbers."""
    values = np.arange(6, dtype=np.float32).reshape(2, 3) / 7
    header = {"x": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}
    body = """
        const {decodeSafetensors} = await load("api/safetensors.js");
        return argument.map((file) => {
            const {buffer} = Uint8Array.from(file);
            const {shape, data} = decodeSafetensors(buffer).tensors.get("x");
            return [shape, [...data], data.buffer === buffer];
        });
    """
    aligned, odd = modules.run(body, [safetensors(header, values.tobytes(), pad) for pad in (0, 3)])
    assert aligned == [[2, 3], values.ravel().astype(float).tolist(), True]
    assert odd == [[2, 3], values.ravel().astype(float).tolist(), False]


def test_files_of_the_library_are_read(modules: Modules) -> None:
    """What the safetensors library writes is read with names, shapes, both types and metadata."""
    tensors: dict[str, NDArray[Any]] = {
        "a": np.array([[0.1, -2]], np.float32),
        "b.winners": np.array([3, 0, 1], np.uint8),
        "empty": np.zeros((0, 4), np.float32),
    }
    body = """
        const {decodeSafetensors} = await load("api/safetensors.js");
        const {tensors, metadata} = decodeSafetensors(Uint8Array.from(argument).buffer);
        return [metadata, Object.fromEntries([...tensors].map(([name, {shape, data}]) => [name, [data.constructor.name, shape, [...data]]]))];
    """
    metadata, found = modules.run(body, list(save(tensors, {"by": "test"})))
    assert metadata == {"by": "test"}
    assert found == {
        "a": ["Float32Array", [1, 2], [float(np.float32(0.1)), -2]],
        "b.winners": ["Uint8Array", [3], [3, 0, 1]],
        "empty": ["Float32Array", [0, 4], []],
    }


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ([1, 2, 3], "RangeError: Unexpected length 3: not safetensors."),
        ([255] * 16, "RangeError: Unexpected header of"),
        (safetensors({"x": {"dtype": "F64", "shape": [1], "data_offsets": [0, 8]}}, b"\0" * 8, 0), "RangeError: Unexpected type F64 of tensor x: expected F32 or U8."),
        (safetensors({"x": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}, b"", 0), "RangeError: Unexpected offsets 0\u20134 of tensor x."),
        (safetensors({"x": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}}, b"\0" * 8, 0), "RangeError: Unexpected length 2 for shape 3."),
        ([4, 0, 0, 0, 0, 0, 0, 0, *b"{x:}"], "SyntaxError"),
    ],
)  # fmt: skip
def test_broken_files_are_refused(modules: Modules, file: list[int], message: str) -> None:
    """A file that is cut, of another type, or at odds with itself throws and says what was wrong."""
    body = 'const {decodeSafetensors} = await load("api/safetensors.js"); return decodeSafetensors(Uint8Array.from(argument).buffer);'
    assert modules.error(body, file).startswith(message)


def test_an_answer_without_its_response_is_refused(modules: Modules) -> None:
    """A trace needs the answer's text beside its tensors."""
    body = 'const {decodeTrace} = await load("api/trace.js"); return decodeTrace(Uint8Array.from(argument).buffer);'
    file = list(save({"input": np.zeros(1, np.float32)}))
    assert modules.error(body, file) == "RangeError: Missing response in the answer's metadata."


# Requests that are answered by hand: `answer(value)` and `fail(value)`; `log` is what happened.
NEWEST = """
    const {createNewest} = await load("api/newest.js");
    const log = [];
    const open = new Map();
    const newest = createNewest({
        run: (value, signal) => new Promise((resolve, reject) => {
            log.push(`run ${value}`);
            open.set(value, {resolve, reject});
            signal.addEventListener("abort", () => { log.push(`abort ${value}`); reject(signal.reason); });
        }),
        onResult: (result, value) => log.push(`result ${value}`),
        onError: (error, value) => log.push(`error ${value}: ${error}`),
    });
    const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
    const answer = async (value) => { open.get(value).resolve(value); await settle(); };
    const fail = async (value) => { open.get(value).reject("broken"); await settle(); };
"""


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("newest.submit(1); await answer(1);", ["run 1", "result 1"]),
        (
            "newest.submit(1); newest.submit(2); await answer(1); await answer(2);",
            ["run 1", "run 2", "result 1", "result 2"],
        ),
        (
            "newest.submit(1); newest.submit(2); await answer(2); await answer(1);",
            ["run 1", "run 2", "abort 1", "result 2"],
        ),
        (
            "for (const value of [1, 2, 3, 4, 5]) newest.submit(value); await answer(1); await answer(5);",
            ["run 1", "run 2", "run 5", "result 1", "abort 2", "result 5"],
        ),
        ("newest.submit(1); await fail(1);", ["run 1", "error 1: broken"]),
        (
            "newest.submit(1); newest.submit(2); await fail(1); await answer(2);",
            ["run 1", "run 2", "result 2"],
        ),
        (
            "newest.submit(1); newest.submit(2); newest.submit(3); await fail(2); await answer(3);",
            ["run 1", "run 2", "run 3", "abort 1", "result 3"],
        ),
        (
            "newest.submit(1); newest.submit(2); await fail(2); await answer(1);",
            ["run 1", "run 2", "error 2: broken", "result 1"],
        ),
        (
            "newest.submit(1); newest.submit(2); newest.submit(3); newest.cancel(); await settle(); newest.submit(4); await answer(4);",
            ["run 1", "run 2", "abort 1", "abort 2", "run 4", "result 4"],
        ),
    ],
)
def test_the_newest_request_wins(modules: Modules, steps: str, expected: list[str]) -> None:
    """Answers come in order, older requests are cancelled once a newer one is answered, only the newest waits, and only its failure is told."""
    assert modules.run(f"{NEWEST} {steps} return log;") == expected


def test_work_that_throws_at_once_is_a_failure(modules: Modules) -> None:
    """An error before a request is even sent is told like any other, and the next value is tried."""
    body = """
        const {createNewest} = await load("api/newest.js");
        const log = [];
        const newest = createNewest({
            run: (value) => { if (value === 1) throw new RangeError("odd"); return Promise.resolve(value); },
            onResult: (result) => log.push(result),
            onError: (error, value) => log.push(`${value}: ${error.message}`),
        });
        newest.submit(1);
        await new Promise((resolve) => setTimeout(resolve, 0));
        newest.submit(2);
        await new Promise((resolve) => setTimeout(resolve, 0));
        return [log, newest.idle()];
    """
    assert modules.run(body) == [["1: odd", 2], True]


def test_a_slow_server_still_answers_a_fast_pen(modules: Modules) -> None:
    """A pen that moves five times while one answer comes still sees an answer to every request that was sent, and at last the newest."""
    body = """
        const {createNewest} = await load("api/newest.js");
        const shown = [];
        let sent = 0;
        const newest = createNewest({
            run: (value) => { sent++; return new Promise((resolve) => setTimeout(() => resolve(value), 25)); },
            onResult: (value) => shown.push(value),
            onError: (error) => shown.push(String(error)),
        });
        for (let move = 1; move <= 60; move++) {
            newest.submit(move);
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
        while (!newest.idle()) await new Promise((resolve) => setTimeout(resolve, 5));
        return [sent, shown];
    """
    sent, shown = modules.run(body)
    assert shown == sorted(shown)
    assert shown[-1] == 60
    assert len(shown) > 3
    assert len(shown) == sent
