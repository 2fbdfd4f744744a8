"""A Python client of LeNet Lens: one file, which needs httpx and NumPy.

    with LeNetLens("http://127.0.0.1:8000") as lens:
        lens.predict("digit.png").prediction               # Prediction(digit=8, probability=0.998)
        lens.activations("digit.png")["pool1"]             # (6, 14, 14) float32, exact
        lens.explain("digit.png", "pool1/3/5/7")[0].winner # 'relu1/3/10/15'
        lens.using("mlp").predict("digit.png")             # another model

`AsyncLeNetLens` has the same methods, to be awaited. A picture is a path, the bytes of a file, a PIL image or
an array or lists of (rows, columns): integers from 0 (background) to 255 (foreground), or floats from 0 to 1,
which are multiplied by 255.

Every method raises `LeNetLensError` if the service refuses the request or cannot be reached, `OSError` if a
file cannot be read, `TypeError` or `ValueError` for a value that is not a picture. `timeout` is in seconds,
for each step of a request.
"""

import io
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import wraps
from itertools import takewhile
from os import PathLike
from pathlib import Path
from typing import Any, Concatenate, Generic, Literal, ParamSpec, Self, TypeAlias, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

try:
    import httpx
except ModuleNotFoundError as missing:
    message = f"the client needs httpx; install it: {sys.executable} -m pip install httpx"
    raise ModuleNotFoundError(message, name="httpx") from missing

__all__ = ["AsyncLeNetLens", "LeNetLens", "LeNetLensError"]

DEFAULT_SERVER = "http://127.0.0.1:8000"
BATCH = 256
"""Pictures in one request; longer lists are sent in parts, which are halved if the service answers 413."""
EVENTS_ENDED = "the events ended before the training run"

Preprocess = Literal["center", "none"]
Picture: TypeAlias = "str | PathLike[str] | bytes | NDArray[Any] | Sequence[Sequence[float]] | Any"
Json: TypeAlias = dict[str, Any]
Answer = TypeVar("Answer")
Http = TypeVar("Http", httpx.Client, httpx.AsyncClient)
P = ParamSpec("P")


@dataclass(frozen=True)
class Prediction:
    """The digit with the highest probability."""

    digit: int
    probability: float


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was predicted for one picture; `prediction` is None if it is blank.

    `crop` is the part of the picture that was scaled (top, left, height, width); `hint` says what is unusual.
    """

    model: str | None = None
    weights: str | None = None
    preprocess: str | None = None
    blank: bool
    crop: Mapping[str, int] | None = None
    prediction: Prediction | None
    probabilities: Sequence[float] = ()
    reason: str | None = None
    hint: str | None = None


@dataclass(frozen=True)
class Source:
    """A unit that another unit is computed from."""

    unit: str
    value: float
    weight: float | None = None
    product: float | None = None
    exponential: float | None = None
    winner: bool | None = None


@dataclass(frozen=True)
class Explanation:
    """The arithmetic of one unit."""

    unit: str
    kind: str
    output: float
    sources: Sequence[Source] = ()
    bias: float | None = None
    sum: float | None = None
    winner: str | None = None
    ties: Sequence[str] | None = None
    receptive_field: Mapping[str, Any] = field(default_factory=dict)


class Arrays(dict[str, NDArray[Any]]):
    """Arrays by name, layers in the order of the network; `about` is the rest of the response."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], about: Json) -> None:
        super().__init__(arrays)
        self.about = about


