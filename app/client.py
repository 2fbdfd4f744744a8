"""A client of the service: `from app.client import LeNetLens` (needs httpx).

    with LeNetLens("http://127.0.0.1:8000") as lens:
        lens.predict("digit.png").prediction               # digit=8 probability=0.998
        lens.activations("digit.png")["pool1"]             # (6, 14, 14) float32, exact
        lens.explain("digit.png", "pool1/3/5/7")[0].winner # 'relu1/3/10/15'

`AsyncLeNetLens` has the same methods, to be awaited. A picture is a path, the bytes of a file, a PIL image, or an array of
(rows, columns) numbers from 0, background, to 255, ink.

Every method raises `LeNetLensError` for what the service refuses or does not answer, `OSError` for a file that cannot be read, and
`TypeError` for an array that is no picture.
"""

import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Literal, Self, TypeAlias, TypeVar

import orjson
import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError

from app.client_pictures import Picture, bodies_of, body_of
from app.web import schemas

try:
    import httpx
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        f"the client needs httpx, which the server does without; install it: {sys.executable} -m pip install httpx",
        name="httpx",
    ) from missing

__all__ = ["AsyncLeNetLens", "LeNetLens", "LeNetLensError", "Maps", "Picture", "Preprocess", "Read"]

Preprocess = Literal["center", "none"]
Answer = TypeVar("Answer")

DEFAULT_SERVER = "http://127.0.0.1:8000"
SECONDS = 30.0


