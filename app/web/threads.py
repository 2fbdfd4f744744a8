"""Work that takes long goes to a few threads: it waits there for its turn, and ends when nobody waits for it any more.

Small requests are answered within the turn of the event loop that reads them, and never wait. Had each larger one a thread of
its own, then all of them would wait for one another, and the small ones for all of them; so they queue, up to a bound.
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


@dataclass(slots=True)
class Threads:
    """How many work at the same time, how many requests are worked on or wait, and how long an answer may take, all in all."""

    limiter: CapacityLimiter
    most: int
    seconds: float
    taken: int = 0


_THREADS: RunVar[Threads] = RunVar("lenet_threads")


def open_threads(count: int = 2, most: int = 64, seconds: float = 30.0) -> None:
    """Settle this for the event loop that runs."""
    _THREADS.set(Threads(CapacityLimiter(count), most, seconds))


async def in_thread(request: Request, work: Callable[[], Answer]) -> Answer:
    """Do the work in a thread when it is its turn.

    A thread cannot be stopped from outside. Work on several things takes them `while_wanted`, and ends between two of them.

    Raises:
        ClientDisconnect: nobody waits for the answer.
        Problem: too many wait already, or the time is over.
    """
    threads = _THREADS.get(None)
    if threads is None:
        open_threads()
        threads = _THREADS.get()
    if threads.taken >= threads.most:
        raise too_busy(f"{threads.taken} requests are being worked on, the most at once")
    threads.taken += 1
    with move_on_after(threads.seconds) as scope:
        watcher = asyncio.create_task(_cancel_when_gone(request.receive, scope))
        try:
            return await run_sync(work, limiter=threads.limiter)
        finally:
            threads.taken -= 1
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
