"""Long batches are answered line by line: the same numbers, in order, while others are still computed."""

from typing import Any

import httpx
import orjson
import pytest

from tests.api.pictures import PREDICTIONS, rows
from tests.conftest import LiveServer

NDJSON = "application/x-ndjson"


def lines(response: httpx.Response) -> list[dict[str, Any]]:
    """Every line, read as JSON."""
    assert (response.status_code, response.headers["content-type"]) == (200, NDJSON)
    assert response.content.endswith(b"\n")
    return [orjson.loads(line) for line in response.content.splitlines()]


@pytest.mark.parametrize(("query", "accept"), [("?format=ndjson", "*/*"), ("", NDJSON)])
def test_lines_say_what_one_answer_says(client: httpx.Client, query: str, accept: str) -> None:
    """Forty digits, asked for either way: each line is the entry of the whole answer with its index before it."""
    pictures = [rows(at % 10) for at in range(40)]
    whole = client.post(PREDICTIONS, json={"pictures": pictures})
    found = client.post(PREDICTIONS + query, json={"pictures": pictures}, headers={"Accept": accept})
    assert lines(found) == [
        {"index": at, **entry} for at, entry in enumerate(orjson.loads(whole.content)["predictions"])
    ]
    assert found.headers["vary"] == whole.headers["vary"] == "Accept"


def test_lines_come_while_others_are_still_computed(live_server: LiveServer) -> None:
    """Over a socket, a long batch arrives in several pieces."""
    body = {"pictures": [rows()] * 200}
    with httpx.stream("POST", f"{live_server.url}{PREDICTIONS}?format=ndjson", json=body) as answer:
        pieces = list(answer.iter_raw())
    assert len(pieces) > 1
    assert len(b"".join(pieces).splitlines()) == 200
