"""Run async functions from plain tests."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from tests.serving import SECONDS

Result = TypeVar("Result")


def run(function: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """What an async function returns, in an event loop and a thread of its own.

    Playwright keeps an event loop running in the thread of the tests once a browser was started.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(asyncio.wait_for(function(), SECONDS))).result()
