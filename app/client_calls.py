"""What the client asks of the service, and what it makes of the answers; how they get there and back is `app.client`'s."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

import orjson
import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError

from app.api import schemas
from app.client_pictures import Picture, bodies_of, body_of

if TYPE_CHECKING:
    import httpx

Preprocess = Literal["center", "none"]
Answer = TypeVar("Answer")


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
class Call(Generic[Answer]):
    """One request, and how its answer is read."""

    name: str
    options: Mapping[str, Any]
    read: Callable[[bytes], Answer]
    query: Mapping[str, Any]


def prediction(picture: Picture, preprocess: Preprocess) -> Call[schemas.OnePrediction]:
    """What one picture shows."""
    read = partial(schemas.OnePrediction.model_validate_json, extra="ignore")
    return Call("predictions", body_of(picture), read, {"preprocess": preprocess})


def predictions(pictures: Sequence[Picture], preprocess: Preprocess) -> Call[list[schemas.Probabilities]]:
    """What several pictures show, told at once."""

    def read(body: bytes) -> list[schemas.Probabilities]:
        return schemas.Predictions.model_validate_json(body, extra="ignore").predictions

    return Call("predictions", bodies_of(pictures), read, {"preprocess": preprocess})


def lines(pictures: Sequence[Picture], preprocess: Preprocess) -> dict[str, Any]:
    """What httpx is to send for the same, told line by line."""
    return {**bodies_of(pictures), "params": {"preprocess": preprocess, "format": "ndjson"}}


def read_line(text: str) -> Read:
    """One picture's line; why it cannot be read is returned, and what ends the answer is raised as `LeNetLensError`."""
    try:
        line = orjson.loads(text)
        if "problem" not in line:
            return schemas.Probabilities.model_validate(line, extra="ignore")
        problem = schemas.ProblemDocument.model_validate(line["problem"], extra="ignore")
    except (ValueError, TypeError):
        raise LeNetLensError(f"a line of the answer is none of LeNet Lens: {text[:60]!r}") from None
    error = LeNetLensError(problem.detail, problem.status, problem)
    if problem.status >= 500:
        raise error
    return error


def activations(picture: Picture, layers: str | Sequence[str], preprocess: Preprocess) -> Call[Maps]:
    """Every number of some layers, or of all of them where none is named; one may be named by itself."""
    query = {"preprocess": preprocess, "format": "safetensors"}
    if layers:
        query["layers"] = layers if isinstance(layers, str) else ",".join(layers)
    return Call("activations", body_of(picture), _read_maps, query)


def explanations(
    picture: Picture, units: Sequence[str], preprocess: Preprocess
) -> Call[list[schemas.Explanation]]:
    """Where the numbers of some units come from."""

    def read(body: bytes) -> list[schemas.Explanation]:
        return schemas.Explanations.model_validate_json(body, extra="ignore").explanations

    return Call("explanations", body_of(picture), read, {"preprocess": preprocess, "unit": units})


def _read_maps(body: bytes) -> Maps:
    """Arrays and metadata of a safetensors file: the length of its header, the header as JSON, the arrays."""
    header = orjson.loads(body[8 : 8 + int.from_bytes(body[:8], "little")])
    head = orjson.loads(header["__metadata__"]["response"])
    about = schemas.Activations.model_validate({**head, "layers": []}, extra="ignore")
    return Maps(safetensors.numpy.load(body), about)


def read_answer(call: Call[Answer], response: "httpx.Response") -> Answer:
    """The answer as a value; `LeNetLensError` if it is a problem, or none of the service's."""
    if not response.is_success:
        raise refusal(response)
    try:
        return call.read(response.content)
    # What the readers say of an answer that is none of this service's.
    except (ValueError, KeyError, SafetensorError):
        raise _foreign(response) from None


def refusal(response: "httpx.Response") -> LeNetLensError:
    """Why the service did not do it, in its own words."""
    try:
        problem = schemas.ProblemDocument.model_validate_json(response.content, extra="ignore")
    except ValueError:
        return _foreign(response)
    return LeNetLensError(problem.detail, problem.status, problem)


def _foreign(response: "httpx.Response") -> LeNetLensError:
    """Something answered, but not this service."""
    answered = f"{response.status_code} {response.reason_phrase}"
    return LeNetLensError(f"{response.url} answered {answered}, not as LeNet Lens does", response.status_code)
