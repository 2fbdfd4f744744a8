"""What routes share: the services of the application, the model of the path, and the query check."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar, get_type_hints

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends, Path, Request
from pydantic.fields import FieldInfo

from app.api.problems import Problem, invalid, listed, quoted
from app.api.runs import TrainingRuns
from app.api.store import ModelStore
from app.imaging import Limits
from app.lenet.model import Model
from app.samples import Samples
from app.settings import Settings

Answer = TypeVar("Answer")

SMALL_BODY = 256 * 1024
"""Bodies up to this many bytes are worked on in the event loop, larger ones in a thread.

While four clients post 12-megapixel photographs, a small request takes 1.9 ms (median) and 11 ms (p99). If
all bodies were worked on in the event loop, it would take 846 and 1,052 ms."""

MAX_WAITING = 64
"""Requests with large bodies that may wait for a thread."""


class Services:
    """What the routes of one application work with."""

    def __init__(self, settings: Settings, models: ModelStore, samples: Samples) -> None:
        self.settings = settings  # the settings that the application was created with
        self.models = models
        self.samples = samples  # the MNIST test digits
        self.runs = TrainingRuns(models)  # the live training runs
        self.evaluations: dict[str, Any] = {}  # by the checksum of the weights
        self.evaluating = CapacityLimiter(1)  # one evaluation at a time
        # how large a picture may be
        self.picture_limits = Limits(max_bytes=settings.max_body_bytes, max_pixels=settings.max_pixels)
        # limits how many large requests are worked on at the same time
        self.threads = CapacityLimiter(settings.threads)

    async def run(self, work: Callable[[], Answer], *, large: bool) -> Answer:
        """Run work in the event loop, or in a thread if it is large; a Problem if too much waits for one."""
        if not large:
            return work()
        if self.threads.statistics().tasks_waiting >= MAX_WAITING:
            detail = (
                f"{MAX_WAITING} requests with large bodies are waiting, the maximum; try again in a second"
            )
            raise Problem("too-busy", detail, headers={"Retry-After": "1"})
        return await run_sync(work, limiter=self.threads)


def services_of(request: Request) -> Services:
    """Return the services of the application: a plain call, as FastAPI takes 50 µs to solve a dependency."""
    services: Services = request.app.state.services
    return services


async def get_services(request: Request) -> Services:
    """Return the services of the application."""
    return services_of(request)


ServicesDep = Annotated[Services, Depends(get_services)]


ModelName = Annotated[
    str, Path(description="The name of a model.", openapi_examples={"lenet": {"value": "lenet"}})
]


async def get_model(request: Request, model: ModelName) -> Model:
    """Return the model that the path names."""
    return services_of(request).models.get(model)


ModelDep = Annotated[Model, Depends(get_model)]


def fields_of(request: Request, *arguments: str) -> Mapping[str, FieldInfo]:
    """Return the fields of the model that an argument of the route has, by default that of the query."""
    hints = get_type_hints(request.scope["endpoint"])
    models = [hints[name] for name in arguments or ("query", "_query") if name in hints]
    return getattr(models[0], "model_fields", {}) if models else {}


async def check_query(request: Request) -> None:
    """Refuse a parameter with two different values, unless it is a list; FastAPI would take the last one."""
    query = request.query_params
    if len(query) == len(query.multi_items()):
        return
    lists = [name for name, field in fields_of(request).items() if "list[" in str(field.annotation)]
    for name in query:
        if name not in lists and len(set(query.getlist(name))) > 1:
            values = quoted(listed(query.getlist(name)))
            raise invalid(f"parameter {name} is given more than once: {values}; give it once", name, "query")
