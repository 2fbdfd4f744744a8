"""The recorded requests get the recorded answers."""

import json
from typing import Any

import httpx
import pytest

from tests.contract.answers import answer_of, differences
from tests.contract.record import FIXTURE
from tests.contract.requests import Recorded, recorded_requests

ANSWERS: dict[str, Any] = json.loads(FIXTURE.read_text())
REQUESTS = recorded_requests()


@pytest.mark.parametrize("request_", REQUESTS, ids=[one.name for one in REQUESTS])
def test_the_answer_is_the_recorded_one(client: httpx.Client, request_: Recorded) -> None:
    """Status, media type, headers, problem type, pointers and rounded numbers are those of the contract."""
    response = client.request(request_.method, request_.path, headers=request_.headers, content=request_.body)
    assert differences(answer_of(response), ANSWERS[request_.name]) == []
