"""Long batches are answered line by line: the same numbers, in order, the problem of a picture in its place."""

from typing import Any

import httpx
import orjson
import pytest

from app.api.schemas import ProblemDocument
from tests.api.pictures import PREDICTIONS, digit, file_of, rows
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


def test_a_broken_picture_has_its_line(client: httpx.Client) -> None:
    """The second of three files cannot be read: its line has the problem, the third is read all the same."""
    files = [("picture", data) for data in (file_of(digit(3)), b"no picture", file_of(digit(5)))]
    first, broken, last = lines(client.post(f"{PREDICTIONS}?format=ndjson", files=files))
    assert [first["prediction"]["digit"], last["prediction"]["digit"]] == [3, 5]
    problem = ProblemDocument.model_validate(broken["problem"])
    assert problem.detail.startswith("file 1: ")
    assert (broken["index"], problem.status) == (1, 415)


def test_more_pictures_go_line_by_line(client: httpx.Client) -> None:
    """Three hundred are too many for one answer, and not for lines."""
    pictures = {"pictures": [[[0, 255, 0]]] * 300}
    assert client.post(PREDICTIONS, json=pictures).status_code == 413
    assert len(lines(client.post(f"{PREDICTIONS}?format=ndjson", json=pictures))) == 300


def test_one_picture_is_one_line(client: httpx.Client) -> None:
    """A picture that was not sent as a list has a line, too."""
    (line,) = lines(client.post(f"{PREDICTIONS}?format=ndjson", json={"pixels": rows()}))
    assert line["index"] == 0


def test_what_is_wrong_with_the_whole_is_told_before_any_line(client: httpx.Client) -> None:
    """A body that cannot be read is a problem with its status; neither lines nor JSON to be accepted is 406."""
    assert client.post(f"{PREDICTIONS}?format=ndjson", json={"pictures": []}).status_code == 422
    refused = client.post(PREDICTIONS, json={"pixels": rows()}, headers={"Accept": "text/html"})
    assert refused.status_code == 406
    assert NDJSON in refused.json()["detail"]


def test_lines_come_while_others_are_still_computed(live_server: LiveServer) -> None:
    """Over a socket, a long batch arrives in several pieces."""
    body = {"pictures": [rows()] * 200}
    with httpx.stream("POST", f"{live_server.url}{PREDICTIONS}?format=ndjson", json=body) as answer:
        pieces = list(answer.iter_raw())
    assert len(pieces) > 1
    assert len(b"".join(pieces).splitlines()) == 200
