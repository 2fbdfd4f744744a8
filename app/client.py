"""A Python client of LeNet Lens: one file, which needs httpx and NumPy.

    with LeNetLens("http://127.0.0.1:8000") as lens:
        lens.predict("digit.png").prediction               # Prediction(digit=8, probability=0.998)
        lens.activations("digit.png")["pool1"]             # (6, 14, 14) float32, exact
        lens.explain("digit.png", "pool1/3/5/7")[0].winner # 'relu1/3/10/15'

`AsyncLeNetLens` has the same methods, to be awaited. A picture is a path, the bytes of a file, a PIL image, or an array of (rows,
columns): integers from 0 (background) to 255 (foreground), or floats from 0 to 1, which are multiplied by 255.

Every method raises `LeNetLensError` if the service refuses the request or cannot be reached, `OSError` if a file cannot be read, and
`TypeError` for a value that is not a picture. `timeout` is in seconds, for each step of a request.
"""

import io
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from os import PathLike
from pathlib import Path
from typing import Any, Generic, Literal, Self, TypeVar, Union

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
"""Pictures in one request; longer lists are sent in parts."""

Preprocess = Literal["center", "none"]
Picture = Union[str, "PathLike[str]", bytes, NDArray[Any], Any]
Json = dict[str, Any]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Prediction:
    """The digit with the highest probability."""

    digit: int
    probability: float


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was predicted for one picture; `prediction` is None if it is blank.

    `crop` is the part of the picture that was scaled (top, left, height, width); `hint` says what is unusual about it.
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
    """Arrays by name, in the order of the network; `about` is the rest of the response."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], about: Json) -> None:
        super().__init__(arrays)
        self.about = about


class LeNetLensError(Exception):
    """The service refused a request, is not LeNet Lens, or cannot be reached.

    `status` is the HTTP status, None without a response; `problem` is the problem document (RFC 9457) as a dictionary, or None.
    """

    def __init__(self, message: str, status: int | None = None, problem: Json | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.problem = problem


@dataclass(frozen=True)
class _Call(Generic[Answer]):
    """One request, and the function that reads its response."""

    path: str
    read: Callable[[bytes], Answer]
    body: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    method: str = "POST"


class _Calls:
    """What both clients ask, described once."""

    def __init__(self, server: str, model: str) -> None:
        self.server = server.rstrip("/")
        self.model = model

    def _url(self, path: str) -> str:
        return f"{self.server}/api/v1/{path.format(model=self.model)}"

    def _predict(self, picture: Picture, preprocess: Preprocess) -> _Call[Result]:
        query = {"preprocess": preprocess}
        return _Call(
            "models/{model}/predictions", lambda body: _result(json.loads(body)), _body(picture), query
        )

    def _predict_batch(self, pictures: Sequence[Picture], preprocess: Preprocess) -> _Call[list[Result]]:
        def read(body: bytes) -> list[Result]:
            return [_result(one) for one in json.loads(body)["predictions"]]

        return _Call("models/{model}/predictions", read, _bodies(pictures), {"preprocess": preprocess})

    def _activations(
        self, picture: Picture, layers: str | Sequence[str], preprocess: Preprocess
    ) -> _Call[Arrays]:
        names = [layers] if isinstance(layers, str) else list(layers)
        query = {"preprocess": preprocess, "format": "safetensors"} | (
            {"layers": ",".join(names)} if names else {}
        )
        return _Call("models/{model}/activations", _read_safetensors, _body(picture), query)

    def _explain(
        self, picture: Picture, units: Sequence[str | Sequence[str]], preprocess: Preprocess
    ) -> _Call[list[Explanation]]:
        names = [name for one in units for name in ([one] if isinstance(one, str) else one)]

        def read(body: bytes) -> list[Explanation]:
            return [_explanation(one) for one in json.loads(body)["explanations"]]

        query = {"preprocess": preprocess, "unit": names}
        return _Call("models/{model}/explanations", read, _body(picture), query)

    def _weights(self) -> _Call[Arrays]:
        return _Call(
            "models/{model}/weights", _read_safetensors, query={"format": "safetensors"}, method="GET"
        )

    def _get(self, path: str) -> _Call[Json]:
        return _Call(path, json.loads, method="GET")

    def _operation(self, name: str, arguments: Json) -> _Call[Json]:
        query = {"windows": "true" if arguments.pop("windows", False) else "false"}
        return _Call(f"operations/{name}", json.loads, _json_body(arguments), query)


class LeNetLens(_Calls):
    """The service at an address; close it, or use it in a `with` block."""

    def __init__(
        self,
        server: str = DEFAULT_SERVER,
        *,
        model: str = "lenet",
        timeout: float = 30.0,
        http: httpx.Client | None = None,
    ) -> None:
        super().__init__(server, model)
        self.http = http or httpx.Client(timeout=timeout)

    def predict(self, picture: Picture, preprocess: Preprocess = "center") -> Result:
        """Predict the digit of one picture."""
        return self._run(self._predict(picture, preprocess))

    def predict_all(self, pictures: Sequence[Picture], preprocess: Preprocess = "center") -> list[Result]:
        """Predict the digits of several pictures, `BATCH` in each request."""
        parts = [self._run(self._predict_batch(part, preprocess)) for part in _parts(pictures)]
        return [result for part in parts for result in part]

    def predict_each(
        self, pictures: Sequence[Picture], preprocess: Preprocess = "center"
    ) -> Iterator[Result | LeNetLensError]:
        """Yield the prediction of each picture as it is made; the error of one that cannot be decoded in its place."""
        call = self._predict_batch(pictures, preprocess)
        query = {**call.query, "format": "ndjson"}
        request = self.http.stream("POST", self._url(call.path), params=query, **call.body)
        with _reaching(self.server, self.http.is_closed), request as response:
            if not response.is_success:
                response.read()
                raise _refusal(response)
            yield from map(_read_line, response.iter_lines())

    def activations(
        self, picture: Picture, layers: str | Sequence[str] = (), preprocess: Preprocess = "center"
    ) -> Arrays:
        """Return the activations of the named layers, or of all, and `winners` of max pooling."""
        return self._run(self._activations(picture, layers, preprocess))

    def explain(
        self, picture: Picture, *units: str | Sequence[str], preprocess: Preprocess = "center"
    ) -> list[Explanation]:
        """Explain units such as "pool1/3/5/7", given one by one or as a list."""
        return self._run(self._explain(picture, units, preprocess))

    def models(self) -> list[Json]:
        """List the models."""
        models: list[Json] = self._run(self._get("models"))["models"]
        return models

    def architecture(self) -> Json:
        """Return the description of the model: its layers and their parameters."""
        return self._run(self._get("models/{model}"))

    def weights(self) -> Arrays:
        """Return every parameter of the model under PyTorch's names."""
        return self._run(self._weights())

    def samples(self) -> Json:
        """Return the number of MNIST test digits, a typical one of each class, and those that the model misreads."""
        return self._run(self._get("samples"))

    def sample(self, index: int) -> Json:
        """Return one MNIST test digit: `index`, `label` and `pixels`."""
        return self._run(self._get(f"samples/{index}"))

    def kernels(self) -> list[Json]:
        """List the kernels that a convolution knows by name."""
        kernels: list[Json] = self._run(self._get("kernels"))["kernels"]
        return kernels

    def operation(self, name: Literal["convolution", "activation", "pooling"], **arguments: Any) -> Json:
        """Compute one operation on your own numbers: `operation("pooling", input=…, kind="max", windows=True)`."""
        return self._run(self._operation(name, arguments))

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _run(self, call: _Call[Answer]) -> Answer:
        with _reaching(self.server, self.http.is_closed):
            response = self.http.request(call.method, self._url(call.path), params=call.query, **call.body)
        return _read(call, response)


