"""A client of the service: `from app.client import LeNetLens` (needs httpx).

    with LeNetLens("http://127.0.0.1:8000") as lens:
        lens.predict("digit.png").prediction               # digit=8 probability=0.998
        lens.activations("digit.png")["pool1"]             # (6, 14, 14) float32, exact
        lens.explain("digit.png", "pool1/3/5/7")[0].winner # 'relu1/3/10/15'

`AsyncLeNetLens` has the same methods, to be awaited. A picture is a path, the bytes of a file, a PIL image, or an array of
(rows, columns) numbers from 0, background, to 255, ink.

Every method raises `LeNetLensError` for what the service refuses or does not answer, `OSError` for a file that cannot be read, and
`TypeError` for what is no picture. `timeout` is in seconds, for each step of a request: to connect, to send, to hear again;
an `http` client of your own brings its own.
"""

import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from app import client_calls as calls
from app.api import schemas
from app.client_calls import Answer, LeNetLensError, Maps, Preprocess, Read
from app.client_pictures import Picture

try:
    import httpx
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        f"the client needs httpx, which the server does without; install it: {sys.executable} -m pip install httpx",
        name="httpx",
    ) from missing

__all__ = ["AsyncLeNetLens", "LeNetLens", "LeNetLensError", "Maps", "Picture", "Preprocess", "Read"]

DEFAULT_SERVER = "http://127.0.0.1:8000"
SECONDS = 30.0


@contextmanager
def _reaching(server: str, closed: bool) -> Iterator[None]:
    """Raise what httpx says of a service that cannot be reached as the client's own error."""
    if closed:
        raise LeNetLensError("this client is closed; make another one")
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
        self,
        server: str = DEFAULT_SERVER,
        *,
        model: str = "lenet",
        timeout: float = SECONDS,
        http: httpx.Client | None = None,
    ) -> None:
        super().__init__(server, model)
        self.http = http or httpx.Client(timeout=timeout)

    def predict(self, picture: Picture, preprocess: Preprocess = "center") -> schemas.OnePrediction:
        """What a picture shows; `prediction` is None for a blank one."""
        return self._run(calls.prediction(picture, preprocess))

    def predict_all(
        self, pictures: Sequence[Picture], preprocess: Preprocess = "center"
    ) -> list[schemas.Probabilities]:
        """What several pictures show, in one request."""
        return self._run(calls.predictions(pictures, preprocess))

    def predict_each(self, pictures: Sequence[Picture], preprocess: Preprocess = "center") -> Iterator[Read]:
        """What many pictures show, one after the other as they are read; an error in place of one that cannot be.

        Raises:
            LeNetLensError: the request is refused, or the service ends the answer before its last line.
        """
        request = self.http.stream("POST", self._url("predictions"), **calls.lines(pictures, preprocess))
        with _reaching(self.server, self.http.is_closed), request as response:
            if not response.is_success:
                response.read()
                raise calls.refusal(response)
            yield from map(calls.read_line, response.iter_lines())

    def activations(
        self, picture: Picture, layers: str | Sequence[str] = (), preprocess: Preprocess = "center"
    ) -> Maps:
        """Every number of the layers named, or of all of them, as arrays."""
        return self._run(calls.activations(picture, layers, preprocess))

    def explain(
        self, picture: Picture, *units: str, preprocess: Preprocess = "center"
    ) -> list[schemas.Explanation]:
        """Where the numbers of units such as "pool1/3/5/7" come from."""
        return self._run(calls.explanations(picture, units, preprocess))

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _run(self, call: calls.Call[Answer]) -> Answer:
        with _reaching(self.server, self.http.is_closed):
            response = self.http.post(self._url(call.name), params=call.query, **call.options)
        return calls.read_answer(call, response)


class AsyncLeNetLens(_Service):
    """The same for `async` code; close it, or use it in an `async with` block."""

    def __init__(
        self,
        server: str = DEFAULT_SERVER,
        *,
        model: str = "lenet",
        timeout: float = SECONDS,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        super().__init__(server, model)
        self.http = http or httpx.AsyncClient(timeout=timeout)

    async def predict(self, picture: Picture, preprocess: Preprocess = "center") -> schemas.OnePrediction:
        """As `LeNetLens.predict`."""
        return await self._run(calls.prediction(picture, preprocess))

    async def predict_all(
        self, pictures: Sequence[Picture], preprocess: Preprocess = "center"
    ) -> list[schemas.Probabilities]:
        """As `LeNetLens.predict_all`."""
        return await self._run(calls.predictions(pictures, preprocess))

    async def predict_each(
        self, pictures: Sequence[Picture], preprocess: Preprocess = "center"
    ) -> AsyncIterator[Read]:
        """As `LeNetLens.predict_each`."""
        request = self.http.stream("POST", self._url("predictions"), **calls.lines(pictures, preprocess))
        with _reaching(self.server, self.http.is_closed):
            async with request as response:
                if not response.is_success:
                    await response.aread()
                    raise calls.refusal(response)
                async for line in response.aiter_lines():
                    yield calls.read_line(line)

    async def activations(
        self, picture: Picture, layers: str | Sequence[str] = (), preprocess: Preprocess = "center"
    ) -> Maps:
        """As `LeNetLens.activations`."""
        return await self._run(calls.activations(picture, layers, preprocess))

    async def explain(
        self, picture: Picture, *units: str, preprocess: Preprocess = "center"
    ) -> list[schemas.Explanation]:
        """As `LeNetLens.explain`."""
        return await self._run(calls.explanations(picture, units, preprocess))

    async def close(self) -> None:
        """Close the connections."""
        await self.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    async def _run(self, call: calls.Call[Answer]) -> Answer:
        with _reaching(self.server, self.http.is_closed):
            response = await self.http.post(self._url(call.name), params=call.query, **call.options)
        return calls.read_answer(call, response)
