"""Work that takes long goes to a few threads: it waits there for its turn, and ends when nobody waits for it any more.

Small requests are answered within the turn of the event loop that reads them. Had each larger one a thread of its own, then
all of them would wait for one another, and the small ones for all of them.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from anyio import CancelScope, CapacityLimiter, current_time, move_on_after
from anyio.from_thread import check_cancelled
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive

from app.web.problems import Problem

Answer = TypeVar("Answer")
Item = TypeVar("Item")

THREADS, SECONDS = 2, 30.0


@dataclass(frozen=True, slots=True)
class Threads:
    """How many work at the same time, and how long an answer may take, with the time it waits for one of them."""

    limiter: CapacityLimiter
    seconds: float


_THREADS: RunVar[Threads] = RunVar("lenet_threads")


def open_threads(count: int, seconds: float) -> None:
    """Settle this for the event loop that runs."""
    _THREADS.set(Threads(CapacityLimiter(count), seconds))


async def in_thread(request: Request, work: Callable[[], Answer]) -> Answer:
    """Do the work in a thread when it is its turn.

    A thread cannot be stopped from outside. Work on several things takes them `while_wanted`, and ends between two of them.

    Raises:
        ClientDisconnect: nobody waits for the answer.
        Problem: the time is over.
    """
    threads = _THREADS.get(None)
    if threads is None:
        open_threads(THREADS, SECONDS)
        threads = _THREADS.get()
    with move_on_after(threads.seconds) as scope:
        watcher = asyncio.create_task(_cancel_when_gone(request.receive, scope))
        try:
            return await run_sync(work, limiter=threads.limiter)
        finally:
            watcher.cancel()
    if current_time() < scope.deadline:
        raise ClientDisconnect
    raise too_busy(f"the request could not be answered within {threads.seconds:g} s")


async def _cancel_when_gone(receive: Receive, scope: CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()


def too_busy(detail: str) -> Problem:
    """The problem of a server that has too much to do; what is left of the request is not read."""
    headers = {"Retry-After": "1", "Connection": "close"}
    return Problem("too-busy", f"{detail}; ask again in a second", headers=headers)


def while_wanted(items: Sequence[Item]) -> Iterable[Item]:
    """The items one after the other; between two of them, work in a thread ends if nobody waits for it any more."""
    return items if len(items) == 1 else _while_wanted(items)


def _while_wanted(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        try:
            check_cancelled()
        except RuntimeError:  # not in such a thread: nothing can have changed meanwhile
            yield from items
            return
        yield item
