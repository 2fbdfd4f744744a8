"""The recorded requests get the recorded answers."""

from collections.abc import Iterator

import httpx
import pytest

from tests.contract.answers import differences
from tests.contract.record import ANSWERS, REQUESTS, answer_to, restricted_client
from tests.contract.requests import Recorded


@pytest.fixture(scope="module")
def restricted() -> Iterator[httpx.Client]:
    """A client of an application with a trusted host and an allowed origin."""
    with restricted_client() as client:
        yield client


def test_every_recorded_answer_has_its_request() -> None:
    """No request is missing, twice there, or without its answer."""
    assert [one.name for one in REQUESTS] == list(ANSWERS)


@pytest.mark.parametrize("request_", REQUESTS, ids=[one.name for one in REQUESTS])
def test_the_answer_is_the_recorded_one(
    client: httpx.Client, restricted: httpx.Client, request_: Recorded
) -> None:
    """Status, media type, headers, problem type, pointers and rounded numbers are those of the contract."""
    answer = answer_to(restricted if request_.restricted else client, request_)
    assert differences(answer, ANSWERS[request_.name]) == []
