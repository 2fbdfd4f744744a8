"""What is answered between others' requests, and what waits for a thread: told by the work that is asked for."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.main import create_app
from app.settings import Settings
from tests.asgi import client_of
from tests.web.pictures import ACTIVATIONS, EXPLANATIONS, PREDICTIONS, rows

ONE = {"pixels": rows()}


@pytest.fixture(scope="module")
def full(settings: Settings) -> Iterator[httpx.Client]:
    """A client of an application whose threads take nothing more."""
    with client_of(create_app(replace(settings, max_concurrent=0))) as client:
        yield client


@pytest.mark.parametrize(
    ("address", "units", "body", "status"),
    [
        (PREDICTIONS, [], ONE, 200),
        (ACTIVATIONS, [], ONE, 200),
        (PREDICTIONS, [], {"pictures": [[[1]]] * 256}, 503),
        (EXPLANATIONS, ["conv2/3/4/5"], ONE, 200),
        (EXPLANATIONS, ["pool1/0/0/0"] * 20, ONE, 200),
        (EXPLANATIONS, ["pool1/0/0/0"] * 21, ONE, 503),
        (EXPLANATIONS, ["fc2/1", "fc2/2"], ONE, 503),
        (EXPLANATIONS, ["fc1/1"], ONE, 503),
        (EXPLANATIONS, ["fc1/1"] * 256, ONE, 503),
    ],
)
def test_much_work_by_few_bytes_waits_for_a_thread(
    full: httpx.Client, address: str, units: list[str], body: dict[str, Any], status: int
) -> None:
    """While the threads are full, one picture and little about it are answered, and more is refused at once."""
    answer = full.post(address, params={"unit": units}, json=body)
    assert answer.status_code == status
    assert (answer.headers.get("retry-after") == "1") == (status == 503)