class LeNetLensError(Exception):
    """The service refused a request, answered something else than itself, or could not be reached.

    `problem` is the service's own account (RFC 9457: type, title, status, detail, errors), None if it gave none; `status` is
    the HTTP status, None if there was no answer.
    """

    def __init__(
        self, message: str, status: int | None = None, problem: schemas.ProblemDocument | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.problem = problem


Read: TypeAlias = schemas.Probabilities | LeNetLensError
"""What one picture of many shows, or why it could not be read."""


class Maps(dict[str, NDArray[Any]]):
    """The arrays of an answer by name: each layer's activations, and `pool1.winners`, `pool2.winners`.

    `about` is the rest of the answer: `prediction`, `blank`, `crop`, `weights`; its `layers` are empty.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], about: schemas.Activations) -> None:
        super().__init__(arrays)
        self.about = about


@dataclass(frozen=True, slots=True)
class _Call(Generic[Answer]):
    """One request, and how its answer is read."""

    name: str
    options: Mapping[str, Any]
    read: Callable[[bytes], Answer]
    query: Mapping[str, Any]


def _prediction(picture: Picture, preprocess: Preprocess) -> _Call[schemas.OnePrediction]:
    read = partial(schemas.OnePrediction.model_validate_json, extra="ignore")
    return _Call("predictions", body_of(picture), read, {"preprocess": preprocess})


def _predictions(pictures: Sequence[Picture], preprocess: Preprocess) -> _Call[list[schemas.Probabilities]]:
    def read(body: bytes) -> list[schemas.Probabilities]:
        return schemas.Predictions.model_validate_json(body, extra="ignore").predictions

    return _Call("predictions", bodies_of(pictures), read, {"preprocess": preprocess})


def _lines(pictures: Sequence[Picture], preprocess: Preprocess) -> dict[str, Any]:
    return {**bodies_of(pictures), "params": {"preprocess": preprocess, "format": "ndjson"}}


def _read_line(text: str) -> Read:
    try:
        line = orjson.loads(text)
        if "problem" not in line:
            return schemas.Probabilities.model_validate(line, extra="ignore")
        problem = schemas.ProblemDocument.model_validate(line["problem"], extra="ignore")
    except (ValueError, TypeError):
        raise LeNetLensError(f"a line of the answer is none of LeNet Lens: {text[:60]!r}") from None
    return LeNetLensError(problem.detail, problem.status, problem)


def _activations(picture: Picture, layers: Sequence[str], preprocess: Preprocess) -> _Call[Maps]:
    query = {"preprocess": preprocess, "format": "safetensors"}
    if layers:
        query["layers"] = ",".join(layers)
    return _Call("activations", body_of(picture), _read_maps, query)


def _explanations(
    picture: Picture, units: Sequence[str], preprocess: Preprocess
) -> _Call[list[schemas.Explanation]]:
    def read(body: bytes) -> list[schemas.Explanation]:
        return schemas.Explanations.model_validate_json(body, extra="ignore").explanations

    return _Call("explanations", body_of(picture), read, {"preprocess": preprocess, "unit": units})


def _read_maps(body: bytes) -> Maps:
    """Arrays and metadata of a safetensors file: the length of its header, the header as JSON, the arrays."""
    header = orjson.loads(body[8 : 8 + int.from_bytes(body[:8], "little")])
    head = orjson.loads(header["__metadata__"]["response"])
    about = schemas.Activations.model_validate({**head, "layers": []}, extra="ignore")
    return Maps(safetensors.numpy.load(body), about)


def _read(call: _Call[Answer], response: httpx.Response) -> Answer:
    """The answer as a value, or the problem as an error."""
    if not response.is_success:
        raise _refusal(response)
    try:
        return call.read(response.content)
    except (
        ValueError,
        KeyError,
        SafetensorError,
    ):  # what the readers say of what is none of the service's answers
        raise _foreign(response) from None


def _refusal(response: httpx.Response) -> LeNetLensError:
    """Why the service did not do it, in its own words."""
    try:
        problem = schemas.ProblemDocument.model_validate_json(response.content, extra="ignore")
    except ValueError:
        return _foreign(response)
    return LeNetLensError(problem.detail, problem.status, problem)


def _foreign(response: httpx.Response) -> LeNetLensError:
    """Something answered, but not this service."""
    answered = f"{response.status_code} {response.reason_phrase}"
    return LeNetLensError(f"{response.url} answered {answered}, not as LeNet Lens does", response.status_code)


@contextmanager
def _reaching(server: str) -> Iterator[None]:
    """Raise what httpx says of a service that cannot be reached as the client's own error."""
    try:
        yield
    except (httpx.RequestError, httpx.InvalidURL) as error:
        reason = str(error) or type(error).__name__
        message = f"{server} cannot be reached: {reason}; is the service running there?"
        raise LeNetLensError(message) from error


class _Service:
    """Where a service is and which of its models answers: what both clients know."""

    def __init__(self, server: str, model: str) -> None:
        self.server = server.rstrip("/")
        self.model = model

    def _url(self, name: str) -> str:
        return f"{self.server}/api/v1/models/{self.model}/{name}"


class LeNetLens(_Service):
    """The service at an address; close it, or use it in a `with` block."""

    def __init__(
        self, server: str = DEFAULT_SERVER, *, model: str = "lenet", http: httpx.Client | None = None
    ) -> None:
        super().__init__(server, model)
        self.http = http or httpx.Client(timeout=SECONDS)

    def predict(self, picture: Picture, preprocess: Preprocess = "center") -> schemas.OnePrediction:
        """What a picture shows; `prediction` is None for a blank one."""
        return self._run(_prediction(picture, preprocess))

    def predict_all(
        self, pictures: Sequence[Picture], preprocess: Preprocess = "center"
    ) -> list[schemas.Probabilities]:
        """What several pictures show, in one request."""
        return self._run(_predictions(pictures, preprocess))

    def predict_each(self, pictures: Sequence[Picture], preprocess: Preprocess = "center") -> Iterator[Read]:
        """What many pictures show, one after the other as they are read; an error in place of one that cannot be."""
        request = self.http.stream("POST", self._url("predictions"), **_lines(pictures, preprocess))
        with _reaching(self.server), request as response:
            if not response.is_success:
                response.read()
                raise _refusal(response)
            yield from map(_read_line, response.iter_lines())

    def activations(
        self, picture: Picture, layers: Sequence[str] = (), preprocess: Preprocess = "center"
    ) -> Maps:
        """Every number of the layers named, or of all of them, as arrays."""
        return self._run(_activations(picture, layers, preprocess))

    def explain(
        self, picture: Picture, *units: str, preprocess: Preprocess = "center"
    ) -> list[schemas.Explanation]:
        """Where the numbers of units such as "pool1/3/5/7" come from."""
        return self._run(_explanations(picture, units, preprocess))

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _run(self, call: _Call[Answer]) -> Answer:
        with _reaching(self.server):
            response = self.http.post(self._url(call.name), params=call.query, **call.options)
        return _read(call, response)


class AsyncLeNetLens(_Service):
    """The same for `async` code; close it, or use it in an `async with` block."""

    def __init__(
        self, server: str = DEFAULT_SERVER, *, model: str = "lenet", http: httpx.AsyncClient | None = None
    ) -> None:
        super().__init__(server, model)
        self.http = http or httpx.AsyncClient(timeout=SECONDS)

    async def predict(self, picture: Picture, preprocess: Preprocess = "center") -> schemas.OnePrediction:
        """As `LeNetLens.predict`."""
        return await self._run(_prediction(picture, preprocess))

    async def predict_all(
        self, pictures: Sequence[Picture], preprocess: Preprocess = "center"
    ) -> list[schemas.Probabilities]:
        """As `LeNetLens.predict_all`."""
        return await self._run(_predictions(pictures, preprocess))

    async def predict_each(
        self, pictures: Sequence[Picture], preprocess: Preprocess = "center"
    ) -> AsyncIterator[Read]:
        """As `LeNetLens.predict_each`."""
        request = self.http.stream("POST", self._url("predictions"), **_lines(pictures, preprocess))
        with _reaching(self.server):
            async with request as response:
                if not response.is_success:
                    await response.aread()
                    raise _refusal(response)
                async for line in response.aiter_lines():
                    yield _read_line(line)

    async def activations(
        self, picture: Picture, layers: Sequence[str] = (), preprocess: Preprocess = "center"
    ) -> Maps:
        """As `LeNetLens.activations`."""
        return await self._run(_activations(picture, layers, preprocess))

    async def explain(
        self, picture: Picture, *units: str, preprocess: Preprocess = "center"
    ) -> list[schemas.Explanation]:
        """As `LeNetLens.explain`."""
        return await self._run(_explanations(picture, units, preprocess))

    async def close(self) -> None:
        """Close the connections."""
        await self.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    async def _run(self, call: _Call[Answer]) -> Answer:
        with _reaching(self.server):
            response = await self.http.post(self._url(call.name), params=call.query, **call.options)
        return _read(call, response)
