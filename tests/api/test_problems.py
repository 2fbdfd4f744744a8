"""Problem documents name the field and the remedy; tests/contract holds the status of each."""

from typing import Any

import httpx
import pytest

from app.api.problems import PROBLEM_TYPES, FieldError, Problem, problem_document
from app.api.schemas import ProblemDocument
from tests.api.pictures import ACTIVATIONS, EXPLANATIONS, PREDICTIONS


def assert_problem(response: httpx.Response, status: int, slug: str, *places: str) -> ProblemDocument:
    """Check the members that all problems share, and the given parameters and pointers."""
    assert response.headers["content-type"] == "application/problem+json"
    problem = ProblemDocument.model_validate_json(response.content)
    assert (response.status_code, problem.status, problem.type) == (status, status, f"/docs#{slug}")
    assert problem.error == problem.detail
    assert "nosniff" in response.headers["x-content-type-options"]
    if places:
        assert [error.parameter or error.pointer for error in problem.errors or ()] == list(places)
    return problem


@pytest.mark.parametrize(
    ("path", "name", "remedy"),
    [
        (f"{ACTIVATIONS}?layers=pool1,pool3", "layers", "input, conv1, relu1, pool1"),
        (f"{ACTIVATIONS}?layers=", "layers", "softmax"),
        (f"{ACTIVATIONS}?format=xml", "format", "safetensors"),
        (f"{ACTIVATIONS}?preprocess=CENTER", "preprocess", "'center' or 'none'"),
        (f"{ACTIVATIONS}?preprocess=center&preprocess=none", "preprocess", "give it once"),
        (f"{ACTIVATIONS}?layer=pool1", "layer", "format, preprocess, layers"),
        (f"{ACTIVATIONS}?a/b~=1", "a/b~", "preprocess"),
        (f"{ACTIVATIONS}?%FF=1", "\ufffd", "preprocess"),
        (EXPLANATIONS, "unit", "unit=pool1/3/5/7"),
        (f"{EXPLANATIONS}?unit=", "unit", "pool1/3/5/7"),
        (f"{EXPLANATIONS}?unit=pool1/3/5/14", "unit", "0…13"),
        (f"{EXPLANATIONS}?unit=fc1/{'9' * 5000}", "unit", "0…119"),
    ],
)
def test_a_bad_parameter_is_named_with_what_would_do(
    client: httpx.Client, path: str, name: str, remedy: str
) -> None:
    """The parameter is named, and a text of bounded length lists the values that are known."""
    problem = assert_problem(client.post(path, json={"pixels": [[1]]}), 422, "invalid-field", name)
    assert problem.errors is not None
    assert (problem.errors[0].pointer, problem.errors[0].part) == (None, "query")
    assert remedy in problem.detail
    assert len(problem.detail) < 400


STEPS = "/api/v1/models/lenet/training-steps?label=1"
SMOOTHGRAD = "/api/v1/models/lenet/attributions?method=smoothgrad"
POOLING = "/api/v1/operations/pooling"


@pytest.mark.parametrize(
    ("path", "field", "values", "limits"),
    [
        (STEPS, "learning_rate", ("nan", "0", "101", "inf", "-inf"), "above 0, up to 100"),
        (STEPS, "steps", ("0", "101"), "from 1 to 100"),
        (SMOOTHGRAD, "noise", ("nan", "-0.1", "1.1"), "from 0 to 1"),
        (SMOOTHGRAD, "target", ("-1", "10"), "from 0 to 9"),
        ("/api/v1/training-runs", "#/learning_rate", (0, -1, 101), "above 0, up to 100"),
        ("/api/v1/training-runs", "#/batch_size", (0, 4001), "from 1 to 4000"),
        (POOLING, "#/stride", (0, 257), "from 1 to 256"),
        (POOLING, "#/padding", (-1, 257), "from 0 to 256, or 'valid' or 'same'"),
    ],
)
def test_a_number_out_of_range_is_answered_with_both_ends(
    training: httpx.Client, path: str, field: str, values: tuple[str | float, ...], limits: str
) -> None:
    """Whichever end it is beyond; NaN is beyond both."""
    for value in values:
        if field.startswith("#/"):
            pooling: dict[str, Any] = {"input": [[1, 2], [3, 4]], "kind": "max"} if path == POOLING else {}
            answer = training.post(path, json={**pooling, field[2:]: value})
        else:
            answer = training.post(f"{path}&{field}={value}", json={"pixels": [[1]]})
        assert f"a number {limits}" in assert_problem(answer, 422, "invalid-field", field).detail


@pytest.mark.parametrize(
    ("method", "path", "header", "remedy"),
    [
        ("DELETE", "/api/v1/models", ("Accept", "*/*"), "GET, HEAD, POST"),
        ("GET", "/api/v1/models", ("Accept", "text/html"), "application/json"),
        ("POST", ACTIVATIONS, ("Accept", "text/html"), "application/vnd.safetensors"),
        ("POST", PREDICTIONS, ("Accept", "text/html"), "application/x-ndjson"),
        ("POST", ACTIVATIONS, ("Content-Type", ""), "image/png, image/jpeg, image/webp, application/json"),
        ("POST", PREDICTIONS, ("Content-Type", "application/x-www-form-urlencoded"), "image/png"),
    ],
)
def test_a_request_that_cannot_be_served_is_told_what_would_do(
    client: httpx.Client, method: str, path: str, header: tuple[str, str], remedy: str
) -> None:
    """The detail of 405, 406 and 415 lists the methods, the media types of answers or those of bodies."""
    body = b'{"pixels": [[1]]}' if method == "POST" else b""
    headers = {"Content-Type": "application/json", **dict([header])}
    response = client.request(method, path, content=body, headers=headers)
    assert response.status_code in {405, 406, 415}
    assert remedy in ProblemDocument.model_validate_json(response.content).detail


def test_every_kind_has_its_own_name_and_words() -> None:
    """Slugs are unique, and every kind says what it means."""
    assert len({kind.slug for kind in PROBLEM_TYPES}) == len(PROBLEM_TYPES)
    assert all(kind.heading and kind.meaning for kind in PROBLEM_TYPES)


def test_a_problem_without_fields_has_no_list_of_them() -> None:
    """`errors` is there only where fields are wrong, and `error` repeats `detail` for other protocols."""
    gone = problem_document(Problem("not-found", "gone"))
    title = {"type": "/docs#not-found", "title": "Not Found", "status": 404}
    assert gone == {**title, "detail": "gone", "error": "gone"}
    fields = [FieldError("bad", "a", "query"), FieldError("bad", "#/a")]
    assert problem_document(Problem("invalid-field", "bad", fields))["errors"] == [
        {"detail": "bad", "parameter": "a", "in": "query"},
        {"detail": "bad", "pointer": "#/a", "in": "body"},
    ]