class LeNetLensError(Exception):
    """The service refused a request, is not LeNet Lens, or cannot be reached.

    `status` is the HTTP status, `problem` the problem document (RFC 9457); None if there is none.
    """

    def __init__(self, message: str, status: int | None = None, problem: Json | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.problem = problem


@dataclass(frozen=True)
class Call(Generic[Answer]):
    """A request, as the arguments of `httpx.request`, and the function that reads the response's content."""

    request: Json
    read: Callable[[bytes], Answer]


class Method(Generic[P, Answer]):
    """A method of both clients: it sends the call that a function describes."""

    def __init__(self, describe: Callable[Concatenate[Any, P], Call[Answer]]) -> None:
        self.describe = describe

    def __set_name__(self, owner: type, name: str) -> None:
        self.describe.__name__, self.describe.__qualname__ = name, f"{owner.__qualname__}.{name}"

    @overload
    def __get__(self, client: "LeNetLens", owner: type) -> Callable[P, Answer]: ...
    @overload
    def __get__(self, client: "AsyncLeNetLens", owner: type) -> Callable[P, Awaitable[Answer]]: ...
    def __get__(self, client: Any, owner: type) -> Any:
        """Return the method of a client; of the class, the function, so that `help` shows it."""

        @wraps(self.describe)
        def method(*arguments: Any, **keywords: Any) -> Any:
            return client.send(self.describe(client, *arguments, **keywords))

        return method if client else self.describe


class Calls(Generic[Http]):
    """The calls of both clients, each described once: a new address of the API is one more method."""

    make_http: type[Http]

    def __init__(
        self,
        server: str = DEFAULT_SERVER,
        *,
        model: str = "lenet",
        timeout: float = 30.0,
        http: Http | None = None,
    ) -> None:
        self.server = server.rstrip("/")
        self.model_name = model
        self.http: Http = http or self.make_http(timeout=timeout)

    @Method
    def predict(self, picture: Picture, preprocess: Preprocess = "center") -> Call[Result]:
        """Predict the digit of one picture."""
        return self.post("predictions", picture, _result, preprocess=preprocess)

    @Method
    def activations(
        self, picture: Picture, layers: str | Sequence[str] = (), preprocess: Preprocess = "center"
    ) -> Call[Arrays]:
        """Return the activations of the named layers, or of all, and `winners` of max pooling."""
        return self.post("activations", picture, _read_safetensors, layers=layers, preprocess=preprocess)

    @Method
    def explain(
        self, picture: Picture, *units: str | Sequence[str], preprocess: Preprocess = "center"
    ) -> Call[list[Explanation]]:
        """Explain units such as "pool1/3/5/7", given one by one or as a list."""
        names = [name for one in units for name in ([one] if isinstance(one, str) else one)]
        return self.post("explanations", picture, _explanations, unit=names, preprocess=preprocess)

    @Method
    def gradients(self, /, picture: Picture, label: int, **query: Any) -> Call[Arrays]:
        """Return gradients of the loss; `layers`, `parameters`, `loss`, `preprocess` as in the API."""
        return self.post("gradients", picture, _read_safetensors, label=label, **query)

    @Method
    def attributions(self, /, picture: Picture, method: str = "gradient", **query: Any) -> Call[Arrays]:
        """Return `attribution`, how each pixel speaks for a class; `target`, `unit` … as in the API."""
        return self.post("attributions", picture, _read_safetensors, method=method, **query)

    @Method
    def training_steps(self, /, picture: Picture, label: int, **query: Any) -> Call[Json]:
        """Train on a picture and its label; `steps`, `learning_rate`, `loss`, `preprocess` as in the API."""
        return self.post("training-steps", picture, json.loads, label=label, **query)

    @Method
    def create_model(self, file: "str | PathLike[str] | bytes") -> Call[Json]:
        """Create a model from a safetensors file, given by its path or its bytes."""
        return self.call("models", json.loads, _content(_read_file(file)))

    @Method
    def checkpoints(self) -> Call[list[Json]]:
        """List the checkpoints of the model's training, which are models such as "lenet@0"."""
        return self.call("models/{model}/checkpoints", _list("checkpoints"))

    @Method
    def start_training(self, /, **fields: Any) -> Call[Json]:
        """Start a live training run: `architecture`, `batches`, `learning_rate` … as in the API."""
        return self.call("training-runs", json.loads, _json(fields))

    @Method
    def training_run(self, run: str) -> Call[Json]:
        """Return the state of a run, given by its id, and its last progress."""
        return self.call(f"training-runs/{run}", json.loads)

    @Method
    def stop_training(self, run: str) -> Call[Json]:
        """Stop a run; its last model stays."""
        call = self.call(f"training-runs/{run}", json.loads)
        return Call(call.request | {"method": "DELETE"}, call.read)

    models: Method[[], list[Json]] = Method(lambda self: self.call("models", _list("models")))
    """List the models."""

    model: Method[[], Json] = Method(lambda self: self.call("models/{model}", json.loads))
    """Return the description of the model: its layers and their parameters."""

    evaluation: Method[[], Json] = Method(lambda self: self.call("models/{model}/evaluation", json.loads))
    """Return confusion matrix, calibration and misread digits of MNIST's test digits."""

    layer_features: Method[[str], Json] = Method(
        lambda self, layer: self.call(f"models/{{model}}/features/{layer}", json.loads)
    )
    """Return the synthetic picture of every map, or unit, of a layer."""

    features: Method[[str, int], Json] = Method(
        lambda self, layer, number: self.call(f"models/{{model}}/features/{layer}/{number}", json.loads)
    )
    """Return what a map, or a unit of a dense layer, looks for: digits, and a synthetic picture."""

    weights: Method[[], Arrays] = Method(lambda self: self.call("models/{model}/weights", _read_safetensors))
    """Return every parameter of the model under PyTorch's names."""

    samples: Method[[], Json] = Method(lambda self: self.call("samples", json.loads))
    """Return the number of MNIST test digits, a typical one of each class, and the misread ones."""

    sample: Method[[int], Json] = Method(lambda self, index: self.call(f"samples/{index}", json.loads))
    """Return one MNIST test digit: `index`, `label` and `pixels`."""

    kernels: Method[[], list[Json]] = Method(lambda self: self.call("kernels", _list("kernels")))
    """List the kernels that `convolution` knows by name."""

    convolution: Method[..., Json] = Method(lambda self, **fields: self.operation("convolution", **fields))
    """Convolve: `input`, `kernel` or `kernels`, `bias`, `stride`, `padding`, `windows` as in the API."""

    activation: Method[..., Json] = Method(lambda self, **fields: self.operation("activation", **fields))
    """Apply an activation function to numbers: `input`, `kind`, `windows` as in the API."""

    pooling: Method[..., Json] = Method(lambda self, **fields: self.operation("pooling", **fields))
    """Pool numbers: `input`, `kind`, `size`, `stride`, `padding`, `windows` as in the API."""

    def call(
        self, path: str, read: Callable[[bytes], Answer], body: Json | None = None, **query: Any
    ) -> Call[Answer]:
        """Return a call of an address of the API: a POST if it has a body."""
        url = f"{self.server}/api/v1/{path.format(model=self.model_name)}"
        query |= {"format": "safetensors"} if read is _read_safetensors else {}
        return Call({"method": "POST" if body else "GET", "url": url, "params": query, **(body or {})}, read)

    def post(
        self, name: str, picture: Picture, read: Callable[[bytes], Answer], **query: Any
    ) -> Call[Answer]:
        """Return a call that posts a picture to an address below the model."""
        loaded = _load(picture)
        body = _content(loaded) if isinstance(loaded, bytes) else _json({"pixels": loaded})
        return self.call(f"models/{{model}}/{name}", read, body, **query)

    def operation(self, name: str, *, windows: bool = False, **fields: Any) -> Call[Json]:
        """Return a call of a single operation."""
        return self.call(f"operations/{name}", json.loads, _json(fields), windows=windows)

    def using(self, model: str) -> Self:
        """Return a client of another model over the same connections."""
        return type(self)(self.server, model=model, http=self.http)

    @contextmanager
    def reaching(self) -> Iterator[None]:
        """Raise the errors of httpx as `LeNetLensError`."""
        if self.http.is_closed:
            raise LeNetLensError("this client is closed; make another one")
        try:
            yield
        except (httpx.RequestError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            detail = f"{self.server} cannot be reached: {reason}; is the service running there?"
            raise LeNetLensError(detail) from error


class Parts:
    """The calls that predict many pictures: at most `BATCH` in each, either files or arrays."""

    def __init__(self, client: Calls[Any], pictures: Iterable[Picture], preprocess: Preprocess) -> None:
        if isinstance(pictures, (str, bytes, PathLike)) or not isinstance(pictures, Iterable):
            raise TypeError(f"{pictures!r:.40} is not several pictures; put them in a list, or use predict")
        self.client, self.pictures, self.preprocess = client, list(pictures), preprocess
        self.start, self.count, self.size = 0, 0, BATCH

    def __iter__(self) -> Iterator[Call[Any]]:
        while self.start < len(self.pictures) or not self.pictures:
            body, self.count = self._body(self.pictures[self.start : self.start + self.size])
            self.start += self.count
            query = {"preprocess": self.preprocess, "format": "ndjson"}
            yield self.client.call("models/{model}/predictions", json.loads, body, **query)

    def halve(self, error: LeNetLensError) -> None:
        """Send the last part again in halves after 413 (too large); raise any other error."""
        if error.status != 413 or self.count < 2:
            raise error
        self.start, self.size = self.start - self.count, self.count // 2

    def _body(self, pictures: Sequence[Picture]) -> tuple[Json, int]:
        """Return the body for the first pictures that can go together, and their number."""
        loaded = list(map(_load, pictures))
        files = list(takewhile(lambda one: isinstance(one, bytes), loaded))
        if files:
            parts = [("picture", (str(index), data)) for index, data in enumerate(files)]
            return {"files": parts}, len(files)
        arrays = list(takewhile(lambda one: not isinstance(one, bytes), loaded))
        return _json({"pictures": arrays}), len(arrays)


class LeNetLens(Calls[httpx.Client]):
    """The service at an address; close it, or use it in a `with` block."""

    make_http = httpx.Client

    def send(self, call: Call[Answer]) -> Answer:
        """Send a call and return its answer."""
        with self.reaching():
            response = self.http.request(**call.request)
        return _answer(call, response)

    def lines(self, call: Call[Any]) -> Iterator[str]:
        """Send a call and yield the lines of the response as they come."""
        with self.reaching(), self.http.stream(**call.request) as response:
            if not response.is_success:
                response.read()
                _answer(call, response)
            yield from response.iter_lines()

    def predict_each(
        self, pictures: Iterable[Picture], preprocess: Preprocess = "center"
    ) -> Iterator[Result | LeNetLensError]:
        """Yield the prediction of each picture as it is made, or why it cannot be decoded."""
        parts = Parts(self, pictures, preprocess)
        for call in parts:
            try:
                yield from map(_read_line, self.lines(call))
            except LeNetLensError as error:
                parts.halve(error)

    def predict_all(self, pictures: Iterable[Picture], preprocess: Preprocess = "center") -> list[Result]:
        """Return the prediction of each picture."""
        return [_checked(one) for one in self.predict_each(pictures, preprocess)]

    def watch_training(self, run: str) -> Iterator[Json]:
        """Yield the progress of a run, given by its id, from its beginning to its end."""
        for line in self.lines(self.call(f"training-runs/{run}/events", json.loads)):
            event = _event(line)
            if "state" in event:
                return
            if event:
                yield event
        raise LeNetLensError(EVENTS_ENDED)

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


class AsyncLeNetLens(Calls[httpx.AsyncClient]):
    """The same for `async` code: `await lens.predict(…)`, `async for result in lens.predict_each(…)`."""

    make_http = httpx.AsyncClient

    async def send(self, call: Call[Answer]) -> Answer:
        """See `LeNetLens.send`."""
        with self.reaching():
            response = await self.http.request(**call.request)
        return _answer(call, response)

    async def lines(self, call: Call[Any]) -> AsyncIterator[str]:
        """See `LeNetLens.lines`."""
        with self.reaching():
            async with self.http.stream(**call.request) as response:
                if not response.is_success:
                    await response.aread()
                    _answer(call, response)
                async for line in response.aiter_lines():
                    yield line

    async def predict_each(
        self, pictures: Iterable[Picture], preprocess: Preprocess = "center"
    ) -> AsyncIterator[Result | LeNetLensError]:
        """See `LeNetLens.predict_each`."""
        parts = Parts(self, pictures, preprocess)
        for call in parts:
            try:
                async for line in self.lines(call):
                    yield _read_line(line)
            except LeNetLensError as error:
                parts.halve(error)

    async def predict_all(
        self, pictures: Iterable[Picture], preprocess: Preprocess = "center"
    ) -> list[Result]:
        """See `LeNetLens.predict_all`."""
        return [_checked(one) async for one in self.predict_each(pictures, preprocess)]

    async def watch_training(self, run: str) -> AsyncIterator[Json]:
        """See `LeNetLens.watch_training`."""
        async for line in self.lines(self.call(f"training-runs/{run}/events", json.loads)):
            event = _event(line)
            if "state" in event:
                return
            if event:
                yield event
        raise LeNetLensError(EVENTS_ENDED)

    async def close(self) -> None:
        """Close the connections."""
        await self.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()


def _answer(call: Call[Answer], response: httpx.Response) -> Answer:
    """Return what a response says, or raise its problem."""
    try:
        if response.is_success:
            return call.read(response.content)
        error = _problem(json.loads(response.content))
    except (ValueError, KeyError, TypeError):
        status = f"{response.status_code} {response.reason_phrase}"
        detail = f"{response.url} answered {status}, not as LeNet Lens does"
        error = LeNetLensError(detail, response.status_code)
    raise error


def _read_line(text: str) -> Result | LeNetLensError:
    """Return one line of an NDJSON response; a problem that ends the response is raised."""
    try:
        problem = json.loads(text).get("problem")
        found = _problem(problem) if problem else _result(text)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise LeNetLensError(f"a line of the response is not one of LeNet Lens: {text[:60]!r}") from None
    return _checked(found) if getattr(found, "status", 0) >= 500 else found


def _event(line: str) -> Json:
    """Return what a line of server-sent events holds: progress, or the run at its end, if it did not fail."""
    if not line.startswith("data: "):
        return {}
    event: Json = json.loads(line.removeprefix("data: "))
    if event.get("state") == "failed":
        raise LeNetLensError(event["error"])
    return event


def _checked(found: Result | LeNetLensError) -> Result:
    if isinstance(found, LeNetLensError):
        raise found
    return found


def _problem(document: Json) -> LeNetLensError:
    return LeNetLensError(document["detail"], document["status"], document)


def _known(cls: Any, document: Json, **replaced: Any) -> Any:
    """Return a dataclass from the fields that it has; a newer service may send others, too."""
    names = [one.name for one in fields(cls)]
    return cls(**{name: document[name] for name in names if name in document} | replaced)


def _result(line: bytes | str) -> Result:
    document = json.loads(line)
    found = document["prediction"]
    result: Result = _known(Result, document, prediction=found and _known(Prediction, found))
    return result


def _explanations(content: bytes) -> list[Explanation]:
    return [
        _known(Explanation, one, sources=[_known(Source, source) for source in one["sources"]])
        for one in json.loads(content)["explanations"]
    ]


def _list(name: str) -> Callable[[bytes], list[Json]]:
    """Return a function that reads one list of a JSON object."""
    return lambda content: list(json.loads(content)[name])


def _read_safetensors(file: bytes) -> Arrays:
    """Read a safetensors file: the length of the header, the header as JSON, the arrays."""
    start = 8 + int.from_bytes(file[:8], "little")
    header = json.loads(file[8:start])
    about = json.loads(header.pop("__metadata__", {}).get("response", "{}"))
    arrays = {}
    for name, one in header.items():
        first, end = one["data_offsets"]
        values = np.frombuffer(file[start + first : start + end], {"F32": "<f4", "U8": "u1"}[one["dtype"]])
        arrays[name] = values.reshape(one["shape"]).copy()
    return Arrays(arrays, about)


def _content(data: bytes, media_type: str = "application/octet-stream") -> Json:
    """Return the body of a request for httpx; the service recognises files by their bytes."""
    return {"content": data, "headers": {"Content-Type": media_type}}


def _json(document: Json) -> Json:
    text = json.dumps(document, default=lambda value: value.tolist(), separators=(",", ":"))
    return _content(text.encode(), "application/json")


def _load(picture: Any) -> bytes | NDArray[Any]:
    """Return the bytes of a picture file, or an array from 0 to 255, whose shape the service checks."""
    if isinstance(picture, (str, PathLike, bytes, bytearray, memoryview)):
        return _read_file(picture)
    if hasattr(picture, "mode") and hasattr(picture, "convert"):  # a PIL image
        file = io.BytesIO()
        writable = picture.mode in {"1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16"}
        (picture if writable else picture.convert("RGB")).save(file, "PNG")
        return file.getvalue()
    if not isinstance(picture, (list, tuple)) and not hasattr(picture, "__array__"):
        expected = "a path, the bytes of a file, a PIL image, or an array or lists of (rows, columns)"
        raise TypeError(f"{picture!r:.40} is no picture; expected {expected}")
    array = np.asarray(picture)
    is_fraction = array.dtype.kind in "fb" and array.size and array.max() <= 1.001
    return np.multiply(np.minimum(array, 1), 255) if is_fraction else array


def _read_file(file: Any) -> bytes:
    return Path(file).read_bytes() if isinstance(file, (str, PathLike)) else bytes(file)