class AsyncLeNetLens(_Calls):
    """The same for `async` code: `await lens.predict(…)`, `async for result in lens.predict_each(…)`."""

    def __init__(
        self,
        server: str = DEFAULT_SERVER,
        *,
        model: str = "lenet",
        timeout: float = 30.0,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        super().__init__(server, model)
        self.http = http or httpx.AsyncClient(timeout=timeout)

    async def predict(self, picture: Picture, preprocess: Preprocess = "center") -> Result:
        """See `LeNetLens.predict`."""
        return await self._run(self._predict(picture, preprocess))

    async def predict_all(
        self, pictures: Sequence[Picture], preprocess: Preprocess = "center"
    ) -> list[Result]:
        """See `LeNetLens.predict_all`."""
        parts = [await self._run(self._predict_batch(part, preprocess)) for part in _parts(pictures)]
        return [result for part in parts for result in part]

    async def predict_each(
        self, pictures: Sequence[Picture], preprocess: Preprocess = "center"
    ) -> AsyncIterator[Result | LeNetLensError]:
        """See `LeNetLens.predict_each`."""
        call = self._predict_batch(pictures, preprocess)
        query = {**call.query, "format": "ndjson"}
        request = self.http.stream("POST", self._url(call.path), params=query, **call.body)
        with _reaching(self.server, self.http.is_closed):
            async with request as response:
                if not response.is_success:
                    await response.aread()
                    raise _refusal(response)
                async for line in response.aiter_lines():
                    yield _read_line(line)

    async def activations(
        self, picture: Picture, layers: str | Sequence[str] = (), preprocess: Preprocess = "center"
    ) -> Arrays:
        """See `LeNetLens.activations`."""
        return await self._run(self._activations(picture, layers, preprocess))

    async def explain(
        self, picture: Picture, *units: str | Sequence[str], preprocess: Preprocess = "center"
    ) -> list[Explanation]:
        """See `LeNetLens.explain`."""
        return await self._run(self._explain(picture, units, preprocess))

    async def architecture(self) -> Json:
        """See `LeNetLens.architecture`."""
        return await self._run(self._get("models/{model}"))

    async def weights(self) -> Arrays:
        """See `LeNetLens.weights`."""
        return await self._run(self._weights())

    async def operation(
        self, name: Literal["convolution", "activation", "pooling"], **arguments: Any
    ) -> Json:
        """See `LeNetLens.operation`."""
        return await self._run(self._operation(name, arguments))

    async def close(self) -> None:
        """Close the connections."""
        await self.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    async def _run(self, call: _Call[Answer]) -> Answer:
        with _reaching(self.server, self.http.is_closed):
            response = await self.http.request(
                call.method, self._url(call.path), params=call.query, **call.body
            )
        return _read(call, response)


@contextmanager
def _reaching(server: str, closed: bool) -> Iterator[None]:
    """Raise the errors of httpx as `LeNetLensError`."""
    if closed:
        raise LeNetLensError("this client is closed; make another one")
    try:
        yield
    except (httpx.RequestError, httpx.InvalidURL) as error:
        reason = str(error) or type(error).__name__
        raise LeNetLensError(
            f"{server} cannot be reached: {reason}; is the service running there?"
        ) from error


def _read(call: _Call[Answer], response: httpx.Response) -> Answer:
    if not response.is_success:
        raise _refusal(response)
    try:
        return call.read(response.content)
    except (ValueError, KeyError, TypeError):
        raise _foreign(response) from None


def _refusal(response: httpx.Response) -> LeNetLensError:
    """Return the problem of a response as an error."""
    try:
        problem = json.loads(response.content)
        return LeNetLensError(problem["detail"], problem["status"], problem)
    except (ValueError, KeyError, TypeError):
        return _foreign(response)


def _foreign(response: httpx.Response) -> LeNetLensError:
    """Return the error of a response that is not one of LeNet Lens."""
    status = f"{response.status_code} {response.reason_phrase}"
    return LeNetLensError(f"{response.url} answered {status}, not as LeNet Lens does", response.status_code)


def _read_line(text: str) -> Result | LeNetLensError:
    """Return one line of an NDJSON response; a problem that ends the response is raised."""
    try:
        line = json.loads(text)
        if "problem" not in line:
            return _result(line)
        problem = line["problem"]
        error = LeNetLensError(problem["detail"], problem["status"], problem)
    except (ValueError, KeyError, TypeError):
        raise LeNetLensError(f"a line of the response is not one of LeNet Lens: {text[:60]!r}") from None
    if error.status and error.status >= 500:
        raise error
    return error


def _known(cls: type[Any], document: Json) -> Json:
    """Return the fields that a dataclass has; a newer service may send more."""
    return {one.name: document[one.name] for one in fields(cls) if one.name in document}


def _result(document: Json) -> Result:
    found = document["prediction"]
    prediction = found and Prediction(**_known(Prediction, found))
    return Result(**{**_known(Result, document), "prediction": prediction})


def _explanation(document: Json) -> Explanation:
    sources = [Source(**_known(Source, one)) for one in document["sources"]]
    return Explanation(**{**_known(Explanation, document), "sources": sources})


def _read_safetensors(body: bytes) -> Arrays:
    """Read a safetensors file: the length of the header, the header as JSON, the arrays."""
    start = 8 + int.from_bytes(body[:8], "little")
    header = json.loads(body[8:start])
    about = json.loads(header.pop("__metadata__", {}).get("response", "{}"))
    dtypes = {"F32": "<f4", "U8": "u1"}
    ordered = sorted(header.items(), key=lambda item: item[1]["data_offsets"])
    arrays = {
        name: np.frombuffer(
            body, dtypes[one["dtype"]], int(np.prod(one["shape"])), start + one["data_offsets"][0]
        )
        .reshape(one["shape"])
        .copy()
        for name, one in ordered
    }
    return Arrays(arrays, about)


def _parts(pictures: Sequence[Picture]) -> list[Sequence[Picture]]:
    _check_several(pictures)
    return [pictures[start : start + BATCH] for start in range(0, max(1, len(pictures)), BATCH)]


def _check_several(pictures: Any) -> None:
    if isinstance(pictures, (str, bytes, PathLike)) or not isinstance(pictures, Sequence):
        detail = f"{_shown(pictures)} is not several pictures; put them in a list, or use predict"
        raise TypeError(detail)


def _body(picture: Picture) -> Json:
    """Return what httpx sends for one picture."""
    if isinstance(picture, np.ndarray):
        return _json_body({"pixels": _grid(picture)})
    data, media_type = _file(picture)
    return {"content": data, "headers": {"Content-Type": media_type}}


def _bodies(pictures: Sequence[Picture]) -> Json:
    """Return what httpx sends for several pictures: a list of arrays, or a form of files."""
    _check_several(pictures)
    arrays = [one for one in pictures if isinstance(one, np.ndarray)]
    if len(arrays) == len(pictures):
        return _json_body({"pictures": [_grid(one) for one in arrays]})
    if arrays:
        raise TypeError("arrays and files cannot go together in one request; send them in two")
    files = [_file(one) for one in pictures]
    return {"files": [("picture", (f"{index}", data, kind)) for index, (data, kind) in enumerate(files)]}


def _json_body(document: Json) -> Json:
    text = json.dumps(document, default=lambda value: value.tolist())
    return {"content": text.encode(), "headers": {"Content-Type": "application/json"}}


def _grid(array: NDArray[Any]) -> list[Any]:
    """Return the rows of an array; floats whose maximum is at most 1 are multiplied by 255."""
    if array.ndim != 2 or array.dtype.kind not in "iuf":
        detail = f"an array of {array.shape} {array.dtype} is no picture; expected (rows, columns) of numbers"
        raise TypeError(detail)
    scale = 255 if array.dtype.kind == "f" and array.size and array.max() <= 1 else 1
    rows: list[Any] = (array * scale).tolist()
    return rows


def _file(picture: Picture) -> tuple[bytes, str]:
    """Return a picture as the bytes of a file, and their media type."""
    if isinstance(picture, (str, PathLike)):
        data = Path(picture).read_bytes()
    elif isinstance(picture, (bytes, bytearray, memoryview)):
        data = bytes(picture)
    elif hasattr(picture, "mode") and hasattr(picture, "convert"):
        image: Any = picture
        file = io.BytesIO()
        writable = image.mode in {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}
        (image if writable else image.convert("RGB")).save(file, "PNG")
        data = file.getvalue()
    else:
        expected = "a path, the bytes of a file, a PIL image, or an array of (rows, columns)"
        raise TypeError(f"{_shown(picture)} is no picture; expected {expected}")
    if data.startswith(b"\xff\xd8\xff"):
        return data, "image/jpeg"
    return data, "image/webp" if data[8:12] == b"WEBP" else "image/png"


def _shown(value: object) -> str:
    return f"{type(value).__name__} {value!r:.40}"
